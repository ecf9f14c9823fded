package fetch

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/realdata"
	"azwhatif/ratebook/unit"
)

func sheetTerms(offer ratebook.Offer, currency money.Currency) ratebook.Terms {
	return ratebook.Terms{Source: ratebook.PriceSheet, Offer: offer, Currency: currency, Market: "NL", Locale: "en-US"}
}

func decodeSheet(data []byte, terms ratebook.Terms) (*ratebook.Card, error) {
	return DecodePriceSheet(bytes.NewReader(data), terms)
}

func TestPriceSheets(t *testing.T) {
	testGolden(t, "testdata/pricesheet/ea.txtar", decodeSheet, sheetTerms("MS-AZR-0017P", "EUR"))
	testGolden(t, "testdata/pricesheet/ea-offers.txtar", decodeSheet, sheetTerms("MS-AZR-0017P", "EUR"), sheetTerms("MS-AZR-0148P", "EUR"))
	testGolden(t, "testdata/pricesheet/mca.txtar", decodeSheet, sheetTerms("MS-AZR-0017G", "USD"), sheetTerms("MS-AZR-0148G", "USD"))
	testGolden(t, "testdata/pricesheet/json.txtar", decodeSheet, sheetTerms("MS-AZR-0017P", "EUR"), sheetTerms("MS-AZR-0148P", "EUR"))
}

// zipped is a zip of files, by name and content in turn.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// However a sheet comes in, the card is the same.
func TestPriceSheetPacking(t *testing.T) {
	for _, name := range []string{"ea", "ea-offers", "json"} {
		_, data := golden(t, "testdata/pricesheet/"+name+".txtar")
		terms := sheetTerms("MS-AZR-0017P", "EUR")
		card, err := decodeSheet(data, terms)
		if err != nil {
			t.Fatal(err)
		}
		ways := map[string][]byte{
			"gzip":            pack(data),
			"byte order mark": append([]byte("\ufeff"), data...),
			"line ends":       bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")),
		}
		if name != "json" {
			header := bytes.Index(data, []byte("\n")) + 1
			if name == "ea-offers" {
				header = bytes.Index(data, []byte("Price type\n")) + len("Price type\n")
			}
			cut := header + bytes.Index(data[header:], []byte("\n")) + 1
			ways["zip"] = zipped(t, "readme.txt", "not a sheet", "a/sheet.csv", string(data), "b.json", "{}")
			ways["zip in parts"] = zipped(t, "a.csv", string(data[:cut]), "b.CSV", "\ufeff"+string(data[:header])+string(data[cut:]))
		}
		for how, data := range ways {
			other, err := decodeSheet(data, terms)
			if err != nil {
				t.Fatalf("%s, %s: %v", name, how, err)
			}
			if showAll(other) != showAll(card) {
				t.Errorf("%s, %s: got\n%s\nwant\n%s", name, how, showAll(other), showAll(card))
			}
		}
		other, err := DecodePriceSheet(iotest.OneByteReader(bytes.NewReader(data)), terms)
		if err != nil || showAll(other) != showAll(card) {
			t.Errorf("%s, byte by byte: %v", name, err)
		}
	}
}

// TestPriceSheetBlocks: a price of 10 hours charges hours right.
func TestPriceSheetBlocks(t *testing.T) {
	_, data := golden(t, "testdata/pricesheet/ea.txtar")
	card, err := decodeSheet(data, sheetTerms("MS-AZR-0017P", "EUR"))
	if err != nil {
		t.Fatal(err)
	}
	r := card.Find([]ratebook.Selector{{Name: "DC96as_v4"}})[0][0]
	hours, err := unit.Convert(money.Int(730), unit.MustParse("Hours"), r.Meter.Unit)
	if err != nil {
		t.Fatal(err)
	}
	// 730 hours are 73 × 10 hours; 73 × 105.05 = 7668.65
	if got := r.Charge(hours).Amount.String(); got != "7668.65" {
		t.Errorf("730 hours cost %s", got)
	}
}

func TestPriceSheetNumbers(t *testing.T) {
	for _, c := range []struct {
		text  string
		comma rune
		want  string
	}{
		{"105.05", ',', "105.05"}, {"1,234.5", ',', "1234.5"}, {"1,234,567", ',', "1234567"}, {" 1 234.5 ", ',', "1234.5"}, {"-1,234.50", ',', "-1234.50"},
		{"6.5E-05", ',', "6.5E-05"}, {"", ',', ""}, {"12", ';', "12"}, {"0,105", ';', "0.105"}, {"1.234,5", ';', "1234.5"}, {"0.105", ';', "0.105"}, {"1234.5", ';', "1234.5"},
		{"105.050000000000000", ';', "105.050000000000000"},
		{"0,105", ',', "error"}, {"105,05", ',', "error"}, {"1,23.5", ',', "error"}, {"1.234", ';', "error"}, {"1,234.5", ';', "error"}, {"1,2,3", ';', "error"},
	} {
		got, err := plainNumber(c.text, c.comma)
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%q with %q: got %s, want %s", c.text, c.comma, got, c.want)
		}
	}
}

func TestPriceSheetSemicolons(t *testing.T) {
	sheet := "meterId;meterName;unitOfMeasure;unitPrice;currency;priceType\n00000000-0000-0000-0000-00000000000a;D4s v5;10 Hours;1.234,56;EUR;Consumption\n"
	card, err := decodeSheet([]byte(sheet), sheetTerms("MS-AZR-0017G", "EUR"))
	if err != nil || card.Rates[0].Tiers[0].UnitPrice.String() != "1234.56" {
		t.Error(card, err)
	}
	card, err = decodeSheet([]byte(strings.TrimSpace(sheet)), sheetTerms("MS-AZR-0017G", "EUR"))
	if err != nil || !strings.Contains(strings.Join(card.Provenance.Warnings, "\n"), "does not end with the end of a line") {
		t.Error(card, err)
	}
}

const sheetRow1 = "00000000-0000-0000-0000-00000000000a,D4s v5,10 Hours,1.5,EUR,MS-AZR-0017P\n"

func TestPriceSheetErrors(t *testing.T) {
	const header = "Meter ID,Meter name,Unit of measure,Unit price,Currency code,Offer Id\n"
	const price = `{"meterId":"00000000-0000-0000-0000-00000000000a","unitOfMeasure":"10 Hours","partNumber":"A-1","unitPrice":1,"currencyCode":"EUR"}`
	answer := func(prices string) string { return `{"properties":{"pricesheets":[` + prices + `]}}` }
	with := func(old, new string) string { return header + sheetRow1 + strings.Replace(sheetRow1, old, new, 1) }
	for _, c := range []struct{ name, sheet, want string }{
		{"nothing", "", "is empty"},
		{"no rows", header, "the price sheet has no prices"},
		{"no header", "a,b\n1,2\n", "no header with the columns"},
		{"the old portal's columns", "Service,Unit of Measure,Overage Part Number,Overage Unit Price,Currency Code\nx,10 Hours,A,1,EUR\n", "has no meter ids"},
		{"a header without a price", "MeterId,UnitOfMeasure,BasePrice\n", "line 1: the price sheet has no column unitPrice"},
		{"a column twice", "title\n\nMeterId,UnitOfMeasure,UnitPrice,Unit Price\n", `line 3: the column "Unit Price" is there twice`},
		{"a row that is cut off", header + sheetRow1 + sheetRow1[:50], "line 3: it has 3 cells, and the header 6"},
		{"a quote that does not end", with("D4s", `"D4s`), "line 3: extraneous or missing"},
		{"a price that is a text", with("1.5", "free"), `line 3 (00000000-0000-0000-0000-00000000000a, "D4s v5"): its unitPrice "free" is not a number`},
		{"a decimal comma", with("1.5", `"1,5"`), `line 3: "1,5" is not a number with a decimal point`},
		{"another currency", with("EUR", "USD"), `line 3 (00000000-0000-0000-0000-00000000000a, "D4s v5"): its price is in "USD", and EUR was asked for`},
		{"another encoding", with("D4s", "\xe4"), "is not UTF-8"},
		{"UTF-16", "\xff\xfeM\x00", "UTF-16"},
		{"only other offers", header + strings.ReplaceAll(sheetRow1, "0017P", "0148P"), "the price sheet has no price of MS-AZR-0017P; it has 1 of MS-AZR-0148P"},
		{"only unknown units", header + strings.ReplaceAll(sheetRow1, "10 Hours", "???"), "no row of the price sheet can be used: a meter is left out"},
		{"a zip that is cut off", string(zipped(t, "a.csv", header+sheetRow1)[:90]), "the zip is damaged or cut off"},
		{"a zip without a sheet", string(zipped(t, "a.txt", header+sheetRow1)), "the zip has neither a CSV nor a Parquet file"},
		{"a bad row in a zip", string(zipped(t, "d/a.csv", with("1.5", "free"))), `a.csv in the zip: line 3 (`},
		{"a sheet in a zip that is damaged", strings.Replace(string(stored(t, "a.csv", header+sheetRow1)), "D4s", "D5s", 1), "a.csv in the zip: it is damaged"},
		{"JSON without prices", `{"id":"x","properties":{"nextLink":null}}`, "has no pricesheets"},
		{"JSON of the address", `{"properties":{"download":{"downloadUrl":"https://x"}}}`, "has the address of a price sheet"},
		{"JSON of an error", `{"error":{"code":"X","message":"y"}}`, "is an error of Azure's, not a price sheet: X: y"},
		{"JSON of no prices", answer(""), "the price sheet has no prices"},
		{"JSON that is cut off", answer(price)[:100], "is cut off after 100 bytes"},
		{"JSON of a text", `"x"`, "no header"},
		{"JSON with a bad price", answer(price + "," + strings.Replace(price, `:1,`, `:"x",`, 1)), `price 2 (00000000-0000-0000-0000-00000000000a, part number "A-1"): its unitPrice "x" is not a number`},
		{"JSON with prices that are no array", `{"properties":{"pricesheets":{}}}`, "the pricesheets are not an array"},
	} {
		t.Run(c.name, func(t *testing.T) {
			card, err := decodeSheet([]byte(c.sheet), sheetTerms("MS-AZR-0017P", "EUR"))
			if err == nil || card != nil {
				t.Fatalf("no error, want %q", c.want)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("\n got %s\nwant %s", err, c.want)
			}
		})
	}
}

// stored is a zip that does not pack its file.
func stored(t testing.TB, name, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPriceSheetReal compares a real sheet with what it reads as without the decoder.
func TestPriceSheetReal(t *testing.T) {
	data, err := os.ReadFile(realdata.File(t, "pricesheet/EA_pricesheet_20171001_USD_cli.json"))
	if err != nil {
		t.Fatal(err)
	}
	var wire struct {
		Properties struct {
			Pricesheets []struct {
				MeterID, UnitOfMeasure, PartNumber string
				IncludedQuantity, UnitPrice        json.Number
			}
		}
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		t.Fatal(err)
	}
	card, err := decodeSheet(data, sheetTerms("MS-AZR-0017P", "USD"))
	if err != nil {
		t.Fatal(err)
	}
	ids, rates := map[string]bool{}, map[string]ratebook.Rate{}
	for _, r := range card.Rates {
		rates[string(r.Meter.ID)+r.Meter.Name] = r
	}
	for _, p := range wire.Properties.Pricesheets {
		id := strings.ToLower(p.MeterID)
		ids[id] = true
		r := rates[id+p.PartNumber]
		if len(r.Tiers) != 1 || !r.Tiers[0].UnitPrice.Equal(exact(t, p.UnitPrice)) || !r.Included.Equal(exact(t, p.IncludedQuantity)) || r.Meter.Unit.String() != p.UnitOfMeasure {
			t.Errorf("%s %s: %+v", id, p.PartNumber, r)
		}
	}
	if card.Provenance.Meters != len(ids) || len(rates) != len(wire.Properties.Pricesheets) {
		t.Errorf("%d meters and %d rates, want %d and %d", card.Provenance.Meters, len(rates), len(ids), len(wire.Properties.Pricesheets))
	}
	t.Logf("%d meters, %d rates; %q", len(ids), len(rates), card.Provenance.Warnings)
	if got := fmt.Sprint(card.Provenance.Warnings); !strings.Contains(got, "is called by its part number") || !strings.Contains(got, "names a next page") || strings.Contains(got, "skiptoken") {
		t.Errorf("warnings %s", got)
	}
}

func FuzzDecodePriceSheet(f *testing.F) {
	for _, name := range []string{"ea", "ea-offers", "mca", "json"} {
		_, data := golden(f, "testdata/pricesheet/"+name+".txtar")
		f.Add(data)
		f.Add(pack(data))
		f.Add(zipped(f, "a.csv", string(data)))
	}
	_, data := golden(f, "testdata/pricesheet/mca.txtar")
	f.Add(parquetOf(f, data))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, terms := range []ratebook.Terms{sheetTerms("MS-AZR-0017P", "EUR"), sheetTerms("MS-AZR-0017G", "USD")} {
			card, err := decodeSheet(data, terms)
			checkJoined(t, card, err)
		}
	})
}

// TestPriceSheetBound: what unpacks to more than the bound is an error that says so.
func TestPriceSheetBound(t *testing.T) {
	left := int64(100)
	b := &bounded{r: strings.NewReader(strings.Repeat("x", 1000)), ctx: t.Context(), left: &left, most: left}
	n, err := io.Copy(io.Discard, iotest.OneByteReader(b))
	if n != 100 || err == nil || !strings.Contains(b.err.Error(), "unpacked it is larger than 100 bytes") {
		t.Error(n, err)
	}
}

// TestPriceSheetEnds tells the last day of a sheet's period from that of a price.
func TestPriceSheetEnds(t *testing.T) {
	terms := ratebook.Terms{Source: ratebook.PriceSheet, Offer: "MS-AZR-0017P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	for _, c := range []struct {
		name, ends, want string // the rows' last days; those of their prices, "-" for none
		warned           string
	}{
		{"the sheet's period", "2026-08-31T00:00:00Z 2026-08-31", "- -", "period ends on 2026-08-31"},
		{"one ended before", "2026-08-15 2026-08-31", "2026-08-15 -", "not in force after it"},
		{"one of two has an end", "2026-08-31 ", "2026-08-31 -", "not in force after it"},
		{"one of two has no end, as Azure says it", "2026-08-31 9999-12-31T23:59:59Z", "2026-08-31 -", "not in force after it"},
		{"no ends", " ", "- -", ""},
	} {
		text := "CurrencyCode,EffectiveStartDate,EffectiveEndDate,MeterId,MeterCategory,MeterName,MeterRegion,UnitOfMeasure,UnitPrice\n"
		for i, end := range strings.Split(c.ends, " ") {
			text += fmt.Sprintf("EUR,2026-08-01,%s,00000000-0000-0000-0000-00000000000%d,Storage,Meter %d,,1 GB,0.5\n", end, i+1, i+1)
		}
		card, err := DecodePriceSheet(strings.NewReader(text), terms)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range card.Rates {
			last := "-"
			if !r.Ends.IsZero() {
				last = day(r.Ends)
			}
			got = append(got, last)
		}
		said := strings.Join(card.Provenance.Warnings, "; ")
		if strings.Join(got, " ") != c.want || !strings.Contains(said, c.warned) || c.warned == "" && (strings.Contains(said, "last day") || strings.Contains(said, "period ends")) {
			t.Errorf("%s: %v, want %s; %q", c.name, got, c.want, said)
		}
	}
}

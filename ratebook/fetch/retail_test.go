package fetch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/realdata"

	"github.com/rogpeppe/go-internal/txtar"
)

var (
	retailTerms  = ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	devTestTerms = ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0023P", Currency: "EUR", Market: "NL", Locale: "en-US"}
)

// showAll is show with the prices beside each rate, in the order of the rates.
func showAll(c *ratebook.Card) string {
	var b strings.Builder
	b.WriteString(show(c))
	for _, r := range c.Rates {
		for _, p := range r.Beside {
			fmt.Fprintf(&b, "beside %s | %s | %s | %d months | %s | above %s | %s\n", r.Meter.ID, r.Meter.Name, p.Kind, p.Months, day(p.Effective)+until(p.Ends), p.Above, p.Amount)
		}
	}
	return b.String()
}

// until is the last day of a price, behind its first; "" where it has none.
func until(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " to " + day(t)
}

// testGolden compares what the archive's first file reads as, under each of the
// terms, with the files behind it.
func testGolden(t *testing.T, name string, decode func(data []byte, terms ratebook.Terms) (*ratebook.Card, error), all ...ratebook.Terms) {
	t.Helper()
	a, data := golden(t, name)
	for i, terms := range all {
		card, err := decode(data, terms)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := showAll(card)
		if *update {
			for len(a.Files) < i+2 {
				a.Files = append(a.Files, txtar.File{Name: "card " + string(terms.Offer)})
			}
			a.Files[i+1].Data = []byte(got)
			if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want := string(a.Files[i+1].Data); got != want {
			t.Errorf("%s, %s: got\n%s\nwant\n%s", name, terms.Offer, got, want)
		}
		sum := sha256.Sum256(data)
		if card.Provenance.SHA256 != hex.EncodeToString(sum[:]) || card.Terms != terms {
			t.Errorf("%s: hash %s, terms %v", name, card.Provenance.SHA256, card.Terms)
		}
	}
}

func decodeRetail(data []byte, terms ratebook.Terms) (*ratebook.Card, error) {
	return DecodeRetail(bytes.NewReader(data), terms)
}

func TestRetailTraps(t *testing.T) {
	const name = "testdata/retail/traps.txtar"
	testGolden(t, name, decodeRetail, retailTerms, devTestTerms)

	// However they come in, the card is the same.
	_, data := golden(t, name)
	card, err := decodeRetail(data, retailTerms)
	if err != nil {
		t.Fatal(err)
	}
	for how, r := range map[string]func() (*ratebook.Card, error){
		"gzip": func() (*ratebook.Card, error) { return decodeRetail(pack(data), retailTerms) },
		"byte by byte": func() (*ratebook.Card, error) {
			return DecodeRetail(iotest.OneByteReader(bytes.NewReader(data)), retailTerms)
		},
		"byte order mark": func() (*ratebook.Card, error) {
			return decodeRetail(append([]byte("\ufeff"), data...), retailTerms)
		},
		"pages packed apart": func() (*ratebook.Card, error) {
			cut := bytes.Index(data, []byte("}\n{")) + 2
			return decodeRetail(append(pack(data[:cut]), pack(data[cut:])...), retailTerms)
		},
	} {
		other, err := r()
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if showAll(other) != showAll(card) {
			t.Errorf("%s: got\n%s", how, showAll(other))
		}
	}
}

// TestRetailDates: each tier has dates of its own, and prices end.
func TestRetailDates(t *testing.T) {
	testGolden(t, "testdata/retail/dates.txtar", decodeRetail, retailTerms)
}

// TestRetailOrder: the order in which items come changes nothing but the order of
// the rates.
func TestRetailOrder(t *testing.T) {
	for _, name := range []string{"testdata/retail/dates.txtar", "testdata/retail/traps.txtar"} {
		_, data := golden(t, name)
		var items []json.RawMessage
		for d := json.NewDecoder(bytes.NewReader(data)); d.More(); {
			var page struct{ Items []json.RawMessage }
			if err := d.Decode(&page); err != nil {
				t.Fatal(err)
			}
			items = append(items, page.Items...)
		}
		rates := func() string {
			page, err := json.Marshal(map[string]any{"Items": items})
			if err != nil {
				t.Fatal(err)
			}
			card, err := decodeRetail(page, retailTerms)
			if err != nil {
				t.Fatal(err)
			}
			card.Provenance.Warnings = nil
			lines := strings.Split(showAll(card), "\n")
			slices.Sort(lines)
			return strings.Join(lines, "\n")
		}
		want := rates()
		random := rand.New(rand.NewPCG(1, 2))
		for range 20 {
			random.Shuffle(len(items), func(i, k int) { items[i], items[k] = items[k], items[i] })
			if got := rates(); got != want {
				t.Fatalf("%s in another order: got\n%s\nwant\n%s", name, got, want)
			}
		}
	}
}

const retailVM = `{"currencyCode":"EUR","tierMinimumUnits":0.0,"retailPrice":0.1,"unitPrice":0.1,"armRegionName":"westeurope","location":"EU West",` +
	`"effectiveStartDate":"2023-09-01T00:00:00Z","meterId":"00000000-0000-0000-0000-00000000000a","meterName":"D4s v5","skuId":"A/1","productName":"Dsv5 Series",` +
	`"serviceName":"Virtual Machines","unitOfMeasure":"1 Hour","type":"Consumption","isPrimaryMeterRegion":true}`

func TestRetailErrors(t *testing.T) {
	page := func(items string) string {
		return `{"BillingCurrency":"EUR","Items":[` + items + `],"NextPageLink":null}`
	}
	with := func(old, new string) string { return page(strings.Replace(retailVM, old, new, 1)) }
	for _, c := range []struct{ name, response, want string }{
		{"nothing", "", "the response is empty"},
		{"no items", page(""), "the pages have no items"},
		{"items that are null", `{"Items":null,"Count":0}`, "the pages have no items"},
		{"cut off", page(retailVM)[:300], "is cut off after 300 bytes"},
		{"the second page cut off", page(retailVM) + `{"Items":[`, "is cut off after"},
		{"fewer items than counted", `{"Items":[` + retailVM + `],"Count":2}`, "page 1 says that it has 2 items, and has 1"},
		{"another currency", with(`"EUR"`, `"USD"`), `item 1 (00000000-0000-0000-0000-00000000000a, "D4s v5"): its price is in "USD", and EUR was asked for`},
		{"an error", `{"error":{"code":"BadRequest","message":"Invalid OData parameters supplied"}}`, "an error of Azure's, not a page of prices: BadRequest: Invalid OData parameters supplied"},
		{"a rate card", `{"Meters":[],"Currency":"EUR"}`, "page 1 has no Items, but Meters, Currency"},
		{"items twice", `{"Items":[],"items":[]}`, "page 1 has items twice"},
		{"items that are no array", `{"Items":{}}`, "the Items of page 1 are not an array"},
		{"a number", `5`, "not a page of retail prices"},
		{"garbage behind", page(retailVM) + "]", "is not JSON behind byte"},
		{"a price that is a text", with(`"retailPrice":0.1`, `"retailPrice":"free"`), `its price "free" is not a number`},
		{"no price", strings.NewReplacer(`"retailPrice":0.1,`, ``, `"unitPrice":0.1,`, ``).Replace(page(retailVM)), `its price "" is not a number`},
		{"a bound that is a text", with(`Units":0.0`, `Units":"few"`), `its tierMinimumUnits "few"`},
		{"a date that is none", with(`2023-09-01T`, `2023-19-01T`), `its effectiveStartDate "2023-19-01`},
		{"a name that is a number", with(`"D4s v5"`, `4`), "in item 1"},
		{"only dev/test", with(`"Consumption"`, `"DevTestConsumption"`), `no item is of the type Consumption, which MS-AZR-0003P is priced by; there are 1 of the type "DevTestConsumption"`},
		{"only unknown units", with(`"1 Hour"`, `"???"`), "no item can be used: a meter is left out, since its unit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			card, err := DecodeRetail(strings.NewReader(c.response), retailTerms)
			if err == nil || card != nil {
				t.Fatalf("no error, want %q", c.want)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("\n got %s\nwant %s", err, c.want)
			}
		})
	}
	other := retailTerms
	other.Offer = "MS-AZR-0026P"
	if _, err := decodeRetail([]byte(page(retailVM)), other); err == nil || !strings.Contains(err.Error(), "for MS-AZR-0026P use --source ratecard") {
		t.Error(err)
	}
	other = retailTerms
	other.Locale = "de-AT"
	if _, err := decodeRetail([]byte(page(retailVM)), other); err == nil || !strings.Contains(err.Error(), "in en-US only") {
		t.Error(err)
	}
}

// TestRetailReal checks every figure of the files, read once more without the
// decoder, against the cards.
func TestRetailReal(t *testing.T) {
	type wire struct {
		RetailPrice                                   json.Number
		MeterID                                       string `json:"meterId"`
		MeterName, ProductName, Type, ReservationTerm string
		SavingsPlan                                   []struct {
			RetailPrice json.Number
			Term        string
		}
	}
	for _, c := range []struct {
		files    []string
		usage    string
		warnings int
	}{
		{[]string{"retail_api_westeurope_vm_page1_2024-02.json", "retail_api_westeurope_vm_page2_2024-02.json"}, consumption, 0},
		{[]string{"retail_api_westeurope_vm_page1_2024-02.json", "retail_api_westeurope_vm_page2_2024-02.json"}, devTest, 1},
		{[]string{"retail_api_eastus_vm_page1_2024-02.json"}, consumption, 1},
		{[]string{"terracost_francecentral_vm_2021-12.json"}, consumption, 0},
		{[]string{"terracost_francecentral_vm_2021-12.json"}, devTest, 1},
	} {
		terms := retailTerms
		terms.Currency = "USD"
		if c.usage == devTest {
			terms.Offer = "MS-AZR-0023P"
		}
		var pages []byte
		var items []wire
		for _, name := range c.files {
			data, err := os.ReadFile(realdata.File(t, "retail/"+name))
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, data...)
			var page struct{ Items []wire }
			if err := json.Unmarshal(data, &page); err != nil {
				t.Fatal(err)
			}
			items = append(items, page.Items...)
		}
		card, err := decodeRetail(pages, terms)
		if err != nil {
			t.Fatal(err)
		}
		type key struct{ id, name, product string }
		rates, ids := map[key]ratebook.Rate{}, map[string]bool{}
		for _, r := range card.Rates {
			k := key{string(r.Meter.ID), r.Meter.Name, r.Meter.Subcategory}
			if _, twice := rates[k]; twice {
				t.Errorf("%v is there twice", k)
			}
			rates[k] = r
		}
		has := func(r ratebook.Rate, kind ratebook.PriceKind, months int, amount json.Number) bool {
			n := 0
			for _, p := range r.Beside {
				if p.Kind == kind && p.Months == months && p.Amount.Equal(exact(t, amount)) {
					n++
				}
			}
			return n == 1
		}
		length := map[string]int{"1 Year": 12, "3 Years": 36}
		want, checked := map[key]bool{}, 0
		for _, it := range items {
			k := key{it.MeterID, it.MeterName, it.ProductName}
			r, ok := rates[k]
			switch it.Type {
			case c.usage:
				want[k], ids[it.MeterID] = true, true
				if !ok || len(r.Tiers) != 1 || !r.Tiers[0].Above.IsZero() || !r.Tiers[0].UnitPrice.Equal(exact(t, it.RetailPrice)) {
					t.Errorf("%v: %v, want %s", k, r.Tiers, it.RetailPrice)
				}
				for _, p := range it.SavingsPlan {
					if checked++; !has(r, ratebook.SavingsPlan, length[p.Term], p.RetailPrice) {
						t.Errorf("%v: %v, want a savings plan of %s at %s", k, r.Beside, p.Term, p.RetailPrice)
					}
				}
			case reservation:
				if checked++; ok && !has(r, ratebook.Reservation, length[it.ReservationTerm], it.RetailPrice) || !ok && c.usage == consumption {
					t.Errorf("%v: %v, want a reservation of %s at %s", k, r.Beside, it.ReservationTerm, it.RetailPrice)
				}
			}
		}
		if len(rates) != len(want) || card.Provenance.Meters != len(ids) || card.Provenance.Tiers != len(want) || checked == 0 {
			t.Errorf("%s: %d rates and %d meters, want %d and %d; %d prices checked", c.files, len(rates), card.Provenance.Meters, len(want), len(ids), checked)
		}
		t.Logf("%s %s: %d meters, %d rates, %d prices beside; %q", c.files[0], c.usage, len(ids), len(want), checked, card.Provenance.Warnings)
		if len(card.Provenance.Warnings) != c.warnings {
			t.Errorf("%d warnings, want %d", len(card.Provenance.Warnings), c.warnings)
		}
	}
}

func exact(t *testing.T, n json.Number) money.Decimal {
	t.Helper()
	d, err := money.Parse(n.String())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestRetailFigures are a few figures of the files, by hand.
func TestRetailFigures(t *testing.T) {
	var pages []byte
	for _, name := range []string{"page1", "page2"} {
		data, err := os.ReadFile(realdata.File(t, "retail/retail_api_westeurope_vm_"+name+"_2024-02.json"))
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, data...)
	}
	terms := retailTerms
	terms.Currency = "USD"
	card, err := decodeRetail(pages, terms)
	if err != nil {
		t.Fatal(err)
	}
	terms.Offer = "MS-AZR-0023P"
	cheap, err := decodeRetail(pages, terms)
	if err != nil {
		t.Fatal(err)
	}
	const linux, windows = "1ab41620-5ffa-51b3-ac16-6416f9f747a9", "62505042-38f9-5fa6-b203-8c62b36eb245" // D4s v5
	found := card.Find([]ratebook.Selector{{ID: linux}, {ID: windows}})
	got := fmt.Sprint(len(found[0]), found[0][0].Tiers, string(found[0][0].Meter.Region)+" ", found[0][0].Meter.Title(), found[1][0].Tiers)
	if want := "1 [{0 0.23}]westeurope Virtual Machines / Virtual Machines Dsv5 Series / D4s v5[{0 0.414}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var beside []string
	for _, p := range found[0][0].Beside {
		beside = append(beside, fmt.Sprintf("%s %d %s", p.Kind, p.Months, p.Amount))
	}
	if got, want := strings.Join(beside, "; "), "reservation 12 1189; reservation 36 2297; savings plan 12 0.175812; savings plan 36 0.126224"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	found = cheap.Find([]ratebook.Selector{{ID: linux}, {ID: windows}})
	if len(found[0]) != 0 || len(found[1]) != 1 || found[1][0].Tiers[0].UnitPrice.String() != "0.23" {
		t.Errorf("dev/test: %v", found)
	}
}

func FuzzDecodeRetail(f *testing.F) {
	_, data := golden(f, "testdata/retail/traps.txtar")
	f.Add(data)
	f.Add(pack(data))
	f.Add([]byte(`[` + retailVM + `]`))
	f.Add([]byte(`{"items":[` + retailVM + `],"Count":1}`))
	f.Add([]byte(`{"error":{"code":"A","message":"b"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, terms := range []ratebook.Terms{retailTerms, devTestTerms} {
			card, err := decodeRetail(data, terms)
			checkJoined(t, card, err)
		}
	})
}

// checkJoined holds a decoder's answer to what is always so.
func checkJoined(t *testing.T, card *ratebook.Card, err error) {
	t.Helper()
	if err != nil {
		if card != nil {
			t.Fatal("a card and an error")
		}
		return
	}
	if len(card.Rates) == 0 || card.Provenance.Rates != len(card.Rates) {
		t.Fatalf("%d rates, counted %d", len(card.Rates), card.Provenance.Rates)
	}
	seen := map[string]bool{}
	for _, r := range card.Rates {
		if _, err := ratebook.ParseMeterID(string(r.Meter.ID)); err != nil {
			t.Fatal(err)
		}
		if k := fmt.Sprintf("%q %q %q %q %q %q %d", r.Meter.ID, r.Meter.Category, r.Meter.Subcategory, r.Meter.Name, r.Meter.Region, r.Meter.Unit, r.Effective.UnixMicro()); seen[k] {
			t.Fatalf("%s is there twice", k)
		} else {
			seen[k] = true
		}
		for i := 1; i < len(r.Tiers); i++ {
			if !r.Tiers[i-1].Above.Less(r.Tiers[i].Above) {
				t.Fatalf("%s: tiers do not rise: %v", r.Meter.ID, r.Tiers)
			}
		}
		for i, p := range r.Beside {
			if i > 0 && p.Kind == r.Beside[i-1].Kind && p.Months == r.Beside[i-1].Months && p.Effective.Equal(r.Beside[i-1].Effective) && p.Above.Equal(r.Beside[i-1].Above) {
				t.Fatalf("%s: two prices of one kind: %v", r.Meter.ID, r.Beside)
			}
		}
	}
}

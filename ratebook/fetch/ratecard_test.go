package fetch

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"azwhatif/ratebook"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the cards read as into testdata")

var terms = ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "USD", Market: "US", Locale: "en-US"}

// show is a card as text, one rate a line.
func show(c *ratebook.Card) string {
	var b strings.Builder
	for _, t := range c.OfferTerms.Credits {
		fmt.Fprintf(&b, "credit %s from %s, excludes %s\n", t.Amount, day(t.Effective), t.Excluded)
	}
	for _, t := range c.OfferTerms.Commitments {
		var tiers []string
		for _, d := range t.Tiers {
			tiers = append(tiers, fmt.Sprintf("%s: %s", d.From, d.Value))
		}
		fmt.Fprintf(&b, "commitment {%s} from %s, excludes %s\n", strings.Join(tiers, ", "), day(t.Effective), t.Excluded)
	}
	for _, t := range c.OfferTerms.Recurring {
		fmt.Fprintf(&b, "recurring %s from %s\n", t.Amount, day(t.Effective))
	}
	for _, t := range c.OfferTerms.Unknown {
		fmt.Fprintf(&b, "unknown %q\n", t)
	}
	p := c.Provenance
	fmt.Fprintf(&b, "%d meters, %d rates, %d tiers\n", p.Meters, p.Rates, p.Tiers)
	for _, w := range p.Warnings {
		fmt.Fprintf(&b, "warning: %s\n", w)
	}
	for _, r := range c.Rates {
		var tiers []string
		for _, t := range r.Tiers {
			tiers = append(tiers, fmt.Sprintf("%s: %s", t.Above, t.UnitPrice))
		}
		m := r.Meter
		fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %q | %q | %s | %s | %s | {%s}\n", m.ID, m.Category, m.Subcategory, m.Name, m.Unit,
			string(m.Region), m.Tags, m.Status, day(r.Effective)+until(r.Ends), r.Included, strings.Join(tiers, ", "))
	}
	return b.String()
}

func golden(t testing.TB, name string) (*txtar.Archive, []byte) {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return a, a.Files[0].Data
}

func TestTraps(t *testing.T) {
	const name = "testdata/ratecard/traps.txtar"
	a, data := golden(t, name)
	card, err := DecodeRateCard(bytes.NewReader(data), terms)
	if err != nil {
		t.Fatal(err)
	}
	got := show(card)
	if *update {
		a.Files[1].Data = []byte(got)
		if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(a.Files[1].Data); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	sum := sha256.Sum256(data)
	if card.Provenance.SHA256 != hex.EncodeToString(sum[:]) || card.Terms != terms {
		t.Errorf("hash %s, terms %v", card.Provenance.SHA256, card.Terms)
	}

	// However it comes in, the card is the same.
	same := func(how string, r io.Reader) {
		t.Helper()
		other, err := DecodeRateCard(r, terms)
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if show(other) != got || strings.HasPrefix(how, "gzip") && other.Provenance.SHA256 != card.Provenance.SHA256 {
			t.Errorf("%s: got\n%s", how, show(other))
		}
	}
	same("gzip", bytes.NewReader(pack(data)))
	same("gzip in halves", iotest.HalfReader(bytes.NewReader(pack(data))))
	same("byte by byte", iotest.OneByteReader(bytes.NewReader(data)))
	same("the end with the last bytes", iotest.DataErrReader(bytes.NewReader(data)))
	same("byte order mark", strings.NewReader("\ufeff"+string(data)))
	same("white space", strings.NewReader(" \r\n"+string(data)+"\r\n\t "))
}

func pack(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(data)
	_ = w.Close()
	return b.Bytes()
}

const meter = `{"MeterId":"00000000-0000-0000-0000-00000000000a","MeterName":"D4s v5","MeterCategory":"VM","Unit":"Hours","MeterRates":{"0":0.5},"EffectiveDate":"2020-01-01T00:00:00Z"}`

// TestWarnings: a response that says less than it should is taken, with a word on it.
func TestWarnings(t *testing.T) {
	for _, c := range []struct{ response, want string }{
		{`{"Meters":[` + meter + `],"Currency":"USD","Locale":"en-US"}`, ``},
		{`[` + meter + `]`, `bare array of meters: whether its prices are in USD could not be checked`},
		{`{"Meters":[` + meter + `]}`, `does not say its currency`},
		{`{"Meters":[` + meter + `],"Currency":"USD","OfferTerms":null,"IsTaxIncluded":true}`, `include tax`},
		{`{"Meters":[` + meter + `],"Currency":"USD","OfferTerms":[{"Name":"Monetary Commitment"}]}`, `has no TieredDiscount`},
		{`{"Meters":[` + meter + `,` + strings.Replace(meter, "D4s", "D4as", 1) + `],"Currency":"USD"}`, `described differently; both are kept: 00000000-0000-0000-0000-00000000000a "D4as v5"`},
	} {
		card, err := DecodeRateCard(strings.NewReader(c.response), terms)
		if err != nil {
			t.Errorf("%s: %v", c.response, err)
			continue
		}
		if got := strings.Join(card.Provenance.Warnings, "\n"); !strings.Contains(got, c.want) || (c.want == "") != (got == "") {
			t.Errorf("%s:\n got %q\nwant %q", c.response, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	card := func(meters string) string { return `{"Meters":[` + meters + `],"Currency":"USD","Locale":"en-US"}` }
	with := func(old, new string) string { return card(strings.Replace(meter, old, new, 1)) }
	whole := card(meter)
	for _, c := range []struct{ name, response, want string }{
		{"empty", "", "the response is empty"},
		{"only blanks", "\ufeff \n", "the response is empty"},
		{"cut off in a meter", whole[:100], "cut off after 100 bytes; nothing of it is kept"},
		{"cut off between meters", `{"Meters":[` + meter, fmt.Sprintf("cut off after %d bytes", len(meter)+11)},
		{"cut off behind the meters", whole[:len(whole)-1], fmt.Sprintf("cut off after %d bytes", len(whole)-1)},
		{"cut off at the start", "{", "cut off after 1 bytes"},
		{"cut off gzip", string(pack([]byte(whole))[:60]), "cut off after "},
		{"cut off gzip header", "\x1f\x8b\x08", "cut off in the header of its gzip"},
		{"damaged gzip", strings.Replace(string(pack([]byte(whole))), string(pack([]byte(whole))[20:40]), strings.Repeat("\xff", 20), 1), "cannot be read past byte"},
		{"HTML", "<!DOCTYPE html>\n<html><title>Sign in</title>", `is HTML, not JSON: a sign-in page or a proxy answered in Azure's place: "<!DOCTYPE html> <html><title>Sign in</title>"`},
		{"XML", `<?xml version="1.0"?><Error><Code>InvalidAuthenticationInfo</Code></Error>`, "is XML, not JSON"},
		{"UTF-16", "\xff\xfe{\x00", "is UTF-16"},
		{"text", "Service unavailable", "is not JSON"},
		{"ARM error", `{"error":{"code":"DisallowedProvider","message":"The operation is not permitted."}}`, "the response is an error of Azure's, not a card: DisallowedProvider: The operation is not permitted."},
		{"old error", `{"Message": "Invalid query specified. Please specify valid values for OfferDurableId, Currency, Locale and RegionInfo."}`, "the response is an error of Azure's, not a card: Invalid query specified."},
		{"flat error", `{"code":"GatewayTimeout","message":"late"}`, "GatewayTimeout: late"},
		{"text error", `{"error":"invalid_token"}`, "not a card: invalid_token"},
		{"another currency", strings.Replace(whole, "USD", "EUR", 1), "the card is in EUR, and USD was asked for"},
		{"another locale", strings.Replace(whole, "en-US", "de-DE", 1), "the card's locale is de-DE, and en-US was asked for"},
		{"no meters", card(""), "the card has no meters"},
		{"null meters", `{"Meters":null,"Currency":"USD"}`, "the card has no meters"},
		{"only unusable meters", with(`"Hours"`, `"???"`), "no meter of the card can be used: a meter is left out, since its unit"},
		{"another API", `{"BillingCurrency":"USD","Items":[]}`, "has no Meters, but billingcurrency, items"},
		{"a number", `5`, "not a rate card"},
		{"null", `null`, "not a rate card"},
		{"meters that are no array", `{"Meters":{}}`, "Meters are not an array"},
		{"meters twice", `{"Meters":[],"meters":[]}`, "has meters twice"},
		{"two responses", whole + whole, fmt.Sprintf("follows the end of the card, at byte %d", len(whole))},
		{"trailing garbage", whole + "]", "follows the end of the card"},
		{"a meter without an id", with(`"MeterId":"00000000-0000-0000-0000-00000000000a",`, ``), `meter 1 ("D4s v5"): it has no MeterId`},
		{"a wrong id", with(`00000000-0000-`, ``), "is not a meter id"},
		{"a price that is a text", with(`0.5`, `"free"`), `meter 1 (00000000-0000-0000-0000-00000000000a, "D4s v5"): its MeterRates: "free" above 0 is not a number`},
		{"a price that is null", with(`0.5`, `null`), `"" above 0 is not a number`},
		{"a price that is an object", with(`0.5`, `{"a":"}"}`), `"{" above 0 is not a number`},
		{"a price that is a gigabyte of zeros", with(`0.5`, `1e999999999`), `is not a number`},
		{"a bound that is a text", with(`"0":0.5`, `"first":0.5`), `the bound "first" is not a number`},
		{"a bound with two prices", with(`"0":0.5`, `"5":1,"0":0.5,"5.0":2`), "the bound 5 has two values, 1 and 2"},
		{"rates that are an array", with(`{"0":0.5}`, `[0.5]`), "in meter 1: /Meters/0/MeterRates is an array, not an object of bounds and prices"},
		{"a name that is a number", with(`"D4s v5"`, `4`), "the response is not a rate card at byte 74 in meter 1: /Meters/0/MeterName is a number, not a text"},
		{"cut off in a meter that is none", `{"Meters":[[`, "cut off after 12 bytes"},
		{"an included quantity that is a text", with(`"Unit"`, `"IncludedQuantity":"five","Unit"`), `its IncludedQuantity "five" is not a number`},
		{"a date that is none", with(`2020-01-01`, `2020-13-01`), `its EffectiveDate "2020-13-01T00:00:00Z"`},
		{"two different prices", card(meter + "," + strings.Replace(meter, "0.5", "0.6", 1)), `meter 2 (00000000-0000-0000-0000-00000000000a, "D4s v5"): it has two different prices from 2020-01-01 on`},
		{"a broken meter", card(meter + ",{oops}"), fmt.Sprintf("is not JSON behind byte %d in meter 2: invalid character 'o'", len(meter)+13)},
		{"a credit without an amount", `{"OfferTerms":[{"Name":"Monetary Credit"}],"Meters":[]}`, "offer term 1 (Monetary Credit): its Credit"},
		{"a discount that is a text", `{"OfferTerms":[{"Name":"Monetary Commitment","TieredDiscount":{"0":"x"}}],"Meters":[]}`, "its TieredDiscount"},
		{"a charge that is a text", `{"OfferTerms":[{"Name":"Recurring Charge","RecurringCharge":"x"}],"Meters":[]}`, "its RecurringCharge"},
		{"a term with a wrong date", `{"OfferTerms":[{"Name":"Recurring Charge","EffectiveDate":"x"}],"Meters":[]}`, "EffectiveDate"},
	} {
		t.Run(c.name, func(t *testing.T) {
			card, err := DecodeRateCard(strings.NewReader(c.response), terms)
			if err == nil || card != nil {
				t.Fatalf("no error, want %q", c.want)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("\n got %s\nwant %s", err, c.want)
			}
		})
	}
}

// TestReadFails: what stops the reading is told apart from a response that ends.
func TestReadFails(t *testing.T) {
	r := io.MultiReader(strings.NewReader(`{"Meters":[`+meter), iotest.ErrReader(os.ErrDeadlineExceeded))
	_, err := DecodeRateCard(r, terms)
	if err == nil || !strings.Contains(err.Error(), "cannot be read past byte") || !strings.Contains(err.Error(), os.ErrDeadlineExceeded.Error()) {
		t.Error(err)
	}
}

func FuzzDecodeRateCard(f *testing.F) {
	_, data := golden(f, "testdata/ratecard/traps.txtar")
	f.Add(data)
	f.Add(pack(data))
	f.Add([]byte(`[` + meter + `]`))
	f.Add([]byte(`{"Meters":[` + meter + `],"Currency":"USD"}`))
	f.Add([]byte(`{"error":{"code":"A","message":"b"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		card, err := DecodeRateCard(bytes.NewReader(data), terms)
		if err != nil {
			if card != nil {
				t.Fatal("a card and an error")
			}
			return
		}
		again, err := DecodeRateCard(bytes.NewReader(pack(data)), terms)
		if !bytes.HasPrefix(data, []byte("\x1f\x8b")) && (err != nil || show(again) != show(card)) {
			t.Fatalf("packed it is another card: %v", err)
		}
		if len(card.Rates) == 0 || card.Provenance.Rates != len(card.Rates) {
			t.Fatalf("%d rates, counted %d", len(card.Rates), card.Provenance.Rates)
		}
		for _, r := range card.Rates {
			if _, err := ratebook.ParseMeterID(string(r.Meter.ID)); err != nil {
				t.Fatal(err)
			}
			for i := 1; i < len(r.Tiers); i++ {
				if !r.Tiers[i-1].Above.Less(r.Tiers[i].Above) {
					t.Fatalf("%s: tiers do not rise: %v", r.Meter.ID, r.Tiers)
				}
			}
		}
	})
}

package sample

import (
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
)

func TestBook(t *testing.T) {
	b := Open()
	headers, damage := b.Cards(t.Context())
	if len(headers) != 20 || damage != nil {
		t.Fatalf("%d cards, damage %v", len(headers), damage)
	}
	for _, h := range headers {
		p := h.Provenance
		if p.URL != "built in" || p.Sample != Note || !p.Fetched.Equal(fetched) || len(p.SHA256) != 64 || p.Meters < 150 || len(p.Warnings) > 0 {
			t.Errorf("%s: %+v", h.Terms, p)
		}
		terms := h.Terms
		region := ratebook.Region("westeurope")
		got, rates, err := b.Find(t.Context(), terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5", Region: &region}, {Name: "no such"}})
		if err != nil || got.Terms != terms || len(rates) != 2 || len(rates[0]) == 0 || len(rates[1]) != 0 {
			t.Errorf("%s: %v, %v", terms, rates, err)
		}
		if meters, err := b.Meters(t.Context(), terms, fetched); err != nil || len(meters) < p.Meters {
			t.Errorf("%s: %d meters, %v", terms, len(meters), err)
		}
		if card, err := b.Load(t.Context(), h); err != nil || len(card.Rates) != p.Rates {
			t.Errorf("%s: %v", terms, err)
		}
	}
}

func TestNoCard(t *testing.T) {
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "GBP", Market: "NL", Locale: "en-US"}
	_, _, err := Open().Find(t.Context(), terms, time.Time{}, nil)
	want := "no sample card for MS-AZR-0003P in GBP for NL; there are MS-AZR-0003P, MS-AZR-0023P, MS-AZR-0026P, MS-AZR-0062P in EUR, USD for NL, US, and MS-AZR-0003P of the source retail"
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	terms.Currency = "EUR"
	if _, err := Open().Meters(t.Context(), terms, fetched.AddDate(0, 0, -1)); err == nil || !strings.Contains(err.Error(), "no sample card as of 2026-08-02") {
		t.Error(err)
	}
}

// BenchmarkFirst is what a command pays for the first rate of a sample card.
func BenchmarkFirst(b *testing.B) {
	terms := Open().terms[0]
	for b.Loop() {
		if _, _, err := Open().Find(b.Context(), terms, time.Time{}, []ratebook.Selector{{Name: "D4s v5"}}); err != nil {
			b.Fatal(err)
		}
	}
}

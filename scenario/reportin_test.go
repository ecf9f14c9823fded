package scenario

import (
	"strings"
	"testing"

	"azwhatif/ratebook/money"
)

// What is billed in several currencies is one sum at stated rates; no rate is assumed,
// and nothing is lost: 10 + 5 × 0.86 + 2 × 1.17 = 16.64.
func TestReportIn(t *testing.T) {
	used := func(amount string, in money.Currency) Used {
		d := money.MustParse(amount)
		return Used{Billed: d, Currency: in, Amortized: Amortized{Cost: d}, Agreed: Price{Value: d, Stated: 1}}
	}
	im := &Imported{Used: []Used{used("10", "EUR"), used("5", "USD"), used("2", "GBP"), used("0", "")}}
	usd := Exchange{Rate: money.MustParse("0.86"), AsOf: "2026-08-03", Source: "ECB"}
	err := im.ReportIn("EUR", map[money.Currency]Exchange{"USD": usd})
	if err == nil || !strings.Contains(err.Error(), "costs in GBP, and no rate") || im.Used[1].Currency != "USD" {
		t.Fatalf("%v, %+v", err, im.Used[1])
	}
	if err := im.ReportIn("EUR", map[money.Currency]Exchange{"USD": usd, "GBP": {Rate: money.MustParse("1.17"), AsOf: "2026-08-03", Source: "ECB"}}); err != nil {
		t.Fatal(err)
	}
	sum := money.Zero
	for _, u := range im.Used[:3] {
		if u.Currency != "EUR" || !u.Amortized.Cost.Equal(u.Billed) || !u.Agreed.Value.Equal(u.Billed) {
			t.Errorf("%+v", u)
		}
		sum = sum.Add(u.Billed)
	}
	if sum.String() != "16.64" || im.Used[3].Currency != "" {
		t.Errorf("%s, %+v", sum, im.Used[3])
	}
	if got := strings.Join(im.Warnings(), "\n"); !strings.Contains(got, "USD 5.00 of what was billed is told as EUR 4.30: one USD is 0.86 EUR (2026-08-03, ECB)") {
		t.Errorf("%s", got)
	}
}

package scenario_test

import (
	"strings"
	"testing"

	"azwhatif/scenario"
)

// slip reads a scenario with one text in several places where sums and counts,
// rates and factors stand.
func slip(count, quantity, amount, scale, rate string) (*scenario.Scenario, error) {
	return scenario.Read("s.yaml", []byte(`version: 1
name: Slips
start: 2026-01
months: 12
report_in: EUR
exchange: {USD: {rate: "`+rate+`", as_of: 2026-08-03, source: ECB}}
workloads:
  - name: w
    usage:
      - {meter: {name: a}, count: `+count+`, hours: 24x7}
      - {meter: {name: b}, quantity: `+quantity+`}
cases:
  - {name: a, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {amount: `+amount+`, months: 12}, changes: [{scale: `+scale+`}]}
  - {name: b, offer: MS-AZR-0003P, currency: USD, market: NL}
`))
}

func TestThreeDigits(t *testing.T) {
	for _, c := range []struct {
		count, quantity, amount string
		want                    []string // parts of the warnings
	}{
		{"1", "2 TB", "18000", nil},
		{"1.5", "2.25 TB", "18.00", nil},
		{"0.500", "0.125 GB", "1800.000", nil},
		{"1", "2 TB", "18.000", []string{"amount 18.000 is read as 18; if 18000 is meant"}},
		{"1", "2 TB", "18.500", []string{"amount 18.500 is read as 18.5; if 18500 is meant"}},
		{"1.200", "12.500 GB", "7", []string{"count 1.200 is read as 1.2; if 1200", "quantity 12.500 GB is read as 12.5; if 12500"}},
	} {
		s, err := slip(c.count, c.quantity, c.amount, "1.282", "0.877")
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Warnings) != len(c.want) {
			t.Errorf("%+v: %q", c, s.Warnings)
		}
		for i, w := range c.want {
			if i < len(s.Warnings) && !strings.Contains(s.Warnings[i], w) {
				t.Errorf("%q, want %q", s.Warnings[i], w)
			}
		}
	}
}

func TestThousands(t *testing.T) {
	for text, want := range map[string]string{
		"18,000":      `the comma before "000" ends the value of "amount", which is then 18: write 18000`,
		`"18,000"`:    `amount "18,000" is not a number; write thousands without a sign between them: 18000`,
		`"1.800.000"`: "write thousands without a sign between them: 1800000",
		`"18'000"`:    "write thousands without a sign between them: 18000",
		`"18,5"`:      `amount "18,5" is not a number`,
		"18,000 EUR":  `ends the value of "amount", which is then 18: write 18000 EUR, without a sign between thousands`,
		"5,5%":        `ends the value of "amount", which is then 5: write 5.5%, with a point before decimals`,
		"18, months2": `the comma before "months2" ends the value of "amount": put a text with a comma in it into quotes`,
	} {
		_, err := slip("1", "2 TB", text, "1", "0.877")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// Words of closed lists may have capitals.
func TestWordsInCapitals(t *testing.T) {
	s, err := scenario.Read("s.yaml", []byte(`version: 1
name: Capitals
start: 2026-01
months: 12
hours_per_month: Calendar
rules: {discount_on: All-Tiers}
workloads: [{name: w, usage: [{meter: {name: a}, count: 1, hours: 24X7}]}]
cases:
  - {name: a, source: Retail, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {kind: MACC, amount: 10, months: 12, shortfall: LOST}}
alerts: [{name: b, on: Price, above: 5%}]
`))
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Cases[0].Commitments[0]; c.Kind != scenario.MACC || !c.ShortfallLost || s.Cases[0].Terms.Source != "retail" || s.Alerts[0].On != scenario.OnPrice {
		t.Errorf("%+v, %+v", c, s.Alerts[0])
	}
}

package report

import (
	"context"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// TestSummaryIsTheComparisons holds the sums that are kept to those that the
// comparison gives.
func TestSummaryIsTheComparisons(t *testing.T) {
	s, err := scenario.Read("s.yaml", []byte(`{version: 1, name: s, start: 2026-01, months: 3, workloads: [
  {name: w, region: westeurope, usage: [{meter: {category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5}, count: 2, hours: 24x7}]}],
  cases: [{name: a, offer: MS-AZR-0003P, currency: EUR, market: NL}, {name: b, like: a, region: swedencentral}, {name: c, like: a, currency: USD}]}`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range summarize(c) {
		if k.charges.Total().Cmp(k.Charges().Total()) != 0 || k.total.Value.Cmp(k.Total().Value) != 0 {
			t.Errorf("%s: %+v", k.Case.Name, k)
		}
	}
}

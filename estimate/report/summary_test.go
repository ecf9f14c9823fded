package report

import (
	"context"
	"testing"
	"time"

	"azwhatif/estimate"
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
	c, err := estimate.Compare(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range summarize(c) {
		d, ok := c.Difference(k.Estimate)
		p, has := c.Percent(k.Estimate)
		if k.charges.Total().Cmp(k.Charges().Total()) != 0 || k.total.Value.Cmp(k.Total().Value) != 0 ||
			k.differs != ok || ok && !k.difference.Value.Equal(d.Value) || k.hasPart != has || !k.part.Equal(p) {
			t.Errorf("%s: %+v; the comparison has %v %v, %v %v", k.Case.Name, k, d, ok, p, has)
		}
	}
}

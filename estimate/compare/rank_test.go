package compare_test

import (
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// TestRankBySizes: regions are judged by the catalogue that the scenario's machines are
// sized by, and by the one that is built in where it has none.
func TestRankBySizes(t *testing.T) {
	own, err := size.Read(strings.NewReader(`azwhatif-sizes 1
date 2026-11-01
source a test
regions westeurope swedencentral
sold 3.
family standardDSv5Family
D4s_v5 4 16 8 2 12nph 0
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		catalogue *size.Catalogue
		ranked    int
		why       string
	}{{nil, 2, ""}, {own, 1, "not sold there: D4s v5 (catalogue of 2026-11-01)"}} {
		s, err := scenario.Read("x.yaml", []byte(`version: 1
name: x
start: 2026-10
months: 1
workloads: [{name: w, region: westeurope, machines: [{size: D4s v5, os: linux}]}]
cases:
  - {name: west, offer: MS-AZR-0003P, currency: EUR, market: NL, region: westeurope}
  - {name: sweden, like: west, region: swedencentral}
`))
		if err != nil {
			t.Fatal(err)
		}
		s.Sizes = c.catalogue
		for i := range s.Cases {
			s.Cases[i].Group = "all"
		}
		got, err := compare.Cases(t.Context(), sample.Open(), s, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		r := got.Rankings()[0]
		last := r.Places[len(r.Places)-1]
		if len(r.Best()) != c.ranked || strings.Join(last.Why, "; ") != c.why {
			t.Errorf("%d ranked, the last %q; want %d, %q", len(r.Best()), last.Why, c.ranked, c.why)
		}
	}
}

package chart_test

import (
	"slices"
	"testing"

	"azwhatif/estimate/chart"
	"azwhatif/estimate/estimatetest"
)

// TestNothingPriced holds that a case without a line has no bar: 0 would be read as a price.
func TestNothingPriced(t *testing.T) {
	c := estimatetest.Generate(1, 3, 3, 3).Compare(t)
	c.Estimates[0].Lines = nil
	cases, without := chart.Cases(c)
	if want := []chart.Without{{Name: c.Base().Case.Name, Why: "nothing priced"}}; len(cases) > 0 || !slices.Equal(without, want) {
		t.Errorf("shown are %v, left out %v", cases, without)
	}
}

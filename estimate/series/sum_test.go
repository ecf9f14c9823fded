package series_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"azwhatif/estimate/series"
	"azwhatif/estimate/series/seriestest"

	"gonum.org/v1/gonum/floats"
)

// TestRangeOfSum: a bill adds up meters, and so its range is that of the sum in each
// outcome, and not the sum of ranges, which is wider.
func TestRangeOfSum(t *testing.T) {
	const bills, meters, ahead = 8, 9, 14
	in80, in95, narrower := 0, 0, 0
	for bill := range bills {
		r := rand.New(rand.NewPCG(uint64(bill), 1))
		var sums []float64
		came, width := 0.0, 0.0
		for _, s := range seriestest.Generate(uint64(100+bill), meters, 60+ahead) {
			size := (0.5 + r.Float64()) / (1 + floats.Sum(s)) // meters of like cost
			floats.Scale(size, s)
			f := series.Among{Periods: []int{series.Week}}.Carry(s[:60], ahead)
			list := f.Sums(series.Outcomes(f.PastErrors()), 0, ahead)
			if sums == nil {
				sums = make([]float64, len(list))
			}
			floats.Add(sums, list)
			came += floats.Sum(s[60:])
			low, high := f.Range(0, ahead, 0.8)
			width += high - low
		}
		slices.Sort(sums)
		at := func(p float64) float64 { return sums[int(p*float64(len(sums)-1))] }
		in := func(p float64) int {
			if came >= at((1-p)/2) && came <= at((1+p)/2) {
				return 1
			}
			return 0
		}
		in80, in95 = in80+in(0.8), in95+in(0.95)
		if at(0.9)-at(0.1) < width {
			narrower++
		}
	}
	t.Logf("of %d sums, %d are in the 80%% range, %d in the 95%% one", bills, in80, in95)
	if narrower < bills || in95 < bills/2 {
		t.Errorf("of %d sums, %d are in the 80%% range, %d in the 95%% one; %d ranges are narrower than the sum of ranges", bills, in80, in95, narrower)
	}
}

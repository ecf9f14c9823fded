package estimate_test

import (
	"testing"

	"azwhatif/estimate"
)

// BenchmarkForecastSeries carries one meter's 13 months on for three months,
// back-test included.
func BenchmarkForecastSeries(b *testing.B) {
	list := generatedSeries(1, 9, 395)
	for i := 0; b.Loop(); i++ {
		estimate.ForecastSeries(list[i%len(list)], 92)
	}
}

package series_test

import (
	"testing"

	"azwhatif/estimate/series"
	"azwhatif/estimate/series/seriestest"
)

// BenchmarkCarry carries one meter's 13 months on for three months,
// back-test included.
func BenchmarkCarry(b *testing.B) {
	list := seriestest.Generate(1, 9, 395)
	for i := 0; b.Loop(); i++ {
		series.Carry(list[i%len(list)], 92)
	}
}

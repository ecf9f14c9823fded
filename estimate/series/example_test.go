package series_test

import (
	"fmt"
	"slices"

	"azwhatif/estimate/series"
)

// A machine that runs on working days goes on doing so: five weeks are known,
// and the next one is asked for.
func ExampleCarry() {
	week := []float64{24, 24, 24, 24, 24, 0, 0}
	f := series.Carry(slices.Repeat(week, 5), 7)
	low, high := f.Range(0, 7, 0.95)
	fmt.Printf("%s: %.0f, the week %.0f to %.0f\n", f.Method, f.Days, low, high)
	// Output: combination: [24 24 24 24 24 0 0], the week 120 to 120
}

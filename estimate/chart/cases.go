package chart

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
)

// Without is what is left out of a chart: a case, or a commitment of one.
type Without struct {
	Name string
	Why  string // in a word or two; "" where there is no room for more
}

// Cases are those that can stand beside one another in a chart, by index, and the
// others with the reason of each.
func Cases(c *compare.Comparison) (cases []int, without []Without) {
	for i, e := range c.Estimates {
		ok, why := c.Compares(e)
		if ok && estimate.GapsOf(e).NothingPriced(e) { // a bar of 0 would be read as a price
			ok, why = false, "nothing priced"
		}
		if ok {
			cases = append(cases, i)
		} else {
			without = append(without, Without{e.Case.Name, why})
		}
	}
	return cases, without
}

// Counted says how much is left out, by the reason: "1 incomplete, 2 open"; "" where
// nothing is.
func Counted(without []Without) string {
	count := map[string]int{}
	var words []string
	for _, w := range without {
		why := w.Why
		if why == "" {
			why = "more"
		}
		if count[why]++; count[why] == 1 {
			words = append(words, why)
		}
	}
	for i, w := range words {
		words[i] = fmt.Sprintf("%d %s", count[w], w)
	}
	return strings.Join(words, ", ")
}

// First says how many of the cases are shown, where not all are.
func First(shown, of int) string {
	if shown == of {
		return ""
	}
	return fmt.Sprintf(" (the first %d of %d cases)", shown, of)
}

package compare

import (
	"azwhatif/ratebook/money"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// rangeWords say how sure the verdict is over the draws, and what costs least on
// average.
func (c *Comparison) rangeWords(v Verdict) string {
	r := c.Ranges
	if !r.Cases[v.Cheapest[0]].Compared { // the draws say nothing of what is still owed
		return "How often that is so over the draws of the usage is not said: " + c.openWords()
	}
	least := -1 // of the compared, on average
	for i, k := range r.Cases {
		if k.Compared && (least < 0 || k.Regret < r.Cases[least].Regret-1e-9*math.Abs(k.Mean)) {
			least = i
		}
	}
	var s string
	if len(v.Cheapest) == 1 {
		k := r.Cases[v.Cheapest[0]]
		s = fmt.Sprintf("In %s of %s draws of the usage %s is cheapest; choosing it costs %s more than the cheapest on average.",
			PartText(k.Cheapest), money.Thousands(strconv.Itoa(r.Draws)), c.names(v.Cheapest), FloatText(k.Regret, v.Total.Currency))
	}
	if !slices.Contains(v.Cheapest, least) {
		k := r.Cases[least]
		s += fmt.Sprintf(" On average over the draws %s costs least: %s, cheapest in %s of them.", c.names([]int{least}), FloatText(k.Mean, v.Total.Currency), PartText(k.Cheapest))
	}
	if s == "" {
		s = fmt.Sprintf("On average over %s draws of the usage they cost least, too.", money.Thousands(strconv.Itoa(r.Draws)))
	}
	if v.Open {
		s += " The draws leave out " + c.openWords()
	}
	return strings.TrimSpace(s)
}

// openWords name the cases that draws leave out since they owe something after the
// scenario.
func (c *Comparison) openWords() string {
	var list []LeftOut
	for _, l := range c.Ranges.LeftOut {
		if e := c.Estimates[l.Case]; e.Complete() && e.Open != nil {
			list = append(list, l)
		}
	}
	return strings.TrimPrefix(c.leftOutWords(list), "Not compared: ")
}

// FloatText shows an amount of Ranges in the currency's minor unit: "EUR 1,234.50".
func FloatText(x float64, c money.Currency) string {
	s := strconv.FormatFloat(x, 'f', int(c.Digits()), 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return string(c) + " " + money.Thousands(s)
}

// PartText shows a part of the draws as a percentage: what is neither none nor
// all is shown so.
func PartText(p float64) string {
	switch {
	case p > 0 && p < 0.001:
		return "<0.1%"
	case p < 1 && p > 0.999:
		return ">99.9%"
	}
	return strconv.FormatFloat(100*p, 'f', 1, 64) + "%"
}

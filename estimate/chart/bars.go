package chart

import (
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// Bars are totals of cases, in one currency.
type Bars struct {
	Title    string
	Currency money.Currency
	Of       []Bar // in the order of the cases; none where no case can be shown
	Without  []Without
}

// Bar is one case's.
type Bar struct {
	Case  string
	Total money.Amount // as reported
}

// Totals has a bar for each case, for the first so many where most is above 0.
func Totals(c *compare.Comparison, most int) Bars {
	cases, without := Cases(c)
	b := Bars{Currency: c.Reported(c.Base().Total()).Currency, Without: without}
	for _, i := range cases {
		if most > 0 && len(b.Of) == most {
			break
		}
		e := c.Estimates[i]
		b.Of = append(b.Of, Bar{e.Case.Name, c.Reported(e.Total())})
	}
	b.Title = "Total by case, " + string(b.Currency) + First(len(b.Of), len(cases))
	return b
}

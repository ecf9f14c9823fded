package chart

import (
	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// MostLines are drawn in one chart; more cannot be told apart.
const MostLines = 10

// Lines are figures at the same moments, in one currency.
type Lines struct {
	Title    string
	Currency money.Currency
	At       []string // the moments
	Of       []Line   // none where there is nothing to show
	Without  []Without
}

// Line is one case's, or one commitment's.
type Line struct {
	Name       string
	Of         *estimate.Estimate
	Commitment *estimate.CommitmentUse // nil where the line is the case's
	Points     []Point
}

// Point is a figure, as reported, at a moment of Lines.At. Two of one moment are a step.
type Point struct {
	At    int
	Value float64
}

// Months has a line for each case: its total of each month.
func Months(c *compare.Comparison) Lines {
	cases, without := Cases(c)
	l := Lines{Currency: c.Reported(c.Base().Total()).Currency, Without: without}
	for _, month := range c.Base().Months {
		l.At = append(l.At, month.String())
	}
	for _, i := range cases[:min(len(cases), MostLines)] {
		e := c.Estimates[i]
		one := Line{Name: e.Case.Name, Of: e}
		for m := range e.Months {
			one.Points = append(one.Points, Point{m, reported(c, e, e.ChargesIn(m).Total())})
		}
		l.Of = append(l.Of, one)
	}
	l.Title = "Total by month, " + string(l.Currency) + First(len(l.Of), len(cases))
	return l
}

// Commitments has a line for each commitment: what is left of it, from its start to the
// end of each month of its term. What is lost or due falls off at once. Of a case that
// is incomplete, or in another currency than the first, nothing is shown.
func Commitments(c *compare.Comparison) Lines {
	var l Lines
	for _, e := range c.Estimates {
		for _, use := range e.Commitments {
			name := e.Case.Name
			if len(e.Commitments) > 1 {
				name += " (" + use.Kind.String() + ")"
			}
			if why, room := l.takes(c, e); why != "" || !room {
				l.Without = append(l.Without, Without{name, why})
				continue
			}
			l.Of = append(l.Of, Line{name, e, use, left(c, e, use)})
			for len(l.At) <= min(use.Months, len(e.Months)) {
				at := "start"
				if n := len(l.At); n > 0 {
					at = e.Months[n-1].String()
				}
				l.At = append(l.At, at)
			}
		}
	}
	l.Title = "What is left of the commitments, " + string(l.Currency)
	return l
}

// takes tells whether a case's commitment can be shown beside the others: why it cannot, or
// that there is no room for it. The first one that can be shown says in which currency
// all are.
func (l *Lines) takes(c *compare.Comparison, e *estimate.Estimate) (why string, room bool) {
	in := c.Reported(e.Total()).Currency
	switch {
	case !e.Complete():
		return "incomplete", true
	case l.Of != nil && in != l.Currency:
		return "in " + string(in), true
	case len(l.Of) == MostLines:
		return "", false
	}
	l.Currency = in
	return "", true
}

// left is what is left of a commitment.
func left(c *compare.Comparison, e *estimate.Estimate, use *estimate.CommitmentUse) []Point {
	points := []Point{{0, reported(c, e, use.Opening[0])}}
	for m := range min(use.Months, len(e.Months)) {
		points = append(points, Point{m + 1, reported(c, e, use.Opening[m].Sub(use.Drawn[m]))})
		if !use.Unused[m].IsZero() {
			points = append(points, Point{m + 1, reported(c, e, use.Closing(m))})
		}
	}
	return points
}

// reported is an amount of a case as it is reported.
func reported(c *compare.Comparison, e *estimate.Estimate, d money.Decimal) float64 {
	return c.Reported(money.Amount{Value: d, Currency: e.Currency()}).Value.Float64()
}

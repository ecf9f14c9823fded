package estimate

import (
	"strings"

	"azwhatif/ratebook/money"
)

// Gaps are the reasons why lines of an estimate have no price, by line and
// month: "" in a month that has one. Lines with a price in all months have none.
type Gaps map[int][]string

// GapsOf are those of an estimate.
func GapsOf(e *Estimate) Gaps {
	g := Gaps{}
	for _, u := range e.Unpriced {
		if g[u.Line] == nil {
			g[u.Line] = make([]string, len(e.Months))
		}
		for _, m := range u.Months {
			g[u.Line][m.Since(e.Months[0])] = u.Reason
		}
	}
	return g
}

// Why says why a line has no price in a month; "" where it has one.
func (g Gaps) Why(line, month int) string {
	if reasons := g[line]; reasons != nil {
		return reasons[month]
	}
	return ""
}

const usageMissing = "usage of the month is missing, wholly or in part"

// Month gives the amount of a line's month; ok is false where its usage has no
// price, or nothing is known of it. why says that, or that some of it is missing.
func (g Gaps) Month(e *Estimate, line, month int) (amount money.Decimal, why string, ok bool) {
	amount = e.Lines[line].Amounts[month]
	why = g.Why(line, month)
	if e.LacksUsage(e.Lines[line], month) {
		why = strings.TrimPrefix(why+"; "+usageMissing, "; ")
	}
	return amount, why, why == "" || !amount.IsZero()
}

// Line gives the amount of a line; ok is false where none of its usage has a
// price.
func (g Gaps) Line(e *Estimate, line int) (amount money.Decimal, ok bool) {
	l := e.Lines[line]
	amount = l.Amount()
	if len(g[line]) == 0 || !amount.IsZero() {
		return amount, true
	}
	if _, has := e.Use(l); !has {
		return amount, false
	}
	for m := range e.Months {
		if g[line][m] == "" && !l.Quantities[m].IsZero() {
			return amount, true
		}
	}
	return amount, false
}

// NothingPriced tells whether no usage of the estimate has a price: a total of 0 would be
// read as one.
func (g Gaps) NothingPriced(e *Estimate) bool {
	for i := range e.Lines {
		if _, ok := g.Line(e, i); ok {
			return false
		}
	}
	return true
}

package report

import (
	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// gaps are the reasons why lines of an estimate have no price, by line and
// month: "" in a month that has one. Lines with a price in all months have none.
type gaps map[int][]string

func gapsOf(e *estimate.Estimate) gaps {
	g := gaps{}
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

func (g gaps) why(line, month int) string {
	if reasons := g[line]; reasons != nil {
		return reasons[month]
	}
	return ""
}

const usageMissing = "usage of the month is missing, wholly or in part"

// month gives the amount of a line's month; ok is false where its usage has no
// price, or nothing is known of it. why says that, or that some of it is missing.
func (g gaps) month(e *estimate.Estimate, line, month int) (amount money.Decimal, why string, ok bool) {
	amount = e.Lines[line].Amounts[month]
	why = g.why(line, month)
	if e.LacksUsage(e.Lines[line], month) {
		why = addNote(why, usageMissing)
	}
	return amount, why, why == "" || !amount.IsZero()
}

// line gives the amount of a line; ok is false where none of its usage has a
// price.
func (g gaps) line(e *estimate.Estimate, line int) (amount money.Decimal, ok bool) {
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

// known tells whether the line's meter, and so its unit, is known.
func known(l estimate.Line) bool { return l.Meter.Name != "" && !l.Unshared }

// place is where a meter runs, in its ARM name; "global" where that is
// everywhere.
func place(r ratebook.Region) string {
	if r == ratebook.Global {
		return "global"
	}
	return string(r)
}

// title names a meter for a reader.
func title(m ratebook.Meter) string {
	if m.Name == "" {
		return "meter " + string(m.ID)
	}
	return m.Title()
}

func amountOf(e *estimate.Estimate, d money.Decimal) money.Amount {
	return money.Amount{Value: d, Currency: e.Currency()}
}

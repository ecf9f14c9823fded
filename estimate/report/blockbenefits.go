package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// benefitsGrid shows the reservations and savings plans of the cases: what is
// used of them, what they cost, and what they save; ok is false where there are
// none.
func benefitsGrid(c *compare.Comparison) (g grid, ok bool) {
	show := showerOf(c)
	g = grid{title: "Reservations and savings plans", keep: 2, ditto: 1, columns: []column{
		{"Case", false}, {"Benefit", false}, {"Used", true},
		{show.head("Cost", c.Base()), true}, {show.head("Unused", c.Base()), true}, {show.head("Saves", c.Base()), true},
	}}
	for _, e := range c.Estimates {
		for _, b := range e.Benefits {
			m := b.Total()
			part, _ := m.Utilisation()
			g.rows = append(g.rows, []cell{
				markedCase(e), words(benefitName(b)), figure(share(part)),
				show.amount(m.Cost, e), show.amount(m.Unused, e), show.amount(m.Saved(), e),
			})
		}
		if e.Found != nil && !e.Buys() {
			g.rows = append(g.rows, []cell{markedCase(e), words("none saves anything"), words(""), words(""), words(""), words("")})
		}
	}
	return g, len(g.rows) > 0
}

// laterGrid lists what is still owed, after the scenario, of what one has already: it is
// the same in every case; ok is false where nothing is.
func laterGrid(c *compare.Comparison) (g grid, ok bool) {
	e := c.Base()
	show := showerOf(c)
	last := e.Months[len(e.Months)-1]
	g = grid{title: "Owned: still owed after " + last.String() + " in every case alike, and in no total", keep: 1, columns: []column{
		{"Benefit", false}, {"Until", false}, {show.head("Still owed", e), true},
	}}
	for _, owed := range e.OwnedLater() {
		g.rows = append(g.rows, []cell{words(owed.What), words(owed.Until.String()), show.amount(owed.Amount, e)})
	}
	return g, len(g.rows) > 0
}

// benefitName is a benefit for a table; a term that begins in the scenario says
// when.
func benefitName(b estimate.BenefitUse) string {
	s := b.Name()
	if b.Before.IsZero() && len(b.Use) > 0 && b.Use[0].Bought.IsZero() {
		s += " from " + b.From.String()
	}
	return s
}

// share shows a part as a percentage, without a sign before it.
func share(p money.Decimal) string { return rounded(p.Mul(money.Int(100)), 1) + "%" }

// fallsGrid shows what found benefits would cost if usage fell; ok is false
// where no case finds any.
func fallsGrid(c *compare.Comparison) (g grid, ok bool) {
	show := showerOf(c)
	g = grid{title: "Found benefits, if usage falls and they stay", keep: 2, ditto: 1, columns: []column{
		{"Case", false}, {"Usage", false},
		{show.head("With them", c.Base()), true}, {show.head("Without", c.Base()), true}, {show.head("Saved", c.Base()), true},
	}}
	for _, e := range c.Estimates {
		if !e.FoundSome() {
			continue
		}
		row := func(usage string, with, without money.Decimal) {
			saved := show.amount(without.Sub(with), e)
			if !e.Complete() { // a difference is of whole totals only
				saved = words("incomplete")
			}
			g.rows = append(g.rows, []cell{markedCase(e), words(usage), show.amount(with, e), show.amount(without, e), saved})
		}
		row("as stated", e.Total().Value, e.Found.Without)
		for _, f := range e.Found.Falls {
			row(fmt.Sprintf("%d%% less", f.Percent), f.Total, f.Without)
		}
	}
	return g, len(g.rows) > 0
}

// benefitMonthsGrid shows a case's benefits month by month, as they are paid and
// as they count.
func benefitMonthsGrid(k *summary) grid {
	e := k.Estimate
	in := string(e.Currency())
	g := grid{title: "Reservations and savings plans: " + clean(e.Case.Name), keep: 2, ditto: 1, columns: []column{
		{"Benefit", false}, {"Month", false}, {"Bought", true}, {"Used", true}, {"Cost\n" + in, true}, {"Unused\n" + in, true}, {"Paid\n" + in, true},
	}}
	for _, b := range e.Benefits {
		for m, month := range e.Months {
			u := b.Use[m]
			if u.Bought.IsZero() {
				continue
			}
			show := quantity
			if b.Kind.Hourly() {
				show = func(d money.Decimal) string { return amount(d, e.Currency()) }
			}
			g.rows = append(g.rows, []cell{
				words(b.Name()), words(month.String()), figure(show(u.Bought)), figure(show(u.Used)),
				amountFigure(u.Cost, e.Currency()), amountFigure(u.Unused, e.Currency()), amountFigure(u.Paid, e.Currency()),
			})
		}
	}
	return g
}

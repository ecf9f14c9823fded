package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// commitmentText says in a line how one of a case's commitments was kept.
func commitmentText(e *estimate.Estimate, u *estimate.CommitmentUse) string {
	drawn, lost := "drawn", "lost"
	what := fmt.Sprintf("%s for %d months from %s on", u.Amount, u.Months, e.Months[0])
	switch u.Kind {
	case scenario.MACC:
		what, drawn, lost = "macc of "+what, "counted", "short"
	case scenario.PlanOf2012:
		what = fmt.Sprintf("%s plan, %s a month from %s on", u.Plan.Name, u.Monthly, e.Months[0])
	}
	return fmt.Sprintf("%s; %s %s, %s %s, %s left", what, shown(u.TotalDrawn()), drawn, shown(u.Lost), lost, shown(u.Left))
}

// commitmentsTitle is that of the table of all commitments.
const commitmentsTitle = "Commitments"

// promise is one of a case's commitments.
type promise struct {
	*summary
	use *estimate.CommitmentUse
}

// commitmentsGrid has a row for each commitment of each case; ok is false where no
// case has one. What all of a case's commitments give stands in the first one's row.
func commitmentsGrid(c *compare.Comparison, cases []*summary) (g grid, ok bool) {
	show := showerOf(c)
	var rows []promise
	for _, k := range cases {
		for _, use := range k.Commitments {
			rows = append(rows, promise{k, use})
		}
	}
	if len(rows) == 0 {
		return g, false
	}
	g = grid{title: commitmentsTitle, keep: 1, columns: []column{{"Case", false}, {"Kind,\nmonths", false}}}
	for _, k := range rows {
		g.rows = append(g.rows, []cell{markedCase(k.Estimate), words(fmt.Sprintf("%s %d", k.use.Kind, k.use.Months))})
	}
	add := func(head string, of func(*estimate.CommitmentUse) money.Decimal, always bool) {
		any := always
		for _, k := range rows {
			any = any || !of(k.use).IsZero()
		}
		if !any {
			return
		}
		g.columns = append(g.columns, column{show.head(head, c.Base()), true})
		for i, k := range rows {
			part := words("–")
			if d := of(k.use); !d.IsZero() {
				part = show.amount(d, k.Estimate)
			}
			g.rows[i] = append(g.rows[i], part)
		}
	}
	add("Amount", func(u *estimate.CommitmentUse) money.Decimal { return u.Amount }, true)
	add("Drawn,\ncounted", (*estimate.CommitmentUse).TotalDrawn, true)
	add("Lost,\nshort", func(u *estimate.CommitmentUse) money.Decimal { return u.Lost }, false)
	add("Left", func(u *estimate.CommitmentUse) money.Decimal { return u.Left }, false)
	g.columns = append(g.columns, column{"Used up", false}, column{"Effective\ndiscount", true})
	for i, k := range rows {
		up, effective := words("–"), words("–")
		if m := k.use.Exhausted; !m.IsZero() {
			up = words(m.String())
		}
		if part, ok := k.EffectiveDiscount(); ok && k.use == k.Commitments[0] {
			effective = figure(rounded(part.Mul(money.Int(100)), 1) + "%")
		}
		g.rows[i] = append(g.rows[i], up, effective)
	}
	return g, true
}

// drawdownGrid has a row a month of one of a case's commitments.
func drawdownGrid(k *summary, u *estimate.CommitmentUse) grid {
	what := "Commitment"
	if len(k.Commitments) > 1 {
		what += " (" + u.Kind.String() + ")"
	}
	g := grid{title: fmt.Sprintf("%s by month: %s, %s", what, clean(k.Case.Name), k.Currency()), keep: 1,
		columns: []column{{"Month", false}, {"At its start", true}}}
	var columns []func(m int) money.Decimal
	add := func(head string, sum money.Decimal, of []money.Decimal) {
		if sum.IsZero() && head != "Drawn" && head != "Counted" {
			return
		}
		g.columns = append(g.columns, column{head, true})
		columns = append(columns, func(m int) money.Decimal { return of[m] })
		g.foot = append(g.foot, amountFigure(sum, k.Currency()))
	}
	g.foot = []cell{words("Total"), words("")}
	drawn, unused := "Drawn", "Lost"
	if !u.Paid() {
		drawn, unused = "Counted", "Shortfall due"
	}
	add(drawn, u.TotalDrawn(), u.Drawn)
	add(unused, u.Lost, u.Unused)
	if len(k.Commitments) > 1 || u.Paid() {
		head := "of it for\nbenefits"
		if !money.Sum(u.Returned...).IsZero() {
			head = "of it, or paid by\nshortfalls, for benefits"
		}
		add(head, money.Sum(u.Purchases...), u.Purchases)
	}
	add("of it for the\nprepayment", money.Sum(u.Prepaid...), u.Prepaid)
	add("of it of the\nMarketplace", money.Sum(u.Marketplace...), u.Marketplace)
	add("Paid by shortfalls", money.Sum(u.Returned...), u.Returned)
	g.columns = append(g.columns, column{"At its end", true})
	g.foot = append(g.foot, words(""))
	for m, month := range k.Months[:min(u.Months, len(k.Months))] {
		row := []cell{words(month.String()), amountFigure(u.Opening[m], k.Currency())}
		for _, of := range columns {
			row = append(row, amountFigure(of(m), k.Currency()).explained(Figure{k.Case.Name, ExplainFilter{Month: month}}))
		}
		g.rows = append(g.rows, append(row, amountFigure(u.Closing(m), k.Currency())))
	}
	return g
}

package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// cashGrid says what each case pays over all months, beside what counts as cost, and when
// it has paid no more than what it is held against; ok is false where it was not asked for.
func cashGrid(c *compare.Comparison, cases []*summary) (g grid, ok bool) {
	if c.Cash == nil {
		return g, false
	}
	show := showerOf(c)
	title := "Cash flow: what is paid, at the ends of months, beside what counts as cost"
	if c.Scenario.Current != nil {
		title += "; held against " + clean(c.CashReference()) + ", which is paid today"
	} else if len(cases) > 1 {
		title += "; held against " + clean(c.CashReference())
	}
	in := string(cases[0].reported.Currency)
	g = grid{title: title, keep: 1, columns: []column{{"Case", false}, {show.head("Paid", c.Base()), true}, {show.head("Cost", c.Base()), true}, {"Paid\nahead", true}}}
	if c.Cash.Still != nil {
		g.columns = append(g.columns, column{"With what\nis still paid, " + in, true})
	}
	rate := c.Cash.Discount != nil
	if rate {
		g.columns = append(g.columns, column{"Present value\nat " + scenario.Percent(*c.Cash.Discount) + ", " + in, true})
	}
	held := c.Scenario.Current != nil || len(cases) > 1
	if held {
		g.columns = append(g.columns, column{"Saves\n" + in, true})
		if rate {
			g.columns = append(g.columns, column{"… at present\nvalue", true})
		}
		g.columns = append(g.columns, column{"Payback", false})
	}
	if c.Cash.Current != nil {
		g.rows = append(g.rows, currentRow(c, in, rate))
		if c.Cash.Still != nil {
			g.rows = append(g.rows, stillRow(c, in, len(g.columns)))
		}
	}
	for i, k := range cases {
		if k.nothing {
			continue
		}
		g.rows = append(g.rows, cashRow(c, show, k, &c.Cash.Cases[i], rate, held))
	}
	return g, true
}

// currentRow is what is paid today.
func currentRow(c *compare.Comparison, in string, rate bool) []cell {
	all := money.Sum(c.Cash.Current...)
	paid := amountFigure(all, money.Currency(in))
	row := []cell{words(c.CashReference()), paid, paid, words("–")}
	if c.Cash.Still != nil {
		row = append(row, words("–"))
	}
	if rate {
		row = append(row, amountFigure(c.Cash.CurrentPresent(), money.Currency(in)), words("–"), words("–"))
	} else {
		row = append(row, words("–"))
	}
	return append(row, words("reference"))
}

// stillRow is what of it is still paid while waves move, in a table of so many columns.
func stillRow(c *compare.Comparison, in string, columns int) []cell {
	row := []cell{words("… still paid in the move"), amountFigure(money.Sum(c.Cash.Still...), money.Currency(in))}
	for len(row) < columns {
		row = append(row, words("–"))
	}
	return row
}

func cashRow(c *compare.Comparison, show shower, k *summary, of *compare.CaseCash, rate, held bool) []cell {
	present := func(p compare.Present) cell {
		if p.Why != "" {
			return words("–")
		}
		return amountFigure(p.Value, p.Currency)
	}
	row := []cell{markedCase(k.Estimate), show.amount(of.All.Paid(), k.Estimate), show.amount(of.All.Cost, k.Estimate), words("–")}
	if d := of.All.Ahead(); !d.IsZero() {
		row[3] = show.amount(d, k.Estimate)
	}
	if c.Cash.Still != nil {
		row = append(row, amountFigure(of.With, of.Present.Currency))
	}
	if rate {
		row = append(row, present(of.Present))
	}
	if !held {
		return row
	}
	saves, net := words("–"), words("–")
	if of.Saved != nil {
		saves = signedFigure(of.Saved[len(of.Saved)-1], of.Present.Currency)
		if net = present(of.Net); net.number {
			net.text = signed(net.text)
		}
	}
	row = append(row, saves)
	if rate {
		row = append(row, net)
	}
	return append(row, words(c.PaybackWords(of)))
}

// cashSentences say what must not be missed about the cash flow.
func cashSentences(c *compare.Comparison) (list []string) {
	if c.Cash == nil {
		return nil
	}
	for i, e := range c.Estimates {
		if k := &c.Cash.Cases[i]; k.Why != "" {
			list = append(list, fmt.Sprintf("%s: no saving and no payback: %s", clean(e.Case.Name), clean(k.Why)))
		}
	}
	return append(list, c.CashAssumptions()...)
}

// paymentParts are the payments' names for readers.
var paymentParts = []struct {
	name string
	of   func(estimate.Payment) money.Decimal
}{
	{"Prepay-\nment", func(p estimate.Payment) money.Decimal { return p.Prepayment }},
	{"Upfront", func(p estimate.Payment) money.Decimal { return p.Upfront }},
	{"Monthly\nbenefits", func(p estimate.Payment) money.Decimal { return p.Monthly }},
	{"Usage and\nothers", func(p estimate.Payment) money.Decimal { return p.Charges }},
	{"By prepay-\nment", func(p estimate.Payment) money.Decimal { return p.Drawn }},
	{"Shortfall", func(p estimate.Payment) money.Decimal { return p.Shortfall }},
	{"By short-\nfalls", func(p estimate.Payment) money.Decimal { return p.ByShortfalls }},
}

// cashMonthsGrid has a case's payments, month by month.
func cashMonthsGrid(c *compare.Comparison, k *summary, of *compare.CaseCash) grid {
	in := k.Currency()
	g := grid{title: "Cash flow of " + clean(k.Case.Name) + ", " + string(in), keep: 1, columns: []column{{"Month", false}}, foot: []cell{words("Total")}}
	for _, month := range k.Months {
		g.rows = append(g.rows, []cell{words(month.String())})
	}
	addIn := func(in money.Currency, head string, of func(m int) money.Decimal, all money.Decimal) {
		g.columns, g.foot = append(g.columns, column{head, true}), append(g.foot, amountFigure(all, in))
		for m := range g.rows {
			g.rows[m] = append(g.rows[m], amountFigure(of(m), in))
		}
	}
	add := func(head string, of func(m int) money.Decimal, all money.Decimal) { addIn(in, head, of, all) }
	for _, p := range paymentParts {
		any := false
		for _, pay := range of.Payments {
			any = any || !p.of(pay).IsZero()
		}
		if any {
			add(p.name, func(m int) money.Decimal { return p.of(of.Payments[m]) }, p.of(of.All))
		}
	}
	add("Paid", func(m int) money.Decimal { return of.Payments[m].Paid() }, of.All.Paid())
	add("Cost", func(m int) money.Decimal { return of.Payments[m].Cost }, of.All.Cost)
	if still := c.Cash.Still; still != nil {
		to := of.Present.Currency
		addIn(to, "Still paid\ntoday's way, "+string(to), func(m int) money.Decimal { return still[m] }, money.Sum(still...))
		addIn(to, "In all,\n"+string(to), func(m int) money.Decimal {
			return c.Reported(money.Amount{Value: of.Payments[m].Paid(), Currency: in}).Value.Add(still[m])
		}, of.With)
	}
	return g
}

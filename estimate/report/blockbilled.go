package report

import (
	"iter"
	"strconv"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// billedGrids have, for each import and currency, what its exports state as
// billed, and that beside what its usage comes to in each case.
func billedGrids(c *estimate.Comparison) iter.Seq[grid] {
	return func(yield func(grid) bool) {
		for _, b := range c.Billed() {
			if !yield(billedGrid(b)) || b.Currency != "" && b.Records > 0 && !yield(besideGrid(c, b)) {
				return
			}
		}
	}
}

// billedIn is an amount of a bill; "not stated" where it has no currency.
func billedIn(b estimate.Billed, d money.Decimal) cell {
	if b.Currency == "" {
		return words("not stated")
	}
	return figure(amount(d, b.Currency))
}

// billedGrid says what the exports state, part by part.
func billedGrid(b estimate.Billed) grid {
	g := grid{title: "Billed: " + b.Import, columns: []column{{"What the exports state", false}, {"Records", true}, {"Billed\n" + string(b.Currency), true}}}
	row := func(what string, records int64, cost money.Decimal) []cell {
		return []cell{words(what), figure(money.Thousands(strconv.FormatInt(records, 10))), billedIn(b, cost)}
	}
	if b.Records > 0 {
		g.rows = append(g.rows, row("Usage that is rated, "+scenario.Span(b.Months), b.Records, b.Rated()))
	}
	all := b.Records
	for _, a := range b.Aside {
		g.rows = append(g.rows, row("Set aside: "+a.Why, a.Records, a.Cost))
		all += a.Records
	}
	g.foot = row("All", all, b.Total())
	return g
}

// besideGrid has a bill beside each case.
func besideGrid(c *estimate.Comparison, b estimate.Billed) grid {
	in := string(b.Currency)
	g := grid{title: "Billed and estimated, " + b.Period(), keep: 1, columns: []column{
		{"Case", false}, {"Billed\n" + in, true}, {"Estimated", true}, {"Difference\n" + in, true}, {"%", true}}}
	e := c.Base()
	if b.Of(e) != b.Period() {
		g.title += "; estimated: " + b.Of(e)
	}
	for i, k := range b.Cases {
		e := c.Estimates[i]
		name := words(e.Case.Name)
		if k.Unpriced > 0 {
			name.mark, name.alert = "! ", true
			if !k.Awaits { // else it is why there is no difference
				name.note = "incomplete: " + strconv.Itoa(k.Unpriced) + " of its lines not priced"
			}
		}
		estimated := figure(amount(k.Estimated.Value, k.Estimated.Currency))
		estimated.code = string(k.Estimated.Currency)
		if k.Unpriced == k.Lines && k.Lines > 0 {
			estimated = words("not priced")
		}
		row := []cell{name, billedIn(b, b.Amount()), estimated, words(""), words("")}
		if k.Differs {
			row[3] = figure(signed(amount(k.Difference, b.Currency)))
			if billed := b.Amount(); billed.Sign() > 0 {
				row[4] = figure(percent(k.Difference.Div(billed)))
			}
		} else {
			row[3] = words("none")
			row[0].note = addNote(row[0].note, k.Why)
		}
		g.rows = append(g.rows, row)
	}
	return g
}

func addNote(note, more string) string {
	if note == "" || more == "" {
		return note + more
	}
	return note + "; " + more
}

package report

import (
	"fmt"
	"iter"
	"slices"
	"strconv"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// billedGrids have, for each import and currency, what its exports state, in
// records, money and hours, and what became of it; what of the import is not among
// that; and what was billed beside what its usage costs in each case.
func billedGrids(c *compare.Comparison) iter.Seq[grid] {
	return func(yield func(grid) bool) {
		bills := c.Billed()
		for i, b := range bills {
			if !yield(billedGrid(c, b)) {
				return
			}
			if i == 0 || bills[i-1].Import != b.Import {
				if g := unreadGrid(c.Scenario, b.Import); g.rows != nil && !yield(g) {
					return
				}
			}
			if b.Currency != "" && b.Records > 0 && !yield(besideGrid(c, b)) {
				return
			}
		}
	}
}

// billedIn is an amount of a bill; "not stated" where it has no currency.
func billedIn(b compare.BilledImport, d money.Decimal) cell {
	if b.Currency == "" {
		return words("not stated")
	}
	return amountFigure(d, b.Currency)
}

// mostReasons are the reasons that billedGrid names; the rest are in one row.
const mostReasons = 4

// billedGrid says what the exports state, part by part: the parts that are not
// "of it" add up to the foot.
func billedGrid(c *compare.Comparison, b compare.BilledImport) grid {
	g := grid{title: "Import: " + b.Import, columns: []column{{"What was read", false}, {"Records", true}, {"Billed\n" + string(b.Currency), true}, {"Hours", true}}}
	hours := b.Hours
	row := func(what string, t scenario.Tally) []cell {
		return []cell{words(what), figure(money.Thousands(strconv.FormatInt(t.Records, 10))), billedIn(b, t.Paid), hoursCell(t.Hours)}
	}
	part := func(what string, t scenario.Tally) {
		r := row("of it "+what, t)
		r[0].mark = indent
		g.rows = append(g.rows, r)
	}
	if b.Records > 0 {
		usage := "Usage, " + scenario.Span(b.Months)
		if !slices.ContainsFunc(b.Cases, func(k compare.BilledCase) bool { return k.Left != nil }) {
			usage += ": all of it is priced"
		}
		g.rows = append(g.rows, row(usage, scenario.Tally{Records: b.Records, Paid: b.Rated(), Hours: b.Hours}))
		becameOf(c, b, part)
		if b.Covered.Records > 0 {
			part("covered by reservations or savings plans", b.Covered)
			if last := g.rows[len(g.rows)-1]; b.Unpaid > 0 {
				last[2] = words("unknown")
			}
		}
	}
	all := b.Records
	for _, a := range b.Aside {
		g.rows = append(g.rows, row("Set aside: "+a.Why, scenario.Tally{Records: a.Records, Paid: a.Cost, Hours: a.Hours}))
		all, hours = all+a.Records, hours.Add(a.Hours)
	}
	g.foot = row("All that was read", scenario.Tally{Records: all, Paid: b.Total(), Hours: hours})
	if hours.IsZero() {
		return g.without(3)
	}
	return g
}

// becameOf gives the parts of a bill's usage that are priced, and that are not, for
// which reason: of the base case, and of all where they agree. There are none where
// every case prices everything.
func becameOf(c *compare.Comparison, b compare.BilledImport, part func(string, scenario.Tally)) {
	base, in := b.Cases[0], ""
	if len(b.Cases) > 1 {
		if in = " in all cases"; !b.Agree() {
			in = " in " + c.Base().Case.Name
		}
	}
	if base.Left == nil && b.Agree() {
		return
	}
	part("priced"+in, base.Priced)
	var rest scenario.Tally
	for i, l := range base.Left {
		if i < mostReasons || len(base.Left) == mostReasons+1 {
			part("not priced"+in+": "+l.Reason, l.Tally)
			continue
		}
		rest = rest.Add(l.Tally)
	}
	if n := len(base.Left) - mostReasons; n > 1 {
		part(fmt.Sprintf("not priced%s, for %d more reasons", in, n), rest)
	}
}

// unreadGrid says what of an import is in no figure; without rows where that is
// nothing.
func unreadGrid(s *scenario.Scenario, name string) grid {
	g := grid{title: "In no figure: " + name, columns: []column{{"What", false}, {"Rows", true}, {"Billed", true}}}
	missing, of := false, []scenario.Month(nil)
	for _, m := range s.Missing {
		if m.Import == name {
			missing = true
			of = append(of, m.Months...)
		}
	}
	if missing {
		what := "Missing: a part of what its own lists name"
		if of != nil {
			slices.SortFunc(of, func(a, b scenario.Month) int { return a.Since(b) })
			what = "Missing: usage of " + scenario.Span(slices.Compact(of)) + ", all or a part of it"
		}
		g.rows = append(g.rows, []cell{words(what), words("unknown"), words("unknown")})
	}
	for _, r := range s.Rows {
		if r.Import != name {
			continue
		}
		row := func(what string, n int64, billed string) {
			if n > 0 {
				g.rows = append(g.rows, []cell{words(what), figure(money.Thousands(strconv.FormatInt(n, 10))), words(billed)})
			}
		}
		row("Refused: rows that cannot be read", r.Refused, "unknown")
		row("Left out: not of the period or the subscriptions asked for", r.Outside, "")
		row("Left out: also on another page, and counted there", r.Repeated, "")
	}
	return g
}

// besideGrid has a bill beside each case.
func besideGrid(c *compare.Comparison, b compare.BilledImport) grid {
	in := string(b.Currency)
	g := grid{title: "Billed and estimated, " + b.Period(), keep: 1, columns: []column{
		{"Case", false}, {"Billed\n" + in, true}, {"Of it\npriced", true}, {"Estimated", true}, {"Difference\n" + in, true}, {"%", true}}}
	e := c.Base()
	if b.Of(e) != b.Period() {
		g.title += "; estimated: " + b.Of(e)
	}
	any := false
	for i, k := range b.Cases {
		e := c.Estimates[i]
		name := words(e.Case.Name)
		if k.Unpriced > 0 {
			name.mark, name.alert = "! ", true
			if !k.Awaits { // else it is why there is no difference
				name.note = "incomplete: " + strconv.Itoa(k.Unpriced) + " of its lines not priced"
			}
		}
		estimated := amountFigure(k.Estimated.Value, k.Estimated.Currency)
		estimated.code = string(k.Estimated.Currency)
		if k.Unpriced == k.Lines && k.Lines > 0 {
			estimated = words("not priced")
		}
		priced := billedIn(b, k.OfPriced)
		if k.Apart {
			priced = words("unknown")
		}
		any = any || k.Unpriced > 0
		row := []cell{name, billedIn(b, b.Amount()), priced, estimated, words(""), words("")}
		if k.Differs {
			row[4] = signedFigure(k.Difference, b.Currency)
			if billed := b.Amount(); billed.Sign() > 0 {
				row[5] = percentFigure(k.Difference.Div(billed))
			}
		} else {
			row[4] = words("none")
			row[0].note = addNote(row[0].note, k.Why)
		}
		g.rows = append(g.rows, row)
	}
	if !any {
		return g.without(2)
	}
	return g
}

func addNote(note, more string) string {
	if note == "" || more == "" {
		return note + more
	}
	return note + "; " + more
}

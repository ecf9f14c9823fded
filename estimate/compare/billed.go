package compare

import (
	"fmt"
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// BilledImport is what exports say was billed for an import's usage, beside what that
// usage costs in each case: in the months that both have, or, of a typical month,
// in a typical month of the one and a mean month of the other. Both figures are of
// the same days or of as many of them: what was billed follows the rule of its
// quantity (scenario.Typical).
type BilledImport struct {
	scenario.Bill
	Typical money.Decimal // paid for the usage in a typical month, by the rule of its quantity
	Cases   []BilledCase  // by case
}

// BilledCase is a case beside what was billed.
type BilledCase struct {
	Estimated  money.Amount  // what the import's lines cost in the months of Bill.Months; of a typical month, in a mean month
	Difference money.Decimal // Estimated less what was billed
	Differs    bool          // false where there is no difference, for the reason Why
	Why        string
	Lines      int  // the import's
	Unpriced   int  // those of them without a price, which are not in Estimated
	Awaits     bool // there would be a difference if all of them had a price

	// What became of the bill's records of usage: each is in one of the two.
	Priced scenario.Tally
	Left   []Left // dearest first

	OfPriced money.Decimal // of Billed.Amount, the part of usage that is priced: it is of the usage of Estimated
	Apart    bool          // no such part can be told: a typical month's usage has a price in some months only
}

// Amount is what was billed for the usage that is rated, in Months; of a typical
// month, in one.
func (b BilledImport) Amount() money.Decimal {
	if b.As == scenario.TypicalMonth {
		return b.Typical
	}
	return b.Rated()
}

// Agree tells whether the same of the usage is priced in every case, and the rest
// is left for the same reasons.
func (b BilledImport) Agree() bool {
	return !slices.ContainsFunc(b.Cases, func(k BilledCase) bool {
		return !slices.EqualFunc(k.Left, b.Cases[0].Left, func(x, y Left) bool {
			return x.Reason == y.Reason && x.Records == y.Records && x.Paid.Equal(y.Paid)
		})
	})
}

// Period says in which months the usage was billed: "2026-03 to 2026-05", "typical
// month of 2026-03-10 to 2026-05-31".
func (b BilledImport) Period() string {
	if b.As == scenario.TypicalMonth {
		return "typical month of " + b.Days.String()
	}
	return scenario.Span(b.Months)
}

// Of says which of the case's months Estimated is about.
func (b BilledImport) Of(e *estimate.Estimate) string {
	first, last := e.Months[0], e.Months[len(e.Months)-1]
	switch {
	case b.As != scenario.TypicalMonth:
		return b.Period()
	case first == last:
		return first.String()
	}
	return fmt.Sprintf("mean month of %s to %s", first, last)
}

// Billed holds the exports' costs beside the cases; nil without imports.
func (c *Comparison) Billed() []BilledImport {
	var list []BilledImport
	for _, bill := range c.Scenario.Bills {
		b := BilledImport{Bill: bill}
		if bill.As == scenario.TypicalMonth {
			b.Typical = c.paidTypically(bill, func(int) bool { return true })
		}
		for _, e := range c.Estimates {
			b.Cases = append(b.Cases, c.billedCase(b, e))
		}
		list = append(list, b)
	}
	return list
}

// paidTypically is what was paid for a bill's usage in a typical month, by the rule
// of each line's quantity: for that of the lines that count.
func (c *Comparison) paidTypically(bill scenario.Bill, counts func(line int) bool) money.Decimal {
	type of struct { // what has one factor between the covered days and a typical month
		subscription string
		measure      unit.Measure
	}
	paid, rule := map[of]money.Decimal{}, map[of]*scenario.Typical{}
	for n, w := range c.Scenario.Workloads {
		for k, u := range w.Usage {
			line := c.Base().LineOf(n, k)
			if w.Import != bill.Import || u.Typical == nil || !counts(line) {
				continue
			}
			t := c.Base().Lines[line].Typical
			k := of{w.Subscription, t.Measure}
			rule[k] = t
			for _, st := range u.Stated {
				if st.Currency == bill.Currency {
					paid[k] = paid[k].Add(st.Paid)
				}
			}
		}
	}
	sum := money.Zero
	for k, t := range rule {
		sum = sum.Add(t.Mean(c.Base().Months, c.Scenario.Hours, paid[k]))
	}
	return sum
}

// billedCase holds a case beside what was billed for an import.
func (c *Comparison) billedCase(b BilledImport, e *estimate.Estimate) BilledCase {
	var out BilledCase
	out.Estimated, out.Lines = c.importCost(b, e)
	out.Priced, out.Left = accounted(c.Scenario, e, b.Bill)
	c.ofPriced(b, e, &out)
	switch {
	case b.Currency == "":
		out.Why = "the exports state no cost for it"
	case !c.alone(b.Bill):
		out.Why = "only a part of the usage was billed in " + string(b.Currency)
	case out.Estimated.Currency != b.Currency:
		out.Why = fmt.Sprintf("billed in %s, and the case is in %s", b.Currency, out.Estimated.Currency)
	case b.Unpaid > 0:
		out.Why = "the exports do not state what the benefits cost that cover a part of the usage"
	case out.Unpriced > 0:
		out.Awaits, out.Why = true, fmt.Sprintf("incomplete: %d of its lines not priced", out.Unpriced)
	default:
		out.Difference, out.Differs = out.Estimated.Value.Sub(b.Amount()), true
	}
	return out
}

// importCost is what an import's lines cost in the months that were billed, or of a
// typical month in a mean month: in the bill's currency, where that is the report's.
func (c *Comparison) importCost(b BilledImport, e *estimate.Estimate) (cost money.Amount, lines int) {
	sum := money.Zero
	for _, l := range e.Lines {
		if l.Import != b.Import {
			continue
		}
		lines++
		for m, at := range e.Months {
			if b.As == scenario.TypicalMonth || slices.Contains(b.Months, at) {
				sum = sum.Add(l.Amounts[m])
			}
		}
	}
	if b.As == scenario.TypicalMonth {
		sum = sum.Div(money.Int(int64(len(e.Months))))
	}
	cost = money.Amount{Value: sum, Currency: e.Currency()}
	if reported := c.Reported(cost); cost.Currency != b.Currency && reported.Currency == b.Currency {
		cost = reported
	}
	return cost, lines
}

// ofPriced finds the part of the bill that is for usage with a price.
func (c *Comparison) ofPriced(b BilledImport, e *estimate.Estimate, out *BilledCase) {
	without := map[int]int{} // lines, and how many of their months have no price
	for _, u := range e.Unpriced {
		if e.Lines[u.Line].Import == b.Import {
			without[u.Line] += len(u.Months)
		}
	}
	out.Unpriced, out.OfPriced = len(without), out.Priced.Paid
	if b.As != scenario.TypicalMonth {
		return
	}
	out.OfPriced = b.Typical
	if out.Unpriced > 0 {
		out.OfPriced = c.paidTypically(b.Bill, func(line int) bool { return without[line] == 0 })
	}
	for _, months := range without {
		out.Apart = out.Apart || months < len(e.Months)
	}
}

// alone tells whether all of an import's rated usage is on one bill.
func (c *Comparison) alone(bill scenario.Bill) bool {
	for _, o := range c.Scenario.Bills {
		if o.Import == bill.Import && o.Currency != bill.Currency && o.Records > 0 {
			return false
		}
	}
	return true
}

package scenario

import (
	"cmp"
	"maps"
	"slices"

	"azwhatif/ratebook/money"
)

// Tally is how many records of an import there are, what was paid for them, and
// how many hours of use they count.
type Tally struct {
	Records int64
	Paid    money.Decimal // in the Bill's currency
	Hours   money.Decimal // of those that count hours; the others count something else
}

// Add is of two tallies in one currency.
func (t Tally) Add(o Tally) Tally {
	return Tally{t.Records + o.Records, t.Paid.Add(o.Paid), t.Hours.Add(o.Hours)}
}

// Stated is what an import's records state of one usage, in one of the Bill's
// Months: each record whose usage is rated is in one of them.
type Stated struct {
	Month    Month
	Currency money.Currency // "" where no cost is stated
	Quantity money.Decimal  // in the export's unit, Usage.Imported.Unit
	Tally
}

// ImportRows counts the rows of an import's files: Rows = Usage + Aside + Refused.
type ImportRows struct {
	Import  string // the Bill.Import
	Rows    int64
	Usage   int64
	Covered int64 // those of Usage that a benefit covers
	Aside   int64
	Refused int64

	Outside  int64 // not among Rows: outside the period or the subscriptions asked for
	Repeated int64 // not among Rows: records that another page has, too
}

// countRows keeps how many rows an import has.
func (s *Scenario) countRows(name string, got *Imported) {
	n := ImportRows{Import: name}
	for _, f := range got.Sources {
		n.Rows, n.Usage, n.Covered, n.Aside, n.Refused = n.Rows+f.Rows, n.Usage+f.Metered, n.Covered+f.Covered, n.Aside+f.Aside, n.Refused+f.Refused
		n.Outside, n.Repeated = n.Outside+f.Outside, n.Repeated+f.Repeated
	}
	s.Rows = append(s.Rows, n)
}

// state adds usage to what is stated of a meter.
func state(list []Stated, u Used) []Stated {
	for i := range list {
		if l := &list[i]; l.Month == u.Month && l.Currency == u.Currency {
			l.Quantity, l.Tally = l.Quantity.Add(u.Quantity), l.Tally.Add(u.tally())
			return list
		}
	}
	return append(list, Stated{u.Month, u.Currency, u.Quantity, u.tally()})
}

// StatedSum is what records state in one currency.
type StatedSum struct {
	Currency money.Currency // "" where no cost is stated
	Records  int64
	Usage    Tally         // those of usage, what a benefit covers included
	Unpaid   int64         // those of Usage that a benefit covers whose cost is not known
	Total    money.Decimal // billed for all
}

// StatedOf adds up what records state, usage apart: one sum for each currency,
// sorted.
func StatedOf(used []Used) []StatedSum {
	sums := map[money.Currency]StatedSum{}
	for _, u := range used {
		s := sums[u.Currency]
		s.Currency, s.Records, s.Total = u.Currency, s.Records+u.Records, s.Total.Add(u.Billed)
		if u.Kind.IsUsage() {
			s.Usage = s.Usage.Add(u.tally())
			if _, known := u.Paid(); !known {
				s.Unpaid += u.Records
			}
		}
		sums[u.Currency] = s
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b StatedSum) int { return cmp.Compare(a.Currency, b.Currency) })
}

// tally is of the usage alone; see Paid.
func (u Used) tally() Tally {
	paid, _ := u.Paid()
	return Tally{u.Records, paid, u.Hours()}
}

// Hours are those that usage counts: zero of what counts something else, and of
// what may count blocks of hours.
func (u Used) Hours() money.Decimal {
	what, n := u.counted()
	besides := u.Machine != nil && u.Machine.Of != HoursOfMachine // a licence of the same hours
	if what != "hours" || u.Unsure || !u.Kind.IsUsage() || besides {
		return money.Zero
	}
	return n
}

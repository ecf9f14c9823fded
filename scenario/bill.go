package scenario

import (
	"cmp"
	"fmt"
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Billed is what exports state for an imported usage.
type Billed struct {
	Currency money.Currency
	Months   []money.Decimal // by month of the scenario; of a typical month, its mean alone
	Unit     unit.Unit       // the exports'
	Covered  []money.Decimal // what a benefit covers of the usage, in Unit, by month as Months; nil where that is nothing
}

// Bill is what the exports of one import state as billed, in one currency. Each
// record is in Usage or in Aside, so that Total is all that they state.
type Bill struct {
	Import   string // its name, and its files; no two imports have the same
	As       ImportAs
	Currency money.Currency  // "" of records that state no cost
	Months   []Month         // those whose usage is rated: as recorded, the scenario's; of a typical month, those with usage
	Days     Gap             // of a typical month: those that the files are of
	Usage    []money.Decimal // paid for the usage that is rated (see Used.Paid), by month of Months
	Records  int64           // of it
	Hours    money.Decimal   // of it; see Tally
	Covered  Tally           // those of it that a benefit covers
	Unpaid   int64           // those of them that a benefit covers whose cost is not known: Usage is not all that they cost
	Aside    []BilledAside   // what is not rated, sorted
}

// BilledAside is records that are not rated, for one reason.
type BilledAside struct {
	Why     string // "purchase", "tax", "usage outside the scenario's months"
	Records int64
	Cost    money.Decimal
	Hours   money.Decimal // of usage that is not rated
}

// Rated is what was billed for the usage that is rated, in all Months.
func (b Bill) Rated() money.Decimal { return money.Sum(b.Usage...) }

// Total is all that the exports state in the currency.
func (b Bill) Total() money.Decimal {
	sum := b.Rated()
	for _, a := range b.Aside {
		sum = sum.Add(a.Cost)
	}
	return sum
}

// bill keeps what an import's records were billed, those that are not rated
// too: one Bill for each currency, sorted.
func (s *Scenario) bill(imp Import, name string, got *Imported, months []Month, c coverage) {
	bills := map[money.Currency]*Bill{}
	for _, u := range got.Used {
		b := bills[u.Currency]
		if b == nil {
			b = &Bill{Import: name, As: imp.As, Currency: u.Currency, Months: months, Usage: make([]money.Decimal, len(months))}
			if imp.As == TypicalMonth {
				b.Days = c.files.gap()
			}
			bills[u.Currency] = b
		}
		at := slices.Index(months, u.Month)
		switch {
		case !imp.takes(u):
			b.aside("outside the period and tags asked for", u)
		case u.Left:
			b.aside("covered usage, which is left (covered: leave)", u)
		case u.Kind == DiscountRecord && u.Billed.IsZero():
			b.aside("discount, counted with what it is for", u)
		case !u.Kind.IsUsage():
			b.aside(string(u.Kind), u)
		case u.Foreign != Foreign{}:
			b.aside("other clouds' usage, not rated", u)
		case at < 0:
			b.aside("usage outside the scenario's months", u)
		default:
			paid, known := u.Paid()
			b.Usage[at] = b.Usage[at].Add(paid)
			b.Records, b.Hours = b.Records+u.Records, b.Hours.Add(u.Hours())
			if u.Kind == CoveredUsage {
				b.Covered = b.Covered.Add(u.tally())
			}
			if !known {
				b.Unpaid += u.Records
			}
			if less := u.Billed.Sub(paid); !less.IsZero() { // so that the parts add up to what is billed
				b.aside("of the benefits' cost, what stands with the usage that they cover", Used{Billed: less})
			}
		}
	}
	first := len(s.Bills)
	for _, b := range bills {
		slices.SortFunc(b.Aside, func(x, y BilledAside) int { return cmp.Compare(x.Why, y.Why) })
		s.Bills = append(s.Bills, *b)
	}
	slices.SortFunc(s.Bills[first:], func(x, y Bill) int { return cmp.Compare(x.Currency, y.Currency) })
}

func (b *Bill) aside(why string, u Used) {
	for i := range b.Aside {
		if a := &b.Aside[i]; a.Why == why {
			a.Records, a.Cost, a.Hours = a.Records+u.Records, a.Cost.Add(u.Billed), a.Hours.Add(u.Hours())
			return
		}
	}
	b.Aside = append(b.Aside, BilledAside{why, u.Records, u.Billed, u.Hours()})
}

// importName tells imports apart.
func (s *Scenario) importName(imp Import) string {
	name := imp.Describe()
	for n := 2; slices.ContainsFunc(s.Bills, func(b Bill) bool { return b.Import == name }); n++ {
		name = fmt.Sprintf("%s, %d", imp.Describe(), n)
	}
	return name
}

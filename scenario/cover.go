package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Cover is what reservations and savings plans cover of usage, and what they cost
// in that time.
type Cover struct {
	Import  string    // the Bill.Import; "" of usage that no scenario imports
	As      CoveredAs // priced, or left
	Months  []Month   // those that it is of; nil of all
	Records int64     // of covered usage
	Parts   []CoverPart
	Cost    BenefitCost
}

// CoverPart is the covered usage of one category and unit.
type CoverPart struct {
	Category     string        // "Virtual Machines"; another cloud's service
	Counted      string        // in what: "hours", "GB a month"
	Covered, All money.Decimal // what is covered, and all usage of the category so counted
}

// BenefitCost is what the benefits cost that cover usage, in the time of it.
type BenefitCost struct {
	Currency money.Currency
	Covered  money.Decimal // the part of covered usage; with Bought, all
	Unused   money.Decimal // the part of hours that nothing used
	Bought   bool          // by purchases, each spread over the months that it pays for; else amortized
	Unknown  string        // why it is not known; "" where it is
}

// Total is all that the benefits cost.
func (b BenefitCost) Total() money.Decimal { return b.Covered.Add(b.Unused) }

// CoverOf sums up what benefits cover of usage: nil where that is nothing. Of the
// records those count that it includes. cycleDay is the day on which billing months
// start; 0 is the first.
func CoverOf(got *Imported, cycleDay int, includes func(Used) bool) *Cover {
	used := got.Used
	type key struct{ category, counted string }
	parts := map[key]*CoverPart{}
	cover := &Cover{As: PriceCovered}
	for _, u := range used {
		if !u.Kind.IsUsage() || !includes(u) {
			continue
		}
		counted, n := u.counted()
		k := key{cmp.Or(u.Foreign.Service, u.Meter.Category), counted}
		p := parts[k]
		if p == nil {
			p = &CoverPart{Category: k.category, Counted: counted}
			parts[k] = p
		}
		p.All = p.All.Add(n)
		if u.Kind == CoveredUsage {
			p.Covered = p.Covered.Add(n)
			cover.Records += u.Records
			if u.Left {
				cover.As = LeaveCovered
			}
		}
	}
	if cover.Records == 0 {
		return nil
	}
	for _, k := range slices.SortedFunc(maps.Keys(parts), func(a, b key) int {
		return cmp.Or(parts[b].Covered.Cmp(parts[a].Covered), cmp.Compare(a.category, b.category), cmp.Compare(a.counted, b.counted))
	}) {
		if !parts[k].Covered.IsZero() {
			cover.Parts = append(cover.Parts, *parts[k])
		}
	}
	cover.Cost = benefitCost(used, includes)
	if cover.Cost.Bought && !got.whole(used, cycleDay, includes) {
		cover.Cost = BenefitCost{Currency: cover.Cost.Currency, Unknown: "the files have only a part of the months that the benefits' purchases pay for"}
	}
	return cover
}

// whole tells whether the files cover all days of the months that have covered
// usage, from their first day to their last.
func (im *Imported) whole(used []Used, cycleDay int, includes func(Used) bool) bool {
	from, to := "", ""
	for _, f := range im.Sources {
		if f.First != "" && (from == "" || f.First < from) {
			from = f.First
		}
		to = max(to, f.Last)
	}
	return !slices.ContainsFunc(used, func(u Used) bool {
		first, last := u.Month.days(cycleDay)
		return u.Kind == CoveredUsage && includes(u) && (first < from || last > to)
	})
}

// counted is a quantity in single units, and what they are called.
func (u Used) counted() (what string, n money.Decimal) {
	if u.Foreign.Unit != "" {
		parsed, err := unit.Parse(u.Foreign.Unit)
		if err != nil {
			return u.Foreign.Unit, u.Quantity
		}
		return countedIn(parsed), u.Quantity.Mul(parsed.Block())
	}
	return countedIn(u.Meter.Unit), u.Quantity.Mul(u.Meter.Unit.Block())
}

func countedIn(u unit.Unit) string {
	noun, period := u.Noun(), strings.ToLower(string(u.Period()))
	switch {
	case period == "" && noun == "":
		return "units"
	case period == "":
		return noun
	case noun == "" && u.Period() != unit.Month && u.Period() != unit.Year:
		return period + "s"
	case u.Period() == unit.Month || u.Period() == unit.Year:
		return strings.TrimSpace(cmp.Or(noun, "units") + " a " + period)
	}
	return noun + " " + period + "s"
}

// benefitCost adds up the amortized cost of covered usage and unused hours, and
// where that is not stated, the purchases of the benefits.
func benefitCost(used []Used, includes func(Used) bool) (cost BenefitCost) {
	amortized := Amortized{Known: true}
	unused := amortized
	benefits := map[string]map[Month]bool{} // that cover usage, and in which months
	currency := map[money.Currency]bool{}
	for _, u := range used {
		if !includes(u) {
			continue
		}
		switch u.Kind {
		case CoveredUsage:
			amortized = amortized.Add(u.Amortized)
			currency[u.Currency] = true
			if benefits[u.Benefit] == nil {
				benefits[u.Benefit] = map[Month]bool{}
			}
			benefits[u.Benefit][u.Month] = true
		case Unused:
			unused = unused.Add(u.Amortized)
			currency[u.Currency] = true
		}
	}
	for c := range currency {
		cost.Currency = c
	}
	switch {
	case len(currency) > 1 || cost.Currency == "":
		cost.Unknown = "the files do not state it in one currency"
	case amortized.Known && unused.Known:
		cost.Covered, cost.Unused = amortized.Cost, unused.Cost
	default:
		cost.Covered, cost.Unknown = bought(used, includes, benefits, cost.Currency)
		cost.Bought = cost.Unknown == ""
	}
	return cost
}

// bought is what the benefits' purchases pay for in the months in which they
// cover usage.
func bought(used []Used, includes func(Used) bool, benefits map[string]map[Month]bool, in money.Currency) (sum money.Decimal, unknown string) {
	const neither = "the files state neither the amortized cost of that usage nor all of the purchases that cover it"
	paid := map[string]map[Month]bool{}
	for _, u := range used {
		if benefits[u.Benefit] == nil || u.Benefit == "" {
			continue
		}
		switch {
		case u.Kind == Adjustment:
			return sum, "a purchase was refunded or corrected"
		case u.Kind != Purchase:
			continue
		case u.Pays == 0 || u.Currency != in:
			return sum, neither
		}
		each := u.Billed.Div(money.Int(int64(u.Pays)))
		for m := range u.Pays {
			month := u.Month.Add(m)
			if !benefits[u.Benefit][month] {
				continue
			}
			sum = sum.Add(each)
			if paid[u.Benefit] == nil {
				paid[u.Benefit] = map[Month]bool{}
			}
			paid[u.Benefit][month] = true
		}
	}
	for b, months := range benefits {
		if len(paid[b]) != len(months) {
			return sum, neither
		}
	}
	for _, u := range used {
		if u.Kind == CoveredUsage && !includes(u) && benefits[u.Benefit] != nil {
			return sum, "the purchases pay for other usage, too"
		}
	}
	return sum, ""
}

// Share says what is covered, in the unit of the usage and as a part of it: "96 of
// 144 hours of Virtual Machines (66.7%)".
func (c Cover) Share() string {
	var list []string
	for _, p := range c.Parts {
		s := Plain(p.Covered) + " of " + Plain(p.All) + " " + p.Counted
		if p.Category != "" {
			s += " of " + p.Category
		}
		if p.All.Sign() > 0 {
			s += fmt.Sprintf(" (%s%%)", p.Part().Mul(money.Int(100)).Fixed(1))
		}
		list = append(list, s)
	}
	const most = 3
	if n := len(list) - most; n > 1 {
		list = append(list[:most], fmt.Sprintf("usage of %d other kinds", n))
	}
	if n := len(list); n > 1 {
		list = append(list[:n-2], list[n-2]+" and "+list[n-1])
	}
	return strings.Join(list, ", ")
}

// Note says in one sentence, beside figures of the usage, what is covered and what
// becomes of it. It has no name of the import, and no full stop.
func (c Cover) Note() string {
	const by = " were covered by reservations or savings plans and are "
	if c.As == LeaveCovered {
		return c.Share() + by + "left out (covered: leave): they are in no figure"
	}
	return c.Share() + by + "priced in full: the figures are what the usage costs without those benefits, not what is paid"
}

// Part is what of the usage is covered, 0.25 for a quarter; 0 where there is none.
func (p CoverPart) Part() money.Decimal {
	if p.All.IsZero() {
		return money.Zero
	}
	return p.Covered.Div(p.All)
}

// Plain shows a quantity with two decimals at most.
func Plain(d money.Decimal) string {
	s := money.Thousands(d.Fixed(2))
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// cover keeps what benefits cover of an import's usage in the months that count.
func (s *Scenario) cover(imp Import, name string, got *Imported, months []Month) {
	c := CoverOf(got, imp.CycleDay, func(u Used) bool { return imp.takes(u) && slices.Contains(months, u.Month) && u.Foreign == Foreign{} })
	if c == nil {
		return
	}
	c.Import, c.Months = name, months
	s.Covers = append(s.Covers, *c)
}

// UsageRows says how many rows are of usage, and how many of those a benefit
// covers: "6 usage (4 covered)".
func UsageRows(usage, covered int64) string {
	if covered == 0 {
		return fmt.Sprintf("%d usage", usage)
	}
	return fmt.Sprintf("%d usage (%d covered)", usage, covered)
}

package mapping

import (
	"cmp"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Result is what became of usage: every one given is in exactly one of these
// lists, but that one which a rule maps to several meters is in Mapped as often.
type Result struct {
	Mapped   []Mapped        // in the order given
	Passed   []scenario.Used // Azure's own: it names its meters itself
	Skipped  []Left          // has no counterpart that costs anything; dearest first
	Unmapped []Left          // dearest first
	Aside    []scenario.Used // purchases, taxes and the like: not usage
}

// Mapped is usage, counted by a meter of Azure.
type Mapped struct {
	Used     scenario.Used // Where a rule maps to several meters, Billed and Records stand with the first only.
	Selector ratebook.Selector
	Region   ratebook.Region
	Quantity money.Decimal // in Unit
	Unit     unit.Unit
	Reason   string // of the rule, of the size and of the region
	Rule     scenario.Pos
	Machine  *scenario.MachineHours // in place of Selector: what Quantity is hours of
}

// AsUsed is the usage as though it were Azure's, to be rated like imported usage.
func (m Mapped) AsUsed() scenario.Used {
	u := m.Used
	if u.Quantity = m.Quantity; u.Kind == "" {
		u.Kind = scenario.Metered
	}
	if u.Mapped = m.Reason; u.Foreign.UsageType != "" {
		u.Mapped = u.Foreign.UsageType + ": " + m.Reason
	}
	if m.Machine != nil {
		u.Machine = m.Machine
		u.Meter = ratebook.Meter{Category: "Virtual Machines", Unit: m.Unit, Region: m.Region}
		u.Meter.Subcategory, u.Meter.Name = hoursName(m.Machine)
		return u
	}
	u.Meter = ratebook.Meter{Category: m.Selector.Category, Name: m.Selector.Name, Unit: m.Unit, Region: m.Region}
	if m.Selector.Subcategory != nil {
		u.Meter.Subcategory = *m.Selector.Subcategory
	}
	return u
}

// Left is usage that is not mapped.
type Left struct {
	Used   scenario.Used
	Reason string
	Rule   scenario.Pos // zero where no rule fits
}

// UnmappedKinds are the unmapped usage summed up by service, usage type, region
// and reason, over all months, accounts and operations: dearest first.
func (r Result) UnmappedKinds() []Left {
	type kind struct {
		currency                   money.Currency
		service, usageType, region string
		reason                     string
	}
	at := map[kind]int{}
	var sums Result
	for _, l := range r.Unmapped {
		f := l.Used.Foreign
		k := kind{l.Used.Currency, f.Service, f.UsageType, f.Region, l.Reason}
		i, known := at[k]
		if !known {
			at[k] = len(sums.Unmapped)
			sums.Unmapped = append(sums.Unmapped, l)
			continue
		}
		u := &sums.Unmapped[i].Used
		u.Billed, u.Records = u.Billed.Add(l.Used.Billed), u.Records+l.Used.Records
	}
	sums.sort()
	return sums.Unmapped
}

// Coverage is how much of other clouds' usage has found its place, in one
// currency: by billed cost and by records.
type Coverage struct {
	Currency                                       money.Currency // "" where the export states no cost
	Mapped, Skipped, Unmapped                      money.Decimal
	MappedRecords, SkippedRecords, UnmappedRecords int64
}

// ByCost is the share of the billed cost that is mapped or skipped, 62.5 for
// 62.5 percent; ok is false where nothing was billed.
func (c Coverage) ByCost() (percent money.Decimal, ok bool) {
	done := c.Mapped.Add(c.Skipped)
	return share(done, done.Add(c.Unmapped))
}

// ByRecords is the share of the records that are mapped or skipped, in percent.
func (c Coverage) ByRecords() (percent money.Decimal, ok bool) {
	done := c.MappedRecords + c.SkippedRecords
	return share(money.Int(done), money.Int(done+c.UnmappedRecords))
}

func share(part, whole money.Decimal) (percent money.Decimal, ok bool) {
	if whole.Sign() <= 0 {
		return money.Zero, false
	}
	return part.Mul(money.Int(100)).Div(whole), true
}

// Coverage says how much is covered, a currency each, sorted.
func (r Result) Coverage() []Coverage {
	by := map[money.Currency]*Coverage{}
	of := func(u scenario.Used) *Coverage {
		c := by[u.Currency]
		if c == nil {
			c = &Coverage{Currency: u.Currency}
			by[u.Currency] = c
		}
		return c
	}
	for _, m := range r.Mapped {
		c := of(m.Used)
		c.Mapped, c.MappedRecords = c.Mapped.Add(m.Used.Billed), c.MappedRecords+m.Used.Records
	}
	for _, l := range r.Skipped {
		c := of(l.Used)
		c.Skipped, c.SkippedRecords = c.Skipped.Add(l.Used.Billed), c.SkippedRecords+l.Used.Records
	}
	for _, l := range r.Unmapped {
		c := of(l.Used)
		c.Unmapped, c.UnmappedRecords = c.Unmapped.Add(l.Used.Billed), c.UnmappedRecords+l.Used.Records
	}
	var all []Coverage
	for _, c := range by {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Coverage) int { return cmp.Compare(a.Currency, b.Currency) })
	return all
}

// sort puts what is left in order of its billed cost, dearest first.
func (r *Result) sort() {
	dearest := func(a, b Left) int {
		x, y := a.Used, b.Used
		return cmp.Or(cmp.Compare(x.Currency, y.Currency), y.Billed.Cmp(x.Billed), cmp.Compare(y.Records, x.Records),
			cmp.Compare(x.Foreign.Service, y.Foreign.Service), cmp.Compare(x.Foreign.UsageType, y.Foreign.UsageType))
	}
	slices.SortStableFunc(r.Skipped, dearest)
	slices.SortStableFunc(r.Unmapped, dearest)
}

package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// A compiler makes the plan of one case: steps 1 and 2.
type compiler struct {
	*resolver
	plan    *Plan
	card    *catalog
	targets []target // of the case, by line
	made    []LineMeter
	hours   map[string][]money.Decimal
	growths map[string]*scenario.Growth
	rates   [][]ratebook.Rate // by line; nil without a price
	warned  map[Warning]bool
}

// compile makes a case's plan.
func (r *resolver) compile(index int, card *catalog) (*Plan, error) {
	k := r.s.Cases[index]
	p := &Plan{
		Case: k, Card: card.header, Months: r.s.Period(), hours: r.s.Hours, rules: r.s.Rules,
		cycles: cycleDays(r.s.Imports), doubts: card.doubts, missing: r.s.Missing,
	}
	p.readTerms()
	c := &compiler{
		resolver: r, plan: p, card: card, targets: r.targets[index], rates: make([][]ratebook.Rate, len(r.targets[index])),
		hours: map[string][]money.Decimal{}, growths: map[string]*scenario.Growth{}, warned: map[Warning]bool{},
	}
	p.lines, c.made = make([]Line, 0, len(c.targets)), make([]LineMeter, 0, len(c.targets))
	if r.read == nil {
		r.read = make([]readUsage, len(c.targets))
	}
	for i, w := range r.s.Workloads {
		for n := range w.Usage {
			if err := c.line(i, n, index == 0); err != nil {
				return nil, err
			}
		}
	}
	if k.Commitment != nil {
		if err := p.checkDiscounts(); err != nil {
			return nil, err
		}
	}
	c.meterUses()
	if k.HasBenefits() {
		p.coverable, p.bought = c.machines(), r.benefits[index]
	}
	p.subs = p.subscriptions()
	p.notes.scenario = r.s.Warnings
	p.notes.licences = p.licenceWarnings(c.targets)
	p.notes.counting = r.countingWarnings()
	p.notes.exchange = r.exchange[index]
	p.notes.changes = changeWarnings(k, c.targets)
	return p, nil
}

// warn notes once what a reader has to know of a line.
func (c *compiler) warn(about, format string, args ...any) {
	if w := (Warning{about, fmt.Sprintf(format, args...)}); !c.warned[w] {
		c.warned[w] = true
		c.plan.notes.ofLines = append(c.plan.notes.ofLines, w)
	}
}

// readUsage is a usage as the base case reads it; other cases that count it in the
// same unit and hours have the same quantities before they are scaled.
type readUsage struct {
	LineUsage
	unit     unit.Unit
	hours    *scenario.Schedule
	quantity scenario.Quantity
	used     []money.Decimal // by month; nil where it was not read
}

// line resolves a workload's usage to the case's meter and its quantities. The base
// case is compiled first.
func (c *compiler) line(i, k int, base bool) error {
	w, n := &c.s.Workloads[i], len(c.plan.lines)
	u, from, t, read := w.Usage[k], c.named[i][k], &c.targets[n], &c.read[n]
	if base {
		read.Asked = u.Demand.String()
	}
	found := c.card.priced(t)
	reason := found.reason
	if reason != "" && found.meter.ID == "" && u.Unmapped != "" {
		reason = u.Unmapped
	}
	u, open := c.counted(u, from)
	if reason == "" {
		reason = open
	}
	if base {
		read.LineUsage = LineUsage{
			Workload: w.Name, Subscription: w.Subscription, Group: w.Group, Tags: w.Tags, Pos: u.Pos, From: from,
			Asked: read.Asked, Import: w.Import, Typical: u.Typical, Billed: u.Billed, index: n, workload: i,
		}
	}
	c.made = append(c.made, LineMeter{LineUsage: &read.LineUsage, Meter: found.meter})
	line := Line{LineMeter: &c.made[n], use: -1}
	scale := t.scale
	if len(t.levers) > 0 {
		at, _ := c.card.own(t)
		_, own, without := priceBy(at, t.levers)
		for _, i := range own {
			t.effective = append(t.effective, t.levers[i].change)
		}
		line.Levers = leverNames(t.levers, own)
		if without {
			scale = money.Zero
		}
	}
	switch {
	case found.meter.Name == "":
		line.Quantities = make([]money.Decimal, len(c.plan.Months))
	case open == "" && !base && read.used != nil && read.unit == found.meter.Unit && sameHours(read.hours, t.hours):
		line.Quantity = read.quantity
		line.scaled(read.used, scale)
	default:
		u.Hours = t.hours
		var err error
		line.Quantity, err = w.In(u, found.meter.Unit)
		if err != nil && u.Imported == nil {
			return err
		}
		inOther := err != nil || open != "" // an export's unit cannot be mended: the quantity stays in it
		if inOther {
			if reason == "" {
				reason = fmt.Sprintf("the export counts %q, the card prices %q, and the two do not convert", u.Quantity.Unit, found.meter.Unit)
			}
			line.Meter.Unit = u.Quantity.Unit
			if line.Quantity, err = w.In(u, u.Quantity.Unit); err != nil {
				return err
			}
		}
		used := c.used(&line.Quantity)
		if base && !inOther {
			read.unit, read.hours, read.quantity, read.used = found.meter.Unit, t.hours, line.Quantity, used
		}
		line.scaled(used, scale)
	}
	if from.Region != w.Region && w.Region != "" && from.Region != ratebook.Global && !from.Region.IsZone() {
		c.warn(w.Name, "%s runs in %s, not in the workload's region, %s", from.Title(), from.Region.Display(), w.Region.Display())
	}
	c.warnAboutZone(from, t)
	c.warnAboutMatch(u, from)
	if c.plan.lines = append(c.plan.lines, line); reason != "" {
		c.plan.notes.without = append(c.plan.notes.without, withoutRate{n, reason})
		return nil
	}
	c.rates[n] = found.rates
	return nil
}

func sameHours(a, b *scenario.Schedule) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// used are a usage's quantities by month, before they are scaled.
func (c *compiler) used(q *scenario.Quantity) []money.Decimal {
	key := q.Growth.String()
	if c.growths[key] == nil {
		c.growths[key] = scenario.NewGrowth(q.Growth)
	}
	var hours []money.Decimal
	if q.Hours != nil {
		at := q.Hours.String()
		if c.hours[at] == nil {
			c.hours[at] = q.Hours.Months(c.plan.Months, c.plan.hours)
		}
		hours = c.hours[at]
	}
	used := make([]money.Decimal, len(c.plan.Months))
	q.Used(c.plan.Months, hours, c.growths[key], used)
	return used
}

// scaled gives the line what was used, times the case's scale.
func (l *Line) scaled(used []money.Decimal, scale money.Decimal) {
	l.Quantity.Scale, l.Quantities = scale, used
	if scale.Equal(money.One) {
		return
	}
	l.Quantities = make([]money.Decimal, len(used))
	for m, n := range used {
		l.Quantities[m] = n.Mul(scale)
	}
}

// meterUses gathers the lines by subscription and meter, and sums them (step 2).
func (c *compiler) meterUses() {
	type key struct {
		subscription string
		meter        ratebook.MeterID
	}
	p, index := c.plan, make(map[key]int, len(c.plan.lines))
	var firsts, counts []int // by meter: its first line, and how many it has
	priced := 0
	for i := range p.lines {
		l := &p.lines[i]
		if c.rates[i] == nil {
			continue
		}
		k := key{l.Subscription, l.Meter.ID}
		u, ok := index[k]
		if !ok {
			u = len(firsts)
			index[k] = u
			firsts, counts = append(firsts, i), append(counts, 0)
		}
		l.use = u
		counts[u]++
		priced++
	}
	p.meters, p.ladders, p.eligible = make([]MeterUse, len(firsts)), make([][]*ratebook.Ladder, len(firsts)), make([][]Eligible, len(firsts))
	all := make([]int, priced)
	for u, i := range firsts {
		l := &p.lines[i]
		use := &p.meters[u]
		*use = MeterUse{Index: u, Subscription: l.Subscription, Meter: l.Meter, Rates: c.rates[i], Lines: all[:0:counts[u]]}
		all = all[counts[u]:]
		use.Discount, use.DiscountAt = p.Case.Negotiated(l.Subscription, l.Meter)
		p.ladders[u], p.eligible[u] = c.card.ladders(p, c.rates[i]), p.eligibleIn(l.Meter)
	}
	for i := range p.lines {
		if u := p.lines[i].use; u >= 0 {
			p.meters[u].Lines = append(p.meters[u].Lines, i)
		}
	}
	p.stated = p.sumLines()
}

// cycleDays are the days on which the imports' billing months start, each once;
// none where all start on the first.
func cycleDays(imports []scenario.Import) []int {
	var days []int
	for _, imp := range imports {
		days = append(days, max(1, imp.CycleDay))
	}
	slices.Sort(days)
	days = slices.Compact(days)
	if len(days) == 1 && days[0] == 1 {
		return nil
	}
	return days
}

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
	hours   map[string][]money.Decimal
	growths map[string]*scenario.Growth
	priced  []*cardMeter // by line; nil without a price
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
		resolver: r, plan: p, card: card, targets: r.targets[index], priced: make([]*cardMeter, len(r.targets[index])),
		hours: map[string][]money.Decimal{}, growths: map[string]*scenario.Growth{}, warned: map[Warning]bool{},
	}
	p.lines = make([]Line, 0, len(c.targets))
	if r.read == nil {
		r.read = make([]readUsage, len(c.targets))
	}
	for i, w := range r.s.Workloads {
		p.firstLines = append(p.firstLines, len(p.lines))
		for n := range w.Usage {
			if err := c.line(i, n, index == 0); err != nil {
				return nil, err
			}
		}
	}
	if err := p.checkDiscounts(); err != nil {
		return nil, err
	}
	c.meterUses()
	p.readChanges()
	if k.HasBenefits() {
		p.coverable, p.bought = c.machines(), r.benefits[index]
	}
	s := r.s                                                            // the plan is kept, and the resolver is not
	p.inCase = func(d money.Decimal, in money.Currency) money.Decimal { // reading the scenario has held that the rates are there
		d, _ = s.Exchanged(d, in, k.Terms.Currency)
		return d
	}
	p.purchases = c.purchases()
	c.readCards()
	p.subs = p.subscriptions()
	p.notes.scenario = r.s.Warnings
	p.notes.licences = p.licenceWarnings(c.targets)
	p.notes.counting = r.countingWarnings()
	p.notes.exchange = r.exchange[index]
	p.notes.changes = changeWarnings(k, c.targets)
	if p.machineLines = r.machines; r.machines != nil {
		p.machineUses, p.sizings = r.machines.uses[index], r.machines.sizings[index]
	}
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
		if read.Asked = u.Demand.String(); u.Extra != nil {
			read.Asked = u.Extra.String()
		}
	}
	found := c.card.priced(t)
	reason := found.reason
	if reason != "" && found.meter.ID == "" && u.Unmapped != "" {
		reason = u.Unmapped
	}
	open := ""
	if u.Machine == nil { // a machine's hours are hours
		u, open = c.counted(u, from)
	}
	if reason == "" {
		reason = open
	}
	if base {
		read.LineUsage = LineUsage{
			Workload: w.Name, Subscription: w.Subscription, Group: w.Group, Tags: w.Tags, Pos: u.Pos, From: from,
			Asked: read.Asked, Import: w.Import, Mapped: u.Mapped, Extra: u.Extra, Typical: u.Typical, Billed: u.Billed, Days: u.Days, index: n, WorkloadIndex: i, Number: w.Usage[k].Number(),
		}
		if u.Imported != nil && u.Recorded != nil && u.Typical == nil {
			read.recordedOf = scenario.EvidenceOf(*u.Imported)
		}
	}
	scale := t.scale
	var levers []scenario.Lever
	if len(t.levers) > 0 {
		at, _ := c.card.own(t)
		_, own, without := priceBy(at, t.levers)
		for _, i := range own {
			t.effective = append(t.effective, t.levers[i].change)
		}
		levers = leverNames(t.levers, own)
		if without {
			scale = money.Zero
		}
	}
	made := c.card.memo.line(n, found, t.hours)
	if made == nil {
		made = &madeLine{found: found, hours: t.hours, LineMeter: LineMeter{LineUsage: &read.LineUsage, Meter: found.meter, Levers: levers}}
		if err := c.count(made, w, u, read, base, open != ""); err != nil {
			return err
		}
		c.card.memo.keepLine(n, made)
	}
	if reason == "" {
		reason = made.reason
	}
	line := Line{LineMeter: &made.LineMeter, ScaledBy: t.scaledBy(c.plan.Case.Changes), use: -1}
	if made.used == nil {
		line.Quantities = make([]money.Decimal, len(c.plan.Months))
	} else {
		line.Scale, line.Quantities = scale, c.scaled.times(made.used, scale)
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
	c.priced[n] = found
	return nil
}

// count gives a line its quantities, before they are scaled. open tells that it is not
// known in what the usage counts.
func (c *compiler) count(line *madeLine, w *scenario.Workload, u scenario.Usage, read *readUsage, base, open bool) (err error) {
	to := line.Meter.Unit
	switch {
	case line.Meter.Name == "":
		return nil
	case !open && !base && read.used != nil && read.unit == to && sameHours(read.hours, line.hours):
		line.Quantity, line.used = read.quantity, read.used
		return nil
	}
	u.Hours = line.hours
	line.Quantity, err = w.In(u, to)
	if err != nil && u.Imported == nil {
		return err
	}
	inOther := err != nil || open // an export's unit cannot be mended: the quantity stays in it
	if inOther {
		line.reason = fmt.Sprintf("the export counts %q, the card prices %q, and the two do not convert", u.Quantity.Unit, to)
		line.Meter.Unit = u.Quantity.Unit
		if line.Quantity, err = w.In(u, u.Quantity.Unit); err != nil {
			return err
		}
	}
	line.used = c.used(&line.Quantity)
	if base && !inOther {
		read.unit, read.hours, read.quantity, read.used = to, line.hours, line.Quantity, line.used
	}
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

// meterUses gathers the lines by subscription and meter, and sums them (step 2).
func (c *compiler) meterUses() {
	p := c.plan
	made := c.card.memo.usesOf(c.priced)
	if made == nil {
		made = c.gather()
		c.card.memo.keepUses(made)
	}
	for i, u := range made.of {
		p.lines[i].use = u
	}
	p.meters, p.ladders, p.eligible, p.pools = made.meters, made.ladders, made.eligible, made.pools
	if !p.Case.Discount.IsZero() || len(p.Case.Discounts) > 0 {
		p.meters = slices.Clone(made.meters)
		for u := range p.meters {
			use := &p.meters[u]
			use.Discount, use.DiscountAt = p.Case.Negotiated(use.Subscription, use.Meter)
		}
	}
	p.stated = p.sumLines()
}

// gather makes the meters of the lines.
func (c *compiler) gather() *madeUses {
	type key struct {
		subscription string
		meter        ratebook.MeterID
		region       ratebook.Region // Retail Prices has one id for several, at their own prices
	}
	p, index := c.plan, make(map[key]int, len(c.plan.lines))
	made := &madeUses{priced: c.priced, of: make([]int, len(p.lines))}
	var firsts, counts []int // by meter: its first line, and how many it has
	for i := range p.lines {
		l := &p.lines[i]
		if made.of[i] = -1; c.priced[i] == nil {
			continue
		}
		k := key{l.Subscription, l.Meter.ID, l.Meter.Region}
		u, ok := index[k]
		if !ok {
			u = len(firsts)
			index[k] = u
			firsts, counts = append(firsts, i), append(counts, 0)
		}
		made.of[i] = u
		counts[u]++
	}
	made.meters, made.ladders, made.eligible = make([]MeterUse, len(firsts)), make([][]*ratebook.Ladder, len(firsts)), make([][]Eligible, len(firsts))
	for u, i := range firsts {
		l := &p.lines[i]
		made.meters[u] = MeterUse{
			Index: u, Subscription: l.Subscription, Account: c.accounts[l.Subscription], Meter: l.Meter, Rates: c.priced[i].rates, Lines: make([]int, 0, counts[u]), DiscountAt: -1,
		}
		made.ladders[u], made.eligible[u] = c.card.memo.laddersOf(p, c.priced[i].rates), p.eligibleIn(l.Meter)
	}
	for i, u := range made.of {
		if u >= 0 {
			made.meters[u].Lines = append(made.meters[u].Lines, i)
		}
	}
	made.pools = pooled(made.meters, p.rules)
	return made
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

package estimate

import (
	"context"
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// estimate prices one case.
func (r *resolver) estimate(ctx context.Context, index int, card *catalog) (*Estimate, error) {
	e, err := r.resolved(index, card)
	if err != nil {
		return nil, err
	}
	if err := e.findBenefits(ctx); err != nil {
		return nil, err
	}
	e.reckon()
	r.conclude(e, index)
	return e, nil
}

// resolved is a case's estimate after steps 1 and 2: lines, and the meters that
// they are priced by, with their rates.
func (r *resolver) resolved(index int, card *catalog) (*Estimate, error) {
	c := r.s.Cases[index]
	e := &Estimate{
		Case: c, Months: r.s.Period(), hours: r.s.Hours, rules: r.s.Rules,
		Unshared: make([]Charges, r.s.Months), warned: map[Warning]bool{}, Missing: r.s.Missing,
	}
	e.cycles = cycleDays(r.s.Imports)
	e.Card, e.doubts = card.header, card.doubts
	e.readTerms()
	rates, err := r.lines(e, card, r.targets[index])
	if err != nil {
		return nil, err
	}
	if c.Commitment != nil {
		if err := e.checkDiscounts(); err != nil {
			return nil, err
		}
		e.Commitment = newCommitmentUse(*c.Commitment, len(e.Months))
	}
	e.meterUses(rates)
	e.buyBenefits(r.benefits[index], card)
	return e, nil
}

// conclude shares the charges to the lines (step 7), and says what a reader
// has to know.
func (r *resolver) conclude(e *Estimate, index int) {
	e.shareToLines()
	for _, w := range r.s.Warnings {
		e.warn("", "%s", w)
	}
	e.warnAboutLevers()
	e.warnAboutLicences(r.targets[index])
	e.warnAboutCounting(r)
	if w := r.exchange[index]; w != "" {
		e.warn("exchange", "%s", w)
	}
	e.warnAboutChanges(r.targets[index])
	e.warnAboutDiscounts()
	e.warnAboutCorrections()
	e.Open = e.open()
	e.warnings()
}

// reckon takes steps 3 to 6, from the lines' quantities to the charges of
// meters.
func (e *Estimate) reckon() {
	e.coverUsage()
	e.charge()
	for m := range e.Months {
		e.discountAndCommit(m)
	}
	e.chargeUnused()
	subscriptions := e.subscriptions()
	for m := range e.Months {
		e.creditAndRecurring(m, subscriptions)
	}
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

// lines resolves each usage to the case's meter and its quantities. The rates
// are those of each line, nil for one without.
func (r *resolver) lines(e *Estimate, card *catalog, targets []target) (rates [][]ratebook.Rate, err error) {
	e.Lines = make([]Line, 0, len(targets)+2) // and addUnshared's
	rates = make([][]ratebook.Rate, len(targets))
	months := make([]LineMonth, len(targets)*len(e.Months)) // of all lines
	hours := map[string][]money.Decimal{}                   // by schedule
	growths := map[string]*scenario.Growth{}
	used := make([]money.Decimal, len(e.Months))
	for i, w := range r.s.Workloads {
		for k, u := range w.Usage {
			from := r.named[i][k]
			t := targets[len(e.Lines)]
			found, meter, reason := priced(card, t)
			if reason != "" && meter.ID == "" && u.Unmapped != "" {
				reason = u.Unmapped
			}
			u, open := r.counted(u, from)
			if reason == "" {
				reason = open
			}
			at, _ := card.own(t)
			_, own, without := levered(at, t.levers)
			for _, i := range own {
				targets[len(e.Lines)].took = append(targets[len(e.Lines)].took, t.levers[i].change)
			}
			line := Line{
				Levers:   leverNames(t.levers, own),
				Workload: w.Name, Subscription: w.Subscription, Group: w.Group, Tags: w.Tags, Pos: u.Pos,
				Meter: meter, From: from, index: len(e.Lines), use: -1, workload: i,
				Asked: u.Demand.String(), Import: w.Import, Billed: u.Billed, Typical: u.Typical,
			}
			n := len(e.Months)
			line.Months, months = months[:n:n], months[n:]
			if meter.Name != "" {
				u.Hours = t.hours
				line.Quantity, err = w.In(u, meter.Unit)
				if err != nil && u.Imported == nil {
					return nil, err
				}
				if err != nil || open != "" { // an export's unit cannot be mended: the quantity stays in it
					if reason == "" {
						reason = fmt.Sprintf("the export counts %q, the card prices %q, and the two do not convert", u.Quantity.Unit, meter.Unit)
					}
					line.Meter.Unit = u.Quantity.Unit
					if line.Quantity, err = w.In(u, u.Quantity.Unit); err != nil {
						return nil, err
					}
				}
				line.Quantity.Scale = t.scale
				if without {
					line.Quantity.Scale = money.Zero
				}
				q := &line.Quantity
				if growths[q.Growth.String()] == nil {
					growths[q.Growth.String()] = scenario.NewGrowth(q.Growth)
				}
				q.Used(e.Months, e.hoursOf(u.Hours, hours), growths[q.Growth.String()], used)
				for m, n := range used {
					line.Months[m].Quantity = n.Mul(q.Scale)
				}
			}
			if from.Region != w.Region && w.Region != "" && from.Region != ratebook.Global && !from.Region.IsZone() {
				e.warn(w.Name, "%s runs in %s, not in the workload's region, %s", from.Title(), from.Region.Display(), w.Region.Display())
			}
			e.warnAboutZone(from, t)
			e.warnAboutMatch(u, from)
			e.Lines = append(e.Lines, line)
			if reason != "" {
				e.unpriced(len(e.Lines)-1, e.Months, line.Total(), reason)
				continue
			}
			rates[len(e.Lines)-1] = found
		}
	}
	return rates, nil
}

// hoursOf gives a schedule's hours in each month, known ones without reckoning.
func (e *Estimate) hoursOf(s *scenario.Schedule, known map[string][]money.Decimal) []money.Decimal {
	if s == nil {
		return nil
	}
	hours, ok := known[s.String()]
	if !ok {
		hours = s.Months(e.Months, e.hours)
		known[s.String()] = hours
	}
	return hours
}

// priced gives the rates of the meter that a target is priced by in the case's
// card, or the reason why there is none.
func priced(card *catalog, t target) (rates []ratebook.Rate, meter ratebook.Meter, reason string) {
	at, own := card.own(t)
	meter, own = pull(at, own, t)
	to, known := destination(meter, t.region)
	if !known {
		return nil, meter, fmt.Sprintf("the bandwidth zone of %s is not known", t.region.Display())
	}
	if to == meter.Region && len(own) > 0 {
		return own, meter, ""
	}
	if meter.Name == "" && meter.ID == "" { // only an export's can be so
		return nil, meter, "the export names no meter, neither by id nor by name"
	}
	if meter.Name == "" {
		return nil, meter, fmt.Sprintf("meter %s is not in the card of %s", meter.ID, card.header.Terms)
	}
	found := card.rates(meter.Family().In(to))
	equivalents := distinct(found)
	if meter.Unit.Text() == "" { // the first case's card has not settled which meter it is
		return nil, meter, withoutUnit(card, meter, to, equivalents)
	}
	switch len(equivalents) {
	case 1:
		return found, equivalents[0], ""
	case 0:
		if meter.ID == "" && (at.ID != "" || !t.imported) { // a lever made another meter of it
			return nil, meter, fmt.Sprintf("the card of %s has no meter %s in %s", card.header.Terms, meter.Title(), to.Display())
		}
		if to == meter.Region && meter.ID == "" {
			return nil, meter, fmt.Sprintf("the export names no meter's id, and the card of %s has no meter of its name and unit in %s", card.header.Terms, to.Display())
		}
		if to == meter.Region {
			return nil, meter, fmt.Sprintf("the card of %s has neither meter %s nor another of its name in %s", card.header.Terms, meter.ID, to.Display())
		}
		return nil, meter, fmt.Sprintf("%s has no equivalent of it in %s", card.header.Terms, to.Display())
	default:
		return nil, meter, fmt.Sprintf("%d meters could be its equivalent in %s:%s", len(equivalents), to.Display(), list(equivalents))
	}
}

// withoutUnit says why an export's meter without a unit has no price.
func withoutUnit(card *catalog, m ratebook.Meter, in ratebook.Region, named []ratebook.Meter) string {
	what := "names neither a meter id nor a unit"
	if m.ID != "" {
		what = fmt.Sprintf("names meter %s, which the card does not have, and no unit", m.ID)
	}
	switch len(named) {
	case 0:
		return fmt.Sprintf("the export %s, and the card of %s has no meter of its name in %s", what, card.header.Terms, in.Display())
	case 1:
		return fmt.Sprintf("the export %s, and the first case's card has no meter of its name", what)
	}
	return fmt.Sprintf("the export %s, and %d meters have its name in %s:%s", what, len(named), in.Display(), list(named))
}

// destination is where a meter is after a move: global ones stay, bandwidth
// zones follow the region. known is false where the region has no known zone.
func destination(m ratebook.Meter, to ratebook.Region) (r ratebook.Region, known bool) {
	switch {
	case to == "" || m.Region == ratebook.Global:
		return m.Region, true
	case m.Region.IsZone():
		return to.Zone(), to.Zone() != ""
	default:
		return to, true
	}
}

// cards takes every case's changes, and asks each card once for the meters of
// all its cases by id, and once for their equivalents in the regions that cases
// move to.
func (r *resolver) cards(ctx context.Context) (map[ratebook.Terms]*catalog, error) {
	lines := 0
	for _, w := range r.s.Workloads {
		lines += len(w.Usage)
	}
	byTerms := map[ratebook.Terms][][]target{} // those of each case
	for _, c := range r.s.Cases {
		targets := make([]target, 0, lines)
		for i, w := range r.s.Workloads {
			for k, u := range w.Usage {
				t, err := r.apply(ctx, c, w, u, r.named[i][k])
				if err != nil {
					return nil, err
				}
				targets = append(targets, t)
			}
		}
		r.targets = append(r.targets, targets)
		byTerms[c.Terms] = append(byTerms[c.Terms], targets)
	}
	cards := map[ratebook.Terms]*catalog{}
	var first []scenario.Case // of each terms
	for _, c := range r.s.Cases {
		if cards[c.Terms] == nil {
			cards[c.Terms] = &catalog{}
			first = append(first, c)
		}
	}
	err := parallel(ctx, len(first), func(i int) error {
		c := first[i]
		if err := r.fill(ctx, c.Terms, cards[c.Terms], byTerms[c.Terms]); err != nil {
			return fmt.Errorf("%s: case %q: %w", c.Pos, c.Name, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.settleCounting(cards)
	r.exchange = r.exchangeWarnings(cards)
	if err := r.benefitCards(ctx, cards); err != nil {
		return nil, err
	}
	return cards, r.doubt(ctx, cards)
}

func (r *resolver) fill(ctx context.Context, terms ratebook.Terms, card *catalog, cases [][]target) error {
	var ids, families []ratebook.Selector
	asked := map[ratebook.MeterID]bool{}
	for _, targets := range cases {
		for _, t := range targets {
			if !asked[t.meter.ID] {
				asked[t.meter.ID] = true
				ids = append(ids, ratebook.Selector{ID: t.meter.ID})
			}
		}
	}
	if err := r.look(ctx, terms, card, ids); err != nil {
		return err
	}
	for _, targets := range cases {
		for _, t := range targets {
			m, own := card.own(t)
			m, own = pull(m, own, t)
			if to, known := destination(m, t.region); known && m.Name != "" && (to != m.Region || own == nil) {
				families = append(families, m.Family().In(to))
			}
		}
	}
	return r.look(ctx, terms, card, families)
}

// pull gives the meter that a target's levers come to: its own rates are gone
// where that is another one.
func pull(m ratebook.Meter, rates []ratebook.Rate, t target) (ratebook.Meter, []ratebook.Rate) {
	to, _, _ := levered(m, t.levers)
	if to.ID != m.ID || m.ID == "" {
		return to, nil
	}
	return m, rates
}

// own is the card's meter of the target's id, with its rates; or the target's,
// without. An id may be sold in several regions: the target's own counts, else the
// workload's, else the first. Of several descriptions there the target's counts.
func (c catalog) own(t target) (ratebook.Meter, []ratebook.Rate) {
	all := c.byID[t.meter.ID]
	if len(all) == 0 {
		return t.meter, nil
	}
	m := all[0].Meter
	if r := m.Region; slices.ContainsFunc(all, func(rate ratebook.Rate) bool { return rate.Meter.Region != r }) {
		m = soldIn(places(all), t.meter.Region, t.home)
	}
	var here []ratebook.Rate
	for _, rate := range all {
		if rate.Meter.Region == m.Region {
			here = append(here, rate)
			if rate.Meter.Title() == t.meter.Title() {
				m = rate.Meter
			}
		}
	}
	return m, here
}

package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// An export may state no unit, or one that is a plain name ("Operation Units"),
// for a meter that the card prices in blocks ("10,000s"): its quantities then
// count the card's blocks, or single ones. Or it states another period ("Daily
// Units") than the meter has ("1 Hour"): they count either. The meter is the same,
// so what was billed for a quantity, against the card's rate, tells which; where it
// does not, the usage is not priced. A block is 10 at least, and a day 24 hours: a
// discount is not mistaken for one. Units of different things (GB, hours) stay
// apart, however well a bill fits.

// counting says what an export's quantities of a meter count.
type counting struct {
	unit   unit.Unit
	times  money.Decimal // of the quantity, in unit
	shown  bool          // by what was billed
	reason string        // why that cannot be told; the usage is then not priced
	off    string        // how far what was billed is from the card's price; "" where it is near
}

type countingKey struct {
	meter string // see scenario.EvidenceOf
	unit  string // as the export writes it
}

// countedBy is what settles an export's quantities of a meter; ok is false where
// the card's meter is not known to be the export's: by its id or, where the export
// states no unit, by its name.
func countedBy(export *ratebook.Meter, own ratebook.Meter) (key countingKey, ok bool) {
	if export == nil || own.ID == "" || own.ID != export.ID && export.Unit.Text() != "" {
		return key, false
	}
	return countingKey{scenario.EvidenceOf(*export), export.Unit.Text()}, true
}

// settleCounting finds out, for each meter that exports name by its id, what
// their quantities count, where the unit leaves it open.
func (r *resolver) settleCounting(cards map[ratebook.Terms]*catalog) {
	evidence := map[countingKey][]scenario.Evidence{}
	for _, e := range r.s.Evidence {
		k := countingKey{e.Meter, e.Unit}
		evidence[k] = append(evidence[k], e)
	}
	r.counts, r.measures = map[countingKey]*counting{}, map[countingKey]unit.Measure{}
	for i, w := range r.s.Workloads {
		for k, u := range w.Usage {
			own := r.named[i][k]
			key, ok := countedBy(u.Imported, own)
			if !ok {
				continue
			}
			if own, ok = r.inAnyCard(own.ID, cards); !ok {
				continue
			}
			if u.Imported.Unit.Measure() == unit.OfCount { // it states no period, and the meter may
				r.measures[key] = own.Unit.Measure()
			}
			if _, known := r.counts[key]; !known {
				r.counts[key] = r.countingOf(w, u, own, cards, evidence[key])
			}
		}
	}
}

// countingOf is nil where the unit leaves nothing open.
func (r *resolver) countingOf(w scenario.Workload, u scenario.Usage, own ratebook.Meter, cards map[ratebook.Terms]*catalog, evidence []scenario.Evidence) *counting {
	export, card := u.Imported.Unit, own.Unit
	_, apart := w.In(u, card)
	unsure := slices.ContainsFunc(evidence, func(e scenario.Evidence) bool { return e.Unsure })
	could, otherwise := readings(export, card, apart != nil, unsure)
	switch {
	case could == nil:
		return nil
	case len(could) == 1 && otherwise != nil:
		otherwise.off = r.offBy(*otherwise, own.ID, cards, evidence)
		return otherwise
	}
	if i := r.shownBy(could, own.ID, cards, evidence); i >= 0 {
		could[i].shown = true
		return &could[i]
	}
	if otherwise != nil {
		return otherwise
	}
	states, how := fmt.Sprintf("the export counts %q", export), ""
	if export.Text() == "" {
		states = "the export names no unit"
	}
	if apart != nil && export.Text() != "" {
		how = ", and the two do not convert"
	}
	why := "what was billed does not show which of the two its quantities count"
	if export.Text() == "" {
		why = "what was billed does not show what its quantities count"
	}
	if len(evidence) > 0 && !slices.ContainsFunc(evidence, func(e scenario.Evidence) bool { return r.ratesIn(e.Currency, own.ID, cards) != nil }) {
		why = fmt.Sprintf("what its quantities count could be told by a card in %s, which it was billed in", evidence[0].Currency)
	}
	return &counting{reason: fmt.Sprintf("%s, the card prices %q%s: %s", states, card, how, why)}
}

// readings are what quantities could count; none where the units leave nothing
// open. otherwise is what holds where nothing shows it; nil for nothing.
func readings(export, card unit.Unit, apart, unsure bool) (could []counting, otherwise *counting) {
	as := func(u unit.Unit) counting { return counting{unit: u, times: money.One} }
	blocks, singles := as(card), as(card.Single().Over(card.Period()))
	text := export.Text()
	plain := text == "1" || export.Block().Equal(money.One) && (text == "" || text[0] < '0' || text[0] > '9')
	count := export.Noun() == "" && export.Period() == "" && plain
	_, err := unit.Convert(money.One, export.Single(), card.Single())
	alike := err == nil // the one may count the other
	switch {
	case (text == "" || apart && count) && singles.unit.Same(card):
		return []counting{blocks}, &blocks // the meter's own unit
	case text == "" || apart && count:
		return []counting{blocks, singles}, nil
	case apart && card.Noun() == "" && card.Period() == "" && export.Block().Equal(card.Block()) && alike:
		return []counting{blocks}, &blocks // "Daily Units" are the card's "Units"
	case apart && card.Noun() == "" && card.Period() == "" && export.Block().Equal(card.Block()):
		return []counting{blocks}, nil // "Units" may be GB
	case apart && !alike:
		return nil, nil // GB are not hours, even if a bill fits
	case apart && export.Block().Equal(money.One) && singles.unit.Same(card):
		return []counting{blocks}, nil
	case apart:
		return []counting{blocks, {unit: singles.unit, times: export.Block()}}, nil
	case export.Period() != card.Period() && export.Period() != "" && card.Period() != "": // "Daily Units" of a meter of "1 Hour"
		could = []counting{as(export), blocks}
		if !singles.unit.Same(card) {
			could = append(could, singles)
		}
		if by := export.Block(); !by.Equal(money.One) && !by.Equal(card.Block()) {
			could = append(could, counting{unit: singles.unit, times: by})
		}
		return could, nil
	case unsure && money.One.Less(export.Block()):
		stated, by := as(export), export.Block()
		return []counting{stated, {unit: export, times: money.One.Div(by)}, {unit: export, times: by}}, &stated
	case plain && money.One.Less(card.Block()) && !export.Same(card):
		stated := as(export)
		if export.Period() != "" || export.Noun() != "" && !unit.Counts(export.Noun()) {
			return []counting{blocks, stated}, &stated // hours are hours, and GB are GB
		}
		return []counting{blocks, stated}, nil
	}
	return nil, nil
}

// shownBy is the one of several readings by which what was billed follows from a
// card's prices; -1 where none does, or several do. Each month's records have a
// say; nine in ten have to agree.
func (r *resolver) shownBy(could []counting, id ratebook.MeterID, cards map[ratebook.Terms]*catalog, evidence []scenario.Evidence) int {
	votes, undecided := make([]int64, len(could)), int64(0)
	for _, e := range evidence {
		rates := r.ratesIn(e.Currency, id, cards)
		if rates == nil {
			continue
		}
		fits := -1
		for i, c := range could {
			if !fitsPrices(c, rates, e) {
				continue
			}
			if fits >= 0 {
				fits = -1
				break
			}
			fits = i
		}
		if fits < 0 {
			undecided += e.Records
		} else {
			votes[fits] += e.Records
		}
	}
	best := 0
	all := undecided
	for i, n := range votes {
		all += n
		if votes[best] < n {
			best = i
		}
	}
	decided := all - undecided
	if votes[best] == 0 || votes[best]*10 < decided*9 || decided < undecided {
		return -1
	}
	return best
}

// inAnyCard is the meter of an id as the first card has it that does.
func (r *resolver) inAnyCard(id ratebook.MeterID, cards map[ratebook.Terms]*catalog) (ratebook.Meter, bool) {
	if rates := r.base.byID[id]; len(rates) > 0 {
		return rates[0].Meter, true
	}
	for _, c := range r.s.Cases {
		if rates := cards[c.Terms].byID[id]; len(rates) > 0 {
			return rates[0].Meter, true
		}
	}
	return ratebook.Meter{}, false
}

// ratesIn are a meter's on the first case's card that is in a currency; nil
// where no card is.
func (r *resolver) ratesIn(in money.Currency, id ratebook.MeterID, cards map[ratebook.Terms]*catalog) []ratebook.Rate {
	for _, c := range r.s.Cases {
		if c.Terms.Currency != in {
			continue
		}
		if rates := cards[c.Terms].byID[id]; len(rates) > 0 {
			return rates
		}
	}
	if len(r.s.Cases) > 0 && r.s.Cases[0].Terms.Currency == in { // a change may swap the meter in every case
		return r.base.byID[id]
	}
	return nil
}

// What was billed fits a card's prices from half of the lowest to a quarter above
// the highest: discounts and free amounts lower it.
var lowestFit, highestFit = money.MustParse("0.5"), money.MustParse("1.25")

// fitsPrices tells whether a month's cost follows from the rates, if its quantity
// is read so.
func fitsPrices(c counting, rates []ratebook.Rate, e scenario.Evidence) bool {
	factor, err := unit.Convert(c.times, c.unit, rates[0].Meter.Unit)
	if err != nil || factor.IsZero() {
		return false
	}
	lowest, highest := pricesOf(rates)
	if lowest.IsZero() {
		return false
	}
	quantity := e.Quantity.Mul(factor)
	return !e.Cost.Less(quantity.Mul(lowest).Mul(lowestFit)) && !quantity.Mul(highest).Mul(highestFit).Less(e.Cost)
}

// pricesOf are the lowest and the highest price of rates, above zero.
func pricesOf(rates []ratebook.Rate) (lowest, highest money.Decimal) {
	for _, r := range rates {
		for _, t := range r.Tiers {
			if t.UnitPrice.Sign() > 0 && (lowest.IsZero() || t.UnitPrice.Less(lowest)) {
				lowest = t.UnitPrice
			}
			highest = highest.Max(t.UnitPrice)
		}
	}
	return lowest, highest
}

// What was billed is far from a card's prices below a quarter of the lowest and
// above twice the highest.
var lowestNear, highestNear = money.MustParse("0.25"), money.Int(2)

// offBy says by how much what was billed is off the card's prices, where nothing
// but the meter's own unit says what quantities count: in the month whose bill is
// the largest of those that are far. It is "" where none is.
func (r *resolver) offBy(c counting, id ratebook.MeterID, cards map[ratebook.Terms]*catalog, evidence []scenario.Evidence) (text string) {
	worst := money.Zero
	for _, e := range evidence {
		lowest, highest := pricesOf(r.ratesIn(e.Currency, id, cards))
		low, high := e.Quantity.Mul(c.times).Mul(lowest), e.Quantity.Mul(c.times).Mul(highest)
		above := !high.IsZero() && high.Mul(highestNear).Less(e.Cost)
		if below := e.Cost.Less(low.Mul(lowestNear)); !above && !below || !worst.Less(low.Max(e.Cost)) {
			continue
		}
		worst = low.Max(e.Cost)
		if above {
			text = fmt.Sprintf("%s times the card's price was billed in %s", e.Cost.Div(high).Round(1), e.Month)
		} else {
			text = fmt.Sprintf("the card's price is %s times what was billed in %s", low.Div(e.Cost).Round(1), e.Month)
		}
	}
	return text
}

// counted is the usage with its quantities as they are read, and the reason why
// that cannot be told. What the export's unit leaves open of a typical month, the
// meter's own says: "GB" of a meter of "1 GB/Month" are held for a month.
func (r *resolver) counted(u scenario.Usage, own ratebook.Meter) (scenario.Usage, string) {
	key, ok := countedBy(u.Imported, own)
	if !ok {
		return u, ""
	}
	if m := r.measures[key]; m != "" && u.Typical != nil && m != u.Typical.Measure {
		u = u.Typically(m, r.s.Period(), r.s.Hours)
	}
	c := r.counts[key]
	switch {
	case c == nil:
		return u, ""
	case c.reason != "":
		return u, c.reason
	}
	u.Quantity.Unit, u.Quantity.Value = c.unit, u.Quantity.Value.Mul(c.times)
	if u.Recorded != nil {
		recorded := make([]money.Decimal, len(u.Recorded))
		for i, n := range u.Recorded {
			recorded[i] = n.Mul(c.times)
		}
		u.Recorded = recorded
	}
	return u, ""
}

// countingWarnings say how quantities were read whose unit leaves it open, and
// where what was billed speaks against it.
func (r *resolver) countingWarnings() (warnings []Warning) {
	var list, off []string
	seen := map[countingKey]bool{}
	for i, w := range r.s.Workloads {
		for k, u := range w.Usage {
			own := r.named[i][k]
			key, ok := countedBy(u.Imported, own)
			c := r.counts[key]
			if !ok || c == nil || seen[key] || c.reason != "" {
				continue
			}
			seen[key] = true
			if c.off != "" {
				off = append(off, fmt.Sprintf("%s, read as %q: %s", own.Title(), c.unit, c.off))
			}
			if c.times.Equal(money.One) && c.unit.Text() == key.unit && (!c.shown || c.unit.Block().Equal(money.One)) {
				continue // as the export states
			}
			why := "as the meter does"
			if c.shown {
				why = "as what was billed shows"
			}
			count := fmt.Sprintf("%q", c.unit)
			if !c.times.Equal(money.One) {
				count = c.times.String() + " × " + count
			}
			states := "no unit"
			if key.unit != "" {
				states = fmt.Sprintf("%q", key.unit)
			}
			list = append(list, fmt.Sprintf("%s, with %s, counts %s, %s", own.Title(), states, count, why))
		}
	}
	if off != nil {
		warnings = append(warnings, warning("units", "what was billed is far from the card's price, so the quantity may count something else than the meter's unit; check it against an invoice: %s", First(off, 3)))
	}
	if list != nil {
		warnings = append(warnings, warning("units", "the export's unit leaves open what its quantities count: %s", First(list, 3)))
	}
	return warnings
}

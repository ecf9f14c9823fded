package estimate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// benefitCards looks up, for each case with benefits, what is reserved and what
// it costs, and the machines without licence of meters with one.
func (r *resolver) benefitCards(ctx context.Context, cards map[ratebook.Terms]*catalog) error {
	r.benefits = make([][]BenefitUse, len(r.s.Cases))
	owned, err := r.ownedReservations(ctx, cards)
	if err != nil {
		return err
	}
	for i, c := range r.s.Cases {
		if !c.HasBenefits() {
			continue
		}
		card := cards[c.Terms]
		var machines []ratebook.Selector
		for n := range r.targets[i] {
			found := card.priced(&r.targets[i][n])
			if s, ok := found.meter.WithoutLicence(); ok && found.reason == "" {
				machines = append(machines, s)
			}
		}
		if err := r.look(ctx, c.Terms, card, machines); err != nil {
			return err
		}
		if r.benefits[i], err = r.owned(ctx, i, owned, card); err != nil {
			return err
		}
		for _, v := range c.Reservations {
			if !v.Kind.OfTerm() {
				return v.Errorf("case %q: %q is not a kind of reservation", c.Name, v.Kind)
			}
			b, err := r.reserved(ctx, c, v, card)
			if err != nil {
				return err
			}
			r.benefits[i] = append(r.benefits[i], b)
		}
		for _, v := range c.SavingsPlans {
			if !v.Kind.Hourly() {
				return v.Errorf("case %q: %q is not a kind of savings plan", c.Name, v.Kind)
			}
			r.benefits[i] = append(r.benefits[i], savingsPlanUse(v))
		}
		inTurn(r.benefits[i])
		for k := range r.benefits[i] {
			r.benefits[i][k].spread(r.s.Period(), r.s.Hours)
		}
	}
	return nil
}

// reserved finds a reservation's meter and price in the case's card. Words are
// those of that card; else those of the base case's, as everywhere.
func (r *resolver) reserved(ctx context.Context, c scenario.Case, v scenario.Reservation, card *catalog) (BenefitUse, error) {
	want := v.Meter
	if v.Region != ratebook.Global {
		want = want.In(v.Region)
	}
	if err := r.look(ctx, c.Terms, card, []ratebook.Selector{want}); err != nil {
		return BenefitUse{}, err
	}
	found := card.rates(want)
	if len(found) == 0 {
		var err error
		if found, err = r.reservedByBase(ctx, c, want, card); err != nil {
			return BenefitUse{}, err
		}
	}
	offered := slices.DeleteFunc(slices.Clone(found), func(rate ratebook.Rate) bool { return len(termsOf(rate, v.Kind)) == 0 })
	meters := distinct(offered)
	switch {
	case len(found) == 0 && v.Region != ratebook.Global && card.notAsked(v.Region, want.Category) != "":
		return BenefitUse{}, v.Errorf("case %q: the %s of %s: %s", c.Name, v.Kind, want, card.notAsked(v.Region, want.Category))
	case len(found) == 0:
		return BenefitUse{}, v.Errorf("case %q: no meter %s in the card of %s to reserve%s", c.Name, want, card.header.Terms, r.nearestIn(ctx, c.Terms, want))
	case len(meters) == 0:
		return BenefitUse{}, v.Errorf("case %q: %s", c.Name, notReserved(v.Kind, found[0].Meter, card.header.Terms))
	case len(meters) > 1:
		return BenefitUse{}, v.Errorf("case %q: %d meters are %s; add words, or give an id:%s", c.Name, len(meters), want, list(meters))
	}
	m := meters[0]
	hourly, ok := perHour(m.Unit)
	if !ok {
		return BenefitUse{}, v.Errorf("case %q: %s is counted in %q; only what is counted in hours can be reserved here", c.Name, m.Title(), m.Unit)
	}
	price, err := reservationPrice(offered, v, r.s.Start)
	if err != nil {
		return BenefitUse{}, v.Errorf("case %q: %s in %s: %w", c.Name, m.Title(), m.Region.Display(), err)
	}
	return reservationUse(v, m, price, hourly), nil
}

// reservedByBase finds by id, in the case's card, what the words mean in the
// base case's.
func (r *resolver) reservedByBase(ctx context.Context, c scenario.Case, want ratebook.Selector, card *catalog) ([]ratebook.Rate, error) {
	if err := r.look(ctx, r.s.Cases[0].Terms, &r.base, []ratebook.Selector{want}); err != nil {
		return nil, err
	}
	var ids []ratebook.Selector
	for _, m := range distinct(r.base.rates(want)) {
		ids = append(ids, ratebook.Selector{ID: m.ID})
	}
	if err := r.look(ctx, c.Terms, card, ids); err != nil {
		return nil, err
	}
	var found []ratebook.Rate
	for _, id := range ids {
		found = append(found, card.rates(id)...)
	}
	return found, nil
}

// notReserved says why a meter has no price of a reservation, and what would do.
func notReserved(kind ratebook.PriceKind, m ratebook.Meter, terms ratebook.Terms) string {
	if s, ok := m.WithoutLicence(); ok {
		return fmt.Sprintf("%s is priced with the licence of Windows, which is not reserved; reserve the machine, subcategory: %s: it covers those with Windows, too", m.Title(), *s.Subcategory)
	}
	why := fmt.Sprintf("the card of %s has no %s of %s in %s", terms, kind, m.Title(), m.Region.Display())
	if terms.Source != ratebook.Retail {
		why += fmt.Sprintf("; retail cards have reservations' prices: write source: retail, and run %q",
			fmt.Sprintf("azwhatif fetch --source retail --offer MS-AZR-0003P --currency %s --market %s", terms.Currency, terms.Market))
	}
	return why
}

// reservationPrice is that of one unit for the whole term, in force in the month
// in which the term begins (or the scenario does, where that is later).
func reservationPrice(rates []ratebook.Rate, v scenario.Reservation, start scenario.Month) (money.Decimal, error) {
	month := v.From
	if month.Since(start) < 0 {
		month = start
	}
	rate := ratebook.InForce(rates, month.End())
	if last, ok := ratebook.Ended(rates, month.End()); ok {
		return money.Zero, fmt.Errorf("its price ended on %s, before %s, in which the term begins", last.Format("2006-01-02"), month)
	}
	if rate == nil {
		return money.Zero, fmt.Errorf("its first price takes effect after %s, in which the term begins", month)
	}
	if p, ok := rate.BesideIn(v.Kind, v.Months, month.End()); ok {
		return p.Amount, nil
	}
	var have []string
	for _, months := range termsOf(*rate, v.Kind) {
		have = append(have, fmt.Sprint(months))
	}
	return money.Zero, fmt.Errorf("no %s for %d months has a price in the card in %s; there are those for %s", v.Kind, v.Months, month, strings.Join(have, " and "))
}

// termsOf lists the terms, in months, that a rate has prices of a kind for.
func termsOf(r ratebook.Rate, kind ratebook.PriceKind) []int {
	var months []int
	for _, p := range r.Beside {
		if p.Kind == kind && !slices.Contains(months, p.Months) {
			months = append(months, p.Months)
		}
	}
	slices.Sort(months)
	return months
}

// perHour is how much a machine counts in an hour, in the unit of its meter; ok
// is false where the meter does not count time.
func perHour(u unit.Unit) (n money.Decimal, ok bool) {
	switch u.Period() {
	case unit.Second, unit.Minute, unit.Hour, unit.Day:
		n, err := unit.Convert(money.One, u.Single().Over(unit.Hour), u)
		return n, err == nil
	}
	return money.Zero, false
}

// machines are, for each of Meters, the rates of the machine whose price a
// benefit takes the place of: the meter's own, or without licence where it has
// one. They are nil where no benefit can cover the meter.
func (c *compiler) machines() [][]ratebook.Rate {
	rates := make([][]ratebook.Rate, len(c.plan.meters))
	for u := range c.plan.meters {
		m := c.plan.meters[u].Meter
		if _, ok := perHour(m.Unit); !ok {
			continue
		}
		plain, licensed := m.WithoutLicence()
		if !licensed {
			rates[u] = c.plan.meters[u].Rates
			continue
		}
		if found := c.card.rates(plain); len(distinct(found)) == 1 {
			rates[u] = found
			continue
		}
		c.warn(m.Title(), "the card does not have the machine without Windows: what a benefit covers of it is not known, and none does")
	}
	return rates
}

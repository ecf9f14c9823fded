package estimate

import (
	"context"
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// ownedMeter is what a reservation that one has already is for, and what one unit costs.
type ownedMeter struct {
	meter   ratebook.Meter
	price   money.Decimal // of one for the whole term
	monthly money.Decimal // of one in a month; zero where only price is stated
	in      money.Currency
	card    string // whose price it is; "" where the scenario states it
}

// ownedReservations finds what is reserved of what one has already, by index into the
// cases' Owned, on the first case's card that has it: first the base case's, as
// everywhere. The price is stated or, of a card, that of the first case's that has one.
func (r *resolver) ownedReservations(ctx context.Context, cards map[ratebook.Terms]*catalog) (map[int]ownedMeter, error) {
	out := map[int]ownedMeter{}
	for i, o := range r.s.Cases[0].Owned {
		if o.Reservation == nil || !r.touches(o) {
			continue
		}
		m, err := r.ownedMeterOf(ctx, *o.Reservation, cards)
		if err != nil {
			return nil, err
		}
		own := ownedMeter{meter: m, in: o.Currency}
		months := money.Int(int64(o.Reservation.Months))
		switch {
		case o.Price == nil:
			if own, err = r.ownedCardPrice(ctx, *o.Reservation, m, cards); err != nil {
				return nil, err
			}
		case o.Reservation.Payment == scenario.Upfront:
			own.price = *o.Price
		default:
			own.monthly, own.price = *o.Price, o.Price.Mul(months)
		}
		out[i] = own
	}
	return out, nil
}

// touches tells whether some of a benefit's term lies in the scenario's months.
func (r *resolver) touches(o scenario.Owned) bool {
	from, months := scenario.Month{}, 0
	if v := o.Reservation; v != nil {
		from, months = v.From, v.Months
	} else {
		from, months = o.SavingsPlan.From, o.SavingsPlan.Months
	}
	period := r.s.Period()
	return from.Since(period[len(period)-1]) <= 0 && period[0].Since(from) < months
}

// ownedMeterOf finds the meter that is reserved.
func (r *resolver) ownedMeterOf(ctx context.Context, v scenario.Reservation, cards map[ratebook.Terms]*catalog) (ratebook.Meter, error) {
	want := v.Meter
	if v.Region != ratebook.Global {
		want = want.In(v.Region)
	}
	for _, c := range r.s.Cases {
		card := cards[c.Terms]
		if err := r.look(ctx, c.Terms, card, []ratebook.Selector{want}); err != nil {
			return ratebook.Meter{}, err
		}
		found := distinct(card.rates(want))
		if len(found) > 1 { // the licence is not reserved
			found = slices.DeleteFunc(found, func(m ratebook.Meter) bool { _, licensed := m.WithoutLicence(); return licensed })
		}
		switch {
		case len(found) == 0:
			continue
		case len(found) > 1:
			return ratebook.Meter{}, v.Errorf("%d meters are %s; add words or the region, or give an id:%s", len(found), want, list(found))
		}
		m := found[0]
		if s, ok := m.WithoutLicence(); ok {
			return m, v.Errorf("%s is priced with the licence of Windows, which is not reserved; name the machine, subcategory: %s: it covers those with Windows, too", m.Title(), *s.Subcategory)
		}
		if _, ok := perHour(m.Unit); !ok {
			return m, v.Errorf("%s is counted in %q; only what is counted in hours can be reserved here", m.Title(), m.Unit)
		}
		return m, nil
	}
	return ratebook.Meter{}, v.Errorf("no meter %s in the card of %s, or of another case, that is reserved%s", want, r.s.Cases[0].Terms, r.nearestIn(ctx, r.s.Cases[0].Terms, want))
}

// ownedCardPrice is a card's price of a reservation that one has already, where the
// scenario states none.
func (r *resolver) ownedCardPrice(ctx context.Context, v scenario.Reservation, m ratebook.Meter, cards map[ratebook.Terms]*catalog) (ownedMeter, error) {
	for _, c := range r.s.Cases {
		card := cards[c.Terms]
		if _, err := r.sameMeter(ctx, c, m, card); err != nil {
			return ownedMeter{}, err
		}
		rates := slices.DeleteFunc(slices.Clone(card.rates(ratebook.Selector{ID: m.ID})), func(rate ratebook.Rate) bool {
			return rate.Meter.Region != m.Region || len(termsOf(rate, v.Kind)) == 0
		})
		if len(rates) == 0 {
			continue
		}
		if price, err := reservationPrice(rates, v, r.s.Start); err == nil {
			return ownedMeter{meter: m, price: price, in: c.Terms.Currency, card: card.header.Terms.String()}, nil
		}
	}
	return ownedMeter{}, v.Errorf("no card of a case has the price of a %s of %s in %s for %d months; state what one costs, with monthly: or upfront:", v.Kind, m.Title(), m.Region.Display(), v.Months)
}

// sameMeter is a meter as the case's card has it: by its id, else by its words; as it is
// where the card does not have it.
func (r *resolver) sameMeter(ctx context.Context, c scenario.Case, m ratebook.Meter, card *catalog) (ratebook.Meter, error) {
	words := ratebook.Selector{Category: m.Category, Subcategory: &m.Subcategory, Name: m.Name, Unit: m.Unit.String()}.In(m.Region)
	for _, want := range []ratebook.Selector{{ID: m.ID}, words} {
		if err := r.look(ctx, c.Terms, card, []ratebook.Selector{want}); err != nil {
			return m, err
		}
		found := slices.DeleteFunc(distinct(card.rates(want)), func(same ratebook.Meter) bool { return same.Region != m.Region })
		if len(found) == 1 {
			return found[0], nil
		}
	}
	return m, nil
}

// owned are the benefits that one has already, in a case's currency.
func (r *resolver) owned(ctx context.Context, index int, meters map[int]ownedMeter, card *catalog) (list []BenefitUse, err error) {
	c := r.s.Cases[index]
	for i, o := range c.Owned {
		var b BenefitUse
		switch own, ok := meters[i]; {
		case !r.touches(o):
			continue
		case ok:
			m, err := r.sameMeter(ctx, c, own.meter, card)
			if err != nil {
				return nil, err
			}
			price, known := r.s.Exchanged(own.price, own.in, c.Terms.Currency)
			if !known {
				return nil, o.Errorf("its price is in %s, and case %q is in %s: state report_in and the rates of exchange", own.in, c.Name, c.Terms.Currency)
			}
			hourly, _ := perHour(m.Unit)
			b = reservationUse(*o.Reservation, m, price, hourly)
			b.Monthly, _ = r.s.Exchanged(own.monthly, own.in, c.Terms.Currency)
			stated := own.price
			if !own.monthly.IsZero() {
				stated = own.monthly
			}
			b.Owned = &OwnedPrice{i, money.Amount{Value: stated, Currency: own.in}, own.card, own.in != c.Terms.Currency}
		default:
			if err := r.planPrices(index, o, card); err != nil {
				return nil, err
			}
			hourly, known := r.s.Exchanged(o.SavingsPlan.Hourly, o.Currency, c.Terms.Currency)
			if !known {
				return nil, o.Errorf("its price is in %s, and case %q is in %s: state report_in and the rates of exchange", o.Currency, c.Name, c.Terms.Currency)
			}
			b = savingsPlanUse(*o.SavingsPlan)
			b.Owned = &OwnedPrice{i, money.Amount{Value: b.Hourly, Currency: o.Currency}, "", o.Currency != c.Terms.Currency}
			b.Hourly = hourly
		}
		list = append(list, b)
	}
	return list, nil
}

// planPrices refuses a case with machines whose card has no prices of savings plans: what
// the plan covers of them is then not known, and the case would look dearer than it is.
func (r *resolver) planPrices(index int, o scenario.Owned, card *catalog) error {
	c, machines := r.s.Cases[index], false
	if c.Terms.Source == ratebook.Retail {
		return nil
	}
	for i, other := range r.s.Cases {
		if other.Terms != c.Terms {
			continue
		}
		for n := range r.targets[i] {
			found := card.priced(&r.targets[i][n])
			rates := found.rates
			if machine, ok := found.meter.WithoutLicence(); ok {
				rates = card.rates(machine)
			}
			_, hourly := perHour(found.meter.Unit)
			machines = machines || hourly && found.meter.Category == "Virtual Machines"
			for _, rate := range rates {
				if slices.Contains(termsOf(rate, o.SavingsPlan.Kind), o.SavingsPlan.Months) {
					return nil
				}
			}
		}
	}
	if !machines {
		return nil
	}
	return o.Errorf("case %q: the card of %s has no prices of %ss for %d months, so that what this plan covers is not known; price the case by a card that has them: write source: retail, and run %q",
		c.Name, c.Terms, o.SavingsPlan.Kind, o.SavingsPlan.Months, fmt.Sprintf("azwhatif fetch --source retail --offer MS-AZR-0003P --currency %s --market %s", c.Terms.Currency, c.Terms.Market))
}

// stretched are the benefits of a plan over another number of months from its first one
// on, each with what the plan's mean month has: what one has already is in force for the
// same part of them, at the same price a month. What the case buys is not renewed.
func (p *Plan) stretched(months int) (list []BenefitUse) {
	start, now := p.Months[0], len(p.Months)
	at := func(m scenario.Month) int { return (min(max(m.Since(start), 0), now)*months + now/2) / now }
	period := make([]scenario.Month, months)
	for m := range period {
		period[m] = start.Add(m)
	}
	for _, b := range p.bought {
		before := b.From.Since(start) < 0
		if b.Owned != nil {
			from, to := at(b.From), at(b.Last().Add(1))
			if from == to {
				continue
			}
			if b.Kind.OfTerm() && b.Monthly.IsZero() {
				b.Monthly = b.Price.Div(money.Int(int64(b.Months)))
			}
			b.prices, b.From, b.Months = b.Months, start.Add(from), to-from
		}
		b.spread(period, p.hours)
		if b.Owned != nil && b.Payment == scenario.Upfront && before {
			b.paid = make([]money.Decimal, b.Months)
		}
		list = append(list, b)
	}
	return list
}

// OwnedLater lists what of the benefits that one has already is still owed after the
// scenario. It is the same in every case, and in no case's total.
func (e *Estimate) OwnedLater() (list []Owed) {
	for _, b := range e.Benefits {
		if b.Owned != nil && b.Beyond.Sign() > 0 {
			list = append(list, Owed{b.Name(), b.Last(), b.Beyond})
		}
	}
	return list
}

// FoundSome tells whether the search for benefits has found some to buy.
func (e *Estimate) FoundSome() bool { return e.Found != nil && e.Buys() }

// Buys tells whether the case buys benefits, besides those that one has already.
func (e *Estimate) Buys() bool {
	return slices.ContainsFunc(e.Benefits, func(b BenefitUse) bool { return b.Owned == nil })
}

// ownedAssumptions say what holds for benefits that one has already.
func (e *Estimate) ownedAssumptions() (list []string) {
	for _, b := range e.Benefits {
		o := b.Owned
		if o == nil {
			continue
		}
		price := fmt.Sprintf("%s %s", o.Price.Currency, o.Price.Value)
		switch {
		case b.Kind.Hourly():
			price += " an hour"
		case b.Monthly.IsZero():
			price += " for one and the term"
		default:
			price += " for one and month"
		}
		why := "stated under owned"
		if o.Card != "" {
			why = "the price of the card of " + o.Card + ", as none is stated under owned: what was agreed when it was bought may differ"
		}
		if o.Other {
			why += "; exchanged by the scenario's rates"
		}
		list = append(list, fmt.Sprintf("The %s, from %s on, costs %s, paid %s (%s).", b.title(), b.From, price, b.Payment, why))
	}
	if list == nil {
		return nil
	}
	list = append(list, "What one has already (owned) is paid in every case, used or not, at its own price, and covers usage before what the case buys. What of it is still to be paid after the scenario is the same in every case, stands beside, and is in no total.")
	return append(list, "What is paid for it in the scenario's months counts toward a MACC, and is paid by a prepayment that pays for benefits, as other reservations and savings plans are.")
}

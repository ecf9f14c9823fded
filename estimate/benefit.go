package estimate

import (
	"cmp"
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// BenefitUse tells what a reservation or a savings plan costs, and what it
// covers. "Benefit" is Azure's word for the two.
type BenefitUse struct {
	Kind    ratebook.PriceKind // one of ratebook.BenefitKinds
	Months  int                // the term, from From on
	From    scenario.Month
	Payment scenario.Payment
	Scope   scenario.Scope // whose usage it covers

	Owned *OwnedPrice // of what one has already: every case pays for it; nil of what the case buys

	// Of one that is bought in units, as a reservation is.
	Meter     ratebook.Meter // what is reserved
	Count     int
	Price     money.Decimal      // of one for the whole term
	Monthly   money.Decimal      // of one in each month of the term; zero where only Price is stated
	Flexible  bool               // other sizes of Footprint.Group are covered, too
	Footprint ratebook.Footprint // its ratio is 1 where the meter has none

	// Of one that is bought by the hour, as a savings plan is.
	Hourly money.Decimal

	Use    []BenefitMonth // by month of the scenario; zero outside the term
	Before money.Decimal  // its cost of months before the scenario
	Beyond money.Decimal  // its cost of months after the scenario

	cost   []money.Decimal // by month of the term
	paid   []money.Decimal
	prices int           // months of the term whose prices a savings plan takes; 0 is Months
	unit   money.Decimal // what one reserved unit covers in an hour, in the meter's unit
}

// OwnedPrice is the price of a benefit that one has already, as it was stated.
type OwnedPrice struct {
	Index int          // in scenario.Case.Owned
	Price money.Amount // of one reserved unit, a month or for the term; of a savings plan, an hour
	Card  string       // the terms of the card that it is of; "" where the scenario states it
	Other bool         // it is in another currency than the case's, and exchanged
}

// BenefitMonth is a benefit's month. Quantities are in the reserved meter's
// unit (other sizes by their ratio); of a savings plan, money at its prices.
type BenefitMonth struct {
	Bought money.Decimal
	Used   money.Decimal
	Within money.Decimal // the usage that it could cover; Used is never more
	Cost   money.Decimal // the month's part of the price, whenever it is paid
	Unused money.Decimal // of Cost, what covers nothing
	Paid   money.Decimal // in this month
	Card   money.Decimal // what the covered usage would cost at the card's rates
	Else   money.Decimal // what it would cost the case without the benefit: Card, less negotiated discounts
}

// Add returns the sum of both.
func (b BenefitMonth) Add(c BenefitMonth) BenefitMonth {
	return BenefitMonth{
		Bought: b.Bought.Add(c.Bought), Used: b.Used.Add(c.Used), Within: b.Within.Add(c.Within), Cost: b.Cost.Add(c.Cost),
		Unused: b.Unused.Add(c.Unused), Paid: b.Paid.Add(c.Paid), Card: b.Card.Add(c.Card), Else: b.Else.Add(c.Else),
	}
}

// Saved is what the benefit saves against what the case would pay for the usage without
// it, its unused part taken off; below zero where it costs more than it saves.
func (b BenefitMonth) Saved() money.Decimal { return b.Else.Sub(b.Cost) }

// Utilisation is the part of what was bought that is used, 1 for all of it; ok
// is false where nothing was bought.
func (b BenefitMonth) Utilisation() (part money.Decimal, ok bool) { return quotient(b.Used, b.Bought) }

// Coverage is the part of the usage that it could cover which it covers; ok is
// false where there is none.
func (b BenefitMonth) Coverage() (part money.Decimal, ok bool) { return quotient(b.Used, b.Within) }

// Rate is what one used unit costs, the unused part included; ok is false where
// nothing is used. Of a savings plan, it is the price of one at its prices: 1
// where all of it is used.
func (b BenefitMonth) Rate() (price money.Decimal, ok bool) { return quotient(b.Cost, b.Used) }

func quotient(a, b money.Decimal) (money.Decimal, bool) {
	if b.IsZero() {
		return money.Zero, false
	}
	return a.Div(b), true
}

// Total is all of the scenario's months.
func (b BenefitUse) Total() BenefitMonth {
	var sum BenefitMonth
	for _, m := range b.Use {
		sum = sum.Add(m)
	}
	return sum
}

// Active tells whether a month lies in the term.
func (b BenefitUse) Active(m scenario.Month) bool {
	n := m.Since(b.From)
	return n >= 0 && n < b.Months
}

// Last is the last month of the term.
func (b BenefitUse) Last() scenario.Month { return b.From.Add(b.Months - 1) }

// Name says what was bought: "4 × D4s v5, West Europe, 36 months", "savings plan of 1.5
// an hour, 12 months"; of what one has already, until when: "…, owned until 2028-02".
func (b BenefitUse) Name() string {
	term := fmt.Sprintf("%d months", b.Months)
	if b.Owned != nil {
		term = "owned until " + b.Last().String()
	}
	if b.Scope != scenario.Shared {
		term += ", only for " + string(b.Scope)
	}
	if b.Kind.Hourly() {
		hourly := b.Hourly.String()
		if b.Owned != nil && b.Owned.Other {
			hourly = string(b.Owned.Price.Currency) + " " + b.Owned.Price.Value.String()
		}
		return fmt.Sprintf("%s of %s an hour, %s", b.Kind, hourly, term)
	}
	return fmt.Sprintf("%d × %s, %s, %s", b.Count, b.Meter.Name, b.Meter.Region.Display(), term)
}

// Each is the price of one reserved unit as it is stated, and whether it is that of each
// month of the term, and not of the whole.
func (b BenefitUse) Each() (price money.Decimal, monthly bool) {
	if !b.Monthly.IsZero() {
		return b.Monthly, true
	}
	return b.Price, false
}

// Whole is what the benefit costs over its whole term.
func (b BenefitUse) Whole() money.Decimal { return money.Sum(b.cost...) }

// BenefitsPaid is what is paid for benefits in a month: what a MACC counts of them, and
// what an Enterprise Agreement's prepayment pays for first.
func (e *Estimate) BenefitsPaid(month int) money.Decimal {
	sum := money.Zero
	for i := range e.Benefits {
		sum = sum.Add(e.Benefits[i].Use[month].Paid)
	}
	return sum
}

// benefitsPaid is the same of all months.
func (e *Estimate) benefitsPaid() []money.Decimal {
	paid := make([]money.Decimal, len(e.Months))
	for m := range paid {
		paid[m] = e.BenefitsPaid(m)
	}
	return paid
}

// reservationUse is a reservation that nothing is covered by yet.
func reservationUse(r scenario.Reservation, m ratebook.Meter, price, unit money.Decimal) BenefitUse {
	b := BenefitUse{
		Kind: r.Kind, Months: r.Months, From: r.From, Payment: r.Payment, Scope: r.Scope,
		Meter: m, Count: r.Count, Price: price, Flexible: r.Flexible, unit: unit,
	}
	var ok bool
	if b.Footprint, ok = m.Footprint(); !ok {
		b.Footprint.Ratio, b.Flexible = money.One, false
	}
	return b
}

func savingsPlanUse(p scenario.SavingsPlan) BenefitUse {
	return BenefitUse{Kind: p.Kind, Months: p.Months, From: p.From, Payment: p.Payment, Scope: p.Scope, Hourly: p.Hourly}
}

// inTurn puts benefits into the order in which they cover: that of ratebook.BenefitKinds,
// reservations before savings plans; of each, those of one subscription before shared ones (Microsoft Learn,
// savings-plan/scope-savings-plan, and reservations alike); of these, what one has
// already first; else as stated.
func inTurn(list []BenefitUse) {
	place := func(b BenefitUse) (n int) {
		if b.Scope == scenario.Shared {
			n += 2
		}
		if b.Owned == nil {
			n++
		}
		return n
	}
	slices.SortStableFunc(list, func(a, b BenefitUse) int {
		return cmp.Or(ratebook.CompareTurns(a.Kind, b.Kind), place(a)-place(b))
	})
}

// spread divides a benefit's price over its term (step 3): a reservation's by
// the hours of each month, so that 365 for a year is 1 a day; a savings plan's
// follows from its hours. Monthly payments of a reservation are equal; where they are
// what is stated, they are what a month costs.
func (b *BenefitUse) spread(period []scenario.Month, h scenario.HoursPerMonth) {
	hours, equal := make([]money.Decimal, b.Months), make([]money.Decimal, b.Months)
	for i := range hours {
		hours[i], equal[i] = hoursIn(b.From.Add(i), h), money.One
	}
	if b.Kind.Hourly() {
		b.cost = make([]money.Decimal, b.Months)
		for i := range b.cost {
			b.cost[i] = b.Hourly.Mul(hours[i])
		}
		b.paid = b.cost
	} else {
		whole := b.Price.Mul(money.Int(int64(b.Count)))
		b.cost, _ = money.Share(whole, hours)
		b.paid, _ = money.Share(whole, equal)
		if !b.Monthly.IsZero() {
			b.cost = slices.Repeat([]money.Decimal{b.Monthly.Mul(money.Int(int64(b.Count)))}, b.Months)
			b.paid = b.cost
		}
	}
	if b.Payment == scenario.Upfront {
		b.paid = make([]money.Decimal, b.Months)
		b.paid[0] = b.Whole()
	}
	b.Before, b.Beyond = money.Zero, money.Zero
	for i, cost := range b.cost {
		switch n := b.From.Add(i).Since(period[0]); {
		case n < 0:
			b.Before = b.Before.Add(cost)
		case n >= len(period):
			b.Beyond = b.Beyond.Add(cost)
		}
	}
}

// always is every hour of a month.
var always = scenario.Schedule{HoursADay: 24, DaysAWeek: 7}

// hoursIn is how many hours a month has.
func hoursIn(m scenario.Month, h scenario.HoursPerMonth) money.Decimal { return always.In(m, h) }

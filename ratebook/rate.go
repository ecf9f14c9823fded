package ratebook

import (
	"slices"
	"time"

	"azwhatif/ratebook/money"
)

// Rate is what one meter costs under one card, from its effective date on.
type Rate struct {
	Meter     Meter
	Effective time.Time     // UTC; the zero time where the source gives none
	Ends      time.Time     // UTC; on its day the rate is still in force; the zero time where the source gives no end
	Included  money.Decimal // units a month without charge
	Tiers     []Tier        // by Above, rising; empty where the source gives no price
	Beside    []Price       // other prices of the meter, by which its usage is not rated

	Card *Header // of the card that the rate is from, where several were asked; else nil
}

// A Tier prices the units above its bound, up to the next tier's bound. It has
// only a lower bound: an upper one, or a width, could disagree with its
// neighbour.
type Tier struct {
	Above     money.Decimal // exclusive; in the meter's unit, after Included is taken off
	UnitPrice money.Decimal // of one of the meter's unit
}

// PriceKind says what a Price beside a rate is the price of. It is written so
// in a ratebook.
type PriceKind string

const (
	// Reservation is the price of one unit reserved for a whole term: the
	// term's total, not a price of the meter's unit.
	Reservation PriceKind = "reservation"
	// SavingsPlan is the price of one of the meter's unit that a savings plan
	// of the term covers.
	SavingsPlan PriceKind = "savings plan"
	// List is the price of one of the meter's unit before negotiation.
	List PriceKind = "list"
	// Base is the price of one of the meter's unit when the agreement was
	// signed, or the meter came.
	Base PriceKind = "base"
)

// Price stands beside a rate: what else the source says that the meter costs.
// Charge does not use it.
type Price struct {
	Kind      PriceKind
	Months    int           // of the term: 12, 36, 60; 0 for List and Base
	Effective time.Time     // UTC; the zero time where the source gives none
	Ends      time.Time     // as a Rate's
	Above     money.Decimal // as a Tier's: it prices the units above
	Amount    money.Decimal // in the card's currency; what it is for, Kind says
}

// Priced tells whether the first unit has a price. A rate whose tiers are
// missing, or start above zero, has none: its usage cannot be priced.
func (r *Rate) Priced() bool { return len(r.Tiers) > 0 && r.Tiers[0].Above.Sign() <= 0 }

// TierCharge is what one tier prices of a quantity.
type TierCharge struct {
	Tier
	Quantity money.Decimal
	Amount   money.Decimal // Quantity × UnitPrice
}

// Charge is a month's quantity of one meter, priced by its rate alone.
type Charge struct {
	Quantity money.Decimal
	Included money.Decimal // the part of Quantity that is free; never more than it
	Tiers    []TierCharge  // only those that price something, lowest first
	Amount   money.Decimal // the tiers' sum
}

// Charge prices a month's total of the meter. Tiers are graduated and
// continuous: with Included 5 and prices 1 above 0 and 2 above 5, a quantity of
// 16 costs 5 × 1 + 6 × 2 = 17. A quantity that is not above zero costs nothing:
// see Correct and Credit for what is given back.
func (r *Rate) Charge(quantity money.Decimal) Charge {
	c := Charge{Quantity: quantity, Included: r.Included.Min(quantity).Max(money.Zero)}
	billable := quantity.Sub(c.Included)
	reached := 0 // the tiers that begin below what is billable
	for reached < len(r.Tiers) && r.Tiers[reached].Above.Max(money.Zero).Less(billable) {
		reached++
	}
	if reached == 0 {
		return c
	}
	c.Tiers = make([]TierCharge, 0, reached)
	for i, t := range r.Tiers[:reached] {
		from, to := t.Above.Max(money.Zero), billable
		if i+1 < len(r.Tiers) {
			to = to.Min(r.Tiers[i+1].Above)
		}
		if !from.Less(to) {
			continue
		}
		part := to.Sub(from)
		amount := part.Mul(t.UnitPrice)
		c.Tiers = append(c.Tiers, TierCharge{Tier: t, Quantity: part, Amount: amount})
		c.Amount = c.Amount.Add(amount)
	}
	return c
}

// BaseAmount is what the first tier charges of it: the base price tier, on
// which a prepaid offer's discount is granted.
func (c Charge) BaseAmount() money.Decimal {
	base := money.Zero
	for _, t := range c.Tiers { // of a month with several prices, each has a first tier
		if t.Above.Sign() <= 0 {
			base = base.Add(t.Amount)
		}
	}
	return base
}

// SortTiers puts tiers in the order that Charge needs.
func SortTiers(tiers []Tier) {
	slices.SortFunc(tiers, func(a, b Tier) int { return a.Above.Cmp(b.Above) })
}

// InForce picks from the rates of one meter the one to price a month with: the
// latest effective date before the month's end, given as the first moment of
// the next month. It is nil where each takes effect later, and where that one
// has ended before the month does: see Ended.
func InForce(rates []Rate, monthEnd time.Time) *Rate {
	if r := lastBefore(rates, monthEnd); r != nil && !ended(r.Ends, monthEnd) {
		return r
	}
	return nil
}

// Ended gives the day on which the last rate before a month's end ended, where no
// rate is in force for that reason.
func Ended(rates []Rate, monthEnd time.Time) (day time.Time, ok bool) {
	if r := lastBefore(rates, monthEnd); r != nil && ended(r.Ends, monthEnd) {
		return r.Ends, true
	}
	return day, false
}

func lastBefore(rates []Rate, monthEnd time.Time) *Rate {
	var latest *Rate
	for i := range rates {
		r := &rates[i]
		if r.Effective.Before(monthEnd) && (latest == nil || r.Effective.After(latest.Effective)) {
			latest = r
		}
	}
	return latest
}

// ended tells whether a price whose last day is given is over before a moment.
func ended(last, moment time.Time) bool {
	return !last.IsZero() && DayAfter(last).Before(moment)
}

// DayAfter is the first moment of the day behind the one of t, in UTC.
func DayAfter(t time.Time) time.Time {
	return t.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
}

// Free tells whether the rate has prices, and all are zero.
func (r *Rate) Free() bool {
	return r.Priced() && !slices.ContainsFunc(r.Tiers, func(t Tier) bool { return !t.UnitPrice.IsZero() })
}

// BesideIn picks the price beside the rate of a kind and a term that is in force
// in a month, given as the first moment of the next one: the latest that takes
// effect before, and has not ended. ok is false where there is none.
func (r *Rate) BesideIn(kind PriceKind, months int, monthEnd time.Time) (p Price, ok bool) {
	for _, b := range r.Beside {
		if b.Kind == kind && b.Months == months && b.Above.IsZero() && b.Effective.Before(monthEnd) && !ended(b.Ends, monthEnd) && (!ok || b.Effective.After(p.Effective)) {
			p, ok = b, true
		}
	}
	return p, ok
}

package estimate

import (
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// MeterUse is all use of one meter in one subscription.
type MeterUse struct {
	Subscription string
	Meter        ratebook.Meter
	Rates        []ratebook.Rate // all effective dates of the case's card
	Lines        []int           // indices into Estimate.Lines
	Discount     money.Decimal   // the negotiated one, on eligible charges; 0.1 is ten percent
	DiscountAt   int             // where it is from, in Case.Discounts; -1 for Case.Discount
	Months       []MeterMonth
}

// MeterMonth is a meter's month: what it was charged, step by step.
type MeterMonth struct {
	Rate     *ratebook.Rate  // in force; without tiers where there is no price
	Priced   bool            // false where there is a quantity and no price for it
	Covered  []Cover         // what benefits cover of the month's quantity
	Charge   ratebook.Charge // of the rest, by the rate alone (steps 2 and 3)
	Below    Correction      // how Charge came about where its quantity is below zero
	Drawn    money.Decimal   // from the commitment; of a MACC, what counts toward it or its shortfalls paid for (step 5)
	Charges  Charges         // what steps 3 to 6 came to
	Eligible Eligible

	LicencePrice money.Decimal // of one unit, which a benefit does not cover
	Licence      money.Decimal // of what is covered
}

// CoveredQuantity is what benefits cover of the month.
func (mm *MeterMonth) CoveredQuantity() money.Decimal {
	sum := money.Zero
	for _, c := range mm.Covered {
		sum = sum.Add(c.Quantity)
	}
	return sum
}

// Quantity is all of the month's, what benefits cover included.
func (mm *MeterMonth) Quantity() money.Decimal { return mm.Charge.Quantity.Add(mm.CoveredQuantity()) }

// Gross is what the month is charged at the card's rates: its quantity but for
// what benefits cover, and the licence of that.
func (mm *MeterMonth) Gross() money.Decimal { return mm.Charge.Amount.Add(mm.Licence) }

// Eligible says which of the offer's terms apply to a meter.
type Eligible struct {
	Discount bool // the offer's and the negotiated discounts, and the commitment
	Credit   bool
}

// keep is what the negotiated discount leaves of a charge, as a part.
func (u *MeterUse) keep() money.Decimal { return money.One.Sub(u.Discount) }

// meterUses sums the lines by subscription and meter (step 2).
func (e *Estimate) meterUses(rates [][]ratebook.Rate) {
	type key struct {
		subscription string
		meter        ratebook.MeterID
	}
	index := map[key]int{}
	for i := range e.Lines {
		l := &e.Lines[i]
		if rates[i] == nil {
			l.use = -1
			continue
		}
		k := key{l.Subscription, l.Meter.ID}
		u, ok := index[k]
		if !ok {
			u = len(e.Meters)
			index[k] = u
			use := MeterUse{
				Subscription: l.Subscription, Meter: l.Meter, Rates: rates[i],
				Months: make([]MeterMonth, len(e.Months)),
			}
			use.Discount, use.DiscountAt = e.Case.Negotiated(l.Subscription, l.Meter)
			e.Meters = append(e.Meters, use)
		}
		l.use = u
		e.Meters[u].Lines = append(e.Meters[u].Lines, i)
	}
}

// noRate is in force where no rate is.
var noRate ratebook.Rate

// charge prices what benefits leave of each meter's months by the rate in force
// (step 3).
func (e *Estimate) charge() {
	for u := range e.Meters {
		use := &e.Meters[u]
		for m, month := range e.Months {
			total := money.Zero
			for _, i := range use.Lines {
				total = total.Add(e.Lines[i].Months[m].Quantity)
			}
			mm := &use.Months[m]
			total = total.Sub(mm.CoveredQuantity())
			rate := ratebook.InForce(use.Rates, e.terms[m].end)
			if rate == nil {
				rate = &noRate
			}
			mm.Rate, mm.Priced = rate, rate.Priced() && e.inDoubt(rate, total) == "" || total.IsZero()
			if !mm.Priced {
				mm.Charge = ratebook.Charge{Quantity: total}
				continue
			}
			if total.Sign() < 0 {
				use.correct(m, total.Neg())
			} else if m > 0 && rate == use.Months[m-1].Rate && total.Equal(use.Months[m-1].Charge.Quantity) {
				mm.Charge = use.Months[m-1].Charge // as in the month before; nobody changes its tiers
			} else {
				mm.Charge = rate.Charge(total)
			}
			mm.Charges.Usage = mm.Gross()
			mm.Eligible = e.eligible(use.Meter, month)
		}
		e.unpricedMonths(use)
	}
}

// Title names what the line prices, for people.
func (l Line) Title() string {
	if l.Meter.Name == "" && l.Meter.ID == "" {
		return strings.TrimSpace(l.Meter.Category + " usage without a meter")
	}
	if l.Meter.Name == "" {
		return "meter " + string(l.Meter.ID)
	}
	return l.Meter.Title()
}

package estimate

import (
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// MeterUse is all use of one meter in one subscription. What it was charged in a
// month, step by step, says Estimate.Month.
type MeterUse struct {
	Index        int // in Estimate.Meters
	Subscription string
	Account      string // the billing account; "" where none is stated
	Pooled       []int  // the uses in Account whose tiers count together, this one among them; nil where it counts alone
	Meter        ratebook.Meter
	Rates        []ratebook.Rate // all effective dates of the case's card
	Lines        []int           // indices into Estimate.Lines
	Discount     money.Decimal   // the negotiated one, on eligible charges; 0.1 is ten percent
	DiscountAt   int             // where it is from, in Case.Discounts; -1 for Case.Discount
}

// keep is what the negotiated discount leaves of a charge, as a part.
func (u *MeterUse) keep() money.Decimal { return money.One.Sub(u.Discount) }

// Eligible says which of the offer's terms apply to a meter.
type Eligible struct {
	Discount bool // the offer's and the negotiated discounts, and the commitment
	Credit   bool
}

// MeterMonth is a meter's month: what it was charged, step by step.
type MeterMonth struct {
	Rate     *ratebook.Rate   // in force; without tiers where there is no price
	Priced   bool             // false where there is a quantity and no price for it
	Covered  []Cover          // what benefits cover of the month's quantity
	Charge   ratebook.Charge  // of the rest, by the rate alone (steps 2 and 3)
	Pooled   *ratebook.Charge // of all of MeterUse.Pooled together, of which Charge is the part; else nil
	Below    Correction       // how Charge came about where the quantity that the tiers count is below zero
	Drawn    money.Decimal    // from the prepayment or the plan of 2012 (step 5)
	Counted  money.Decimal    // toward the MACC, or paid by its shortfalls (step 7)
	Charges  Charges          // of steps 3 to 7
	Eligible Eligible

	LicencePrice money.Decimal // of one unit, which a benefit does not cover
	Licence      money.Decimal // of what is covered
}

// CoveredQuantity is what benefits cover of the month.
func (mm MeterMonth) CoveredQuantity() money.Decimal { return quantityOf(mm.Covered) }

// Quantity is all of the month's, what benefits cover included.
func (mm MeterMonth) Quantity() money.Decimal { return mm.Charge.Quantity.Add(mm.CoveredQuantity()) }

// Gross is what the month is charged at the card's rates: its quantity but for
// what benefits cover, and the licence of that.
func (mm MeterMonth) Gross() money.Decimal { return mm.Charge.Amount.Add(mm.Licence) }

// Month tells what one of Meters was charged in a month, the tiers of its rate
// included, which are worked out here.
func (e *Estimate) Month(use, month int) MeterMonth {
	f := &e.figures
	mm := MeterMonth{
		Rate: e.Plan.ladders[use][month].Rate, Priced: e.priced(use, month),
		Drawn: f.drawn.at(use, month), Counted: f.counted.at(use, month), Charges: e.charges(use, month), Below: e.Below(use, month),
		Licence: f.licence.at(use, month), LicencePrice: f.licencePrice.at(use, month), Covered: e.coversOf(use, month),
	}
	if !mm.Priced {
		mm.Charge = ratebook.Charge{Quantity: f.quantity[use][month]}
		return mm
	}
	quantities, at := e.countedTogether(use, month)
	quantity := money.Sum(quantities...)
	switch mm.Below {
	case CorrectsBefore:
		before, _ := e.countedTogether(use, month-1)
		mm.Charge = e.Plan.ladders[use][month-1].Rate.Correct(money.Sum(before...), quantity.Neg())
	case CreditedAlone:
		mm.Charge = mm.Rate.Credit(quantity.Neg())
	default:
		if parts := e.Plan.chargeParts(use, month, quantity, e.at); parts != nil {
			mm.Charge, _ = sumOfParts(parts)
		} else {
			mm.Charge = mm.Rate.Charge(quantity)
		}
	}
	if len(quantities) > 1 {
		all := mm.Charge
		mm.Pooled, mm.Charge = &all, partOf(all, quantities, at, f.amount[use][month])
	}
	mm.Eligible = e.Plan.eligible[use][month]
	return mm
}

// RateIn is the rate of one of Meters that is in force in a month; without tiers where
// none is.
func (e *Estimate) RateIn(use, month int) *ratebook.Rate { return e.Plan.ladders[use][month].Rate }

// RateCharge is what a month of one of Meters is charged by its rate alone, without
// what benefits cover: the amount of MeterMonth.Charge.
func (e *Estimate) RateCharge(use, month int) money.Decimal { return e.figures.amount[use][month] }

// Gross is what a month of one of Meters is charged at the card's rates; Drawn is what
// it draws from the prepayment, Counted what counts of it toward the MACC; ChargesOf are
// all parts of it: as Month has them. Lost and Short are of its Commitment: what is lost
// of the prepayment, and what is due for the MACC less what was paid before.
func (e *Estimate) Gross(use, month int) money.Decimal   { return e.gross(use, month) }
func (e *Estimate) Drawn(use, month int) money.Decimal   { return e.figures.drawn.at(use, month) }
func (e *Estimate) Counted(use, month int) money.Decimal { return e.figures.counted.at(use, month) }
func (e *Estimate) Lost(use, month int) money.Decimal    { return e.figures.lost.at(use, month) }
func (e *Estimate) Short(use, month int) money.Decimal   { return e.figures.short.at(use, month) }
func (e *Estimate) ChargesOf(use, month int) Charges     { return e.charges(use, month) }

// priced tells whether a meter's month has a price for its quantity, or none is needed.
func (e *Estimate) priced(use, month int) bool { return !e.figures.unpriced.at(use, month) }

// coversOf is what benefits cover of a meter's month.
func (e *Estimate) coversOf(use, month int) []Cover {
	if e.figures.covers == nil || e.figures.covers[use] == nil {
		return nil
	}
	return e.figures.covers[use][month]
}

// gross is what a meter's month is charged at the card's rates, licences included.
func (e *Estimate) gross(use, month int) money.Decimal {
	return e.figures.amount[use][month].Add(e.figures.licence.at(use, month))
}

// charges are the parts of a meter's month.
func (e *Estimate) charges(use, month int) Charges {
	f := &e.figures
	overage := f.overage.at(use, month)
	return Charges{
		Usage: e.gross(use, month).Sub(overage), Discount: f.discount.at(use, month), Commitment: f.unused.at(use, month), Overage: overage,
		Credit: f.credit.at(use, month), Recurring: f.recurring.at(use, month), Benefit: f.benefit.at(use, month),
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

package ratebook

import "azwhatif/ratebook/money"

// Correct prices what is taken off a month that was charged for a quantity: the
// difference of the two charges, so each unit at the price of the tier that it is
// taken from. Included 5, prices 1 above 0 and 2 above 5: of 16, 14 less is
// 0 - 17 = -17. A month has nothing below zero to take: what goes further than
// the quantity is in Included, and free. The quantity to take off is above zero;
// all figures of the charge are zero or below it.
func (r *Rate) Correct(charged, off money.Decimal) Charge {
	before, after := r.Charge(charged), r.Charge(charged.Sub(off).Max(money.Zero))
	c := Charge{Quantity: off.Neg(), Amount: after.Amount.Sub(before.Amount), Included: off.Neg()}
	for i, t := range before.Tiers { // those of after are the first of them
		if i < len(after.Tiers) {
			t.Quantity, t.Amount = t.Quantity.Sub(after.Tiers[i].Quantity), t.Amount.Sub(after.Tiers[i].Amount)
		}
		if t.Quantity.IsZero() {
			continue
		}
		t.Quantity, t.Amount = t.Quantity.Neg(), t.Amount.Neg()
		c.Tiers = append(c.Tiers, t)
		c.Included = c.Included.Sub(t.Quantity)
	}
	return c
}

// Credit prices a quantity that is given back and that no month is known to
// have been charged for: at the first tier that is not free.
func (r *Rate) Credit(off money.Decimal) Charge {
	c := Charge{Quantity: off.Neg()}
	i := r.FirstPaid()
	if i < 0 {
		c.Included = c.Quantity
		return c
	}
	c.Amount = c.Quantity.Mul(r.Tiers[i].UnitPrice)
	c.Tiers = []TierCharge{{Tier: r.Tiers[i], Quantity: c.Quantity, Amount: c.Amount}}
	return c
}

// FirstPaid is the first tier that prices something and is not free, by index;
// -1 where all are free.
func (r *Rate) FirstPaid() int {
	for i, t := range r.Tiers {
		empty := i+1 < len(r.Tiers) && !t.Above.Max(money.Zero).Less(r.Tiers[i+1].Above.Max(money.Zero))
		if !empty && !t.UnitPrice.IsZero() {
			return i
		}
	}
	return -1
}

package scenario

import (
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Typical is what a typical month's quantity of a usage follows from: what was
// recorded on the days that are covered, each of them known.
//
// What counts hours or days, and what counts events, is the mean day times the
// days of the month: 730/24 of them where each month has 730 hours. What is held
// for a month is the quantity by the part of the month that is covered. The unit
// decides (unit.Measure).
type Typical struct {
	Recorded money.Decimal // on all covered days, in the usage's unit
	Measure  unit.Measure
	Days     int // that are covered
	From, To string
	parts    int64 // the covered part of months, in 1/wholeMonth
}

// wholeMonth is divided by the days of every month.
const wholeMonth = 28 * 29 * 30 * 31 / 2

// typical is a usage's, of what was recorded under one subscription.
func (c coverage) typical(subscription string, recorded money.Decimal, u unit.Unit) Typical {
	t := c.typicalOf(subscription, u.Measure())
	t.Recorded = recorded
	return t
}

func (c coverage) typicalOf(subscription string, measure unit.Measure) Typical {
	k := c.subscription(subscription)
	t := Typical{Measure: measure, From: day(k.from), To: day(k.to)}
	for m := MonthOf(k.from, c.cycle); !k.to.Before(m.whole(c.cycle).from); m = m.Add(1) {
		n := k.in(m, c.cycle).days()
		t.Days += n
		t.parts += int64(n) * wholeMonth / int64(m.whole(c.cycle).days())
	}
	return t
}

// Typically is imported usage in a typical month, where its quantity is measured so:
// the mean, each month's where they differ, and what was billed for it.
func (u Usage) Typically(measure unit.Measure, period []Month, h HoursPerMonth) Usage {
	t := *u.Typical
	t.Measure = measure
	u.Typical, u.Recorded = &t, nil
	u.Quantity.Value = t.Mean(period, h, t.Recorded)
	if !t.Same(h) {
		for _, month := range period {
			u.Recorded = append(u.Recorded, t.In(month, h, t.Recorded))
		}
	}
	if u.Billed != nil {
		paid := money.Zero
		for _, s := range u.Stated {
			paid = paid.Add(s.Paid)
		}
		of := &Billed{Currency: u.Billed.Currency, Months: []money.Decimal{t.Mean(period, h, paid)}, Unit: u.Billed.Unit}
		if u.Covered != nil {
			of.Covered = []money.Decimal{t.Mean(period, h, money.Sum(u.Covered...))}
		}
		u.Billed = of
	}
	return u
}

// Months is the covered part of months, rounded at money.Places: 1 of a whole
// February, 0.5 of its first 14 days.
func (t Typical) Months() money.Decimal { return money.Int(t.parts).Div(money.Int(wholeMonth)) }

// In is what a month has of a sum over the covered days, a quantity or a cost,
// rounded once, at money.Places.
func (t Typical) In(m Month, h HoursPerMonth, sum money.Decimal) money.Decimal {
	switch {
	case t.Measure == unit.OfMonth:
		return sum.Mul(money.Int(wholeMonth)).Div(money.Int(t.parts))
	case h.Calendar():
		return sum.Mul(money.Int(int64(m.whole(1).days()))).Div(money.Int(int64(t.Days)))
	}
	return sum.Mul(h.Fixed).Div(money.Int(int64(24 * t.Days)))
}

// Same tells whether each month of a period has the same.
func (t Typical) Same(h HoursPerMonth) bool { return t.Measure == unit.OfMonth || !h.Calendar() }

// Mean is what a mean month of a period has of a sum.
func (t Typical) Mean(period []Month, h HoursPerMonth, sum money.Decimal) money.Decimal {
	if t.Same(h) {
		return t.In(period[0], h, sum)
	}
	days := 0
	for _, m := range period {
		days += m.whole(1).days()
	}
	return sum.Mul(money.Int(int64(days))).Div(money.Int(int64(t.Days * len(period))))
}

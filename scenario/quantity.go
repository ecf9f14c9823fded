package scenario

import (
	"fmt"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Quantity is how much of one meter a usage comes to, in the meter's unit,
// month by month: Base × the schedule's hours (where there is one) × Scale ×
// (1+Growth) to the number of months since From.
type Quantity struct {
	Base        money.Decimal // a month; with Hours, an hour
	Hours       *Schedule     // nil where the quantity does not follow from hours
	Scale       money.Decimal // the product of the case's scales
	Growth      money.Decimal // 0.02 is two percent a month
	From, Until Month         // the first and the last month of use
	Factor      money.Decimal // the meter's units in one of what the scenario counts in
	Note        string        // how the scenario's figure became Base, where units differ
}

// In gives the quantity of a month; 0 outside From to Until. It is exact, but
// for the hours of a schedule (see Schedule.In).
func (q Quantity) In(m Month, h HoursPerMonth) money.Decimal {
	if m.Since(q.From) < 0 || m.Since(q.Until) > 0 {
		return money.Zero
	}
	n := q.Base.Mul(q.Scale)
	if q.Hours != nil {
		n = n.Mul(q.Hours.In(m, h))
	}
	if !q.Growth.IsZero() {
		n = n.Mul(q.GrowthIn(m))
	}
	return n
}

// GrowthIn is the factor that growth gives in a month of use; 1 in From.
func (q Quantity) GrowthIn(m Month) money.Decimal {
	return money.One.Add(q.Growth).Pow(m.Since(q.From))
}

// Demand is what a scenario asks for of a meter: a count, with hours where the
// meter counts time, or a quantity a month.
type Demand struct {
	Count    *money.Decimal // how many; nil where Quantity is given
	Hours    *Schedule
	Quantity unit.Quantity // a month
}

// base turns the demand into the meter's unit: a month's quantity or, where
// hours are given, an hour's. factor is the meter's units in one of the
// demand's, note says so where the two differ.
func (d Demand) base(to unit.Unit) (base, factor money.Decimal, note string, err error) {
	if d.Count == nil {
		return d.quantityBase(to)
	}
	from, byTime := to.WithoutPeriod(), false
	switch to.Period() {
	case unit.Second, unit.Minute, unit.Hour, unit.Day:
		byTime = true
		if d.Hours == nil {
			return base, factor, "", fmt.Errorf(`the meter counts %q; say for how long, such as "hours: 24x7"`, to)
		}
		from, err = unit.Parse("1 " + to.Noun() + "/Hour")
		if err != nil {
			return base, factor, "", err
		}
	default:
		if d.Hours != nil {
			return base, factor, "", fmt.Errorf(`the meter counts %q, not time; leave out "hours"`, to)
		}
		from, to = one(from), to.WithoutPeriod()
	}
	factor, err = unit.Convert(money.One, from, to)
	if err != nil {
		return base, factor, "", err
	}
	if !factor.Equal(money.One) {
		what := "1"
		if byTime {
			what = from.String()
		}
		note = fmt.Sprintf("%s = %s × %s", what, factor, to)
	}
	return d.Count.Mul(factor), factor, note, nil
}

// one is a unit's measure without its block: of "10K Transactions",
// "1 Transactions".
func one(u unit.Unit) unit.Unit { return unit.MustParse("1 " + u.Noun()) }

func (d Demand) quantityBase(to unit.Unit) (base, factor money.Decimal, note string, err error) {
	q := d.Quantity
	if q.Bare {
		if !to.Block().Equal(money.One) {
			return base, factor, "", fmt.Errorf(`quantity %s needs a unit: the meter is priced for %q at a time; write "%s units" for single ones`, q.Value, to, q.Value)
		}
		return q.Value, money.One, "", nil
	}
	target := to
	if q.Unit.Period() == "" && to.Period() == unit.Month {
		target = to.WithoutPeriod() // a scenario's quantities are those of a month
	}
	factor, err = unit.Convert(money.One, q.Unit, target)
	if err != nil {
		return base, factor, "", err
	}
	if !factor.Equal(money.One) {
		note = fmt.Sprintf("1 %s = %s × %s", q.Unit.Noun(), factor, to)
	}
	return q.Value.Mul(factor), factor, note, nil
}

package scenario

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Quantity is how much of one meter a usage is, in the meter's unit,
// month by month: Base, or what was recorded in the month, × the schedule's hours
// (where there is one) × (1+Growth) to the number of months since From, rounded at
// GrowthPlaces decimals where there is growth. A case's scale comes after that.
type Quantity struct {
	Base        money.Decimal   // a month; with Hours, an hour
	Recorded    []money.Decimal // in place of Base, by month from From on; nil where each month has the same
	Hours       *Schedule       // nil where the quantity does not follow from hours
	Growth      money.Decimal   // 0.02 is two percent a month
	From, Until Month           // the first and the last month of use
	Factor      money.Decimal   // the meter's units in one of what the scenario counts in
	Note        string          // how the scenario's figure became Base, where units differ
}

// In gives the quantity of a month; 0 outside From to Until. It is exact, but
// for growth, for the hours of a schedule (see Schedule.In) and for a Factor without
// finitely many decimals, such as the 1/24 of "1/Day" (see unit.Convert).
func (q Quantity) In(m Month, h HoursPerMonth) money.Decimal {
	var hours money.Decimal
	if q.Hours != nil {
		hours = q.Hours.In(m, h)
	}
	return q.used(m, hours, NewGrowth(q.Growth))
}

// used is the quantity of a month.
func (q *Quantity) used(m Month, hours money.Decimal, growth *Growth) money.Decimal {
	if m.Since(q.From) < 0 || m.Since(q.Until) > 0 {
		return money.Zero
	}
	n := q.BaseIn(m)
	if q.Hours != nil {
		n = n.Mul(hours)
	}
	if q.Growth.IsZero() {
		return n
	}
	return growth.Grow(n, m.Since(q.From))
}

// BaseIn is the base of a month of use.
func (q *Quantity) BaseIn(m Month) money.Decimal {
	i := m.Since(q.From)
	switch {
	case q.Recorded == nil:
		return q.Base
	case i < 0 || i >= len(q.Recorded):
		return money.Zero
	}
	return q.Recorded[i]
}

// Used gives the quantities of a period's months, which follow one another.
// hours are those of the schedule in each month (see Schedule.Months), and
// growth is NewGrowth of Growth; neither is looked at where there is none.
func (q *Quantity) Used(period []Month, hours []money.Decimal, growth *Growth, out []money.Decimal) {
	for i, m := range period {
		var n money.Decimal
		if q.Hours != nil {
			n = hours[i]
		}
		out[i] = q.used(m, n, growth)
	}
}

// GrowthIn is the factor that growth gives in a month of use; 1 in From.
func (q Quantity) GrowthIn(m Month) money.Decimal {
	return NewGrowth(q.Growth).Factor(m.Since(q.From))
}

// Demand is what a scenario asks for of a meter: a count, with hours where the
// meter counts time, or a quantity a month.
type Demand struct {
	Count    *money.Decimal // how many; nil where Quantity is given
	Hours    *Schedule
	Quantity unit.Quantity   // a month; of all months, where Recorded is given
	Recorded []money.Decimal // imported, where months differ: by month from the workload's first on, in Quantity's unit
	Days     [][]DayUsed     // of Recorded: the days of each month, where they are kept; see Scenario.KeepDays
	Typical  *Typical        // imported as a typical month: what it follows from, and Quantity is a mean month's
}

// Number is the count or, where none is given, the quantity in its own unit.
func (d Demand) Number() money.Decimal {
	if d.Count != nil {
		return *d.Count
	}
	return d.Quantity.Value
}

// String says the demand as a scenario does: "4, hours 24x7", "2 TB"; and of
// usage as it was recorded "400 hours, as recorded".
func (d Demand) String() string {
	switch {
	case d.Recorded != nil && d.Typical == nil:
		return blocks(d.Quantity) + " in all, as recorded"
	case d.Count == nil:
		return blocks(d.Quantity)
	case d.Hours == nil:
		return d.Count.String()
	default:
		return d.Count.String() + ", hours " + d.Hours.String()
	}
}

// blocks says a quantity; "40 × 10 Hours" of one that is counted in blocks, as
// exports do.
func blocks(q unit.Quantity) string {
	s := q.Unit.String()
	if q.Bare || s == "" || s[0] < '0' || s[0] > '9' || strings.HasPrefix(s, "1/") {
		return q.String()
	}
	return q.Value.String() + " × " + s
}

// base turns the demand into the meter's unit: a month's quantity or, where
// hours are given, an hour's. factor is the meter's units in one of the
// demand's, note says so where the two differ.
func (d Demand) base(to unit.Unit) (base, factor money.Decimal, note string, err error) {
	if d.Count == nil {
		return d.quantityBase(to)
	}
	from := to.Single()
	switch to.Period() {
	case unit.Second, unit.Minute, unit.Hour, unit.Day:
		if d.Hours == nil {
			return base, factor, "", fmt.Errorf(`the meter counts %q; say for how long, such as "hours: 24x7"`, to)
		}
		from = from.Over(unit.Hour)
	default:
		if d.Hours != nil {
			return base, factor, "", fmt.Errorf(`the meter counts %q, not hours; leave out "hours"`, to)
		}
		from = ofMonth(from, to)
	}
	factor, err = unit.Convert(money.One, from, to)
	if err != nil {
		return base, factor, "", err
	}
	return d.Count.Mul(factor), factor, conversion(from, factor, to), nil
}

// conversion says a factor in words; "" where it changes nothing.
func conversion(from unit.Unit, factor money.Decimal, to unit.Unit) string {
	if factor.Equal(money.One) {
		return ""
	}
	sign := "="
	if back, err := unit.Convert(factor, to, from); err != nil || !back.Equal(money.One) {
		sign = "≈"
	}
	return fmt.Sprintf("%s %s %s × %s", from, sign, factor, to)
}

// ofMonth fits a unit to the meter's, for a scenario's quantities are those of a
// month: one without a period is a month's where the meter counts months or
// years, and "500 GB/Month" is 500 GB where the meter has no period.
func ofMonth(from, to unit.Unit) unit.Unit {
	switch {
	case from.Period() == "" && (to.Period() == unit.Month || to.Period() == unit.Year):
		return from.Over(unit.Month)
	case from.Period() == unit.Month && to.Period() == "":
		return from.WithoutPeriod()
	}
	return from
}

func (d Demand) quantityBase(to unit.Unit) (base, factor money.Decimal, note string, err error) {
	q := d.Quantity
	if q.Bare {
		one, err := unit.Convert(money.One, to.Single().Over(to.Period()), to)
		if err != nil || !one.Equal(money.One) {
			return base, factor, "", fmt.Errorf(`quantity %s needs a unit, for the meter is priced for %q at a time; write "%s %s" for single ones`, q.Value, to, q.Value, single(to))
		}
		return q.Value, money.One, "", nil
	}
	from := ofMonth(q.Unit, to)
	factor, err = unit.Convert(money.One, from, to)
	if err != nil {
		return base, factor, "", fmt.Errorf("quantity %s: %w", q, err)
	}
	return q.Value.Mul(factor), factor, conversion(from, factor, to), nil
}

// single is what one of a meter's unit is called in a quantity: "GB", "hours",
// "GB/Hour", and "units" of what unit.ParseQuantity has no word for.
func single(u unit.Unit) string {
	noun, period := u.Noun(), u.Period()
	switch {
	case noun == "" && (period == "" || period == unit.Month || period == unit.Year):
		return "units"
	case noun == "":
		return strings.ToLower(string(period)) + "s"
	case !unit.Known(noun):
		noun = "units"
	}
	if period == "" || period == unit.Month || period == unit.Year {
		return noun
	}
	return noun + "/" + string(period)
}

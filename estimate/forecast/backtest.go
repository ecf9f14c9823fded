package forecast

import (
	"math"

	"azwhatif/estimate/series"
	"azwhatif/ratebook/money"
)

// backTest holds the back-tests of all meters together, each at its mean price under
// the case: what the forecast of the whole would have been, day by day.
func (f *Forecast) backTest(c *Case) {
	prices := make([]float64, len(f.carried))
	days := 0
	quantity, amount := map[seriesKey]money.Decimal{}, map[seriesKey]money.Decimal{}
	for i, u := range f.Uses {
		k := meterOf(u.DailyUse)
		for m := range u.Recorded {
			quantity[k] = quantity[k].Add(u.Recorded[m]).Add(u.Expected[m])
			amount[k] = amount[k].Add(c.Lines[i].Amounts[m])
		}
	}
	for i, u := range f.carried {
		k := meterOf(u.DailyUse)
		if quantity[k].Sign() != 0 && !amount[k].IsZero() && u.Series.PastErrors() > 0 && u.Series.Origins > 0 {
			prices[i] = amount[k].Float64() / quantity[k].Float64()
			c.Origins, c.Ahead = max(c.Origins, u.Series.Origins), max(c.Ahead, u.Series.Ahead)
			days = max(days, len(u.days))
		}
	}
	used := make([]float64, days) // by day, the last at the end
	wrong := make([][]float64, c.Origins)
	for o := range wrong {
		wrong[o] = make([]float64, c.Ahead)
	}
	for i, whole := range f.carried {
		s := &whole.Series
		if prices[i] == 0 {
			continue
		}
		for t, y := range whole.days {
			used[days-len(whole.days)+t] += prices[i] * y
		}
		for o := range wrong {
			for h := range wrong[o] {
				wrong[o][h] += prices[i] * s.ErrorAt(o, h)
			}
		}
	}
	scale := series.Scale(used)
	perDay, level := 0.0, 0.0
	off := 0.0
	for _, e := range wrong {
		sum := 0.0
		for _, x := range e {
			perDay += math.Abs(x) / float64(c.Origins*c.Ahead)
			sum += x
		}
		off += math.Abs(sum) / float64(c.Origins*c.Ahead)
	}
	reach := min(days, c.Origins+c.Ahead)
	for _, y := range used[days-reach:] {
		level += y / float64(reach)
	}
	if scale > 0 && level > 0 {
		c.MASE, c.Off, c.Tested = perDay/scale, off/level, true
	} else if days > 0 && perDay == 0 {
		c.Tested = true // it never changed
	}
}

// OffBy is Off, as a decimal.
func (c *Case) OffBy() money.Decimal { return decimalOf(c.Off) }

package estimate

import (
	"cmp"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// What the days ahead bring is found out for each meter of a subscription as a
// whole, whatever the usage is kept apart by: so the bill does not depend on it,
// and a forecast by tag, by resource or for an alert has the same total. The parts
// of a meter are carried on, too, and what the whole brings is split as they go.

// carried is a meter of a subscription, and the uses that are its parts.
type carried struct {
	*ForecastUse
	parts []int // indices into Forecast.Uses
}

// usesByMeter joins the uses of one meter and subscription, in the order of the uses.
func usesByMeter(uses []scenario.DailyUse) (wholes []scenario.DailyUse, parts [][]int) {
	type key struct {
		subscription, category, subcategory, name, id, region, unit string
	}
	at := map[key]int{}
	for i, u := range uses {
		m := u.Meter
		k := key{u.Subscription, m.Category, m.Subcategory, m.Name, string(m.ID), string(m.Region), m.Unit.Text()}
		n, known := at[k]
		if !known {
			n = len(wholes)
			at[k] = n
			wholes, parts = append(wholes, u), append(parts, nil)
		} else {
			wholes[n] = sumOfDays(wholes[n], u)
		}
		parts[n] = append(parts[n], i)
	}
	return wholes, parts
}

// sumOfDays adds two uses' days up.
func sumOfDays(a, b scenario.DailyUse) scenario.DailyUse {
	from, to := min(a.From, b.From), max(a.From+len(a.Quantities), b.From+len(b.Quantities))
	days := make([]money.Decimal, to-from)
	for _, u := range []scenario.DailyUse{a, b} {
		for i, q := range u.Quantities {
			days[u.From+i-from] = days[u.From+i-from].Add(q)
		}
	}
	a.From, a.Quantities = from, days
	return a
}

// split gives each part its share of what the whole brings, by month: as the
// parts' own forecasts go; where these bring nothing, as was recorded.
func (f *Forecast) split(c carried) {
	weights, recorded := make([]money.Decimal, len(c.parts)), make([]money.Decimal, len(c.parts))
	for m := range c.Expected {
		for k, i := range c.parts {
			weights[k] = f.Uses[i].Expected[m].Max(money.Zero)
			recorded[k] = recorded[k].Add(f.Uses[i].Recorded[m].Max(money.Zero))
		}
		shares, ok := money.Share(c.Expected[m], weights)
		by := weights
		if !ok {
			if shares, ok = money.Share(c.Expected[m], recorded); !ok {
				shares[0] = c.Expected[m]
			}
			by = recorded
		}
		sum := money.Sum(by...)
		for k, i := range c.parts {
			part := 0.0
			if !sum.IsZero() {
				part = by[k].Float64() / sum.Float64()
			} else if k == 0 {
				part = 1
			}
			f.Uses[i].Expected[m], f.Uses[i].part = shares[k], append(f.Uses[i].part, part)
		}
	}
}

// shareOutcomes splits what a whole comes to in each outcome; the parts add up to
// it exactly.
func (f *Forecast) shareOutcomes(c carried, whole [][]money.Decimal, out [][][]money.Decimal) {
	largest := func(m int) (k int) {
		for n, i := range c.parts {
			if cmp.Compare(f.Uses[i].part[f.First+m], f.Uses[c.parts[k]].part[f.First+m]) > 0 {
				k = n
			}
		}
		return k
	}
	for _, i := range c.parts {
		out[i] = make([][]money.Decimal, len(f.Months))
	}
	for m := range f.Months {
		last := largest(m)
		for _, i := range c.parts {
			out[i][m] = make([]money.Decimal, len(whole[m]))
		}
		for o, all := range whole[m] {
			rest := all
			for k, i := range c.parts {
				if k != last {
					out[i][m][o] = decimalOf(all.Float64() * f.Uses[i].part[f.First+m])
					rest = rest.Sub(out[i][m][o])
				}
			}
			out[c.parts[last]][m][o] = rest
		}
	}
}

package forecast

import (
	"context"

	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// What is carried on is settled by the usage alone, and not by how it is shown: so a
// forecast by tag, by resource or for an alert has the same total, to the digit.
// A strand is what was used of a meter in one subscription, resource group and set
// of tags; each is carried on from its own past. Where strands come and go (more
// of a meter's have stopped than go on, as of clusters that are made for each run),
// or where there are too many, their past says little of what comes: then the
// meter is carried on as a whole, and what it brings is split as its strands go.

// mostStrands is how many strands are carried on one by one.
const mostStrands = 5000

// carried is what is carried on as one.
type carried struct {
	*Use
	cells  []int       // indices into Forecast.cells
	shares [][]float64 // by cell and month of the estimate; nil where there is one cell
}

// cell is what one strand has in one of Forecast.Uses.
type cell struct {
	use      int
	recorded []money.Decimal // by month
	expected []money.Decimal
}

// seriesKey tells series apart. Without apart and workload it is a meter of a
// subscription.
type seriesKey struct {
	subscription, category, subcategory, name, id, region, unit string
	apart, workload                                             string
}

func meterOf(u scenario.DailyUse) seriesKey {
	m := u.Meter
	return seriesKey{subscription: u.Subscription, category: m.Category, subcategory: m.Subcategory, name: m.Name, id: string(m.ID), region: string(m.Region), unit: m.Unit.Text()}
}

func strandOf(u scenario.DailyUse) seriesKey {
	k := meterOf(u)
	k.apart = u.Apart
	return k
}

func shownAs(u scenario.DailyUse) seriesKey {
	k := meterOf(u)
	k.workload = u.Workload
	return k
}

// strandsOf joins the uses that are one strand.
func strandsOf(uses []scenario.DailyUse) []scenario.DailyUse {
	list, _ := addedUp(uses, strandOf)
	return list
}

// addedUp adds up the uses of one key, in their order, and says which they are.
func addedUp(uses []scenario.DailyUse, key func(scenario.DailyUse) seriesKey) (sums []scenario.DailyUse, parts [][]int) {
	at := map[seriesKey]int{}
	for i, u := range uses {
		k := key(u)
		n, known := at[k]
		if !known {
			n = len(sums)
			at[k] = n
			sums, parts = append(sums, u), append(parts, nil)
		} else {
			if len(parts[n]) == 1 { // the days are those of the use itself
				sums[n] = withDays(scenario.DailyUse{}, sums[n])
			}
			sums[n] = withDays(sums[n], u)
		}
		parts[n] = append(parts[n], i)
	}
	return sums, parts
}

// withDays adds another use's days to a sum, which is changed; of a zero sum it is a
// copy.
func withDays(sum, u scenario.DailyUse) scenario.DailyUse {
	if sum.Meter == nil {
		sum, sum.Quantities = u, money.Column{}
	}
	from, to := min(sum.From, u.From), max(sum.From+sum.Quantities.Len(), u.From+u.Quantities.Len())
	sum.Quantities.Extend(sum.From-from, to-sum.From-sum.Quantities.Len())
	sum.From = from
	for i := range u.Quantities.Len() {
		sum.Quantities.Add(u.From+i-from, u.Quantities.At(i))
	}
	return sum
}

// strands settles what is carried on, and carries it on: into Uses, as they are
// shown.
func (f *Forecast) strands(ctx context.Context, d *scenario.Daily, last int, carry func(scenario.DailyUse) Use) {
	var uses []scenario.DailyUse
	for _, u := range d.Uses {
		if u.From <= last {
			uses = append(uses, u)
		}
	}
	strands, cellsOf := addedUp(uses, strandOf)
	wholes, strandsIn := addedUp(strands, meterOf)
	f.carried = make([]carried, 0, len(strands))
	for n, in := range strandsIn {
		if len(strands) <= mostStrands && lasting(strands, in, last) {
			for _, i := range in {
				f.carried = append(f.carried, carried{&Use{DailyUse: strands[i]}, cellsOf[i], nil})
			}
			continue
		}
		c := carried{Use: &Use{DailyUse: wholes[n]}}
		for _, i := range in {
			c.cells = append(c.cells, cellsOf[i]...)
		}
		f.carried = append(f.carried, c)
	}
	f.cells = make([]cell, len(uses))
	alone := make([]*Use, len(uses)) // those that are carried on by themselves
	_ = parallel.Do(ctx, len(f.carried), func(n int) error {
		c := &f.carried[n]
		*c.Use = carry(c.DailyUse)
		for _, i := range c.cells {
			part := *c.Use
			if len(c.cells) > 1 {
				part = carry(uses[i])
			} else {
				alone[i] = c.Use
			}
			f.cells[i].recorded, f.cells[i].expected = part.Recorded, part.Expected
		}
		f.split(c)
		return nil
	})
	shown, shownCells := addedUp(uses, shownAs)
	f.Uses = make([]Use, len(shown))
	_ = parallel.Do(ctx, len(shown), func(n int) error {
		if in := shownCells[n]; len(in) == 1 && alone[in[0]] != nil {
			f.cells[in[0]].use = n
			f.Uses[n] = *alone[in[0]]
			return nil
		}
		u := carry(shown[n])
		clear(u.Expected)
		for _, i := range shownCells[n] {
			f.cells[i].use = n
			for m, q := range f.cells[i].expected {
				u.Expected[m] = u.Expected[m].Add(q)
			}
		}
		f.Uses[n] = u
		return nil
	})
}

// lasting tells whether at least as many strands go on as have stopped.
func lasting(strands []scenario.DailyUse, in []int, last int) bool {
	stopped := 0
	for _, i := range in {
		days, _ := known(strands[i], last, nil)
		if s := stateOf(days); s == Stopped || s == Once {
			stopped++
		}
	}
	return stopped*2 <= len(in) || len(in) == 1
}

// split gives each cell its share of what is carried on, by month: as the cells'
// own days go on; where these bring nothing, as was recorded.
func (f *Forecast) split(c *carried) {
	if len(c.cells) == 1 {
		return
	}
	weights, recorded := make([]money.Decimal, len(c.cells)), make([]money.Decimal, len(c.cells))
	c.shares = make([][]float64, len(c.cells))
	for m := range c.Expected {
		for k, i := range c.cells {
			weights[k] = f.cells[i].expected[m].Max(money.Zero)
			recorded[k] = recorded[k].Add(f.cells[i].recorded[m].Max(money.Zero))
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
		for k, i := range c.cells {
			part := 0.0
			if !sum.IsZero() {
				part = by[k].Float64() / sum.Float64()
			} else if k == 0 {
				part = 1
			}
			f.cells[i].expected[m], c.shares[k] = shares[k], append(c.shares[k], part)
		}
	}
}

package forecast

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"azwhatif/estimate"
	"azwhatif/estimate/series"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// workloadsOf makes one usage of each use, of one of its unit a month: what the
// estimate then says of it is how many of the case's meter's units it is. The
// lines of the estimate are in the order of the uses.
func workloadsOf(uses []Use, s *scenario.Scenario) []scenario.Workload {
	var list []scenario.Workload
	for _, u := range uses {
		if len(list) == 0 || list[len(list)-1].Name != u.Workload {
			list = append(list, scenario.Workload{
				Pos: scenario.Pos{File: s.File}, Name: u.Workload, Subscription: u.Subscription, Group: u.Group, Tags: u.Tags,
				From: s.Start, Until: s.Start.Add(s.Months - 1),
			})
		}
		w := &list[len(list)-1]
		w.Usage = append(w.Usage, scenario.Usage{
			Pos: w.Pos, Meter: ratebook.Selector{ID: u.Meter.ID}, Imported: &u.Meter,
			Demand: scenario.Demand{Quantity: unit.Quantity{Value: money.One, Unit: u.Meter.Unit}},
		})
	}
	return list
}

// outcomes gives each use's quantity, by outcome and forecast month: what
// gaps and the days ahead add.
func (f *Forecast) outcomes(ctx context.Context) [][][]money.Decimal {
	origins := 1
	for _, c := range f.carried {
		origins = max(origins, c.Series.PastErrors())
	}
	list := series.Outcomes(origins)
	f.Outcomes = len(list)
	cells := make([][][]money.Decimal, len(f.cells))
	_ = parallel.Do(ctx, len(f.carried), func(n int) error {
		c := f.carried[n]
		whole := make([][]money.Decimal, len(f.Months))
		for m := range f.Months {
			ahead := c.ahead[f.First+m]
			for _, sum := range c.Series.Sums(list, ahead.from, ahead.to) {
				whole[m] = append(whole[m], decimalOf(sum+c.gap[f.First+m]))
			}
		}
		f.shareOutcomes(c, whole, cells)
		return nil
	})
	out := make([][][]money.Decimal, len(f.Uses))
	for i, c := range f.cells {
		if out[c.use] == nil {
			out[c.use] = cells[i]
			continue
		}
		for m, list := range cells[i] {
			for o, q := range list {
				out[c.use][m][o] = out[c.use][m][o].Add(q)
			}
		}
	}
	return out
}

// price prices what is recorded, what is expected, and every outcome, by the rates
// and terms of a case. The scenario has one unit of each use a month.
func (f *Forecast) price(ctx context.Context, one *estimate.Plan, outcomes [][][]money.Decimal, groups []By) (c Case, err error) {
	of := func(add func(use, month int) money.Decimal) func(line, month int) money.Decimal {
		return func(line, month int) money.Decimal {
			q := f.Uses[line].Recorded[month]
			if month >= f.First {
				q = q.Add(add(line, month))
			}
			return q
		}
	}
	expected, err := one.Times(of(func(use, month int) money.Decimal { return f.Uses[use].Expected[month] })).Price(ctx)
	if err != nil {
		return c, err
	}
	one = one.WithBenefitsOf(expected.Plan)
	recorded := one.Times(of(func(int, int) money.Decimal { return money.Zero })).Shared()
	c = Case{Estimate: expected, Outlooks: make([]Outlook, len(f.Months))}
	keys := make([]map[string]*Group, len(groups))
	for g, by := range groups {
		keys[g] = f.groupsOf(by, expected, recorded)
	}
	n := f.Outcomes
	totals := make([][]money.Decimal, len(f.Months)) // by outcome
	sums := make([][]map[string]money.Decimal, n)    // by outcome, group and month
	for m := range totals {
		totals[m] = make([]money.Decimal, n)
	}
	_ = parallel.Do(ctx, n, func(o int) error {
		quantities := of(func(use, month int) money.Decimal { return outcomes[use][month-f.First][o] })
		if len(groups) == 0 {
			e := one.Times(quantities).At(nil)
			for m := range f.Months {
				totals[m][o] = e.ChargesIn(f.First + m).Total()
			}
			return nil
		}
		e := one.Times(quantities).Shared()
		for m := range f.Months {
			totals[m][o] = e.ChargesIn(f.First + m).Total()
			for _, by := range groups {
				sums[o] = append(sums[o], f.sumsOf(by, e, f.First+m))
			}
		}
		return nil
	})
	if err := context.Cause(ctx); err != nil {
		return c, err
	}
	for m, month := range f.Months {
		c.Outlooks[m] = Outlook{Month: month, Recorded: soFar(recorded, f.First+m), Expected: expected.ChargesIn(f.First + m).Total()}
		c.Outlooks[m].between(totals[m])
	}
	for g := range groups {
		for _, key := range slices.SortedFunc(maps.Keys(keys[g]), blankLast) {
			group := keys[g][key]
			for m := range f.Months {
				list := make([]money.Decimal, n)
				for o := range list {
					list[o] = sums[o][m*len(groups)+g][key]
				}
				group.Outlooks[m].between(list)
			}
			c.Groups = append(c.Groups, *group)
		}
	}
	f.backTest(&c)
	return c, nil
}

func blankLast(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

// soFar is the cost of the recorded part of a month; what a commitment loses
// at its term's end is not yet lost.
func soFar(recorded *estimate.Estimate, month int) money.Decimal {
	c := recorded.ChargesIn(month)
	return c.Total().Sub(c.Commitment)
}

// sumsOf adds a month's amounts up by key.
func (f *Forecast) sumsOf(by By, e *estimate.Estimate, month int) map[string]money.Decimal {
	sums := map[string]money.Decimal{}
	for i, l := range e.Lines {
		key := ""
		if i < len(f.Uses) {
			key = by.Of(f.Uses[i].DailyUse)
		}
		sums[key] = sums[key].Add(l.Amounts[month])
	}
	return sums
}

func (f *Forecast) groupsOf(by By, expected, recorded *estimate.Estimate) map[string]*Group {
	out := map[string]*Group{}
	for m, month := range f.Months {
		soFar := f.sumsOf(by, recorded, f.First+m)
		for key, sum := range f.sumsOf(by, expected, f.First+m) {
			if out[key] == nil {
				out[key] = &Group{By: by, Key: key, Outlooks: make([]Outlook, len(f.Months))}
			}
			out[key].Outlooks[m] = Outlook{Month: month, Recorded: soFar[key], Expected: sum}
		}
	}
	return out
}

// between sets the ranges from the outcomes. What is expected is within them.
func (b *Outlook) between(outcomes []money.Decimal) {
	slices.SortFunc(outcomes, money.Decimal.Cmp)
	at := func(thousandths int) money.Decimal { return outcomes[(len(outcomes)-1)*thousandths/1000] }
	b.P50 = at(500)
	b.Low80, b.High80 = at(100).Min(b.Expected), at(900).Max(b.Expected)
	b.Low95, b.High95 = at(25).Min(b.Expected), at(975).Max(b.Expected)
}

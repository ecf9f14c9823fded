package forecast

import (
	"cmp"
	"context"
	"slices"

	"azwhatif/estimate"
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
				Pos: scenario.Pos{File: s.File}, Name: u.Workload, Subscription: u.Subscription, Account: u.Account, Group: u.Group, Tags: u.Tags,
				From: s.Start, Until: s.Start.Add(s.Months - 1),
			})
		}
		w := &list[len(list)-1]
		w.Usage = append(w.Usage, scenario.Usage{
			Pos: w.Pos, Meter: ratebook.Selector{ID: u.Meter.ID}, Imported: u.Meter, Machine: u.Machine, Likely: u.Likely,
			Demand: scenario.Demand{Quantity: unit.Quantity{Value: money.One, Unit: u.Meter.Unit}},
		})
	}
	return list
}

// price prices what is recorded, what is expected, and every outcome, by the rates
// and terms of a case. The scenario has one unit of each use a month.
func (f *Forecast) price(ctx context.Context, one *estimate.Plan, outcomes *outcomes, groups []By) (c Case, err error) {
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
	keys := make([]keyed, len(groups))
	for g, by := range groups {
		keys[g] = f.keyed(by, len(expected.Lines) > len(f.Uses))
	}
	n := f.Outcomes
	totals := make([][]money.Decimal, len(f.Months)) // by outcome
	sums := make([][][]money.Decimal, n)             // by outcome, month and group, and key
	for m := range totals {
		totals[m] = make([]money.Decimal, n)
	}
	err = parallel.Do(ctx, n, func(o int) error {
		in := outcomes.in(o)
		plan := one.Times(of(func(use, month int) money.Decimal { return in[use][month-f.First] }))
		if len(groups) == 0 {
			e := plan.At(nil)
			for m := range f.Months {
				totals[m][o] = e.ChargesIn(f.First + m).Total()
			}
			return nil
		}
		e := plan.Shared()
		for m := range f.Months {
			totals[m][o] = e.ChargesIn(f.First + m).Total()
			for _, k := range keys {
				sums[o] = append(sums[o], k.sums(e, f.First+m))
			}
		}
		return nil
	})
	if err != nil {
		return c, err
	}
	for m, month := range f.Months {
		c.Outlooks[m] = Outlook{Month: month, Recorded: soFar(recorded, f.First+m), Expected: expected.ChargesIn(f.First + m).Total()}
		c.Outlooks[m].between(totals[m])
	}
	list := make([]money.Decimal, n)
	for g, by := range groups {
		first := len(c.Groups)
		for _, key := range keys[g].list {
			c.Groups = append(c.Groups, Group{By: by, Key: key, Outlooks: make([]Outlook, len(f.Months))})
		}
		for m, month := range f.Months {
			recorded, expected := keys[g].sums(recorded, f.First+m), keys[g].sums(expected, f.First+m)
			for k := range keys[g].list {
				for o := range list {
					list[o] = sums[o][m*len(groups)+g][k]
				}
				at := &c.Groups[first+k].Outlooks[m]
				*at = Outlook{Month: month, Recorded: recorded[k], Expected: expected[k]}
				at.between(list)
			}
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

// between sets the ranges from the outcomes. What is expected is within them.
func (b *Outlook) between(outcomes []money.Decimal) {
	slices.SortFunc(outcomes, money.Decimal.Cmp)
	at := func(thousandths int) money.Decimal { return outcomes[(len(outcomes)-1)*thousandths/1000] }
	b.P50 = at(500)
	b.Low80, b.High80 = at(100).Min(b.Expected), at(900).Max(b.Expected)
	b.Low95, b.High95 = at(25).Min(b.Expected), at(975).Max(b.Expected)
}

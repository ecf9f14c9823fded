package compare_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// curved is a scenario of one workload that uses one unit a month for one
// month, under cases that each have a meter of their own, priced by tiers
// ("0:10 4:1": 10 a unit, 1 above 4).
func curved(t *testing.T, tiers ...string) *estimatetest.Generated {
	t.Helper()
	g := estimatetest.Generate(1, 1, 1, 1)
	g.Card = &ratebook.Card{Header: ratebook.Header{Terms: g.Terms}}
	one := money.One
	g.Scenario.Workloads = []scenario.Workload{{Name: "w", From: g.Scenario.Start, Until: g.Scenario.Start,
		Usage: []scenario.Usage{{Meter: ratebook.Selector{ID: estimatetest.ID(0)}, Demand: scenario.Demand{Count: &one}}}}}
	g.Scenario.Cases = nil
	for i, text := range tiers {
		r := ratebook.Rate{Meter: ratebook.Meter{ID: estimatetest.ID(i), Name: fmt.Sprint("meter ", i), Unit: unit.MustParse("1")}}
		for _, tier := range strings.Fields(text) {
			above, price, _ := strings.Cut(tier, ":")
			r.Tiers = append(r.Tiers, ratebook.Tier{Above: money.MustParse(above), UnitPrice: money.MustParse(price)})
		}
		g.Card.Rates = append(g.Card.Rates, r)
		c := scenario.Case{Name: fmt.Sprint("case ", i), Terms: g.Terms}
		if i > 0 {
			c.Changes = []scenario.Change{{Swap: &ratebook.Selector{ID: estimatetest.ID(i)}}}
		}
		g.Scenario.Cases = append(g.Scenario.Cases, c)
	}
	return g
}

func shown(stretches []compare.Stretch) string {
	var list []string
	for _, s := range stretches {
		list = append(list, fmt.Sprintf("%s to %s: %v", s.From, s.To, s.Cases))
	}
	return strings.Join(list, "; ")
}

// TestBreakEvenClosed has curves whose break-evens follow from the prices.
func TestBreakEvenClosed(t *testing.T) {
	for _, c := range []struct{ name, a, b, want string }{
		{"one crossing: 3q = 5 + 0.5(q - 1) at q = 4.5 ÷ 2.5 = 1.8", "0:3", "0:5 1:0.5", "0 to 1.7999: [0]; 1.8 to 1.8: [0 1]; 1.8001 to 3: [1]"},
		{"never", "0:3", "0:4", "0 to 3: [0]"},
		{"the same throughout", "0:3", "0:3", "0 to 3: [0 1]"},
		{"the same up to a tier", "0:3", "0:3 2:1", "0 to 2: [0 1]; 2.0001 to 3: [1]"},
		{"two crossings: 2 + 1(q-1) = 1.5q at q = 2; 3.5 + 3(q-2.5) = 1.5q at 4 ÷ 1.5 = 2.6667", "0:1.5", "0:2 1:1 2.5:3", "0 to 1.9999: [0]; 2 to 2: [0 1]; 2.0001 to 2.6666: [1]; 2.6667 to 3: [0]"},
		{"two crossings within a cell: 1001 + 900(q - 1) = 1000q at 1.01, 1019 + 1500(q - 1.02) = 1000q at 1.022", "0:1000", "0:1001 1:900 1.02:1500", "0 to 1.0099: [0]; 1.01 to 1.01: [0 1]; 1.0101 to 1.0219: [1]; 1.022 to 1.022: [0 1]; 1.0221 to 3: [0]"},
	} {
		g := curved(t, c.a, c.b)
		found := g.Compare(t)
		if err := found.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := shown(found.BreakEven.Pairs[0].Stretches); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if got := shown(found.BreakEven.Cheapest); got != c.want {
			t.Errorf("%s: cheapest %s, want %s", c.name, got, c.want)
		}
	}
}

// TestBreakEvenConfirmed prices generated scenarios at each end of each stretch
// that was found, and on both sides of it, by a change of that scale in every
// case.
func TestBreakEvenConfirmed(t *testing.T) {
	found := 0
	for seed := range uint64(30) {
		g := estimatetest.Generate(seed, 8, 6, 3)
		base := g.Scenario.Cases[0]
		base.Commitments, base.Discount = nil, money.Zero
		g.Scenario.Cases = []scenario.Case{base}
		for i := range 3 {
			c := base
			c.Name = fmt.Sprint("commits ", i)
			c.Commitments = []scenario.Commitment{{Amount: g.Amount(2000, 2).Add(money.One), Months: 1 + g.Rand.IntN(4)}}
			if i == 2 {
				c.Commitments, c.Discount = nil, money.MustParse("0.03")
				c.Changes = []scenario.Change{{Where: scenario.Where{Workload: "line 2"}, Swap: &ratebook.Selector{ID: estimatetest.ID(3)}}}
			}
			g.Scenario.Cases = append(g.Scenario.Cases, c)
		}
		c := g.Compare(t)
		if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
			t.Fatal(err)
		}
		check := func(level money.Decimal, cases []int, among []int, basis compare.Basis) {
			scaled := *g.Scenario
			scaled.Cases = nil
			for _, k := range g.Scenario.Cases {
				k.Changes = append(k.Changes[:len(k.Changes):len(k.Changes)], scenario.Change{Scale: &level})
				scaled.Cases = append(scaled.Cases, k)
			}
			again := *g
			again.Scenario = &scaled
			priced := again.Compare(t)
			total := func(i int) money.Decimal {
				sum, _ := priced.On(priced.Estimates[i], basis)
				return sum.Value
			}
			for _, i := range among {
				in := false
				for _, k := range cases {
					in = in || k == i
				}
				over := total(i).Sub(total(cases[0]))
				if tiny := money.MustParse("0.000001"); in && tiny.Less(over.Abs()) || !in && !tiny.Less(over) && !level.IsZero() {
					t.Errorf("seed %d: at %s, %s, %v are said to be cheapest of %v, and %d costs %s more", seed, level, basis, cases, among, i, over)
				}
			}
		}
		for _, s := range c.BreakEven.Cheapest {
			for k, basis := range c.BreakEven.Bases {
				cases := s.Cases
				if s.Depends != nil {
					cases = s.Depends[k]
				} else if len(c.BreakEven.Bases) > 1 {
					continue // those that are cheapest on each basis are not all that are on one
				}
				check(s.From, cases, []int{0, 1, 2, 3}, basis)
				check(s.To, cases, []int{0, 1, 2, 3}, basis)
			}
		}
		for _, p := range c.BreakEven.Pairs {
			found += len(p.Stretches) - 1
			for k, s := range p.Stretches {
				check(s.From, s.Cases, []int{p.A, p.B}, p.Basis)
				check(s.To, s.Cases, []int{p.A, p.B}, p.Basis)
				if k > 0 && !s.From.Sub(p.Stretches[k-1].To).Equal(compare.LevelStep) {
					t.Errorf("seed %d: a stretch ends at %s, the next begins at %s", seed, p.Stretches[k-1].To, s.From)
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d break-evens in all", found)
	}
}

// TestBreakEvenDense holds what is found to the cheapest case at every 0.5%.
func TestBreakEvenDense(t *testing.T) {
	for seed := range uint64(10) {
		g := estimatetest.Generate(seed, 8, 6, 2)
		for i := range 2 {
			c := g.Scenario.Cases[0]
			c.Name = fmt.Sprint("commits ", i)
			c.Commitments = []scenario.Commitment{{Amount: g.Amount(2000, 2).Add(money.One), Months: 2}}
			g.Scenario.Cases = append(g.Scenario.Cases, c)
		}
		c := g.Compare(t)
		if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{}); err != nil {
			t.Fatal(err)
		}
		for n := 1; n <= 600; n++ {
			level := money.Int(int64(n)).Mul(money.MustParse("0.005"))
			levels, _ := c.CommonLevel("", level)
			least := money.Zero
			for i, e := range c.Estimates {
				if total := e.At(levels).Total().Value; i == 0 || total.Less(least) {
					least = total
				}
			}
			for _, s := range c.BreakEven.Cheapest {
				if !level.Less(s.From) && !s.To.Less(level) && s.Depends == nil {
					total := c.Estimates[s.Cases[0]].At(levels).Total().Value
					if money.MustParse("0.000001").Less(total.Sub(least)) {
						t.Errorf("seed %d: at %s case %d costs %s, and another %s", seed, level, s.Cases[0], total, least)
					}
				}
			}
		}
	}
}

// TestCommitmentAmounts looks for a better amount than the one found, on a
// grid.
func TestCommitmentAmounts(t *testing.T) {
	looked := 0
	for seed := range uint64(40) {
		g := estimatetest.Generate(seed, 6, 6, 3)
		if g.Scenario.Cases[0].Commitments == nil || g.Scenario.Cases[0].Commitments[0].Months > 3 {
			continue
		}
		c := g.Compare(t)
		if err := c.FindBreakEven(t.Context(), compare.BreakEvenOptions{To: money.One}); err != nil {
			t.Fatal(err)
		}
		if g.Scenario.Cases[0].Commitments[0].Kind == scenario.MACC {
			if c.BreakEven.Commitments != nil {
				t.Errorf("seed %d: an amount is found for a MACC", seed)
			}
			continue
		}
		amounts := c.BreakEven.Commitments[0].Levels
		best := amounts[len(amounts)-1]
		if !best.Level.Equal(money.One) {
			t.Fatalf("seed %d: the last level is %s", seed, best.Level)
		}
		for k := range 120 {
			amount := best.Amount.Add(money.Int(1)).Mul(money.Int(int64(k))).Mul(money.MustParse("0.025"))
			if k == 0 {
				amount = money.Int(3000)
			}
			g.Scenario.Cases[0].Commitments[0].Amount = amount
			if g.Scenario.Cases[0].Commitments[0].Kind == scenario.PlanOf2012 {
				g.Scenario.Cases[0].Commitments[0].Monthly = amount
			}
			if total := g.Compare(t).Base().Total().Value; total.Less(best.Total.Sub(money.MustParse("0.01"))) {
				t.Errorf("seed %d: %s committed total %s, less than the %s of %s", seed, amount, total, best.Total, best.Amount)
			}
			looked++
		}
	}
	if looked == 0 {
		t.Error("no commitment was looked at")
	}
}

func TestBreakEvenOptions(t *testing.T) {
	g := curved(t, "0:1", "0:2")
	for want, opt := range map[string]compare.BreakEvenOptions{
		`no workload is named "x"`:                                              {Workload: "x"},
		"the range of usage ends at 50%, not above 50%, where it begins":        {From: money.MustParse("0.5"), To: money.MustParse("0.5")},
		"0.001% is not a level of usage from 0% to 100000%, in steps of 0.01%":  {From: money.MustParse("0.00001"), To: money.One},
		"-100% is not a level of usage from 0% to 100000%, in steps of 0.01%":   {From: money.Int(-1), To: money.One},
		"100100% is not a level of usage from 0% to 100000%, in steps of 0.01%": {To: money.Int(1001)},
		"41 cases have 820 pairs; name those to look at, up to 40":              {Cases: make([]int, 41)},
	} {
		if err := g.Compare(t).FindBreakEven(t.Context(), opt); err == nil || err.Error() != want {
			t.Errorf("%+v: %v, want %s", opt, err, want)
		}
	}
}

// TestSearchesStop ends the searches at any moment.
func TestSearchesStop(t *testing.T) {
	priced := func() *compare.Comparison {
		g := curved(t, "0:3 100:1", "0:2", "0:2.5 40:2")
		g.Scenario.Workloads[0].Spread = &scenario.Spread{Distribution: scenario.PERT, Low: money.MustParse("0.5"), Likely: money.One, High: money.Int(2)}
		return g.Compare(t)
	}
	estimatetest.CheckStop(t, "break-even", func(ctx context.Context) (any, error) {
		c := priced()
		err := c.FindBreakEven(ctx, compare.BreakEvenOptions{})
		return c.BreakEven, err
	})
	estimatetest.CheckStop(t, "ranges", func(ctx context.Context) (any, error) {
		c := priced()
		err := c.DrawRanges(ctx, scenario.Ranges{Draws: 1000, Seed: 1})
		return c.Ranges, err
	})
}

package chargeback_test

import (
	"fmt"
	"testing"

	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// rules is every rule at once: a centre split in proportion, one
// evenly, one by stated shares of which one has no usage; by is a number.
func rules(untagged scenario.SplitHow) scenario.Chargeback {
	part := func(s string) money.Decimal { return money.MustParse(s) }
	rules := scenario.Chargeback{By: "tag:team", Shared: []scenario.SharedCost{
		{Name: "t1", Split: scenario.Split{How: scenario.SplitProportional}},
		{Name: "t2", Split: scenario.Split{How: scenario.SplitEven}},
		{Name: "t3", Split: scenario.Split{How: scenario.SplitFixed, Shares: map[string]money.Decimal{"t4": part("0.3"), "t5": part("0.6"), "nobody's": part("0.1")}}},
	}}
	if untagged != "" {
		rules.Untagged = &scenario.Split{How: untagged, Shares: map[string]money.Decimal{"t4": part("0.25"), "t6": part("0.75")}}
	}
	return rules
}

// TestDuesTie holds generated estimates under every rule to what is
// always so: parts add up to each due, dues to the month, months to the total
// in the minor unit; shared cost is borne in full and by payers only.
func TestDuesTie(t *testing.T) {
	for seed := range uint64(200) {
		g := estimatetest.Generate(seed, 12, 20, 6)
		for i := range g.Scenario.Workloads {
			if team := g.Rand.IntN(8); team > 0 {
				g.Scenario.Workloads[i].Tags = map[string]string{"team": fmt.Sprint("t", team)}
			}
		}
		e := g.Compare(t).Base()
		for _, by := range []scenario.Chargeback{
			rules(""), rules(scenario.SplitEven), rules(scenario.SplitProportional), rules(scenario.SplitFixed),
			{By: "subscription"}, {By: "workload"},
		} {
			c := chargeback.Share(e, by)
			if want := e.Total().Value.Round(2); !c.Total.Equal(want) {
				t.Fatalf("seed %d, %v: %s is charged, and the total is %s", seed, by, c.Total, want)
			}
			checkDues(t, seed, c)
		}
	}
}

func checkDues(t *testing.T, seed uint64, c *chargeback.Dues) {
	t.Helper()
	total, exact := money.Zero, money.Zero
	for m := range c.Estimate.Months {
		sum, moved := money.Zero, money.Zero
		for _, centre := range c.Centres {
			month := centre.Months[m]
			if !month.Exact().Add(month.Rounding).Equal(month.Due) || !month.Due.Round(2).Equal(month.Due) {
				t.Errorf("seed %d: %q: %s and %s of rounding are not the due, %s", seed, centre.Name, month.Exact(), month.Rounding, month.Due)
			}
			if limit := money.MustParse("0.02"); limit.Less(month.Rounding.Abs()) {
				t.Errorf("seed %d: %q is rounded by %s", seed, centre.Name, month.Rounding)
			}
			if !centre.Pays() && month.Borne != nil {
				t.Errorf("seed %d: %q bears others' cost", seed, centre.Name)
			}
			sum, exact = sum.Add(month.Due), exact.Add(month.Direct.Total())
			moved = moved.Add(month.Given).Add(money.Sum(month.Borne...))
		}
		if !sum.Equal(c.Due[m]) || !moved.IsZero() {
			t.Errorf("seed %d: the dues of a month add up to %s, not %s; %s is lost in sharing", seed, sum, c.Due[m], moved)
		}
		total = total.Add(sum)
	}
	if !total.Equal(c.Total) || !exact.Equal(c.Estimate.Total().Value) {
		t.Errorf("seed %d: months add up to %s, not %s; own costs to %s, not %s", seed, total, c.Total, exact, c.Estimate.Total().Value)
	}
}

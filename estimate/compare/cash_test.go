package compare_test

import (
	"math"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// TestCashTies holds that what is paid is what counts as cost and what is paid for other
// months, and that the parts add up, in generated estimates of every kind.
func TestCashTies(t *testing.T) {
	ahead := 0
	for seed := range uint64(120) {
		g := estimatetest.Generate(seed, 12, 15, 6)
		c := g.Compare(t)
		rate := money.MustParse("0.08")
		c.FindCash(&rate)
		for i, e := range c.Estimates {
			k := &c.Cash.Cases[i]
			if !k.All.Cost.Equal(e.Total().Value) {
				t.Errorf("seed %d: the months cost %s, the total is %s", seed, k.All.Cost, e.Total())
			}
			if !k.All.Ahead().Equal(e.PaidAhead()) {
				t.Errorf("seed %d: paid %s, cost %s, and %s is paid for other months", seed, k.All.Paid(), k.All.Cost, e.PaidAhead())
			}
			if !e.PaidAhead().IsZero() {
				ahead++
			}
			if (k.Why != "" || k.Reference) && (k.Saved != nil || k.Back.Kind != compare.NoPayback) {
				t.Errorf("seed %d: a case that is not held against the reference has a saving", seed)
			}
		}
	}
	t.Logf("%d cases pay for other months", ahead)
}

// TestFactors holds that twelve months at the yearly rate are the rate, and that a month's
// factor is what floats give.
func TestFactors(t *testing.T) {
	for _, rate := range []string{"0", "0.08", "0.035", "1"} {
		yearly := money.MustParse(rate)
		list := compare.PresentFactors(yearly, 36)
		year := money.One.Add(yearly)
		if got, want := list[11], money.One.Div(year).RoundEven(money.Places); !got.Sub(want).Abs().Less(money.MustParse("0.000000000000000002")) {
			t.Errorf("%s: twelve months count %s, want %s", rate, got, want)
		}
		for m, f := range list {
			if want := math.Pow(year.Float64(), -float64(m+1)/12); math.Abs(f.Float64()-want) > 1e-15 {
				t.Errorf("%s: month %d counts %s, want %v", rate, m+1, f, want)
			}
		}
	}
}

// TestPayback has when a case has paid no more than what is paid today, 10 a month, where
// one unit costs "0:2" (2), and so on.
func TestPayback(t *testing.T) {
	prepaid := func(amount int64, months int) func(*estimatetest.Generated) {
		return func(g *estimatetest.Generated) {
			g.Scenario.Cases[0].Commitments = []scenario.Commitment{{Kind: scenario.Prepay, Amount: money.Int(amount), Months: months}}
		}
	}
	for _, c := range []struct {
		name, price string
		alter       func(*estimatetest.Generated)
		back, net   string
	}{
		{"less from the first month", "0:8", nil, "never behind", "24"},
		{"more in each month", "0:11", nil, "not within 12 months", "-12"},
		{"the same", "0:10", nil, "never behind", "0"},
		{"48 before, of 96 at 8 a month: after the fifth month 48 to 50", "0:8", prepaid(48, 12), "2026-05", "24"},
		{"it is still owed something", "0:8", prepaid(480, 24), "open", ""},
		{"a price is missing", "5:1", nil, "incomplete", ""},
	} {
		g := curved(t, c.price)
		g.Scenario.Months = 12
		g.Scenario.Workloads[0].Until = g.Scenario.Start.Add(11)
		if c.alter != nil {
			c.alter(g)
		}
		g.Scenario.Current = &scenario.Current{Name: "today", Currency: "EUR", Monthly: money.Int(10)}
		found := g.Compare(t)
		zero := money.Zero
		found.FindCash(&zero)
		k := &found.Cash.Cases[0]
		if got := found.PaybackWords(k); got != c.back {
			t.Errorf("%s: payback %q, want %q", c.name, got, c.back)
		}
		net := ""
		if k.Net.Why == "" && k.Saved != nil {
			net = k.Net.Value.String()
		}
		if net != c.net {
			t.Errorf("%s: saves %q at its present value, want %q", c.name, net, c.net)
		}
	}
}

// TestNoPresentValue holds that nothing is assumed where no rate is stated.
func TestNoPresentValue(t *testing.T) {
	c := curved(t, "0:2", "0:1").Compare(t)
	c.FindCash(nil)
	for i := range c.Cash.Cases {
		if k := c.Cash.Cases[i]; k.Present.Why == "" || !k.Present.Value.IsZero() || i > 0 && k.Net.Why == "" {
			t.Errorf("case %d has a present value: %+v", i, k.Present)
		}
	}
	if text := strings.Join(c.CashAssumptions(), "\n"); !strings.Contains(text, "no discount rate is stated") {
		t.Error("the assumptions do not say so:\n" + text)
	}
}

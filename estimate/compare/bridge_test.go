package compare_test

import (
	"context"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/estimatetest"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// asked counts how often a ratebook is asked for rates.
type asked struct {
	estimate.Ratebook
	times int
}

func (a *asked) Find(ctx context.Context, terms ratebook.Terms, asOf time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	if want != nil {
		a.times++
	}
	return a.Ratebook.Find(ctx, terms, asOf, want)
}

func (a *asked) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	if want != nil {
		a.times += len(terms)
	}
	return a.Ratebook.FindAll(ctx, terms, asOf, want)
}

// TestBridgeCompilesNothingTwice holds bridges to the plans that are there: a case of
// one step and one of another commitment are priced from them; each step is what the
// comparison of such a case alone gives.
func TestBridgeCompilesNothingTwice(t *testing.T) {
	half := money.MustParse("0.5")
	scale := []scenario.Change{{Scale: &half, Where: scenario.Where{Workload: "line 1"}}}
	prepaid := func(n int64) []scenario.Commitment {
		return []scenario.Commitment{{Kind: scenario.Prepay, Amount: money.Int(n), Months: 4}}
	}
	for name, test := range map[string]struct {
		change func(base scenario.Case) []scenario.Case
		times  int // that the ratebook is asked
	}{
		"one step": {func(base scenario.Case) []scenario.Case {
			k := base
			k.Changes = scale
			return []scenario.Case{base, k}
		}, 0},
		"commitments": {func(base scenario.Case) []scenario.Case {
			k, other := base, base
			k.Commitments, other.Changes, other.Commitments = prepaid(300), scale, prepaid(500)
			return []scenario.Case{base, k, other}
		}, 3}, // for the scale without the commitment
		"commitments ended": {func(base scenario.Case) []scenario.Case {
			k := base
			base.Commitments = prepaid(300)
			return []scenario.Case{base, k}
		}, 0},
	} {
		for seed := range uint64(20) {
			g := estimatetest.Generate(seed, 5, 6, 4)
			base := g.Scenario.Cases[0]
			base.Commitments, base.Changes = nil, nil
			g.Scenario.Cases = test.change(base)
			book := &asked{Ratebook: estimatetest.Cards{g.Terms: g.Card}}
			c, err := compare.Cases(t.Context(), book, g.Scenario, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			book.times = 0
			if err := c.FindBridges(t.Context(), book, time.Time{}); err != nil {
				t.Fatalf("%s, seed %d: %v", name, seed, err)
			}
			if book.times > test.times {
				t.Errorf("%s, seed %d: the ratebook is asked %d times, want at most %d", name, seed, book.times, test.times)
			}
			for _, b := range c.Bridges {
				if d, ok := c.Difference(c.Estimates[b.Case]).Amount(); !ok || !b.Sum().Equal(d.Value) || len(b.Steps) == 0 {
					t.Errorf("%s, seed %d: %d steps bring %s, and the difference is %s, %v", name, seed, len(b.Steps), b.Sum(), d, ok)
				}
				if s := b.Steps[0]; s.Alone == nil || !s.Alone.Equal(s.Amount) {
					t.Errorf("%s, seed %d: the first step brings %s, and alone %v", name, seed, s.Amount, s.Alone)
				}
			}
		}
	}
}

package estimate

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Comparison is all cases of a scenario, priced. The first is the base case.
type Comparison struct {
	Scenario  *scenario.Scenario
	Estimates []*Estimate
	BreakEven *BreakEven // nil until FindBreakEven looked for it
	Ranges    *Ranges    // nil until DrawRanges drew them
	Bridges   []Bridge   // nil until FindBridges looked for them

	around *BreakEven // what Verdict says of other levels of usage where BreakEven was not asked for
}

// Compare prices every case of a scenario, as Price does.
func Compare(ctx context.Context, book Ratebook, s *scenario.Scenario, asOf time.Time) (*Comparison, error) {
	estimates, err := Price(ctx, book, s, asOf)
	if err != nil {
		return nil, err
	}
	return &Comparison{Scenario: s, Estimates: estimates}, nil
}

// parallel does n things, as many at a time as there are processors, and gives
// the first error by their order: the same one on every run. Nothing is begun once
// ctx has ended, whose cause is the error then.
func parallel(ctx context.Context, n int, do func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if errs[i] = context.Cause(ctx); errs[i] == nil {
				errs[i] = do(i)
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Base is the case that the others are compared with.
func (c *Comparison) Base() *Estimate { return c.Estimates[0] }

// Complete tells whether all cases are complete.
func (c *Comparison) Complete() bool {
	for _, e := range c.Estimates {
		if !e.Complete() {
			return false
		}
	}
	return true
}

// Reported is an amount in the currency of the report (step 8), or in its own
// where the scenario names none.
func (c *Comparison) Reported(a money.Amount) money.Amount {
	to := c.Scenario.ReportIn
	if to == "" || to == a.Currency {
		return a
	}
	return money.Amount{Value: a.Value.Mul(c.Scenario.Exchange[a.Currency].Rate), Currency: to}
}

// Samples gives what to say of the sample cards among the cases'; "" where
// there is none.
func (c *Comparison) Samples() string {
	for _, e := range c.Estimates {
		if s := e.Card.Provenance.Sample; s != "" {
			return s
		}
	}
	return ""
}

// Cards lists the headers of the cases' cards, each once, in their order.
func (c *Comparison) Cards() []ratebook.Header {
	seen := map[string]bool{}
	var cards []ratebook.Header
	for _, e := range c.Estimates {
		k := fmt.Sprint(e.Card.Terms, e.Card.Provenance.SHA256, e.Card.Provenance.Fetched)
		if !seen[k] {
			seen[k] = true
			cards = append(cards, e.Card)
		}
	}
	return cards
}

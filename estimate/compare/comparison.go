package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Comparison is all cases of a scenario, priced. The first is the base case.
type Comparison struct {
	Scenario  *scenario.Scenario
	Estimates []*estimate.Estimate
	BreakEven *BreakEven // nil until FindBreakEven looked for it
	Ranges    *Ranges    // nil until DrawRanges drew them
	Bridges   []Bridge   // nil until FindBridges looked for them
	Cash      *Cash      // nil until FindCash worked it out; Cases does where the scenario states something of it

	unsold map[*estimate.Estimate]string // of a sweep over regions: sizes that are not sold there
	around *BreakEven                    // what Verdict says of other levels of usage where BreakEven was not asked for
}

// Cases prices every case of a scenario, as Price does.
func Cases(ctx context.Context, book estimate.Ratebook, s *scenario.Scenario, asOf time.Time) (*Comparison, error) {
	estimates, err := estimate.Price(ctx, book, s, asOf)
	if err != nil {
		return nil, err
	}
	c := &Comparison{Scenario: s, Estimates: estimates}
	c.findUnsold()
	if s.Cash != nil || s.Current != nil {
		c.FindCash(nil)
	}
	return c, nil
}

// Base is the case that the others are compared with.
func (c *Comparison) Base() *estimate.Estimate { return c.Estimates[0] }

// Complete tells whether all cases are complete.
func (c *Comparison) Complete() bool {
	for _, e := range c.Estimates {
		if !e.Complete() {
			return false
		}
	}
	return true
}

// AllPriced tells whether all usage of all cases has a price; some may be missing
// all the same.
func (c *Comparison) AllPriced() bool {
	return !slices.ContainsFunc(c.Estimates, func(e *estimate.Estimate) bool { return len(e.Unpriced) > 0 })
}

// Covered says what benefits cover of the imports' usage, priced as the base case
// prices it; nil where that is nothing.
func (c *Comparison) Covered() []estimate.Covering { return c.Base().Covered(c.Scenario) }

// Reported is an amount in the currency of the report (step 9), or in its own
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

// ForReference says which prices Azure itself gives for reference only; "" where none are.
func (c *Comparison) ForReference() string {
	var in []string
	for _, e := range c.Estimates {
		if code := string(e.Currency()); e.Card.Terms.ForReference() && !slices.Contains(in, code) {
			in = append(in, code)
		}
	}
	if in == nil {
		return ""
	}
	return fmt.Sprintf("retail prices in %s are for reference: Azure prices in USD", strings.Join(in, ", "))
}

// Cards lists the headers of the cases' cards, each once, in their order.
func (c *Comparison) Cards() []ratebook.Header {
	seen := map[string]bool{}
	var cards []ratebook.Header
	for _, e := range c.Estimates {
		for _, h := range e.Cards {
			k := fmt.Sprint(h.Terms, h.Provenance.SHA256, h.Provenance.Fetched)
			if !seen[k] {
				seen[k] = true
				cards = append(cards, h)
			}
		}
	}
	return cards
}

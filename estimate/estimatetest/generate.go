// Package estimatetest has what the tests of estimates share: a ratebook of a
// test's own cards, and generated cards and scenarios.
package estimatetest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Generated is a card and a scenario of random meters, terms and usage: the same
// for the same seed.
type Generated struct {
	Rand     *rand.Rand
	Terms    ratebook.Terms
	Card     *ratebook.Card
	Scenario *scenario.Scenario
}

// Generate makes a card of so many meters, and a scenario of so many lines and
// months with one case.
func Generate(seed uint64, meters, lines, months int) *Generated {
	g := &Generated{Rand: rand.New(rand.NewPCG(seed, 1))}
	g.Terms = ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0026P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	g.Card = &ratebook.Card{Header: ratebook.Header{Terms: g.Terms, OfferTerms: g.OfferTerms(meters)}}
	for i := range meters {
		g.Card.Rates = append(g.Card.Rates, g.rate(i))
	}
	g.Scenario = g.usage(lines, meters, months)
	return g
}

// ID is the id of a generated meter, by its number.
func ID(i int) ratebook.MeterID {
	return ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012d", i))
}

// Amount is a number below max with so many decimals.
func (g *Generated) Amount(max int64, decimals int) money.Decimal {
	return money.Int(g.Rand.Int64N(max)).Add(money.MustParse(fmt.Sprintf("0.%0*d", decimals, g.Rand.IntN(1000))))
}

// OfferTerms are some of each kind of an offer's terms, for so many meters.
func (g *Generated) OfferTerms(meters int) (o ratebook.OfferTerms) {
	some := func() (ids []ratebook.MeterID) {
		for i := range meters {
			if g.Rand.IntN(5) == 0 {
				ids = append(ids, ID(i))
			}
		}
		return ids
	}
	if g.Rand.IntN(2) == 0 {
		o.Credits = []ratebook.Credit{{Amount: g.Amount(200, 3), Excluded: some()}}
	}
	if g.Rand.IntN(2) == 0 {
		o.Recurring = []ratebook.Recurring{{Amount: g.Amount(50, 3)}}
	}
	if g.Rand.IntN(3) > 0 {
		o.Commitments = []ratebook.Discount{{Excluded: some(), Tiers: []ratebook.DiscountTier{
			{From: money.Zero, Value: money.MustParse("0.05")}, {From: money.Int(3000), Value: money.MustParse("7.5")},
		}}}
	}
	return o
}

func (g *Generated) rate(i int) ratebook.Rate {
	r := ratebook.Rate{Meter: ratebook.Meter{ID: ID(i), Category: "Test", Name: fmt.Sprint("Meter ", i), Unit: unit.MustParse("1")}}
	if g.Rand.IntN(8) == 0 {
		r.Meter.Tags = []string{"Third Party"}
	}
	if g.Rand.IntN(3) == 0 {
		r.Included = g.Amount(50, 3)
	}
	above := money.Zero
	for range 1 + g.Rand.IntN(4) {
		r.Tiers = append(r.Tiers, ratebook.Tier{Above: above, UnitPrice: g.Amount(3, 4)})
		above = above.Add(g.Amount(100, 3)).Add(money.One)
	}
	return r
}

func (g *Generated) usage(lines, meters, months int) *scenario.Scenario {
	s := &scenario.Scenario{
		Name: "generated", Start: scenario.Month{Year: 2026, Month: 1}, Months: months,
		Hours: scenario.HoursPerMonth{Fixed: money.Int(730)}, Rules: scenario.DefaultRules,
	}
	for i := range lines {
		from := s.Start.Add(g.Rand.IntN(months))
		count := g.Amount(300, 3)
		s.Workloads = append(s.Workloads, scenario.Workload{
			Name: fmt.Sprint("line ", i), Subscription: fmt.Sprint("sub ", g.Rand.IntN(3)),
			From: from, Until: from.Add(g.Rand.IntN(months)), Growth: money.MustParse("0.01").Mul(money.Int(g.Rand.Int64N(4))),
			Usage: []scenario.Usage{{
				Pos: scenario.Pos{File: "generated", Line: i}, Meter: ratebook.Selector{ID: ID(g.Rand.IntN(meters))},
				Demand: scenario.Demand{Count: &count},
			}},
		})
	}
	if g.Rand.IntN(3) == 0 {
		s.Rules.TierScope = scenario.TierByAccount
	}
	s.Cases = []scenario.Case{{Name: "base", Terms: g.Terms}}
	if g.Rand.IntN(2) == 0 {
		s.Cases[0].Discount = money.MustParse("0.1")
	}
	if g.Rand.IntN(3) > 0 {
		s.Cases[0].Commitments = []scenario.Commitment{{Amount: g.Amount(20000, 3), Months: 1 + g.Rand.IntN(months+2)}}
		g.Kind(&s.Cases[0].Commitments[0])
	}
	if g.Rand.IntN(3) == 0 {
		s.Cases[0].Discounts = []scenario.Discount{
			{Where: scenario.MeterWhere{Meter: &ratebook.Selector{ID: ID(0)}}, Rate: money.MustParse("0.5")},
			{Where: scenario.MeterWhere{Subscription: "sub 1"}, Rate: money.MustParse("0.25")},
		}
	}
	return s
}

// Kind makes a commitment one of any kind.
func (g *Generated) Kind(c *scenario.Commitment) {
	switch g.Rand.IntN(3) {
	case 1:
		c.Kind, c.Plan = scenario.PlanOf2012, &ratebook.Plan{Months: c.Months}
		c.Monthly = c.Amount
		c.Amount = c.Monthly.Mul(money.Int(int64(c.Months)))
	case 2:
		c.Kind, c.ShortfallLost = scenario.MACC, g.Rand.IntN(2) == 0
		for m := 1; m < c.Months; m += 2 {
			c.Milestones = append(c.Milestones, scenario.Milestone{Month: m, Amount: c.Amount.Mul(money.Int(int64(m))).Div(money.Int(int64(c.Months)))})
		}
	}
}

// Compare prices the scenario on the card.
func (g *Generated) Compare(t testing.TB) *compare.Comparison {
	t.Helper()
	c, err := compare.Cases(context.Background(), Cards{g.Terms: g.Card}, g.Scenario, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

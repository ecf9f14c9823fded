package estimate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// generated makes a card and a scenario of random meters, terms and usage: the
// same for the same seed.
type generated struct {
	r     *rand.Rand
	terms ratebook.Terms
	card  *ratebook.Card
	s     *scenario.Scenario
}

func generate(seed uint64, meters, lines, months int) *generated {
	g := &generated{r: rand.New(rand.NewPCG(seed, 1))}
	g.terms = ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0026P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	g.card = &ratebook.Card{Header: ratebook.Header{Terms: g.terms, OfferTerms: g.offerTerms(meters)}}
	for i := range meters {
		g.card.Rates = append(g.card.Rates, g.rate(i))
	}
	g.s = g.scenario(lines, meters, months)
	return g
}

func id(i int) ratebook.MeterID {
	return ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012d", i))
}

// amount is a number below max with so many decimals.
func (g *generated) amount(max int64, decimals int) money.Decimal {
	return money.Int(g.r.Int64N(max)).Add(money.MustParse(fmt.Sprintf("0.%0*d", decimals, g.r.IntN(1000))))
}

func (g *generated) offerTerms(meters int) (o ratebook.OfferTerms) {
	some := func() (ids []ratebook.MeterID) {
		for i := range meters {
			if g.r.IntN(5) == 0 {
				ids = append(ids, id(i))
			}
		}
		return ids
	}
	if g.r.IntN(2) == 0 {
		o.Credits = []ratebook.Credit{{Amount: g.amount(200, 3), Excluded: some()}}
	}
	if g.r.IntN(2) == 0 {
		o.Recurring = []ratebook.Recurring{{Amount: g.amount(50, 3)}}
	}
	if g.r.IntN(3) > 0 {
		o.Commitments = []ratebook.Discount{{Excluded: some(), Tiers: []ratebook.DiscountTier{
			{From: money.Zero, Value: money.MustParse("0.05")}, {From: money.Int(3000), Value: money.MustParse("7.5")},
		}}}
	}
	return o
}

func (g *generated) rate(i int) ratebook.Rate {
	r := ratebook.Rate{Meter: ratebook.Meter{ID: id(i), Category: "Test", Name: fmt.Sprint("Meter ", i), Unit: unit.MustParse("1")}}
	if g.r.IntN(8) == 0 {
		r.Meter.Tags = []string{"Third Party"}
	}
	if g.r.IntN(3) == 0 {
		r.Included = g.amount(50, 3)
	}
	above := money.Zero
	for range 1 + g.r.IntN(4) {
		r.Tiers = append(r.Tiers, ratebook.Tier{Above: above, UnitPrice: g.amount(3, 4)})
		above = above.Add(g.amount(100, 3)).Add(money.One)
	}
	return r
}

func (g *generated) scenario(lines, meters, months int) *scenario.Scenario {
	s := &scenario.Scenario{
		Name: "generated", Start: scenario.Month{Year: 2026, Month: 1}, Months: months,
		Hours: scenario.HoursPerMonth{Fixed: money.Int(730)}, Rules: scenario.DefaultRules,
	}
	for i := range lines {
		from := s.Start.Add(g.r.IntN(months))
		count := g.amount(300, 3)
		s.Workloads = append(s.Workloads, scenario.Workload{
			Name: fmt.Sprint("line ", i), Subscription: fmt.Sprint("sub ", g.r.IntN(3)),
			From: from, Until: from.Add(g.r.IntN(months)), Growth: money.MustParse("0.01").Mul(money.Int(g.r.Int64N(4))),
			Usage: []scenario.Usage{{
				Pos: scenario.Pos{File: "generated", Line: i}, Meter: ratebook.Selector{ID: id(g.r.IntN(meters))},
				Demand: scenario.Demand{Count: &count},
			}},
		})
	}
	s.Cases = []scenario.Case{{Name: "base", Terms: g.terms}}
	if g.r.IntN(2) == 0 {
		s.Cases[0].Discount = money.MustParse("0.1")
	}
	if g.r.IntN(3) > 0 {
		s.Cases[0].Commitment = &scenario.Commitment{Amount: g.amount(20000, 3), Months: 1 + g.r.IntN(months+2)}
		g.kind(s.Cases[0].Commitment)
	}
	if g.r.IntN(3) == 0 {
		s.Cases[0].Discounts = []scenario.Discount{
			{Where: scenario.MeterWhere{Meter: &ratebook.Selector{ID: id(0)}}, Rate: money.MustParse("0.5")},
			{Where: scenario.MeterWhere{Subscription: "sub 1"}, Rate: money.MustParse("0.25")},
		}
	}
	return s
}

// kind makes a commitment one of any kind.
func (g *generated) kind(c *scenario.Commitment) {
	switch g.r.IntN(3) {
	case 1:
		c.Kind, c.Plan = scenario.PlanOf2012, &ratebook.Plan{Months: c.Months}
		c.Monthly = c.Amount
		c.Amount = c.Monthly.Mul(money.Int(int64(c.Months)))
	case 2:
		c.Kind, c.ShortfallLost = scenario.MACC, g.r.IntN(2) == 0
		for m := 1; m < c.Months; m += 2 {
			c.Milestones = append(c.Milestones, scenario.Milestone{Month: m, Amount: c.Amount.Mul(money.Int(int64(m))).Div(money.Int(int64(c.Months)))})
		}
	}
}

func (g *generated) price(t testing.TB) *estimate.Comparison {
	t.Helper()
	c, err := estimate.Compare(context.Background(), cards{g.terms: g.card}, g.s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestTies holds generated estimates to what is always so: lines, months,
// groups and charges add up to the total; a case costs nothing more than itself.
func TestTies(t *testing.T) {
	for seed := range uint64(200) {
		g := generate(seed, 12, 15, 6)
		c := g.price(t)
		e := c.Base()
		checkTies(t, e)
		whole := e.Complete() && e.Open == nil
		if d, ok := c.Difference(e).Amount(); ok != whole || !d.Value.IsZero() || ok == (c.Difference(e).Why() != "") {
			t.Errorf("seed %d: the base case, complete %v, differs from itself by %s, %t: %s", seed, whole, d, ok, c.Difference(e).Why())
		}
		for _, group := range c.Groups() {
			sum := money.Zero
			for _, v := range e.By(group) {
				sum = sum.Add(v)
			}
			if !sum.Equal(e.Total().Value) {
				t.Errorf("seed %d: by %s, %s is not the total, %s", seed, group.Title, sum, e.Total().Value)
			}
		}
		ch := e.Charges()
		if ch.Discount.Sign() > 0 || ch.Credit.Sign() > 0 || ch.Commitment.Sign() < 0 || ch.Overage.Sign() < 0 {
			t.Errorf("seed %d: a charge has the wrong sign: %+v", seed, ch)
		}
		checkTiers(t, seed, e)
		if t.Failed() {
			return
		}
	}
}

// checkTiers holds each charge to its tier: no tier prices more than lies
// between its bound and the next, and the parts are the quantity.
func checkTiers(t *testing.T, seed uint64, e *estimate.Estimate) {
	t.Helper()
	for _, use := range e.Meters {
		for m, mm := range use.Months {
			sum := mm.Charge.Included
			for i, tc := range mm.Charge.Tiers {
				sum = sum.Add(tc.Quantity)
				if i+1 < len(mm.Charge.Tiers) && !tc.Quantity.Equal(mm.Charge.Tiers[i+1].Above.Sub(tc.Above)) {
					t.Errorf("seed %d: tier %d of %s prices %s", seed, i, use.Meter.ID, tc.Quantity)
				}
			}
			if !sum.Equal(mm.Charge.Quantity) {
				t.Errorf("seed %d: %s in %s: %s is priced of %s", seed, use.Meter.ID, e.Months[m], sum, mm.Charge.Quantity)
			}
		}
	}
	for _, l := range e.Lines {
		if _, ok := e.Use(l); !ok {
			continue
		}
		for m := range e.Months {
			included, tiers := e.TiersOf(l, m)
			for _, tc := range tiers {
				included = included.Add(tc.Quantity)
			}
			if !included.Equal(l.Months[m].Quantity) {
				t.Errorf("seed %d: %s in %s: its tiers have %s of %s", seed, l.Workload, e.Months[m], included, l.Months[m].Quantity)
			}
		}
	}
}

// TestMoreUsageNeverCostsLess scales generated usage up: with prices that are
// not below zero, the total does not fall. A discount that only money within a
// commitment earns is left out: there, more usage may cost less to the cent.
func TestMoreUsageNeverCostsLess(t *testing.T) {
	for seed := range uint64(100) {
		g := generate(seed, 6, 8, 3)
		base := g.s.Cases[0]
		if base.Commitment != nil && base.Commitment.Kind == scenario.MACC {
			g.card.OfferTerms.Credits = nil // usage that a credit pays for counts toward a MACC
		}
		for _, scale := range []string{"1", "1.01", "1.5", "10"} {
			c := base
			factor := money.MustParse(scale)
			c.Name, c.Changes = scale, []scenario.Change{{Scale: &factor}}
			g.s.Cases = append(g.s.Cases, c)
		}
		es := g.price(t).Estimates
		if !es[0].Total().Value.Equal(es[1].Total().Value) {
			t.Errorf("seed %d: scaling by 1 changes %s to %s", seed, es[0].Total(), es[1].Total())
		}
		for i := 2; i < len(es); i++ {
			if es[i].Total().Value.Less(es[i-1].Total().Value) {
				t.Errorf("seed %d: at %s the total is %s, at %s %s", seed, es[i-1].Case.Name, es[i-1].Total(), es[i].Case.Name, es[i].Total())
			}
		}
	}
}

// BenchmarkCompare is DESIGN's: 24 cases × 5,000 lines × 12 months.
func BenchmarkCompare(b *testing.B) {
	g := generate(7, 2000, 5000, 12)
	for i := range g.s.Workloads {
		g.s.Workloads[i].From, g.s.Workloads[i].Until = g.s.Start, g.s.Start.Add(11)
	}
	base := g.s.Cases[0]
	for i := range 23 {
		c := base
		c.Name = fmt.Sprint("case ", i)
		scale := money.MustParse(fmt.Sprintf("1.%02d", i))
		c.Changes = []scenario.Change{{Scale: &scale}}
		g.s.Cases = append(g.s.Cases, c)
	}
	b.ReportAllocs()
	for b.Loop() {
		g.price(b)
	}
}

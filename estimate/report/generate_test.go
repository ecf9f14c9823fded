package report_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// book is a ratebook of a test's own cards.
type book map[ratebook.Terms]*ratebook.Card

func (b book) Find(_ context.Context, terms ratebook.Terms, _ time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	card, ok := b[terms]
	if !ok {
		return ratebook.Header{}, nil, &ratebook.NoCardError{Terms: terms}
	}
	return card.Header, card.Find(want), nil
}

func (b book) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	return ratebook.FindEach(terms, func(t ratebook.Terms) (ratebook.Header, [][]ratebook.Rate, error) { return b.Find(ctx, t, asOf, want) })
}

func (b book) Meters(_ context.Context, terms ratebook.Terms, _ time.Time) ([]ratebook.Meter, error) {
	return b[terms].Meters(), nil
}

func (b book) Cards(context.Context) ([]ratebook.Header, []error) { return nil, nil }

// maker makes a ratebook and a scenario of random meters, terms and usage, the
// same for the same seed.
type maker struct {
	*rand.Rand
	meters int
}

func eur(offer ratebook.Offer) ratebook.Terms {
	return ratebook.Terms{Source: ratebook.RateCard, Offer: offer, Currency: "EUR", Market: "NL", Locale: "en-US"}
}

func generate(seed uint64) (book, *scenario.Scenario) {
	m := maker{rand.New(rand.NewPCG(seed, 7)), 6}
	b := book{}
	s := &scenario.Scenario{
		Name: fmt.Sprint("generated ", seed), Start: scenario.Month{Year: 2026, Month: 1}, Months: 1 + m.IntN(7),
		Hours: scenario.HoursPerMonth{Fixed: money.Int(730)}, Rules: scenario.DefaultRules,
	}
	if m.IntN(3) == 0 {
		s.Hours = scenario.HoursPerMonth{}
	}
	if m.IntN(2) == 0 {
		s.Rules.DiscountTier = scenario.PerSlab
	}
	if m.IntN(2) == 0 {
		s.Rules.DiscountOn = scenario.AllTiers
	}
	for i := range 10 {
		s.Workloads = append(s.Workloads, m.workload(s, i))
	}
	for i := range 3 {
		terms := eur(ratebook.Offer(fmt.Sprintf("MS-AZR-%04dP", i)))
		b[terms] = m.card(terms)
		s.Cases = append(s.Cases, m.oneCase(fmt.Sprint("case ", i), terms, s.Months))
	}
	for i := range m.IntN(3) {
		s.Marketplace = append(s.Marketplace, scenario.MarketplacePurchase{
			Name: fmt.Sprint("bought ", i), Amount: m.below(900).Add(money.One), Currency: "EUR", Once: m.IntN(2) == 0,
			From: s.Start.Add(m.IntN(s.Months)), Eligible: m.IntN(3) > 0, Tags: map[string]string{"project": "p0"},
		})
	}
	return b, s
}

func id(i int) ratebook.MeterID {
	return ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012d", i))
}

// below is a number below max with three decimals.
func (m maker) below(max int64) money.Decimal {
	return money.Int(m.Int64N(max)).Add(money.Int(m.Int64N(1000)).Mul(money.MustParse("0.001")))
}

func (m maker) some() (ids []ratebook.MeterID) {
	for i := range m.meters {
		if m.IntN(5) == 0 {
			ids = append(ids, id(i))
		}
	}
	return ids
}

func (m maker) card(terms ratebook.Terms) *ratebook.Card {
	card := &ratebook.Card{Header: ratebook.Header{Terms: terms}}
	card.Provenance.URL, card.Provenance.SHA256 = "generated", fmt.Sprintf("%064d", 1)
	card.Provenance.Fetched = time.Date(2026, 8, 3, 0, 0, 0, 0, time.UTC)
	if m.IntN(2) == 0 {
		card.OfferTerms.Credits = []ratebook.Credit{{Amount: m.below(400), Excluded: m.some()}}
	}
	if m.IntN(2) == 0 {
		card.OfferTerms.Recurring = []ratebook.Recurring{{Amount: m.below(50)}}
	}
	if m.IntN(3) > 0 {
		card.OfferTerms.Commitments = []ratebook.Discount{{Excluded: m.some(), Tiers: []ratebook.DiscountTier{
			{From: money.Zero, Value: money.MustParse("0.05")}, {From: money.Int(100), Value: money.MustParse("7.5")},
		}}}
	}
	for i := range m.meters {
		card.Rates = append(card.Rates, m.rate(i))
	}
	return card
}

func (m maker) rate(i int) ratebook.Rate {
	r := ratebook.Rate{
		Meter:     ratebook.Meter{ID: id(i), Category: "Test", Name: fmt.Sprint("Meter ", i), Unit: unit.MustParse("1 Hour")},
		Effective: time.Date(2025+m.IntN(2), time.Month(1+m.IntN(4)), 1, 0, 0, 0, 0, time.UTC), // some take effect within the scenario
	}
	if m.IntN(8) == 0 {
		r.Meter.Tags = []string{"Third Party"}
	}
	if m.IntN(2) == 0 {
		r.Included = m.below(500)
	}
	above := money.Zero
	for range m.IntN(4) { // some have no price
		r.Tiers = append(r.Tiers, ratebook.Tier{Above: above, UnitPrice: m.below(2)})
		above = above.Add(m.below(3000)).Add(money.One)
	}
	return r
}

func (m maker) workload(s *scenario.Scenario, i int) scenario.Workload {
	from := s.Start.Add(m.IntN(s.Months))
	count, hours := m.below(8), scenario.Schedule{HoursADay: 24, DaysAWeek: 7}
	switch m.IntN(4) {
	case 0:
		hours = scenario.Schedule{HoursADay: 11, DaysAWeek: 5}
	case 1:
		hours = scenario.Schedule{Hours: m.below(700)}
	case 2:
		count = money.Int(m.Int64N(3))
	}
	return scenario.Workload{
		Name: fmt.Sprint("load ", i), Subscription: fmt.Sprint("sub ", m.IntN(3)),
		Tags: map[string]string{"project": fmt.Sprint("p", m.IntN(2))},
		From: from, Until: from.Add(m.IntN(s.Months)), Growth: money.MustParse("0.015").Mul(money.Int(m.Int64N(3))),
		Usage: []scenario.Usage{{
			Pos: scenario.Pos{File: "generated", Line: 1 + i}, Meter: ratebook.Selector{ID: id(m.IntN(m.meters + 1))}, // the last is not in the card
			Demand: scenario.Demand{Count: &count, Hours: &hours},
		}},
	}
}

func (m maker) oneCase(name string, terms ratebook.Terms, months int) scenario.Case {
	c := scenario.Case{Name: name, Terms: terms}
	if m.IntN(2) == 0 {
		c.Discount = money.MustParse("0.1")
	}
	if m.IntN(3) > 0 {
		c.Commitments = []scenario.Commitment{{Amount: m.below(10000).Add(money.One), Months: 1 + m.IntN(months+2)}}
		m.kind(&c.Commitments[0])
		if c.MACC() == nil && m.IntN(2) == 0 {
			c.Commitments = append(c.Commitments, scenario.Commitment{Kind: scenario.MACC, Amount: m.below(10000).Add(money.One), Months: 1 + m.IntN(months+2)})
		}
	}
	if m.IntN(3) == 0 {
		c.Discounts = []scenario.Discount{{Where: scenario.MeterWhere{Meter: &ratebook.Selector{ID: id(0)}}, Rate: money.MustParse("0.35")}}
	}
	if m.IntN(3) == 0 {
		scale := money.MustParse("1.2")
		c.Changes = []scenario.Change{{Scale: &scale}}
	}
	return c
}

// kind makes a commitment one of any kind.
func (m maker) kind(c *scenario.Commitment) {
	switch m.IntN(4) {
	case 1:
		c.Kind, c.Plan = scenario.PlanOf2012, &ratebook.Plan{Name: "generated", Months: c.Months}
		c.Monthly = c.Amount
		c.Amount = c.Monthly.Mul(money.Int(int64(c.Months)))
	case 2:
		c.Kind, c.ShortfallLost = scenario.MACC, m.IntN(3) == 0
		for k := 1; k < c.Months; k += 2 {
			c.Milestones = append(c.Milestones, scenario.Milestone{Month: k, Amount: c.Amount.Mul(money.Int(int64(k))).Div(money.Int(int64(c.Months)))})
		}
	case 3:
		rate := money.MustParse("0.07")
		c.Discount = &rate
	}
}

package workbook

import (
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// reckoning has the figures of the block "How the terms work", by month.
type reckoning struct {
	eligible, base, rate, net, opening, drawn, closing, cover, kept, scale, credit, recurring []float64
	inTerm                                                                                    []bool
	levels                                                                                    [][]level // by month
}

// level is a tier of the offer's discount in a month.
type level struct{ from, rate float64 }

func (c *caseWriter) reckon() reckoning {
	m, n := c.m, c.f.n
	var r reckoning
	for _, of := range []*[]float64{&r.eligible, &r.base, &r.rate, &r.net, &r.opening, &r.drawn, &r.closing, &r.cover, &r.kept, &r.scale, &r.credit, &r.recurring} {
		*of = make([]float64, n)
	}
	r.inTerm = make([]bool, n)
	amount, term := 0.0, 0
	if k := m.e.Commitment; k != nil {
		amount, term = num(k.Amount), k.Months
	}
	keep := 1 - num(m.e.Case.Discount)
	left := amount
	for i, month := range m.e.Months {
		for k := range m.meters {
			if m.meters[k].eligible.Discount {
				r.eligible[i] += c.f.gross[k*n+i]
				r.base[i] += c.f.base[k*n+i]
			}
		}
		if !m.drawing {
			r.base[i] = r.eligible[i]
		}
		r.levels = append(r.levels, c.b.levels(m, month))
		r.rate[i] = c.discount(r.levels[i], amount, r.base[i])
		r.inTerm[i] = i < term
		r.net[i] = (r.eligible[i] - r.base[i]*r.rate[i]) * keep
		if r.inTerm[i] { // as the formula has it: all of net, or all that is left
			r.drawn[i] = min(left, r.net[i])
		}
		r.opening[i] = left
		left -= r.drawn[i]
		if i == term-1 {
			left = 0
		}
		r.closing[i] = left
		switch {
		case r.net[i] != 0:
			r.cover[i] = r.drawn[i] / r.net[i]
		case r.inTerm[i]:
			r.cover[i] = 1
		}
		r.kept[i] = keep * r.cover[i]
		r.scale[i] = r.rate[i] * r.kept[i]
		if t, ok := m.e.Card.OfferTerms.CreditIn(month.End()); ok {
			r.credit[i] = num(t.Amount)
		}
		if t, ok := m.e.Card.OfferTerms.RecurringIn(month.End()); ok {
			r.recurring[i] = num(t.Amount)
		}
	}
	return r
}

// levels are the tiers of the discount in force in a month, as many as the card
// has at most: the last one stands again where there are fewer.
func (b *book) levels(m *caseModel, month scenario.Month) []level {
	var tiers []ratebook.DiscountTier
	if t, ok := m.e.Card.OfferTerms.CommitmentIn(month.End()); ok {
		tiers = t.Tiers
	}
	levels := make([]level, m.levels())
	for i := range levels {
		switch {
		case i < len(tiers):
			levels[i] = level{num(tiers[i].From), num(m.e.DiscountRate(tiers[i].Value))}
		case i > 0:
			levels[i] = levels[i-1]
		}
	}
	return levels
}

// discount is the offer's, as a part of what it is granted on.
func (c *caseWriter) discount(levels []level, amount, base float64) float64 {
	rate, off, before := 0.0, 0.0, 0.0
	for _, l := range levels {
		if amount >= l.from {
			rate = l.rate
		}
		if base > l.from {
			off += (base - l.from) * (l.rate - before)
		}
		before = l.rate
	}
	if !c.slabs() {
		return rate
	}
	if base == 0 {
		return 0
	}
	return off / base
}

func (c *caseWriter) slabs() bool {
	return c.b.c.Scenario.Rules.DiscountTier == scenario.PerSlab
}

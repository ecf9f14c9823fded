package workbook

// termFigures has the figures of the block "How the terms work", by month.
type termFigures struct {
	gross, eligible, keptGross, base, keptBase, rate, net []float64
	inTerm                                                []float64 // 1 or 0
	opening, drawn, unused, closing, cover, scale         []float64
	target, paid, returned                                []float64 // of a MACC
	credit, recurring                                     []float64
	levels                                                [][]level // by month
}

// level is a tier of the offer's discount in a month.
type level struct{ from, rate float64 }

func (c *caseWriter) termFigures() termFigures {
	m, n := c.m, c.f.n
	var r termFigures
	for _, of := range []*[]float64{&r.gross, &r.eligible, &r.keptGross, &r.base, &r.keptBase, &r.rate, &r.net, &r.inTerm, &r.opening, &r.drawn, &r.unused, &r.closing,
		&r.cover, &r.scale, &r.credit, &r.recurring, &r.target, &r.paid, &r.returned} {
		*of = make([]float64, n)
	}
	for i, month := range m.e.Months {
		r.gross[i] = num(m.charges[i].Usage) + num(m.charges[i].Overage)
		for k := range m.meters {
			if !m.meters[k].eligible.Discount {
				continue
			}
			keep := 1 - num(m.e.Meters[m.meters[k].use].Discount)
			r.eligible[i] += c.f.gross[k*n+i]
			r.keptGross[i] += c.f.gross[k*n+i] * keep
			r.base[i] += c.f.base[k*n+i]
			r.keptBase[i] += c.f.base[k*n+i] * keep
		}
		if !m.drawing {
			r.base[i], r.keptBase[i] = r.eligible[i], r.keptGross[i]
		}
		r.levels = append(r.levels, c.levels(i))
		r.commit(c, i)
		if t, ok := m.e.Card.OfferTerms.CreditIn(month.End()); ok {
			r.credit[i] = num(t.Amount)
		}
		if t, ok := m.e.Card.OfferTerms.RecurringIn(month.End()); ok {
			r.recurring[i] = num(t.Amount)
		}
	}
	return r
}

// commit calculates a month's discount and commitment as the formulas have it.
func (r *termFigures) commit(c *caseWriter, i int) {
	k := c.m.e.Commitment
	each := 0.0
	if k != nil {
		each, r.inTerm[i] = num(k.Each()), one(i < k.Months)
	}
	r.rate[i] = c.discount(r.levels[i], each, r.base[i])
	r.net[i] = r.keptGross[i] - r.rate[i]*r.keptBase[i]
	if c.countsPurchases() {
		for _, head := range c.m.benefit.figures.heads {
			r.net[i] += head[headPaid][i]
		}
	}
	if r.inTerm[i] == 0 {
		return
	}
	if i%k.Window() == 0 {
		r.opening[i] = each
	} else {
		r.opening[i] = r.closing[i-1]
	}
	left := r.net[i]
	if !k.Paid() {
		r.target[i] = num(k.Target(i))
		for m := range i {
			if !k.ShortfallLost {
				r.paid[i] += r.unused[m] - r.returned[m]
			}
		}
		r.returned[i] = max(0, min(r.paid[i], left))
		left -= r.returned[i]
	}
	r.drawn[i] = min(r.opening[i], left)
	rest := r.opening[i] - r.drawn[i]
	switch {
	case !k.Paid():
		r.unused[i] = max(0, r.target[i]-(each-rest))
	case (i+1)%k.Window() == 0:
		r.unused[i] = rest
	}
	r.closing[i] = rest - r.unused[i]
	r.cover[i] = 1
	if r.net[i] != 0 {
		r.cover[i] = (r.drawn[i] + r.returned[i]) / r.net[i]
	}
	r.scale[i] = r.rate[i] * r.cover[i]
}

// levels are the tiers of the discount in force in a month, as many as there
// are at most: the last one stands again where there are fewer.
func (c *caseWriter) levels(month int) []level {
	tiers, _ := c.m.e.DiscountLevels(month)
	levels := make([]level, c.m.at.term.levels)
	for i := range levels {
		switch {
		case i < len(tiers):
			levels[i] = level{num(tiers[i].From), num(tiers[i].Rate)}
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
	_, slabs := c.m.e.DiscountLevels(0)
	return slabs
}

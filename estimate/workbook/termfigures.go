package workbook

// termFigures has the figures of the block "How the terms work", by month.
type termFigures struct {
	gross, eligible, keptGross, base, keptBase, rate, net []float64
	inTerm, inMACC                                        []float64 // 1 or 0
	opening, bought, drawn, unused, closing, cover, scale []float64
	due, missing, target, paid, returned                  []float64 // of a MACC, as those below
	counted, short, open, takes                           []float64
	credit                                                []float64
	levels                                                [][]level // by month
}

// level is a tier of the offer's discount in a month.
type level struct{ from, rate float64 }

func (c *caseWriter) termFigures() termFigures {
	m, n := c.m, c.f.n
	var r termFigures
	for _, of := range []*[]float64{&r.gross, &r.eligible, &r.keptGross, &r.base, &r.keptBase, &r.rate, &r.net, &r.inTerm, &r.opening, &r.bought, &r.drawn, &r.unused, &r.closing,
		&r.cover, &r.scale, &r.credit, &r.inMACC, &r.due, &r.missing, &r.target, &r.paid, &r.returned, &r.counted, &r.short, &r.open, &r.takes} {
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
		r.prepay(c, i)
		r.macc(c, i)
		if t, ok := m.e.Card.OfferTerms.CreditIn(month.End()); ok {
			r.credit[i] = num(t.Amount)
		}
	}
	return r
}

// prepay has a month of the prepayment, as the program calculated it, and the parts that
// follow from it.
func (r *termFigures) prepay(c *caseWriter, i int) {
	k := c.m.e.Prepaid()
	each := 0.0
	if k != nil {
		each, r.inTerm[i] = num(k.Each()), one(i < k.Months)
	}
	r.rate[i] = c.discount(r.levels[i], each, r.base[i])
	r.net[i] = r.keptGross[i] - r.rate[i]*r.keptBase[i]
	if r.inTerm[i] == 0 {
		return
	}
	r.opening[i], r.bought[i], r.drawn[i] = num(k.Opening[i]), num(k.Purchases[i]), num(k.Drawn[i].Sub(k.Purchases[i]))
	r.unused[i], r.closing[i] = num(k.Unused[i]), num(k.Closing(i))
	r.cover[i] = 1 // not a quotient of floats where it is all
	if r.net[i] != 0 && !c.m.charges[i].Overage.IsZero() {
		r.cover[i] = r.drawn[i] / r.net[i]
	}
	r.scale[i] = r.rate[i] * r.cover[i]
}

// macc has the same of the MACC.
func (r *termFigures) macc(c *caseWriter, i int) {
	k, e := c.m.e.MACC(), c.m.e
	if k == nil {
		return
	}
	r.inMACC[i] = one(i < k.Months)
	due := e.BenefitsPaid(i).Add(e.PrepaymentPaid(i)).Add(e.MarketplacePaid(i))
	if p := e.Prepaid(); p != nil {
		due = due.Sub(p.Purchases[i])
	}
	for u := range e.Meters {
		if mm := e.Month(u, i); mm.Eligible.Discount {
			due = due.Add(mm.Gross()).Add(mm.Charges.Discount).Add(mm.Charges.Credit).Sub(mm.Drawn)
		}
	}
	r.due[i] = num(due)
	if r.inMACC[i] == 0 {
		return
	}
	r.missing[i], r.counted[i], r.short[i] = num(k.Opening[i]), num(k.Drawn[i]), num(k.Unused[i])
	r.returned[i], r.open[i], r.target[i] = num(k.Returned[i]), num(k.Closing(i)), num(k.Target(i))
	if !k.ShortfallLost {
		r.paid[i] = sumOf(r.short[:i]) - sumOf(r.returned[:i])
	}
	r.takes[i] = 1
	if due.IsZero() || due.Equal(k.Drawn[i].Add(k.Returned[i])) {
		return
	}
	r.takes[i] = (r.counted[i] + r.returned[i]) / r.due[i]
	if beside := e.PrepaymentPaid(i).Add(e.MarketplacePaid(i)); c.m.both() || c.m.buys() {
		r.takes[i] = 1
		if usage := due.Sub(beside); !usage.IsZero() {
			part := r.returned[i] / num(usage)
			r.takes[i] = part + (1-part)*r.counted[i]/num(due.Sub(k.Returned[i]))
		}
	}
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

package estimate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// discount takes step 4: what discounts take off eligible charges, by meter and month;
// never above zero where charges are not below it. The offer's discount, and that which a
// commitment states, is taken as though the commitment covered all charges of its term
// (see prepay); the negotiated one after it.
func (p *Plan) discount(g gross, of charged, c *scenario.Commitment) (discount table) {
	rows, months := len(p.meters), len(p.Months)
	offered := make(table, months) // by month and meter; nil where nothing is
	any := false
	if c != nil {
		for m := range min(c.Months, months) {
			offered[m] = p.offerDiscounts(g, of, c, m)
			any = any || offered[m] != nil
		}
	}
	discount = tableOf(rows, months, func(u int) bool { return any || !p.meters[u].Discount.IsZero() })
	for u, row := range discount {
		keep, off := p.meters[u].keep(), p.meters[u].Discount.Neg()
		for m := range row {
			if !p.eligible[u][m].Discount {
				continue
			}
			row[m] = g.at(u, m).Mul(off)
			if from := offered.at(m, u); !from.IsZero() {
				row[m] = g.at(u, m).Sub(from).Mul(keep).Sub(g.at(u, m))
			}
		}
	}
	return discount
}

// OfferDiscounts gives what the offer's discount takes off each of Meters in a
// month while a commitment covers it (step 4).
func (e *Estimate) OfferDiscounts(month int) []money.Decimal {
	c := e.Case.Prepaid()
	if c != nil && month < c.Months {
		if off := e.Plan.offerDiscounts(e.grossOf(), e.figures.charged, c, month); off != nil {
			return off
		}
	}
	return make([]money.Decimal, len(e.Meters))
}

func (e *Estimate) grossOf() gross { return gross{e.figures.amount, e.figures.licence} }

// offerDiscounts gives, for each meter, the discount that the offer grants on
// its charges of the month while a commitment covers them (step 4); nil where neither
// the card nor the scenario grants one.
func (p *Plan) offerDiscounts(g gross, of charged, c *scenario.Commitment, month int) []money.Decimal {
	levels, slabs := p.discountLevels(c, month)
	if len(levels) == 0 {
		return nil
	}
	off := make([]money.Decimal, len(p.meters))
	base := make([]money.Decimal, len(p.meters))
	sum := money.Zero
	for u := range p.meters {
		base[u] = p.discountable(g, of, u, month)
		sum = sum.Add(base[u])
	}
	if slabs {
		off, _ = money.Share(slabDiscount(levels, sum), base)
		return off
	}
	rate := commitmentDiscount(c, levels)
	for u := range base {
		off[u] = base[u].Mul(rate)
	}
	return off
}

// Discountable is what of a meter's month the offer's discount is granted on.
func (e *Estimate) Discountable(use, month int) money.Decimal {
	if e.figures.base == nil && e.Plan.rules.DiscountOn != scenario.AllTiers && e.Plan.eligible[use][month].Discount && e.priced(use, month) {
		mm := e.Month(use, month)
		return mm.Charge.BaseAmount().Add(mm.Licence)
	}
	return e.Plan.discountable(e.grossOf(), e.figures.charged, use, month)
}

func (p *Plan) discountable(g gross, of charged, use, month int) money.Decimal {
	switch {
	case !p.eligible[use][month].Discount || of.unpriced.at(use, month):
		return money.Zero
	case p.rules.DiscountOn == scenario.AllTiers:
		return g.at(use, month)
	default:
		return of.base.at(use, month).Add(g.licence.at(use, month))
	}
}

// needsBase tells whether some discount is granted on the first tier's charges alone.
func (p *Plan) needsBase(c *scenario.Commitment) bool {
	return c != nil && p.rules.DiscountOn != scenario.AllTiers
}

// DiscountLevel is a discount on what a commitment pays for, from an amount on.
type DiscountLevel struct {
	From money.Decimal // inclusive, in the case's currency
	Rate money.Decimal // 0.1 is ten percent
}

// DiscountLevels are the discounts on what the commitment pays for in a month,
// rising: those that the scenario or its plan states; else the card's. slabs
// tells that each counts for its own part of a month's charges, not for all by
// what the commitment reaches. A case with a MACC alone has none.
func (e *Estimate) DiscountLevels(month int) (levels []DiscountLevel, slabs bool) {
	if e.Case.Prepaid() == nil && e.Case.MACC() != nil {
		return nil, false
	}
	return e.Plan.discountLevels(e.Case.Prepaid(), month)
}

func (p *Plan) discountLevels(c *scenario.Commitment, month int) (levels []DiscountLevel, slabs bool) {
	if c != nil {
		for _, s := range c.Steps() {
			levels = append(levels, DiscountLevel{s.From, s.Discount})
		}
		if levels != nil {
			return levels, false
		}
	}
	terms, _ := p.Card.OfferTerms.CommitmentIn(p.terms[month].end)
	for _, t := range terms.Tiers {
		levels = append(levels, DiscountLevel{t.From, discountRate(t.Value, p.rules.DiscountValue)})
	}
	return levels, p.rules.DiscountTier == scenario.PerSlab
}

// commitmentDiscount is the discount that the committed amount reaches: that of
// the term, or of a month of a plan.
func commitmentDiscount(c *scenario.Commitment, levels []DiscountLevel) money.Decimal {
	rate := money.Zero
	for _, l := range levels {
		if !c.Each().Less(l.From) {
			rate = l.Rate
		}
	}
	return rate
}

// slabDiscount grants each part of the sum the discount of its slab.
func slabDiscount(levels []DiscountLevel, sum money.Decimal) money.Decimal {
	off := money.Zero
	for i, l := range levels {
		to := sum
		if i+1 < len(levels) {
			to = to.Min(levels[i+1].From)
		}
		if l.From.Less(to) {
			off = off.Add(to.Sub(l.From).Mul(l.Rate))
		}
	}
	return off
}

// discountRate reads a value of TieredDiscount as a fraction.
func discountRate(v money.Decimal, reading scenario.DiscountValue) money.Decimal {
	percent := v.Mul(money.MustParse("0.01"))
	switch reading {
	case scenario.AsPercent:
		return percent
	case scenario.AsFraction:
		return v
	default:
		if money.One.Less(v) {
			return percent
		}
		return v
	}
}

// checkDiscounts refuses discounts of the card that cannot be meant, where they
// count.
func (p *Plan) checkDiscounts() error {
	if c := p.Case.Prepaid(); c == nil || c.Steps() != nil {
		return nil
	}
	for _, term := range p.Card.OfferTerms.Commitments {
		for _, t := range term.Tiers {
			if p.rules.DiscountValue == scenario.ByMagnitude && t.Value.Equal(money.One) {
				return p.Case.Errorf("case %q: the card's TieredDiscount has the value 1, which can be read as 1%% or as 100%%; state rules: {discount_value: percent} or fraction", p.Case.Name)
			}
			r := discountRate(t.Value, p.rules.DiscountValue)
			if r.Sign() < 0 || money.One.Less(r) {
				return p.Case.Errorf("case %q: the card's TieredDiscount has the value %s, which is no discount when read as %q; state another discount_value under rules", p.Case.Name, t.Value, p.rules.DiscountValue)
			}
		}
	}
	return nil
}

func (e *Estimate) discountAssumptions(terms []ratebook.Discount) []string {
	if len(terms) == 0 {
		return nil
	}
	var list, values []string
	for _, t := range terms[len(terms)-1].Tiers {
		values = append(values, fmt.Sprintf("%s as %s%%", t.Value, hundred(discountRate(t.Value, e.Plan.rules.DiscountValue))))
	}
	list = append(list, fmt.Sprintf("TieredDiscount is read %s: %s (rules: discount_value).", e.Plan.rules.DiscountValue, strings.Join(values, ", ")))
	if e.Plan.rules.DiscountTier == scenario.PerSlab {
		list = append(list, "Each slab of a month's eligible charges has its own discount (rules: discount_tier).")
	} else {
		list = append(list, "The discount is that of the tier which the committed amount reaches (rules: discount_tier).")
	}
	return append(list, e.discountOnAssumption())
}

func (e *Estimate) discountOnAssumption() string {
	if e.Plan.rules.DiscountOn == scenario.BaseTier {
		return "The discount is granted on the first tier's charges only, not on graduated prices (rules: discount_on; offer page of MS-AZR-0026P)."
	}
	return "The discount is granted on all tiers' charges (rules: discount_on)."
}

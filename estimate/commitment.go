package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// CommitmentUse tells how a commitment was kept.
type CommitmentUse struct {
	scenario.Commitment
	Opening   []money.Decimal // by month of the scenario: what may be drawn, or is missing of a MACC, at its start
	Drawn     []money.Decimal // by month: paid from it; of a MACC, counted toward it
	Unused    []money.Decimal // by month: lost at the end of a window; of a MACC, the shortfall that is due
	Returned  []money.Decimal // by month: charges that shortfalls paid before pay for; of a MACC only
	Purchases []money.Decimal // by month: of Drawn and Returned, what is paid for benefits
	Prepaid   []money.Decimal // by month: of Drawn and Returned, what is paid for the case's prepayment; of a MACC only
	// Marketplace is, by month, of Drawn and Returned, what is paid for eligible purchases
	// of the Marketplace; of a MACC only.
	Marketplace []money.Decimal

	Left      money.Decimal  // of Amount at the scenario's end, to be drawn or reached in the rest of the term
	Lost      money.Decimal  // Unused of all months
	Exhausted scenario.Month // the month in which it was used up, or reached; zero where it was not
}

// TotalDrawn is what was used of it.
func (c *CommitmentUse) TotalDrawn() money.Decimal { return money.Sum(c.Drawn...) }

// Closing is what may still be drawn, or is missing of a MACC, at a month's end.
func (c *CommitmentUse) Closing(month int) money.Decimal {
	return c.Opening[month].Sub(c.Drawn[month]).Sub(c.Unused[month])
}

// newCommitmentUse is a commitment that nothing is drawn from, in a scenario of
// so many months.
func newCommitmentUse(c scenario.Commitment, months int) *CommitmentUse {
	all := make([]money.Decimal, 7*months)
	return &CommitmentUse{
		Commitment: c, Left: c.Amount,
		Opening: all[:months:months], Drawn: all[months : 2*months : 2*months],
		Unused: all[2*months : 3*months : 3*months], Returned: all[3*months : 4*months : 4*months], Purchases: all[4*months : 5*months : 5*months],
		Prepaid: all[5*months : 6*months : 6*months], Marketplace: all[6*months:],
	}
}

// note takes down what was drawn in a month, and what is lost or missing at its end.
func (c *CommitmentUse) note(at scenario.Month, month int, drawn, unused money.Decimal) {
	c.Drawn[month], c.Unused[month] = drawn, unused
	if drawn.Equal(c.Opening[month]) && c.Exhausted.IsZero() && c.Window() == c.Months {
		c.Exhausted = at
	}
	c.Lost = c.Lost.Add(unused)
	c.Left = c.Left.Sub(drawn).Sub(unused)
}

// lost is what a commitment charges that is not used, by meter and month: what is lost,
// and shortfalls that are due less what they pay for later; shared by what each meter
// drew of it over the term. unshared is, by month, what no meter bears.
func (p *Plan) lost(c *CommitmentUse, drawn table) (lost table, unshared []money.Decimal) {
	unshared = make([]money.Decimal, len(p.Months))
	if c == nil || c.Lost.IsZero() {
		return nil, unshared
	}
	term := min(c.Months, len(p.Months))
	weights := make([]money.Decimal, len(p.meters))
	for u := range p.meters {
		for m := range term {
			weights[u] = weights[u].Add(drawn.at(u, m))
		}
	}
	for m := range term {
		charge := c.Unused[m].Sub(c.Returned[m])
		parts, ok := money.Share(charge, weights)
		if !ok {
			unshared[m] = charge
			continue
		}
		for u := range p.meters {
			lost.add(len(p.meters), len(p.Months), u, m, parts[u])
		}
	}
	return lost, unshared
}

// Prepaid is how the case's prepayment or plan of 2012 was kept; nil where it has none.
func (e *Estimate) Prepaid() *CommitmentUse {
	return e.commitmentThat(func(c *CommitmentUse) bool { return c.Paid() })
}

// MACC is how the case's MACC was kept; nil where it has none.
func (e *Estimate) MACC() *CommitmentUse {
	return e.commitmentThat(func(c *CommitmentUse) bool { return !c.Paid() })
}

// CommitmentOf is how the case's commitment of a kind was kept; nil where it has none.
func (e *Estimate) CommitmentOf(kind scenario.CommitmentKind) *CommitmentUse {
	return e.commitmentThat(func(c *CommitmentUse) bool { return c.Kind == kind })
}

func (e *Estimate) commitmentThat(is func(*CommitmentUse) bool) *CommitmentUse {
	if i := slices.IndexFunc(e.Commitments, is); i >= 0 {
		return e.Commitments[i]
	}
	return nil
}

// EffectiveDiscount is what discounts and the case's commitments save on eligible
// charges of the longest of their terms, as a part of these charges at the card's
// rates; what is lost or due for nothing counts against it. ok is false where there
// are no such charges.
func (e *Estimate) EffectiveDiscount() (part money.Decimal, ok bool) {
	term := 0
	for _, c := range e.Commitments {
		term = max(term, min(c.Months, len(e.Months)))
	}
	all, saved := money.Zero, money.Zero
	for m := range term {
		for _, c := range e.Commitments {
			saved = saved.Sub(c.Unused[m]).Add(c.Returned[m])
		}
		for u := range e.Meters {
			if e.Plan.eligible[u][m].Discount {
				all = all.Add(e.gross(u, m))
				saved = saved.Sub(e.figures.discount.at(u, m))
			}
		}
	}
	if all.IsZero() {
		return money.Zero, false
	}
	return saved.Div(all), true
}

// commitmentAssumptions are the readings that the case's commitments rest on.
func (e *Estimate) commitmentAssumptions() (list []string) {
	for _, c := range e.Commitments {
		list = append(list, e.assumptionsOf(c)...)
	}
	return list
}

// assumptionsOf are those of one of them.
func (e *Estimate) assumptionsOf(c *CommitmentUse) []string {
	amount, overage := e.amount(c.Amount), "Charges beyond the commitment are at the card's rates, without the offer's discount."
	switch {
	case c.Kind == scenario.MACC:
		list := []string{
			fmt.Sprintf("A MACC of %s over %d months from %s on: eligible charges of all subscriptions count toward it, at their discounted price; nothing is paid before.", amount, c.Months, e.Months[0]),
			"What is missing at a milestone is charged in the milestone's month, and counts toward the MACC as if it had been used.",
		}
		if c.ShortfallLost {
			list = append(list, "A shortfall that is paid pays for no usage (commitment: shortfall).")
		} else {
			list = append(list, "A shortfall that is paid is a credit: it pays for eligible charges of the term's later months, which do not count again; what is left of it at the term's end is lost (commitment: shortfall; Microsoft Learn, track-consumption-commitment: \"in the form of Azure prepayment credit\").")
		}
		return append(list, "What is missing at the end of the term is charged, and buys nothing.")
	case c.Kind == scenario.PlanOf2012:
		list := []string{
			fmt.Sprintf("A plan of %d months from %s on promises %s a month for eligible charges of all subscriptions; what is not used of a month is lost with it (no page says so of this plan; the offer page of MS-AZR-0019P does of its own).", c.Months, e.Months[0], e.amount(c.Monthly)),
			overage, prepaidRule,
		}
		if ok, _ := e.commitmentDiscountFinds(); !ok || c.Discount != nil {
			return append(list, e.commitmentDiscountAssumption()...)
		}
		return append(list, fmt.Sprintf("The plan's discount is %s%% at this monthly commitment (%s).", hundred(commitmentDiscount(&c.Commitment, e.levels())), ratebook.PlanSource), e.discountOnAssumption())
	}
	list := []string{
		fmt.Sprintf("A commitment of %s is drawn down from %s on, by eligible charges of all subscriptions; what is left after %d months is lost.", amount, e.Months[0], c.Months),
		overage, prepaidRule,
	}
	if e.refundsPrepaid() {
		list = append(list, "A month below zero is refunded as it was paid: what was charged beyond the commitment first, the rest goes back to it (Microsoft Learn, exchange-and-refund-azure-reservations).")
	}
	if len(e.Benefits) > 0 || c.PaysFor != "" {
		list = append(list, e.paysForAssumption(c))
	}
	return append(list, e.commitmentDiscountAssumption()...)
}

// paysForAssumption says what a prepayment pays for, and by what.
func (e *Estimate) paysForAssumption(c *CommitmentUse) string {
	why := "commitment: pays_for"
	if c.PaysFor == "" {
		facts, _ := e.Case.Terms.Offer.Facts()
		why = fmt.Sprintf("so of %s; commitment: pays_for states otherwise", e.Case.Terms.Offer)
		if facts.PaysForBenefits {
			why = fmt.Sprintf("so of %s, %s; commitment: pays_for states otherwise", e.Case.Terms.Offer, facts.Name)
		}
	}
	if e.PrepaysBenefits() {
		return fmt.Sprintf("The prepayment pays for reservations and savings plans first, when they are paid, and then for usage (%s).", why)
	}
	return fmt.Sprintf("The prepayment pays for usage only, and for no reservation or savings plan (%s).", why)
}

// paidOnceAssumptions say in which order a prepayment, the monthly credit and a MACC
// take a charge, where the case has two of them.
func (e *Estimate) paidOnceAssumptions() (list []string) {
	prepaid, macc := e.Prepaid(), e.MACC()
	credits := len(e.Card.OfferTerms.Credits) > 0
	if credits && (prepaid != nil || macc != nil) || prepaid != nil && macc != nil {
		list = append(list, "No charge is paid for twice: the prepayment pays first, then the monthly credit; what is then still to be paid counts toward the MACC, or is paid by a shortfall that was paid before.")
	}
	if prepaid != nil && macc != nil {
		list = append(list, "The purchase of the prepayment counts toward the MACC when it is paid; the usage that it pays for does not (Microsoft Learn, track-consumption-commitment).")
	}
	return list
}

// paidBySeveral tells whether one charge may be paid by several: a prepayment beside a
// MACC, a credit beside a MACC, a prepayment that pays for benefits.
func paidBySeveral(e *Estimate) bool {
	k := e.Case
	return len(k.Commitments) > 1 || k.MACC() != nil && len(e.Card.OfferTerms.Credits) > 0 || e.PrepaysBenefits() && len(e.Benefits) > 0
}

// prepaidRule says when money that is paid before is counted.
const prepaidRule = "Money paid in advance counts as cost in the month in which it is used or lost, not in that of its payment."

func (e *Estimate) levels() []DiscountLevel {
	levels, _ := e.DiscountLevels(0)
	return levels
}

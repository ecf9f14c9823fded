package report

import (
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

type jsonCommitment struct {
	Amount    money.Decimal   `json:"amount"`
	Months    int             `json:"months"`
	Drawn     []money.Decimal `json:"drawn"` // by month of the scenario
	Lost      money.Decimal   `json:"lost"`
	Left      money.Decimal   `json:"left"`
	Exhausted *scenario.Month `json:"exhausted"` // null where it did not run out

	Kind              string                `json:"kind"`
	EffectiveDiscount *money.Decimal        `json:"effective_discount"` // of all the case's commitments; 0.1 is ten percent
	Plan              string                `json:"plan,omitempty"`
	Monthly           *money.Decimal        `json:"monthly,omitempty"`
	Discount          *money.Decimal        `json:"discount,omitempty"` // stated
	PaysFor           string                `json:"pays_for,omitempty"` // of a prepayment of a case with benefits: benefits, or usage
	Shortfall         string                `json:"shortfall,omitempty"`
	Milestones        []jsonMilestone       `json:"milestones,omitempty"`
	ByMonth           []jsonCommitmentMonth `json:"by_month"`
}

type jsonMilestone struct {
	Month     int            `json:"month"` // of the term
	Amount    money.Decimal  `json:"amount"`
	Shortfall *money.Decimal `json:"shortfall"` // null where it is after the scenario
}

type jsonCommitmentMonth struct {
	Month    scenario.Month `json:"month"`
	Opening  money.Decimal  `json:"opening"`
	Drawn    money.Decimal  `json:"drawn"`
	Unused   money.Decimal  `json:"unused"`
	Returned money.Decimal  `json:"returned"`
	Closing  money.Decimal  `json:"closing"`
	// Of drawn and returned, what is paid for reservations and savings plans; left
	// out where nothing is.
	Purchases *money.Decimal `json:"purchases,omitempty"`
	// Of drawn, what is paid for the case's prepayment; of a MACC; left out where nothing is.
	Prepaid *money.Decimal `json:"prepaid,omitempty"`
	// The same of eligible purchases of the Marketplace.
	Marketplace *money.Decimal `json:"marketplace,omitempty"`
}

// commitmentsJSON are all of a case's commitments, in their order.
func commitmentsJSON(e *estimate.Estimate) []*jsonCommitment {
	var all []*jsonCommitment
	for _, c := range e.Commitments {
		all = append(all, commitmentJSON(e, c))
	}
	return all
}

func commitmentJSON(e *estimate.Estimate, c *estimate.CommitmentUse) *jsonCommitment {
	out := &jsonCommitment{
		Amount: c.Amount, Months: c.Months, Drawn: c.Drawn, Lost: c.Lost, Left: c.Left,
		Kind: c.Kind.String(), Discount: c.Discount, ByMonth: []jsonCommitmentMonth{},
	}
	if !c.Exhausted.IsZero() {
		out.Exhausted = &c.Exhausted
	}
	if part, ok := e.EffectiveDiscount(); ok {
		out.EffectiveDiscount = &part
	}
	if c.Kind == scenario.Prepay && (len(e.Benefits) > 0 || c.PaysFor != "") {
		out.PaysFor = map[bool]string{true: string(scenario.PaysForBenefits), false: string(scenario.PaysForUsage)}[e.PrepaysBenefits()]
	}
	switch c.Kind {
	case scenario.PlanOf2012:
		out.Plan, out.Monthly = c.Plan.Name, &c.Monthly
	case scenario.MACC:
		out.Shortfall = map[bool]string{true: "lost", false: "credit"}[c.ShortfallLost]
		for _, m := range append(slices.Clone(c.Milestones), scenario.Milestone{Month: c.Months, Amount: c.Amount}) {
			j := jsonMilestone{Month: m.Month, Amount: m.Amount}
			if m.Month <= len(c.Unused) {
				j.Shortfall = &c.Unused[m.Month-1]
			}
			out.Milestones = append(out.Milestones, j)
		}
	}
	for m, month := range e.Months[:min(c.Months, len(e.Months))] {
		by := jsonCommitmentMonth{month, c.Opening[m], c.Drawn[m], c.Unused[m], c.Returned[m], c.Closing(m), nil, nil, nil}
		if !c.Purchases[m].IsZero() {
			by.Purchases = &c.Purchases[m]
		}
		if !c.Prepaid[m].IsZero() {
			by.Prepaid = &c.Prepaid[m]
		}
		if !c.Marketplace[m].IsZero() {
			by.Marketplace = &c.Marketplace[m]
		}
		out.ByMonth = append(out.ByMonth, by)
	}
	return out
}

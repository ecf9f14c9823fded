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
	EffectiveDiscount *money.Decimal        `json:"effective_discount"` // 0.1 is ten percent
	Plan              string                `json:"plan,omitempty"`
	Monthly           *money.Decimal        `json:"monthly,omitempty"`
	Discount          *money.Decimal        `json:"discount,omitempty"` // stated
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
}

func commitmentJSON(e *estimate.Estimate) *jsonCommitment {
	c := e.Commitment
	if c == nil {
		return nil
	}
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
		by := jsonCommitmentMonth{month, c.Opening[m], c.Drawn[m], c.Unused[m], c.Returned[m], c.Closing(m), nil}
		if !c.Purchases[m].IsZero() {
			by.Purchases = &c.Purchases[m]
		}
		out.ByMonth = append(out.ByMonth, by)
	}
	return out
}

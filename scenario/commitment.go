package scenario

import (
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// CommitmentKind says how a commitment is kept.
type CommitmentKind int

const (
	// Prepay is money paid for a term: eligible charges draw it down, what is
	// left is lost.
	Prepay CommitmentKind = iota
	// PlanOf2012 is money promised for each month, as ratebook.Plan has it:
	// what is left of a month is lost with the month.
	PlanOf2012
	// MACC is usage promised for a term, as a Microsoft Azure Consumption
	// Commitment: nothing is paid before, charges count toward it, and what is
	// missing at a milestone is due.
	MACC
)

var commitmentKinds = []string{"prepay", "plan", "macc"}

// String is the kind as a scenario file writes it.
func (k CommitmentKind) String() string { return commitmentKinds[k] }

// Commitment is money promised for a term.
type Commitment struct {
	Kind   CommitmentKind
	Amount money.Decimal // for the whole term, in the case's currency
	Months int           // the term, from the scenario's first month on

	// Discount is that of what the commitment pays for, where the scenario
	// states it in place of the card's or the plan's; 0.1 is ten percent.
	Discount *money.Decimal

	// PaysFor says whether a Prepay pays for benefits first, where the scenario states
	// it; "" leaves it to the offer (ratebook.OfferFacts.PaysForBenefits).
	PaysFor PaysFor

	Plan    *ratebook.Plan // of a PlanOf2012
	Monthly money.Decimal  // of a PlanOf2012: what it promises a month
	Upfront bool           // of a PlanOf2012: paid at once

	Milestones []Milestone // of a MACC: rising, before the term's end
	// ShortfallLost says that a MACC's shortfall that is paid buys nothing. Else
	// it is a credit that pays for eligible charges of the term's later months.
	ShortfallLost bool
}

// PaysFor says what a prepayment pays for.
type PaysFor string

const (
	PaysForBenefits PaysFor = "benefits" // reservations and savings plans first, when they are paid; then usage
	PaysForUsage    PaysFor = "usage"    // usage only
)

// Milestone is a part of a MACC that has to be reached by a month.
type Milestone struct {
	Month  int           // 12 is the end of the twelfth month of the term
	Amount money.Decimal // since the term's beginning
}

// Paid tells whether the commitment itself pays for what draws it down. A MACC does
// not: it is kept by what is paid beside it.
func (c Commitment) Paid() bool { return c.Kind != MACC }

// Prepaid is the case's commitment that pays for charges: a prepayment or a plan of
// 2012; nil where it has none.
func (c Case) Prepaid() *Commitment { return c.commitmentThat(Commitment.Paid) }

// MACC is the case's MACC; nil where it has none.
func (c Case) MACC() *Commitment {
	return c.commitmentThat(func(k Commitment) bool { return !k.Paid() })
}

// CommitmentOf is the case's commitment of a kind; nil where it has none.
func (c Case) CommitmentOf(kind CommitmentKind) *Commitment {
	return c.commitmentThat(func(k Commitment) bool { return k.Kind == kind })
}

func (c Case) commitmentThat(is func(Commitment) bool) *Commitment {
	if i := slices.IndexFunc(c.Commitments, is); i >= 0 {
		return &c.Commitments[i]
	}
	return nil
}

// Window is how many months an Each is for.
func (c Commitment) Window() int {
	if c.Kind == PlanOf2012 {
		return 1
	}
	return c.Months
}

// Each is what may be drawn in a Window.
func (c Commitment) Each() money.Decimal {
	if c.Kind == PlanOf2012 {
		return c.Monthly
	}
	return c.Amount
}

// Steps are the discounts that the scenario or the plan states, rising by what
// Each has to reach; nil where the card's count.
func (c Commitment) Steps() []ratebook.PlanStep {
	switch {
	case c.Discount != nil:
		return []ratebook.PlanStep{{From: money.Zero, Discount: *c.Discount}}
	case c.Plan != nil:
		return c.Plan.Steps(c.Upfront)
	}
	return nil
}

// Target is the sum that a MACC has to have reached at the end of a month of
// its term, counted from 0; zero where nothing is due then.
func (c Commitment) Target(month int) money.Decimal {
	if month == c.Months-1 {
		return c.Amount
	}
	for _, m := range c.Milestones {
		if m.Month == month+1 {
			return m.Amount
		}
	}
	return money.Zero
}

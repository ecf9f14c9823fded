package reconcile

import (
	"time"

	"azwhatif/ratebook/money"
)

// Recommendation is what Microsoft recommends to buy, with the usage that it was
// calculated from. What an answer does not state is zero, nil or "".
type Recommendation struct {
	ID          string
	Kind        string // SavingsPlan, Reservation, …
	Scope       string // Shared or Single
	Months      int    // the term
	LookBack    string // Last7Days, Last30Days, Last60Days
	Granularity string // of the candidates' amounts: Hourly
	First, Last time.Time
	Hours       int             // that costs are of
	Grain       string          // of Charges: Hourly
	Charges     []money.Decimal // the usage's cost without the plan, hour by hour
	Without     *money.Decimal  // its cost in all of the hours
	Currency    money.Currency
	Candidates  []Candidate
	Recommended int      // index into Candidates; -1 where none is
	Notes       []string // what was settled in reading it
}

// Candidate is one of the amounts that Microsoft weighed, with what it says of it,
// for the hours looked back on. A figure that is not stated is nil; parts are 0.1
// for ten percent.
type Candidate struct {
	Hourly                         money.Decimal  // the commitment
	Benefit                        *money.Decimal // what the plan costs
	Overage                        *money.Decimal // what is paid besides
	Total                          *money.Decimal
	Savings, SavingsPart           *money.Decimal
	Wastage, Utilisation, Coverage *money.Decimal
}

// Discount is what the candidate's own figures imply that the plan takes off the
// price of what it covers: what is used of it, over the cost that it takes the place
// of. ok is false where they do not say.
func (c Candidate) Discount(without *money.Decimal) (part money.Decimal, ok bool) {
	if c.Benefit == nil || c.Overage == nil || without == nil {
		return part, false
	}
	used, covered := *c.Benefit, without.Sub(*c.Overage)
	switch {
	case c.Utilisation != nil:
		used = used.Mul(*c.Utilisation)
	case c.Wastage != nil:
		used = used.Sub(*c.Wastage)
	}
	if used.Sign() <= 0 || covered.Less(used) {
		return part, false
	}
	return money.One.Sub(used.Div(covered)), true
}

package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// EligibleIn says which of the offer's terms apply to a meter in one of Months,
// whether or not it is used then.
func (e *Estimate) EligibleIn(m ratebook.Meter, month scenario.Month) Eligible {
	return e.eligible(m, month)
}

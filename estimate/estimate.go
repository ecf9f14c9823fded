package estimate

import (
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Estimate is one priced case.
type Estimate struct {
	Case        scenario.Case
	Card        ratebook.Header   // the newest of Cards
	Cards       []ratebook.Header // that the prices are from, newest first: see CardOf
	Months      []scenario.Month
	Lines       []Line           // none of an estimate at other levels of usage
	Meters      []MeterUse       // by subscription and meter, in the order of the lines
	Unshared    []Charges        // by month: what no usage was there to share by
	Commitments []*CommitmentUse // in the order of Case.Commitments
	Benefits    []BenefitUse     // reservations and savings plans
	Purchases   []PurchaseUse    // of the Marketplace
	Found       *FoundBenefits   // nil where the case states its benefits
	Bands       [][]Band         // by month: when what runs, and what of it is covered; nil without benefits
	Unpriced    []Unpriced
	Open        *Open              // what is promised beyond the months; nil where nothing is
	Missing     []scenario.Missing // usage that the scenario's imports should have, and have not
	Warnings    []Warning

	Plan *Plan // that it was priced from

	at      Levels    // of usage, that it is priced at; nil as stated
	months  []Charges // the totals, kept once
	figures figures
}

// Currency is that of every amount of the estimate.
func (e *Estimate) Currency() money.Currency { return e.Case.Terms.Currency }

// ChargesIn are the parts of a month's total.
func (e *Estimate) ChargesIn(month int) Charges { return e.months[month] }

// Charges are the parts of the total.
func (e *Estimate) Charges() Charges {
	var sum Charges
	for m := range e.Months {
		sum = sum.Add(e.ChargesIn(m))
	}
	return sum
}

// Total is what the case costs over all months; without Unpriced.
func (e *Estimate) Total() money.Amount {
	return money.Amount{Value: e.Charges().Total(), Currency: e.Currency()}
}

// Regions lists where the estimate's usage runs: the region that the case
// moves to, or those of its meters.
func (e *Estimate) Regions() string {
	if e.Case.Region != "" {
		return string(e.Case.Region)
	}
	var names []string
	seen := map[ratebook.Region]bool{ratebook.Global: true}
	for _, l := range e.Lines {
		if r := l.Meter.Region; !seen[r] && !r.IsZone() {
			seen[r] = true
			names = append(names, string(r))
		}
	}
	return strings.Join(names, ", ")
}

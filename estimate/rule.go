package estimate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// A rule is one of those that an estimate is made by, as readers are told of it. What it
// does stands in its stage, and says beside it.
type rule struct {
	// applies tells whether the rule does something in a case that the model of draws
	// may not know; nil of one that does in each.
	applies func(*Estimate) bool
	// says are the readings that the rule rests on in a case, also where it is what does
	// not apply that has to be said; nil where there is nothing to be said.
	says func(*Estimate) []string
	// modelled tells that the model of draws knows the rule (DrawModel). A case with a
	// rule that it does not know is drawn on the engine.
	modelled bool
}

// rules are in the order in which readers are told of them.
var rules = []rule{
	{says: (*Estimate).monthAssumptions, modelled: true},
	{says: (*Estimate).poolAssumptions, modelled: true},
	{applies: poolsTiers},
	{says: (*Estimate).changeAssumptions, modelled: true},
	{applies: changing},
	{says: (*Estimate).hoursAssumptions, modelled: true},
	{says: (*Estimate).machineAssumptions, modelled: true},
	{says: (*Estimate).extraAssumptions, modelled: true},
	{says: (*Estimate).importAssumptions, modelled: true},
	{says: (*Estimate).zoneAssumptions, modelled: true},
	{says: (*Estimate).creditAssumptions, modelled: true},
	{says: (*Estimate).recurringAssumptions, modelled: true},
	{says: (*Estimate).commitmentAssumptions, modelled: true},
	{says: (*Estimate).paidOnceAssumptions, modelled: true},
	{applies: paidBySeveral},
	{says: (*Estimate).marketplaceAssumptions, modelled: true},
	{says: (*Estimate).payableAssumptions, modelled: true},
	{says: (*Estimate).benefitAssumptions, modelled: true},
	{applies: corrects},
	{says: (*Estimate).leverAssumptions, modelled: true},
	{says: (*Estimate).negotiatedAssumptions, modelled: true},
}

// Assumptions lists the readings of open rules that are in force in the case.
func (e *Estimate) Assumptions() (list []string) {
	for _, r := range rules {
		if r.says != nil {
			list = append(list, r.says(e)...)
		}
	}
	return list
}

// modelled tells whether the model of draws knows all rules that do something in the
// case.
func (e *Estimate) modelled() bool {
	return !slices.ContainsFunc(rules, func(r rule) bool { return !r.modelled && (r.applies == nil || r.applies(e)) })
}

// monthAssumptions are the readings that each price of a month rests on.
func (e *Estimate) monthAssumptions() []string {
	list := []string{
		e.monthAssumption(),
		"Included quantities are taken off first; tiers are graduated and continuous, and count what remains.",
		"A rate is in force from the month of its effective date on.",
		"Prices are without tax.",
	}
	if e.Card.Terms.ForReference() {
		list = append(list, fmt.Sprintf("Retail prices in %s are for reference: Azure prices in USD, and gives those of other currencies to estimate budgets by (Microsoft Learn, Azure Retail Prices overview).", e.Currency()))
	}
	return append(list, unit.ByteRule)
}

// hoursAssumptions say how many hours a month has.
func (e *Estimate) hoursAssumptions() []string {
	if e.Plan.hours.Calendar() {
		return []string{"Each month has its own hours; a schedule of 12x5 runs 12 hours on each Monday to Friday."}
	}
	return []string{fmt.Sprintf("A month has %s hours; a schedule of 12x5 runs 12×5 of each 24×7 of them.", e.Plan.hours)}
}

// zoneAssumptions say how data transfer is priced.
func (e *Estimate) zoneAssumptions() []string {
	if slices.ContainsFunc(e.Lines, func(l Line) bool { return l.Meter.Region.IsZone() }) {
		return []string{"Data transfer is priced by zone: " + ratebook.ZoneRule + "."}
	}
	return nil
}

// monthAssumption says which month tiers count.
func (e *Estimate) monthAssumption() string {
	const text = "Included quantities and tiers count a %s month's total of a meter in a subscription, and start again each month%s."
	if len(e.Plan.cycles) == 0 {
		return fmt.Sprintf(text, "calendar", "")
	}
	var days []string
	for _, day := range e.Plan.cycles {
		days = append(days, fmt.Sprintf("on day %d", day))
	}
	return fmt.Sprintf(text, "billing", ", "+strings.Join(days, " or ")+" (billing_cycle_day of the imports)")
}

func hundred(part money.Decimal) money.Decimal { return part.Mul(money.Int(100)) }

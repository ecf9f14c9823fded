package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// warnAboutBenefits says where benefits are not used as was likely meant, and
// what a reader has to know of how they were counted.
func (e *Estimate) warnAboutBenefits() {
	if e.Found != nil && e.Found.Cut {
		e.warn("benefits: "+string(e.Case.Find), "the search for reservations and savings plans ended before it had weighed all mixes that it would: a cheaper one is possible")
	}
	if e.Found != nil && e.Found.Longest == 0 {
		e.warn("benefits: "+string(e.Case.Find), "%s", e.Found.tooLong(e))
	}
	if months, all := e.Case.Find.ReserveAll(); all {
		if words := e.Plan.unreservedWords(months); words != "" {
			e.warn("reserve", "%s", words)
		}
		if len(e.Benefits) == 0 && len(e.Plan.unreserved) == 0 {
			e.warn("reserve", "nothing runs all the time that could be reserved")
		}
	}
	for _, b := range e.Benefits {
		total := b.Total()
		name := b.title()
		if b.Kind.OfTerm() && b.Footprint.Group == "" && e.Case.HasBenefits() {
			e.warn(name, "the ratios of its series' sizes are not known: it covers machines of its own size only")
		}
		if b.Beyond.Sign() > 0 && b.Owned == nil { // see OwnedLater
			e.warn(name, "its term goes on until %s, after the scenario: %s of its price of %s is for later months, and is not counted", b.Last(), e.amount(b.Beyond), e.amount(b.Whole()))
		}
		part, _ := total.Utilisation()
		switch {
		case total.Used.IsZero():
			e.warn(name, "it covers nothing: no usage that it could cover runs in its term")
		case total.Saved().Sign() < 0:
			e.warn(name, "it costs %s more than what it covers would without it: %s of it is used", e.amount(total.Saved().Neg()), scenario.Percent(part.Round(3)))
		}
	}
	if len(e.Benefits) == 0 {
		return
	}
	for u := range e.Meters {
		if !e.coveredEver(u) {
			continue
		}
		for _, i := range e.Meters[u].Lines {
			if l := &e.Plan.lines[i]; l.Quantity.Hours == nil && !(l.Import != "" && e.Plan.runsAlways(l)) {
				e.warn(l.Workload, "%s is a quantity a month: benefits count it as running evenly in all hours of the month", l.Title())
			}
		}
	}
}

// runsAlways tells whether each month of a line is a whole number of machines that
// run in all its hours, as imported ones do: then how a quantity a month is spread over
// the hours is no question.
func (p *Plan) runsAlways(l *Line) bool {
	if l.Meter.Unit.Period() != unit.Hour {
		return false
	}
	for m, quantity := range l.Quantities {
		machines := quantity.Mul(l.Meter.Unit.Block()).Div(hoursIn(p.Months[m], p.hours))
		if off := machines.Sub(machines.Round(0)); !off.Abs().Less(ofMachine) {
			return false
		}
	}
	return true
}

// ofMachine is more than rounding the mean of days leaves of a machine.
var ofMachine = money.MustParse("0.000001")

// tooLong says that no term of the card is so short.
func (f *FoundBenefits) tooLong(e *Estimate) string {
	months := func(n int) string {
		if n == 1 {
			return "1 month"
		}
		return fmt.Sprintf("%d months", n)
	}
	if e.Case.Find == scenario.FindAuto {
		return fmt.Sprintf("The shortest term of a reservation or a savings plan on the card, %s, ends after the scenario of %s: nothing is bought. auto-12 and auto-36 look at such terms; what is still owed then stands beside the total.", months(f.Shortest), months(len(e.Months)))
	}
	return fmt.Sprintf("The shortest term of a reservation or a savings plan on the card is %s: nothing is bought.", months(f.Shortest))
}

// coveredEver tells whether some benefit covers some of a meter.
func (e *Estimate) coveredEver(use int) bool {
	return e.figures.covers != nil && e.figures.covers[use] != nil
}

// title names a benefit in messages.
func (b BenefitUse) title() string {
	if b.Kind.Hourly() {
		return b.Name()
	}
	return string(b.Kind) + " of " + b.Name()
}

// benefitAssumptions are the readings in force for reservations and savings
// plans.
func (e *Estimate) benefitAssumptions() []string {
	var found []string
	switch f := e.Found; {
	case f == nil:
	case f.Longest == 0:
		found = append(found, f.tooLong(e))
	default:
		found = append(found, fmt.Sprintf("Reservations and savings plans are those that cost least in the scenario's months, of terms of up to %d months, in steps of one machine and of %s an hour.", f.Longest, smallestAmount))
		for _, fall := range f.Falls {
			found = append(found, fmt.Sprintf("If usage fell by %d%% and the reservations and savings plans stayed, the total would be %s; without them %s.", fall.Percent, e.amount(fall.Total), e.amount(fall.Without)))
		}
	}
	if len(e.Benefits) == 0 {
		return found
	}
	scope := "Reservations and savings plans cover usage of all subscriptions of the case (shared scope), hour by hour; what is unused in an hour is lost."
	if slices.ContainsFunc(e.Benefits, func(b BenefitUse) bool { return b.Scope != scenario.Shared }) {
		scope = "Reservations and savings plans cover usage hour by hour: of one subscription where their scope is one, else of all subscriptions of the case (shared scope); what is unused in an hour is lost. Of each kind, those of one subscription cover first (Microsoft Learn, savings-plan/scope-savings-plan)."
	}
	list := []string{
		scope,
		"Schedules lie within one another: what runs for fewer hours runs while all that runs for more hours does.",
		"Reservations cover first, in the order stated: machines of their own size, then of the other sizes of their series by Microsoft's ratios; then savings plans in the order stated, each the greatest discount first. Several of one turn are covered in proportion.",
		"Where a negotiated price is lower than a savings plan's, it is what the plan's commitment is drawn by (Microsoft Learn, savings-plan/discount-application).",
		"The total has each month's part of a benefit's price, by its hours (a stated monthly price as it is), whenever it is paid.",
		"Benefits that the case buys are at the card's prices: no discount or credit of the case applies to what they cost.",
	}
	for u := range e.Meters {
		if e.coveredEver(u) && !e.firstLicence(u).IsZero() {
			list = append(list, "A benefit covers a machine with Windows but for its licence: the meter's price less that of the same machine without Windows.")
			break
		}
	}
	list = append(list, e.ownedAssumptions()...)
	for _, b := range e.Benefits {
		if b.Before.Sign() > 0 {
			list = append(list, fmt.Sprintf("The %s began in %s: %s of its price of %s is for months before the scenario, and not in the total.", b.title(), b.From, e.amount(b.Before), e.amount(b.Whole())))
		}
		if last := b.Last(); last.Since(e.Months[len(e.Months)-1]) < 0 {
			list = append(list, fmt.Sprintf("The %s ends with %s, and is not renewed.", b.title(), last))
		}
	}
	return append(list, found...)
}

// firstLicence is the price of the licence in the first month that has one.
func (e *Estimate) firstLicence(use int) money.Decimal {
	for _, price := range e.figures.licencePrice.row(use) {
		if !price.IsZero() {
			return price
		}
	}
	return money.Zero
}

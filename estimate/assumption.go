package estimate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Assumptions lists the readings of open rules that are in force in the case.
func (e *Estimate) Assumptions() []string {
	list := []string{
		e.monthAssumption(),
		"Included quantities are taken off first; tiers are graduated and continuous, and count what remains.",
		"A rate is in force from the month of its effective date on.",
		"Prices are without tax.",
	}
	if e.Card.Terms.ForReference() {
		list = append(list, fmt.Sprintf("Retail prices in %s are for reference: Azure prices in USD, and gives those of other currencies to estimate budgets by (Microsoft Learn, Azure Retail Prices overview).", e.Currency()))
	}
	list = append(list, unit.ByteRule)
	list = append(list, e.poolAssumptions()...)
	list = append(list, e.changeAssumptions()...)
	if e.Plan.hours.Calendar() {
		list = append(list, "Each month has its own hours; a schedule of 12x5 runs 12 hours on each Monday to Friday.")
	} else {
		list = append(list, fmt.Sprintf("A month has %s hours; a schedule of 12x5 runs 12×5 of each 24×7 of them.", e.Plan.hours))
	}
	list = append(list, e.machineAssumptions()...)
	list = append(list, e.extraAssumptions()...)
	list = append(list, e.importAssumptions()...)
	for _, l := range e.Lines {
		if l.Meter.Region.IsZone() {
			list = append(list, "Data transfer is priced by zone: "+ratebook.ZoneRule+".")
			break
		}
	}
	terms := e.Card.OfferTerms
	if len(terms.Credits) > 0 {
		if e.creditFinds() {
			list = append(list, "Each subscription has its own monthly credit; it is not carried over.")
		} else {
			list = append(list, "The offer's monthly credit pays for nothing: no charge of the case is eligible for it.")
		}
	}
	if len(terms.Recurring) > 0 {
		list = append(list, "A recurring charge is due each month for each subscription.")
	}
	for _, c := range e.Commitments {
		list = append(list, e.commitmentAssumptions(c)...)
	}
	list = append(list, e.paidOnceAssumptions()...)
	list = append(list, e.marketplaceAssumptions()...)
	list = append(list, e.payableAssumptions()...)
	list = append(list, e.benefitAssumptions()...)
	list = append(list, e.leverAssumptions()...)
	list = append(list, e.negotiatedAssumptions()...)
	return list
}

// importAssumptions say how imported usage became that of a month.
func (e *Estimate) importAssumptions() (list []string) {
	rules := map[unit.Measure]bool{}
	recorded := false
	for _, l := range e.Lines {
		if l.Typical != nil {
			rules[l.Typical.Measure] = true
		} else if l.Quantity.Recorded != nil {
			recorded = true
		}
	}
	if len(rules) > 0 {
		list = append(list, "A typical month follows from the days that an import covers: of each subscription from its first day of usage to the last day of its files.")
	}
	days := "the days of the month"
	if !e.Plan.hours.Calendar() {
		days = fmt.Sprintf("%s/24, the days of a month of %s hours", e.Plan.hours, e.Plan.hours)
	}
	if rules[unit.OfTime] {
		list = append(list, fmt.Sprintf("Typical month, what counts hours or days: the mean of the covered days, times %s.", days))
	}
	if rules[unit.OfMonth] {
		list = append(list, "Typical month, what is held by the month (a disk, GB/Month): the quantity by the part of the month that is covered.")
	}
	if rules[unit.OfCount] {
		list = append(list, fmt.Sprintf("Typical month, counts (operations, GB moved): the mean of the covered days, times %s.", days))
	}
	if recorded {
		list = append(list, "Usage as recorded has the hours of its calendar month; in months without files it is missing, and not zero.")
	}
	return list
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

// commitmentAssumptions are the readings that one of the case's commitments rests on.
func (e *Estimate) commitmentAssumptions(c *CommitmentUse) []string {
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

// prepaidRule says when money that is paid before is counted.
const prepaidRule = "Money paid in advance counts as cost in the month in which it is used or lost, not in that of its payment."

func (e *Estimate) levels() []DiscountLevel {
	levels, _ := e.DiscountLevels(0)
	return levels
}

func hundred(part money.Decimal) money.Decimal { return part.Mul(money.Int(100)) }

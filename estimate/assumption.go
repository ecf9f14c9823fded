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
		unit.ByteRule,
	}
	if e.hours.Calendar() {
		list = append(list, "Each month has its own hours; a schedule of 12x5 runs 12 hours on each Monday to Friday.")
	} else {
		list = append(list, fmt.Sprintf("A month has %s hours; a schedule of 12x5 runs 12×5 of each 24×7 of them.", e.hours))
	}
	for _, l := range e.Lines {
		if l.Meter.Region.IsZone() {
			list = append(list, "Data transfer is priced by zone: "+ratebook.ZoneRule+".")
			break
		}
	}
	terms := e.Card.OfferTerms
	if len(terms.Credits) > 0 {
		list = append(list, "Each subscription has its own monthly credit; it is not carried over.")
	}
	if len(terms.Recurring) > 0 {
		list = append(list, "A recurring charge is due each month for each subscription.")
	}
	if c := e.Commitment; c != nil {
		list = append(list,
			fmt.Sprintf("A commitment of %s is drawn down from %s on, by eligible charges of all subscriptions; what is left after %d months is lost.", e.amount(c.Amount), e.Months[0], c.Months),
			"Charges beyond the commitment are at the card's rates, without the offer's discount.")
		list = append(list, e.discountAssumptions(terms.Commitments)...)
	}
	if !e.Case.Discount.IsZero() {
		list = append(list, fmt.Sprintf("A negotiated discount of %s%% is taken off eligible charges, after the offer's discount.", e.Case.Discount.Mul(money.Int(100))))
	}
	return list
}

// monthAssumption says which month tiers count.
func (e *Estimate) monthAssumption() string {
	const text = "Included quantities and tiers count a %s month's total of a meter in a subscription, and start again each month%s."
	if len(e.cycles) == 0 {
		return fmt.Sprintf(text, "calendar", "")
	}
	var days []string
	for _, day := range e.cycles {
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
		values = append(values, fmt.Sprintf("%s as %s%%", t.Value, discountRate(t.Value, e.rules.DiscountValue).Mul(money.Int(100))))
	}
	list = append(list, fmt.Sprintf("TieredDiscount is read %s: %s (rules: discount_value).", e.rules.DiscountValue, strings.Join(values, ", ")))
	if e.rules.DiscountTier == scenario.PerSlab {
		list = append(list, "Each slab of a month's eligible charges has its own discount (rules: discount_tier).")
	} else {
		list = append(list, "The discount is that of the tier which the committed amount reaches (rules: discount_tier).")
	}
	if e.rules.DiscountOn == scenario.BaseTier {
		list = append(list, "The discount is granted on the first tier's charges only, not on graduated prices (rules: discount_on; offer page of MS-AZR-0026P).")
	} else {
		list = append(list, "The discount is granted on all tiers' charges (rules: discount_on).")
	}
	return list
}

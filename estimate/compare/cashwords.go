package compare

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// PaybackWords say a case's payback: a month, or a few words where there is none.
func (c *Comparison) PaybackWords(k *CaseCash) string {
	switch {
	case k.Reference:
		return "reference"
	case k.Why != "":
		return k.Word
	case k.Back.Kind == AtOnce:
		return PaidAtOnce
	case k.Back.Kind == NotWithin:
		return fmt.Sprintf("not within %s", estimate.Plural(c.Scenario.Months, "month"))
	}
	return k.Back.Month.String()
}

// PaidAtOnce is what PaybackWords say of a case that has never paid more.
const PaidAtOnce = "never behind"

// CashReference is what cases are held against: what is paid today, or the base case.
func (c *Comparison) CashReference() string {
	if c.Scenario.Current != nil {
		return c.Scenario.Current.Name
	}
	return c.Base().Case.Name
}

// CashAssumptions are the readings that the cash flow rests on.
func (c *Comparison) CashAssumptions() []string {
	if c.Cash == nil {
		return nil
	}
	list := []string{
		"Every payment falls at the end of its month, those upfront and prepayments, too. Terms of payment of invoices are not counted.",
	}
	if r := c.Cash.Discount; r != nil {
		list = append(list, fmt.Sprintf("Present values are at %s a year: a payment at the end of month n counts 1/(1+%s)^(n/12) of itself, rounded at %d decimals.", scenario.Percent(*r), scenario.Percent(*r), money.Places))
	} else {
		list = append(list, "There are no present values: "+noRate+".")
	}
	list = append(list, "Payback is the month from whose end on a case has paid no more than "+c.CashReference()+", up to the end of the scenario; it counts payments as they are, and not their present values.")
	s := c.Scenario.Current
	if s == nil {
		return list
	}
	if s.Waves == nil {
		list = append(list, fmt.Sprintf("%s is what is paid today: each case replaces all of it from the first month on. What a move costs, and what is paid for both during one, is in no case; waves, under current, state the latter.", s.Name))
	} else {
		list = append(list, c.waveAssumptions(s)...)
	}
	if s.OnPremises == nil {
		return list
	}
	list = append(list, s.Name+" follows from the formulas of Azure Migrate's business case ("+scenario.BusinessCase+"), with its published figures where none are stated. Hardware counts by what is written off each year, and not when it is bought. "+
		"The page is read so: the price of a core is that of a hyperthreaded one, by the GB of memory that it has; USD 2 for each GB of storage is its price, once; 1 TB is 1,000 GB.")
	for _, part := range estimate.OnPremisesCost(s.OnPremises) {
		if part.Lacks != "" {
			list = append(list, fmt.Sprintf("%s: not in %s, for nothing is published: state %s under current: on_premises.", part.Name, s.Name, part.Lacks))
		}
	}
	return list
}

// waveAssumptions say what of today's cost ends when.
func (c *Comparison) waveAssumptions(s *scenario.Current) (list []string) {
	amount := func(d money.Decimal) string { return money.Amount{Value: d, Currency: s.Currency}.String() }
	list = append(list, fmt.Sprintf("%s is what is paid today. Each case replaces it wave by wave; what is still paid of it counts beside what the case pays, in what it saves, its payback and its present value, and in no total of Azure. What a move itself costs is in no case.", s.Name))
	for _, w := range s.Waves {
		list = append(list, fmt.Sprintf("Wave %s, %s a month of %s: %s.", w, amount(estimate.WaveMonthly(s, w)), s.Name, w.Words()))
	}
	if rest := estimate.CurrentRest(s); !rest.IsZero() {
		list = append(list, fmt.Sprintf("%s a month of %s are in no wave, and are paid in every month.", amount(rest), s.Name))
	}
	return list
}

package estimate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Payable is what is paid for a case in the end, in its currency: what stands below its
// total, and never in it. Its sums are exact.
type Payable struct {
	Stated scenario.Payable

	Bought  money.Decimal   // what a partner pays; Azure's total where there is none
	Sold    money.Decimal   // what is paid for Azure: the partner's price, or the total
	Support []money.Decimal // by plan
	Net     money.Decimal   // Sold and Support
	Taxes   []money.Decimal // by tax, each of Net
	Paid    money.Decimal   // Net and Taxes
}

// Payable works out what is paid in the end; nil where the case states nothing, or is not
// complete: a part of a total that is not whole would look like one of it. What is still
// owed after the scenario is not in it.
func (e *Estimate) Payable() *Payable {
	if e.Case.Payable == nil || e.Case.Payable.IsZero() || !e.Complete() {
		return nil
	}
	return e.payableOn(e.Total().Value)
}

func (e *Estimate) payableOn(total money.Decimal) *Payable {
	p := &Payable{Stated: *e.Case.Payable, Bought: total, Sold: total}
	if k := p.Stated.Partner; k != nil {
		p.Bought, p.Sold = total.Mul(k.Buy), total.Mul(k.Sell)
	}
	p.Net = p.Sold
	for _, s := range p.Stated.Support {
		price := p.Sold.Mul(s.Part)
		if s.Currency != "" {
			price = e.Plan.inCase(s.Monthly.Mul(money.Int(int64(len(e.Months)))), s.Currency)
		}
		p.Support, p.Net = append(p.Support, price), p.Net.Add(price)
	}
	p.Paid = p.Net
	for _, t := range p.Stated.Taxes {
		tax := p.Net.Mul(t.Part)
		p.Taxes, p.Paid = append(p.Taxes, tax), p.Paid.Add(tax)
	}
	return p
}

// Margin is what a partner keeps; part is that of the price that the partner sells at,
// and ok is false where that is zero.
func (p *Payable) Margin() (keeps, part money.Decimal, ok bool) {
	keeps = p.Sold.Sub(p.Bought)
	part, ok = quotient(keeps, p.Sold)
	return keeps, part, ok
}

// payableAssumptions say what of a case stands below its total.
func (e *Estimate) payableAssumptions() (list []string) {
	if e.Case.Payable == nil || e.Case.Payable.IsZero() {
		return nil
	}
	k := e.Case.Payable
	percent := scenario.Percent
	list = append(list, "What is paid in the end stands below the total and is in no total, difference or verdict; it follows from the percentages and amounts that the scenario states (payable), and has nothing of what is still owed after the scenario.")
	if p := k.Partner; p != nil {
		list = append(list, fmt.Sprintf("A partner buys at %s of the total and sells at %s of it (payable: partner).", percent(p.Buy), percent(p.Sell)))
	}
	var plans []string
	for _, s := range k.Support {
		if s.Currency != "" {
			plans = append(plans, fmt.Sprintf("%s, %s %s a month", s.Name, s.Monthly, s.Currency))
		} else {
			plans = append(plans, fmt.Sprintf("%s, %s of what is paid for Azure", s.Name, percent(s.Part)))
		}
	}
	if plans != nil {
		list = append(list, fmt.Sprintf("Support plans: %s (payable: support).", strings.Join(plans, "; ")))
	}
	var taxes []string
	for _, t := range k.Taxes {
		taxes = append(taxes, fmt.Sprintf("%s, %s", t.Name, percent(t.Part)))
	}
	if taxes != nil {
		list = append(list, fmt.Sprintf("Tax on what is paid for Azure and support: %s (payable: tax); several taxes are each of the same sum.", strings.Join(taxes, "; ")))
	}
	return list
}

package compare

import (
	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Cash is what every case pays when. All amounts fall at the end of their month.
type Cash struct {
	Discount *money.Decimal  // what money costs a year; nil where it is not stated, and there is no present value
	Factors  []money.Decimal // by month: what 1 is worth at the beginning; nil without Discount
	Current  []money.Decimal // by month, what is paid today, as Reported; nil where it is not stated
	Still    []money.Decimal // by month, what of that is still paid in every case while waves move; nil where all of it ends at once
	Cases    []CaseCash
}

// CaseCash is what a case pays. What is held against others is in the currency of the
// report, or in the case's own where there is none.
type CaseCash struct {
	Payments []estimate.Payment // by month, in the case's currency
	All      estimate.Payment   // the sum
	With     money.Decimal      // the sum with what is still paid today's way (Cash.Still), as Reported; zero where there is none
	Present  Present            // of all payments, and of Cash.Still

	Reference bool            // the others are held against it: the base case, where nothing is stated of today
	Why       string          // why it is not held against the reference; "" where it is
	Word      string          // the same in a word or two
	Saved     []money.Decimal // by month: what the reference pays more up to the month's end; nil where there is a Why
	Net       Present         // of what is saved; of a case with a Why there is none
	Back      Payback
}

// Payback says from when on a case has paid no more than its reference, up to the
// scenario's end. Payments count as they are, and not at their present value.
type Payback struct {
	Kind  PaybackKind
	Month scenario.Month // of InMonth
}

// PaybackKind is one of the below.
type PaybackKind int

const (
	NoPayback PaybackKind = iota // it is the reference, or not held against it
	AtOnce                       // it has never paid more
	InMonth                      // it has paid more, and no more from the month's end on
	NotWithin                    // at the scenario's end it has paid more
)

// FindCash works out what is paid when. discount, where it is not nil, stands in for the
// scenario's.
func (c *Comparison) FindCash(discount *money.Decimal) {
	s := c.Scenario
	out := &Cash{Discount: discount}
	if discount == nil && s.Cash != nil {
		out.Discount = s.Cash.Discount
	}
	if out.Discount != nil {
		out.Factors = presentFactors(*out.Discount, s.Months)
	}
	if s.Current != nil {
		for _, d := range estimate.CurrentPayments(s.Current, s.Months) {
			out.Current = append(out.Current, c.Reported(money.Amount{Value: d, Currency: s.Current.Currency}).Value)
		}
		for _, d := range estimate.CurrentStill(s.Current, s.Start, s.Months) {
			out.Still = append(out.Still, c.Reported(money.Amount{Value: d, Currency: s.Current.Currency}).Value)
		}
	}
	for _, e := range c.Estimates {
		k := CaseCash{Payments: e.Payments()}
		for _, p := range k.Payments {
			k.All = k.All.Add(p)
		}
		out.Cases = append(out.Cases, k)
	}
	reference := out.Current
	if reference == nil {
		reference = c.paid(c.Base(), out.Cases[0].Payments)
	}
	for i, e := range c.Estimates {
		c.held(out, &out.Cases[i], e, reference)
	}
	c.Cash = out
}

// paid is what a case pays by month, as it is compared.
func (c *Comparison) paid(e *estimate.Estimate, list []estimate.Payment) []money.Decimal {
	out := make([]money.Decimal, len(list))
	for m, p := range list {
		out[m] = c.Reported(money.Amount{Value: p.Paid(), Currency: e.Currency()}).Value
	}
	return out
}

// held holds a case against what is paid today, or against the base case.
func (c *Comparison) held(all *Cash, k *CaseCash, e *estimate.Estimate, reference []money.Decimal) {
	own := c.paid(e, k.Payments)
	for m, still := range all.Still {
		own[m] = own[m].Add(still)
		k.With = k.With.Add(own[m])
	}
	k.Present = all.present(own)
	k.Present.Currency = c.Reported(e.Total()).Currency
	if !e.Complete() {
		k.Present.Why = "incomplete: " + e.Incomplete()
	}
	k.Net.Currency = k.Present.Currency
	if k.Reference = all.Current == nil && e == c.Base(); k.Reference {
		return
	}
	why := c.apart(e)
	if all.Current != nil {
		if why = c.lacks(e); why == (apart{}) {
			why = c.scopeOfCurrent(e)
		}
	}
	if why != (apart{}) {
		k.Why, k.Word, k.Net.Why = why.long, why.word, why.long
		return
	}
	saved, sum, behind := make([]money.Decimal, len(own)), money.Zero, -1
	monthly := make([]money.Decimal, len(own))
	for m := range own {
		monthly[m] = reference[m].Sub(own[m])
		sum = sum.Add(monthly[m])
		if saved[m] = sum; sum.Sign() < 0 {
			behind = m
		}
	}
	k.Saved = saved
	k.Net = all.present(monthly)
	k.Net.Currency = k.Present.Currency
	switch {
	case behind < 0:
		k.Back.Kind = AtOnce
	case behind == len(own)-1:
		k.Back.Kind = NotWithin
	default:
		k.Back = Payback{InMonth, e.Months[behind+1]}
	}
}

// scopeOfCurrent says why a case is of another scope than what is paid today, which is for
// the usage that the base case has.
func (c *Comparison) scopeOfCurrent(e *estimate.Estimate) apart {
	if c.otherUsage(e) {
		return apart{otherUsage, otherLevel + " than the base case's"}
	}
	return apart{}
}

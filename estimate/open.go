package estimate

import (
	"fmt"
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Open tells what a case has promised beyond the scenario's end. Its total has
// none of it, so that it is no figure to compare with others by itself.
type Open struct {
	Owed   []Owed
	Months []scenario.Month // from the scenario's first month to the last of the longest term
	Whole  money.Decimal    // what the case costs over Months, each with the mean month's usage
	Why    string           // why there is no Whole; "" where there is one

	currency money.Currency
}

// Owed is one promise that goes on after the scenario.
type Owed struct {
	What   string         // "prepaid and not used yet", "the reservation of 4 × D4s v5, …"
	Until  scenario.Month // the last month of its term
	Amount money.Decimal  // that is not in the total, in the case's currency; it is lost, or due for nothing, where later months do not use it
}

// Sum is all that is owed.
func (o *Open) Sum() money.Decimal {
	sum := money.Zero
	for _, owed := range o.Owed {
		sum = sum.Add(owed.Amount)
	}
	return sum
}

// Until is the last month of the longest term.
func (o *Open) Until() scenario.Month { return o.Months[len(o.Months)-1] }

// Monthly is a month of Whole.
func (o *Open) Monthly() money.Decimal { return o.Whole.Div(money.Int(int64(len(o.Months)))) }

// String says what is owed: "EUR 98,800.00 is still owed, until 2029-08".
func (o *Open) String() string {
	return fmt.Sprintf("%s is still owed, until %s", money.Amount{Value: o.Sum(), Currency: o.currency}, o.Until())
}

// owed lists what a case has promised beyond the scenario's end. Of a MACC that is
// reached nothing is; of a prepayment that is used up, its term.
func (e *Estimate) owed() (list []Owed) {
	last := e.Months[len(e.Months)-1]
	for _, c := range e.Commitments {
		if c.Months <= len(e.Months) || !c.Paid() && c.Left.Sign() <= 0 {
			continue
		}
		what := map[scenario.CommitmentKind]string{
			scenario.Prepay: "prepaid and not used yet", scenario.PlanOf2012: "promised for the plan's later months", scenario.MACC: "of the MACC not reached yet",
		}[c.Kind]
		left := c.Left
		if used := e.byBenefits(c); used.Sign() > 0 {
			if left = left.Sub(used); left.IsZero() && !c.Paid() {
				continue
			}
			what += ", besides what is still to be paid for benefits"
		}
		list = append(list, Owed{what, e.Months[0].Add(c.Months - 1), left})
	}
	for _, b := range e.Benefits { // what one has already is owed in every case alike: see OwnedLater
		if b.Owned == nil && b.Last().Since(last) > 0 {
			list = append(list, Owed{"for later months of the " + b.title(), b.Last(), b.Beyond})
		}
	}
	return list
}

// byBenefits is what of a commitment's Left is kept by the payments for benefits that come
// after the scenario: those are owed themselves, and nothing is owed twice.
func (e *Estimate) byBenefits(c *CommitmentUse) money.Decimal {
	paid := money.Zero // by the prepayment
	if k := e.Prepaid(); k != nil && e.PrepaysBenefits() {
		paid = k.Left.Min(e.laterPaid(k.Months))
	}
	switch {
	case c.Kind == scenario.MACC:
		return c.Left.Min(e.laterPaid(c.Months).Sub(paid)).Max(money.Zero)
	case c.Kind == scenario.Prepay:
		return paid
	}
	return money.Zero
}

// laterPaid is what is paid for benefits after the scenario, up to a month counted from
// its first one.
func (e *Estimate) laterPaid(months int) money.Decimal {
	sum := money.Zero
	for _, b := range e.Benefits {
		for i, paid := range b.paid {
			if n := b.From.Add(i).Since(e.Months[0]); n >= len(e.Months) && n < months {
				sum = sum.Add(paid)
			}
		}
	}
	return sum
}

// OwedOnce tells whether payments for benefits that are owed keep a commitment that is
// owed, too, so that Open has less than the sum of both.
func (e *Estimate) OwedOnce() bool {
	for _, c := range e.Commitments {
		if c.Months > len(e.Months) && e.byBenefits(c).Sign() > 0 {
			return true
		}
	}
	return false
}

// StillOwed works out Open at the usage that the estimate is of; nil where nothing goes
// on after the scenario. Of an estimate that Price gives it is Open; those of At have it
// not yet.
func (e *Estimate) StillOwed() *Open {
	o := &Open{Owed: e.owed(), currency: e.Currency()}
	if o.Owed == nil {
		return nil
	}
	last := slices.MaxFunc(o.Owed, func(a, b Owed) int { return a.Until.Since(b.Until) }).Until
	for m := e.Months[0]; m.Since(last) <= 0; m = m.Add(1) {
		o.Months = append(o.Months, m)
	}
	if !e.Complete() {
		o.Why = "incomplete: " + e.Incomplete()
		return o
	}
	long := e.Lasting(len(o.Months))
	if len(long.Unpriced) > 0 {
		o.Why = fmt.Sprintf("%d lines have no price in later months", long.UnpricedLines())
		return o
	}
	o.Whole = long.Total().Value
	return o
}

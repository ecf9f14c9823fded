package estimate

import (
	"fmt"

	"azwhatif/ratebook/money"
)

// Correction says how a meter's month is priced whose quantity is below zero, as
// late corrections leave it: exports state them in the month in which they were
// made. "" is a month that is not below zero.
type Correction string

const (
	// CorrectsBefore takes the quantity off the month before, at that month's rate
	// and at the tiers that it is taken from. What a benefit covered of that month
	// is the last to be taken off, and gives nothing back.
	CorrectsBefore Correction = "corrects the month before"
	// CreditedAlone is where the month before does not have so much, or has no
	// price: a credit at the first tier of the month's own rate that is not free.
	CreditedAlone Correction = "credit"
)

// correct prices a month that gives so much back.
func (u *MeterUse) correct(month int, off money.Decimal) {
	mm := &u.Months[month]
	if month > 0 {
		before := &u.Months[month-1]
		if before.Priced && !before.Quantity().Less(off) {
			mm.Charge, mm.Below = before.Rate.Correct(before.Charge.Quantity, off), CorrectsBefore
			return
		}
	}
	mm.Charge, mm.Below = mm.Rate.Credit(off), CreditedAlone
}

// HasBelow tells whether a line of the meter has a quantity below zero in some
// month.
func (e *Estimate) HasBelow(use int) bool {
	for _, i := range e.Meters[use].Lines {
		for _, m := range e.Lines[i].Months {
			if m.Quantity.Sign() < 0 {
				return true
			}
		}
	}
	return false
}

// warnAboutCorrections names the meters whose months are below zero.
func (e *Estimate) warnAboutCorrections() {
	found := map[Correction][]string{}
	for u := range e.Meters {
		use := &e.Meters[u]
		for m := range use.Months {
			mm := &use.Months[m]
			if mm.Below == "" {
				continue
			}
			what := fmt.Sprintf("%s in %s (%s × %q", use.Meter.Title(), e.Months[m], mm.Charge.Quantity, use.Meter.Unit)
			if use.Subscription != "" {
				what += ", subscription " + use.Subscription
			}
			found[mm.Below] = append(found[mm.Below], what+")")
		}
	}
	if list := found[CorrectsBefore]; list != nil {
		e.warn("below zero", "a quantity below zero is taken off the month before, at the tiers that it is taken from: %s", first(list, 3))
	}
	if list := found[CreditedAlone]; list != nil {
		e.warn("below zero", "a quantity below zero is more than the month before has: it is a credit at the first price that is not free: %s", first(list, 3))
	}
}

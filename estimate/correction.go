package estimate

import (
	"cmp"
	"fmt"
	"slices"

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

// Below says how a meter's month is priced whose quantity is below zero.
func (e *Estimate) Below(use, month int) Correction {
	list := e.figures.charged.below
	at, ok := slices.BinarySearchFunc(list, belowZero{use: use, month: month}, func(a, b belowZero) int {
		return cmp.Or(a.use-b.use, a.month-b.month)
	})
	if !ok {
		return ""
	}
	return list[at].how
}

// HasBelow tells whether a line of the meter, or of another that its tiers count
// with, has a quantity below zero in some month.
func (e *Estimate) HasBelow(use int) bool {
	if pool := e.Meters[use].Pooled; pool != nil {
		return slices.ContainsFunc(pool, e.linesBelow)
	}
	return e.linesBelow(use)
}

func (e *Estimate) linesBelow(use int) bool {
	for _, i := range e.Meters[use].Lines {
		if slices.ContainsFunc(e.Plan.lines[i].Quantities, func(n money.Decimal) bool { return n.Sign() < 0 }) {
			return true
		}
	}
	return false
}

// warnAboutCorrections names the meters whose months are below zero.
func (e *Estimate) warnAboutCorrections() {
	found := map[Correction][]string{}
	for _, b := range e.figures.below {
		use := &e.Meters[b.use]
		counted, at := e.countedTogether(b.use, b.month)
		if at > 0 {
			continue // named once of a pool
		}
		what := fmt.Sprintf("%s in %s (%s × %q", use.Meter.Title(), e.Months[b.month], money.Sum(counted...), use.Meter.Unit)
		if use.Pooled != nil {
			what += ", of the billing account"
		} else if use.Subscription != "" {
			what += ", subscription " + use.Subscription
		}
		found[b.how] = append(found[b.how], what+")")
	}
	if list := found[CorrectsBefore]; list != nil {
		e.warn("below zero", "a quantity below zero is taken off the month before, at the tiers that it is taken from: %s", First(list, 3))
	}
	if list := found[CreditedAlone]; list != nil {
		e.warn("below zero", "a quantity below zero is more than the month before has: it is a credit at the first price that is not free: %s", First(list, 3))
	}
}

// corrects tells whether usage below zero may take off what a benefit covers.
func corrects(e *Estimate) bool {
	for u := range e.Meters {
		if len(e.Benefits) > 0 && e.Plan.coverable[u] != nil && e.HasBelow(u) {
			return true
		}
	}
	return false
}

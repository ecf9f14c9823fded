package estimate

import (
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// MeterUse is all use of one meter in one subscription.
type MeterUse struct {
	Subscription string
	Meter        ratebook.Meter
	Rates        []ratebook.Rate // all effective dates of the case's card
	Lines        []int           // indices into Estimate.Lines
	Months       []MeterMonth
}

// MeterMonth is a meter's month: what it was charged, step by step.
type MeterMonth struct {
	Rate     ratebook.Rate   // in force; without tiers where there is no price
	Priced   bool            // false where there is a quantity and no price for it
	Charge   ratebook.Charge // by the rate alone (steps 2 and 3)
	Drawn    money.Decimal   // from the commitment (step 5)
	Charges  Charges         // what steps 3 to 6 came to
	Eligible Eligible
}

// Eligible says which of the offer's terms apply to a meter.
type Eligible struct {
	Discount bool // the offer's and the negotiated discount, and the commitment
	Credit   bool
}

// meterUses sums the lines by subscription and meter (step 2).
func (e *Estimate) meterUses(rates [][]ratebook.Rate) {
	type key struct {
		subscription string
		meter        ratebook.MeterID
	}
	index := map[key]int{}
	for i := range e.Lines {
		l := &e.Lines[i]
		if rates[i] == nil {
			l.use = -1
			continue
		}
		k := key{l.Subscription, l.Meter.ID}
		u, ok := index[k]
		if !ok {
			u = len(e.Meters)
			index[k] = u
			e.Meters = append(e.Meters, MeterUse{
				Subscription: l.Subscription, Meter: l.Meter, Rates: rates[i],
				Months: make([]MeterMonth, len(e.Months)),
			})
		}
		l.use = u
		e.Meters[u].Lines = append(e.Meters[u].Lines, i)
	}
}

// charge prices each meter's months by the rate in force (step 3).
func (e *Estimate) charge() {
	for u := range e.Meters {
		use := &e.Meters[u]
		for m, month := range e.Months {
			total := money.Zero
			for _, i := range use.Lines {
				total = total.Add(e.Lines[i].Months[m].Quantity)
			}
			mm := &use.Months[m]
			rate, ok := ratebook.InForce(use.Rates, e.terms[m].end)
			mm.Rate, mm.Priced = rate, ok && rate.Priced() || total.IsZero()
			if !mm.Priced {
				mm.Charge = ratebook.Charge{Quantity: total}
				continue
			}
			mm.Charge = rate.Charge(total)
			mm.Charges.Usage = mm.Charge.Amount
			mm.Eligible = e.eligible(use.Meter, month)
		}
		e.unpricedMonths(use)
	}
}

// unpricedMonths notes the months in which a meter of the card has no price.
func (e *Estimate) unpricedMonths(use *MeterUse) {
	var months []scenario.Month
	var at []int
	for m := range use.Months {
		if !use.Months[m].Priced {
			months = append(months, e.Months[m])
			at = append(at, m)
		}
	}
	if months == nil {
		return
	}
	reason := "the card has the meter without a price for its first unit"
	if _, ok := ratebook.InForce(use.Rates, months[0].End()); !ok {
		first := use.Rates[0].Effective
		for _, r := range use.Rates {
			if r.Effective.Before(first) {
				first = r.Effective
			}
		}
		reason = "the card's first rate takes effect on " + first.Format("2006-01-02") + "; start the scenario then, or fetch an older card"
	}
	for _, i := range use.Lines {
		quantity := money.Zero
		for _, m := range at {
			quantity = quantity.Add(e.Lines[i].Months[m].Quantity)
		}
		if !quantity.IsZero() {
			e.unpriced(i, months, quantity, reason)
		}
	}
}

func (e *Estimate) unpriced(line int, months []scenario.Month, quantity money.Decimal, reason string) {
	e.Unpriced = append(e.Unpriced, Unpriced{Line: line, Months: months, Quantity: quantity, Reason: reason})
	l := e.Lines[line]
	e.warn(l.Workload, "%s is not priced: %s", l.title(), reason)
}

// title names what the line prices, for messages.
func (l Line) title() string {
	if l.Meter.Name == "" {
		return "meter " + string(l.Meter.ID)
	}
	return l.Meter.Title()
}

// monthTerms are what a month needs to know of the offer's terms.
type monthTerms struct {
	end                  time.Time // the first moment of the next month
	noDiscount, noCredit map[ratebook.MeterID]bool
}

// readTerms notes those of each month.
func (e *Estimate) readTerms() {
	e.terms = make([]monthTerms, len(e.Months))
	for m, month := range e.Months {
		t := &e.terms[m]
		t.end = month.End()
		discount, _ := e.Card.OfferTerms.CommitmentIn(t.end)
		credit, _ := e.Card.OfferTerms.CreditIn(t.end)
		t.noDiscount, t.noCredit = setOf(discount.Excluded), setOf(credit.Excluded)
	}
}

// eligible says which terms apply to a meter in one of the estimate's months.
func (e *Estimate) eligible(m ratebook.Meter, month scenario.Month) Eligible {
	if m.ThirdParty() {
		return Eligible{}
	}
	t := e.terms[month.Since(e.Months[0])]
	return Eligible{Discount: !t.noDiscount[m.ID], Credit: !t.noCredit[m.ID]}
}

func setOf(ids []ratebook.MeterID) map[ratebook.MeterID]bool {
	set := make(map[ratebook.MeterID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

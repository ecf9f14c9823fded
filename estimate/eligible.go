package estimate

import (
	"time"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

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

// EligibleIn says which of the offer's terms apply to a meter in one of Months,
// whether or not it is used then.
func (e *Estimate) EligibleIn(m ratebook.Meter, month scenario.Month) Eligible {
	return e.eligible(m, month)
}

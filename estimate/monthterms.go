package estimate

import (
	"slices"
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
func (p *Plan) readTerms() {
	p.terms = make([]monthTerms, len(p.Months))
	for m, month := range p.Months {
		t := &p.terms[m]
		t.end = month.End()
		discount, _ := p.Card.OfferTerms.CommitmentIn(t.end)
		partner, _ := p.Card.OfferTerms.PartnerIn(t.end)
		credit, _ := p.Card.OfferTerms.CreditIn(t.end)
		t.noDiscount, t.noCredit = setOf(slices.Concat(discount.Excluded, partner.Excluded)), setOf(credit.Excluded)
	}
}

// eligibleIn says by month which terms apply to a meter.
func (p *Plan) eligibleIn(m ratebook.Meter) []Eligible {
	list := make([]Eligible, len(p.Months))
	if m.ThirdParty() {
		return list
	}
	for i := range list {
		t := &p.terms[i]
		list[i] = Eligible{Discount: !t.noDiscount[m.ID], Credit: !t.noCredit[m.ID]}
	}
	return list
}

func setOf(ids []ratebook.MeterID) map[ratebook.MeterID]bool {
	if len(ids) == 0 {
		return nil
	}
	set := make(map[ratebook.MeterID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// EligibleIn says which of the offer's terms apply to a meter in one of Months,
// whether or not it is used then.
func (e *Estimate) EligibleIn(m ratebook.Meter, month scenario.Month) Eligible {
	return e.Plan.eligibleIn(m)[month.Since(e.Months[0])]
}

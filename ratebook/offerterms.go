package ratebook

import (
	"time"

	"azwhatif/ratebook/money"
)

// OfferTerms are what an offer adds to the rates of its meters. Each kind may
// come several times, with different effective dates.
type OfferTerms struct {
	Credits     []Credit    `json:"credits,omitempty"`
	Commitments []Discount  `json:"commitments,omitempty"`
	Recurring   []Recurring `json:"recurring,omitempty"`
	Partner     []Partner   `json:"partner,omitempty"`
	Unknown     []string    `json:"unknown,omitempty"` // names of terms that the program does not know, and so leaves out
}

// Credit ("Monetary Credit") covers charges of its own month up to its amount
// and is not carried over.
type Credit struct {
	Effective time.Time     `json:"effective"`
	Amount    money.Decimal `json:"amount"`   // a month, in the card's currency
	Excluded  []MeterID     `json:"excluded"` // meters that it does not cover
}

// Discount ("Monetary Commitment") is granted to charges that draw down a
// commitment.
type Discount struct {
	Effective time.Time      `json:"effective"`
	Tiers     []DiscountTier `json:"tiers"` // by From, rising
	Excluded  []MeterID      `json:"excluded"`
}

// Partner ("Overage discount") is what a Cloud Solution Provider gets off the prices of
// Partner Center's rate card. No price has it taken off; a case states it as its discount.
type Partner struct {
	Effective time.Time     `json:"effective"`
	Rate      money.Decimal `json:"rate"` // 0.15 is 15 percent
	Excluded  []MeterID     `json:"excluded"`
}

// DiscountTier gives the discount from an amount on.
type DiscountTier struct {
	From  money.Decimal `json:"from"`  // inclusive; an amount in the card's currency
	Value money.Decimal `json:"value"` // as on the wire: whether 5 or 0.05 is five percent is the reader's choice
}

// Recurring ("Recurring Charge") is due each month.
type Recurring struct {
	Effective time.Time     `json:"effective"`
	Amount    money.Decimal `json:"amount"`
}

func (c Credit) effective() time.Time    { return c.Effective }
func (d Discount) effective() time.Time  { return d.Effective }
func (r Recurring) effective() time.Time { return r.Effective }

func (p Partner) effective() time.Time { return p.Effective }

// CreditIn, CommitmentIn, PartnerIn and RecurringIn pick the term in force in a month,
// given as the first moment of the next month; ok is false where there is none.
func (o OfferTerms) CreditIn(monthEnd time.Time) (Credit, bool) { return latest(o.Credits, monthEnd) }
func (o OfferTerms) CommitmentIn(monthEnd time.Time) (Discount, bool) {
	return latest(o.Commitments, monthEnd)
}
func (o OfferTerms) PartnerIn(monthEnd time.Time) (Partner, bool) {
	return latest(o.Partner, monthEnd)
}
func (o OfferTerms) RecurringIn(monthEnd time.Time) (Recurring, bool) {
	return latest(o.Recurring, monthEnd)
}

func latest[T interface{ effective() time.Time }](terms []T, monthEnd time.Time) (last T, ok bool) {
	for _, t := range terms {
		if t.effective().Before(monthEnd) && (!ok || t.effective().After(last.effective())) {
			last, ok = t, true
		}
	}
	return last, ok
}

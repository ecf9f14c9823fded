package fetch

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
)

// wireTerm is one of a card's OfferTerms. Which fields it has depends on Name.
type wireTerm struct {
	Name             string
	EffectiveDate    string
	Credit           number
	TieredDiscount   tiers
	RecurringCharge  number
	ExcludedMeterIDs []string `json:"ExcludedMeterIds"`
}

// offerTerms reads the terms that the program knows, and keeps the names of
// the others.
func offerTerms(wire []wireTerm, warn *warnings) (ratebook.OfferTerms, error) {
	var terms ratebook.OfferTerms
	for i, w := range wire {
		if err := w.addTo(&terms, warn); err != nil {
			return ratebook.OfferTerms{}, fmt.Errorf("offer term %d (%s): %w", i+1, clip(w.Name), err)
		}
	}
	return terms, nil
}

func (w wireTerm) addTo(terms *ratebook.OfferTerms, warn *warnings) error {
	effective, err := date(w.EffectiveDate)
	if err != nil {
		return fmt.Errorf("EffectiveDate %q: %w", clip(w.EffectiveDate), err)
	}
	var excluded []ratebook.MeterID
	for _, s := range w.ExcludedMeterIDs {
		id, err := ratebook.ParseMeterID(s)
		if err != nil {
			warn.add("an offer term excludes what is not a meter id, which is left out", fmt.Sprintf("%q", clip(s)))
			continue
		}
		excluded = append(excluded, id)
	}
	switch name := strings.TrimSpace(w.Name); {
	case strings.EqualFold(name, "Monetary Credit"):
		amount, err := w.Credit.decimal()
		if err != nil {
			return fmt.Errorf("its Credit %q is not a number", clip(string(w.Credit)))
		}
		terms.Credits = append(terms.Credits, ratebook.Credit{Effective: effective, Amount: amount, Excluded: excluded})
	case strings.EqualFold(name, "Monetary Commitment"):
		discounts, _, err := w.TieredDiscount.sorted()
		if err != nil {
			return fmt.Errorf("its TieredDiscount: %w", err)
		}
		d := ratebook.Discount{Effective: effective, Excluded: excluded}
		for _, t := range discounts {
			d.Tiers = append(d.Tiers, ratebook.DiscountTier{From: t.Above, Value: t.UnitPrice})
		}
		if len(d.Tiers) == 0 {
			warn.add("a Monetary Commitment has no TieredDiscount", "it grants no discount")
		}
		terms.Commitments = append(terms.Commitments, d)
	case strings.EqualFold(name, "Recurring Charge"):
		amount, err := w.RecurringCharge.decimal()
		if err != nil {
			return fmt.Errorf("its RecurringCharge %q is not a number", clip(string(w.RecurringCharge)))
		}
		terms.Recurring = append(terms.Recurring, ratebook.Recurring{Effective: effective, Amount: amount})
	default:
		terms.Unknown = append(terms.Unknown, clip(name))
		warn.add("an offer term is not known, and left out", fmt.Sprintf("%q", clip(name)))
	}
	return nil
}

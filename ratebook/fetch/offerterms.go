package fetch

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// wireTerm is one of a card's OfferTerms. Which fields it has depends on its name.
type wireTerm struct {
	name, effective   string
	credit, recurring number
	discount          number // of Partner Center's terms, a part of one
	discounts         tiers
	excluded          []string
}

// read reads the next term into w.
func (w *wireTerm) read(p *parser) error {
	return p.object(func(name []byte) error {
		switch string(name) {
		case "name":
			return p.plain(&w.name)
		case "effectivedate":
			return p.plain(&w.effective)
		case "credit":
			return p.number(&w.credit)
		case "tiereddiscount":
			return p.tiers(&w.discounts)
		case "discount":
			return p.number(&w.discount)
		case "recurringcharge":
			return p.number(&w.recurring)
		case "excludedmeterids":
			w.excluded = nil
			return p.array(func() error {
				w.excluded = append(w.excluded, "")
				return p.plain(&w.excluded[len(w.excluded)-1])
			})
		}
		return p.SkipValue()
	})
}

// offerTerms reads the terms that the program knows, and keeps the names of
// the others.
func offerTerms(wire []wireTerm, warn *warnings) (ratebook.OfferTerms, error) {
	var terms ratebook.OfferTerms
	for i, w := range wire {
		if err := w.addTo(&terms, warn); err != nil {
			return ratebook.OfferTerms{}, fmt.Errorf("offer term %d (%s): %w", i+1, clip(w.name), err)
		}
	}
	return terms, nil
}

func (w wireTerm) addTo(terms *ratebook.OfferTerms, warn *warnings) error {
	effective, err := date(w.effective)
	if err != nil {
		return fmt.Errorf("EffectiveDate %q: %w", clip(w.effective), err)
	}
	var excluded []ratebook.MeterID
	for _, s := range w.excluded {
		id, err := ratebook.ParseMeterID(s)
		if err != nil {
			warn.add("an offer term excludes what is not a meter id, which is left out", fmt.Sprintf("%q", clip(s)))
			continue
		}
		excluded = append(excluded, id)
	}
	switch name := strings.TrimSpace(w.name); {
	case strings.EqualFold(name, "Monetary Credit"):
		amount, err := w.credit.decimal()
		if err != nil {
			return fmt.Errorf("its Credit %q is not a number", clip(string(w.credit)))
		}
		terms.Credits = append(terms.Credits, ratebook.Credit{Effective: effective, Amount: amount, Excluded: excluded})
	case strings.EqualFold(name, "Monetary Commitment"):
		discounts, _, err := w.discounts.sorted()
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
		amount, err := w.recurring.decimal()
		if err != nil {
			return fmt.Errorf("its RecurringCharge %q is not a number", clip(string(w.recurring)))
		}
		terms.Recurring = append(terms.Recurring, ratebook.Recurring{Effective: effective, Amount: amount})
	case strings.EqualFold(name, "Overage discount"):
		rate, err := w.discount.decimal()
		if err != nil || rate.Sign() < 0 || !rate.Less(money.One) {
			return fmt.Errorf("its Discount %q is not a part of one, such as 0.15", clip(string(w.discount)))
		}
		terms.Partner = append(terms.Partner, ratebook.Partner{Effective: effective, Rate: rate, Excluded: excluded})
		if rate.Sign() > 0 {
			warn.add("the partner gets a discount on these prices, which none of them has taken off: state it in a case as discount, where the partner has it",
				fmt.Sprintf("%s%%; it leaves out %d of the meters", rate.Mul(money.Int(100)), len(excluded)))
		}
	default:
		terms.Unknown = append(terms.Unknown, clip(name))
		warn.add("an offer term is not known, and left out", fmt.Sprintf("%q", clip(name)))
	}
	return nil
}

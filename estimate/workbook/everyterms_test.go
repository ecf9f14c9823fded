package workbook_test

import (
	"strconv"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

func (ch oneChange) commitment() (value string) {
	c := &ch.s.Cases[ch.in.Case]
	if len(c.Commitments) == 0 {
		c.Commitments = []scenario.Commitment{{Kind: scenario.Prepay, Amount: dec("9000000"), Months: ch.s.Months}}
		return "9000000"
	}
	k := c.Prepaid()
	if k == nil || strings.HasPrefix(ch.in.What, "MACC") || ch.in.What == "its term" || ch.in.What == "shortfalls pay for later usage" {
		k = c.MACC()
	}
	switch ch.in.What {
	case "commitment", "MACC beside a prepayment":
		value, k.Amount = by(ch.now, "1.3", "0")
		if k.Kind == scenario.PlanOf2012 {
			k.Monthly, k.Amount = k.Amount, k.Amount.Mul(money.Int(int64(k.Months)))
		}
	case "commitment's term", "its term":
		k.Months = max(1, k.Months/2)
		value = strconv.Itoa(k.Months)
	default:
		k.ShortfallLost = !k.ShortfallLost
		value = map[bool]string{true: "0", false: "1"}[k.ShortfallLost]
	}
	return value
}

// card changes a rate of a card.
func (ch oneChange) card() (value string) {
	in := ch.in
	var v money.Decimal
	switch in.What {
	case "included":
		value, v = by(ch.now, "1.5", "7")
	case "price":
		value, v = by(ch.now, "1.3", "0.01")
	default: // a bound that usage is above, and that follows the one before
		v = money.One
		if in.At > 0 {
			v = in.Rate.Tiers[in.At-1].Above.Max(money.Zero).Add(money.One)
		}
		value = v.String()
	}
	ch.book.terms = in.Card.Terms
	ch.book.rate = func(r *ratebook.Rate) {
		if r.Meter.ID != in.Rate.Meter.ID || r.Meter.Region != in.Rate.Meter.Region || !r.Effective.Equal(in.Rate.Effective) {
			return
		}
		switch in.What {
		case "included":
			r.Included = v
		case "price":
			r.Tiers[in.At].UnitPrice = v
		default:
			r.Tiers[in.At].Above = v
		}
	}
	return value
}

// levels are how many discounts the card of a case has.
func (ch oneChange) levels() int {
	list, _ := ch.e.c.Estimates[ch.in.Case].DiscountLevels(0)
	return len(list)
}

// offer changes an offer's terms.
func (ch oneChange) offer() (value string) {
	in := ch.in
	ch.book.terms = in.Card.Terms
	end := ch.s.Start.Add(in.Months[0]).End()
	var v money.Decimal
	switch in.What {
	case "offer's discount":
		value, v = by(ch.now, "1", "0.02")
		if c := ch.s.Cases[in.Case].Prepaid(); c != nil && c.Discount != nil {
			*c.Discount = v
			return value
		}
	case "offer's discount: from":
		value, v = by(ch.now, "1.1", "100")
		if len(ch.s.Cases[in.Case].Commitments) > 0 && ch.now == "0" && ch.levels() == 1 {
			value, v = "9000000", dec("9000000")
		}
	default:
		value, v = by(ch.now, "1.3", "1")
	}
	ch.book.offer = func(o *ratebook.OfferTerms) {
		for i := range o.Credits {
			if k, ok := o.CreditIn(end); ok && in.What == "monthly credit" && k.Effective.Equal(o.Credits[i].Effective) {
				o.Credits[i].Amount = v
			}
		}
		for i := range o.Recurring {
			if k, ok := o.RecurringIn(end); ok && in.What == "recurring charge" && k.Effective.Equal(o.Recurring[i].Effective) {
				o.Recurring[i].Amount = v
			}
		}
		for i := range o.Commitments {
			k, ok := o.CommitmentIn(end)
			if !ok || !k.Effective.Equal(o.Commitments[i].Effective) {
				continue
			}
			switch tier := &o.Commitments[i].Tiers[min(in.At, len(o.Commitments[i].Tiers)-1)]; in.What {
			case "offer's discount: from":
				tier.From = v
			case "offer's discount":
				if money.One.Less(tier.Value) {
					tier.Value = v.Mul(money.Int(100))
				} else {
					tier.Value = v
				}
			}
		}
	}
	return value
}

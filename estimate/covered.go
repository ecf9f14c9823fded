package estimate

import (
	"fmt"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Covering is what the reservations and savings plans that are there cover of an
// import's usage, and what they save: that usage at the base case's card, less
// what they cost.
type Covering struct {
	scenario.Cover
	Price   money.Amount // of the covered usage at the card's rates, before discounts
	Saves   money.Amount // Price less Cost
	Unknown string       // why Saves is not known; "" where it is
}

// Covered says what benefits cover of the imports' usage; nil where that is
// nothing.
func (c *Comparison) Covered() []Covering {
	var list []Covering
	for _, cover := range c.Scenario.Covers {
		k := Covering{Cover: cover}
		k.save(c)
		list = append(list, k)
	}
	return list
}

// save finds what the benefits save, or why that is not known.
func (k *Covering) save(c *Comparison) {
	e := c.Base()
	price, unknown := e.coveredPrice(c.Scenario, k.Cover)
	switch {
	case k.As == scenario.LeaveCovered:
		k.Unknown = "the usage that they cover is not priced"
	case unknown != "":
		k.Unknown = unknown
	case k.Cost.Unknown != "":
		k.Price, k.Unknown = e.amount(price), k.Cost.Unknown
	case k.Cost.Currency != e.Currency():
		k.Price, k.Unknown = e.amount(price), fmt.Sprintf("they are paid in %s, and %s is in %s", k.Cost.Currency, e.Case.Name, e.Currency())
	default:
		k.Price, k.Saves = e.amount(price), e.amount(price.Sub(k.Cost.Total()))
	}
}

// coveredPrice is what the covered usage of an import costs at the card's rates,
// in the months that the import counts: each month's mean price of one unit, or of a
// typical month the first month's, times the quantity.
func (e *Estimate) coveredPrice(s *scenario.Scenario, cover scenario.Cover) (sum money.Decimal, unknown string) {
	line := -1
	for _, w := range s.Workloads {
		for _, u := range w.Usage {
			line++
			if w.Import != cover.Import {
				continue
			}
			l := e.Lines[line]
			for i, quantity := range u.Covered {
				if quantity.IsZero() {
					continue
				}
				if l.Moved() {
					return sum, fmt.Sprintf("%s prices the usage by other meters than those it was used by", e.Case.Name)
				}
				price, ok := e.meanPrice(l, cover.Months[i])
				factor, err := unitOf(u.Imported.Unit, l.Meter.Unit)
				if !ok || err != nil {
					return sum, fmt.Sprintf("not all of the usage that they cover has a price in %s", e.Case.Name)
				}
				sum = sum.Add(quantity.Mul(factor).Mul(price))
			}
		}
	}
	return sum, ""
}

// meanPrice is a line's meter's price of one unit in a month, the mean over its
// tiers; of a month that is not the estimate's, the first month's that has one.
func (e *Estimate) meanPrice(l Line, month scenario.Month) (price money.Decimal, ok bool) {
	use, ok := e.Use(l)
	if !ok {
		return money.Zero, false
	}
	at := month.Since(e.Months[0])
	for m := range use.Months {
		mm := &use.Months[m]
		if at >= 0 && at < len(use.Months) && m != at || !mm.Rate.Priced() {
			continue
		}
		if total := mm.Quantity(); total.Sign() > 0 {
			return mm.Rate.Charge(total).Amount.Div(total), true
		}
	}
	return money.Zero, false
}

// Sentences say what is covered, what becomes of it, and what it saves.
func (k Covering) Sentences(c *Comparison) []string {
	s := k.Share()
	if len(c.Scenario.Covers) > 1 {
		s = k.Import + ": " + s
	}
	if k.As == scenario.LeaveCovered {
		s = "Beside the total of every case: " + s + ", covered by reservations or savings plans and left out (covered: leave)."
		if k.Cost.Unknown != "" {
			return []string{s, "What that costs is unknown: " + k.Cost.Unknown + "."}
		}
		return []string{s, fmt.Sprintf("%s these benefits cost %s%s.", k.in(), k.amount(k.Cost.Total()), k.unused())}
	}
	list := []string{s + " were covered by reservations or savings plans; they are priced in full. The totals are what the usage costs without those benefits, not what is paid today."}
	if k.Unknown != "" {
		return append(list, "What those benefits save is unknown: "+k.Unknown+".")
	}
	saved := fmt.Sprintf("so they save %s", k.Saves)
	if k.Saves.Value.Sign() < 0 {
		saved = fmt.Sprintf("which is %s more", k.amount(k.Saves.Value.Neg()))
	}
	return append(list, fmt.Sprintf("%s the usage that they cover costs %s at the card of %s; the benefits cost %s%s, %s.",
		k.in(), k.Price, c.Base().Case.Name, k.amount(k.Cost.Total()), k.unused(), saved))
}

func (k Covering) amount(d money.Decimal) money.Amount {
	return money.Amount{Value: d, Currency: k.Cost.Currency}
}

// in names the months that the cost is of.
func (k Covering) in() string { return "In " + scenario.Span(k.Months) }

// unused says what of the cost is for nothing, and how it is known.
func (k Covering) unused() string {
	switch {
	case k.Cost.Bought:
		return " (their purchases, each spread over the months that it pays for)"
	case k.Cost.Unused.IsZero():
		return " (amortized)"
	}
	return fmt.Sprintf(" (amortized; %s of it for hours that nothing used)", k.amount(k.Cost.Unused))
}

package estimate

import (
	"errors"
	"fmt"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Covering is what the reservations and savings plans that are there cover of an
// import's usage, and what they save: that usage at a card, less what they cost.
type Covering struct {
	scenario.Cover
	Price   money.Amount // of the covered usage at the card's rates, before discounts; in no currency where there is none
	Saves   money.Amount // Price less Cost
	Unknown string       // why Saves is not known; "" where it is
	card    string       // what the card is called; "" where nothing is priced
	named   bool         // there are several imports, so that each is named
}

// Covered says what benefits cover of a scenario's imports' usage, priced as the case
// prices that usage; nil where that is nothing.
func (e *Estimate) Covered(s *scenario.Scenario) []Covering {
	var list []Covering
	for _, cover := range s.Covers {
		k := Covering{Cover: cover, card: e.Case.Name, named: len(s.Covers) > 1}
		price, unknown := e.coveredPrice(s, cover)
		k.save(e.amount(price), unknown)
		list = append(list, k)
	}
	return list
}

// NewCovering is what benefits cover of usage whose price at a card's rates is
// known, or not, for the reason unpriced. card is what the card is called.
func NewCovering(cover scenario.Cover, price money.Amount, unpriced, card string) Covering {
	k := Covering{Cover: cover, card: card}
	k.save(price, unpriced)
	return k
}

// save finds what the benefits save, or why that is not known. Unpriced says why
// the usage that they cover has no price.
func (k *Covering) save(price money.Amount, unpriced string) {
	switch {
	case k.As == scenario.LeaveCovered:
		k.Unknown = "the usage that they cover is not priced"
		return
	case unpriced != "":
		k.Unknown = unpriced
		return
	}
	k.Price = price
	switch {
	case k.Cost.Unknown != "":
		k.Unknown = k.Cost.Unknown
	case k.Cost.Currency != price.Currency:
		k.Unknown = fmt.Sprintf("they are paid in %s, and the card is in %s", k.Cost.Currency, price.Currency)
	default:
		k.Saves = money.Amount{Value: price.Value.Sub(k.Cost.Total()), Currency: price.Currency}
	}
}

// coveredPrice is what the covered usage of an import costs at the card's rates,
// in the months that the import counts: each month's mean price of one unit, or of a
// typical month the first month's, times the quantity.
func (e *Estimate) coveredPrice(s *scenario.Scenario, cover scenario.Cover) (sum money.Decimal, unknown string) {
	for n, w := range s.Workloads {
		for at, u := range w.Usage {
			if w.Import != cover.Import {
				continue
			}
			l := e.Lines[e.LineOf(n, at)]
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
	for m := range e.Months {
		ladder := e.Plan.ladders[use.Index][m]
		if at >= 0 && at < len(e.Months) && m != at || !ladder.Rate.Priced() {
			continue
		}
		counted, _ := e.countedTogether(use.Index, m)
		if total := money.Sum(counted...).Add(quantityOf(e.coversOf(use.Index, m))); total.Sign() > 0 {
			amount, _ := ladder.Charge(total)
			return amount.Div(total), true
		}
	}
	return money.Zero, false
}

// Sentences say what is covered, what becomes of it, and what it saves.
func (k Covering) Sentences() []string {
	share, cost := k.Share(), "What the benefits cost is unknown: "+k.Cost.Unknown+"."
	if k.named {
		share = k.Import + ": " + share
	}
	if k.Cost.Unknown == "" {
		cost = fmt.Sprintf("%s these benefits cost %s%s.", k.in(), k.amount(k.Cost.Total()), k.unused())
	}
	const by = "covered by reservations or savings plans"
	switch {
	case k.As == scenario.LeaveCovered:
		return []string{"Beside the total of every case: " + share + ", " + by + " and left out (covered: leave).", cost}
	case k.card == "":
		return []string{share + " were " + by + ". compare prices them in full, unless the import says covered: leave.", cost}
	case k.Unknown != "":
		cost = "What those benefits save is unknown: " + k.Unknown + "."
	default:
		saved := fmt.Sprintf("so they save %s", k.Saves)
		if k.Saves.Value.Sign() < 0 {
			saved = fmt.Sprintf("which is %s more", k.amount(k.Saves.Value.Neg()))
		}
		cost = fmt.Sprintf("%s the usage that they cover costs %s at the card of %s; the benefits cost %s%s, %s.",
			k.in(), k.Price, k.card, k.amount(k.Cost.Total()), k.unused(), saved)
	}
	return []string{share + " were " + by + "; they are priced in full. The totals are what the usage costs without those benefits, not what is paid today.", cost}
}

func (k Covering) amount(d money.Decimal) money.Amount {
	return money.Amount{Value: d, Currency: k.Cost.Currency}
}

// in names the months that the cost is of.
func (k Covering) in() string {
	if len(k.Months) == 0 {
		return "In these files"
	}
	return "In " + scenario.Span(k.Months)
}

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

// unitOf is how many of the card's unit one of the export's is.
func unitOf(export, card unit.Unit) (money.Decimal, error) {
	n, err := unit.Convert(money.One, export, card)
	if err == nil && n.IsZero() {
		err = errors.New("the units have nothing in common")
	}
	return n, err
}

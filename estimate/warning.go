package estimate

import (
	"fmt"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Warning is something that a reader of the estimate has to know.
type Warning struct {
	About string // a workload, a meter, a term
	Text  string
}

func (w Warning) String() string {
	if w.About == "" {
		return w.Text
	}
	return w.About + ": " + w.Text
}

func (e *Estimate) warn(about, format string, args ...any) {
	e.add(Warning{about, fmt.Sprintf(format, args...)})
}

// add keeps a warning once.
func (e *Estimate) add(w Warning) {
	if !e.warned[w] {
		e.warned[w] = true
		e.Warnings = append(e.Warnings, w)
	}
}

// warnings adds what a reader has to know of the case as a whole.
func (e *Estimate) warnings() {
	terms := e.Card.OfferTerms
	c := e.Commitment
	switch {
	case c == nil && len(terms.Commitments) > 0:
		e.warn(string(e.Card.Terms.Offer), "the offer grants a discount on committed money, and the case commits none: no discount is taken")
	case c != nil && len(terms.Commitments) == 0:
		e.warn(string(e.Card.Terms.Offer), "the card has no terms for a commitment: it is drawn down without the offer's discount")
	}
	if c != nil && c.Months > len(e.Months) {
		e.warn("commitment", "its term of %d months ends after the scenario: %s of it is not used by then, and is neither lost nor counted", c.Months, e.amount(c.Left))
	}
	if c != nil && c.Months < len(e.Months) {
		e.warn("commitment", "its term ends in %s: later months are charged without it", e.Months[c.Months-1])
	}
	if c != nil && c.Lost.Sign() > 0 {
		e.warn("commitment", "%s of it is not used by the end of its term, and is lost", e.amount(c.Lost))
	}
	for _, name := range terms.Unknown {
		e.warn(string(e.Card.Terms.Offer), "the card has an offer term %q that is not known, and is left out", name)
	}
	for _, w := range e.UnpricedWarnings() {
		e.add(w)
	}
}

// warnAboutChanges names the changes that change nothing: a tag or a name that
// no usage has is likely a slip of the pen.
func (e *Estimate) warnAboutChanges(targets []target) {
	took := map[int]bool{}
	for _, t := range targets {
		for _, i := range t.took {
			took[i] = true
		}
	}
	for i, ch := range e.Case.Changes {
		if !took[i] {
			e.warn(ch.Pos.String(), "this change fits no usage, and changes nothing")
		}
	}
}

// warnAboutZone says where a move relies on a bandwidth zone that Microsoft's
// list does not have.
func (e *Estimate) warnAboutZone(from ratebook.Meter, t target) {
	if t.region != "" && from.Region.IsZone() && t.region.ZoneAssumed() {
		e.warn(t.region.Display(), "data transfer is priced in %s by assumption: Microsoft's list of zones does not have the region", t.region.Zone().Display())
	}
}

// warnAboutMatch says where imported usage is priced by a meter's name.
func (e *Estimate) warnAboutMatch(u scenario.Usage, from ratebook.Meter) {
	if u.Imported != nil && u.Imported.ID != "" && from.ID != u.Imported.ID {
		e.warn(u.Imported.Title(), "the card does not have its id, %s: it is priced as meter %s, of the same name", u.Imported.ID, from.ID)
	}
}

func (e *Estimate) amount(d money.Decimal) money.Amount {
	return money.Amount{Value: d, Currency: e.Currency()}
}

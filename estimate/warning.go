package estimate

import (
	"fmt"
	"slices"

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

func warning(about, format string, args ...any) Warning {
	return Warning{about, fmt.Sprintf(format, args...)}
}

func (e *Estimate) warn(about, format string, args ...any) {
	e.Warnings = append(e.Warnings, warning(about, format, args...))
}

// warnOnce leaves each warning once, where it came first.
func (e *Estimate) warnOnce() {
	seen := make(map[Warning]bool, len(e.Warnings))
	e.Warnings = slices.DeleteFunc(e.Warnings, func(w Warning) bool {
		again := seen[w]
		seen[w] = true
		return again
	})
}

// warnings adds what a reader has to know of the case as a whole.
func (e *Estimate) warnings() {
	terms := e.Card.OfferTerms
	if len(e.Commitments) == 0 && len(terms.Commitments) > 0 {
		e.warn(string(e.Card.Terms.Offer), "the offer grants a discount on committed money, and the case commits none: no discount is taken")
	}
	for _, c := range e.Commitments {
		e.warnAboutCommitment(c)
	}
	for _, name := range terms.Unknown {
		e.warn(string(e.Card.Terms.Offer), "the card has an offer term %q that is not known, and is left out", name)
	}
	e.warnAboutList()
	e.warnAboutBenefits()
	e.dearestFirst()
	e.Warnings = append(e.Warnings, slices.Concat(e.UnpricedWarnings(), e.MissingWarnings())...)
}

// warnAboutCommitment says what a reader has to know of one of the case's commitments.
func (e *Estimate) warnAboutCommitment(c *CommitmentUse) {
	terms, offer := e.Card.OfferTerms, string(e.Card.Terms.Offer)
	about := "commitment"
	if len(e.Commitments) > 1 {
		about += " (" + c.Kind.String() + ")"
	}
	macc := c.Kind == scenario.MACC
	switch {
	case macc && e.Prepaid() == nil && len(terms.Commitments) > 0:
		e.warn(offer, "the offer's discount is for money that is paid in advance, which a MACC is not: no discount is taken")
	case !macc && c.Steps() == nil && len(terms.Commitments) == 0:
		e.warn(offer, "the card has no terms for a commitment: it is drawn down without the offer's discount")
	}
	if f, ok := e.Card.Terms.Offer.Facts(); ok && c.Kind == scenario.Prepay {
		if f.Months > 0 && c.Months != f.Months {
			e.warn(about, "the offer is sold for %d months, and the case commits for %d", f.Months, c.Months)
		}
		if least := f.MinCommitment; least.Currency == e.Currency() && c.Amount.Less(least.Value) {
			e.warn(about, "%s is below the offer's minimum, %s", e.amount(c.Amount), least)
		}
	}
	switch {
	case c.Months > len(e.Months) && macc:
		e.warn(about, "its term of %d months ends after the scenario: %s of it is not reached by then, and is still to be used", c.Months, e.amount(c.Left))
	case c.Months > len(e.Months) && c.Kind == scenario.PlanOf2012:
		e.warn(about, "its term of %d months ends after the scenario: %s of later months are still to be drawn, and not counted", c.Months, e.amount(c.Left))
	case c.Months > len(e.Months):
		e.warn(about, "its term of %d months ends after the scenario: %s of it is not used by then, and is neither lost nor counted", c.Months, e.amount(c.Left))
	case c.Months < len(e.Months):
		e.warn(about, "its term ends in %s: later months are charged without it", e.Months[c.Months-1])
	}
	if macc {
		for m, short := range c.Unused {
			if short.Sign() > 0 {
				e.warn(about, "%s is missing by the end of %s, and due as a shortfall", e.amount(short), e.Months[m])
			}
		}
	} else if c.Lost.Sign() > 0 && c.Kind == scenario.PlanOf2012 {
		e.warn(about, "%s of it is not used by the end of its months, and is lost", e.amount(c.Lost))
	} else if c.Lost.Sign() > 0 {
		e.warn(about, "%s of it is not used by the end of its term, and is lost", e.amount(c.Lost))
	}
}

// changeWarnings name the changes that change nothing: a tag or a name that no usage
// has is likely a slip of the pen.
func changeWarnings(k scenario.Case, targets []target) (list []Warning) {
	effective, fits := map[int]bool{}, map[int]bool{}
	for i := range targets {
		for _, n := range targets[i].fits {
			fits[n] = true
		}
		for _, n := range targets[i].effective {
			effective[n] = true
		}
	}
	for i, ch := range k.Changes {
		switch {
		case effective[i]:
		case fits[i]:
			list = append(list, warning(ch.Pos.String(), "this change leaves the usage that it fits as it is: it changes nothing"))
		default:
			list = append(list, warning(ch.Pos.String(), "this change fits no usage, and changes nothing"))
		}
	}
	return list
}

// warnAboutZone says where a move relies on a bandwidth zone that Microsoft's
// list does not have.
func (c *compiler) warnAboutZone(from ratebook.Meter, t *target) {
	if t.region != "" && from.Region.IsZone() && t.region.ZoneAssumed() {
		c.warn(t.region.Display(), "data transfer is priced in %s by assumption: Microsoft's list of zones does not have the region", t.region.Zone().Display())
	}
}

// warnAboutMatch says where imported usage is priced by a meter's name.
func (c *compiler) warnAboutMatch(u scenario.Usage, from ratebook.Meter) {
	if u.Imported != nil && u.Imported.ID != "" && from.ID != u.Imported.ID {
		called := "of the same name"
		if from.Title() != u.Imported.Title() {
			called = "which the card calls " + from.Title()
		}
		c.warn(u.Imported.Title(), "the card does not have its id, %s: it is priced as meter %s, %s", u.Imported.ID, from.ID, called)
	}
}

func (e *Estimate) amount(d money.Decimal) money.Amount {
	return money.Amount{Value: d, Currency: e.Currency()}
}

package estimate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A discount that is stated, or that the offer grants, may find nothing to be taken
// off: then it is said, and no assumption says that it is taken.

// negotiatedFinds tells whether one of the case's negotiated discounts, by its
// MeterUse.DiscountAt, is taken off some charge; why says why it is not.
func (e *Estimate) negotiatedFinds(at int) (ok bool, why string) {
	return e.finds(func(u *MeterUse) bool { return u.DiscountAt == at }, func(el Eligible) bool { return el.Discount })
}

// finds tells whether some of the meters have charges in some month that are
// eligible; why says why they have none.
func (e *Estimate) finds(pick func(*MeterUse) bool, eligible func(Eligible) bool) (ok bool, why string) {
	third, excluded, free := 0, 0, 0
	for u := range e.Meters {
		use := &e.Meters[u]
		if !pick(use) {
			continue
		}
		charged := false
		for m := range e.Months {
			if e.gross(u, m).Sign() > 0 {
				if charged = true; eligible(e.Plan.eligible[u][m]) {
					return true, ""
				}
			}
		}
		switch {
		case !charged:
			free++
		case use.Meter.ThirdParty():
			third++
		default:
			excluded++
		}
	}
	var reasons []string
	for _, r := range []struct {
		n    int
		what string
	}{{excluded, "excluded by the offer"}, {third, "of third parties"}, {free, "without a charge at the card's rates"}} {
		if r.n > 0 {
			reasons = append(reasons, fmt.Sprintf("%s %s", metersOf(r.n), r.what))
		}
	}
	if reasons == nil {
		return false, "no meter of the case is picked by it"
	}
	return false, "what it is for is " + strings.Join(reasons, ", ")
}

func metersOf(n int) string {
	if n == 1 {
		return "1 meter"
	}
	return fmt.Sprintf("%d meters", n)
}

// commitmentDiscountFinds tells whether the discount on what the commitment pays
// for is taken off some charge, or there is none; why says why it is not.
func (e *Estimate) commitmentDiscountFinds() (ok bool, why string) {
	c := e.Prepaid()
	if c == nil {
		return true, ""
	}
	most, reached := money.Zero, money.Zero
	for m := range min(c.Months, len(e.Months)) {
		levels, slabs := e.DiscountLevels(m)
		for _, l := range levels {
			most = most.Max(l.Rate)
		}
		rate := commitmentDiscount(&c.Commitment, levels)
		if slabs && len(levels) > 0 {
			rate = most
		}
		reached = reached.Max(rate)
		for _, off := range e.OfferDiscounts(m) {
			if off.Sign() > 0 {
				return true, ""
			}
		}
	}
	switch {
	case most.IsZero():
		return true, ""
	case reached.IsZero():
		return false, "the commitment is below the first amount that a discount is granted from"
	}
	_, why = e.finds(func(*MeterUse) bool { return true }, func(el Eligible) bool { return el.Discount })
	return false, why
}

// creditFinds tells whether the offer's credit pays for some charge, or there is
// none.
func (e *Estimate) creditFinds() bool {
	return len(e.Card.OfferTerms.Credits) == 0 || e.Charges().Credit.Sign() < 0
}

// warnAboutDiscounts names the discounts and credits that find nothing.
func (e *Estimate) warnAboutDiscounts() {
	taken := map[int]bool{}
	for u := range e.Meters {
		taken[e.Meters[u].DiscountAt] = true
	}
	for i, d := range e.Case.Discounts {
		if !taken[i] {
			e.warn(d.Pos.String(), "this discount fits no priced usage that none before it fits, and changes nothing")
		} else if ok, why := e.negotiatedFinds(i); !ok && !d.Rate.IsZero() {
			e.warn(d.Pos.String(), "this discount finds nothing to be taken off: %s", why)
		}
	}
	if !e.Case.Discount.IsZero() {
		if ok, why := e.negotiatedFinds(-1); !ok {
			e.warn("discount", "the negotiated discount of %s%% finds nothing to be taken off: %s", hundred(e.Case.Discount), why)
		}
	}
	if ok, why := e.commitmentDiscountFinds(); !ok {
		e.warn("commitment", "its discount finds nothing to be taken off: %s", why)
	}
	if !e.creditFinds() {
		e.warn(string(e.Card.Terms.Offer), "the offer's monthly credit pays for nothing: no charge of the case is eligible for it")
	}
}

// commitmentDiscountAssumption says which discount is taken on what the commitment
// pays for; nothing where there is none.
func (e *Estimate) commitmentDiscountAssumption() []string {
	c := e.Prepaid()
	if ok, why := e.commitmentDiscountFinds(); !ok {
		return []string{fmt.Sprintf("No discount is taken on what the commitment pays for, though one is %s: %s.", map[bool]string{true: "stated", false: "granted"}[c.Discount != nil], why)}
	}
	switch {
	case c.Discount != nil && c.Kind == scenario.PlanOf2012:
		return []string{fmt.Sprintf("The plan's discount is %s%%, as the scenario states it.", hundred(*c.Discount)), e.discountOnAssumption()}
	case c.Discount != nil:
		return []string{fmt.Sprintf("The discount on what the commitment pays for is %s%%, as the scenario states it.", hundred(*c.Discount)), e.discountOnAssumption()}
	}
	return e.discountAssumptions(e.Card.OfferTerms.Commitments)
}

// negotiatedAssumptions say which negotiated discounts are taken.
func (e *Estimate) negotiatedAssumptions() (list []string) {
	if !e.Case.Discount.IsZero() {
		if ok, why := e.negotiatedFinds(-1); ok {
			list = append(list, fmt.Sprintf("A negotiated discount of %s%% is taken off eligible charges, after the offer's discount.", hundred(e.Case.Discount)))
		} else {
			list = append(list, fmt.Sprintf("The negotiated discount of %s%% is taken off nothing: %s.", hundred(e.Case.Discount), why))
		}
	}
	if len(e.Case.Discounts) > 0 {
		list = append(list, "Of the negotiated discounts by meter, the first that fits counts, in place of the case's own.")
	}
	for i, d := range e.Case.Discounts {
		if ok, why := e.negotiatedFinds(i); ok {
			list = append(list, fmt.Sprintf("A negotiated discount of %s%% is taken off eligible charges of %s (%s).", hundred(d.Rate), d.Where, d.Pos))
		} else {
			list = append(list, fmt.Sprintf("The negotiated discount of %s%% on %s is taken off nothing: %s (%s).", hundred(d.Rate), d.Where, why, d.Pos))
		}
	}
	return list
}

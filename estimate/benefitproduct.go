package estimate

import (
	"cmp"
	"fmt"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// A product is a reservation that the search may buy some of: one size, term
// and first month. Of a flexibility group, products take the place of one
// another.
type product struct {
	BenefitUse
	group string
	most  int // more than this many are never used
}

// noOffer says why there is nothing to choose from.
func (p *Plan) noOffer() string {
	terms := p.Card.Terms
	if terms.Source != ratebook.Retail {
		return fmt.Sprintf("the card of %s has no prices of reservations and savings plans for the case's usage; retail cards do: write source: retail, and run %q",
			terms, fmt.Sprintf("azwhatif fetch --source retail --offer MS-AZR-0003P --currency %s --market %s", terms.Currency, terms.Market))
	}
	return fmt.Sprintf("the card of %s has no price of a reservation or a savings plan for any of the case's usage", terms)
}

// offer lists the products and the savings plans that the card has for the
// case's usage, of terms up to the longest that the case asks for; with
// benefits: auto, of such as end with the scenario or before. It gives the
// longest of these terms, 0 where there is none, and the shortest that the card has.
func (s *finder) offer() (longest, shortest int) {
	plan := s.p
	limit := plan.Case.Find.Longest(len(plan.Months))
	var terms []int
	for u := range plan.meters {
		for _, kind := range ratebook.BenefitKinds {
			for _, months := range termsOf(*plan.machine(u), kind.Kind) {
				if !slices.Contains(terms, months) {
					terms = append(terms, months)
				}
			}
		}
	}
	if terms == nil {
		return 0, 0
	}
	slices.Sort(terms)
	shortest = terms[0]
	terms = slices.DeleteFunc(terms, func(months int) bool { return months > limit })
	for i, months := range slices.Backward(terms) {
		longer := 0
		if i+1 < len(terms) {
			longer = terms[i+1]
		}
		for _, kind := range ratebook.BenefitKinds {
			if !kind.Hourly {
				s.products = append(s.products, s.reservations(kind.Kind, months, longer)...)
			} else if plans := s.savingsPlans(kind.Kind, months); plans != nil {
				s.plans = append(s.plans, plans)
			}
		}
	}
	s.products = slices.DeleteFunc(s.products, func(p product) bool { return s.endsLate(p.BenefitUse) })
	for i := range s.plans {
		s.plans[i] = slices.DeleteFunc(s.plans[i], s.endsLate)
	}
	for i := range s.products {
		s.products[i].spread(plan.Months, plan.hours)
	}
	s.bound()
	s.products = slices.DeleteFunc(s.products, func(p product) bool { return p.most == 0 })
	if len(terms) == 0 {
		return 0, shortest
	}
	return terms[len(terms)-1], shortest
}

// endsLate tells whether a benefit ends after the scenario where it may not.
func (s *finder) endsLate(b BenefitUse) bool {
	return s.p.Case.Find == scenario.FindAuto && b.Last().Since(s.p.Months[len(s.p.Months)-1]) > 0
}

// machine is the rate, in the scenario's first month that has one, of what a
// benefit covers of a meter; without prices where it covers nothing.
func (p *Plan) machine(use int) *ratebook.Rate {
	if p.coverable[use] == nil {
		return &noRate
	}
	for m := range p.Months {
		if r := p.inForce(p.coverable[use], m); r.Priced() {
			return r
		}
	}
	return &noRate
}

// reservations are the products of a kind and a term: of each group and region the smallest
// size that is used, and the one that is cheapest by its ratio, from each month
// in which usage of the group begins; again when it ends, where no longer term (0:
// there is none) could be taken from there on.
func (s *finder) reservations(kind ratebook.PriceKind, months, longer int) []product {
	plan := s.p
	var groups []string
	sizes := map[string][]product{}
	starts := map[string][]scenario.Month{}
	for u := range plan.meters {
		rate := plan.machine(u)
		p, ok := rate.BesideIn(kind, months, plan.terms[len(plan.Months)-1].end)
		hourly, timed := perHour(rate.Meter.Unit)
		if !ok || !timed {
			continue
		}
		b := reservationUse(scenario.Reservation{Kind: kind, Months: months, Payment: scenario.Monthly, Flexible: true}, rate.Meter, p.Amount, hourly)
		key := string(rate.Meter.Region) + "/" + b.Footprint.Group
		if b.Footprint.Group == "" {
			key += string(rate.Meter.ID)
		}
		if sizes[key] == nil {
			groups = append(groups, key)
		}
		if !slices.ContainsFunc(sizes[key], func(p product) bool { return p.Meter.ID == b.Meter.ID }) {
			sizes[key] = append(sizes[key], product{BenefitUse: b, group: key})
		}
		for m := range plan.Months {
			if plan.used(u, m) {
				starts[key] = append(starts[key], plan.Months[m])
				break
			}
		}
	}
	var list []product
	for _, key := range groups {
		var firsts []scenario.Month
		for _, start := range starts[key] {
			every := months
			if longer > 0 && !s.endsLate(BenefitUse{From: start, Months: longer}) {
				every = len(plan.Months)
			}
			for _, from := range plan.periods([]scenario.Month{start}, every) {
				if !slices.Contains(firsts, from) {
					firsts = append(firsts, from)
				}
			}
		}
		slices.SortFunc(firsts, func(a, b scenario.Month) int { return a.Since(b) })
		for _, from := range firsts {
			for _, p := range reservable(sizes[key]) {
				p.From = from
				list = append(list, p)
			}
		}
	}
	return list
}

// reservable are the smallest size and the cheapest by its ratio.
func reservable(sizes []product) []product {
	smallest, cheapest := sizes[0], sizes[0]
	for _, p := range sizes[1:] {
		if p.Footprint.Ratio.Less(smallest.Footprint.Ratio) {
			smallest = p
		}
		if p.Price.Mul(cheapest.Footprint.Ratio).Less(cheapest.Price.Mul(p.Footprint.Ratio)) {
			cheapest = p
		}
	}
	if smallest.Meter.ID == cheapest.Meter.ID {
		return []product{cheapest}
	}
	return []product{cheapest, smallest}
}

// used tells whether any of a meter is used in a month.
func (p *Plan) used(use, month int) bool {
	_, all := p.running(use, month, nil)
	return all.Sign() > 0
}

// periods are the first months of terms that follow one another, from each of
// the starts on.
func (p *Plan) periods(starts []scenario.Month, months int) []scenario.Month {
	var list []scenario.Month
	for _, from := range starts {
		for ; from.Since(p.Months[len(p.Months)-1]) <= 0; from = from.Add(months) {
			if !slices.Contains(list, from) {
				list = append(list, from)
			}
		}
	}
	slices.SortFunc(list, func(a, b scenario.Month) int { return cmp.Compare(a.Since(b), 0) })
	return list
}

// savingsPlans are those of a kind and a term, one after another from the first month on
// in which something runs that a plan has a price for; nil where nothing does.
func (s *finder) savingsPlans(kind ratebook.PriceKind, months int) []BenefitUse {
	plan := s.p
	for m, month := range plan.Months {
		for u := range plan.meters {
			if _, ok := plan.machine(u).BesideIn(kind, months, plan.terms[m].end); !ok || !plan.used(u, m) {
				continue
			}
			var list []BenefitUse
			for _, from := range plan.periods([]scenario.Month{month}, months) {
				list = append(list, savingsPlanUse(scenario.SavingsPlan{Kind: kind, Months: months, Payment: scenario.Monthly, From: from}))
			}
			return list
		}
	}
	return nil
}

// maxReserved bounds how many of one product the search buys.
const maxReserved = 100_000

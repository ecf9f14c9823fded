package compare

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// mostNamed is how many things a sentence names before it counts the rest.
const mostNamed = 4

// NotIn says in sentences, for a reader who does not know the program, what is in no
// total of the comparison.
func (c *Comparison) NotIn() []string {
	list := []string{
		"Taxes, Azure support plans, and work on the move or the operation are in no total.",
	}
	if s := c.paidInTheEnd(); s != "" {
		list = append(list, s)
	}
	if names := c.namesOf(pulls(scenario.OwnWindows, scenario.OwnSQL)); names != nil {
		list = append(list, "Licences that are owned already and brought along (Azure Hybrid Benefit) are taken to cost nothing more: "+some(names)+".")
	}
	if names := c.namesOf(pulls(scenario.Spot, scenario.LowPriority)); names != nil {
		list = append(list, "Capacity that Azure may take back at any time (Spot) is counted as if it were always there: "+some(names)+".")
	}
	if names := c.namesOf(func(e *estimate.Estimate) bool { return len(e.Unpriced) > 0 }); names != nil {
		what := []string{}
		for _, e := range c.Estimates {
			for _, u := range e.Unpriced {
				l := e.Lines[u.Line]
				text := l.Workload
				if title := l.Meter.Name; title != "" {
					text += " (" + title + ")"
				} else {
					text += " (" + l.Asked + ")"
				}
				if !slices.Contains(what, text) {
					what = append(what, text)
				}
			}
		}
		list = append(list, "There is no price for some of the usage: "+some(what)+". It is missing from the totals of "+some(names)+".")
	}
	if names := c.namesOf(func(e *estimate.Estimate) bool { return len(e.Missing) > 0 }); names != nil {
		var when []string
		for _, e := range c.Estimates {
			if len(e.Missing) > 0 {
				if span := scenario.Span(e.MissingMonths()); !slices.Contains(when, span) {
					when = append(when, span)
				}
			}
		}
		list = append(list, "The usage of "+some(when)+" is not known, wholly or in part. It is missing from the totals of "+some(names)+".")
	}
	for _, e := range c.Estimates {
		if e.Open != nil {
			list = append(list, fmt.Sprintf("%s: %s. This is not in the total.", e.Case.Name, e.Open))
		}
	}
	return list
}

// paidInTheEnd says what is paid with the support and the taxes that the scenario
// states; "" where it states none. What a partner keeps is not a customer's.
func (c *Comparison) paidInTheEnd() string {
	var parts []string
	for _, e := range c.Estimates {
		if p := e.Payable(); p != nil {
			parts = append(parts, fmt.Sprintf("%s: %s", e.Case.Name, c.Reported(money.Amount{Value: p.Paid, Currency: e.Currency()})))
		}
	}
	if parts == nil {
		return ""
	}
	return "What is paid in the end, with the support and the taxes that are stated: " + strings.Join(parts, "; ") + "."
}

// namesOf are the names of the cases that something is true of; nil for none.
func (c *Comparison) namesOf(is func(*estimate.Estimate) bool) (names []string) {
	for _, e := range c.Estimates {
		if is(e) {
			names = append(names, e.Case.Name)
		}
	}
	return names
}

// pulls tells whether a case has one of some levers.
func pulls(levers ...scenario.Lever) func(*estimate.Estimate) bool {
	return func(e *estimate.Estimate) bool {
		return slices.ContainsFunc(e.Case.Changes, func(ch scenario.Change) bool {
			return slices.ContainsFunc(ch.Levers, func(l scenario.Lever) bool { return slices.Contains(levers, l) })
		})
	}
}

// some names the first few of a list, and counts the others.
func some(list []string) string {
	if len(list) > mostNamed {
		return strings.Join(list[:mostNamed], ", ") + fmt.Sprintf(" and %d more", len(list)-mostNamed)
	}
	return strings.Join(list, ", ")
}

// PriceSources says in sentences, for the same reader, where the prices are from, and
// at what rates currencies are exchanged.
func (c *Comparison) PriceSources() (list []string) {
	for _, h := range c.Cards() {
		offer := string(h.Terms.Offer)
		if f, ok := h.Terms.Offer.Facts(); ok {
			offer = f.Name + " (" + offer + ")"
		}
		s := fmt.Sprintf("Prices of %s in %s, bought in %s: %s", offer, h.Terms.Currency, h.Terms.Market, origin(h.Terms.Source))
		if h.Provenance.Sample != "" {
			sample, _, _ := strings.Cut(h.Provenance.Sample, ",")
			s += "; " + sample
		} else {
			s += ", as of " + h.Provenance.Fetched.UTC().Format("2006-01-02")
		}
		list = append(list, s+".")
	}
	to := c.Scenario.ReportIn
	seen := map[string]bool{}
	for _, e := range c.Estimates {
		cur := e.Currency()
		if to == "" || cur == to || seen[string(cur)] {
			continue
		}
		seen[string(cur)] = true
		x := c.Scenario.Exchange[cur]
		s := fmt.Sprintf("1 %s is taken as %s %s", cur, x.Rate, to)
		if x.Source != "" {
			s += " (" + x.Source + ", " + x.AsOf + ")"
		}
		list = append(list, s+".")
	}
	return list
}

// origin names a source of prices.
func origin(s ratebook.Source) string {
	switch s {
	case ratebook.RateCard:
		return "Microsoft's rate card of the offer"
	case ratebook.Retail:
		return "Microsoft's public retail prices"
	case ratebook.PriceSheet:
		return "the price sheet of the agreement"
	case ratebook.PartnerCenter:
		return "Partner Center's rate card"
	}
	return string(s)
}

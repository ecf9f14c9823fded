package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
)

// Ranking holds the regions of cases that differ in nothing else.
type Ranking struct {
	Group    string // the scenario.Case.Group of its cases
	Currency money.Currency
	Owing    bool     // totals have what is still owed after the scenario, too
	Gap      []string // lines that have no price in any of the regions, and are in no total
	Places   []Place  // the ranked ones, cheapest first; then the others, by region
}

// Place is one region of a Ranking.
type Place struct {
	Case    int // index into Estimates
	Region  ratebook.Region
	Rank    int           // 1 is the cheapest; equal totals have one rank; 0 where it is not ranked
	Total   money.Decimal // in the ranking's currency; with what is owed where the ranking says so
	More    money.Decimal // than the first's
	Zones   int           // the fewest zones that sell one of its machines' sizes; 0 where none is known
	Why     []string      // why it is not ranked: a region never gains by what it lacks
	Against []string      // what else stands against it
}

// Best are the first ranked places, three at most.
func (r Ranking) Best() []Place {
	n := 0
	for n < len(r.Places) && n < 3 && r.Places[n].Rank > 0 {
		n++
	}
	return r.Places[:n]
}

// Rankings rank the cases of each sweep over regions, and of compare --regions, in the
// order of the cases.
func (c *Comparison) Rankings() []Ranking {
	var list []Ranking
	at := map[string]int{}
	for i, e := range c.Estimates {
		g := e.Case.Group
		if g == "" {
			continue
		}
		k, ok := at[g]
		if !ok {
			k = len(list)
			at[g] = k
			list = append(list, Ranking{Group: g, Currency: c.Reported(e.Total()).Currency})
		}
		list[k].Places = append(list[k].Places, Place{Case: i, Region: e.Case.Region})
	}
	for i := range list {
		c.rank(&list[i])
	}
	return list
}

// rank fills in a ranking's places, and puts them into order.
func (c *Comparison) rank(r *Ranking) {
	common := c.commonGap(r.Places)
	base := c.Estimates[r.Places[0].Case]
	for i, l := range base.Lines {
		if common[i] {
			r.Gap = append(r.Gap, l.Workload+": "+l.Title())
		}
	}
	for _, p := range r.Places {
		r.Owing = r.Owing || c.Estimates[p.Case].Open != nil
	}
	for i := range r.Places {
		p := &r.Places[i]
		e := c.Estimates[p.Case]
		total := e.Total()
		if e.Open != nil {
			total.Value = total.Value.Add(e.Open.Sum())
		}
		p.Total = c.Reported(total).Value
		p.judge(e, common, c.Scenario.Catalogue())
	}
	slices.SortStableFunc(r.Places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(min(1, len(a.Why)), min(1, len(b.Why))), order(a, b), cmp.Compare(a.Region, b.Region))
	})
	for i := range r.Places {
		p := &r.Places[i]
		if len(p.Why) > 0 {
			break
		}
		p.More = p.Total.Sub(r.Places[0].Total)
		if p.Rank = i + 1; i > 0 && p.Total.Equal(r.Places[i-1].Total) {
			p.Rank = r.Places[i-1].Rank
		}
	}
}

// order is that of two places' totals, where both are ranked.
func order(a, b Place) int {
	if len(a.Why) > 0 {
		return 0
	}
	return a.Total.Cmp(b.Total)
}

// Unsold says which sizes are not sold in the region of a case that stands for one of many
// regions; "" where all are. Such a case has no difference, rank or verdict.
func (c *Comparison) Unsold(e *estimate.Estimate) string { return c.unsold[e] }

// findUnsold notes the cases of sweeps over regions whose machines are not sold there: a
// price of such is no offer, and the case is not compared.
func (c *Comparison) findUnsold() {
	for _, e := range c.Estimates {
		if e.Case.Group == "" {
			continue
		}
		var p Place
		p.Region = e.Case.Region
		if p.judgeSizes(e, c.Scenario.Catalogue()); len(p.Why) > 0 {
			if c.unsold == nil {
				c.unsold = map[*estimate.Estimate]string{}
			}
			c.unsold[e] = p.Why[0]
		}
	}
}

// commonGap are the lines that have no price in any of the places: no place gains by
// them.
func (c *Comparison) commonGap(places []Place) map[int]bool {
	common := map[int]bool{}
	for i, p := range places {
		e := c.Estimates[p.Case]
		here := map[int]bool{}
		for _, u := range e.Unpriced {
			if len(u.Months) == len(e.Months) {
				here[u.Line] = true
			}
		}
		if i == 0 {
			common = here
			continue
		}
		for line := range common {
			if !here[line] {
				delete(common, line)
			}
		}
	}
	return common
}

// mostTold are the meters and sizes that a reason names.
const mostTold = 4

// named says a few of some names, each once: "A, B and 3 more".
func named(names []string) string {
	var list []string
	for _, n := range names {
		if !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	if len(list) > mostTold {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:mostTold], ", "), len(list)-mostTold)
	}
	return strings.Join(list, ", ")
}

// judge says why a place is not ranked, and what stands against it.
func (p *Place) judge(e *estimate.Estimate, common map[int]bool, catalogue *size.Catalogue) {
	var missing []string
	for _, u := range e.Unpriced {
		if !common[u.Line] {
			missing = append(missing, e.Lines[u.Line].From.Name)
		}
	}
	if len(missing) > 0 {
		p.Why = append(p.Why, "no price there for "+named(missing))
	}
	if len(e.Missing) > 0 {
		p.Why = append(p.Why, "usage is missing")
	}
	p.judgeSizes(e, catalogue)
	if words := e.Unreserved(); words != "" {
		p.Against = append(p.Against, words)
	}
}

// judgeSizes says where the machines' sizes are not sold, and until when they are.
func (p *Place) judgeSizes(e *estimate.Estimate, catalogue *size.Catalogue) {
	var unsold, restricted, ending []string
	unknown := false
	for _, s := range machineSizes(e, catalogue) {
		sale := catalogue.In(s, p.Region)
		switch {
		case !sale.Known:
			unknown = true
		case sale.Restricted:
			restricted = append(restricted, s.Short())
		case !sale.Sold:
			unsold = append(unsold, s.Short())
		case p.Zones == 0 || sale.Zones < p.Zones:
			p.Zones = sale.Zones
		}
		if r, ok := catalogue.Retirement(s); ok && r.Month <= lastMonth(e) {
			ending = append(ending, fmt.Sprintf("%s (%s)", s.Short(), r.Month))
		}
	}
	if len(unsold) > 0 {
		p.Why = append(p.Why, fmt.Sprintf("not sold there: %s (catalogue of %s)", named(unsold), catalogue.Date))
	}
	if len(restricted) > 0 {
		p.Against = append(p.Against, fmt.Sprintf("whether your subscription may have %s there is not known: the catalogue has it as restricted", named(restricted)))
	}
	if unknown {
		p.Against = append(p.Against, "the catalogue of sizes does not have the region")
	}
	if p.Zones > 0 && p.Zones < 3 {
		p.Against = append(p.Against, fmt.Sprintf("a size is in %d of 3 zones only", p.Zones))
	}
	if len(ending) > 0 {
		p.Against = append(p.Against, "retires before the end: "+named(ending))
	}
}

// lastMonth is the last month that a case pays for: the scenario's, or that of the
// longest benefit.
func lastMonth(e *estimate.Estimate) string {
	last := e.Months[len(e.Months)-1]
	for _, b := range e.Benefits {
		if b.Kind.OfTerm() && b.Last().Since(last) > 0 {
			last = b.Last()
		}
	}
	return last.String()
}

// machineSizes are the sizes of the machines that the estimate prices, each once. Of a
// meter of several sizes it is the first that the catalogue has.
func machineSizes(e *estimate.Estimate, catalogue *size.Catalogue) []*size.Size {
	var list []*size.Size
	seen := map[string]bool{}
	for i := range e.Lines {
		m := &e.Lines[i].Meter
		if m.Category != "Virtual Machines" || seen[m.Name] {
			continue
		}
		seen[m.Name] = true
		for _, name := range (ratebook.Selector{Category: m.Category, Name: m.Name}).Sizes() {
			if s := catalogue.Find(name); s != nil {
				if !slices.Contains(list, s) {
					list = append(list, s)
				}
				break
			}
		}
	}
	return list
}

// Words say a ranking in a sentence.
func (r Ranking) Words() string {
	best := r.Best()
	if len(best) == 0 {
		return "No region is ranked: each lacks something."
	}
	var parts []string
	for _, p := range best {
		parts = append(parts, fmt.Sprintf("%s (%s)", p.Region, money.Amount{Value: p.Total, Currency: r.Currency}))
	}
	ranked := 0
	for _, p := range r.Places {
		if p.Rank > 0 {
			ranked++
		}
	}
	out := fmt.Sprintf("Of %d regions, %d are ranked; the cheapest are %s.", len(r.Places), ranked, strings.Join(parts, ", "))
	if r.Owing {
		out += " Totals have what is still owed after the scenario, too."
	}
	if n := len(r.Gap); n > 0 {
		out += fmt.Sprintf(" Not in any total, for no region has a price: %s.", named(r.Gap))
	}
	return out
}

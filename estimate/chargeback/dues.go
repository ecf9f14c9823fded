package chargeback

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Dues are what a case costs, by who pays for it. In each month the
// cost centres' dues add up to the month's, and the months' to the total, in
// the currency's minor unit.
type Dues struct {
	Estimate *estimate.Estimate
	By       scenario.ChargeBy
	Rules    scenario.Chargeback
	Centres  []Centre        // those that pay, by name; those that others bear; what has none
	Due      []money.Decimal // by month
	Total    money.Decimal
	Notes    []string

	centre []int // of each line, an index into Centres
}

// Share shares an estimate's lines out to cost centres. Each centre has
// the cost of its own lines, with their shares of commitments, credits and
// discounts (step 8); the cost of shared centres, and of lines without one
// where the rules split it, is borne by the others; then each month is rounded
// to the minor unit so that nothing is lost.
func Share(e *estimate.Estimate, rules scenario.Chargeback) *Dues {
	c := &Dues{Estimate: e, By: rules.By, Rules: rules}
	c.find()
	charges := e.LineCharges()
	for i := range e.Lines {
		centre := &c.Centres[c.centre[i]]
		for m := range e.Months {
			centre.Months[m].Direct = centre.Months[m].Direct.Add(charges[i][m])
		}
	}
	for _, u := range e.Unpriced {
		c.Centres[c.centre[u.Line]].Unpriced++
	}
	for m := range e.Months {
		c.share(m)
	}
	c.round()
	c.explain()
	return c
}

// find lists the cost centres of the lines and of the rules.
func (c *Dues) find() {
	e := c.Estimate
	pays := map[string]bool{}
	for _, l := range e.Lines {
		pays[centreOf(l, c.By)] = true
	}
	splits := map[string]*scenario.Split{"": c.Rules.Untagged}
	for i := range c.Rules.Shared {
		splits[c.Rules.Shared[i].Name] = &c.Rules.Shared[i].Split
	}
	for _, s := range splits {
		if s != nil {
			for name := range s.Shares {
				pays[name] = true
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(pays), func(a, b string) int {
		return cmp.Or(order(a, splits)-order(b, splits), cmp.Compare(a, b))
	})
	at := map[string]int{}
	for i, name := range names {
		at[name] = i
		c.Centres = append(c.Centres, Centre{Name: name, Split: splits[name], Months: make([]Month, len(e.Months))})
	}
	for _, l := range e.Lines {
		c.centre = append(c.centre, at[centreOf(l, c.By)])
	}
}

func order(name string, splits map[string]*scenario.Split) int {
	switch {
	case name == "":
		return 2
	case splits[name] != nil:
		return 1
	}
	return 0
}

// centreOf is the cost centre that a line belongs to; "" where it has none.
func centreOf(l estimate.Line, by scenario.ChargeBy) string {
	switch {
	case l.Unshared && l.Purchase == nil:
		return ""
	case by == "subscription":
		return l.Subscription
	case by == "resource-group":
		return l.Group
	case by == "workload":
		return l.Workload
	}
	return l.Tags[by.Tag()]
}

// Centre is the index of a line's cost centre.
func (c *Dues) Centre(line int) int { return c.centre[line] }

// share gives the month's cost of the shared centres to those that bear it.
func (c *Dues) share(month int) {
	for from := range c.Centres {
		shared := &c.Centres[from]
		cost := shared.Months[month].Direct.Total()
		if shared.Split == nil || cost.IsZero() {
			continue
		}
		parts, ok := money.Share(cost, c.Weights(from, month))
		if !ok {
			c.Notes = append(c.Notes, fmt.Sprintf("no centre has usage in %s to bear the cost of %s by the rule %q: it stays", c.Estimate.Months[month], centreName(shared.Name), shared.Split.How))
			continue
		}
		shared.Months[month].Given = cost.Neg()
		for to, part := range parts {
			if part.IsZero() {
				continue
			}
			m := &c.Centres[to].Months[month]
			if m.Borne == nil {
				m.Borne = make([]money.Decimal, len(c.Centres))
			}
			m.Borne[from] = part
		}
	}
}

// Weights are what a shared centre's cost of a month is split by, for each of
// Centres.
func (c *Dues) Weights(from, month int) []money.Decimal {
	weights := make([]money.Decimal, len(c.Centres))
	split := c.Centres[from].Split
	for to, centre := range c.Centres {
		own := centre.Months[month].Direct.Total()
		switch {
		case !centre.Pays():
		case split.How == scenario.SplitFixed:
			weights[to] = split.Shares[centre.Name]
		case own.IsZero():
		case split.How == scenario.SplitEven:
			weights[to] = money.One
		default:
			weights[to] = own.Max(money.Zero)
		}
	}
	return weights
}

// round settles the dues: the months add up to the rounded total, and the
// centres to their month. What a month's rounding leaves out counts in the
// next, so that no centre loses more than its last cents.
func (c *Dues) round() {
	e, places := c.Estimate, c.Estimate.Currency().Digits()
	exact := make([]money.Decimal, len(e.Months))
	for m := range e.Months {
		for i := range c.Centres {
			exact[m] = exact[m].Add(c.Centres[i].Months[m].Exact())
		}
	}
	c.Total = money.Sum(exact...).Round(places)
	c.Due = money.RoundTo(c.Total, exact, places)
	carried := make([]money.Decimal, len(c.Centres)) // what earlier months' rounding left out
	for m := range e.Months {
		var bearers []int
		var parts []money.Decimal
		for i := range c.Centres {
			exact := c.Centres[i].Months[m].Exact()
			if !exact.IsZero() || !carried[i].IsZero() {
				bearers, parts = append(bearers, i), append(parts, exact.Add(carried[i]))
			}
		}
		for k, due := range money.RoundTo(c.Due[m], parts, places) {
			i := bearers[k]
			month := &c.Centres[i].Months[m]
			month.Due, month.Rounding = due, due.Sub(month.Exact())
			carried[i] = parts[k].Sub(due)
		}
	}
}

// explain notes rules that fit nothing, and what stays without a cost centre.
func (c *Dues) explain() {
	own := map[string]bool{}
	for _, l := range c.Estimate.Lines {
		own[centreOf(l, c.By)] = true
	}
	for _, s := range c.Rules.Shared {
		if !own[s.Name] {
			c.Notes = append(c.Notes, fmt.Sprintf("%s: no usage has the %s %q: there is nothing of it to share", s.Pos, c.By, s.Name))
		}
	}
	for _, centre := range c.Centres {
		if centre.Pays() && !own[centre.Name] {
			c.Notes = append(c.Notes, fmt.Sprintf("%q bears a share of others' cost, and no usage has that %s", centre.Name, c.By))
		}
	}
}

// centreName is a cost centre's name to be shown.
func centreName(name string) string {
	if name == "" {
		return "usage without a cost centre"
	}
	return fmt.Sprintf("%q", name)
}

package estimate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// askedLever is a lever that a case's change asks for.
type askedLever struct {
	scenario.Lever
	change int // among the case's
}

// priceBy is the meter that the levers make of one of the case's card: known by
// its words alone where they change it. own are the levers that fit, by their
// index; without is true where an own licence is all that the meter is for.
func priceBy(m ratebook.Meter, levers []askedLever) (to ratebook.Meter, own []int, without bool) {
	for i, l := range levers {
		ok := false
		switch l.Lever {
		case scenario.OwnWindows:
			if ok = m.OnlyWindows(); ok {
				without = true
			} else {
				m, ok = m.WithoutWindows()
			}
		case scenario.OwnSQL:
			ok = m.OnlySQL()
			without = without || ok
		case scenario.Spot:
			m, ok = m.AsSpot()
		case scenario.LowPriority:
			m, ok = m.AsLowPriority()
		}
		if ok {
			own = append(own, i)
		}
	}
	return m, own, without
}

// leverNames are the levers that fit, each once.
func leverNames(levers []askedLever, own []int) []scenario.Lever {
	var names []scenario.Lever
	seen := map[scenario.Lever]bool{}
	for _, i := range own {
		if l := levers[i].Lever; !seen[l] {
			seen[l] = true
			names = append(names, l)
		}
	}
	return names
}

// Pulled tells the levers that price the line, for a reader; "" where none does.
func (l Line) Pulled() string {
	var names []string
	for _, p := range l.Levers {
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}

// warnAboutLevers says what a reader has to know of the levers in force.
func (e *Estimate) warnAboutLevers() {
	count := map[scenario.Lever]int{}
	for _, p := range e.pricedLevers() {
		count[p]++
	}
	lines := func(n int) string {
		if n == 1 {
			return "1 line is"
		}
		return fmt.Sprintf("%d lines are", n)
	}
	if n := count[scenario.Spot]; n > 0 {
		e.warn("spot", "%s priced as spot machines: Azure may take them back at 30 seconds' notice, there is no service level, and their price moves from day to day; the estimate holds it at the card's", lines(n))
	}
	if n := count[scenario.LowPriority]; n > 0 {
		e.warn("low priority", "%s priced as low-priority machines of Azure Batch: Azure may take them back, and there is no service level", lines(n))
	}
	if f, ok := e.Card.Terms.Offer.Facts(); ok && f.Kind == ratebook.KindDevTest {
		e.warn(string(e.Card.Terms.Offer), "%s is for development and test by Visual Studio subscribers, and not for production", f.Name)
	}
}

// pricedLevers are the levers of all lines that have a price in some month.
func (e *Estimate) pricedLevers() []scenario.Lever {
	without := map[int]int{} // months without a price, by line
	for _, u := range e.Unpriced {
		without[u.Line] += len(u.Months)
	}
	var levers []scenario.Lever
	for i, l := range e.Lines {
		if without[i] < len(e.Months) {
			levers = append(levers, l.Levers...)
		}
	}
	return levers
}

// leverAssumptions are the readings that the levers in force rest on.
func (e *Estimate) leverAssumptions() []string {
	var list []string
	windows, sql := false, false
	for _, p := range e.pricedLevers() {
		windows, sql = windows || p == scenario.OwnWindows, sql || p == scenario.OwnSQL
	}
	if windows {
		list = append(list, "Machines with an own Windows licence are priced as the same size without it; the licence (with Software Assurance, or a subscription) is held in the cores that Azure asks for, and what it costs is not in the total.")
	}
	if sql {
		list = append(list, "With an own SQL licence, meters that are for the licence only are not used; what the licence costs is not in the total.")
	}
	return list
}

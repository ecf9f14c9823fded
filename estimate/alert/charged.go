package alert

import (
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// charged is the usage of an alert's month, priced; of a case with a
// commitment, all months from its start to that one.
type charged struct {
	*estimate.Estimate
	of *Outcome
}

// picks tells whether the alert picks what has these tags.
func (r *charged) picks(tags map[string]string) bool { return picked(tags, r.of) }

// chargedKey is what alerts agree in that look at one rating.
type chargedKey struct {
	kase  string
	month scenario.Month
	to    time.Time
}

// charge prices the usage up to a day of a month, once for all alerts; nil where
// there is none to price.
func (c *checking) charge(o *Outcome, month scenario.Month, to time.Time) (*charged, error) {
	key := chargedKey{o.Case, month, to}
	e, known := c.charged[key]
	if !known {
		var err error
		if e, err = c.chargeAnew(o, month, to); err != nil {
			return nil, err
		}
		c.charged[key] = e
	}
	if e == nil {
		return nil, nil
	}
	return &charged{e, o}, nil
}

func (c *checking) chargeAnew(o *Outcome, month scenario.Month, to time.Time) (*estimate.Estimate, error) {
	kase := c.caseOf(o)
	start := month
	if len(kase.Commitments) > 0 {
		start = c.Scenario.Start
	}
	s := *c.Scenario
	s.Start, s.Months = start, month.Since(start)+1
	s.Workloads, s.Imports, s.Alerts, s.Cases = nil, []scenario.Import{{CycleDay: c.cycle}}, nil, []scenario.Case{kase}
	if c.marked == nil {
		c.marked = c.mark(func(a scenario.Alert) bool { return a.On != scenario.OnForecast })
	}
	var used []scenario.Used
	for _, u := range c.marked {
		if u.Month.Since(start) >= 0 && u.Month.Since(month) <= 0 && u.Day[:len(time.DateOnly)] <= date(to) {
			used = append(used, u)
		}
	}
	if used == nil {
		return nil, nil
	}
	if err := s.Add(c.importOf(o), &scenario.Imported{Used: used}); err != nil {
		return nil, err
	}
	cases, err := estimate.Price(c.ctx, c.book, &s, c.By)
	if err != nil {
		return nil, err
	}
	return cases[0], nil
}

// mark is the tag that tells which alerts pick the usage, "+" or "-" for each. All
// usage is priced together, since tiers and free amounts count the whole.
const mark = "azwhatif:alert"

// picked tells whether an alert picks what has these tags. Charges that no usage is
// there for have none.
func picked(tags map[string]string, o *Outcome) bool {
	signs := tags[mark]
	return signs != "" && signs[o.index] == '+'
}

// unmarked takes the mark out of a text for people.
func unmarked(s string) string {
	at := strings.Index(s, ", "+mark+"=")
	if at < 0 {
		return s
	}
	rest := strings.TrimLeft(s[at+len(", "+mark+"="):], "+-")
	return s[:at] + unmarked(rest)
}

// mark gives the usage that is rated with the mark of some of the alerts, the tags
// that cases look at, and nothing else that tells it apart.
func (c *checking) mark(of func(scenario.Alert) bool) (list []scenario.Used) {
	alerts := make([]*scenario.Alert, len(c.Scenario.Alerts)) // nil: not of those
	for i := range alerts {
		if a := &c.Scenario.Alerts[i]; of(*a) && !a.Where.IsZero() {
			alerts[i] = a
		}
	}
	keep := c.kept()
	shared := map[string]map[string]string{}
	signs := make([]byte, len(alerts))
	for _, u := range c.Used {
		if !u.Rated() {
			continue
		}
		for i, a := range alerts {
			signs[i] = '-'
			if a == nil || a.Where.Picks(u) {
				signs[i] = '+'
			}
		}
		tags := map[string]string{mark: string(signs)}
		key := string(signs)
		for _, k := range keep {
			if v, ok := u.Tags[k]; ok && k != mark {
				tags[k] = v
				key += "\x00" + k + "\x00" + v
			}
		}
		if shared[key] == nil {
			shared[key] = tags
		}
		u.Tags, u.Group, u.Resource = shared[key], "", ""
		list = append(list, u)
	}
	return list
}

// kept are the tags that are kept apart: the imports', and the mark.
func (c *checking) kept() []string {
	keep := []string{mark}
	for _, imp := range c.Scenario.Imports {
		keep = append(keep, imp.KeepTags...)
	}
	slices.Sort(keep)
	return slices.Compact(keep)
}

// importOf takes marked usage.
func (c *checking) importOf(o *Outcome) scenario.Import {
	return scenario.Import{Pos: o.Pos, Name: "usage", As: scenario.AsRecorded, KeepTags: c.kept(), CycleDay: c.cycle}
}

func (c *checking) caseOf(o *Outcome) scenario.Case {
	for _, k := range c.Scenario.Cases {
		if k.Name == o.Case {
			return k
		}
	}
	return c.Scenario.Cases[0] // the file was checked
}

// sum is the last month's cost: all of it, or what the alert picks. What a
// commitment loses at the end of its term is not yet lost.
func (r *charged) sum() money.Amount {
	m := len(r.Months) - 1
	sum := money.Amount{Currency: r.Currency()}
	if r.of.Where.IsZero() {
		charges := r.ChargesIn(m)
		sum.Value = charges.Total().Sub(charges.Commitment)
		return sum
	}
	for _, l := range r.Lines {
		if r.picks(l.Tags) {
			sum.Value = sum.Value.Add(l.Amounts[m])
		}
	}
	return sum
}

// missing counts the meters that the alert picks and that have no price in a
// month.
func (r *charged) missing(month int) int { return len(r.unpriced(month)) }

// unpriced names the meters that the alert picks and that have no price in a
// month, each once, with the reason.
func (r *charged) unpriced(month int) (list []string) {
	for _, u := range r.Unpriced {
		l := r.Lines[u.Line]
		if !r.picks(l.Tags) || l.Quantities[month].IsZero() || !slices.Contains(u.Months, r.Months[month]) {
			continue
		}
		if text := l.Title() + ": " + u.Reason; !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}

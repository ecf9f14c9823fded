package compare

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Words say the verdict in sentences, a text each: amounts in the currency's
// minor unit, parts in tenths of a percent.
func (c *Comparison) Words(v Verdict) []string {
	var list []string
	switch {
	case v.Reason != "":
		list = append(list, "No verdict: "+v.Reason+".")
	case v.Depends != nil:
		list = append(list, c.dependsWords(v))
	default:
		list = append(list, c.cheapestWords(v))
		if s := c.levelWords(v); s != "" {
			list = append(list, s)
		}
		if c.Ranges != nil {
			list = append(list, c.rangeWords(v))
		}
		if s := c.keepWords(v); s != "" {
			list = append(list, s)
		}
		if s := c.payableWords(v); s != "" {
			list = append(list, s)
		}
	}
	if len(v.LeftOut) > 0 {
		list = append(list, c.leftOutWords(v.LeftOut))
	}
	list = append(list, c.overWords()...)
	for _, r := range c.Rankings() {
		list = append(list, r.Group+": "+r.Words())
	}
	return list
}

// dependsWords say which case is the cheapest under which condition.
func (c *Comparison) dependsWords(v Verdict) string {
	var parts []string
	for _, k := range v.Depends {
		switch {
		case k.Why != "":
			parts = append(parts, fmt.Sprintf("%s it cannot be said (%s)", k.Basis, k.Why))
		case k.Basis == WholeTerms:
			parts = append(parts, fmt.Sprintf("%s, at the mean month's usage, %s (%s a month)", k.Basis, c.names(k.Cases), k.Total))
		default:
			parts = append(parts, fmt.Sprintf("%s, %s (%s)", k.Basis, c.names(k.Cases), k.Total))
		}
	}
	return "Which case costs least depends on what becomes of what is still owed after " + c.Base().Months[len(c.Base().Months)-1].String() + ": " + strings.Join(parts, "; ") + "."
}

// overWords say what the months are that are complete in all cases, and which case
// is the cheapest over them; none where there are no such.
func (c *Comparison) overWords() []string {
	o := c.Over()
	if o == nil {
		return nil
	}
	label := "Over " + o.Label()
	v := o.Verdict
	var s string
	switch {
	case v.Reason != "":
		s = fmt.Sprintf("%s: no verdict, for %s.", label, v.Reason)
	case len(v.Cheapest) > 1:
		s = fmt.Sprintf("%s, %s are cheapest, and cost the same: %s", label, c.names(v.Cheapest), v.Total)
	default:
		s = fmt.Sprintf("%s, %s is cheapest: %s", label, c.names(v.Cheapest), v.Total)
	}
	if v.Reason == "" {
		s += c.nextWords(v)
	}
	list := []string{s}
	if len(v.LeftOut) > 0 {
		list = append(list, strings.Replace(c.leftOutWords(v.LeftOut), "Not compared", "Not compared over these months", 1))
	}
	return list
}

func (c *Comparison) cheapestWords(v Verdict) string {
	at := "the usage as stated"
	if scale := c.Base().Level(); !scale.Equal(money.One) {
		at = scenario.Percent(scale) + " of the usage as stated"
	}
	s := c.names(v.Cheapest) + " is cheapest at " + at + ": " + v.Total.String()
	if len(v.Cheapest) > 1 {
		s = c.names(v.Cheapest) + " are cheapest at " + at + ", and cost the same: " + v.Total.String()
	}
	if v.Open {
		s += ". It is so with what is still owed after " + c.Base().Months[len(c.Base().Months)-1].String() + " lost, too, and over the whole terms"
		for _, k := range v.Even {
			verb := "costs"
			if len(k.Cases) > 1 {
				verb = "cost"
			}
			s += fmt.Sprintf("; %s %s %s the same", k.Basis, c.names(k.Cases), verb)
		}
	}
	return s + c.nextWords(v)
}

// nextWords end a sentence with how much less the cheapest cases cost than the
// next.
func (c *Comparison) nextWords(v Verdict) string {
	if v.Next < 0 {
		return "."
	}
	part := ""
	if !v.Part.IsZero() {
		part = " (" + v.Part.Mul(money.Int(100)).Fixed(1) + "%)"
	}
	return fmt.Sprintf(", %s%s less than %s, the next.", v.Less, part, c.names([]int{v.Next}))
}

// levelWords say at which levels of usage the verdict holds; "" where that was
// not looked for.
func (c *Comparison) levelWords(v Verdict) string {
	if v.To.IsZero() {
		return ""
	}
	of := "of that usage"
	if v.Varied != "" {
		of = "of the usage of " + v.Varied
	}
	var parts []string
	if v.Below != nil {
		parts = append(parts, c.beyondWords("below", of, v.Below))
	}
	if v.Above != nil {
		parts = append(parts, c.beyondWords("above", of, v.Above))
	}
	if parts == nil {
		return fmt.Sprintf("That is so from %s to %s %s.", scenario.Percent(v.From), scenario.Percent(v.To), of)
	}
	s := strings.Join(parts, "; ")
	return strings.ToUpper(s[:1]) + s[1:] + fmt.Sprintf(" (looked at from %s to %s).", scenario.Percent(v.Looked[0]), scenario.Percent(v.Looked[1]))
}

// keepWords name the cases whose benefits are found for one level of usage, where
// others were looked at; "" where there are none.
func (c *Comparison) keepWords(v Verdict) string {
	var found []int
	for i, e := range c.Estimates {
		if e.FoundSome() {
			found = append(found, i)
		}
	}
	if found == nil || v.To.IsZero() && c.Ranges == nil {
		return ""
	}
	keep := "keeps"
	if len(found) > 1 {
		keep = "keep"
	}
	return fmt.Sprintf("At other usage %s %s the reservations and savings plans found for this one.", c.names(found), keep)
}

// beyondWords say which cases are the cheapest from level to level.
func (c *Comparison) beyondWords(side, of string, list []Beyond) string {
	s := fmt.Sprintf("%s %s %s %s", side, scenario.Percent(list[0].Level), of, c.are(list[0].Cases))
	for _, b := range list[1:] {
		if len(b.Cases) == 0 {
			s += fmt.Sprintf(", %s %s it depends", side, scenario.Percent(b.Level))
			continue
		}
		s += fmt.Sprintf(", %s %s %s", side, scenario.Percent(b.Level), c.names(b.Cases))
	}
	return s
}

func (c *Comparison) are(cases []int) string {
	if len(cases) == 0 {
		return "it depends on what becomes of what is still owed"
	}
	if len(cases) == 1 {
		return c.names(cases) + " is cheapest"
	}
	return c.names(cases) + " are cheapest"
}

// names joins cases' names: "A, B and C".
func (c *Comparison) names(cases []int) string {
	if n := len(cases); n > 1 {
		return c.commas(cases[:n-1]) + " and " + c.commas(cases[n-1:])
	}
	return c.commas(cases)
}

func (c *Comparison) commas(cases []int) string {
	var names []string
	for _, i := range cases {
		names = append(names, c.Estimates[i].Case.Name)
	}
	return strings.Join(names, ", ")
}

// mostNames are those of cases that are left out for one reason.
const mostNames = 4

// leftOutWords name what is left out, by reason.
func (c *Comparison) leftOutWords(list []LeftOut) string {
	var reasons []string
	cases := map[string][]int{}
	for _, l := range list {
		if cases[l.Reason] == nil {
			reasons = append(reasons, l.Reason)
		}
		cases[l.Reason] = append(cases[l.Reason], l.Case)
	}
	for i, r := range reasons {
		names := c.names(cases[r])
		if n := len(cases[r]); n > mostNames {
			names = fmt.Sprintf("%s and %d more", c.commas(cases[r][:mostNames-1]), n-mostNames+1)
		}
		reasons[i] = names + " (" + r + ")"
	}
	return "Not compared: " + strings.Join(reasons, "; ") + "."
}

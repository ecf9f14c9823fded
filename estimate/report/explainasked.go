package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// shownMapped is how many kinds of another cloud's usage of a line are explained.
const shownMapped = 5

// asked tells what the scenario asks for, and of which meter.
func (x *explainer) asked(l estimate.Line) {
	s := l.Asked
	if l.Pos.File != "" {
		s += " (" + l.Pos.String() + ")"
	}
	x.text("asked", s)
	for i, m := range l.Mapped {
		if i == shownMapped {
			x.text("", fmt.Sprintf("and %d more", len(l.Mapped)-i))
			break
		}
		x.text("mapped", m)
	}
	if l.Extra != nil && l.Extra.Why != "" {
		x.text("", l.Extra.Why)
	}
	x.machinesOf(l)
	if t := l.Typical; t != nil {
		x.text("typical month", x.typical(*t))
	}
	x.text("meter", describe(l.Meter))
	if l.Moved() {
		x.text("in place of", title(l.From)+", "+describe(l.From))
	}
	if p := l.Pulled(); p != "" {
		x.text("priced as", p)
	}
	if l.Subscription != "" {
		x.text("subscription", l.Subscription)
	}
	if known(l) {
		x.text("counted in", fmt.Sprintf("%q", l.Meter.Unit))
		x.base(l)
	}
}

func describe(m ratebook.Meter) string {
	if m.Name == "" { // not known but for its id
		return string(m.ID)
	}
	where := m.Region.Display()
	if m.Region != ratebook.Global && where != string(m.Region) {
		where += fmt.Sprintf(" (%s)", m.Region)
	}
	return string(m.ID) + ", " + where
}

// base tells how the scenario's figure became the meter's.
func (x *explainer) base(l estimate.Line) {
	q := &l.Quantity
	if q.Note != "" {
		x.text("conversion", q.Note)
		if !q.Factor.IsZero() && q.Recorded == nil {
			if asked := q.Base.Div(q.Factor); asked.Mul(q.Factor).Equal(q.Base) {
				x.product("converted", q.Base, asked, q.Factor)
			}
		}
	}
	if !l.Scale.Equal(money.One) {
		x.text("scaled", "by "+l.Scale.String()+", in the case's changes")
	}
	if !q.Growth.IsZero() {
		x.text("growth", q.Growth.Mul(money.Int(100)).String()+"% a month from "+q.From.String()+" on")
	}
	h := x.c.Scenario.Hours
	switch s := q.Hours; {
	case s == nil:
	case s.HoursADay == 0:
		x.text("hours", s.String()+" a month")
	case h.Calendar():
		x.text("hours", fmt.Sprintf("%s; each month has its own", s))
	case s.HoursADay == 24 && s.DaysAWeek == 7:
		x.text("hours", fmt.Sprintf("%s; a month has %s", s, h))
	default:
		week := money.Int(int64(s.HoursADay)).Mul(money.Int(int64(s.DaysAWeek)))
		hours := s.In(x.e.Months[0], h)
		exact := divides(h.Fixed.Mul(week), money.Int(24*7), hours)
		left := fmt.Sprintf("%s × %d × %d ÷ (24 × 7)", x.n(h.Fixed), s.HoursADay, s.DaysAWeek)
		x.equation("hours, "+s.String(), left, exact, hours)
	}
}

// typical says what a typical month follows from, and by which rule.
func (x *explainer) typical(t scenario.Typical) string {
	recorded, of := x.n(t.Recorded), fmt.Sprintf("recorded in %d days, %s", t.Days, scenario.Gap{From: t.From, To: t.To})
	switch h := x.c.Scenario.Hours; {
	case t.Measure == unit.OfMonth:
		return fmt.Sprintf("%s %s, which are %s of a month; ÷ %s, for it is held by the month", recorded, of, x.n(t.Months()), x.n(t.Months()))
	case h.Calendar():
		return fmt.Sprintf("%s %s; the mean day × the days of each month", recorded, of)
	default:
		return fmt.Sprintf("%s %s; the mean day × %s ÷ 24, the days of a month", recorded, of, h)
	}
}

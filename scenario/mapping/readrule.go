package mapping

import (
	"slices"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// machineName is the name of the word that is looked up among the machines.
const machineName = "machine"

// of the Azure size that a machine is taken to, and of the usage's month.
var (
	sizeNames  = []string{"series", "size", "vcpu", "memory"}
	monthHours = "month_hours"
)

func (r *reader) rule(line int, f fileRule) Rule {
	rule := Rule{Pos: r.Pos(line), Series: r.seriesNames(f.Series)}
	names := r.where(&rule, f, line)
	outcomes := 0
	for _, there := range []bool{len(f.To) > 0, f.Skip.Line() > 0, f.Leave.Line() > 0} {
		if there {
			outcomes++
		}
	}
	if outcomes != 1 {
		r.Faultf(line, `a rule has one of "to", "skip" and "leave"; this one has %d`, outcomes)
	}
	if f.Skip.Line() > 0 {
		rule.Skip = r.words(f.Skip, line, "skip")
	}
	if f.Leave.Line() > 0 {
		rule.Leave = r.words(f.Leave, line, "leave")
	}
	if len(f.To) > 0 {
		rule.Reason = r.words(f.Reason, line, "reason")
	} else if f.Reason.Line() > 0 {
		r.Faultf(f.Reason.Line(), `"reason" belongs to "to"; the reason of "skip" and "leave" stands behind them`)
	}
	if len(rule.Series) > 0 && !slices.Contains(names, machineName) {
		r.Faultf(line, `"series" is for machines; no condition keeps {machine}`)
	}
	for _, i := range f.To {
		rule.To = append(rule.To, r.target(i.Line(), i.Value(), names))
	}
	if slices.ContainsFunc(rule.To, func(t Target) bool { return t.Machine != nil }) && (len(rule.To) > 1 || len(rule.Series) > 0) {
		r.Faultf(line, "a machine stands alone: each case finds its size and its licences, so that it has no other target and no series")
	}
	return rule
}

// where reads the rule's conditions, and says which names a target may use.
func (r *reader) where(rule *Rule, f fileRule, line int) (names []string) {
	w := f.Where.Value()
	conditions := []struct {
		from text
		to   *[]Pattern
	}{
		{w.Service, &rule.Where.Service}, {w.UsageType, &rule.Where.UsageType}, {w.Operation, &rule.Where.Operation},
		{w.Region, &rule.Where.Region}, {w.Unit, &rule.Where.Unit}, {w.Described, &rule.Where.Described},
	}
	none := true
	for _, c := range conditions {
		*c.to = r.patterns(c.from)
		none = none && c.from.Line() == 0
		if len(*c.to) == 0 {
			continue
		}
		for _, n := range (*c.to)[0].names {
			if slices.Contains(names, n) || slices.Contains(sizeNames, n) || n == monthHours {
				r.Faultf(c.from.Line(), "{%s} is kept elsewhere already, or is a name of its own", n)
			}
			names = append(names, n)
		}
	}
	if none {
		r.Faultf(line, `"where" has no condition; all usage would fit`)
	}
	if slices.Contains(names, machineName) {
		names = append(names, sizeNames...)
	}
	return append(names, monthHours)
}

func (r *reader) target(line int, f fileTarget, names []string) Target {
	t := Target{Pos: r.Pos(line), Factor: Factor{Number: money.One}}
	meter, at := f.Meter.Value(), f.Meter.Line()
	switch {
	case f.Machine.Line() > 0:
		t.Machine = r.machineTarget(f, names)
		return t
	case at == 0:
		r.Faultf(line, `"meter" is missing, or "machine"`)
		return t
	}
	t.Category = r.template(meter.Category, at, "category", names)
	t.Name = r.template(meter.Name, at, "name", names)
	if s := meter.Subcategory; s != nil {
		sub := Template("")
		if s.Value() != "" {
			sub = r.template(*s, at, "subcategory", names)
		}
		t.Subcategory = &sub
	}
	if r.words(meter.Unit, at, "unit") != "" {
		u, err := unit.Parse(meter.Unit.Value())
		if err == nil {
			_, err = unit.Convert(money.One, plain(u), u)
		}
		if err != nil {
			r.Faultf(meter.Unit.Line(), "%w", err)
		} else if n := u.Noun(); n != "" && !unit.Known(n) {
			hint := "write it as Azure does, such as 1 GB/Month"
			if near := unit.Nearest(n); near != "" {
				hint = "did you mean " + near + "?"
			}
			r.Faultf(meter.Unit.Line(), "unit %q is not a unit of measure; %s", meter.Unit.Value(), hint)
		}
		t.Unit = u
	}
	if f.Factor.Line() > 0 {
		factor, err := parseFactor(f.Factor.Value())
		if err != nil {
			r.Faultf(f.Factor.Line(), "%w", err)
		} else if why := unknown(factor.Names, names); why != "" {
			r.Faultf(f.Factor.Line(), "%s", why)
		}
		t.Factor = factor
	}
	if f.Region.Line() > 0 {
		region := r.region(f.Region)
		t.Region = &region
	}
	return t
}

func (r *reader) template(t text, line int, key string, names []string) Template {
	tmpl := Template(r.words(t, line, key))
	used, err := tmpl.names()
	if err != nil {
		r.Faultf(t.Line(), "%w", err)
	} else if why := unknown(used, names); why != "" {
		r.Faultf(t.Line(), "%s", why)
	}
	return tmpl
}

package mapping

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Map finds what becomes of each usage. Azure's own is passed through. Of other
// clouds, what was used is mapped, covered by a reservation or savings plan or
// not: such a commitment does not move, the machines that it covers do. Purchases,
// taxes and the like are set aside.
func (m *Mapping) Map(used []scenario.Used) Result {
	var res Result
	seen := map[asked]verdict{}
	var parts []part
	for _, u := range used {
		switch {
		case !foreign(u):
			res.Passed = append(res.Passed, u)
			continue
		case !u.Kind.IsUsage() && u.Kind != "":
			res.Aside = append(res.Aside, u)
			continue
		}
		key := asked{u.Provider, u.Foreign}
		v, known := seen[key]
		if !known {
			v = m.judge(u)
			seen[key] = v
		}
		if v.rule != nil && len(v.rule.To) == 1 && v.rule.To[0].Machine != nil && v.rule.To[0].Machine.Part != "" {
			parts = append(parts, part{u, v, v.rule.To[0]})
			continue
		}
		m.apply(&res, u, v)
	}
	m.assemble(&res, parts)
	res.sort()
	return res
}

// asked is all that a verdict follows from.
type asked struct {
	provider string
	foreign  scenario.Foreign
}

// verdict is what becomes of a usage, but for its quantity.
type verdict struct {
	rule   *Rule
	kept   map[string]string
	region ratebook.Region
	why    string // beside the rule's reason; or why it is left
	needs  map[*MachineTarget]*scenario.Machine
}

// judge finds the first rule that fits. One whose machine is not in the file
// does not fit, but is told of where no other takes the usage.
func (m *Mapping) judge(u scenario.Used) verdict {
	if !anyMatch(m.Providers, map[string]string{}, u.Provider) {
		return verdict{why: fmt.Sprintf("the mapping is for %s, not for %s", joined(m.Providers), u.Provider)}
	}
	f, named := u.Foreign, u.Foreign.Region
	f.UsageType, f.Region = m.located(f)
	why := "the mapping has no rule for it"
	unknown := false
	for i := range m.Rules {
		r := &m.Rules[i]
		kept, ok := r.Where.fits(f)
		if !ok {
			continue
		}
		v := verdict{rule: r, kept: kept}
		if r.To == nil {
			if unknown && r.Leave != "" {
				return verdict{why: why}
			}
			return v
		}
		if _, needs := kept[machineName]; needs {
			if v.needs, v.why, ok = m.machine(r, kept); !ok {
				why, unknown = v.why, true
				continue
			}
		}
		region, known := m.Regions[f.Region]
		if !r.everywhere() {
			switch {
			case noPlace[strings.ToLower(named)] && f.Region == "":
				return verdict{why: fmt.Sprintf("the export names no region, but %q", named)}
			case f.Region == "" && named != "":
				return verdict{why: fmt.Sprintf("the mapping does not know region %q; add it to the names of one", named)}
			case f.Region == "":
				return verdict{why: "the export names no region"}
			case !known:
				return verdict{why: fmt.Sprintf("the mapping does not know region %q", f.Region)}
			case region.Leave != "":
				return verdict{why: fmt.Sprintf("%s: %s", f.Region, region.Leave)}
			}
		}
		if known && region.Leave == "" {
			v.region = region.To
			v.why = and(v.why, fmt.Sprintf("%s to %s: %s", f.Region, region.To, region.Reason))
		}
		return v
	}
	return verdict{why: why}
}

// fits tells whether all conditions fit, and what they keep.
func (w Where) fits(f scenario.Foreign) (kept map[string]string, ok bool) {
	kept = map[string]string{}
	return kept, anyMatch(w.Service, kept, f.Service) && anyMatch(w.UsageType, kept, f.UsageType) &&
		anyMatch(w.Operation, kept, f.Operation) && anyMatch(w.Region, kept, f.Region) &&
		anyMatch(w.Unit, kept, f.Unit) && anyMatch(w.Described, kept, f.UsageType, f.Operation)
}

// machine finds what becomes of the machine that the conditions kept: a need, of targets
// that are machines; else a size.
func (m *Mapping) machine(r *Rule, kept map[string]string) (needs map[*MachineTarget]*scenario.Machine, why string, ok bool) {
	if !slices.ContainsFunc(r.To, func(t Target) bool { return t.Machine != nil }) {
		why, ok = m.size(r, kept)
		return nil, why, ok
	}
	name := strings.ToLower(kept[machineName])
	of, ok := m.Machines[name]
	if !ok {
		of, ok = m.custom(name)
	}
	if !ok {
		return nil, m.unknownMachine(name), false
	}
	needs = map[*MachineTarget]*scenario.Machine{}
	for _, t := range r.To {
		if t.Machine != nil {
			needs[t.Machine] = m.need(name, of, t.Machine)
			why = and(needWords(needs[t.Machine]), of.Reason)
		}
	}
	return needs, why, true
}

// unknownMachine says why the mapping has no machine of a name.
func (m *Mapping) unknownMachine(name string) string {
	for family, cut := name, 0; cut >= 0; {
		if why := m.left[family]; why != "" {
			return fmt.Sprintf("%s: %s", name, why)
		}
		if cut = strings.LastIndex(family, m.joint); cut >= 0 {
			family = family[:cut]
		}
	}
	return fmt.Sprintf("the mapping does not know the machine %s", name)
}

// hours is usage as hours of a machine, and of the licences beside it.
func (m *Mapping) hours(u scenario.Used, v verdict, need *scenario.Machine) (list []Mapped) {
	for i, of := range hours(need) {
		part := Mapped{
			Used: u, Region: v.region, Quantity: u.Quantity, Unit: oneHour, Reason: and(v.rule.Reason, v.why), Rule: v.rule.Pos,
			Machine: &scenario.MachineHours{Machine: need, Of: of},
		}
		if i > 0 {
			part.Used.Billed, part.Used.Records = money.Zero, 0
		}
		list = append(list, part)
	}
	return list
}

// size finds the Azure size of the machine that the conditions kept.
func (m *Mapping) size(r *Rule, kept map[string]string) (why string, ok bool) {
	name := strings.ToLower(kept[machineName])
	machine, ok := m.Machines[name]
	if !ok {
		return m.unknownMachine(name), false
	}
	series, reason := machine.Series, machine.Reason
	if len(r.Series) > 0 {
		series, reason = r.Series, ""
	}
	size, ok := m.fit(machine.Shape, series)
	if !ok {
		return fmt.Sprintf("no size of %s has %s or more, for %s", strings.Join(series, " and "), machine.Shape, name), false
	}
	kept["series"], kept["size"] = size.Series, size.Name
	kept["vcpu"], kept["memory"] = size.VCPU.String(), size.Memory.String()
	return and(and(fmt.Sprintf("%s (%s) to %s (%s)", name, machine.Shape, size.Name, size.Shape), more(size.Shape, machine.Shape)), reason), true
}

// everywhere tells whether every target says its own region.
func (r *Rule) everywhere() bool {
	for _, t := range r.To {
		if t.Region == nil {
			return false
		}
	}
	return true
}

func (m *Mapping) apply(res *Result, u scenario.Used, v verdict) {
	switch {
	case v.rule == nil:
		res.Unmapped = append(res.Unmapped, Left{Used: u, Reason: v.why})
		return
	case v.rule.Skip != "":
		res.Skipped = append(res.Skipped, Left{u, v.rule.Skip, v.rule.Pos})
		return
	case v.rule.Leave != "":
		res.Unmapped = append(res.Unmapped, Left{u, v.rule.Leave, v.rule.Pos})
		return
	}
	v.kept[monthHours] = money.Int(int64(u.Month.End().Sub(u.Month.Start()).Hours())).String()
	var all []Mapped
	for i, t := range v.rule.To {
		if t.Machine != nil {
			all = append(all, m.hours(u, v, v.needs[t.Machine])...)
			continue
		}
		factor, ok := t.Factor.with(v.kept)
		if !ok {
			res.Unmapped = append(res.Unmapped, Left{u, fmt.Sprintf("its factor is not a number: %v", v.kept), t.Pos})
			return
		}
		quantity, err := unit.Convert(u.Quantity.Mul(factor), plain(t.Unit), t.Unit)
		if err != nil { // Read tried it
			res.Unmapped = append(res.Unmapped, Left{u, err.Error(), t.Pos})
			return
		}
		mapped := Mapped{Used: u, Selector: t.selector(v.kept), Region: v.region, Quantity: quantity, Unit: t.Unit, Reason: and(v.rule.Reason, v.why), Rule: v.rule.Pos}
		if t.Region != nil {
			mapped.Region = *t.Region
		}
		if i > 0 {
			mapped.Used.Billed, mapped.Used.Records = money.Zero, 0
		}
		all = append(all, mapped)
	}
	res.Mapped = append(res.Mapped, all...)
}

func (t Target) selector(kept map[string]string) ratebook.Selector {
	s := ratebook.Selector{Category: t.Category.with(kept), Name: t.Name.with(kept)}
	if t.Subcategory != nil {
		sub := t.Subcategory.with(kept)
		s.Subcategory = &sub
	}
	return s
}

// and joins reasons.
func and(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

func joined(patterns []Pattern) string {
	var s []string
	for _, p := range patterns {
		s = append(s, p.String())
	}
	return strings.Join(s, " or ")
}

// foreign tells whether the usage is of another cloud than Azure. Of Azure's own,
// FOCUS says Microsoft.
func foreign(u scenario.Used) bool {
	p := strings.ToLower(u.Provider)
	return u.Foreign != (scenario.Foreign{}) || p != "" && p != "azure" && p != "microsoft"
}

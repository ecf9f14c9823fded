package mapping

import (
	"maps"
	"slices"
	"strings"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Read reads a mapping file. It is strict: a key that is not known, a series that
// is not there, a machine that no size is large enough for, a name that no
// condition keeps are errors, each with file and line; up to ten are given at once.
func Read(file string, data []byte) (*Mapping, error) {
	var f fileMapping
	faults, err := scenario.ReadStrict(file, "a mapping", data, &f)
	if err != nil {
		return nil, err
	}
	r := &reader{StrictFaults: faults}
	r.read(f)
	if err := r.Err(); err != nil {
		return nil, err
	}
	return &r.m, nil
}

// reader turns the file's shape into a mapping and gathers what is wrong.
type reader struct {
	*scenario.StrictFaults
	m Mapping
}

func (r *reader) read(f fileMapping) {
	if v := f.Version; v.Line() == 0 {
		r.Faultf(1, `"version" is missing`)
	} else if v.Value() != "1" {
		r.Faultf(v.Line(), "version %q is not known; this program reads version 1", v.Value())
	}
	r.m.Name = r.words(f.Name, 1, "name")
	if r.words(f.Provider, 1, "provider") != "" {
		r.m.Providers = r.patterns(f.Provider)
	}
	if r.m.joint = "."; f.Joint.Line() > 0 {
		r.m.joint = r.words(f.Joint, 1, "joint")
	}
	r.regions(f.Regions)
	r.series(f.Series)
	r.machines(f.Machines)
	for _, i := range f.Rules {
		r.m.Rules = append(r.m.Rules, r.rule(i.Line(), i.Value()))
	}
	if len(f.Rules) == 0 {
		r.Faultf(1, `"rules" is missing: nothing would be mapped`)
	}
}

// words reads text of one line that must be there.
func (r *reader) words(t text, line int, key string) string {
	switch s := t.Value(); {
	case t.Line() == 0:
		r.Faultf(line, "%q is missing", key)
	case strings.TrimSpace(s) == "":
		r.Faultf(t.Line(), "%q is empty", key)
	case terminal.Clean(s) != s:
		r.Faultf(t.Line(), "%q has a line break, a tab, another control character, or one that cannot be seen", key)
	default:
		return strings.TrimSpace(s)
	}
	return ""
}

// region reads the name of one of Azure's regions.
func (r *reader) region(t text) ratebook.Region {
	to := ratebook.ParseRegion(t.Value())
	if to == ratebook.Global || to.Known() {
		return to
	}
	var near []string
	for _, n := range ratebook.NearestRegions(t.Value(), 3) {
		near = append(near, string(n))
	}
	if near == nil {
		r.Faultf(t.Line(), "%q is not a region of Azure; give its ARM name, such as westeurope", t.Value())
	} else {
		r.Faultf(t.Line(), "%q is not a region of Azure; did you mean %s?", t.Value(), strings.Join(near, " or "))
	}
	return to
}

func (r *reader) regions(f scenario.Keyed[fileRegion]) {
	r.m.Regions, r.m.codes, r.m.names = map[string]Region{}, map[string]string{}, map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(f)) {
		name, line, v := strings.ToLower(key), f[key].Line(), f[key].Value()
		reg := Region{Pos: r.Pos(line)}
		switch {
		case v.Leave.Line() == 0:
			reg.Reason = r.words(v.Reason, line, "reason")
			if r.words(v.To, line, "to") != "" {
				reg.To = r.region(v.To)
			}
		case v.To.Line() > 0 || v.Reason.Line() > 0:
			r.Faultf(line, `a region has "to" and "reason", or "leave"; this one has both`)
		default:
			reg.Leave = r.words(v.Leave, line, "leave")
		}
		for _, n := range v.Names {
			called := regionName(n.Value())
			if other, again := r.m.names[called]; again {
				r.Faultf(n.Line(), "the name %q is that of %s, too", n.Value(), other)
			}
			r.m.names[called] = name
			reg.Names = append(reg.Names, n.Value())
		}
		for _, c := range v.Codes {
			if other, again := r.m.codes[c.Value()]; again {
				r.Faultf(c.Line(), "the code %q is that of %s, too", c.Value(), other)
			}
			r.m.codes[c.Value()] = name
			reg.Codes = append(reg.Codes, c.Value())
		}
		r.m.Regions[name] = reg
	}
}

func (r *reader) series(f scenario.Keyed[scenario.Keyed[fileShape]]) {
	r.m.Series = map[string][]Size{}
	for _, series := range slices.Sorted(maps.Keys(f)) {
		sizes := f[series].Value()
		if len(sizes) == 0 {
			r.Faultf(f[series].Line(), "series %q has no sizes", series)
		}
		r.m.Series[series] = nil
		for _, name := range slices.Sorted(maps.Keys(sizes)) {
			r.m.Series[series] = append(r.m.Series[series], Size{series, name, r.shape(sizes[name])})
		}
	}
}

func (r *reader) shape(i scenario.Item[fileShape]) Shape {
	v := i.Value()
	return Shape{VCPU: r.positive(v.VCPU.Value(), v.VCPU.Line(), i.Line(), "vcpu"), Memory: r.positive(v.Memory.Value(), v.Memory.Line(), i.Line(), "memory")}
}

func (r *reader) positive(s string, line, whole int, key string) money.Decimal {
	if line == 0 {
		r.Faultf(whole, "%q is missing", key)
		return money.One
	}
	d, err := money.Parse(s)
	if err != nil {
		r.Faultf(line, "%q %w", key, err)
	} else if d.Sign() <= 0 {
		r.Faultf(line, "%q %s is not above zero", key, s)
	}
	return d
}

// seriesNames reads names of series, which must be there.
func (r *reader) seriesNames(list []text) []string {
	var names []string
	for _, t := range list {
		if _, ok := r.m.Series[t.Value()]; !ok {
			known := slices.Sorted(maps.Keys(r.m.Series))
			hint := "; there are " + strings.Join(known, ", ")
			if near := ratebook.NearestWords(t.Value(), known, 2); len(near) > 0 {
				hint = "; did you mean " + strings.Join(near, " or ") + "?"
			} else if len(known) == 0 {
				hint = `; "series" is missing`
			}
			r.Faultf(t.Line(), "%q is not a series of this file%s", t.Value(), hint)
			continue
		}
		names = append(names, t.Value())
	}
	return names
}

func (r *reader) machines(list []scenario.Item[fileMachine]) {
	r.m.Machines, r.m.left = map[string]Machine{}, map[string]string{}
	for _, i := range list {
		if i.Value().Leave.Line() > 0 {
			r.leftMachines(i.Value(), i.Line())
			continue
		}
		v, line := i.Value(), i.Line()
		reason, series := r.words(v.Reason, line, "reason"), r.seriesNames(v.Series)
		for key, missing := range map[string]bool{"families": len(v.Families) == 0, "series": len(v.Series) == 0, "sizes": len(v.Sizes) == 0} {
			if missing {
				r.Faultf(line, "%q is missing", key)
			}
		}
		for _, size := range slices.Sorted(maps.Keys(v.Sizes)) {
			shape, billed := r.shape(v.Sizes[size]), money.Zero
			if b := v.Sizes[size].Value().Billed; b.Line() > 0 {
				billed = r.positive(b.Value(), b.Line(), line, "billed_vcpu")
			}
			if _, ok := r.m.fit(shape, series); !ok && len(series) > 0 {
				r.Faultf(v.Sizes[size].Line(), "no size of %s has %s or more, for %s; name another series, or leave the size out", strings.Join(series, " and "), shape, size)
			}
			for _, family := range v.Families {
				machine := strings.ToLower(family.Value() + r.m.joint + size)
				if other, again := r.m.Machines[machine]; again {
					r.Faultf(family.Line(), "%s stands already in line %d", machine, other.Line)
				}
				r.m.Machines[machine] = Machine{r.Pos(line), shape, series, reason, billed}
			}
		}
	}
}

// leftMachines are families that are left unmapped, or those of their sizes that
// are listed.
func (r *reader) leftMachines(v fileMachine, line int) {
	why := r.words(v.Leave, line, "leave")
	if len(v.Families) == 0 {
		r.Faultf(line, "%q is missing", "families")
	}
	if len(v.Series) > 0 || v.Reason.Line() > 0 {
		r.Faultf(line, `machines have "series" and "reason", or "leave"; these have both`)
	}
	for _, family := range v.Families {
		names := []string{strings.ToLower(family.Value())}
		if len(v.Sizes) > 0 {
			names = nil
		}
		for _, size := range slices.Sorted(maps.Keys(v.Sizes)) {
			r.shape(v.Sizes[size])
			names = append(names, strings.ToLower(family.Value()+r.m.joint+size))
		}
		for _, name := range names {
			if _, again := r.m.left[name]; again {
				r.Faultf(family.Line(), "%s is left in another line already", name)
			}
			r.m.left[name] = why
		}
	}
}

// patterns reads globs with " | " between them. All must keep the same names, so
// that targets can rely on them.
func (r *reader) patterns(t text) (all []Pattern) {
	if t.Line() == 0 {
		return nil
	}
	for s := range strings.SplitSeq(t.Value(), " | ") {
		p, err := parsePattern(strings.TrimSpace(s))
		if err != nil {
			r.Faultf(t.Line(), "%w", err)
			return nil
		}
		if len(all) > 0 && !sameNames(p.names, all[0].names) {
			r.Faultf(t.Line(), "the patterns %q and %q keep different names", all[0], p)
		}
		all = append(all, p)
	}
	return all
}

func sameNames(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// plain is a unit as it counts single ones.
func plain(u unit.Unit) unit.Unit { return u.Single().Over(u.Period()) }

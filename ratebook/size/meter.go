package size

import (
	"regexp"
	"slices"
	"strings"

	"azwhatif/ratebook"
)

// Machine is what a meter of virtual machines prices.
type Machine struct {
	Keys    []string // of the sizes, as Key has them: two of "D2 v3/D2s v3"
	Windows bool     // the licence is in the price
	Series  []string // in small letters, as the subcategory names them; none in cards before 2018
	Taken   Taken
	promo   bool
}

// Taken says whether Azure may take a machine back.
type Taken string

const (
	Kept        Taken = ""
	Spot        Taken = "spot"
	LowPriority Taken = "low priority"
)

// oldMachine is the subcategory of a meter in cards before 2018:
// "Standard_D12_v2 VM Low Priority (Windows)".
var oldMachine = regexp.MustCompile(`^(\S+) VM(_Promo)?( Low Priority)?( \(Windows\))?$`)

// MachineOf tells which sizes a meter prices; ok is false where it is not a machine's,
// or one of another kind: Basic, a dedicated host, Cloud Services, a price that ended.
func MachineOf(m ratebook.Meter) (of Machine, ok bool) {
	if !strings.EqualFold(m.Category, "Virtual Machines") || m.Name == "" {
		return of, false
	}
	if strings.EqualFold(m.Name, "Compute Hours") {
		p := oldMachine.FindStringSubmatch(m.Subcategory)
		if p == nil {
			return of, false
		}
		of = Machine{Keys: []string{Key(p[1])}, Windows: p[4] != "", promo: p[2] != ""}
		if twin := premiumTwin(p[1]); twin != "" {
			of.Keys = append(of.Keys, Key(twin))
		}
		if p[3] != "" {
			of.Taken = LowPriority
		}
		return of.withPromo(), true
	}
	for w := range strings.FieldsSeq(m.Variant()) {
		switch w {
		case "windows":
			of.Windows = true
		case "promo":
			of.promo = true
		default:
			return of, false
		}
	}
	name := strings.ToLower(m.Name)
	if rest, spot := strings.CutSuffix(name, " spot"); spot {
		name, of.Taken = rest, Spot
	} else if rest, low := strings.CutSuffix(name, " low priority"); low {
		name, of.Taken = rest, LowPriority
	}
	if strings.HasSuffix(name, "expired") {
		return of, false
	}
	for part := range strings.SplitSeq(name, "/") {
		of.Keys = append(of.Keys, Key(part))
	}
	series := strings.ToLower(m.Subcategory)
	series = strings.TrimPrefix(series, "virtual machines ")
	if before, _, found := strings.Cut(strings.Replace(series, "-series", " series", 1), " series"); found {
		of.Series = strings.Split(strings.TrimSuffix(before, " promo"), "/")
	}
	return of.withPromo(), true
}

// withPromo gives the sizes the names that they had while they were sold for less.
func (m Machine) withPromo() Machine {
	if m.promo {
		for i := range m.Keys {
			m.Keys[i] += "promo"
		}
	}
	return m
}

// Names tells whether the meter's subcategory names the size's own series, and not that
// of another size which shares the meter's name.
func (m Machine) Names(s *Size) bool {
	return len(m.Series) == 0 || slices.Contains(m.Series, strings.ToLower(strings.TrimSuffix(s.Series(), " Promo")))
}

var twinShape = regexp.MustCompile(`^(Standard_)?([DEFG])([0-9]+)(_v[0-9])?$`)

// premiumTwin is the size with premium storage that cards before 2018 price by the
// meter of the one without: Standard_DS2 of Standard_D2.
func premiumTwin(name string) string {
	p := twinShape.FindStringSubmatch(name)
	switch {
	case p == nil:
		return ""
	case p[2] == "F" || p[4] == "_v3":
		return p[2] + p[3] + "s" + p[4]
	}
	return p[2] + "S" + p[3] + p[4]
}

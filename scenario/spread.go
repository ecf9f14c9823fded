package scenario

import (
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// Spread says how sure usage is: how the factor on what is stated is distributed.
type Spread struct {
	Of              string // the import or the estate whose workloads all have one factor; "" of a workload's own
	Distribution    Distribution
	Low, High       money.Decimal // of a Triangle, a PERT, a Uniform and a Beta
	Likely          money.Decimal // of a Triangle and a PERT
	Mean, Deviation money.Decimal // of a Normal, a LogNormal and a Gamma; Deviation is the standard deviation
	Alpha, Beta     money.Decimal // the shape of a Beta
}

// Distribution is a family of distributions of usage.
type Distribution string

const (
	Triangle  Distribution = "triangle" // rises straight from low to likely, and falls straight to high
	PERT      Distribution = "pert"     // a beta between low and high, of mean (low + 4 likely + high) ÷ 6
	Uniform   Distribution = "uniform"
	Normal    Distribution = "normal" // cut off at 0: no usage is below
	LogNormal Distribution = "lognormal"
	Gamma     Distribution = "gamma"
	Beta      Distribution = "beta"
)

// distributions have the keys that each takes.
var distributions = map[Distribution][]string{
	Triangle: {"low", "likely", "high"}, PERT: {"low", "likely", "high"}, Uniform: {"low", "high"},
	Normal: {"mean", "deviation"}, LogNormal: {"mean", "deviation"}, Gamma: {"mean", "deviation"},
	Beta: {"low", "high", "alpha", "beta"},
}

// Typical is the factor that is expected: the likely one, where one is stated;
// else the mean.
func (s Spread) Typical() money.Decimal {
	switch s.Distribution {
	case Triangle, PERT:
		return s.Likely
	case Uniform:
		return s.Low.Add(s.High).Div(money.Int(2))
	case Beta:
		return s.Low.Add(s.High.Sub(s.Low).Mul(s.Alpha).Div(s.Alpha.Add(s.Beta)))
	default:
		return s.Mean
	}
}

// Ranges say how totals are drawn where workloads have spreads.
type Ranges struct {
	Draws int
	Seed  uint64
}

// DefaultRanges are those of a scenario that states none.
var DefaultRanges = Ranges{Draws: 10_000, Seed: 1}

// MaxDraws bounds Ranges.Draws.
const MaxDraws = 100_000

// Correlation says that the usage of workloads, imports or estates goes together: 1 rises and falls
// as one, -1 against each other, 0 independently. It is that of the normal
// scores of their factors (a Gaussian copula).
type Correlation struct {
	Pos
	Workloads []string
	Values    [][]money.Decimal // by two of Workloads; symmetric, 1 on the diagonal
}

// spreadFor reads the spread of an import or an estate, whose name is needed then, since
// its usage becomes several workloads.
func (r *reader) spreadFor(what string, name text, f *item[fileSpread]) *Spread {
	sp := r.spread(f)
	if sp == nil {
		return nil
	}
	sp.Of = name.value
	if name.line == 0 {
		r.errorf(f.line, "%s with a spread needs a name, by which its range is shown", what)
	}
	return sp
}

func (r *reader) spread(f *item[fileSpread]) *Spread {
	if f == nil {
		return nil
	}
	before := len(r.errs)
	sp := &Spread{Distribution: Triangle}
	if f.v.Distribution.line > 0 {
		sp.Distribution = value(r, f.v.Distribution, oneOf("distribution", slices.Sorted(maps.Keys(distributions))...))
	}
	keys := distributions[sp.Distribution]
	for _, k := range []struct {
		key string
		number
		into *money.Decimal
	}{
		{"low", f.v.Low, &sp.Low}, {"likely", f.v.Likely, &sp.Likely}, {"high", f.v.High, &sp.High},
		{"mean", f.v.Mean, &sp.Mean}, {"deviation", f.v.Deviation, &sp.Deviation},
		{"alpha", f.v.Alpha, &sp.Alpha}, {"beta", f.v.Beta, &sp.Beta},
	} {
		switch {
		case slices.Contains(keys, k.key):
			*k.into = need(r, k.text, f.line, k.key, factorOf(k.key))
		case k.line > 0 && keys != nil:
			r.errorf(k.line, "spread: %s is not for a %s, which takes %s", k.key, sp.Distribution, strings.Join(keys, ", "))
		}
	}
	if len(r.errs) > before {
		return sp
	}
	switch sp.Distribution {
	case Triangle, PERT:
		if sp.Likely.Less(sp.Low) || sp.High.Less(sp.Likely) {
			r.errorf(f.line, "spread: low %s, likely %s and high %s do not rise", sp.Low, sp.Likely, sp.High)
		}
	case Uniform, Beta:
		if sp.High.Less(sp.Low) {
			r.errorf(f.line, "spread: low %s is above high %s", sp.Low, sp.High)
		}
	case Normal, LogNormal, Gamma:
		if sp.Mean.Mul(money.Int(100)).Less(sp.Deviation) {
			r.errorf(f.line, "spread: deviation %s is more than a hundred times the mean, %s", sp.Deviation, sp.Mean)
		}
	}
	return sp
}

// maxFactor bounds the factors of spreads.
const maxFactor = 1_000_000

func factorOf(key string) func(string) (money.Decimal, error) {
	return func(s string) (money.Decimal, error) {
		parse := notNegative(key)
		if key == "mean" || key == "alpha" || key == "beta" {
			parse = positive(key)
		}
		d, err := parse(s)
		if shape := key == "alpha" || key == "beta"; err == nil && shape && (d.Less(money.MustParse("0.01")) || money.Int(10000).Less(d)) {
			return d, errShape(key + " " + s)
		}
		if err == nil && money.Int(maxFactor).Less(d) {
			return d, errTooLarge(key + " " + s)
		}
		return d, err
	}
}

type errTooLarge string

func (e errTooLarge) Error() string { return string(e) + " is above a million times" }

type errShape string

func (e errShape) Error() string { return string(e) + " is not from 0.01 to 10000" }

func (r *reader) ranges(f *item[fileRanges]) Ranges {
	out := DefaultRanges
	if f == nil {
		return out
	}
	set(r, &out.Draws, f.v.Draws.text, whole("draws", 1, MaxDraws))
	set(r, &out.Seed, f.v.Seed.text, seed)
	return out
}

// correlations reads what is said of pairs of workloads; each pair once.
func (r *reader) correlations(s *Scenario, list []item[fileCorrelation]) {
	said := map[[2]string]int{}
	for _, it := range list {
		c := Correlation{Pos: Pos{r.file, it.line}}
		before := len(r.errs)
		for _, name := range it.v.Workloads {
			c.Workloads = append(c.Workloads, value(r, name, r.spreadOf(s)))
		}
		n := len(c.Workloads)
		switch {
		case n < 2:
			r.errorf(it.line, "a correlation is of two workloads or more")
		case it.v.Value.line > 0 && it.v.Matrix != nil:
			r.errorf(it.v.Value.line, "value and matrix are both given; take one")
		case it.v.Matrix != nil:
			c.Values = r.matrix(it, n)
		default:
			v := need(r, it.v.Value.text, it.line, "value", correlation)
			for i := range n {
				c.Values = append(c.Values, slices.Repeat([]money.Decimal{v}, n))
				c.Values[i][i] = money.One
			}
		}
		if len(r.errs) > before {
			continue
		}
		for i, a := range c.Workloads {
			for _, b := range c.Workloads[:i] {
				if a == b {
					r.errorf(it.line, "workload %q is named twice", a)
					continue
				}
				pair := [2]string{min(a, b), max(a, b)}
				if first, again := said[pair]; again {
					r.errorf(it.line, "the correlation of %q and %q is stated already in line %d", pair[0], pair[1], first)
				}
				said[pair] = it.line
			}
		}
		s.Correlations = append(s.Correlations, c)
	}
}

// spreadOf reads the name of a workload, an import or an estate that has a spread.
func (r *reader) spreadOf(s *Scenario) func(string) (string, error) {
	spreads := s.spreads()
	return func(name string) (string, error) {
		switch sp, named := spreads[name]; {
		case !named:
			return "", errNoWorkload{name, nearestName(name, slices.Sorted(maps.Keys(spreads)))}
		case sp == nil:
			return "", errNoSpread(name)
		}
		return name, nil
	}
}

// spreads are those of all that may have one, by name; nil of what has none.
func (s *Scenario) spreads() map[string]*Spread {
	out := map[string]*Spread{}
	add := func(name string, sp *Spread) {
		if name != "" && out[name] == nil {
			out[name] = sp
		}
	}
	for _, w := range s.Workloads {
		add(w.Name, w.Spread)
	}
	for _, i := range s.Imports {
		add(i.Name, i.Spread)
	}
	for _, e := range s.Estates {
		add(e.Name, e.Spread)
	}
	return out
}

// spreadNames holds the names of what has a spread apart: ranges are shown by them, and
// correlations name them.
func (r *reader) spreadNames(s *Scenario) {
	seen := map[string]Pos{}
	name := func(at Pos, name string, sp *Spread) {
		if sp == nil || name == "" {
			return
		}
		if first, again := seen[name]; again {
			r.errorf(at.Line, "a spread of the name %q stands already in line %d; name one of the two otherwise", name, first.Line)
			return
		}
		seen[name] = at
	}
	for _, w := range s.Workloads {
		name(w.Pos, w.Name, w.Spread)
	}
	for _, i := range s.Imports {
		name(i.Pos, i.Name, i.Spread)
	}
	for _, e := range s.Estates {
		name(e.Pos, e.Name, e.Spread)
	}
}

type errNoSpread string

func (e errNoSpread) Error() string {
	return `"` + string(e) + `" has no spread, and so nothing to correlate`
}

type errNoWorkload struct{ name, hint string }

func (e errNoWorkload) Error() string {
	return `no workload, import or estate is named "` + e.name + `"` + e.hint
}

// matrix reads a correlation matrix of n workloads.
func (r *reader) matrix(it item[fileCorrelation], n int) [][]money.Decimal {
	rows := it.v.Matrix
	if len(rows) != n {
		r.errorf(it.line, "the matrix has %d rows for %d workloads", len(rows), n)
		return nil
	}
	var out [][]money.Decimal
	for i, row := range rows {
		if len(row) != n {
			r.errorf(it.line, "row %d of the matrix has %d numbers for %d workloads", i+1, len(row), n)
			return nil
		}
		var values []money.Decimal
		for _, t := range row {
			values = append(values, value(r, t.text, correlation))
		}
		out = append(out, values)
	}
	for i := range out {
		if !out[i][i].Equal(money.One) {
			r.errorf(rows[i][i].line, "the matrix has %s on its diagonal, in row %d, where a workload's correlation with itself is 1", rows[i][i].value, i+1)
		}
		for k := range i {
			if !out[i][k].Equal(out[k][i]) {
				r.errorf(rows[i][k].line, "the matrix is not symmetric: row %d has %s where row %d has %s", i+1, rows[i][k].value, k+1, rows[k][i].value)
			}
		}
	}
	return out
}

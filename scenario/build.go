package scenario

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// scenario checks the file's values and puts them together.
func (r *reader) scenario(f fileScenario, line int) *Scenario {
	need(r, f.Version.text, line, "version", version)
	s := &Scenario{
		File:     r.file,
		Name:     need(r, f.Name, line, "name", words("name")),
		Ratebook: value(r, f.Ratebook, words("ratebook")),
		Start:    need(r, f.Start, line, "start", ParseMonth),
		Months:   need(r, f.Months.text, line, "months", whole("months", 1, MaxMonths)),
		Hours:    HoursPerMonth{money.Int(730)},
		ReportIn: value(r, f.ReportIn, money.ParseCurrency),
		Rules:    DefaultRules,
		Exchange: map[money.Currency]Exchange{},
	}
	if f.Hours.line > 0 {
		s.Hours = value(r, f.Hours.text, ParseHoursPerMonth)
	}
	r.rules(&s.Rules, f.Rules)
	r.exchange(s, f)
	if s.Start.IsZero() || s.Months == 0 { // an error already; what follows is held to some months
		r.misshapen, s.Start, s.Months = true, Month{2000, time.January}, MaxMonths
	}
	s.Cash, s.Current = r.cash(f.Cash), r.current(s, f.Current)
	r.imports(s, f)
	s.Sizing = r.sizing(f.Sizing)
	r.workloads(s, f, line)
	r.estates(s, f)
	r.marketplace(s, f.Marketplace)
	s.Ranges = r.ranges(f.Ranges)
	r.spreadNames(s)
	r.correlations(s, f.Correlations)
	r.owned(s, f.Owned)
	r.cases(s, f, line)
	r.payables(s, f.Payable)
	r.currencies(s)
	r.chargeback(s, f.Chargeback)
	r.alerts(s, f)
	s.Warnings, s.NewSeries = append(s.Warnings, r.warns...), r.newSeries
	return s
}

func (r *reader) workloads(s *Scenario, f fileScenario, line int) {
	if len(f.Workloads) == 0 && len(f.Imports) == 0 && len(f.Estates) == 0 {
		r.errorf(line, "workloads is missing: say what would be used (or give imports or estates)")
	}
	names := map[string]int{}
	for _, it := range f.Workloads {
		w := it.v
		out := Workload{
			Pos:          Pos{r.file, it.line},
			Name:         need(r, w.Name, it.line, "name", words("name")),
			Region:       value(r, w.Region, region),
			Subscription: value(r, w.Subscription, r.subscription),
			Account:      value(r, w.Account, words("billing_account")),
			Group:        value(r, w.Group, words("resource_group")),
			Tags:         r.tags(w.Tags),
			From:         value(r, w.From, ParseMonth),
			Until:        value(r, w.Until, ParseMonth),
			Growth:       value(r, w.Growth.text, percent("growth", -100, 1000)),
			Spread:       r.spread(w.Spread),
		}
		r.moveIn(s, &out.From, out.Tags, w.From)
		r.unique(names, "a workload", w.Name)
		r.period(s, &out, w)
		if len(w.Usage) == 0 && len(w.Machines) == 0 && w.Extras == nil {
			r.errorf(it.line, "the workload has no usage, no machines and no extras")
		}
		for _, u := range w.Usage {
			out.Usage = append(out.Usage, r.usage(u))
		}
		for _, m := range w.Machines {
			out.Machines = append(out.Machines, r.machine(m))
		}
		out.Usage = append(out.Usage, r.extras(w.Extras, out.Region, "the workload")...)
		out.Sizing = r.sizing(w.Sizing)
		s.Workloads = append(s.Workloads, out)
	}
}

// period fills in the months that are left out, and holds them to the
// scenario's: growth counts from the workload's first month in it.
func (r *reader) period(s *Scenario, w *Workload, f fileWorkload) {
	last := s.Start.Add(s.Months - 1)
	if w.From.IsZero() || w.From.Since(s.Start) < 0 {
		w.From = s.Start
	}
	until := w.Until
	if until.IsZero() || until.Since(last) > 0 {
		w.Until = last
	}
	if w.From.Since(last) > 0 {
		r.errorf(f.From.line, "workload %q begins in %s, after the scenario's last month, %s", w.Name, w.From, last)
	}
	if !until.IsZero() && until.Since(w.From) < 0 {
		r.errorf(f.Until.line, "workload %q ends in %s, before it begins, in %s", w.Name, until, w.From)
	}
}

func (r *reader) unique(seen map[string]int, what string, name text) {
	if name.line == 0 {
		return
	}
	if first, again := seen[name.value]; again {
		r.errorf(name.line, "%s of the name %q stands already in line %d", what, name.value, first)
		return
	}
	seen[name.value] = name.line
}

func (r *reader) tags(f keyed[number]) map[string]string {
	out := map[string]string{}
	for _, k := range slices.Sorted(maps.Keys(f)) {
		value(r, text{k, f[k].line}, oneLine("the tag"))
		out[k] = value(r, f[k].v.text, oneLine(fmt.Sprintf("tag %q", k)))
	}
	return out
}

func (r *reader) usage(it item[fileUsage]) Usage {
	u, line := it.v, it.line
	out := Usage{Pos: Pos{r.file, line}}
	if u.Meter.line == 0 {
		r.errorf(line, "meter is missing")
	} else {
		out.Meter = r.meter(u.Meter)
	}
	switch {
	case u.Count.line > 0 && u.Quantity.line > 0:
		r.errorf(u.Quantity.line, "count and quantity are both given; take one")
	case u.Count.line > 0:
		count := counted(r, "count", u.Count.text, notNegative("count"))
		out.Count = &count
	case u.Quantity.line > 0 && u.Hours.line > 0:
		r.errorf(u.Hours.line, "quantity is a month's; hours go with count")
	case u.Quantity.line > 0:
		out.Quantity = counted(r, "quantity", u.Quantity.text, unit.ParseQuantity)
		if out.Quantity.Value.Sign() < 0 {
			r.errorf(u.Quantity.line, "quantity %s is below zero", u.Quantity.value)
		}
	case u.Hours.line > 0:
		r.errorf(u.Hours.line, "hours are given without a count")
	default:
		r.errorf(line, "the usage has neither a count nor a quantity; say how much is used")
	}
	if u.Hours.line > 0 {
		hours := value(r, u.Hours.text, ParseSchedule)
		out.Hours = &hours
	}
	return out
}

func (r *reader) meter(it item[fileMeter]) ratebook.Selector {
	m := it.v
	s := ratebook.Selector{
		ID:       value(r, m.ID, ratebook.ParseMeterID),
		Category: m.Category.value,
		Name:     m.Name.value,
		Unit:     m.Unit.value,
	}
	if m.Subcategory != nil {
		s.Subcategory = &m.Subcategory.value
	}
	if s.IsZero() && m.ID.line == 0 {
		r.errorf(it.line, "a meter is picked by its id or by words (category, subcategory, name, unit)")
	}
	if m.ID.line > 0 && (s.Category != "" || s.Subcategory != nil || s.Name != "" || s.Unit != "") {
		r.errorf(m.ID.line, "a meter is picked by its id or by words, not by both")
	}
	return s
}

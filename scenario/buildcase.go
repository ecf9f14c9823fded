package scenario

import (
	"fmt"
	"maps"
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// MaxCases bounds a scenario's cases, MaxChanges the changes of one, those of
// the case that it is like among them.
const (
	MaxCases   = 500
	MaxChanges = 1000
)

func (r *reader) cases(s *Scenario, f fileScenario, line int) {
	switch {
	case len(f.Cases) > MaxCases:
		r.errorf(f.Cases[MaxCases].line, "%d cases are more than %d", len(f.Cases), MaxCases)
		return
	case len(f.Cases) == 0 && f.Sweep == nil:
		r.errorf(line, "cases is missing: say under which terms the usage is priced (or give a sweep)")
	}
	names, lines := map[string]int{}, map[string]int{}
	for _, it := range slices.Backward(f.Cases) {
		lines[it.v.Name.value] = it.line
	}
	for _, it := range f.Cases {
		r.unique(names, "a case", it.v.Name)
		c := r.oneCase(s.Cases, it, lines)
		r.benefits(s, &c, it.v)
		for _, ch := range it.v.Changes {
			c.Changes = append(c.Changes, r.change(ch, s))
		}
		if levers := r.levers(it.v.Hybrid, it.v.Spot, it.v.LowPriority); levers != nil {
			c.Changes = append(c.Changes, Change{Pos: c.Pos, Levers: levers})
		}
		if len(c.Changes) > MaxChanges {
			r.errorf(it.line, "case %q has %d changes, more than %d", c.Name, len(c.Changes), MaxChanges)
			c.Changes = nil
		}
		s.Cases = append(s.Cases, c)
	}
	if f.Sweep != nil {
		r.sweep(s, *f.Sweep)
		if len(s.Cases) > MaxCases {
			r.errorf(f.Sweep.line, "%d cases, with those of the sweep, are more than %d", len(s.Cases), MaxCases)
		}
	}
	for i := range s.Cases {
		s.Cases[i].Owned = s.Owned
	}
}

// oneCase reads a case but for its own changes. lines has the lines of all
// cases, by name.
func (r *reader) oneCase(earlier []Case, it item[fileCase], lines map[string]int) Case {
	f, line := it.v, it.line
	c := Case{Terms: ratebook.Terms{Source: ratebook.RateCard, Locale: ratebook.DefaultLocale}}
	if f.Like.line > 0 {
		i := slices.IndexFunc(earlier, func(e Case) bool { return e.Name == f.Like.value })
		if i < 0 {
			r.errorf(f.Like.line, "no case before this one is named %q%s", f.Like.value, otherCase(f.Like.value, earlier, lines))
		} else {
			c = earlier[i]
			c.Changes = slices.Clone(c.Changes)
		}
	}
	c.Pos, c.Name = Pos{r.file, line}, need(r, f.Name, line, "name", words("name"))
	set(r, &c.Terms.Source, f.Source, oneOf("source", ratebook.Sources...))
	set(r, &c.Terms.Offer, f.Offer, ratebook.ParseOffer)
	set(r, &c.Terms.Currency, f.Currency, money.ParseCurrency)
	set(r, &c.Terms.Market, f.Market, ratebook.ParseMarket)
	set(r, &c.Terms.Locale, f.Locale, ratebook.ParseLocale)
	set(r, &c.Region, f.Region, place)
	set(r, &c.Discount, f.Discount.text, percent("discount", 0, 100))
	if f.Discount.line > 0 {
		c.DiscountPos = Pos{r.file, f.Discount.line}
	}
	if f.Like.line == 0 { // never assumed
		for _, k := range []struct {
			key string
			text
		}{{"offer", f.Offer}, {"currency", f.Currency}, {"market", f.Market}} {
			if k.line == 0 {
				r.errorf(line, "the case has no %s, and is not like another case", k.key)
			}
		}
	}
	c.Sizing = r.sizing(f.Sizing).Over(c.Sizing)
	set(r, &c.Modernise, f.Modernise, oneOf("modernise", ModerniseDropIn, ModerniseLatest, ModerniseCheapest, "none"))
	if c.Modernise == "none" {
		c.Modernise = ""
	}
	c.Discounts = append(r.discounts(f.Discounts), c.Discounts...)
	if f.Payable != nil {
		c.Payable = r.payable(*f.Payable)
	}
	if m := f.Commitment; m != nil {
		c.Commitments = r.commitments(*m)
		line = m.line
	}
	r.planCurrency(c, line)
	return c
}

// set parses a text into a field that keeps its value where the text is
// missing.
func set[T any](r *reader, field *T, t text, parse func(string) (T, error)) {
	if t.line > 0 {
		*field = value(r, t, parse)
	}
}

// otherCase says what would do in place of a case that is not there.
func otherCase(wanted string, earlier []Case, lines map[string]int) string {
	var names []string
	for _, c := range earlier {
		names = append(names, c.Name)
	}
	if later, ok := lines[wanted]; ok {
		return fmt.Sprintf("; one comes in line %d, but must stand before", later)
	}
	return nearestName(wanted, names)
}

func nearestName(wanted string, names []string) string {
	if near := ratebook.NearestWords(wanted, names, 1); len(near) == 1 {
		return fmt.Sprintf("; did you mean %q?", near[0])
	}
	return ""
}

func (r *reader) change(it item[fileChange], s *Scenario) Change {
	f := it.v
	c := Change{Pos: Pos{r.file, it.line}}
	if w := f.Where; w != nil {
		c.Where = Where{
			Workload:     value(r, w.Workload, workloadOf(s)),
			Subscription: value(r, w.Subscription, r.subscription),
			Tags:         r.tags(w.Tags),
			Region:       value(r, w.Region, place),
		}
		if w.Meter != nil {
			m := r.meter(*w.Meter)
			c.Where.Meter = &m
		}
	}
	if f.Scale.line > 0 {
		scale := value(r, f.Scale.text, notNegative("scale"))
		c.Scale = &scale
	}
	if f.Hours.line > 0 {
		hours := value(r, f.Hours.text, ParseSchedule)
		c.Hours = &hours
	}
	if f.Swap != nil {
		m := r.meter(*f.Swap)
		c.Swap = &m
	}
	c.Region = value(r, f.Region, place)
	before := len(r.errs)
	c.Levers = r.levers(f.Hybrid, f.Spot, f.LowPriority)
	if c.Scale == nil && c.Hours == nil && c.Swap == nil && f.Region.line == 0 && c.Levers == nil && len(r.errs) == before {
		r.errorf(it.line, "the change changes nothing; give scale, hours, swap, region, hybrid_benefit, spot or low_priority")
	}
	return c
}

// workloadOf reads the name of one of the workloads. What imports bring is not
// known yet: then any name will do, and one that fits nothing is warned of.
func workloadOf(s *Scenario) func(string) (string, error) {
	return func(name string) (string, error) {
		var names []string
		for _, w := range s.Workloads {
			names = append(names, w.Name)
		}
		if !slices.Contains(names, name) && len(s.Imports)+len(s.Estates) == 0 {
			return "", fmt.Errorf("no workload is named %q%s", name, nearestName(name, names))
		}
		return name, nil
	}
}

// values parses each text of a list.
func values[T any](r *reader, list []text, parse func(string) (T, error)) []T {
	var vs []T
	for _, t := range list {
		vs = append(vs, value(r, t, parse))
	}
	return vs
}

// currencies checks that every case's total can be reported.
func (r *reader) currencies(s *Scenario) {
	cases := s.allCases()
	for _, code := range slices.Sorted(maps.Keys(s.Exchange)) {
		used := slices.ContainsFunc(cases, func(c Case) bool { return c.Terms.Currency == code }) ||
			slices.ContainsFunc(s.Marketplace, func(p MarketplacePurchase) bool { return p.Currency == code }) ||
			slices.ContainsFunc(s.Owned, func(o Owned) bool { return o.Currency == code }) ||
			slices.ContainsFunc(cases, func(c Case) bool { return c.Payable.pays(code) }) ||
			s.Current != nil && s.Current.Currency == code
		if s.ReportIn != "" && !used {
			s.Warnings = append(s.Warnings, fmt.Sprintf("exchange: the rate of %s is not used: no case is in it", code))
		}
	}
	for _, p := range s.Marketplace {
		r.exchangeable(s, p.Pos, fmt.Sprintf("purchase %q", p.Name), p.Currency)
	}
	r.ownedCurrencies(s)
	r.currentCurrency(s)
	if s.ReportIn == "" {
		return
	}
	missing := map[money.Currency]bool{}
	for _, c := range cases {
		from := c.Terms.Currency
		if _, ok := s.Exchange[from]; !ok && from != s.ReportIn && from != "" && !missing[from] {
			missing[from] = true
			r.errorf(c.Line, "case %q is in %s and totals are reported in %s: state the rate under exchange: {%s: {rate: …, as_of: …, source: …}}", c.Name, from, s.ReportIn, from)
		}
	}
}

// exchangeable holds that an amount which the scenario states can be told in every
// case's currency: a case whose own rate is missing is said by currencies.
func (r *reader) exchangeable(s *Scenario, at Pos, what string, in money.Currency) {
	for _, c := range s.allCases() {
		if !r.exchangeableIn(s, at, what, in, c) {
			return
		}
	}
}

// exchangeableIn is the same of one case's currency.
func (r *reader) exchangeableIn(s *Scenario, at Pos, what string, in money.Currency, c Case) bool {
	to := c.Terms.Currency
	if _, ok := s.Exchanged(money.One, in, to); ok || in == "" || to == "" {
		return true
	}
	if _, ok := s.Worth(in); ok { // the case's own rate is missing, which is said of the case
		return false
	}
	report := ""
	if s.ReportIn == "" {
		report = fmt.Sprintf("report_in: %s, and ", to)
	}
	r.errorf(at.Line, "%s is in %s and case %q in %s: state %sthe rate under exchange: {%s: {rate: …, as_of: …, source: …}}", what, in, c.Name, to, report, in)
	return false
}

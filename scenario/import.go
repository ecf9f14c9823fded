package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Import takes usage from a Source.
type Import struct {
	Pos
	Source
	Name          string
	As            ImportAs
	Format        string // "" where it is found by header
	DateOrder     string
	Decimal       string         // "." or ",", where the files do not settle it
	Currency      money.Currency // of costs where the files name none
	From, Until   Month          // of the usage; zero is open
	Subscriptions []string
	Tags          map[string]string // only usage with these
	Account       string            // the billing account of its subscriptions; "" where it is not stated
	KeepTags      []string          // the tags to show charges by
	KeepGroups    bool              // keep resource groups apart
	Mapping       string            // of other clouds' usage: "aws", "none", or a file beside the scenario's
	Covered       CoveredAs         // "" is PriceCovered
	CycleDay      int               // the day on which the billing month starts; 0 is the first
	Days          Gap               // the days that the files are of, where their records do not show it; zero is not stated
	Spread        *Spread           // of all its usage, which has one factor; nil where none is stated
	Given         bool              // as recorded, and of the days that there are: none is missing
}

// ImportAs says what the scenario's months have of the months given.
type ImportAs string

const (
	TypicalMonth ImportAs = "typical-month" // each has what follows from the mean of the covered days; see Typical
	AsRecorded   ImportAs = "as-recorded"   // each has what was recorded in it
)

// CoveredAs says what becomes of usage that reservations and savings plans cover.
type CoveredAs string

const (
	PriceCovered CoveredAs = "price" // it is priced like all usage
	LeaveCovered CoveredAs = "leave" // it is in no case's total
)

// What an import does with resource groups.
const keepGroups, mergeGroups = "keep", "merge"

// imported is the name of imports that have none.
const imported = "imported"

// Add turns an import's usage into workloads: one for each subscription and
// each set of the tags that are kept. Only usage of Azure is taken, metered or covered by a benefit;
// what was billed for it, and for the rest, goes into the Bills. An error names
// the import.
func (s *Scenario) Add(imp Import, got *Imported) error {
	got = imp.Settle(got)
	groups := &importGroups{map[string]*importGroup{}, map[importPlace]*importMeter{}, map[string]*ratebook.Meter{}, nil}
	if imp.As == AsRecorded {
		groups.keeps = s.KeepDays
	}
	var first, last Month
	for _, u := range got.Used {
		if !u.Rated() || !imp.takes(u) {
			continue
		}
		if first.IsZero() || u.Month.Since(first) < 0 {
			first = u.Month
		}
		if last.IsZero() || u.Month.Since(last) > 0 {
			last = u.Month
		}
		groups.add(imp.group(groups, u), u)
	}
	if len(groups.of) == 0 && slices.ContainsFunc(got.Used, func(u Used) bool { return u.Left && imp.takes(u) }) {
		return imp.Errorf("all usage of the import is covered by reservations or savings plans, and left out with covered: leave; covered: price prices it")
	}
	if len(groups.of) == 0 {
		return imp.Errorf("the import has no metered usage of Azure in the period, subscriptions and tags that it asks for")
	}
	for _, w := range slices.Concat(got.Twice, got.Unread()) {
		s.Warnings = append(s.Warnings, cmp.Or(imp.Name, imported)+": "+w)
	}
	c, err := imp.coverage(got)
	if err != nil {
		return err
	}
	months, err := imp.months(s, got, first, last)
	if err != nil {
		return err
	}
	name := s.importName(imp)
	s.Workloads = slices.Grow(s.Workloads, len(groups.of))
	for _, key := range slices.Sorted(maps.Keys(groups.of)) {
		if w := imp.workload(s, groups.of[key], months, c); len(w.Usage) > 0 {
			w.Import = name
			s.Workloads = append(s.Workloads, w)
		}
	}
	if imp.As == AsRecorded && !imp.Given {
		imp.missing(s, name, c)
	}
	s.lost(imp, name, got)
	imp.warn(s, got, months, c)
	s.countRows(name, got)
	s.bill(imp, name, got, months, c)
	s.cover(imp, name, got, months)
	s.Evidence = append(s.Evidence, evidenceOf(imp, got.Used)...)
	return nil
}

// Settle gives usage as the import wants it: with what benefits cover left,
// where it says so.
func (imp Import) Settle(got *Imported) *Imported {
	if imp.Covered == LeaveCovered {
		return got.LeaveCovered()
	}
	return got
}

// takes tells whether the import asks for the usage.
func (imp Import) takes(u Used) bool {
	for k, v := range imp.Tags {
		if u.Tags[k] != v {
			return false
		}
	}
	return (imp.From.IsZero() || u.Month.Since(imp.From) >= 0) && (imp.Until.IsZero() || u.Month.Since(imp.Until) <= 0)
}

// months are those that count: those with usage and, as recorded, all between
// them that are the scenario's.
func (imp Import) months(s *Scenario, got *Imported, first, last Month) ([]Month, error) {
	used := map[Month]bool{}
	for _, u := range got.Used {
		if u.Rated() && imp.takes(u) {
			used[u.Month] = true
		}
	}
	period := s.Period()
	var months []Month
	for m := first; m.Since(last) <= 0; m = m.Add(1) {
		if imp.As == TypicalMonth && used[m] || imp.As == AsRecorded && slices.Contains(period, m) {
			months = append(months, m)
		}
	}
	if len(months) == 0 {
		return nil, imp.Errorf("the usage is of %s to %s, and no month of it is among the scenario's, %s to %s: start the scenario then, or import it as: typical-month",
			first, last, period[0], period[len(period)-1])
	}
	return months, nil
}

// importGroups are what becomes workloads, by name.
type importGroups struct {
	of     map[string]*importGroup
	at     map[importPlace]*importMeter
	meters map[string]*ratebook.Meter // each once
	keeps  map[string]bool            // the meters whose days are kept
}

// importGroup is what becomes one workload.
type importGroup struct {
	name, subscription, group string
	tags                      map[string]string
	meters                    []*importMeter
}

// importPlace is a meter within a group.
type importPlace struct {
	group *importGroup
	meter *ratebook.Meter
}

func (imp Import) group(groups *importGroups, u Used) *importGroup {
	name := []string{cmp.Or(imp.Name, imported)}
	if u.Subscription != "" {
		name = append(name, u.Subscription)
	}
	group := ""
	if imp.KeepGroups && u.Group != "" {
		group = strings.ToLower(u.Group) // Azure does not tell capitals apart, and its exports mix them
		name = append(name, group)
	}
	for _, k := range imp.KeepTags {
		if v, ok := u.Tags[k]; ok {
			name = append(name, k+"="+v)
		}
	}
	key := strings.Join(name, ", ")
	if groups.of[key] == nil {
		tags := map[string]string{}
		for _, k := range imp.KeepTags {
			if v, ok := u.Tags[k]; ok {
				tags[k] = v
			}
		}
		groups.of[key] = &importGroup{name: key, subscription: u.Subscription, group: group, tags: tags}
	}
	return groups.of[key]
}

func (g *importGroups) add(to *importGroup, u Used) {
	m := u.Meter
	key := strings.Join([]string{m.Category, m.Subcategory, m.Name, string(m.Region), string(m.ID), m.Unit.Text()}, "\x00")
	meter := g.meters[key]
	if meter == nil {
		meter = &m
		g.meters[key] = meter
	}
	n := g.at[importPlace{to, meter}]
	if n == nil {
		n = &importMeter{key: key, meter: meter, unmapped: u.Unmapped, machine: u.Machine, likely: u.likely()}
		g.at[importPlace{to, meter}] = n
		to.meters = append(to.meters, n)
	}
	n.stated = state(n.stated, u)
	if u.Mapped != "" && !slices.Contains(n.mapped, u.Mapped) {
		n.mapped = append(n.mapped, u.Mapped)
	}
	if g.keeps != nil && u.Days != nil && g.keeps[EvidenceOf(m)] {
		if n.days == nil {
			n.days, n.undated = map[Month][]DayUsed{}, map[Month]bool{}
		}
		n.days[u.Month] = append(n.days[u.Month], u.Days...)
		n.undated[u.Month] = n.undated[u.Month] || u.lasts()
	}
	if u.Kind == CoveredUsage {
		if n.covered == nil {
			n.covered = map[Month]money.Decimal{}
		}
		n.covered[u.Month] = n.covered[u.Month].Add(u.Quantity)
	}
}

func (imp Import) workload(s *Scenario, g *importGroup, months []Month, c coverage) Workload {
	w := Workload{
		Pos: imp.Pos, Name: g.name, Subscription: g.subscription, Account: imp.Account, Group: g.group, Tags: g.tags,
		From: s.Start, Until: s.Start.Add(s.Months - 1), Spread: imp.Spread, Usage: make([]Usage, 0, len(g.meters)),
	}
	slices.SortFunc(g.meters, func(a, b *importMeter) int { return cmp.Compare(a.key, b.key) })
	for _, m := range g.meters {
		if u, ok := imp.usage(s, g.subscription, m, months, c); ok {
			w.Usage = append(w.Usage, u)
		}
	}
	return w
}

// usage is a meter's, in the months that count; ok is false where none of it is
// recorded in them.
func (imp Import) usage(s *Scenario, subscription string, m *importMeter, months []Month, c coverage) (u Usage, ok bool) {
	sum := money.Zero
	for _, month := range months {
		quantity, _, here := m.in(month)
		ok, sum = ok || here, sum.Add(quantity)
	}
	if !ok {
		return u, false
	}
	u = Usage{
		Pos: imp.Pos, Meter: ratebook.Selector{ID: m.meter.ID}, Imported: m.meter, Unmapped: m.unmapped, Mapped: m.mapped, Machine: m.machine, Stated: m.stated,
		Demand: Demand{Quantity: unit.Quantity{Value: sum, Unit: m.meter.Unit}},
	}
	u.Likely = m.likely
	if outside := func(st Stated) bool { return !slices.Contains(months, st.Month) }; slices.ContainsFunc(m.stated, outside) {
		u.Stated = slices.DeleteFunc(slices.Clone(m.stated), outside)
	}
	if m.covered != nil {
		for _, month := range months {
			u.Covered = append(u.Covered, m.covered[month])
		}
	}
	if currency, ok := m.currency(); ok {
		u.Billed = &Billed{Currency: currency, Unit: m.meter.Unit}
	}
	if imp.As == TypicalMonth {
		t := c.typical(subscription, sum, m.meter.Unit)
		u.Typical = &t
		return u.Typically(t.Measure, s.Period(), s.Hours), true
	}
	period := s.Period()
	u.Recorded = make([]money.Decimal, len(period))
	if u.Billed != nil {
		u.Billed.Months = make([]money.Decimal, len(period))
		if u.Covered != nil {
			u.Billed.Covered = make([]money.Decimal, len(period))
		}
	}
	for i, month := range period {
		if !slices.Contains(months, month) {
			continue
		}
		var paid money.Decimal
		u.Recorded[i], paid, _ = m.in(month)
		if m.days != nil {
			if u.Days == nil {
				u.Days = make([][]DayUsed, len(period))
			}
			if !m.undated[month] {
				u.Days[i] = m.days[month]
			}
		}
		if u.Billed != nil {
			u.Billed.Months[i] = paid
			if u.Covered != nil {
				u.Billed.Covered[i] = m.covered[month]
			}
		}
	}
	return u, true
}

// imports checks what the file says of imports.
func (r *reader) imports(s *Scenario, f fileScenario) {
	for _, it := range f.Imports {
		i, line := it.v, it.line
		imp := Import{
			Pos:           Pos{r.file, line},
			Source:        Source{values(r, i.Files, words("files")), value(r, i.ClickHouse, ParseClickHouse), value(r, i.Kusto, ParseKusto), value(r, i.Table, words("table"))},
			Name:          value(r, i.Name, words("name")),
			As:            need(r, i.As, line, "as", oneOf("as", TypicalMonth, AsRecorded)),
			Format:        value(r, i.Format, words("format")),
			DateOrder:     value(r, i.DateOrder, oneOf("date_order", "mdy", "dmy", "ymd")),
			Decimal:       value(r, i.Decimal, oneOf("decimal", ".", ",")),
			Currency:      value(r, i.Billed, money.ParseCurrency),
			From:          value(r, i.From, ParseMonth),
			Until:         value(r, i.Until, ParseMonth),
			Subscriptions: values(r, i.Subscriptions, words("subscriptions")),
			Tags:          r.tags(i.Tags),
			Account:       value(r, i.Account, words("billing_account")),
			KeepTags:      values(r, i.KeepTags, words("keep_tags")),
			KeepGroups:    value(r, i.Groups, oneOf("resource_groups", keepGroups, mergeGroups)) == keepGroups,
			Mapping:       value(r, i.Mapping, words("mapping")),
			Covered:       value(r, i.Covered, oneOf("covered", PriceCovered, LeaveCovered)),
			CycleDay:      value(r, i.CycleDay.text, whole("billing_cycle_day", 1, 28)),
			Days:          value(r, i.Days, parseDays),
			Spread:        r.spreadFor("an import", i.Name, i.Spread),
		}
		unread := i.ClickHouse.line > 0 && len(imp.ClickHouse.Hosts) == 0 || i.Kusto.line > 0 && imp.Kusto.Cluster == "" || i.Table.line > 0 && imp.Table == "" // which is said already
		if err := imp.Check(); err != nil && !unread {
			r.errorf(cmp.Or(i.ClickHouse.line, i.Kusto.line, i.Table.line, line), "%w", err)
		}
		if !imp.From.IsZero() && !imp.Until.IsZero() && imp.Until.Since(imp.From) < 0 {
			r.errorf(i.Until.line, "the import ends in %s, before it begins", imp.Until)
		}
		s.Imports = append(s.Imports, imp)
	}
}

// Describe says an import in a few words, for messages.
func (imp Import) Describe() string {
	return fmt.Sprintf("%s (%s)", cmp.Or(imp.Name, imported), imp.Source)
}

package scenario

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// Import takes usage from exports, or from a table in ClickHouse.
type Import struct {
	Pos
	Name          string
	Files         []string   // files, folders, globs; relative to the scenario's file
	ClickHouse    ClickHouse // or where a table is
	Table         string     // "table" or "database.table", of ClickHouse
	As            ImportAs
	Format        string // "" where it is found by header
	DateOrder     string
	Decimal       string         // "." or ",", where the files do not settle it
	Currency      money.Currency // of costs where the files name none
	From, Until   Month          // of the usage; zero is open
	Subscriptions []string
	Tags          map[string]string // only usage with these
	KeepTags      []string          // the tags to show charges by
	KeepGroups    bool              // keep resource groups apart
	Mapping       string            // of other clouds' usage: "aws", "none", or a file beside the scenario's
	Covered       CoveredAs         // "" is PriceCovered
	CycleDay      int               // the day on which the billing month starts; 0 is the first
}

// ImportAs says what the scenario's months have of the months given.
type ImportAs string

const (
	TypicalMonth ImportAs = "typical-month" // each has the mean of the whole months given
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
// each set of the tags that are kept. Only metered usage of Azure is taken;
// what was billed for it, and for the rest, goes into the Bills. An error names
// the import.
func (s *Scenario) Add(imp Import, got *Imported) error {
	got = imp.Settle(got)
	groups := map[string]*importGroup{}
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
		imp.group(groups, u).add(u)
	}
	if len(groups) == 0 && slices.ContainsFunc(got.Used, func(u Used) bool { return u.Left && imp.takes(u) }) {
		return imp.Errorf("all usage of the import is covered by reservations or savings plans, and left out with covered: leave; covered: price prices it")
	}
	if len(groups) == 0 {
		return imp.Errorf("the import has no metered usage of Azure in the period, subscriptions and tags that it asks for")
	}
	for _, w := range slices.Concat(got.Twice, got.Unread()) {
		s.Warnings = append(s.Warnings, cmp.Or(imp.Name, imported)+": "+w)
	}
	months, err := imp.months(s, got, first, last)
	if err != nil {
		return err
	}
	name := s.importName(imp)
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		if w := imp.workload(s, *groups[key], months); len(w.Usage) > 0 {
			w.Import = name
			s.Workloads = append(s.Workloads, w)
		}
	}
	s.lost(imp, name, got)
	s.bill(imp, name, got, months)
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

// months are those that count: as recorded, the scenario's; for a typical month
// the whole ones, which the files cover from their first day to their last.
func (imp Import) months(s *Scenario, got *Imported, first, last Month) ([]Month, error) {
	var months []Month
	for m := first; m.Since(last) <= 0; m = m.Add(1) {
		months = append(months, m)
	}
	if imp.As == AsRecorded {
		period := s.Period()
		months = slices.DeleteFunc(months, func(m Month) bool { return !slices.Contains(period, m) })
		if len(months) == 0 {
			return nil, imp.Errorf("the usage is of %s to %s, and no month of it is among the scenario's, %s to %s: start the scenario then, or import it as: typical-month",
				first, last, period[0], period[len(period)-1])
		}
		return months, nil
	}
	from, to := "", ""
	for _, f := range got.Sources {
		if f.First != "" && (from == "" || f.First < from) {
			from = f.First
		}
		to = max(to, f.Last)
	}
	day := max(1, imp.CycleDay) - 1
	whole := slices.DeleteFunc(months, func(m Month) bool {
		start, end := m.Start().AddDate(0, 0, day), m.End().AddDate(0, 0, day-1)
		return start.Format(time.DateOnly) < from || end.Format(time.DateOnly) > to
	})
	whole = imp.given(s, got, whole, day)
	if len(whole) == 0 {
		return nil, imp.Errorf("the files cover %s to %s, and no whole month: a typical month cannot be told; give more files, or as: as-recorded", from, to)
	}
	return whole, nil
}

// given leaves out the months without any usage: their files are missing. Of
// days without usage nobody can tell; they are said.
func (imp Import) given(s *Scenario, got *Imported, whole []Month, day int) []Month {
	all, ok := got.AllCovered()
	if !ok {
		return whole
	}
	warn := func(format string, args ...any) {
		s.Warnings = append(s.Warnings, cmp.Or(imp.Name, imported)+": "+fmt.Sprintf(format, args...))
	}
	return slices.DeleteFunc(whole, func(m Month) bool {
		first := m.Start().AddDate(0, 0, day).Format(time.DateOnly)
		last := m.End().AddDate(0, 0, day-1).Format(time.DateOnly)
		if first > all.Last || last < all.First {
			return true
		}
		var gaps []string
		for _, g := range all.Missing {
			if g.From <= first && g.To >= last {
				warn("no usage in %s: it is not one of the months of the mean", m)
				return true
			}
			if g = (Gap{max(g.From, first), min(g.To, last)}); g.From <= g.To {
				gaps = append(gaps, g.String())
			}
		}
		if len(gaps) > 0 {
			warn("no usage on %s: %s is one of the months of the mean all the same; if an export of it is missing, give it, too", strings.Join(gaps, ", "), m)
		}
		return false
	})
}

// importGroup is what becomes one workload.
type importGroup struct {
	name, subscription, group string
	tags                      map[string]string
	meters                    map[string]*importMeter
}

// importMeter is one meter's quantities and costs by month.
type importMeter struct {
	meter      ratebook.Meter
	unmapped   string
	byMonth    map[Month]money.Decimal
	billed     map[Month]money.Decimal
	covered    map[Month]money.Decimal // of byMonth
	currencies []money.Currency        // of billed; "" among them where no cost was stated
}

func (imp Import) group(groups map[string]*importGroup, u Used) *importGroup {
	tags := map[string]string{}
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
			tags[k] = v
			name = append(name, k+"="+v)
		}
	}
	key := strings.Join(name, ", ")
	if groups[key] == nil {
		groups[key] = &importGroup{name: key, subscription: u.Subscription, group: group, tags: tags, meters: map[string]*importMeter{}}
	}
	return groups[key]
}

func (g *importGroup) add(u Used) {
	m := u.Meter
	key := strings.Join([]string{m.Category, m.Subcategory, m.Name, string(m.Region), string(m.ID), m.Unit.Text()}, "\x00")
	if g.meters[key] == nil {
		g.meters[key] = &importMeter{meter: m, unmapped: u.Unmapped, byMonth: map[Month]money.Decimal{}, billed: map[Month]money.Decimal{}, covered: map[Month]money.Decimal{}}
	}
	n := g.meters[key]
	n.byMonth[u.Month] = n.byMonth[u.Month].Add(u.Quantity)
	paid, _ := u.Paid()
	n.billed[u.Month] = n.billed[u.Month].Add(paid)
	if u.Kind == CoveredUsage {
		n.covered[u.Month] = n.covered[u.Month].Add(u.Quantity)
	}
	if !slices.Contains(n.currencies, u.Currency) {
		n.currencies = append(n.currencies, u.Currency)
	}
}

func (imp Import) workload(s *Scenario, g importGroup, months []Month) Workload {
	w := Workload{
		Pos: imp.Pos, Name: g.name, Subscription: g.subscription, Group: g.group, Tags: g.tags,
		From: s.Start, Until: s.Start.Add(s.Months - 1),
	}
	for _, key := range slices.Sorted(maps.Keys(g.meters)) {
		m := g.meters[key]
		if u, ok := imp.usage(s, m, months); ok {
			w.Usage = append(w.Usage, u)
		}
	}
	return w
}

// usage is a meter's, in the months that count; ok is false where none of it is
// recorded in them.
func (imp Import) usage(s *Scenario, m *importMeter, months []Month) (u Usage, ok bool) {
	sum, cost := money.Zero, money.Zero
	var recorded, costs []money.Decimal
	for _, month := range s.Period() {
		recorded, costs = append(recorded, money.Zero), append(costs, money.Zero)
		if imp.As == AsRecorded && slices.Contains(months, month) {
			recorded[len(recorded)-1], costs[len(costs)-1] = m.byMonth[month], m.billed[month]
		}
	}
	for _, month := range months {
		_, here := m.byMonth[month]
		ok = ok || here
		sum, cost = sum.Add(m.byMonth[month]), cost.Add(m.billed[month])
	}
	u = Usage{
		Pos: imp.Pos, Meter: ratebook.Selector{ID: m.meter.ID}, Imported: &m.meter, Unmapped: m.unmapped,
		Demand: Demand{Quantity: unit.Quantity{Value: sum, Unit: m.meter.Unit}, Recorded: recorded},
	}
	if len(m.covered) > 0 {
		for _, month := range months {
			u.Covered = append(u.Covered, m.covered[month])
		}
	}
	if imp.As == TypicalMonth {
		n := money.Int(int64(len(months)))
		u.Quantity.Value, u.Recorded = sum.Div(n), nil
		costs = []money.Decimal{cost.Div(n)}
	}
	if len(m.currencies) == 1 && m.currencies[0] != "" {
		u.Billed = &Billed{Currency: m.currencies[0], Months: costs}
	}
	return u, ok
}

// imports checks what the file says of imports.
func (r *reader) imports(s *Scenario, f fileScenario) {
	for _, it := range f.Imports {
		i, line := it.v, it.line
		imp := Import{
			Pos:           Pos{r.file, line},
			Name:          value(r, i.Name, words("name")),
			Files:         values(r, i.Files, words("files")),
			ClickHouse:    value(r, i.ClickHouse, ParseClickHouse),
			Table:         value(r, i.Table, words("table")),
			As:            need(r, i.As, line, "as", oneOf("as", TypicalMonth, AsRecorded)),
			Format:        value(r, i.Format, words("format")),
			DateOrder:     value(r, i.DateOrder, oneOf("date_order", "mdy", "dmy", "ymd")),
			Decimal:       value(r, i.Decimal, oneOf("decimal", ".", ",")),
			Currency:      value(r, i.Billed, money.ParseCurrency),
			From:          value(r, i.From, ParseMonth),
			Until:         value(r, i.Until, ParseMonth),
			Subscriptions: values(r, i.Subscriptions, words("subscriptions")),
			Tags:          r.tags(i.Tags),
			KeepTags:      values(r, i.KeepTags, words("keep_tags")),
			KeepGroups:    value(r, i.Groups, oneOf("resource_groups", keepGroups, mergeGroups)) == keepGroups,
			Mapping:       value(r, i.Mapping, words("mapping")),
			Covered:       value(r, i.Covered, oneOf("covered", PriceCovered, LeaveCovered)),
			CycleDay:      value(r, i.CycleDay.text, whole("billing_cycle_day", 1, 28)),
		}
		switch at := i.ClickHouse.line; {
		case at == 0 && i.Table.line > 0:
			r.errorf(i.Table.line, "a table is of ClickHouse: say where, with clickhouse: clickhouse://host:9000/database")
		case at == 0 && len(imp.Files) == 0:
			r.errorf(line, "the import has no files, nor a table in ClickHouse")
		case at > 0 && len(i.Files) > 0:
			r.errorf(at, "the import has files and a table in ClickHouse; make it two imports")
		case at > 0 && imp.Table == "" && i.Table.line == 0:
			r.errorf(at, "the import names no table of ClickHouse; add table: …")
		}
		if !imp.From.IsZero() && !imp.Until.IsZero() && imp.Until.Since(imp.From) < 0 {
			r.errorf(i.Until.line, "the import ends in %s, before it begins", imp.Until)
		}
		s.Imports = append(s.Imports, imp)
	}
}

// Describe says an import in a few words, for messages.
func (imp Import) Describe() string {
	from := strings.Join(imp.Files, ", ")
	if imp.Table != "" {
		from = fmt.Sprintf("%s, table %s", imp.ClickHouse, imp.Table)
	}
	return fmt.Sprintf("%s (%s)", cmp.Or(imp.Name, imported), from)
}

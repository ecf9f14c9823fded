package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"
	"azwhatif/scenario/usage"
)

// maxScenario is the size of the largest scenario file that is read.
const maxScenario = 64 << 20

// scenarioFile reads a scenario file, without the usage that it imports.
func scenarioFile(file string) (*scenario.Scenario, error) {
	data, err := scenarioData(file)
	if err != nil {
		return nil, err
	}
	return scenarioText(file, data)
}

// scenarioData is what a scenario file has.
func scenarioData(file string) ([]byte, error) {
	if info, err := os.Stat(file); err == nil && info.Size() > maxScenario {
		return nil, badInput(fmt.Errorf("%s is larger than %d MB: that is no scenario", file, maxScenario>>20))
	}
	data, err := os.ReadFile(file)
	return data, badInput(err)
}

func scenarioText(file string, data []byte) (*scenario.Scenario, error) {
	s, err := scenario.Read(file, data)
	return s, badInput(err)
}

// readScenario reads a scenario file, and the usage that it imports.
func (p *program) readScenario(ctx context.Context, file string) (*scenario.Scenario, error) {
	if err := p.fence.Check(file); err != nil {
		return nil, badInput(err)
	}
	data, err := scenarioData(file)
	if err != nil {
		return nil, err
	}
	return p.readScenarioText(ctx, file, data)
}

// readScenarioText reads the text of a scenario file, and the usage that it imports.
func (p *program) readScenarioText(ctx context.Context, file string, data []byte) (*scenario.Scenario, error) {
	s, err := scenarioText(file, data)
	if err != nil {
		return nil, err
	}
	for _, imp := range s.Imports {
		if err := p.importUsage(ctx, s, imp); err != nil {
			return nil, err
		}
	}
	if wanted := p.daysWanted(ctx, s); len(wanted) > 0 {
		if s, err = p.withDays(ctx, file, data, wanted); err != nil {
			return nil, err
		}
	}
	for _, e := range s.Estates {
		if err := p.addEstate(ctx, s, e); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// daysWanted are the imported meters whose price changes within a month, by the cards
// that are there now. What is wrong with the scenario or a card is said when it is priced.
func (p *program) daysWanted(ctx context.Context, s *scenario.Scenario) map[string]bool {
	recorded := slices.ContainsFunc(s.Imports, func(imp scenario.Import) bool { return imp.As == scenario.AsRecorded })
	if !recorded || len(s.Cases) == 0 {
		return nil
	}
	book, closeBook, err := p.scenarioBook(ctx, s, time.Time{})
	if err != nil {
		return nil
	}
	defer closeBook()
	plans, err := estimate.Compile(ctx, book, s, time.Time{})
	if err != nil {
		return nil
	}
	wanted := map[string]bool{}
	for _, plan := range plans {
		for _, meter := range plan.DaysWanted() {
			wanted[meter] = true
		}
	}
	return wanted
}

// withDays reads a scenario and its usage again, and keeps the days of some meters.
//
// Note: the days of all meters would take many times the memory, and which of them count
// is not known before the usage is.
func (p *program) withDays(ctx context.Context, file string, data []byte, meters map[string]bool) (*scenario.Scenario, error) {
	s, err := scenarioText(file, data)
	if err != nil {
		return nil, err
	}
	s.KeepDays = meters
	quiet := *p
	quiet.stderr = io.Discard // all is said already
	for _, imp := range s.Imports {
		if err := quiet.importUsage(ctx, s, imp); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// importUsage adds an import's usage to the scenario.
func (p *program) importUsage(ctx context.Context, s *scenario.Scenario, imp scenario.Import) error {
	var spec usage.Spec
	if imp.As == scenario.TypicalMonth { // what begins late is named
		spec.Starts = imp.Prices
	}
	spec.Days = imp.As == scenario.AsRecorded && s.KeepDays != nil
	got, err := p.importFiles(ctx, s, imp, spec)
	if err != nil {
		return err
	}
	return badInput(s.Add(imp, got))
}

// importFiles rolls an import's files up, kept apart by what the spec says, and
// says what of them is not rated.
func (p *program) importFiles(ctx context.Context, s *scenario.Scenario, imp scenario.Import, spec usage.Spec) (*scenario.Imported, error) {
	tags := append(spec.Tags, imp.KeepTags...)
	for k := range imp.Tags {
		tags = append(tags, k)
	}
	slices.Sort(tags)
	spec.Dir, spec.Format, spec.DateOrder = filepath.Dir(s.File), imp.Format, imp.DateOrder
	spec.Check = p.fence.Check
	spec.Decimal, spec.Currency = imp.Decimal, string(imp.Currency)
	spec.Tags, spec.Subscriptions, spec.CycleDay = slices.Compact(tags), imp.Subscriptions, imp.CycleDay
	if len(s.Cases) > 0 { // what was billed stands beside the base case
		spec.Prefer = string(s.Cases[0].Terms.Currency)
	}
	if err := p.take(&spec, imp.Source); err != nil {
		return nil, badInput(imp.Errorf("%w", err))
	}
	spec.ByGroup = spec.ByGroup || imp.KeepGroups
	got, err := p.rollUp(ctx, spec)
	if err != nil {
		return nil, unread(imp.Errorf("%w", err))
	}
	p.say("%s: %s", imp.Describe(), rowsOf(got))
	p.sayBilled(got)
	p.sayDoubts(got)
	if imp.Covered == scenario.LeaveCovered {
		p.sayCovered(got, "; left out (covered: leave)")
	} else {
		p.sayCovered(got, "; priced in full")
	}
	err = badInput(p.mapForeign(s, imp, got))
	return imp.Settle(got), err
}

// maxUnmapped is how many kinds of usage without a mapping are shown.
const maxUnmapped = 10

// mapForeign puts Azure's meters in the place of other clouds' usage, and says
// what is left out.
func (p *program) mapForeign(s *scenario.Scenario, imp scenario.Import, got *scenario.Imported) error {
	clouds := otherClouds(got)
	if len(clouds) == 0 {
		return nil
	}
	word := strings.ToLower(imp.Mapping)
	switch word {
	case "":
		return imp.Errorf("the files have usage of other clouds (%s): say how it becomes Azure's, with mapping: %s or a mapping file, or leave it out with mapping: none", strings.Join(clouds, ", "), strings.Join(mapping.Words(), ", "))
	case "none":
		p.say("%s: usage of other clouds is left out", imp.Describe())
		return nil
	}
	var m *mapping.Mapping
	if builtIn := mapping.BuiltIn[word]; builtIn != nil {
		m = builtIn()
	} else {
		file := filepath.Join(filepath.Dir(s.File), imp.Mapping)
		if err := p.fence.Check(file); err != nil {
			return imp.Errorf("mapping: %w", err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return imp.Errorf("mapping: %w", err)
		}
		if m, err = mapping.Read(file, data); err != nil {
			return err
		}
	}
	result := m.Map(got.Used)
	got.Used = append(result.Passed, result.Aside...)
	for _, left := range result.Skipped {
		got.Used = append(got.Used, left.Used) // Foreign still: it is billed, and not rated
	}
	for _, mapped := range result.Mapped {
		u := mapped.AsUsed()
		u.Foreign = scenario.Foreign{}
		got.Used = append(got.Used, u)
	}
	for _, left := range result.Unmapped {
		got.Used = append(got.Used, unmapped(left))
	}
	for _, c := range result.Coverage() {
		if percent, ok := c.ByCost(); ok {
			p.say("%s", report.Wrap("  ", fmt.Sprintf("%s%% of what other clouds billed in %s is mapped to Azure's meters, or costs nothing there", percent.Fixed(1), c.Currency), p.screen().Width))
		}
	}
	p.sayUnmapped(result.UnmappedKinds())
	return nil
}

// otherClouds are those that usage is of, sorted.
func otherClouds(got *scenario.Imported) (clouds []string) {
	for _, u := range got.Used {
		if u.Foreign != (scenario.Foreign{}) && !slices.Contains(clouds, u.Provider) {
			clouds = append(clouds, u.Provider)
		}
	}
	slices.Sort(clouds)
	return clouds
}

// sayUnmapped lists what is not mapped, dearest first, and what the rest cost.
func (p *program) sayUnmapped(kinds []mapping.Left) {
	rest := map[money.Currency]money.Decimal{}
	for i, left := range kinds {
		u := left.Used
		if i >= maxUnmapped {
			rest[u.Currency] = rest[u.Currency].Add(u.Billed)
			continue
		}
		p.say("%s", report.Wrap("  ", fmt.Sprintf("not mapped: %s %s %s, %s: %s", u.Foreign.Service, u.Foreign.UsageType, u.Foreign.Region, billed(u.Billed, u.Currency), left.Reason), p.screen().Width))
	}
	if more := len(kinds) - maxUnmapped; more > 0 {
		var sums []string
		for _, in := range slices.Sorted(maps.Keys(rest)) {
			sums = append(sums, billed(rest[in], in))
		}
		p.say("  … and %d more kinds of usage are not mapped, %s", more, strings.Join(sums, " and "))
	}
}

// billed is what was billed, or that the export states no cost.
func billed(d money.Decimal, in money.Currency) string {
	if in == "" {
		return "no cost stated"
	}
	return money.Amount{Value: d, Currency: in}.String() + " billed"
}

// unmapped is usage without a counterpart, under its own name: no card has a
// meter of that name, so that it stands unpriced beside the total.
func unmapped(left mapping.Left) scenario.Used {
	u := left.Used
	f := u.Foreign
	counted, err := unit.Parse(f.Unit)
	if err != nil {
		counted = unit.Unit{} // a plain count
	}
	u.Meter = ratebook.Meter{Category: f.Service, Subcategory: f.Operation, Name: f.UsageType, Unit: counted, Region: ratebook.Region(f.Region)}
	u.Foreign, u.Unmapped = scenario.Foreign{}, left.Reason
	return u
}

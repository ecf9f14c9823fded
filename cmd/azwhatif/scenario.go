package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// readScenario reads a scenario file, and the usage that it imports.
func (p *program) readScenario(ctx context.Context, file string) (*scenario.Scenario, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, badInput(err)
	}
	s, err := scenario.Read(file, data)
	if err != nil {
		return nil, badInput(err)
	}
	for _, imp := range s.Imports {
		if err := p.importUsage(ctx, s, imp); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// importUsage adds an import's usage to the scenario, and says what of it is
// not rated.
func (p *program) importUsage(ctx context.Context, s *scenario.Scenario, imp scenario.Import) error {
	tags := slices.Clone(imp.KeepTags)
	for k := range imp.Tags {
		tags = append(tags, k)
	}
	slices.Sort(tags)
	got, err := p.rollUp(ctx, usage.Spec{
		Files: imp.Files, Dir: filepath.Dir(s.File), Format: imp.Format, DateOrder: imp.DateOrder,
		Tags: slices.Compact(tags), Subscriptions: imp.Subscriptions, CycleDay: imp.CycleDay,
	})
	if err != nil {
		return badInput(imp.Errorf("%w", err))
	}
	var rows, metered, aside, refused int64
	for _, f := range got.Sources {
		rows, metered, aside, refused = rows+f.Rows, metered+f.Metered, aside+f.Aside, refused+f.Refused
	}
	p.say("%s: %d rows = %d usage + %d set aside + %d refused", imp.Describe(), rows, metered, aside, refused)
	for _, u := range got.Used {
		if u.Foreign != (scenario.Foreign{}) {
			p.say("%s: usage of %s is left out: it is not Azure's", imp.Describe(), u.Provider)
			break
		}
	}
	if err := s.Add(imp, got); err != nil {
		return badInput(err)
	}
	return nil
}

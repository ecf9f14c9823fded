package usage

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"azwhatif/internal/duck"
	"azwhatif/scenario"
)

// file imports one file.
func (r *run) file(ctx context.Context, f *file, in input) error {
	e, s := r.engine, r.spec
	limit := s.MaxRefused + 1
	t, err := f.table(e, limit)
	if err != nil {
		return err
	}
	fail := func(err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if damage := f.damage(); damage != nil {
			return damage
		}
		if duck.Broken(err) {
			if err := e.open(ctx); err != nil {
				return err
			}
			if !f.even && !f.made && !f.parquet { // such as a row that is both ragged and not UTF-8
				return errLines
			}
		}
		if f.uneven(err, nil) {
			return errLines
		}
		return fmt.Errorf("%s: %w", f.name, plainer(err, s))
	}
	scan := func() { // each scan has tables of rejects of its own
		e.dropRejects(ctx)
		if !f.parquet {
			t.From = e.csv(f, limit)
		}
	}
	defer e.dropRejects(ctx)
	grouped := func(how reading) (*groups, []reject, error) {
		for {
			groups, err := t.groups(ctx, e, s, how, r.disk)
			if err != nil {
				return nil, nil, err
			}
			rejects, faults, err := e.rejects(ctx)
			if err != nil || faults < limit || len(rejects) > s.MaxRefused {
				return groups, rejects, err
			}
			groups.drop()
			// A row of many faults has used up what is kept: keep more.
			limit *= 16
			scan()
		}
	}

	v, err := t.evidence(ctx, e, s, sampleRows)
	if err != nil {
		return fail(err)
	}
	how, unsettled := v.decide(s)
	whole := unsettled != ""
	if whole {
		scan()
		if v, err = t.evidence(ctx, e, s, 0); err != nil {
			return fail(err)
		}
		if how, unsettled = v.decide(s); unsettled != "" {
			return fail(errUnsettled(unsettled))
		}
	}
	if f.parquet && s.filters() {
		rows, all, err := t.outside(ctx, e, s, how)
		if err != nil {
			return fail(err)
		}
		if all {
			return r.pass(f, t, in, rows)
		}
	}
	scan()
	groups, rejects, err := grouped(how)
	if err != nil {
		return fail(err)
	}
	defer func() { groups.drop() }()
	if f.uneven(nil, rejects) {
		return errLines
	}
	if !whole && groups.look.tally.refused > 0 {
		// The first rows may have suggested what the others do not follow.
		scan()
		if v, err = t.evidence(ctx, e, s, 0); err != nil {
			return fail(err)
		}
		better, unsettled := v.decide(s)
		if unsettled != "" {
			return fail(errors.New(unsettled))
		}
		if better != how {
			how = better
			groups.drop()
			scan()
			if groups, rejects, err = grouped(how); err != nil {
				return fail(err)
			}
		}
	}
	src := scenario.ImportSource{Name: f.name, Format: f.format.Name, Repeated: f.repeated, Assumed: f.assumed,
		Notes: slices.Concat(f.notes, t.Rows.Notes, v.notes(s, how))}
	groups.look.tally.of(&src)
	src.Refused += int64(len(rejects) + len(f.failures))
	src.Rows += int64(len(rejects) + len(f.failures))
	if src.Refused > 0 {
		scan()
		if src.Refusal, err = t.refusals(ctx, e, s, how, f, rejects); err != nil {
			return fail(err)
		}
	}
	if err := r.refuse(src); err != nil {
		return err
	}
	if note := t.Rows.pricedNote(s, groups.look.priced); note != "" {
		assume(&src, note)
	}
	if len(t.Rows.Tells) > 0 {
		scan()
		notes, err := t.tells(ctx, e, s, how)
		if err != nil {
			return fail(err)
		}
		src.Notes = append(src.Notes, notes...)
	}
	if err := f.damage(); err != nil {
		return err
	}
	rec, err := r.record(f, src, v, groups.look.tally.all)
	if err != nil {
		return err
	}
	r.hold(&src, in)
	if rec != nil {
		rec.notes = [2]int{len(src.Notes), len(src.Assumed)}
	}
	if s.Starts != nil {
		scan()
		if err := r.startsIn(ctx, e, t, how); err != nil {
			return fail(err)
		}
	}
	r.settle(f.alike(), v)
	r.rec = rec
	err = r.take(src, groups, how)
	if r.rec = nil; err == nil {
		rec.end(ctx, s, r.sources[len(r.sources)-1], groups.look.costing.basis)
	}
	return err
}

// pass takes a file of which no row is asked for: the rows are counted.
func (r *run) pass(f *file, t table, in input, rows int64) error {
	src := scenario.ImportSource{Name: f.name, Format: f.format.Name, Outside: rows, Repeated: f.repeated, Assumed: f.assumed,
		Notes: slices.Concat(f.notes, t.Rows.Notes)}
	r.hold(&src, in)
	r.sources = append(r.sources, src)
	return nil
}

// take adds a source's groups to the import.
func (r *run) take(src scenario.ImportSource, groups *groups, how reading) error {
	blocks, cost := &groups.look.blocks, groups.look.costing
	notes, assumed := blocks.settle()
	src.Notes, src.Assumed = append(src.Notes, notes...), append(src.Assumed, assumed...)
	if cost.basis != "" {
		src.Notes = append(src.Notes, "costs are "+cost.basis)
		cost.name, cost.format, cost.first, cost.last = src.Name, src.Format, src.First, src.Last
		r.costs = append(r.costs, cost)
	}
	var days dayFolder
	folded := func() error {
		for i := range days.out {
			if err := r.add(&days.out[i], &src, how); err != nil {
				return err
			}
		}
		days = dayFolder{}
		return nil
	}
	err := groups.each(func(g *group) error {
		if g.read == 0 {
			return nil
		}
		blocks.apply(g)
		cost.amortize(g)
		if !r.spec.Days || groups.folded {
			return r.add(g, &src, how)
		}
		days.add(g)
		if int64(len(days.out))*groupSize < r.spec.groupRoom() {
			return nil
		}
		return folded() // the pile puts the rest of a month's days to these
	})
	if err == nil {
		err = folded()
	}
	r.sources = append(r.sources, src)
	return err
}

package usage

import (
	"context"
	"slices"

	"azwhatif/scenario"
)

// file imports one file.
func (r *run) file(ctx context.Context, f *file, in input) error {
	o := oneFile{run: r, f: f, in: in, limit: r.spec.MaxRefused + 1}
	var err error
	if o.t, err = f.table(r.engine, o.limit); err != nil {
		return err
	}
	defer r.engine.dropRejects(ctx)
	defer func() { o.groups.drop() }()

	whole, err := o.settle(ctx)
	if err != nil {
		return o.wrong(ctx, err)
	}
	if f.parquet && r.spec.filters() {
		rows, all, err := o.t.outside(ctx, r.engine, r.spec, o.how)
		if err != nil {
			return o.wrong(ctx, err)
		}
		if all {
			return r.pass(f, o.t, in, rows)
		}
	}
	if err := o.roll(ctx, whole); err != nil {
		return o.wrong(ctx, err)
	}
	src, err := o.source(ctx)
	if err != nil {
		return err
	}
	rec, err := r.record(f, src, o.v, o.groups.look.tally.all)
	if err != nil {
		return err
	}
	r.hold(&src, in)
	if rec != nil {
		rec.notes = [2]int{len(src.Notes), len(src.Assumed)}
	}
	if r.spec.Starts != nil {
		o.scan(ctx)
		if err := r.startsIn(ctx, r.engine, o.t, o.how); err != nil {
			return o.wrong(ctx, err)
		}
	}
	r.settle(f.alike(), o.v)
	r.rec = rec
	err = r.take(src, o.groups, o.how)
	if r.rec = nil; err == nil {
		rec.end(ctx, r.spec, r.sources[len(r.sources)-1], o.groups.look.costing.basis)
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

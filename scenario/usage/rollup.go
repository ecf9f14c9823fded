package usage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"azwhatif/internal/atomicfile"
	"azwhatif/internal/duck"
	"azwhatif/scenario"
)

// sampleRows are looked at before a table is read. They only save reading it
// twice: what they suggest is given up if rows do not follow it.
const sampleRows = 4000

// RollUp reads all files of a Spec, or its table, and sums the records up.
// Progress, which may be nil, is told how many of all files' bytes are done.
// Nothing is written but into a private temporary folder, which is removed.
//
// The same rows give the same sums, in the same order, by any engine.
func RollUp(ctx context.Context, spec Spec, progress func(done, total int64)) (*scenario.Imported, error) {
	sums, err := SumUp(ctx, spec, progress)
	if err != nil {
		return nil, err
	}
	defer sums.Close()
	im, known := sums.Imported, shared{texts{}, map[string]map[string]string{}}
	if err := sums.spec.holds(sums.many); err != nil {
		return nil, err
	}
	im.Used = make([]scenario.Used, 0, sums.many)
	err = sums.Each(func(u scenario.Used) error {
		known.keep(&u)
		im.Used = append(im.Used, u)
		return ctx.Err()
	})
	return &im, err
}

// SumUp is RollUp for any number of sums: they stay in a temporary folder where they
// are many, and Each gives one after the other.
func SumUp(ctx context.Context, spec Spec, progress func(done, total int64)) (*Sums, error) {
	s, err := spec.check()
	if err != nil {
		return nil, err
	}
	r := &run{spec: s, disk: &disk{}, parts: map[meterMonth][]part{}}
	r.pile = newPile(r.disk, s.pileRoom())
	if s.Warehouse != nil {
		err = r.table(ctx, *s.Warehouse)
	} else {
		err = r.files(ctx, progress)
	}
	if err == nil {
		var sums *Sums
		if sums, err = r.finish(); err == nil {
			return sums, nil
		}
	}
	r.disk.close()
	return nil, err
}

// run is one import under way.
type run struct {
	spec    Spec
	engine  *engine
	disk    *disk
	pile    *pile
	sources []scenario.ImportSource
	skipped []scenario.ImportSource // in folders, with the reason
	lost    []scenario.Lost         // what manifests list and is not here
	costs   []costing
	doubled []string // what a table has more than once
	refused int64

	settled   map[string]evidence // by kind of table: what the files read so far show
	postponed []postponed         // files that leave open how they are read
	parts     map[meterMonth][]part
	progress  *meter
	starts    map[startKey]*scenario.Start
	many      bool // resources
}

// files imports the files that the Spec names.
func (r *run) files(ctx context.Context, progress func(done, total int64)) (err error) {
	var inputs []input
	if inputs, r.skipped, r.lost, err = find(r.spec); err != nil {
		return err
	}
	if r.engine, err = newEngine(ctx, r.spec.engineMemory()); err != nil {
		return err
	}
	defer r.engine.close()
	r.progress = newMeter(inputs, progress)
	for _, in := range inputs {
		if err := r.input(ctx, in); err != nil {
			return err
		}
	}
	return r.postponedFiles(ctx)
}

// input imports what one path of the user's holds.
func (r *run) input(ctx context.Context, in input) error {
	files, err := unpack(in.name, in.path, r.engine.folder, cmp.Or(r.spec.Unpacked, maxUnpacked), false)
	if left := notUsage(err); left != nil && in.found {
		r.leave(in.name, left)
		return nil
	}
	if err != nil {
		return r.fault(ctx, in.name, err)
	}
	members := len(files) > 1
	ins := map[string]input{in.name: in}
	if members {
		files, ins = r.archive(files, in)
	}
	var others []*file // no usage
	for _, f := range files {
		in := in
		if own, ok := ins[f.name]; ok {
			in = own
		}
		before := f.path
		stop := r.progress.watch(f.size)
		err := f.recognise(ctx, r.engine, r.spec.Format)
		if left := notUsage(err); left != nil && (in.found || in.run != nil || members) {
			f.other = left
			others = append(others, f)
			r.unread(in, left)
			err = nil
		} else if err == nil {
			err = r.readable(ctx, f, in)
		}
		stop()
		var open errUnsettled
		if errors.As(err, &open) {
			r.postponed = append(r.postponed, postponed{f, in, err})
			continue
		}
		for _, path := range []string{before, f.path} {
			if strings.HasPrefix(path, r.engine.folder) {
				_ = os.Remove(path)
			}
		}
		if err = r.fault(ctx, f.name, err); err != nil {
			return err
		}
		r.progress.add(f.size)
	}
	if members && len(others) == len(files) {
		left := otherFile(fmt.Sprintf("none of the %d files in it is usage of a format that is known", len(files)))
		if !in.found {
			return r.fault(ctx, in.name, fmt.Errorf("%s: %w", in.name, left))
		}
		r.leave(in.name, left)
		return nil
	}
	for _, f := range others {
		r.leave(f.name, f.other)
	}
	return nil
}

// leave keeps that a file is left out.
func (r *run) leave(name string, why error) {
	r.skipped = append(r.skipped, scenario.ImportSource{Name: name, Notes: []string{"left out: " + why.Error()}})
}

// readable imports a file, where need be by a copy that the engine can read.
func (r *run) readable(ctx context.Context, f *file, in input) error {
	if f.gzip {
		checking, stop := context.WithCancel(ctx)
		defer stop()
		f.check(checking)
	}
	err := r.file(ctx, f, in)
	if errors.Is(err, errLines) {
		if err = f.evenLines(r.engine.folder); err == nil {
			err = r.file(ctx, f, in)
		}
	}
	return err
}

// fault keeps the error of a file that is left out, where the import goes on.
func (r *run) fault(ctx context.Context, name string, err error) error {
	if full := atomicfile.FullScratch(err, "what the file unpacks to"); full != err {
		err = fmt.Errorf("%s: %w", name, full)
	}
	if err == nil || !r.spec.GoOn || ctx.Err() != nil {
		return err
	}
	reason := strings.TrimPrefix(err.Error(), name+":")
	if line, rest, ok := strings.Cut(reason, ":"); ok && line != "" && strings.Trim(line, "0123456789") == "" {
		reason = "line " + line + ":" + rest
	}
	r.sources = append(r.sources, scenario.ImportSource{Name: name, Fault: strings.TrimSpace(reason)})
	return nil
}

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
	r.hold(&src, in)
	if s.Starts != nil {
		scan()
		if err := r.startsIn(ctx, e, t, how); err != nil {
			return fail(err)
		}
	}
	r.settle(f, v)
	return r.take(src, groups, how)
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
		if !r.spec.Days {
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

// plainer says what is to be done about an error of DuckDB's.
func plainer(err error, s Spec) error {
	switch text := err.Error(); {
	case strings.Contains(text, "max_temp_directory_size"), strings.Contains(text, "No space left"):
		return noRoom()
	case strings.Contains(text, "Out of Memory"):
		return fmt.Errorf("the memory that the import may take, %s, is not enough: allow more with AZWHATIF_MEMORY, keep fewer things apart (resources, hours, tags), or import fewer files at a time", megabytes(s.Memory))
	}
	return duck.Plain(err)
}

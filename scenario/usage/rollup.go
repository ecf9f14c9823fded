package usage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
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
	if s.Remote() {
		err = r.table(ctx)
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

	key *keyed    // of the file that is being read, where it may be in the cache
	rec *recorder // of what it gives
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
	if r.spec.Cache != nil {
		r.spec.Cache.trim()
	}
	return r.postponedFiles(ctx)
}

// input imports what one path of the user's holds.
func (r *run) input(ctx context.Context, in input) error {
	r.key = r.keyed(in)
	defer func() { r.key = nil }()
	if kept, err := r.kept(ctx, in); kept {
		r.progress.add(in.size)
		return r.fault(ctx, in.name, err)
	}
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
		r.key = nil
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

package usage

import (
	"context"
	"fmt"
	"slices"

	"azwhatif/internal/duck"
	"azwhatif/scenario"
)

// oneFile is a file while it is imported: read as its rows tell, and rolled up.
type oneFile struct {
	*run
	f       *file
	in      input
	t       table
	limit   int // of rejects that the engine keeps
	v       evidence
	how     reading
	groups  *groups
	rejects []reject
}

// wrong says what an error of the engine means: that the file is damaged, that it has to
// be read from an even copy (errLines), or what is wrong with it.
func (o *oneFile) wrong(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == errLines {
		return err
	}
	if damage := o.f.damage(); damage != nil {
		return damage
	}
	if duck.Broken(err) {
		if err := o.engine.open(ctx); err != nil {
			return err
		}
		if !o.f.even && !o.f.made && !o.f.parquet { // such as a row that is both ragged and not UTF-8
			return errLines
		}
	}
	if o.f.uneven(err, nil) {
		return errLines
	}
	return fmt.Errorf("%s: %w", o.f.name, plainer(err, o.spec))
}

// scan makes ready to read the file once more: each scan has tables of rejects of its own.
func (o *oneFile) scan(ctx context.Context) {
	o.engine.dropRejects(ctx)
	if !o.f.parquet {
		o.t.From = o.engine.csv(o.f, o.limit)
	}
}

// settle decides how the rows are read, by the first of them, or by all where those leave
// it open.
func (o *oneFile) settle(ctx context.Context) (whole bool, err error) {
	if o.v, err = o.t.evidence(ctx, o.engine, o.spec, sampleRows); err != nil {
		return false, err
	}
	var unsettled string
	if o.how, unsettled = o.v.decide(o.spec); unsettled == "" {
		return false, nil
	}
	o.how, err = o.byAll(ctx)
	return true, err
}

// byAll decides by all rows how they are read.
func (o *oneFile) byAll(ctx context.Context) (how reading, err error) {
	o.scan(ctx)
	if o.v, err = o.t.evidence(ctx, o.engine, o.spec, 0); err != nil {
		return how, err
	}
	how, unsettled := o.v.decide(o.spec)
	if unsettled != "" {
		return how, errUnsettled(unsettled)
	}
	return how, nil
}

// roll rolls the rows up. whole tells that all of them have said how they are read: else,
// where some are refused, the first ones may have suggested what the others do not follow.
func (o *oneFile) roll(ctx context.Context, whole bool) error {
	if err := o.group(ctx); err != nil || whole || o.groups.look.tally.refused == 0 {
		return err
	}
	better, err := o.byAll(ctx)
	if err != nil || better == o.how {
		return err
	}
	o.how = better
	return o.group(ctx)
}

// group rolls the rows up once.
func (o *oneFile) group(ctx context.Context) error {
	for {
		o.scan(ctx)
		o.groups.drop()
		groups, err := o.t.groups(ctx, o.engine, o.spec, o.how, o.disk)
		if err != nil {
			return err
		}
		o.groups = groups
		rejects, faults, err := o.engine.rejects(ctx)
		if err != nil {
			return err
		}
		if o.rejects = rejects; faults < o.limit || len(rejects) > o.spec.MaxRefused {
			break
		}
		o.limit *= 16 // a row of many faults has used up what is kept: keep more
	}
	if o.f.uneven(nil, o.rejects) {
		return errLines
	}
	return nil
}

// source says what was read, what was refused and why, and what has to be told. It is an
// error where too much is refused.
func (o *oneFile) source(ctx context.Context) (src scenario.ImportSource, err error) {
	src = scenario.ImportSource{Name: o.f.name, Format: o.f.format.Name, Repeated: o.f.repeated, Assumed: o.f.assumed,
		Notes: slices.Concat(o.f.notes, o.t.Rows.Notes, o.v.notes(o.spec, o.how))}
	o.groups.look.tally.of(&src)
	left := int64(len(o.rejects) + len(o.f.failures))
	src.Refused += left
	src.Rows += left
	if src.Refused > 0 {
		o.scan(ctx)
		if src.Refusal, err = o.t.refusals(ctx, o.engine, o.spec, o.how, o.f, o.rejects); err != nil {
			return src, o.wrong(ctx, err)
		}
	}
	if err := o.refuse(src); err != nil {
		return src, err
	}
	if note := o.t.Rows.pricedNote(o.spec, o.groups.look.priced); note != "" {
		assume(&src, note)
	}
	if len(o.t.Rows.Tells) > 0 {
		o.scan(ctx)
		notes, err := o.t.tells(ctx, o.engine, o.spec, o.how)
		if err != nil {
			return src, o.wrong(ctx, err)
		}
		src.Notes = append(src.Notes, notes...)
	}
	return src, o.f.damage()
}

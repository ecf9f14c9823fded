package web

import (
	"context"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
)

// totalsPart is what the cases cost as the draft has them, beside what is saved and what
// was before the last change.
type totalsPart struct {
	Table   []byte
	Verdict []string
	Err     string
	Pending bool
}

// totals prices a draft. last is the text before the last change, nil where there is
// none.
func (s *Server) totals(ctx context.Context, d *draft, last []byte) (out totalsPart) {
	now, t := s.showFile(ctx, d.file(d.history.Text()), With{})
	switch {
	case t != nil:
		out.Pending = true
		return out
	case now.Err != nil:
		out.Err = s.o.Folder.Tidy(now.Err.Error())
		return out
	}
	saved, before := &Shown{}, &Shown{}
	if d.dirty() {
		saved, _ = s.showFile(ctx, d.base, With{})
	}
	if last != nil && etag(last) != d.base.ETag {
		before, _ = s.showFile(ctx, d.file(last), With{})
	}
	text := d.history.Text()
	was := func(c *compare.Comparison, then []byte) report.Earlier {
		return report.Earlier{Comparison: c, Was: func(name string) string { return d.names.now(then, text, name) }}
	}
	out.Table = report.Changes(now.Comparison, was(saved.Comparison, d.base.Data), was(before.Comparison, last)).HTML
	if c := now.Comparison; len(c.Estimates) > 1 {
		out.Verdict = c.Words(c.Verdict())
	}
	return out
}

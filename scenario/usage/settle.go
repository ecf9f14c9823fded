package usage

import (
	"context"
	"fmt"
	"strings"
)

// evidence counts what tells how a table writes dates and numbers.
type evidence struct {
	all        bool  // rows were looked at, not some of them
	written    int64 // dates such as 02/03/2026
	slashed    int64 // those of a month and a day that differ
	firstOver  int64 // of them, those whose first part is above 12: it is the day
	secondOver int64
	point      int64 // numbers that only a decimal point explains: 0.5
	comma      int64 // and a decimal comma: 0,5
	either     int64 // such as 1,234
}

// Patterns of numbers. What has exactly three digits behind its only sign, and
// no zero before it, such as 1,234, could be either.
const (
	pointed  = `^[+-]?(\d*\.(\d{1,2}|\d{4,})|(0*|\d{4,})\.\d+|\d{1,3}(,\d{3})+\.\d*|\d{1,3}(,\d{3}){2,}|\d*\.\d+[eE][+-]?\d+)$`
	commaed  = `^[+-]?(\d*,(\d{1,2}|\d{4,})|(0*|\d{4,}),\d+|\d{1,3}(\.\d{3})+,\d*|\d{1,3}(\.\d{3}){2,}|\d*,\d+[eE][+-]?\d+)$`
	eitherOf = `^[+-]?[1-9]\d{0,2},\d{3}$`
)

// evidence looks at some of a table's rows, or at all of them (rows 0).
func (t table) evidence(ctx context.Context, db database, s Spec, rows int) (evidence, error) {
	d := db.dialect()
	part := func(date string, n int) string {
		re := `^\s*(\d{1,2})[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?:[ T].*)?$`
		if n == 2 {
			re = `^\s*\d{1,2}[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?:[ T].*)?$`
		}
		return d.Whole(d.Extract(date, re))
	}
	dates := []string{"azw_day_text"}
	for i := range t.Rows.Dates {
		dates = append(dates, fmt.Sprintf("azw_date_%d", i))
	}
	// Only the usage's own date makes a settlement necessary; any date helps.
	sums := []string{
		"count(CASE WHEN " + part(dates[0], 1) + " IS NOT NULL THEN 1 END)",
		"count(CASE WHEN " + part(dates[0], 1) + " <> " + part(dates[0], 2) + " THEN 1 END)",
	}
	for n := 1; n <= 2; n++ {
		var counts []string
		for _, date := range dates {
			counts = append(counts, "count(CASE WHEN "+part(date, n)+" BETWEEN 13 AND 31 AND "+part(date, 3-n)+" BETWEEN 1 AND 12 THEN 1 END)")
		}
		sums = append(sums, strings.Join(counts, " + "))
	}
	for _, re := range []string{pointed, commaed, eitherOf} {
		var counts []string
		for _, number := range []string{"azw_quantity_text", "azw_cost_text"} {
			counts = append(counts, "count(CASE WHEN "+d.Matches("replace("+number+", ' ', '')", re)+" THEN 1 END)")
		}
		sums = append(sums, strings.Join(counts, " + "))
	}
	for i := range sums {
		sums[i] = d.String(sums[i])
	}
	v := evidence{all: rows == 0}
	err := db.query(ctx, d.Query(t.From, t.texts(s, d), rows, strings.Join(sums, ", "), ""), func(row []string) error {
		return parseCounts(row, &v.written, &v.slashed, &v.firstOver, &v.secondOver, &v.point, &v.comma, &v.either)
	})
	return v, err
}

// decide says how the table is read. Unsettled is what the evidence leaves
// open, with what to state; "" where all is settled.
func (v evidence) decide(s Spec) (how reading, unsettled string) {
	how = reading{Order: s.DateOrder, Number: plainNumbers}
	switch {
	case s.DateOrder != "":
	case outweighs(v.secondOver, v.firstOver):
		how.Order = "mdy"
	case outweighs(v.firstOver, v.secondOver):
		how.Order = "dmy"
	case v.firstOver > 0:
		unsettled = "its dates are written both month/day and day/month; state the date order (mdy or dmy), and those that do not follow it are refused"
	case v.slashed > 0:
		unsettled = "its dates, such as 02/03/2026, do not tell the day from the month; state the date order (mdy or dmy)"
	case v.written > 0 && !v.all:
		unsettled = "its first dates, such as 03/03/2026, do not tell the day from the month"
	case v.written > 0:
		how.Order = "mdy" // where the month is the day, either order will do
	}
	switch {
	case s.Decimal != "":
		how.Number = numberStyle(s.Decimal)
	case outweighs(v.point, v.comma):
		how.Number = pointNumbers
	case outweighs(v.comma, v.point):
		how.Number = commaNumbers
	case v.point > 0:
		unsettled = "its numbers are written both 0.5 and 0,5; state the decimal sign, and those that do not follow it are refused"
	case v.either > 0:
		unsettled = "its numbers, such as 1,234, do not tell a decimal comma from one between thousands; state the decimal sign"
	}
	return how, unsettled
}

// outweighs tells whether a settles the question: b is nothing, or so little
// that it is bad rows.
func outweighs(a, b int64) bool { return a > 0 && (b == 0 || a >= 20*b) }

// notes says what was settled, where it was not the plain way of writing.
func (v evidence) notes(s Spec, how reading) []string {
	var notes []string
	if v.slashed > 0 && s.DateOrder == "" {
		notes = append(notes, "dates are "+orders[how.Order]+", as the file's own dates show")
	}
	if how.Number == commaNumbers && s.Decimal == "" {
		notes = append(notes, "numbers have a decimal comma, as the file's own numbers show")
	}
	return notes
}

// errUnsettled is what a file leaves open, with what to state.
type errUnsettled string

func (e errUnsettled) Error() string { return string(e) }

// postponed is a file that leaves open how it is read, and its error: another
// file of the same kind may settle it, as one partition of an export does for
// the others.
type postponed struct {
	file *file
	in   input
	err  error
}

// alike names files that are written alike: of one format, with one header.
func (f *file) alike() string {
	name := f.format.Name
	for _, c := range f.columns {
		name += "\x00" + c.Header
	}
	return name
}

// settle keeps what a file shows of how it is written.
func (r *run) settle(alike string, v evidence) {
	if r.settled == nil {
		r.settled = map[string]evidence{}
	}
	all := r.settled[alike]
	all.firstOver, all.secondOver = all.firstOver+v.firstOver, all.secondOver+v.secondOver
	all.point, all.comma = all.point+v.point, all.comma+v.comma
	r.settled[alike] = all
}

// postponedFiles reads the files that were postponed, as others of their kind
// are read where those show how.
func (r *run) postponedFiles(ctx context.Context) error {
	stated := r.spec
	for _, p := range r.postponed {
		how, unsettled := r.settled[p.file.alike()].decide(stated)
		err := p.err
		if unsettled == "" {
			r.spec = stated
			if how.Order != "" && r.spec.DateOrder == "" {
				r.spec.DateOrder = how.Order
				p.file.assume("dates are taken for " + orders[how.Order] + ", as another file of this kind shows")
			}
			if how.Number != plainNumbers && r.spec.Decimal == "" {
				r.spec.Decimal = string(how.Number)
				p.file.assume("the decimal sign is taken for \"" + string(how.Number) + "\", as another file of this kind shows")
			}
			err = r.readable(ctx, p.file, p.in)
		}
		if err = r.fault(ctx, p.file.name, err); err != nil {
			return err
		}
		r.progress.add(p.file.size)
	}
	r.spec = stated
	return nil
}

// orders are those of day and month, in words.
var orders = map[string]string{"mdy": "month/day/year", "dmy": "day/month/year"}

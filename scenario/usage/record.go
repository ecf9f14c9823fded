package usage

import (
	"bufio"
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// A visitor writes fields, or reads them.
type visitor interface {
	text(*string)
	number(*int64)
	decimal(*money.Decimal)
	unit(*unit.Unit)
	tags(*map[string]string)
}

// visit visits all that an import sets of a sum, but for its key, always in the same
// order. Note: what a mapping or a scenario sets later (Unmapped, Mapped, Machine, Left) is not there
// yet.
func (s *sum) visit(v visitor) {
	u := &s.used
	whole(v, &u.Month.Year)
	whole(v, &u.Month.Month)
	v.text(&u.Provider)
	word(v, &u.Kind)
	v.text(&u.Day)
	v.text(&u.Subscription)
	word(v, &u.Offer)
	word(v, &u.Meter.ID)
	v.text(&u.Meter.Category)
	v.text(&u.Meter.Subcategory)
	v.text(&u.Meter.Name)
	v.unit(&u.Meter.Unit)
	word(v, &u.Meter.Region)
	v.text(&u.Foreign.Service)
	v.text(&u.Foreign.UsageType)
	v.text(&u.Foreign.Operation)
	v.text(&u.Foreign.Region)
	v.text(&u.Foreign.Unit)
	v.text(&u.Group)
	v.text(&u.Resource)
	v.tags(&u.Tags)
	v.decimal(&u.Quantity)
	v.decimal(&u.Billed)
	word(v, &u.Currency)
	for _, p := range []*scenario.Price{&u.Agreed, &u.List} {
		v.decimal(&p.Value)
		whole(v, &p.Stated)
	}
	v.text(&u.Benefit)
	v.decimal(&u.Amortized.Cost)
	truth(v, &u.Amortized.Known)
	whole(v, &u.Pays)
	whole(v, &u.Term)
	v.number(&u.Records)
	truth(v, &u.Unsure)
	v.text(&u.First)
	v.text(&u.Last)
	for i := range several(v, &u.Days) {
		v.text(&u.Days[i].Day)
		v.decimal(&u.Days[i].Quantity)
	}
	for i := range several(v, &s.seen) {
		whole(v, &s.seen[i].source)
		v.text(&s.seen[i].least)
	}
}

func word[T ~string](v visitor, at *T) {
	s := string(*at)
	v.text(&s)
	*at = T(s)
}

func whole[T int | time.Month](v visitor, at *T) {
	n := int64(*at)
	v.number(&n)
	*at = T(n)
}

func truth(v visitor, at *bool) {
	n := int64(0)
	if *at {
		n = 1
	}
	v.number(&n)
	*at = n == 1
}

// several visits how many there are, and makes as many where they are read.
func several[T any](v visitor, at *[]T) []T {
	n := int64(len(*at))
	if v.number(&n); int(n) != len(*at) {
		*at = make([]T, n)
	}
	return *at
}

// recordWriter writes fields; its error is the first.
type recordWriter struct {
	w     *bufio.Writer
	bytes []byte
	err   error
}

func (w *recordWriter) number(n *int64) {
	w.bytes = binary.AppendVarint(w.bytes[:0], *n)
	if _, err := w.w.Write(w.bytes); w.err == nil {
		w.err = err
	}
}

func (w *recordWriter) text(s *string) {
	n := int64(len(*s))
	w.number(&n)
	if _, err := w.w.WriteString(*s); w.err == nil {
		w.err = err
	}
}

func (w *recordWriter) decimal(d *money.Decimal) {
	s := ""
	if !d.IsZero() {
		s = d.String()
	}
	w.text(&s)
}

func (w *recordWriter) unit(u *unit.Unit) {
	s := u.Text()
	w.text(&s)
}

func (w *recordWriter) tags(tags *map[string]string) {
	n := int64(len(*tags))
	w.number(&n)
	for _, k := range slices.Sorted(maps.Keys(*tags)) {
		value := (*tags)[k]
		w.text(&k)
		w.text(&value)
	}
}

// recordReader reads what a recordWriter wrote; its error is the first, io.EOF at
// the end.
type recordReader struct {
	r     *bufio.Reader
	units map[string]unit.Unit
	err   error
}

func (r *recordReader) number(n *int64) {
	if r.err != nil {
		*n = 0
		return
	}
	*n, r.err = binary.ReadVarint(r.r)
}

func (r *recordReader) text(s *string) {
	var n int64
	r.number(&n)
	if *s = ""; r.err != nil || n == 0 {
		return
	}
	b := make([]byte, n)
	_, r.err = io.ReadFull(r.r, b)
	*s = string(b)
}

func (r *recordReader) decimal(d *money.Decimal) {
	var s string
	if r.text(&s); s == "" || r.err != nil {
		*d = money.Zero
		return
	}
	*d, r.err = money.Parse(s)
}

func (r *recordReader) unit(u *unit.Unit) {
	var s string
	r.text(&s)
	known, ok := r.units[s]
	if !ok && s != "" {
		known, _ = unit.Parse(s)
		r.units[s] = known
	}
	*u = known
}

func (r *recordReader) tags(tags *map[string]string) {
	var n int64
	if r.number(&n); n == 0 {
		*tags = nil
		return
	}
	*tags = make(map[string]string, n)
	for range n {
		var key, value string
		r.text(&key)
		r.text(&value)
		(*tags)[key] = value
	}
}

package workbook

import (
	"fmt"
	"strings"
)

// monthCol is the column of a month, from 0 for A. Formulas name cells by it.
type monthCol int

func (m monthCol) at(row int) string        { return cell(int(m), row) }
func (m monthCol) fixed(row int) string     { return fixedRow(int(m), row) }
func (m monthCol) rows(from, to int) string { return m.at(from) + ":" + m.at(to) }
func (m monthCol) before() monthCol         { return m - 1 }

// until is a row's months before this one. It begins at the column in front of
// the months, so that the first month's range is a cell, too.
func (m monthCol) until(row int) string {
	return fixedCol(colMonth-1, row) + ":" + m.before().at(row)
}

// refs are what formulas call by name.
type refs map[string]ref

// ref is what a name in a formula stands for: a row of the months; with a last
// row, the rows of a block; a text that is the same in every month; or a cell of
// another sheet.
type ref struct {
	row, last int
	text      string
	of        func(m monthCol) string // a cell of another sheet
}

// formula reads a formula whose names in braces stand for cells:
//
//	{net}     the month's cell of a row, or its cells of a block
//	{$net}    the same cell, with its row fixed
//	{<net}    the cell of the month before
//	{..net}   the cells of all months before
//	{amount}  the text that the name stands for
func formula(text string, names ...refs) (func(m monthCol) string, error) {
	var parts []func(m monthCol) string
	for text != "" {
		plain, rest, found := strings.Cut(text, "{")
		parts = append(parts, func(monthCol) string { return plain })
		if !found {
			break
		}
		name, rest, closed := strings.Cut(rest, "}")
		part, ok := nameIn(name, names)
		if !ok || !closed {
			return nil, fmt.Errorf("the formula %q: {%s} names nothing on the sheet", text, name)
		}
		parts, text = append(parts, part), rest
	}
	return func(m monthCol) string {
		var b strings.Builder
		for _, part := range parts {
			b.WriteString(part(m))
		}
		return b.String()
	}, nil
}

// nameIn is how a name reads in a month; the first names that have it count.
func nameIn(name string, names []refs) (func(m monthCol) string, bool) {
	bare := strings.TrimLeft(name, "$<.")
	mark := strings.TrimSuffix(name, bare)
	for _, n := range names {
		if r, ok := n[bare]; ok {
			return r.marked(mark)
		}
	}
	return nil, false
}

func (r ref) marked(mark string) (func(m monthCol) string, bool) {
	switch {
	case r.text != "":
		return func(monthCol) string { return r.text }, mark == ""
	case r.of != nil:
		return r.of, mark == ""
	case r.row == 0: // the sheet has no such row
	case r.last > 0:
		return func(m monthCol) string { return m.rows(r.row, r.last) }, mark == ""
	case mark == "":
		return func(m monthCol) string { return m.at(r.row) }, true
	case mark == "$":
		return func(m monthCol) string { return m.fixed(r.row) }, true
	case mark == "<":
		return func(m monthCol) string { return m.before().at(r.row) }, true
	case mark == "..":
		return func(m monthCol) string { return m.until(r.row) }, true
	}
	return nil, false
}

package report

import (
	"bufio"
	"bytes"

	"azwhatif/estimate/compare"
)

// A Section is a part of a comparison's page: a table, charts, a list of notes.
type Section struct {
	Name string // its title; of the first part, which has what is to be known before the rest, ""
	HTML []byte // outside text in it is escaped; it has neither style nor script
}

// Sections are the parts of HTML, in its order, for a page that has a look of its own.
// Each amount, difference and percentage is a <data> element whose value is what JSON
// has, and whose text is what Table has; opt.Link says where it is explained.
func Sections(c *compare.Comparison, opt Options) (list []Section) {
	var b bytes.Buffer
	p := page{out: bufio.NewWriter(&b), link: opt.Link}
	if p.link == nil {
		p.link = func(Figure) string { return "" }
	}
	name := ""
	end := func() {
		_ = p.out.Flush() // into memory
		if b.Len() > 0 {
			list = append(list, Section{name, bytes.Clone(b.Bytes())})
		}
		b.Reset()
	}
	p.body(c, opt.Detail.or(DetailCases), func(next string) {
		end()
		name = next
	})
	end()
	return list
}

// htmlOf is a table as a part of a page, with exact values and without links.
func htmlOf(g grid) Section {
	var b bytes.Buffer
	p := page{out: bufio.NewWriter(&b), link: func(Figure) string { return "" }}
	p.table(g)
	_ = p.out.Flush() // into memory
	return Section{g.title, b.Bytes()}
}

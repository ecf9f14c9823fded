package report

import (
	"bufio"
	"io"
	"strings"

	"azwhatif/estimate/compare"
)

// Table writes the comparison for a terminal: totals of the cases, charges by
// part, months and lines as far as Detail goes, and beneath them what has no
// price, and the warnings. No line is wider than Width.
func Table(w io.Writer, c *compare.Comparison, opt Options) error {
	columns := opt.width()
	out := bufio.NewWriter(w)
	heading(out, c, opt)
	first := true
	for g := range blocks(c, opt.Detail) {
		if err := drawn(out, g, opt); err != nil {
			return err
		}
		if first {
			writeVerdict(out, c, columns)
		}
		first = false
	}
	footnotes(out, c, columns)
	return out.Flush()
}

// heading says what is compared, over which months.
func heading(out *bufio.Writer, c *compare.Comparison, opt Options) {
	columns := opt.width()
	for _, line := range wrap(clean(c.Scenario.Name), columns, 0) {
		out.WriteString(opt.paint(bold, line) + "\n")
	}
	out.WriteString(shorten(subtitle(c), columns) + "\n")
	for _, s := range []string{c.Samples(), c.ForReference()} {
		if s == "" {
			continue
		}
		for _, line := range wrap("Note: "+clean(s), columns, 0) {
			out.WriteString(opt.paint(yellow, line) + "\n")
		}
	}
}

// drawn draws a table beneath its title.
func drawn(out *bufio.Writer, g grid, opt Options) error {
	out.WriteString("\n")
	if g.title != "" {
		for _, line := range wrap(g.title, opt.width(), 2) {
			out.WriteString(opt.paint(bold, line) + "\n")
		}
	}
	_, err := out.WriteString(g.draw(opt.width(), opt.Color))
	return err
}

// mostNotes are shown of a kind.
const mostNotes = 20

func footnotes(out *bufio.Writer, c *compare.Comparison, columns int) {
	group := func(head, mark string, notes []note) {
		if len(notes) == 0 {
			return
		}
		out.WriteString("\n" + head + "\n")
		for i, n := range notes {
			if i == mostNotes && len(notes) > mostNotes+1 {
				out.WriteString(strings.Join(wrap(moreNotes(notes[i:]), columns, 0), "\n") + "\n")
				break
			}
			s := n.text
			if about := n.about(c); about != "" {
				s = about + ": " + s
			}
			out.WriteString(strings.Join(hanging(mark, s, columns, 0), "\n") + "\n")
		}
	}
	group("Not priced, and not in the total:", "! ", unpriced(c))
	group("Warnings:", "- ", notes(c, warningNotes))
	if list := cashSentences(c); list != nil {
		out.WriteString("\nOf the cash flow:\n")
		for _, s := range list {
			out.WriteString(strings.Join(hanging("- ", s, columns, 0), "\n") + "\n")
		}
	}
	if ex := exchangeNotes(c); len(ex) > 0 {
		out.WriteString("\n")
		for _, s := range ex {
			out.WriteString(strings.Join(wrap(s, columns, 0), "\n") + "\n")
		}
	}
}

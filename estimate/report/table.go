package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate"
)

// Table writes the comparison for a terminal: totals of the cases, charges by
// part, months and lines as far as Detail goes, and beneath them what has no
// price, and the warnings. No line is wider than Width.
func Table(w io.Writer, c *estimate.Comparison, opt Options) error {
	columns := opt.width()
	paint := func(color, s string) string {
		if opt.Color {
			return color + s + reset
		}
		return s
	}
	out := bufio.NewWriter(w)
	for _, line := range wrap(clean(c.Scenario.Name), columns, 0) {
		out.WriteString(paint(bold, line) + "\n")
	}
	out.WriteString(shorten(subtitle(c), columns) + "\n")
	if s := c.Samples(); s != "" {
		for _, line := range wrap("Note: "+clean(s), columns, 0) {
			out.WriteString(paint(yellow, line) + "\n")
		}
	}
	for g := range blocks(c, opt.Detail) {
		out.WriteString("\n")
		if g.title != "" {
			for _, line := range wrap(g.title, columns, 2) {
				out.WriteString(paint(bold, line) + "\n")
			}
		}
		if _, err := out.WriteString(g.draw(columns, opt.Color)); err != nil {
			return err
		}
	}
	footnotes(out, c, columns)
	return out.Flush()
}

// mostNotes are shown of a kind.
const mostNotes = 20

func footnotes(out *bufio.Writer, c *estimate.Comparison, columns int) {
	group := func(head, mark string, notes []note) {
		if len(notes) == 0 {
			return
		}
		out.WriteString("\n" + head + "\n")
		for i, n := range notes {
			if i == mostNotes && len(notes) > mostNotes+1 {
				fmt.Fprintf(out, "… and %d more; the other formats list all\n", len(notes)-mostNotes)
				break
			}
			s := n.text
			if about := n.about(c); about != "" {
				s = about + ": " + s
			}
			out.WriteString(strings.Join(hanging(mark, s, columns, 0), "\n") + "\n")
		}
	}
	group("Not priced, and not in the total:", "! ", notes(c, unpricedNotes))
	group("Warnings:", "- ", notes(c, warningNotes))
	if ex := exchangeNotes(c); len(ex) > 0 {
		out.WriteString("\n")
		for _, s := range ex {
			out.WriteString(strings.Join(wrap(s, columns, 0), "\n") + "\n")
		}
	}
}

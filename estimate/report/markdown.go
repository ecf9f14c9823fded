package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
)

// Markdown writes the comparison as GitHub's Markdown: the tables of Table, and
// beneath them what has no price, the warnings, the assumptions and the cards.
// Outside text is escaped.
func Markdown(w io.Writer, c *compare.Comparison, opt Options) error {
	out := bufio.NewWriter(w)
	markdownHeading(out, c)
	first := true
	for g := range blocks(c, opt.Detail) {
		if g.title != "" {
			fmt.Fprintf(out, "\n## %s\n", escape(g.title))
		}
		out.WriteString("\n")
		if _, err := out.WriteString(g.markdown()); err != nil {
			return err
		}
		if first {
			markdownVerdict(out, c)
		}
		first = false
	}
	bullets(out, c, "Not priced, and not in the total", unpriced(c))
	bullets(out, c, "Warnings", notes(c, warningNotes))
	if ex := exchangeNotes(c); len(ex) > 0 {
		out.WriteString("\n## Exchange\n\n")
		for _, s := range ex {
			out.WriteString("- " + escape(s) + "\n")
		}
	}
	if list := cashSentences(c); list != nil {
		out.WriteString("\n## Of the cash flow\n\n")
		for _, s := range list {
			out.WriteString("- " + escape(s) + "\n")
		}
	}
	bullets(out, c, "Assumptions", notes(c, (*estimate.Estimate).Assumptions))
	out.WriteString("\n## Cards\n\n" + cardsGrid(c).markdown())
	return out.Flush()
}

func markdownHeading(out *bufio.Writer, c *compare.Comparison) {
	fmt.Fprintf(out, "# %s\n\n%s\n", escape(clean(c.Scenario.Name)), subtitle(c))
	for _, s := range []string{c.Samples(), c.ForReference()} {
		if s != "" {
			fmt.Fprintf(out, "\n**Note: %s**\n", escape(clean(s)))
		}
	}
}

func bullets(out *bufio.Writer, c *compare.Comparison, head string, notes []note) {
	if len(notes) == 0 {
		return
	}
	out.WriteString("\n## " + head + "\n\n")
	for _, n := range notes {
		if about := n.about(c); about != "" {
			fmt.Fprintf(out, "- **%s**: %s\n", escape(about), escape(n.text))
		} else {
			fmt.Fprintf(out, "- %s\n", escape(n.text))
		}
	}
}

// cardsGrid says where the prices come from.
func cardsGrid(c *compare.Comparison) grid {
	g := grid{columns: []column{{"Card", false}, {"Fetched", false}, {"From", false}, {"SHA-256 of the response", false}}}
	for _, card := range c.Cards() {
		from := card.Provenance
		g.rows = append(g.rows, []cell{words(terms(card)), words(from.Fetched.UTC().Format(time.RFC3339)), words(from.URL), words(from.SHA256)})
	}
	return g
}

// terms names a card's terms, the locale and source among them.
func terms(card ratebook.Header) string {
	t := card.Terms
	return fmt.Sprintf("%s in %s for %s, %s, %s", t.Offer, t.Currency, t.Market, t.Locale, t.Source)
}

// markdown renders the grid as a table of GitHub's Markdown.
func (g grid) markdown() string {
	var out strings.Builder
	var rule []string
	for _, c := range g.columns {
		out.WriteString("| " + escape(strings.ReplaceAll(c.head, "\n", " ")) + " ")
		if c.right {
			rule = append(rule, "---:")
		} else {
			rule = append(rule, "---")
		}
	}
	out.WriteString("|\n| " + strings.Join(rule, " | ") + " |\n")
	for _, row := range g.rows {
		markdownRow(&out, row, "")
	}
	if g.foot != nil {
		markdownRow(&out, g.foot, "**")
	}
	return out.String()
}

func markdownRow(out *strings.Builder, row []cell, mark string) {
	for _, c := range row {
		s := c.mark + escape(c.text)
		if c.code != "" {
			s = c.code + " " + s
		}
		if c.note != "" {
			s += " (" + escape(c.note) + ")"
		}
		if s != "" {
			s = mark + s + mark
		}
		out.WriteString("| " + s + " ")
	}
	out.WriteString("|\n")
}

// escape keeps a text from being read as Markdown or HTML.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		if strings.ContainsRune("\\`*_[]<>|~#&$", r) || i == 0 && strings.ContainsRune("-+=", r) && !isNumber(s) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return ordered(b.String())
}

// isNumber tells whether a text is a signed figure such as "-1,234.50".
func isNumber(s string) bool {
	return len(s) > 1 && strings.Trim(s[1:], "0123456789.,%") == ""
}

// ordered keeps "1. " at a text's beginning from opening a list.
func ordered(s string) string {
	digits := strings.TrimLeft(s, "0123456789")
	if n := len(s) - len(digits); n > 0 && (strings.HasPrefix(digits, ". ") || strings.HasPrefix(digits, ") ")) {
		return s[:n] + "\\" + digits
	}
	return s
}

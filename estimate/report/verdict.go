package report

import (
	"bufio"
	"strings"

	"azwhatif/estimate"
)

// verdictLines are the verdict's sentences, each wrapped.
func verdictLines(c *estimate.Comparison, columns int) []string {
	var list []string
	for _, s := range verdictSentences(c) {
		list = append(list, wrap(s, columns, 0)...)
	}
	return list
}

// verdictSentences are what the comparison comes to, in sentences; none where there is
// one case, for which there is nothing to say.
func verdictSentences(c *estimate.Comparison) []string {
	if len(c.Estimates) == 1 {
		return nil
	}
	var list []string
	for _, s := range c.Words(c.Verdict()) {
		list = append(list, clean(s))
	}
	return list
}

func writeVerdict(out *bufio.Writer, c *estimate.Comparison, columns int) {
	if lines := verdictLines(c, columns); lines != nil {
		out.WriteString("\n" + strings.Join(lines, "\n") + "\n")
	}
}

func markdownVerdict(out *bufio.Writer, c *estimate.Comparison) {
	for _, s := range verdictSentences(c) {
		out.WriteString("\n" + escape(s) + "\n")
	}
}

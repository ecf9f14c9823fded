package report

import (
	"bufio"
	"slices"
	"strings"

	"azwhatif/estimate/compare"
)

// verdictLines are the verdict's sentences, each wrapped.
func verdictLines(c *compare.Comparison, columns int) []string {
	var list []string
	for _, s := range verdictSentences(c) {
		list = append(list, wrap(s, columns, 0)...)
	}
	return list
}

// verdictSentences are what follows from the comparison, in sentences; none where there is
// one case, for which there is nothing to say.
func verdictSentences(c *compare.Comparison) []string {
	if len(c.Estimates) == 1 {
		return nil
	}
	var list []string
	for _, s := range c.Words(c.Verdict()) {
		list = append(list, clean(s))
	}
	return list
}

// coveredSentences say what benefits that are there cover of the usage, and save.
func coveredSentences(c *compare.Comparison) []string {
	var list []string
	for _, k := range c.Covered() {
		for _, s := range k.Sentences() {
			list = append(list, clean(s))
		}
	}
	return list
}

func writeVerdict(out *bufio.Writer, c *compare.Comparison, columns int) {
	if lines := verdictLines(c, columns); lines != nil {
		out.WriteString("\n" + strings.Join(lines, "\n") + "\n")
	}
	for i, s := range coveredSentences(c) {
		if i == 0 {
			out.WriteString("\n")
		}
		out.WriteString(strings.Join(wrap(s, columns, 0), "\n") + "\n")
	}
}

func markdownVerdict(out *bufio.Writer, c *compare.Comparison) {
	for _, s := range slices.Concat(verdictSentences(c), coveredSentences(c)) {
		out.WriteString("\n" + escape(s) + "\n")
	}
}

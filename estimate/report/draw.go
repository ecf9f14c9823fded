package report

import "strings"

// drawPart draws what fits side by side: heads, a rule, rows, and the sums
// beneath another rule.
func (g grid) drawPart(columns int, color bool) string {
	widths := g.widths(columns)
	var out strings.Builder
	var heads [][]string
	deepest := 0
	for k, c := range g.columns {
		heads = append(heads, wrapHead(c.head, widths[k]))
		deepest = max(deepest, len(heads[k]))
	}
	for k := range heads { // the last lines stand beside each other
		heads[k] = append(make([]string, deepest-len(heads[k])), heads[k]...)
	}
	g.side(&out, heads, widths)
	rule := strings.Repeat("─", g.across(widths)) + "\n"
	out.WriteString(rule)
	for _, row := range g.rows {
		g.side(&out, drawCells(row, widths, color), widths)
	}
	if g.foot != nil {
		out.WriteString(rule)
		g.side(&out, drawCells(g.foot, widths, color), widths)
	}
	return out.String()
}

func (g grid) across(widths []int) int {
	sum := -gap
	for _, w := range widths {
		sum += w + gap
	}
	return sum
}

// side writes cells of several lines side by side.
func (g grid) side(out *strings.Builder, cells [][]string, widths []int) {
	deepest := 0
	for _, lines := range cells {
		deepest = max(deepest, len(lines))
	}
	for n := range deepest {
		var line strings.Builder
		for k, lines := range cells {
			s := ""
			if n < len(lines) {
				s = lines[n]
			}
			pad := strings.Repeat(" ", max(0, widths[k]-width(uncolored(s))))
			if g.columns[k].right {
				s = pad + s
			} else {
				s += pad
			}
			if k > 0 {
				line.WriteString(strings.Repeat(" ", gap))
			}
			line.WriteString(s)
		}
		out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

func wrapHead(head string, columns int) []string {
	var lines []string
	for _, line := range strings.Split(head, "\n") {
		lines = append(lines, wrap(line, columns, maxLines+1)...)
	}
	return lines
}

func drawCells(row []cell, widths []int, color bool) [][]string {
	out := make([][]string, len(row))
	for k, c := range row {
		lines := []string{c.text}
		if !c.number {
			lines = hanging(c.mark, c.text, widths[k], maxLines)
		}
		if c.note != "" {
			lines = append(lines, hanging(indent, c.note, widths[k], maxLines)...)
		}
		if color && c.alert {
			for i := range lines {
				lines[i] = yellow + lines[i] + reset
			}
		}
		out[k] = lines
	}
	return out
}

// Colours of a terminal (ECMA-48).
const (
	bold   = "\x1b[1m"
	yellow = "\x1b[33m"
	reset  = "\x1b[0m"
)

var colors = strings.NewReplacer(bold, "", yellow, "", reset, "")

func uncolored(s string) string {
	if !strings.Contains(s, "\x1b") {
		return s
	}
	return colors.Replace(s)
}

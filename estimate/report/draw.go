package report

import (
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// look is that of Table: blanks between columns, rules across.
var look = table.Style{
	Box: table.BoxStyle{
		MiddleHorizontal: "─",
		MiddleSeparator:  strings.Repeat("─", gap),
		MiddleVertical:   strings.Repeat(" ", gap),
	},
	Format:  table.FormatOptions{HeaderVAlign: text.VAlignBottom},
	Options: table.Options{SeparateColumns: true, SeparateHeader: true, SeparateFooter: true},
}

// drawPart draws what fits side by side: heads, a rule, rows, and the sums
// beneath another rule.
func (g grid) drawPart(columns int, color bool) string {
	widths := g.widths(columns)
	out := table.NewWriter()
	out.SetStyle(look)
	out.SuppressTrailingSpaces()
	var heads table.Row
	var configs []table.ColumnConfig
	for k, c := range g.columns {
		heads = append(heads, wrapHead(c.head, widths[k]))
		align := text.AlignLeft
		if c.right {
			align = text.AlignRight
		}
		configs = append(configs, table.ColumnConfig{Number: k + 1, WidthMin: widths[k], Align: align, AlignHeader: align, AlignFooter: align})
	}
	out.SetColumnConfigs(configs)
	out.AppendHeader(heads)
	for _, row := range g.rows {
		out.AppendRow(drawCells(row, widths, color))
	}
	if g.foot != nil {
		out.AppendFooter(drawCells(g.foot, widths, color))
	}
	return out.Render() + "\n"
}

func wrapHead(head string, columns int) string {
	var lines []string
	for _, line := range strings.Split(head, "\n") {
		lines = append(lines, wrap(line, columns, maxLines+1)...)
	}
	return strings.Join(lines, "\n")
}

func drawCells(row []cell, widths []int, color bool) table.Row {
	out := make(table.Row, len(row))
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
		out[k] = strings.Join(lines, "\n")
	}
	return out
}

// Colours of a terminal (ECMA-48).
const (
	bold   = "\x1b[1m"
	yellow = "\x1b[33m"
	reset  = "\x1b[0m"
)

package report

import (
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// A grid is a table before it has a look: Table and Markdown draw the same
// grids.
type grid struct {
	title   string
	columns []column
	rows    [][]cell
	foot    []cell // the sums; may be nil
	keep    int    // columns that are repeated where a grid is drawn in parts
	ditto   int    // columns that are left blank where they repeat the row above; in Table only
}

type column struct {
	head  string // lines are kept
	right bool   // numbers
}

// cell is a text, or a number with the code of its currency where the column
// has several.
type cell struct {
	text   string
	mark   string // stands before the text, and its further lines are indented by it
	note   string // a line beneath
	code   string
	number bool
	alert  bool // is shown in the colour of warnings

	exact string // the figure unrounded, as JSON has it; "" where the text is all there is
	of    Figure // what explains the figure
}

func words(s string) cell  { return cell{text: clean(s)} }
func figure(s string) cell { return cell{text: s, number: true} }

// amountFigure is an amount in the currency's minor unit, signedFigure a difference,
// percentFigure a part in percent.
func amountFigure(d money.Decimal, in money.Currency) cell {
	return cell{text: amount(d, in), number: true, exact: d.String()}
}

func signedFigure(d money.Decimal, in money.Currency) cell {
	return cell{text: signed(amount(d, in)), number: true, exact: d.String()}
}

func percentFigure(part money.Decimal) cell {
	return cell{text: percent(part), number: true, exact: part.Mul(money.Int(100)).String()}
}

// explained is the cell of a figure that can be explained.
func (c cell) explained(by Figure) cell {
	c.of = by
	return c
}

const (
	minText  = 8  // columns that a text keeps when room is short
	maxWord  = 12 // columns of a word in a head that are not broken
	maxLines = 3  // of a text in a cell
)

// draw renders the grid in so many columns. Where it does not fit, texts are
// wrapped; where that is not enough, it is drawn in parts, each with the first
// columns.
func (g grid) draw(columns int, color bool) string {
	g = g.aligned()
	for i := len(g.rows) - 1; i > 0; i-- {
		for k := 0; k < g.ditto && g.rows[i][k].text == g.rows[i-1][k].text; k++ {
			g.rows[i][k].text = ""
		}
	}
	var out strings.Builder
	for _, part := range g.parts(columns) {
		if out.Len() > 0 {
			out.WriteString("\n")
		}
		out.WriteString(part.drawPart(columns, color))
	}
	return out.String()
}

// aligned pads numbers so that their points stand beneath each other when they
// are set flush right, and sets codes flush left.
func (g grid) aligned() grid {
	g.rows = slices.Clone(g.rows)
	for i := range g.rows {
		g.rows[i] = slices.Clone(g.rows[i])
	}
	g.foot = slices.Clone(g.foot)
	for k := range g.columns {
		var cells []*cell
		for i := range g.rows {
			cells = append(cells, &g.rows[i][k])
		}
		if g.foot != nil {
			cells = append(cells, &g.foot[k])
		}
		alignPoints(cells)
	}
	return g
}

func alignPoints(cells []*cell) {
	tails, widest := 0, 0
	for _, c := range cells {
		if c.number {
			tails = max(tails, tail(c.text))
		}
	}
	for _, c := range cells {
		if c.number {
			c.text += strings.Repeat(" ", tails-tail(c.text))
			widest = max(widest, width(c.text))
		}
	}
	for _, c := range cells {
		if c.number && c.code != "" {
			c.text = c.code + strings.Repeat(" ", 1+widest-width(c.text)) + c.text
		}
	}
}

// natural is the width that a column takes unwrapped; least is what it takes
// at least: numbers are never wrapped.
func (g grid) natural(k int) (natural, least int) {
	for _, line := range strings.Split(g.columns[k].head, "\n") {
		natural = max(natural, width(line))
		for _, word := range strings.Fields(line) {
			least = max(least, min(width(word), maxWord))
		}
	}
	wants := func(row []cell) {
		w := width(row[k].text) + width(row[k].mark)
		if row[k].note != "" {
			natural = max(natural, width(row[k].note)+len(indent))
		}
		natural = max(natural, w)
		if row[k].number {
			least = max(least, w)
		} else {
			least = max(least, min(w, minText))
		}
	}
	for _, row := range g.rows {
		wants(row)
	}
	if g.foot != nil {
		wants(g.foot)
	}
	return natural, least
}

const (
	gap    = 2    // blanks between columns
	indent = "  " // of notes
)

// parts splits the columns so that each part can be drawn.
func (g grid) parts(columns int) []grid {
	used := 0
	for k := range g.keep {
		natural, least := g.natural(k)
		used += max(least, min(natural, roomy)) + gap
	}
	var parts []grid
	from, room := g.keep, columns-used
	for k := g.keep; k < len(g.columns); k++ {
		_, least := g.natural(k)
		if room -= least + gap; room < -gap && k > from {
			parts = append(parts, g.part(from, k))
			from, room = k, columns-used-least-gap
		}
	}
	if parts == nil {
		return []grid{g}
	}
	return append(parts, g.part(from, len(g.columns)))
}

// without is the grid without one of its columns.
func (g grid) without(k int) grid {
	g.columns = slices.Delete(slices.Clone(g.columns), k, k+1)
	for i := range g.rows {
		g.rows[i] = slices.Delete(g.rows[i], k, k+1)
	}
	if g.foot != nil {
		g.foot = slices.Delete(g.foot, k, k+1)
	}
	return g
}

const roomy = 12 // columns for a repeated name, which is not to be squeezed

func (g grid) part(from, to int) grid {
	p := grid{keep: g.keep}
	pick := func(row []cell) []cell {
		return append(slices.Clone(row[:g.keep]), row[from:to]...)
	}
	p.columns = append(slices.Clone(g.columns[:g.keep]), g.columns[from:to]...)
	for _, row := range g.rows {
		p.rows = append(p.rows, pick(row))
	}
	if g.foot != nil {
		p.foot = pick(g.foot)
	}
	return p
}

// widths shrinks the widest texts until the row fits.
func (g grid) widths(columns int) []int {
	natural, least := make([]int, len(g.columns)), make([]int, len(g.columns))
	sum := -gap
	for k := range g.columns {
		natural[k], least[k] = g.natural(k)
		sum += natural[k] + gap
	}
	for ; sum > columns; sum-- {
		widest := -1
		for k := range natural {
			if natural[k] > least[k] && (widest < 0 || natural[k] > natural[widest]) {
				widest = k
			}
		}
		if widest < 0 {
			break
		}
		natural[widest]--
	}
	return natural
}

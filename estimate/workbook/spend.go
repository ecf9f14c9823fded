package workbook

import (
	"context"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

// WriteSpend writes what was used and billed as a workbook: a table a currency
// with its chart, and sums that are formulas. The same spending gives the same
// bytes.
func WriteSpend(w io.Writer, s *reconcile.Spending, opt Options) error {
	d := document{title: "Spending by " + spendNoun(s.By), question: "What was used and billed?"}
	if s.Card != nil {
		d.question = "What was used and billed, and what does it cost?"
		d.cards = append(d.cards, *s.Card)
	}
	totals := s.Totals()
	if len(totals) == 0 {
		totals = []reconcile.SpendTotal{{}}
	}
	var sheets []string
	for _, t := range totals {
		name := "Spend"
		if len(totals) > 1 {
			name = strings.TrimSpace("Spend " + string(t.Currency))
		}
		sheets = append(sheets, name)
	}
	b := newPlain(d, opt, append(sheets, provenanceSheet)...)
	defer b.file.Close()
	for i, t := range totals {
		b.spend(sheets[i], s, t, i)
	}
	b.origin(s.Got)
	if b.err != nil {
		return b.err
	}
	return b.pack(w)
}

// WriteSpendFile writes it beside path and renames it.
func WriteSpendFile(ctx context.Context, path string, s *reconcile.Spending, opt Options) error {
	return replace(ctx, path, opt, func(w io.Writer, opt Options) error { return WriteSpend(w, s, opt) })
}

func spendNoun(by scenario.SpendBy) string {
	if by.Tag() != "" {
		return "tag " + by.Tag()
	}
	return strings.ReplaceAll(string(by), "-", " ")
}

// spendKey is a row's name. Points in time are texts, which sort as well and
// which every program's charts space alike.
func spendKey(by scenario.SpendBy, key string) string {
	if day, hour, ok := strings.Cut(key, "T"); by == "hour" && ok {
		return day + " " + hour + ":00"
	}
	return named(key)
}

// spendColumns are the columns of a currency's table; -1 where there is none.
type spendColumns struct {
	key, records, quantity, unit int
	billed, part, ours, unrated  int
	amount                       int // what the chart shows
	last                         int
}

func spendLayout(s *reconcile.Spending, t reconcile.SpendTotal) spendColumns {
	c := spendColumns{key: 0, records: 1, quantity: 2, unit: 3, billed: -1, part: -1, ours: -1, unrated: -1, last: 3}
	add := func() int { c.last++; return c.last }
	if t.Currency != "" {
		c.billed, c.part = add(), add()
	}
	if s.Card != nil {
		c.ours = add()
		c.unrated = add()
	}
	c.amount = max(c.billed, -1)
	if c.billed < 0 {
		c.amount = c.ours
	}
	return c
}

const spendFirst = 6 // the first row of a table

// spend writes the sheet of one currency.
func (b *book) spend(name string, s *reconcile.Spending, t reconcile.SpendTotal, index int) {
	c, rows := spendLayout(s, t), s.In(t.Currency)
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	sh := b.sheet(name, look{widths: []float64{fit(26, 60, keys...), 10, 16, 18}, rest: 16, last: max(c.last, 4), freeze: cell(1, spendFirst), repeat: "5:5"})
	purpose := "Sums are formulas, and are held against the program's."
	if s.Card != nil {
		purpose = fmt.Sprintf("Ours is the usage at the rates of the card of %s, before the offer's credit. ", s.Card.Terms) + purpose
	}
	sh.title(b.about.title, purpose)
	if t.Unrated > 0 {
		sh.text(0, styleAlert, fmt.Sprintf(wordIncomplete+": ours leaves out usage without a price, %d of the records.", t.Unrated))
		sh.blanks(1, c.last, styleAlert)
	}
	sh.skipRow(spendFirst - 1)
	b.spendHeads(sh, s, t, c)
	quantities := quantities(spendQuantities(rows))
	for _, r := range rows {
		b.spendRow(sh, s, t, c, r, quantities, spendFirst+len(rows))
	}
	b.spendSums(sh, s, t, c, len(rows))
	if len(rows) > 0 {
		sh.table(fmt.Sprintf("Spend%d", index+1), spendFirst-1, spendFirst+len(rows)-1, c.last)
	}
	b.spendChart(name, s, t, c, rows)
	sh.flush()
}

// skipRow ends the row that is being filled, and leaves rows empty up to another.
func (s *sheet) skipRow(to int) {
	if s.used > 0 {
		s.next()
	}
	s.skip(to)
}

func spendQuantities(rows []reconcile.Spent) (values []float64) {
	for _, r := range rows {
		values = append(values, num(r.Quantity))
	}
	return values
}

func (b *book) spendHeads(sh *sheet, s *reconcile.Spending, t reconcile.SpendTotal, c spendColumns) {
	noun := spendNoun(s.By)
	sh.heads(c.key, strings.ToUpper(noun[:1])+noun[1:])
	sh.numHeads(c.records, "Records", "Quantity")
	sh.heads(c.unit, "Unit")
	head := func(col int, name string) {
		if col >= 0 {
			sh.numHeads(col, name)
		}
	}
	head(c.billed, "Billed, "+string(t.Currency))
	head(c.part, "Part of all")
	if s.Card != nil {
		head(c.ours, "Ours, "+string(s.Card.Terms.Currency))
		head(c.unrated, "Records without a price")
	}
	sh.tall(30)
}

func (b *book) spendRow(sh *sheet, s *reconcile.Spending, t reconcile.SpendTotal, c spendColumns, r reconcile.Spent, q format, total int) {
	row := sh.at
	sh.text(c.key, style{kind: monthName}, spendKey(s.By, r.Key))
	sh.num(c.records, style{kind: plain, format: wholes}, float64(r.Records))
	if r.Unit != "" {
		sh.num(c.quantity, style{kind: plain, format: q}, num(r.Quantity))
		sh.text(c.unit, styleText, r.Unit)
	} else {
		sh.blanks(c.quantity, c.unit, styleText)
	}
	in := amounts(t.Currency)
	if c.billed >= 0 {
		sh.num(c.billed, style{kind: plain, format: in}, num(r.Billed))
		part := 0.0
		if !t.Billed.IsZero() {
			part = num(r.Billed.Div(t.Billed))
		}
		sh.calc(c.part, style{kind: calc, format: percent}, "IF("+fixed(c.billed, total)+"=0,0,"+cell(c.billed, row)+"/"+fixed(c.billed, total)+")", part)
	}
	if c.ours >= 0 {
		ours := style{kind: plain, format: amounts(s.Card.Terms.Currency)}
		switch {
		case r.Rated > 0:
			sh.num(c.ours, ours, num(r.Ours))
		case r.Unrated > 0:
			sh.text(c.ours, style{kind: calc}, wordNotPriced)
		default:
			sh.blanks(c.ours, c.ours, ours)
		}
		sh.num(c.unrated, style{kind: plain, format: wholes}, float64(r.Unrated))
	}
	sh.next()
}

// spendSums writes the sums, and beneath them the program's own.
func (b *book) spendSums(sh *sheet, s *reconcile.Spending, t reconcile.SpendTotal, c spendColumns, rows int) {
	at := sh.at
	sh.text(c.key, style{kind: sum}, "Total")
	sums := []struct {
		col    int
		format format
		value  money.Decimal
	}{
		{c.records, wholes, money.Int(t.Records)}, {c.billed, amounts(t.Currency), t.Billed}, {c.part, percent, money.One},
		{c.ours, "", t.Ours}, {c.unrated, wholes, money.Int(t.Unrated)},
	}
	for _, x := range sums {
		if x.col < 0 {
			continue
		}
		if x.col == c.ours {
			x.format = amounts(s.Card.Terms.Currency)
		}
		value := num(x.value)
		if x.col == c.part && (t.Billed.IsZero() || rows == 0) {
			value = 0
		}
		formula := "0"
		if rows > 0 {
			formula = "SUM(" + cell(x.col, spendFirst) + ":" + cell(x.col, at-1) + ")"
		}
		sh.calc(x.col, style{kind: sum, format: x.format}, formula, value)
	}
	sh.blanks(0, c.last, style{kind: sum})
	sh.next()
	sh.next()
	hold := func(what string, col int, f format, value money.Decimal) {
		if col >= 0 {
			sh.text(0, styleNote, what+", the program's sum")
			sh.text(4, styleNote, "TRUE: the sum above is the program's")
			sh.holds(2, f, cell(col, at), num(value))
			b.passColours(sh, 3, sh.at, sh.at)
			sh.next()
		}
	}
	hold("Billed", c.billed, amounts(t.Currency), t.Billed)
	if s.Card != nil {
		hold("Ours", c.ours, amounts(s.Card.Terms.Currency), t.Ours)
	}
}

// spendBars is how many bars a chart has at most.
const spendBars = 20

// spendChart puts a chart to the right of the table; before the sheet is flushed.
func (b *book) spendChart(name string, s *reconcile.Spending, t reconcile.SpendTotal, c spendColumns, rows []reconcile.Spent) {
	if c.amount < 0 || len(rows) == 0 || b.err != nil {
		return
	}
	n, kind, text := min(len(rows), spendBars), excelize.Bar, b.about.title
	if s.By.Rising() {
		n, kind = len(rows), excelize.Line
		if len(rows) < 3 {
			kind = excelize.Col
		}
	} else if n < len(rows) {
		text += fmt.Sprintf(" (the first %d)", n)
	}
	q, last := quote(name), spendFirst+n-1
	chart := &excelize.Chart{
		Type: kind, Title: chartTitle(text), Dimension: excelize.ChartDimension{Width: 720, Height: chartHeight},
		Format: excelize.GraphicOptions{AltText: "Chart of the table beside it: " + text + ".", Name: text, Positioning: "oneCell"},
		Legend: excelize.ChartLegend{Position: "bottom"},
		XAxis:  excelize.ChartAxis{ReverseOrder: kind == excelize.Bar, Font: axisFont},
		YAxis:  excelize.ChartAxis{NumFmt: excelize.ChartNumFmt{CustomNumFmt: string(wholes)}, MajorGridLines: true, Font: axisFont},
	}
	if kind != excelize.Bar {
		chart.XAxis.TickLabelSkip = n/10 + 1
	}
	series := []int{c.billed, c.ours}
	if c.billed >= 0 && s.Card != nil && s.Card.Terms.Currency != t.Currency {
		series = series[:1] // two currencies have no axis in common
	}
	if kind == excelize.Bar {
		chart.Dimension.Height = uint(max(chartHeight, 110+26*n)) // room for each name
	}
	for i, col := range series {
		if col >= 0 {
			chart.Series = append(chart.Series, excelize.ChartSeries{
				Name: q + fixed(col, spendFirst-1), Categories: q + down(c.key, spendFirst, last), Values: q + down(col, spendFirst, last),
				Fill: solid(lineColours[i]), Line: excelize.LineOptions{Type: excelize.LineSolid, Width: 2}, Marker: excelize.ChartMarker{Symbol: "none"},
			})
		}
	}
	b.fail(b.file.AddChart(name, cell(c.last+2, spendFirst-1), chart))
}

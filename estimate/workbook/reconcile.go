package workbook

import (
	"context"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

// The sheets of a reconciliation.
const (
	pricedSheet   = "Priced"
	unpricedSheet = "Without a price"
	asideSheet    = "Not rated"
)

// The columns of Priced and Without a price.
const (
	recMeter = iota
	recRegion
	recID
	recRecords
	recBilled
	recOurs // Without a price: why
	recDifference
	recPercent
	recWhy
)

const recFirst = 5 // the first row of a table

// WriteReconciliation writes what was billed against our figure as a workbook:
// differences and sums are formulas. The same reconciliation gives the same
// bytes.
func WriteReconciliation(w io.Writer, r *reconcile.Statement, opt Options) error {
	d := document{title: "Billed cost against the card", question: "How far is our figure from the bill?"}
	d.cards = append(d.cards, r.Card)
	b := newPlain(d, opt, summarySheet, pricedSheet, unpricedSheet, asideSheet, provenanceSheet)
	defer b.file.Close()
	b.reconciled(r)
	b.unpricedMeters(r)
	b.asideKinds(r)
	b.reconciliation(r)
	b.origin(r.Got)
	if b.err != nil {
		return b.err
	}
	return b.pack(w)
}

// WriteReconciliationFile writes it beside path and renames it.
func WriteReconciliationFile(ctx context.Context, path string, r *reconcile.Statement, opt Options) error {
	return replace(ctx, path, opt, func(w io.Writer, opt Options) error { return WriteReconciliation(w, r, opt) })
}

// recTotal is the row of a table's sums.
func recTotal(rows int) int { return recFirst + rows }

// meterCells fills the columns that name a meter, and what was billed for it.
func (s *sheet) meterCells(m reconcile.Meter, money format) {
	s.text(recMeter, styleText, named(m.Meter.Title()))
	s.text(recRegion, styleText, m.Meter.Region.Display())
	s.text(recID, styleText, string(m.Meter.ID))
	s.num(recRecords, style{kind: plain, format: wholes}, float64(m.Records))
	s.num(recBilled, style{kind: plain, format: money}, num(m.Billed))
}

// sumRow is the row of sums beneath a table of so many rows.
func (s *sheet) sumRow(rows, last int, sums map[int]money.Decimal, format func(col int) format) {
	s.text(0, style{kind: sum}, "Sum")
	for col := range last + 1 {
		value, ok := sums[col]
		if !ok {
			continue
		}
		formula := "0"
		if rows > 0 {
			formula = "SUM(" + cell(col, recFirst) + ":" + cell(col, recFirst+rows-1) + ")"
		}
		s.calc(col, style{kind: sum, format: format(col)}, formula, num(value))
	}
	s.blanks(0, last, style{kind: sum})
	s.next()
}

func meterTitles(list []reconcile.Meter) (titles []string) {
	for _, m := range list {
		titles = append(titles, m.Meter.Title())
	}
	return titles
}

// reconciled writes the meters with a price.
func (b *book) reconciled(r *reconcile.Statement) {
	in, cur := amounts(r.Currency()), string(r.Currency())
	s := b.sheet(pricedSheet, look{widths: []float64{fit(30, 60, meterTitles(r.Priced)...), 18, 38, 10, 15, 15, 15, 12, 80}, last: recWhy, freeze: cell(1, recFirst), repeat: "4:4"})
	s.title("Usage with a price, by meter", "Ours is the usage at the card's rates, before the offer's monthly credit. Differences and sums are formulas.")
	s.skip(recFirst - 1)
	s.heads(recMeter, "Meter", "Region", "Meter id")
	s.numHeads(recRecords, "Records", "Billed, "+cur, "Ours, "+cur, "Difference", "Difference, %")
	s.heads(recWhy, "Why")
	s.tall(20)
	var count int64
	for _, m := range r.Priced {
		s.meterCells(m, in)
		s.num(recOurs, style{kind: plain, format: in}, num(m.Ours))
		billed, ours, difference := cell(recBilled, s.at), cell(recOurs, s.at), cell(recDifference, s.at)
		s.calc(recDifference, style{kind: calc, format: signed(in)}, ours+"-"+billed, num(m.Difference()))
		var part any = ""
		if m.Billed.Sign() > 0 {
			part = num(m.Difference().Div(m.Billed))
		}
		s.calc(recPercent, style{kind: calc, format: signed(percent2)}, "IF("+billed+"<=0,\"\","+difference+"/"+billed+")", part)
		s.text(recWhy, styleText, strings.Join(m.Reasons, "; "))
		count += m.Records
		s.next()
	}
	t := r.Totals()
	s.sumRow(len(r.Priced), recWhy, map[int]money.Decimal{recRecords: money.Int(count), recBilled: t.Priced, recOurs: t.Ours, recDifference: t.Difference()}, func(col int) format {
		switch col {
		case recRecords:
			return wholes
		case recDifference:
			return signed(in)
		}
		return in
	})
	s.table("Priced", recFirst-1, recFirst+len(r.Priced)-1, recWhy)
	s.flush()
}

// unpricedMeters writes those that the card does not price.
func (b *book) unpricedMeters(r *reconcile.Statement) {
	in := amounts(r.Currency())
	s := b.sheet(unpricedSheet, look{widths: []float64{fit(30, 60, meterTitles(r.Unpriced)...), 18, 38, 10, 15, 90}, last: recOurs, freeze: cell(1, recFirst), repeat: "4:4"})
	s.title("Usage without a price, by meter", "The card does not price these meters: they are in no figure of ours.")
	s.skip(recFirst - 1)
	s.heads(recMeter, "Meter", "Region", "Meter id")
	s.numHeads(recRecords, "Records", "Billed, "+string(r.Currency()))
	s.heads(recOurs, "Why")
	s.tall(20)
	var count int64
	for _, m := range r.Unpriced {
		s.meterCells(m, in)
		s.text(recOurs, styleText, strings.Join(m.Reasons, "; "))
		count += m.Records
		s.next()
	}
	s.sumRow(len(r.Unpriced), recOurs, map[int]money.Decimal{recRecords: money.Int(count), recBilled: r.Totals().Unpriced}, func(col int) format {
		if col == recRecords {
			return wholes
		}
		return in
	})
	s.table("Unpriced", recFirst-1, recFirst+len(r.Unpriced)-1, recOurs)
	s.flush()
}

// asideKinds writes the kinds of records that are not rated.
func (b *book) asideKinds(r *reconcile.Statement) {
	s := b.sheet(asideSheet, look{widths: []float64{34, 12, 16, 12}, last: 3, freeze: cell(0, recFirst), repeat: "4:4"})
	s.title("Not rated", "Purchases, reservations, tax, credits, Marketplace and other clouds' usage. Each amount is in its own currency.")
	s.skip(recFirst - 1)
	s.heads(0, "Kind")
	s.numHeads(1, "Records", "Billed")
	s.heads(3, "Currency")
	s.tall(20)
	for _, a := range r.Aside {
		s.text(0, styleText, strings.TrimSpace(a.Provider+" "+string(a.Kind)))
		s.num(1, style{kind: plain, format: wholes}, float64(a.Records))
		s.num(2, style{kind: plain, format: amounts(a.Billed.Currency)}, num(a.Billed.Value))
		s.text(3, styleText, string(a.Billed.Currency))
		s.next()
	}
	s.table("NotRated", recFirst-1, recFirst+len(r.Aside)-1, 3)
	s.flush()
}

// reconciliation writes the whole on one page.
func (b *book) reconciliation(r *reconcile.Statement) {
	t, in, cur := r.Totals(), amounts(r.Currency()), string(r.Currency())
	s := b.sheet(summarySheet, look{widths: []float64{56, 18, 18, 16}, last: 3})
	s.title(b.about.title, fmt.Sprintf("The card of %s. Formulas over the other sheets; each is held against the program's own figure.", r.Card.Terms))
	if n := r.Card.Provenance.Sample; n != "" {
		s.text(0, styleAlert, capital(n)+".")
		s.blanks(1, 3, styleAlert)
		s.next()
	}
	s.skipRow(5)
	s.heads(0, "Figure")
	s.numHeads(1, cur, "The program's", "They agree")
	s.tall(20)
	row := func(what string, st kind, f format, formula string, value float64) (at int) {
		at = s.at
		s.text(0, style{kind: st}, what)
		if st == word {
			st = calc
		}
		s.calc(1, style{kind: st, format: f}, formula, value)
		s.holds(2, f, cell(1, at), value)
		b.passColours(s, 3, at, at)
		s.next()
		return at
	}
	sumOf := func(sheet string, col, rows int) string { return quote(sheet) + fixed(col, recTotal(rows)) }
	aside := "0"
	if n := len(r.Aside); n > 0 {
		q := quote(asideSheet)
		aside = "SUMIF(" + q + down(3, recFirst, recFirst+n-1) + ",\"" + cur + "\"," + q + down(2, recFirst, recFirst+n-1) + ")"
	}
	priced := row("Billed for usage with a price", word, in, sumOf(pricedSheet, recBilled, len(r.Priced)), num(t.Priced))
	unpriced := row("Billed for usage without a price", word, in, sumOf(unpricedSheet, recBilled, len(r.Unpriced)), num(t.Unpriced))
	rest := row("Billed, and not rated", word, in, aside, num(t.Aside))
	row("Billed in the files", sum, in, "SUM("+cell(1, priced)+":"+cell(1, rest)+")", num(t.Billed))
	s.next()
	ours := row("Ours, for the usage with a price", word, in, sumOf(pricedSheet, recOurs, len(r.Priced)), num(t.Ours))
	difference := row("Difference", sum, signed(in), cell(1, ours)+"-"+cell(1, priced), num(t.Difference()))
	ratio := func(d money.Decimal, ok bool) float64 {
		if !ok {
			return 0
		}
		return num(d)
	}
	row("Difference, of what was billed for it", word, signed(percent2), "IF("+cell(1, priced)+"<=0,0,"+cell(1, difference)+"/"+cell(1, priced)+")", ratio(t.Percent()))
	usage := cell(1, priced) + "+" + cell(1, unpriced)
	row("Usage with a price, of what was billed for usage", word, percent2, "IF("+usage+"<=0,0,"+cell(1, priced)+"/("+usage+"))", ratio(t.Coverage()))
	s.flush()
}

package workbook

import (
	"context"
	"fmt"
	"io"

	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// WriteChargeBack writes who pays what as a workbook: a summary by cost centre
// and month, and a statement for each cost centre, whose sums are formulas. The
// parts of a statement are values: the engine's shares.
func WriteChargeBack(w io.Writer, c *compare.Comparison, k *chargeback.Dues, opt Options) error {
	b := newBook(c, opt)
	defer b.file.Close()
	s := &chargeBook{book: b, k: k, centres: make([]statement, len(k.Centres))}
	s.write()
	if b.err != nil {
		return b.err
	}
	return b.pack(w)
}

// WriteChargeBackFile writes it beside path and renames it.
func WriteChargeBackFile(ctx context.Context, path string, c *compare.Comparison, k *chargeback.Dues, opt Options) error {
	return replace(ctx, path, opt, func(w io.Writer, opt Options) error { return WriteChargeBack(w, c, k, opt) })
}

// chargeBook is such a workbook in the making.
type chargeBook struct {
	*book
	k       *chargeback.Dues
	centres []statement
}

// statement is where a cost centre's sheet has its sums.
type statement struct {
	sheet string
	due   int // the row of what is due
}

// The first columns of a statement, before the months.
const statementColumns = 6

func (s *chargeBook) write() {
	var names []string
	for _, centre := range s.k.Centres {
		names = append(names, named(centre.Name))
	}
	s.fail(s.file.SetSheetName("Sheet1", summarySheet))
	for i, name := range sheetNames(names, nil) {
		s.centres[i].sheet = name
		_, err := s.file.NewSheet(name)
		s.fail(err)
	}
	_, err := s.file.NewSheet(provenanceSheet)
	s.fail(err)
	s.properties()
	for i := range s.k.Centres {
		s.statement(i)
	}
	s.summary()
	s.provenance()
}

// statement writes a cost centre's sheet: its lines, what it bears of others'
// cost, what others bear of its own, rounding, and what is due.
func (s *chargeBook) statement(i int) {
	k, e, centre := s.k, s.k.Estimate, s.k.Centres[i]
	in := amounts(e.Currency())
	last := statementColumns + len(e.Months)
	sh := s.sheet(s.centres[i].sheet, look{
		widths: []float64{26, 16, 40, 16, 12, 13}, rest: 13, last: last, freeze: "B5", repeat: "4:4",
		titles: 3, cuts: monthCuts(e.Months, statementColumns),
	})
	sh.title(fmt.Sprintf("%s: %s", k.By, named(centre.Name)), fmt.Sprintf("What is charged under %q, in %s. Amounts are shares that tie to the case's total; sums are formulas.", e.Case.Name, e.Currency()))
	sh.skip(4)
	sh.heads(0, "Workload", "Subscription", "Meter", "Region", "Unit")
	sh.numHeads(5, "Quantity")
	sh.monthHeads(statementColumns, e.Months)
	sh.numHeads(last, "Total, "+string(e.Currency()))
	sh.next()
	first := sh.at
	row := func(what string, month func(m int) money.Decimal) {
		sh.text(0, styleText, what)
		total := 0.0
		for m := range e.Months {
			v := num(month(m))
			total += v
			sh.num(statementColumns+m, style{kind: plain, format: in + "00"}, v)
		}
		sh.calc(last, style{kind: calc, format: in + "00"}, s.across(sh.at, last), total)
		sh.blanks(0, last, styleText)
		sh.next()
	}
	for n, l := range e.Lines {
		if k.Centre(n) != i {
			continue
		}
		sh.text(1, styleText, l.Subscription)
		sh.text(2, styleText, l.Meter.Title())
		sh.text(3, styleText, l.Meter.Region.Display())
		if _, priced := e.Use(l); priced {
			sh.text(4, styleText, l.Meter.Unit.String())
			sh.num(5, style{kind: plain, format: quantity2}, num(l.Total()))
		} else if !l.Unshared {
			sh.text(4, style{kind: alert}, "no price")
		}
		row(l.Workload, func(m int) money.Decimal { return l.Amounts[m] })
	}
	s.borne(centre, row)
	if r := sh.at - first; r == 0 {
		row("nothing", func(int) money.Decimal { return money.Zero })
	}
	s.centres[i].due = sh.at
	sh.text(0, style{kind: sum}, "Due")
	total := 0.0
	for m, month := range centre.Months {
		total += num(month.Due)
		col := statementColumns + m
		sh.calc(col, style{kind: sum, format: in}, "SUM("+cell(col, first)+":"+cell(col, sh.at-1)+")", num(month.Due))
	}
	sh.calc(last, style{kind: sum, format: in}, s.across(sh.at, last), total)
	sh.blanks(0, last, style{kind: sum})
	sh.next()
	sh.flush()
}

// borne writes the rows behind the lines.
func (s *chargeBook) borne(centre chargeback.Centre, row func(string, func(int) money.Decimal)) {
	for from, other := range s.k.Centres {
		part := func(m int) money.Decimal {
			if centre.Months[m].Borne == nil {
				return money.Zero
			}
			return centre.Months[m].Borne[from]
		}
		if s.any(part) {
			row(fmt.Sprintf("Share of %s, %s", named(other.Name), other.Split.How), part)
		}
	}
	if given := func(m int) money.Decimal { return centre.Months[m].Given }; s.any(given) {
		row("Borne by others", given)
	}
	if off := func(m int) money.Decimal { return centre.Months[m].Rounding }; s.any(off) {
		row("Rounding", off)
	}
}

// any tells whether a row has anything in it.
func (s *chargeBook) any(of func(m int) money.Decimal) bool {
	for m := range s.k.Estimate.Months {
		if !of(m).IsZero() {
			return true
		}
	}
	return false
}

// across adds a row's months up.
func (s *chargeBook) across(row, last int) string {
	return "SUM(" + cell(statementColumns, row) + ":" + cell(last-1, row) + ")"
}

// summary writes the dues of all cost centres, each taken from its sheet, and
// whether they add up to the engine's total.
func (s *chargeBook) summary() {
	k, e := s.k, s.k.Estimate
	in := amounts(e.Currency())
	last := len(e.Months) + 1
	sh := s.sheet(summarySheet, look{widths: []float64{34}, rest: 13, last: last, freeze: "B6", repeat: "5:5", titles: 1, cuts: monthCuts(e.Months, 1)[:1]})
	sh.title(s.c.Scenario.Name, fmt.Sprintf("Who pays what, by %s, under %q, in %s. Each figure is taken from the cost centre's sheet.", k.By, e.Case.Name, e.Currency()))
	if note := e.Card.Provenance.Sample; note != "" {
		sh.text(0, styleAlert, note)
		sh.next()
	}
	if !e.Complete() {
		sh.text(0, styleAlert, "Incomplete: "+e.Incomplete()+"; what is missing is in no sum")
	}
	sh.next()
	sh.skip(5)
	sh.heads(0, "Cost centre")
	sh.monthHeads(1, e.Months)
	sh.numHeads(last, "Due, "+string(e.Currency()))
	sh.next()
	first := sh.at
	for i, centre := range k.Centres {
		st := s.centres[i]
		sh.text(0, styleJump, named(centre.Name))
		sh.link(cell(0, sh.at), quote(st.sheet)+"A1", "The statement of "+named(centre.Name))
		for col := 1; col <= last; col++ {
			v := num(centre.Total())
			if col < last {
				v = num(centre.Months[col-1].Due)
			}
			sh.calc(col, style{kind: link, format: in}, quote(st.sheet)+cell(statementColumns+col-1, st.due), v)
		}
		sh.next()
	}
	total := sh.at
	sh.text(0, style{kind: sum}, "Total")
	for col := 1; col <= last; col++ {
		v := num(k.Total)
		if col < last {
			v = num(k.Due[col-1])
		}
		sh.calc(col, style{kind: sum, format: in}, "SUM("+cell(col, first)+":"+cell(col, total-1)+")", v)
	}
	sh.next()
	sh.next()
	sh.text(0, styleText, "The case's total, by the engine")
	sh.num(1, style{kind: plain, format: in}, num(k.Total))
	sh.next()
	sh.text(0, styleText, "Difference")
	sh.calc(1, style{kind: calc, format: tiny}, cell(last, total)+"-"+cell(1, sh.at-1), 0.0)
	sh.next()
	for _, note := range k.Notes {
		sh.text(0, style{kind: value}, note)
		sh.next()
	}
	for _, covered := range s.c.Covered() {
		for _, sentence := range covered.Sentences() {
			sh.text(0, style{kind: value}, sentence)
			sh.next()
		}
	}
	sh.flush()
}

package workbook

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// The columns of the Billed sheet. Months stand behind what was billed in all.
const (
	billedNo = iota
	billedWhat
	billedRecords
	billedCost
	billedMonth

	billedCase       = billedWhat
	billedCurrency   = billedRecords
	billedAmount     = billedCost
	billedPriced     = billedAmount + 1
	billedEstimated  = billedAmount + 2
	billedDifference = billedAmount + 3
	billedPercent    = billedAmount + 4
	billedUnpriced   = billedAmount + 5
	billedNote       = billedAmount + 6

	billedHours = billedCost + 1 // of what became of the usage
)

// billRows are where a bill stands.
type billRows struct {
	amount, all int   // Billed: what is compared, and the sum of the parts
	became      int   // the sum of what became of the usage, of the first case; 0 where there is none
	priced      []int // what was billed for the usage that is priced, by case
}

// billed writes what exports state as billed, beside what their usage costs.
func (b *book) billed() {
	if len(b.bills) == 0 {
		return
	}
	last := billedNote
	names := []string{"Set aside: usage outside the scenario's months"}
	for _, bill := range b.bills {
		last = max(last, billedMonth+len(bill.Months)-1)
	}
	for _, m := range b.cases {
		names = append(names, m.e.Case.Name)
	}
	s := b.sheet(billedSheet, look{widths: []float64{6, fit(40, 54, names...), 12, 18}, rest: 14, last: last, freeze: "A4"})
	s.title("Billed", "What the exports of each import state as billed, what became of the usage among it, and what that usage costs in each case.")
	s.next()
	for i := range b.bills {
		b.bill(s, &b.bills[i])
	}
	s.flush()
}

func (b *book) bill(s *sheet, bill *compare.BilledImport) {
	in := string(bill.Currency)
	if in == "" {
		in = "no cost stated"
	}
	s.text(0, stylePart, fmt.Sprintf("%s, %s: %s", bill.Import, bill.As, in))
	s.next()
	s.heads(0, "No.", "What the exports state")
	s.numHeads(billedRecords, "Records", "Billed")
	s.monthHeads(billedMonth, bill.Months)
	s.next()
	money := amounts(bill.Currency)
	plainMoney, first := style{kind: plain, format: money}, s.at
	no := 0
	row := func(what string, records int64) {
		no++
		s.num(billedNo, styleNo, float64(no))
		s.text(billedWhat, styleText, what)
		s.num(billedRecords, style{kind: plain, format: wholes}, float64(records))
	}
	stated := bill.Currency != ""
	row("Usage", bill.Records)
	if stated {
		for m, d := range bill.Usage {
			s.num(billedMonth+m, plainMoney, num(d))
		}
		s.calc(billedCost, style{kind: sum, format: money}, "SUM("+cell(billedMonth, s.at)+":"+cell(billedMonth+len(bill.Usage)-1, s.at)+")", num(bill.Rated()))
	}
	s.next()
	records := bill.Records
	for _, a := range bill.Aside {
		row("Set aside: "+a.Why, a.Records)
		if stated {
			s.num(billedCost, plainMoney, num(a.Cost))
		}
		records += a.Records
		s.next()
	}
	at := billRows{amount: first, all: s.at}
	s.text(billedWhat, style{kind: sum}, "All that the exports state")
	s.calc(billedRecords, style{kind: sum, format: wholes}, "SUM("+cell(billedRecords, first)+":"+cell(billedRecords, s.at-1)+")", float64(records))
	if stated {
		s.calc(billedCost, style{kind: sum, format: money}, "SUM("+cell(billedCost, first)+":"+cell(billedCost, s.at-1)+")", num(bill.Total()))
	}
	s.next()
	if stated && bill.As == scenario.TypicalMonth {
		at.amount = s.at
		s.text(billedWhat, styleText, "Usage, in a typical month")
		s.blanks(billedNo, billedRecords, styleText)
		s.num(billedCost, plainMoney, num(bill.Typical))
		s.next()
	}
	s.next()
	if bill.Records > 0 {
		b.became(s, bill, &at)
	}
	b.places.bills = append(b.places.bills, at)
	if stated && bill.Records > 0 {
		b.besides(s, bill, at)
	}
}

// became writes what became of a bill's usage in each case, or in all where they
// agree: priced, or not, for which reason.
func (b *book) became(s *sheet, bill *compare.BilledImport, at *billRows) {
	s.text(0, stylePart, "What became of the usage, when this workbook was written")
	s.next()
	s.heads(0, "No.", "What became of it")
	s.numHeads(billedRecords, "Records", "Billed", "Hours of use")
	s.next()
	counts, hours, money := style{kind: plain, format: wholes}, style{kind: plain, format: quantity2}, amounts(bill.Currency)
	no := 0
	row := func(what string, t scenario.Tally, known bool) {
		no++
		s.num(billedNo, styleNo, float64(no))
		s.text(billedWhat, styleText, what)
		s.num(billedRecords, counts, float64(t.Records))
		if known {
			s.num(billedCost, style{kind: plain, format: money}, num(t.Paid))
		} else {
			s.text(billedCost, styleText, "unknown")
		}
		s.num(billedHours, hours, num(t.Hours))
		s.next()
	}
	stated := bill.Currency != ""
	for i, k := range bill.Cases {
		in := b.cases[i].e.Case.Name
		if bill.Agree() {
			if in = "every case"; i > 0 {
				at.priced = append(at.priced, at.priced[0])
				continue
			}
		}
		at.priced = append(at.priced, s.at)
		from, total := s.at, k.Priced
		row("Priced in "+in, k.Priced, stated)
		for _, l := range k.Left {
			row("Not priced in "+in+": "+l.Reason, l.Tally, stated)
			total = total.Add(l.Tally)
		}
		if at.became == 0 {
			at.became = s.at
		}
		s.text(billedWhat, style{kind: sum}, "All usage, in "+in)
		s.calc(billedRecords, style{kind: sum, format: wholes}, "SUM("+cell(billedRecords, from)+":"+cell(billedRecords, s.at-1)+")", float64(total.Records))
		if stated {
			s.calc(billedCost, style{kind: sum, format: money}, "SUM("+cell(billedCost, from)+":"+cell(billedCost, s.at-1)+")", num(total.Paid))
		}
		s.calc(billedHours, style{kind: sum, format: quantity2}, "SUM("+cell(billedHours, from)+":"+cell(billedHours, s.at-1)+")", num(total.Hours))
		s.next()
	}
	if bill.Covered.Records > 0 {
		row("Of all usage, covered by reservations or savings plans", bill.Covered, stated && bill.Unpaid == 0)
	}
	for i, k := range bill.Cases {
		if bill.As == scenario.TypicalMonth && k.Unpriced > 0 && !k.Apart && stated {
			at.priced[i] = s.at
			s.text(billedWhat, styleText, "Priced in "+b.cases[i].e.Case.Name+", in a typical month")
			s.num(billedCost, style{kind: plain, format: money}, num(k.OfPriced))
			s.next()
		}
	}
	s.next()
}

// besides has a row a case.
func (b *book) besides(s *sheet, bill *compare.BilledImport, at billRows) {
	about := "Billed and estimated, " + bill.Period()
	if of := bill.Of(b.cases[0].e); of != bill.Period() {
		about += "; estimated: " + of
	}
	s.text(0, stylePart, about)
	s.next()
	s.heads(0, "No.", "Case", "Currency")
	s.numHeads(billedAmount, "Billed, "+string(bill.Currency), "Of it priced", "Estimated", "Difference", "Difference, %", "Lines not priced")
	s.heads(billedNote, "Note")
	s.tall(30)
	for i, m := range b.cases {
		k := bill.Cases[i]
		cur := k.Estimated.Currency
		s.num(billedNo, styleNo, float64(i+1))
		s.text(billedCase, styleJump, m.e.Case.Name)
		s.link(cell(billedCase, s.at), quote(m.sheet)+"A1", "to the sheet of the case")
		s.text(billedCurrency, styleText, string(cur))
		s.calc(billedAmount, style{kind: calc, format: amounts(bill.Currency)}, fixed(billedCost, at.amount), num(bill.Amount()))
		amount, plain := cell(billedAmount, s.at), style{kind: calc, format: amounts(bill.Currency)}
		switch {
		case k.Apart:
			s.text(billedPriced, styleText, "unknown")
		case k.Unpriced == 0:
			s.calc(billedPriced, plain, amount, num(bill.Amount()))
		default: // a price of each line may be written into the workbook
			s.calc(billedPriced, plain, "IF("+cell(billedUnpriced, s.at)+"=0,"+amount+","+fixed(billedCost, at.priced[i])+")", num(k.OfPriced))
		}
		s.calc(billedEstimated, style{kind: link, format: amounts(cur)}, b.importFormula(m, bill, cur), num(k.Estimated.Value))
		own := cell(billedDifference, s.at)
		switch {
		case k.Awaits: // a price of each line, which may be written into the workbook
			priced := func(then string) string { return "IF(" + cell(billedUnpriced, s.at) + ">0,\"\"," + then + ")" }
			s.calc(billedDifference, style{kind: calc, format: signed(amounts(cur))}, priced(cell(billedEstimated, s.at)+"-"+cell(billedAmount, s.at)), "")
			s.calc(billedPercent, style{kind: calc, format: signed(percent2)}, priced("IF("+cell(billedAmount, s.at)+"<=0,\"\","+own+"/"+cell(billedAmount, s.at)+")"), "")
		case k.Differs:
			s.calc(billedDifference, style{kind: calc, format: signed(amounts(cur))}, cell(billedEstimated, s.at)+"-"+cell(billedAmount, s.at), num(k.Difference))
			var p any = ""
			if a := bill.Amount(); a.Sign() > 0 {
				p = num(k.Difference.Div(a))
			}
			s.calc(billedPercent, style{kind: calc, format: signed(percent2)}, "IF("+cell(billedAmount, s.at)+"<=0,\"\","+own+"/"+cell(billedAmount, s.at)+")", p)
		default:
			s.text(billedDifference, styleText, "none")
			s.text(billedPercent, styleText, "")
		}
		q, last := quote(m.sheet), m.at.share+len(m.lines)-1
		g, number := b.importNumber(bill.Import)
		s.calc(billedUnpriced, style{kind: link, format: wholes},
			"SUMPRODUCT(("+q+down(m.at.after+1+g, m.at.share, last)+"="+b.importCell(g, number)+")*("+q+down(m.at.after, m.at.share, last)+">0))", float64(k.Unpriced))
		s.text(billedNote, styleText, k.Why)
		s.next()
	}
	s.next()
}

// importNumber is the place of the imports among the groups, and an import's number
// in it.
func (b *book) importNumber(name string) (g, number int) {
	for i := range b.groups {
		if b.groups[i].Title == "Import" {
			g = i
		}
	}
	return g, b.groups[g].number[name]
}

// importCell is the cell of Comparison that has an import's number.
func (b *book) importCell(g, number int) string {
	return comparisonSheet + "!" + fixed(compareNo, b.places.groupRows[g]-len(b.groups[g].keys)+number-1)
}

// importFormula adds up a case's lines of an import: in the months of the bill or,
// of a typical month, in a mean month.
func (b *book) importFormula(m *caseModel, bill *compare.BilledImport, in money.Currency) string {
	g, number := b.importNumber(bill.Import)
	q, last := quote(m.sheet), m.at.share+len(m.lines)-1
	sum := func(col int) string {
		return "SUMIF(" + q + down(m.at.after+1+g, m.at.share, last) + "," + b.importCell(g, number) + "," + q + down(col, m.at.share, last) + ")"
	}
	months := b.months()
	f := sum(m.at.sum)
	if bill.As != scenario.TypicalMonth && len(bill.Months) < len(months) {
		var parts []string
		for i, month := range months {
			if slices.Contains(bill.Months, month) {
				parts = append(parts, sum(colMonth+i))
			}
		}
		f = "(" + strings.Join(parts, "+") + ")"
	}
	if in != m.e.Currency() {
		f += b.timesExchange(m)
	}
	if bill.As == scenario.TypicalMonth {
		f += "/COUNT(" + q + fixed(colMonth, m.at.term.total) + ":" + fixed(m.at.sum-1, m.at.term.total) + ")"
	}
	return f
}

package workbook

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"

	"github.com/xuri/excelize/v2"
)

// The columns of Commitments.
const (
	promiseNo = iota
	promiseCase
	promiseKind
	promiseCurrency
	promiseAmount
	promiseMonths
	promiseDrawn
	promiseUnused
	promiseLeft
	promiseEffective
	promiseLast = promiseEffective
)

// commits tells whether a case commits itself.
func (b *book) commits() bool { return len(b.promises()) > 0 }

// promise is one of a case's commitments.
type promise struct {
	*caseModel
	use *estimate.CommitmentUse
}

// promises are the commitments of all cases.
func (b *book) promises() []promise {
	var list []promise
	for _, m := range b.cases {
		for _, use := range m.e.Commitments {
			list = append(list, promise{m, use})
		}
	}
	return list
}

// name is the case's, and which of its commitments it is where it has several.
func (p promise) name() string {
	if len(p.e.Commitments) > 1 {
		return p.e.Case.Name + " (" + p.use.Kind.String() + ")"
	}
	return p.e.Case.Name
}

// commitments says how each commitment is kept: all months, then each month.
func (b *book) commitments() {
	list := b.promises()
	if len(list) == 0 {
		return
	}
	n := len(list)
	s := b.sheet(commitmentsSheet, look{widths: []float64{9, 40, 12, 10}, rest: 16, last: max(promiseLast, 1+n), titles: 2, broken: true, freeze: "A4"})
	s.title("Commitments", "How each case's commitment is drawn down, or reached where it is a MACC. Lost or due: at the end of the term, or at a milestone.")
	s.text(0, styleNote, "Effective discount: what discounts and the commitment save on eligible charges of the term, less what is lost or due for nothing, as a part of these charges at the card's rates.")
	s.next()
	s.next()
	s.heads(promiseNo, "No.", "Case", "Kind", "Currency")
	s.numHeads(promiseAmount, "Amount of the term", "Months", "Drawn or counted", "Lost or due", "Left in the term", "Effective discount")
	s.tall(30)
	first := s.at
	for _, m := range list {
		b.promise(s, m)
	}
	s.next()
	s.text(0, stylePart, "Left at the end of each month, as a part of the amount")
	s.next()
	s.heads(0, "Month", "")
	for i := range list {
		s.calc(2+i, styleNums, cell(promiseCase, first+i), list[i].name())
	}
	s.tall(45)
	top := s.at
	for i, month := range b.months() {
		s.num(0, style{kind: monthName, format: "yyyy-mm"}, serial(month))
		s.blanks(1, 1, styleText)
		for k, m := range list {
			b.leftIn(s, 2+k, m, first+k, i)
		}
		s.next()
	}
	last := s.at - 1
	s.next()
	s.nextPage()
	b.burnDown(s, list, top, last)
	s.next()
	b.spikes(s, list)
	s.flush()
}

// promise is a commitment's row.
func (b *book) promise(s *sheet, m promise) {
	k, t, q := m.use, m.at.term, quote(m.sheet)
	r := amounts(m.e.Currency())
	st := style{kind: link, format: r}
	taken, lost := m.kept(k)
	sum := ""
	for i, row := range taken {
		if i > 0 {
			sum += "+"
		}
		sum += q + fixed(m.at.sum, row)
	}
	s.num(promiseNo, styleNo, float64(m.index+1))
	s.text(promiseCase, styleText, m.name())
	s.text(promiseKind, styleText, k.Kind.String())
	s.text(promiseCurrency, styleText, string(m.e.Currency()))
	s.calc(promiseAmount, st, m.promised(k), num(k.Amount))
	s.calc(promiseMonths, style{kind: link, format: wholes}, m.termMonths(k), float64(k.Months))
	s.calc(promiseDrawn, st, sum, num(k.TotalDrawn()))
	s.calc(promiseUnused, st, q+fixed(m.at.sum, lost), num(k.Lost))
	s.calc(promiseLeft, style{kind: calc, format: r}, cell(promiseAmount, s.at)+"-"+cell(promiseDrawn, s.at)+"-"+cell(promiseUnused, s.at), num(k.Left))
	if k != m.e.Commitments[0] {
		s.text(promiseEffective, styleText, "of both: above")
		s.next()
		return
	}
	months := func(row int) string { return q + fixed(colMonth, row) + ":" + fixed(m.at.sum-1, row) }
	within := ""
	switch {
	case m.both():
		within = "--((" + months(t.inTerm) + "+" + months(t.inMACC) + ")>0)"
	case m.macc():
		within = months(t.inMACC)
	default:
		within = months(t.inTerm)
	}
	gross := "SUMPRODUCT(" + within + "," + months(t.eligible) + ")"
	part, _ := m.e.EffectiveDiscount()
	s.calc(promiseEffective, style{kind: link, format: percent},
		"IF("+gross+"=0,0,-SUMPRODUCT("+within+","+months(t.discount)+"+"+months(t.lost)+")/"+gross+")", num(part))
	s.next()
}

// leftIn is what is left of a commitment at a month's end, as a part of it: of a plan,
// of the whole term.
func (b *book) leftIn(s *sheet, col int, m promise, row, month int) {
	q, k := quote(m.sheet), m.use
	taken, lost := m.kept(k)
	var spans []string
	for _, r := range append(taken, lost) {
		spans = append(spans, "SUM("+q+fixed(colMonth, r)+":"+fixed(colMonth+month, r)+")")
	}
	left := num(k.Amount)
	for i := range month + 1 {
		left -= num(k.Drawn[i]) + num(k.Unused[i])
	}
	amount := fixed(promiseAmount, row)
	s.calc(col, style{kind: link, format: percent2}, "IF("+amount+"=0,0,1-("+strings.Join(spans, "+")+")/"+amount+")", left/num(k.Amount))
}

// burnDown draws what is left, a line a case.
func (b *book) burnDown(s *sheet, list []promise, first, last int) {
	q := quote(commitmentsSheet)
	zero := 0.0
	title := "Left of each commitment at the end of the month"
	if len(list) > maxSeries {
		title += fmt.Sprintf(" (the first %d)", maxSeries)
		list = list[:maxSeries]
	}
	c := b.lineChart("Burn-down", title, "Line chart: what is left of each commitment at the end of each month, as a part of its amount. The figures are in the table above.", len(list))
	c.YAxis.NumFmt, c.YAxis.Minimum = excelize.ChartNumFmt{CustomNumFmt: "0%"}, &zero
	for i := range list {
		c.Series = append(c.Series, drawn(i, q+fixed(2+i, first-1), q+down(0, first, last), q+down(2+i, first, last)))
	}
	s.chart(c, s.rowsFor(int(c.Dimension.Height)))
}

// spikes say what the steps of the burn-down are: what is not the month's usage.
func (b *book) spikes(s *sheet, list []promise) {
	s.text(0, stylePart, "What the steps are: what is drawn, counted, lost or due beside the month's usage")
	s.next()
	s.heads(0, "Month", "Case")
	s.text(2, styleHead, "")
	s.text(3, styleHead, "Currency")
	s.numHeads(4, "Amount")
	s.heads(5, "What it is")
	s.next()
	none := true
	for _, p := range list {
		k := p.use
		_, lost := p.kept(k)
		for i, month := range b.months() {
			event := func(amount money.Decimal, formula, what string) {
				if amount.IsZero() {
					return
				}
				none = false
				s.num(0, style{kind: monthName, format: "yyyy-mm"}, serial(month))
				s.text(1, styleText, p.name())
				s.blanks(2, 2, styleText)
				s.text(3, styleText, string(p.e.Currency()))
				if formula != "" {
					s.calc(4, style{kind: link, format: amounts(p.e.Currency())}, formula, num(amount))
				} else {
					s.num(4, style{kind: plain, format: amounts(p.e.Currency())}, num(amount))
				}
				s.text(5, style{kind: value}, what)
				s.next()
			}
			event(at(k.Purchases, i), "", "reservations and savings plans are paid (as the program calculated it)")
			event(at(k.Prepaid, i), "", "the prepayment is paid (as the program calculated it)")
			event(at(k.Marketplace, i), "", "eligible purchases of the Marketplace (as the program calculated it)")
			event(at(k.Returned, i), "", "charges that a shortfall paid before pays for (as the program calculated it)")
			what := "lost: the term or its window ends before it is used up"
			if !k.Paid() {
				what = "a shortfall is due: the milestone, or the amount at the term's end, is not reached"
			}
			event(at(k.Unused, i), quote(p.sheet)+fixed(colMonth+i, lost), what)
		}
	}
	if none {
		s.text(0, styleNote, "None: all of it is the months' usage.")
		s.next()
	}
}

// at is a month's figure; zero where there are none.
func at(months []money.Decimal, i int) money.Decimal {
	if i < len(months) {
		return months[i]
	}
	return zero
}

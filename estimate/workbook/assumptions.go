package workbook

import (
	"azwhatif/scenario"
)

// assumptions lists the readings of open rules that are in force, each
// warning, and all usage without a price.
func (b *book) assumptions() {
	s := b.sheet(assumptionsSheet, look{widths: []float64{6, 34, 104, 30}, last: 3, freeze: "A4"})
	s.title("Assumptions", "Readings of rules that Azure's documents leave open, warnings, and usage without a price. Each names the cases that it concerns.")
	s.next()
	no := 0
	list := func(title, second string, rows []stated) {
		s.text(0, stylePart, title)
		s.next()
		s.heads(0, "No.", "Cases", "What", second)
		s.next()
		if len(rows) == 0 {
			s.text(1, styleNote, "none")
			s.next()
		}
		for _, r := range rows {
			no++
			s.num(0, styleNo, float64(no))
			s.text(1, styleWrap, b.caseNames(r.cases))
			s.text(2, styleWrap, r.text)
			s.text(3, styleWrap, r.about)
			s.tall(max(lines(r.text, 112), lines(r.about, 30), lines(b.caseNames(r.cases), 34)))
		}
		s.next()
	}
	var rules, warnings, unpriced statements
	for i, m := range b.cases {
		for _, a := range m.e.Assumptions() {
			rules.add(i, "", a)
		}
		for _, a := range b.c.CashAssumptions() {
			rules.add(i, "", a)
		}
		for _, w := range m.e.Warnings {
			warnings.add(i, w.About, w.Text)
		}
		for _, u := range m.e.Unpriced {
			l := m.e.Lines[u.Line]
			title := string(l.Meter.ID)
			if l.Meter.Name != "" {
				title = l.Meter.Title()
			}
			quantity := u.Quantity.String() + " of " + l.Meter.Unit.String()
			if l.Meter.Name == "" {
				quantity = "quantity " + wordUnknown + " in the meter's unit (stated: " + l.Asked + ")"
			}
			if u.Billed.Currency != "" {
				quantity += ", billed " + u.Billed.String()
			}
			unpriced.add(i, l.Workload, title+", "+span(u.Months)+", "+quantity+": "+u.Reason)
		}
	}
	list("Rules and readings", "", rules.list)
	list("Warnings", "About", warnings.list)
	list("Usage that is "+wordNotPriced, "Workload", unpriced.list)
	s.flush()
}

// span is "2026-01 to 2026-12".
func span(months []scenario.Month) string {
	if len(months) == 1 {
		return months[0].String()
	}
	return months[0].String() + " to " + months[len(months)-1].String()
}

// stated is something that is true of some cases.
type stated struct {
	about, text string
	cases       []int
}

// statements are listed in the order in which they come up, each once.
type statements struct {
	list []stated
	at   map[[2]string]int
}

func (s *statements) add(caseIndex int, about, text string) {
	k := [2]string{about, text}
	i, ok := s.at[k]
	if !ok {
		if s.at == nil {
			s.at = map[[2]string]int{}
		}
		i = len(s.list)
		s.at[k] = i
		s.list = append(s.list, stated{about: about, text: text})
	}
	s.list[i].cases = append(s.list[i].cases, caseIndex)
}

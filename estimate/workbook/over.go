package workbook

// over has the cases over the months that are complete in all of them, where they
// cannot be compared over the whole period.
func (b *book) over(s *sheet) {
	o := b.c.Over()
	if o == nil {
		return
	}
	s.text(0, stylePart, "Over "+o.Label())
	s.next()
	s.heads(0, "No.", "Case", "", "", "", "")
	s.numHeads(sumReported, b.reportedHead(), "Difference", "Difference, %")
	s.numHeads(sumTotal, "These months, own currency")
	s.text(sumStanding, style{kind: headMid}, "Compared")
	s.next()
	at := map[int]int{} // in o.Cases
	for k, one := range o.Cases {
		at[one.Case] = k
	}
	first, last := s.at, s.at+len(b.cases)-1
	base := func(col int) string { return "INDEX(" + down(col, first, last) + "," + nameBase + ")" }
	months := b.months()
	for i, m := range b.cases {
		s.num(sumNo, styleNo, float64(i+1))
		s.text(sumCase, styleText, m.e.Case.Name)
		s.blanks(sumOffer, sumRegion, styleText)
		k, ok := at[i]
		if !ok {
			s.blanks(sumReported, sumPercent, styleText)
			s.text(sumStanding, styleText, wordIncomplete)
			s.next()
			continue
		}
		one := o.Cases[k]
		f := ""
		for n, month := range months {
			for _, at := range o.Months {
				if at == month {
					f += "+" + quote(m.sheet) + fixed(colMonth+n, m.at.term.total)
				}
			}
		}
		reported := b.c.Reported(one.Total)
		in := amounts(reported.Currency)
		s.calc(sumTotal, style{kind: link, format: amounts(m.e.Currency())}, f[1:], num(one.Total.Value))
		s.calc(sumReported, style{kind: calc, format: in}, cell(sumTotal, s.at)+b.timesExchange(m), num(reported.Value))
		word, difference := wordComplete, any(one.Difference.Word())
		if why := one.Alone; why != "" {
			word = why
		}
		if a, ok := one.Difference.Amount(); ok {
			difference = num(a.Value)
		}
		own := cell(sumStanding, s.at)
		currency, level := fixedCol(sumCurrency, b.places.firstCase+i), fixedCol(sumLevel, b.places.firstCase+i)
		inCases := func(col int) string {
			return "INDEX(" + down(col, b.places.firstCase, b.places.firstCase+len(b.cases)-1) + "," + nameBase + ")"
		}
		other := ""
		if b.mixed() {
			other = "IF(" + currency + "<>" + inCases(sumCurrency) + "," + nameOther + ","
		}
		g := "IF(" + own + "<>" + nameComplete + "," + own + ",IF(" + base(sumStanding) + "<>" + nameComplete + "," + base(sumStanding) +
			"," + other + "IF(" + level + "<>" + inCases(sumLevel) + "," + nameUsage + "," + cell(sumReported, s.at) + "-" + base(sumReported) + ")))"
		if other != "" {
			g += ")"
		}
		if difference == "no exchange" {
			difference = wordOther
		}
		s.calc(sumDifference, style{kind: calc, format: signed(in)}, g, difference)
		var p any = ""
		if part, ok := one.Difference.Part(); ok {
			p = num(part)
		}
		d := cell(sumDifference, s.at)
		s.calc(sumPercent, style{kind: calc, format: signed(percent2)}, "IF(COUNT("+d+")=0,\"\",IF("+base(sumReported)+"<=0,\"\","+d+"/"+base(sumReported)+"))", p)
		s.text(sumStanding, styleText, word)
		s.next()
	}
	s.next()
}

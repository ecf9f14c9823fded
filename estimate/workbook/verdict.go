package workbook

// verdict says in words which case is cheapest, and how sure that is.
func (b *book) verdict(s *summarySheetOf) {
	if len(b.cases) == 1 {
		return
	}
	s.next()
	s.text(0, style{kind: strong}, "Verdict")
	s.text(sumOffer, styleNote, "as the program calculated it; it does not follow inputs that are changed here")
	s.next()
	for _, sentence := range b.c.Words(b.c.Verdict()) {
		s.paragraph(style{kind: value}, sentence)
	}
}

// covered says what reservations and savings plans that are there cover of the
// usage, and save.
func (b *book) covered(s *summarySheetOf) {
	list := b.c.Covered()
	if len(list) == 0 {
		return
	}
	s.next()
	s.text(0, style{kind: strong}, "Covered usage")
	s.text(sumOffer, styleNote, "what reservations and savings plans that are there cover, as the files have it")
	s.next()
	for _, k := range list {
		for _, sentence := range k.Sentences() {
			s.paragraph(style{kind: value}, sentence)
		}
	}
}

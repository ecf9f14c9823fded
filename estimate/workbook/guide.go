package workbook

// guide says what each sheet is for, how to change an input, and what the looks
// of cells mean.
func (b *book) guide() {
	s := b.sheet(guideSheet, look{widths: []float64{30, 110}, last: 1})
	s.title("Guide", "What each sheet is for, how to change an input, and what the looks of cells mean.")
	s.next()
	s.text(0, stylePart, "Sheets")
	s.next()
	s.heads(0, "Sheet", "What it is for")
	s.next()
	row := func(sheet, text string) {
		s.text(0, styleJump, sheet)
		s.link(cell(0, s.at), quote(sheet)+"A1", "to the sheet")
		s.text(1, styleWrap, text)
		s.tall(lines(text, 120))
	}
	row(summarySheet, "The question, and the cases side by side: total, difference from the base case, complete or not; a chart by case and one by month.")
	row(inputsSheet, "What may be changed for all cases, and for each: hours per month, the scale of all usage, the base case, exchange rates, negotiated discounts, commitments.")
	row(usageSheet, "A row a line: what the scenario states, and each month's quantity that follows from it, or that was recorded in it.")
	row(ratesSheet, "A row for each card, meter and date: what the card says, tier by tier, and which cases it is of. A price that is changed is changed in all of them.")
	for _, m := range b.cases {
		row(m.sheet, "The case "+m.e.Case.Name+": month by month, how its terms are applied, and the blocks A to H (below).")
	}
	row(comparisonSheet, "Each case's lines added up by month, workload, subscription, category, region and tag, and the differences from the base case.")
	if len(b.bills) > 0 {
		row(billedSheet, "What the exports of each import state as billed, part by part; and for the usage that is rated, beside what it costs in each case.")
	}
	if len(b.c.Bridges) > 0 {
		row(bridgeSheet, "What each lever brings (offer, region, each change, discounts, commitment), one upon another, from the first case to each of the others, with a chart.")
	}
	if b.commits() {
		row(commitmentsSheet, "How each commitment is drawn down or reached, month by month, what is lost or due, and its discount in effect.")
	}
	if len(b.c.Rankings()) > 0 {
		row(regionsSheet, "The regions of cases that differ in nothing else, ranked by their total, with what stands against each, and a chart.")
	}
	if b.c.HasPayable() {
		row(payableSheet, "What is paid in the end, with partner, support and tax: below the totals, and in none of them.")
	}
	if b.c.Cash != nil {
		row(cashSheet, "What each case pays when, beside what counts as cost; present values, and when a case has paid back.")
	}
	if b.c.Scenario.Current != nil {
		row(currentSheet, "What is paid today, which the cases replace: its figures are inputs, each with its source.")
	}
	if b.c.BreakEven != nil {
		row(breakEvenSheet, "What each case costs at other levels of usage, with a chart, and where another case becomes the cheapest: figures of the program, which do not follow changed inputs.")
	}
	if b.c.Ranges != nil {
		row(rangesSheet, "How the totals spread where usage is uncertain, with a chart, and what that comes from: drawn figures, which do not follow changed inputs.")
	}
	if b.hasMachines() {
		row(machinesSheet, "Each machine of the scenario: its size in each case, the meters that price it, what of the total is its own, and why it has that size.")
	}
	row(assumptionsSheet, "Each reading of an open rule in force, each warning, and all usage that is not priced.")
	row(checksSheet, "Tests that the parts add up, and that the workbook calculates what the program calculated.")
	for _, u := range b.unlinked {
		s.text(1, styleNote, u[0]+" has more links than Excel takes in a sheet: its cells from "+u[1]+" on lead nowhere, though they look as if.")
		s.next()
	}
	row(provenanceSheet, "Where the prices come from: each card's source, terms, time and hash; the scenario's file; the program's version.")
	s.next()
	s.text(0, stylePart, "How to change an input")
	s.next()
	no := 0
	for _, text := range []string{
		"Type over a blue figure on yellow: an amount or a recorded month on Usage, a price on Rates, a schedule or a commitment on Inputs, a case's scale of a line in block A of its sheet. Each stands once: what else needs it follows.",
		"All that follows from it is calculated anew. The check \"Program = workbook\" then says FALSE, for the program does not know of the change; the other checks must stay TRUE.",
		"Schedules stand on Inputs; hours a month go before hours a day × days a week. A line on Usage has the number of its schedule; one without is a quantity a month.",
		"A total on Summary, a sum on Comparison and the meter of a line or a rate's offer lead to what they come from: click them. Choose the base case from the list on Inputs.",
		"To add a tier to a rate, fill in its bound T and its price P; the step dP follows.",
		"Usage that is not priced says so in words. It is in no sum: a total that leaves it out is INCOMPLETE.",
	} {
		no++
		s.num(0, styleNo, float64(no))
		s.text(1, styleWrap, text)
		s.tall(lines(text, 120))
	}
	s.next()
	s.text(0, stylePart, "How a case is calculated")
	s.next()
	for _, step := range [][2]string{
		{"A. Lines: quantity", "A row of Usage × the case's scale × the scale of all usage, in the unit of the case's meter."},
		{"B. Meters: quantity", "The sum of the lines of one meter in one subscription. A meter has a row for each stretch of months with one rate and one set of terms."},
		{"Reservations and savings plans", "Only in cases with such. How many run in each hour of a part of the month, what each benefit covers of that in its turn, and what of the meter's month is covered. A mix that the program found is not searched for again where inputs change."},
		{"C. Billable quantity", "What is neither covered nor included each month."},
		{"D. Amount at the card's rates", "Graduated tiers: each prices the units above its bound. SUMPRODUCT((B>T)*(B-T)*dP) adds, for each tier, the units above its bound times the step in price."},
		{"E. Discountable", "What the discount on what a commitment pays for is granted on. Only where the card, a plan or the scenario has such a discount."},
		{"F. After discounts and commitment", "Less the discounts; more the meter's part of a commitment that is lost, or of a shortfall that is due."},
		{"G. After credit and recurring", "Less the monthly credit, which covers what no commitment pays; more the recurring charge. Only where the card has such terms."},
		{"M. Toward the MACC", "What of each meter counts toward a MACC: neither what a prepayment pays nor what the credit covers. Only in cases where one of them stands beside a MACC."},
		{"H. Lines: share", "Each meter's amount, shared to its lines by their quantities; it adds up to the total."},
	} {
		s.text(0, styleText, step[0])
		s.text(1, styleWrap, step[1])
		s.tall(lines(step[1], 120))
	}
	s.next()
	b.legend(s)
	s.flush()
}

func (b *book) legend(s *sheet) {
	s.text(0, stylePart, "Looks of cells")
	s.next()
	for _, l := range []struct {
		kind   kind
		sample string
		text   string
	}{
		{input, "1,234.50", "blue on yellow: an input, which may be changed"},
		{calc, "1,234.50", "black: a formula over cells of the same sheet"},
		{link, "1,234.50", "green and slanted: a formula that takes from another sheet"},
		{sum, "1,234.50", "bold: a sum, of the rows above a line, or of its row"},
		{plain, "Text", "black: text, or a figure that is neither changed nor calculated"},
		{jump, "Text", "underlined: leads to another sheet"},
		{head, "Head", "white on dark blue: the head of a column"},
		{alert, "INCOMPLETE", "red on pale red: what must not be missed"},
	} {
		s.text(0, style{kind: l.kind}, l.sample)
		s.text(1, styleText, l.text)
		s.next()
	}
}

// lines is the height that a wrapped text needs in a column so wide.
func lines(text string, width int) float64 {
	n := (len([]rune(text)) + width - 1) / width
	return 15 * float64(max(1, n))
}

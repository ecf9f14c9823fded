package workbook

import (
	"slices"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// state is what a case's total is: complete, INCOMPLETE, not sold, where its region does
// not have the sizes, or open, where something is still owed after the period. Only complete totals have differences, standings
// and bars.
func (b *book) state(m *caseModel) string {
	switch {
	case !m.e.Complete():
		return wordIncomplete
	case b.c.Unsold(m.e) != "":
		return wordUnsold
	case m.e.Open != nil:
		return wordOpen
	}
	return wordComplete
}

// stateFormula is the same, as the inputs stand.
func (b *book) stateFormula(m *caseModel) string {
	if len(m.e.Missing) > 0 {
		return nameIncomplete // no input brings the usage back
	}
	state := nameComplete
	if b.c.Unsold(m.e) != "" {
		state = nameUnsold // no input has the sizes sold there
	} else if open := m.openFormula(); open != "" {
		state = "IF(" + open + "," + nameOpen + "," + nameComplete + ")"
	}
	return "IF(" + b.unpricedFormula(m) + ">0," + nameIncomplete + "," + state + ")"
}

// apartWord is why a case is not compared with the base case; "" where it is.
func (b *book) apartWord(m *caseModel) string {
	base := b.cases[0]
	switch {
	case b.state(m) != wordComplete:
		return b.state(m)
	case b.state(base) != wordComplete:
		return b.state(base)
	case b.reported(m) != b.reported(base):
		return wordOther
	case m.level() != base.level():
		return wordUsage
	}
	return ""
}

// apartFormula is the same, as the inputs stand: of the case in a column of
// Comparison.
func (b *book) apartFormula(col int) string {
	last := compareCases + len(b.cases) - 1
	base := func(row int) string {
		return "INDEX(" + fixed(compareCases, row) + ":" + fixed(last, row) + "," + nameBase + ")"
	}
	own := func(row int) string { return cell(col, row) }
	return "IF(" + own(compareState) + "<>" + nameComplete + "," + own(compareState) +
		",IF(" + base(compareState) + "<>" + nameComplete + "," + base(compareState) +
		",IF(" + own(compareCurrency) + "<>" + base(compareCurrency) + "," + nameOther +
		",IF(" + own(compareLevel) + "<>" + base(compareLevel) + "," + nameUsage + ",\"\"))))"
}

// level is what the case scales all usage by.
func (m *caseModel) level() float64 { return num(m.e.Level()) }

// openFormula tells whether something is still owed after the period; "" where
// nothing can be.
func (m *caseModel) openFormula() string {
	var open []string
	for _, k := range m.e.Commitments {
		after := m.termMonths(k) + ">" + m.periodFormula()
		if !k.Paid() {
			after = "AND(" + after + "," + m.leftFormula(k) + ">" + nameTolerance + ")"
		}
		open = append(open, after)
	}
	if f := m.beyondFormula(); f != "" {
		open = append(open, f+">"+nameTolerance)
	}
	if len(open) < 2 {
		return strings.Join(open, "")
	}
	return "OR(" + strings.Join(open, ",") + ")"
}

// owedFormula is how much that is; "" where it can be nothing, or is a value.
func (m *caseModel) owedFormula() string {
	if m.e.OwedOnce() { // when benefits are paid after the period is in no cell
		return ""
	}
	var parts []string
	for _, k := range m.e.Commitments {
		parts = append(parts, "IF("+m.termMonths(k)+">"+m.periodFormula()+","+m.leftFormula(k)+",0)")
	}
	if f := m.beyondFormula(); f != "" {
		parts = append(parts, f)
	}
	return strings.Join(parts, "+")
}

// anyOpen tells whether a case is open.
func (b *book) anyOpen() bool {
	return slices.ContainsFunc(b.c.Estimates, func(e *estimate.Estimate) bool { return e.Open != nil })
}

// monthly is what a case costs a month over the whole terms; ok is false where it is
// incomplete, or no case has promised anything beyond the scenario's end.
func (b *book) monthly(e *estimate.Estimate) (monthly money.Amount, ok bool) {
	if !e.Complete() || !b.anyOpen() {
		return money.Amount{}, false
	}
	return b.c.On(e, compare.WholeTerms)
}

func (m *caseModel) owed() float64 {
	if m.e.Open == nil {
		return 0
	}
	return num(m.e.Open.Sum())
}

// maccInput is the cell of an input of a MACC: among the case's inputs on its sheet; on
// Inputs where a prepayment stands there.
func (m *caseModel) maccInput(col int) string {
	if !m.prepays() {
		return fixed(colP1, map[int]int{inputsBeside: rowTerms + 1, inputsBesideTerm: rowTerms + 2, inputsShortfall: rowTerms + 3}[col])
	}
	return quote(inputsSheet) + fixed(col, m.inputs)
}

// onSheet is a cell of the case's sheet, or of another one that it names.
func (m *caseModel) onSheet(cell string) string {
	if strings.Contains(cell, "!") {
		return cell
	}
	return quote(m.sheet) + cell
}

// termMonths is the cell of a commitment's months.
func (m *caseModel) termMonths(k *estimate.CommitmentUse) string {
	if !k.Paid() {
		return m.onSheet(m.maccInput(inputsBesideTerm))
	}
	return m.onSheet(fixed(colP1, rowTerms+2))
}

// promised is the amount of a commitment's whole term.
func (m *caseModel) promised(k *estimate.CommitmentUse) string {
	if !k.Paid() {
		return m.onSheet(m.maccInput(inputsBeside))
	}
	return m.onSheet(fixed(colP1, rowTerms+1)) + "*" + m.termMonths(k) + "/" + m.onSheet(fixed(colP1, rowTerms+3))
}

// kept are the rows of what a commitment takes, and of what is lost of it, or due.
func (m *caseModel) kept(k *estimate.CommitmentUse) (taken []int, lost int) {
	t := m.at.term
	switch {
	case !k.Paid():
		return []int{t.counted}, t.short
	case t.bought > 0:
		return []int{t.bought, t.drawn}, t.unused
	}
	return []int{t.drawn}, t.unused
}

// periodFormula counts the months of the case's sheet.
func (m *caseModel) periodFormula() string {
	return "COUNT(" + quote(m.sheet) + fixed(colMonth, rowMonths) + ":" + fixed(m.at.sum-1, rowMonths) + ")"
}

// leftFormula is what is left of a commitment in its term.
func (m *caseModel) leftFormula(k *estimate.CommitmentUse) string {
	taken, lost := m.kept(k)
	f := m.promised(k)
	for _, row := range append(taken, lost) {
		f += "-" + m.onSheet(fixed(m.at.sum, row))
	}
	return "(" + f + ")"
}

// beyondFormula is what reservations and savings plans cost after the period: by
// the hours of their terms after it and within it; "" where all end with it.
func (m *caseModel) beyondFormula() string {
	var parts []string
	for i, use := range m.e.Benefits {
		if _, ok := laterPart(use); ok {
			row := m.benefit.heads[i] + headCost
			parts = append(parts, quote(m.sheet)+fixed(m.at.sum, row)+"*"+quote(m.sheet)+fixed(colP3, row))
		}
	}
	if parts == nil {
		return ""
	}
	return "(" + strings.Join(parts, "+") + ")"
}

// laterPart is what the months of a benefit's term after the period cost, as a part
// of what those within it do; ok is false where there are none.
func laterPart(b estimate.BenefitUse) (part float64, ok bool) {
	within := b.Total().Cost
	if b.Owned != nil || b.Beyond.Sign() <= 0 || within.IsZero() {
		return 0, false
	}
	return num(b.Beyond.Div(within)), true
}

package workbook

import (
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// What an input of a scale is.
const (
	inputChangeScale inputKind = "scale of a change"
	inputLineScale   inputKind = "scale of a line"
)

// changeKey tells changes apart. A case that is like another one has its changes before
// its own.
type changeKey struct {
	scenario.Pos
	index int // in Case.Changes
	c     int // the case, where no file states it; else -1
}

func (m *caseModel) change(i int) changeKey {
	k := changeKey{m.e.Case.Changes[i].Pos, i, -1}
	if k.Line == 0 {
		k.c = m.index
	}
	return k
}

// scaleInputs has the scales of the cases' changes, each once.
func (b *book) scaleInputs(s *sheet) {
	begun := false
	for _, m := range b.cases {
		for i, ch := range m.e.Case.Changes {
			k := m.change(i)
			if _, ok := b.places.scales[k]; ok || ch.Scale == nil {
				continue
			}
			if !begun {
				begun = true
				s.text(0, stylePart, "Scales of changes")
				s.next()
				s.heads(inputsNo, "No.", "Case")
				s.numHeads(inputsValue, "Scale")
				s.heads(inputsUnit, "Of")
				s.next()
			}
			b.places.scales[k] = s.at
			s.num(inputsNo, styleNo, float64(m.index+1))
			s.text(inputsLabel, styleText, b.caseNames(b.whose(func(o *caseModel) bool {
				return o == m || ch.Line > 0 && i < len(o.e.Case.Changes) && o.e.Case.Changes[i].Pos == ch.Pos
			})))
			s.input(inputsValue, factor, num(*ch.Scale), inputOf{what: inputChangeScale, c: m.index, at: i})
			s.atLeast(inputsValue, 0)
			s.text(inputsUnit, styleNote, "the usage that the change picks ("+ch.String()+")")
			s.next()
		}
	}
	if begun {
		s.next()
	}
}

// scaleFormula is the product of the scales of a case's changes, "" where they are not
// what the product is.
func (b *book) scaleFormula(m *caseModel, changes []int, product money.Decimal) string {
	scale := money.One
	var parts []string
	for _, i := range changes {
		ch := m.e.Case.Changes[i]
		scale = scale.Mul(*ch.Scale)
		parts = append(parts, inputsSheet+"!"+fixed(inputsValue, b.places.scales[m.change(i)]))
	}
	if !scale.Equal(product) { // without a licence nothing is left
		return ""
	}
	return strings.Join(parts, "*")
}

// lineScale writes what a case scales a line by: what its changes do, or an input.
func (c *caseWriter) lineScale(l *caseLine) {
	f := c.b.scaleFormula(c.m, l.ScaledBy, l.Scale)
	switch {
	case f != "":
		c.calc(colP1, style{kind: link, format: factor}, f, num(l.Scale))
	case len(l.ScaledBy) > 0 || l.Scale.IsZero():
		c.num(colP1, style{kind: plain, format: factor}, num(l.Scale))
	default:
		c.input(colP1, factor, num(l.Scale), inputOf{what: inputLineScale, c: c.m.index, line: l.index})
	}
}

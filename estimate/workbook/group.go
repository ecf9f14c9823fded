package workbook

import (
	"azwhatif/estimate/compare"
)

// group is a way to add lines up, with its names in the order of their numbers.
type group struct {
	compare.Group
	keys    []string
	number  map[string]int    // from 1
	sums    []map[int]float64 // by case and number
	missing []map[int]string  // by case and number: what is not priced
}

// What a group's name has not got in a case.
const (
	notAtAll = "wholly"
	inPart   = "in part"
)

// group adds every case's lines up by every group.
func (b *book) group() {
	for _, g := range b.c.Groups() {
		b.groups = append(b.groups, group{Group: g, number: map[string]int{}})
	}
	for i := range b.groups {
		g := &b.groups[i]
		none := false
		for _, m := range b.cases {
			for k := range m.lines {
				key := g.Of(*m.lines[k].Line)
				if _, ok := g.number[key]; ok || key == "" {
					none = none || key == ""
					continue
				}
				g.keys = append(g.keys, key)
				g.number[key] = len(g.keys)
			}
		}
		if none {
			g.keys = append(g.keys, "")
			g.number[""] = len(g.keys)
		}
	}
	for _, m := range b.cases {
		b.addUp(m)
	}
}

func (b *book) addUp(m *caseModel) {
	sums := make([]map[int]float64, len(b.groups))
	priced := make([]map[int]int, len(b.groups))
	all := make([]map[int]int, len(b.groups))
	for i := range b.groups {
		sums[i], priced[i], all[i] = map[int]float64{}, map[int]int{}, map[int]int{}
	}
	missing := map[int]bool{}
	for _, u := range m.e.Unpriced {
		missing[u.Line] = true
	}
	for k := range m.lines {
		l := &m.lines[k]
		amount := num(l.Amount())
		for i := range b.groups {
			n := b.groups[i].number[b.groups[i].Of(*l.Line)]
			sums[i][n] += amount
			all[i][n]++
			if l.use >= 0 || l.Unshared {
				priced[i][n]++ // at least in part
			}
		}
	}
	for i := range b.groups {
		g := &b.groups[i]
		words := map[int]string{}
		for k := range m.lines {
			l := &m.lines[k]
			n := g.number[g.Of(*l.Line)]
			switch {
			case priced[i][n] == 0:
				words[n] = notAtAll
			case missing[l.index] || all[i][n] > priced[i][n]:
				words[n] = inPart
			}
		}
		g.sums = append(g.sums, sums[i])
		g.missing = append(g.missing, words)
	}
}

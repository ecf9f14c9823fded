package ratebook

import (
	"cmp"
	"slices"
	"strings"
)

// NearestWords picks from words at most n that are spelled like word, nearest
// first: for messages that say what would do.
func NearestWords(word string, words []string, n int) []string {
	type near struct {
		word     string
		distance int
	}
	limit := max(2, len(word)/3)
	var found []near
	for _, w := range words {
		if d := editDistance(strings.ToLower(word), strings.ToLower(w)); d <= limit {
			found = append(found, near{w, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.distance - b.distance })
	var names []string
	for _, f := range found[:min(n, len(found))] {
		names = append(names, f.word)
	}
	return names
}

// editDistance counts the letters to insert, drop or change to make b of a
// (Levenshtein).
func editDistance(a, b string) int {
	s, t := []rune(a), []rune(b)
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for i := range s {
		diagonal := row[0]
		row[0] = i + 1
		for j := range t {
			cost := diagonal
			if s[i] != t[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(t)]
}

// Nearest gives at most n meters that are most like what a selector asks for:
// for messages about a meter that is not there. Words of the name weigh most,
// then the region, then the other words.
func Nearest(meters []Meter, s Selector, n int) []Meter {
	type scored struct {
		meter Meter
		score int
	}
	var found []scored
	for _, m := range meters {
		score := 4*likeness(s.Name, m.Name) + 2*likeness(s.Category, m.Category)
		if s.Subcategory != nil {
			score += 2 * likeness(withoutCategory(folded(m.Category), folded(*s.Subcategory)), withoutCategory(folded(m.Category), folded(m.Subcategory)))
		}
		if score < 4 { // neither a word of the name nor two others
			continue
		}
		if s.Region != nil && (m.Region == *s.Region || m.Region == s.Region.Zone()) {
			score += 3
		}
		found = append(found, scored{m, score})
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.meter.Title(), b.meter.Title()), cmp.Compare(a.meter.ID, b.meter.ID))
	})
	var near []Meter
	for _, f := range found[:min(n, len(found))] {
		near = append(near, f.meter)
	}
	return near
}

// likeness is 3 for the same text, 2 for a text that is spelled like it, 1 for
// one that shares a word.
func likeness(want, have string) int {
	want, have = strings.ToLower(want), strings.ToLower(have)
	switch {
	case want == "":
		return 0
	case want == have:
		return 3
	case editDistance(want, have) <= max(1, len(want)/4):
		return 2
	}
	for _, w := range strings.Fields(want) {
		if len(w) > 1 && slices.Contains(strings.Fields(have), w) {
			return 1
		}
	}
	return 0
}

package ratebook

import (
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

package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
)

// pickCard finds the one card that a reference means: the beginning of its
// SHA-256 (at least six letters) or of its time of fetching, such as
// 2026-08-03.
func pickCard(cards []ratebook.Header, ref string) (ratebook.Header, error) {
	var found []ratebook.Header
	for _, h := range cards {
		if strings.HasPrefix(h.Provenance.Fetched.Format(time.RFC3339), ref) && len(ref) >= len("2026") ||
			strings.HasPrefix(h.Provenance.SHA256, strings.ToLower(ref)) && len(ref) >= 6 {
			found = append(found, h)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return ratebook.Header{}, fmt.Errorf("no card is %q; give the beginning of its SHA-256 (six letters or more) or of its date, as \"azwhatif cards list\" shows them", ref)
	}
	var list []string
	for _, h := range found {
		list = append(list, fmt.Sprintf("    %s, fetched %s, %.12s", cardName(h), h.Provenance.Fetched.Format(time.RFC3339), h.Provenance.SHA256))
	}
	return ratebook.Header{}, fmt.Errorf("%d cards are %q; say which with --offer, --currency, --market, or a longer reference:\n%s", len(found), ref, strings.Join(list, "\n"))
}

// byTerms groups cards by their terms, each group from old to new.
func byTerms(cards []ratebook.Header) [][]ratebook.Header {
	at := map[ratebook.Terms]int{}
	var groups [][]ratebook.Header
	for _, h := range cards {
		i, known := at[h.Terms]
		if !known {
			i = len(groups)
			at[h.Terms] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], h)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b ratebook.Header) int {
			return a.Provenance.Fetched.Compare(b.Provenance.Fetched)
		})
	}
	return groups
}

// newest keeps of each terms' cards the one that was fetched last, and not in the
// future: for what is asked of terms, whichever of their cards answers.
func newest(cards []ratebook.Header, now time.Time) []ratebook.Header {
	var list []ratebook.Header
	for _, g := range byTerms(past(cards, now)) {
		list = append(list, g[len(g)-1])
	}
	return list
}

// cardName is a card's terms, and what it was asked for where that is not everything.
func cardName(h ratebook.Header) string {
	if h.Whole() {
		return h.Terms.String()
	}
	return fmt.Sprintf("%s, %s", h.Terms, covers(h))
}

// covers is what a card was asked for, in words.
func covers(h ratebook.Header) string {
	if asked, known := h.Coverage(); known {
		return asked.String()
	}
	return "only the meters it has"
}

// past leaves out cards that say that they were fetched in the future.
func past(cards []ratebook.Header, now time.Time) []ratebook.Header {
	return slices.DeleteFunc(slices.Clone(cards), func(h ratebook.Header) bool { return h.Provenance.FromFuture(now) })
}

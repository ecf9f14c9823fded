package workbook

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// fixedSheets are the names of the sheets beside those of the cases.
var fixedSheets = []string{summarySheet, guideSheet, inputsSheet, usageSheet, ratesSheet, comparisonSheet, billedSheet, bridgeSheet, commitmentsSheet, payableSheet, cashSheet, currentSheet, regionsSheet, breakEvenSheet, rangesSheet, machinesSheet, assumptionsSheet, checksSheet, provenanceSheet}

// maxName is how many UTF-16 units a sheet's name can have.
const maxName = 31

// sheetNames makes a sheet's name of each case's: what Excel does not take is
// replaced, what is too long is cut, and what is taken already is numbered.
// Excel does not tell capitals apart, and keeps "History" for itself. others are
// sheets of a template.
func sheetNames(cases, others []string) []string {
	taken := map[string]bool{"history": true}
	for _, name := range append(others, fixedSheets...) {
		taken[strings.ToLower(name)] = true
	}
	names := make([]string, len(cases))
	for i, c := range cases {
		base := sheetName(distinct(c, i, cases))
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			end := fmt.Sprintf(" (%d)", n)
			name = strings.TrimSpace(clip(base, maxName-len(end))) + end
		}
		taken[strings.ToLower(name)] = true
		names[i] = name
	}
	return names
}

// distinct is a name that can be a sheet's without what makes it differ from the others
// being cut: where it is too long, and begins as others do, its middle is left out.
func distinct(name string, own int, cases []string) string {
	if clip(name, maxName) == name {
		return name
	}
	runes := []rune(name)
	same := 0 // the longest beginning that another case has, too
	for i, other := range cases {
		if i == own || strings.EqualFold(other, name) {
			continue
		}
		n := 0
		for k, r := range []rune(other) {
			if k == len(runes) || unicode.ToLower(r) != unicode.ToLower(runes[k]) {
				break
			}
			n++
		}
		same = max(same, n)
	}
	end := same
	for end < len(runes) && runes[end] != ' ' {
		end++
	}
	if len(clip(name, maxName)) >= len(string(runes[:end])) { // the word that differs is within
		return name
	}
	for same > 0 && runes[same-1] != ' ' { // from the word on that differs
		same--
	}
	const head = 8 // signs of the beginning that are left at least
	tail := clip(string(runes[same:]), maxName-head-1)
	begin := strings.TrimSpace(clip(name, maxName-1-len(utf16.Encode([]rune(tail)))))
	return begin + "…" + tail
}

// sheetName replaces what a sheet's name must not have.
//
// Note: an apostrophe may stand inside of a name, but excelize does not double
// it in the names that it defines for filters.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`:\/?*`, r):
			return '-'
		case r == '[':
			return '('
		case r == ']':
			return ')'
		case r == '\'':
			return '’'
		case !unicode.IsPrint(r) || r == unicode.ReplacementChar:
			return ' '
		}
		return r
	}, s)
	s = strings.TrimSpace(clip(strings.Join(strings.Fields(s), " "), maxName))
	if s == "" {
		return "Case"
	}
	return s
}

// clip cuts a text to so many UTF-16 units.
func clip(s string, units int) string {
	n := 0
	for i, r := range s {
		if n += utf16.RuneLen(r); n > units {
			return s[:i]
		}
	}
	return s
}

// named is a name, or what stands for none.
func named(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

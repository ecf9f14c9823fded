package workbook

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// fixedSheets are the names of the sheets beside those of the cases.
var fixedSheets = []string{summarySheet, guideSheet, inputsSheet, usageSheet, ratesSheet, comparisonSheet, billedSheet, bridgeSheet, commitmentsSheet, payableSheet, regionsSheet, breakEvenSheet, rangesSheet, machinesSheet, assumptionsSheet, checksSheet, provenanceSheet}

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
		base := sheetName(c)
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

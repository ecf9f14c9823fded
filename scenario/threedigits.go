package scenario

import (
	"fmt"
	"regexp"
	"strings"
)

// A sum of money or a count that has exactly three digits behind its point, such
// as 18.000, may be meant as thousands. It is read as YAML and the rest of the
// file have it, and said. Rates, prices and factors, of which many have three
// decimals, are not asked about.
var (
	threeDigits = regexp.MustCompile(`^[+-]?([1-9]\d{0,2})\.(\d{3})(?:[^\d.,]|$)`)
	grouped     = regexp.MustCompile(`^[+-]?\d{1,3}(?:[.,' ]\d{3})+(?:[^\d]|$)`)
)

// threeDigits warns of a sum or a count that may be meant as thousands.
func (r *reader) threeDigits(what string, t text) {
	if m := threeDigits.FindStringSubmatch(t.value); t.line > 0 && m != nil {
		as := m[1] + strings.TrimRight("."+m[2], "0")
		r.warns = append(r.warns, fmt.Sprintf("%s: %s %s is read as %s; if %s%s is meant, write it without a sign between thousands",
			Pos{r.file, t.line}, what, t.value, strings.TrimSuffix(as, "."), m[1], m[2]))
	}
}

// counted is value for a count or a quantity that may be meant as thousands.
func counted[T any](r *reader, what string, t text, parse func(string) (T, error)) T {
	r.threeDigits(what, t)
	return value(r, t, parse)
}

// thousands says how a number with signs between its thousands is written; ""
// for what is none.
func thousands(s string) string {
	if !grouped.MatchString(s) {
		return ""
	}
	digits := strings.NewReplacer(",", "", ".", "", "'", "", " ", "").Replace(strings.TrimRight(s, " %ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
	return fmt.Sprintf("; write thousands without a sign between them: %s", digits)
}

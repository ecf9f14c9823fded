package report

import (
	"io"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
)

// ExplainJSON writes what Explain does for programs: version, scenario, case, currency,
// total (of the case, unrounded, as a string), complete, incomplete (why it is not; ""
// where it is) and explanation, Explain's lines.
func ExplainJSON(w io.Writer, c *compare.Comparison, caseName string, f ExplainFilter) error {
	var text strings.Builder
	if err := Explain(&text, c, caseName, f); err != nil {
		return err
	}
	e, err := named(c, caseName)
	if err != nil {
		return err
	}
	return WriteJSON(w, struct {
		Version     int            `json:"version"`
		Scenario    string         `json:"scenario"`
		Case        string         `json:"case"`
		Currency    money.Currency `json:"currency"`
		Total       money.Decimal  `json:"total"`
		Complete    bool           `json:"complete"`
		Incomplete  string         `json:"incomplete"`
		Explanation []string       `json:"explanation"`
	}{1, c.Scenario.Name, e.Case.Name, e.Currency(), e.Total().Value, e.Complete(), e.Incomplete(), strings.Split(strings.TrimSuffix(text.String(), "\n"), "\n")})
}

package report

import (
	"azwhatif/estimate"
	"azwhatif/scenario"
)

// jsonMissing is usage that an import should have, and has not.
type jsonMissing struct {
	Import        string           `json:"import"`
	Subscriptions []string         `json:"subscriptions"` // none: all of the import's
	Months        []scenario.Month `json:"months"`        // of the scenario, that lack all or a part of it
	Text          string           `json:"text"`
}

func missingJSON(e *estimate.Estimate) []jsonMissing {
	var out []jsonMissing
	for _, m := range e.Missing {
		months := []scenario.Month{}
		for _, at := range e.Months {
			if m.In(at) {
				months = append(months, at)
			}
		}
		out = append(out, jsonMissing{m.Import, append([]string{}, m.Subscriptions...), months, m.Text})
	}
	return out
}

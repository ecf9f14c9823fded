package workbook

import (
	"strings"

	"azwhatif/ratebook/money"
)

// reported is the currency that a case's total is compared in.
func (b *book) reported(m *caseModel) money.Currency {
	if to := b.c.Scenario.ReportIn; to != "" {
		return to
	}
	return m.e.Currency()
}

// reportedTotal is a case's total in that currency.
func (b *book) reportedTotal(m *caseModel) float64 {
	return num(b.c.Reported(m.total).Value)
}

// reportedMonth is a month's total in that currency.
func (b *book) reportedMonth(m *caseModel, month int) float64 {
	return num(m.charges[month].Total()) * b.exchange(m)
}

// mixed tells whether cases are in different currencies, with nothing stated
// to compare them by.
func (b *book) mixed() bool {
	for _, m := range b.cases {
		if b.reported(m) != b.reported(b.cases[0]) {
			return true
		}
	}
	return false
}

// comparable lists the cases that can stand beside one another in a chart.
func (b *book) comparable() []*caseModel {
	var cases []*caseModel
	for _, m := range b.cases {
		if ok, _ := b.c.Compares(m.e); ok {
			cases = append(cases, m)
		}
	}
	return cases
}

// signed shows a format with its sign.
func signed(f format) format { return "+" + f + ";-" + f + ";" + f }

// lower writes a title in small letters, but for tags, which are as they are.
func lower(title string) string {
	if name, ok := strings.CutPrefix(title, "Tag "); ok {
		return "tag " + name
	}
	return strings.ToLower(title)
}

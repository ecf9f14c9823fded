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

// difference is what a case costs more than the base case; ok is false where
// they are in different currencies.
func (b *book) difference(m *caseModel) (d money.Decimal, ok bool) {
	amount, err := b.c.Reported(m.total).Sub(b.c.Reported(b.cases[0].total))
	return amount.Value, err == nil
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

// comparable lists the cases that are in the base case's currency.
func (b *book) comparable() []*caseModel {
	var cases []*caseModel
	for _, m := range b.cases {
		if b.reported(m) == b.reported(b.cases[0]) {
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

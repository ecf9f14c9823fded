package report

import (
	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// known tells whether the line's meter, and so its unit, is known.
func known(l estimate.Line) bool { return l.Meter.Name != "" && !l.Unshared }

// place is where a meter runs, in its ARM name; "global" where that is
// everywhere.
func place(r ratebook.Region) string {
	if r == ratebook.Global {
		return "global"
	}
	return string(r)
}

// title names a meter for a reader.
func title(m ratebook.Meter) string {
	if m.Name == "" {
		return "meter " + string(m.ID)
	}
	return m.Title()
}

func amountOf(e *estimate.Estimate, d money.Decimal) money.Amount {
	return money.Amount{Value: d, Currency: e.Currency()}
}

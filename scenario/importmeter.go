package scenario

import (
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// importMeter is what is recorded of one meter.
type importMeter struct {
	key      string
	meter    *ratebook.Meter
	unmapped string
	mapped   []string // how other clouds' usage became it, each once
	machine  *MachineHours
	likely   []ratebook.Meter        // as Usage has it
	stated   []Stated                // by month and currency
	days     map[Month][]DayUsed     // in the order of the records, where they are kept
	undated  map[Month]bool          // some record lasts for longer than its day: the month's days are not known
	covered  map[Month]money.Decimal // of their quantities; nil where benefits cover none
}

// in is what is recorded in a month, and what was paid for it; ok is false where
// nothing is.
func (m *importMeter) in(month Month) (quantity, paid money.Decimal, ok bool) {
	for _, st := range m.stated {
		if st.Month == month {
			quantity, paid, ok = quantity.Add(st.Quantity), paid.Add(st.Paid), true
		}
	}
	return quantity, paid, ok
}

// currency is that of what was billed; ok is false where there are several, or where
// for some usage no cost is stated.
func (m *importMeter) currency() (c money.Currency, ok bool) {
	c = m.stated[0].Currency
	return c, c != "" && !slices.ContainsFunc(m.stated, func(st Stated) bool { return st.Currency != c })
}

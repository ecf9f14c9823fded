package scenario

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Evidence is what exports state that a meter's quantities cost, in one month: it
// tells what the quantities count where their unit does not. Records whose quantity
// or cost is not above zero tell nothing and are not in it.
type Evidence struct {
	Meter    string // see EvidenceOf
	Unit     string // as the export writes it; "" where it states none
	Month    Month
	Currency money.Currency
	Quantity money.Decimal // in Unit
	Cost     money.Decimal
	Records  int64
	Unsure   bool // nothing in the files shows whether Quantity counts blocks of Unit or single ones
}

// EvidenceOf is what evidence of a meter goes by, as an export names it: its id, or
// else all that the export says of it.
func EvidenceOf(m ratebook.Meter) string {
	if m.ID != "" {
		return string(m.ID)
	}
	return m.Family().In(m.Region).String()
}

type evidenceKey struct {
	meter    string
	unit     string
	month    Month
	currency money.Currency
}

// evidenceOf sums up what the usage tells that an import takes, in its order.
func evidenceOf(imp Import, used []Used) (list []Evidence) {
	at := map[evidenceKey]int{}
	for _, u := range used {
		if u.Kind != Metered || u.Foreign != (Foreign{}) || !imp.takes(u) || u.Meter.ID == "" && u.Meter.Unit.Text() != "" || u.Currency == "" || u.Quantity.Sign() <= 0 || u.Billed.Sign() <= 0 {
			continue
		}
		k := evidenceKey{EvidenceOf(u.Meter), u.Meter.Unit.Text(), u.Month, u.Currency}
		i, known := at[k]
		if !known {
			i = len(list)
			at[k] = i
			list = append(list, Evidence{Meter: k.meter, Unit: k.unit, Month: k.month, Currency: k.currency})
		}
		e := &list[i]
		e.Quantity, e.Cost, e.Records = e.Quantity.Add(u.Quantity), e.Cost.Add(u.Billed), e.Records+u.Records
		e.Unsure = e.Unsure || u.Unsure
	}
	return list
}

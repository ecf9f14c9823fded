package scenario

import "azwhatif/ratebook/money"

// Stated is what an import's records state of one usage, in one of the Bill's
// Months: each record whose usage is rated is in one of them.
type Stated struct {
	Month    Month
	Currency money.Currency // "" where no cost is stated
	Records  int64
	Quantity money.Decimal // in the export's unit, Usage.Imported.Unit
	Paid     money.Decimal // see Used.Paid
}

// ImportRows counts the rows of an import's files: Rows = Usage + Aside + Refused.
type ImportRows struct {
	Import  string // the Bill.Import
	Rows    int64
	Usage   int64
	Covered int64 // those of Usage that a benefit covers
	Aside   int64
	Refused int64

	Outside  int64 // not among Rows: outside the period or the subscriptions asked for
	Repeated int64 // not among Rows: records that another page has, too
}

// countRows keeps how many rows an import has.
func (s *Scenario) countRows(name string, got *Imported) {
	n := ImportRows{Import: name}
	for _, f := range got.Sources {
		n.Rows, n.Usage, n.Covered, n.Aside, n.Refused = n.Rows+f.Rows, n.Usage+f.Metered, n.Covered+f.Covered, n.Aside+f.Aside, n.Refused+f.Refused
		n.Outside, n.Repeated = n.Outside+f.Outside, n.Repeated+f.Repeated
	}
	s.Rows = append(s.Rows, n)
}

// state adds usage to what is stated of a meter.
func state(list []Stated, u Used) []Stated {
	paid, _ := u.Paid()
	for i := range list {
		if l := &list[i]; l.Month == u.Month && l.Currency == u.Currency {
			l.Records, l.Quantity, l.Paid = l.Records+u.Records, l.Quantity.Add(u.Quantity), l.Paid.Add(paid)
			return list
		}
	}
	return append(list, Stated{u.Month, u.Currency, u.Records, u.Quantity, paid})
}

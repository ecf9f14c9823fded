package usage

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// format is one kind of export. Each registers itself in a file of its own.
type format struct {
	Name string

	// Claims tells the format by what a file begins with. Of all formats one
	// at most may claim a file.
	Claims func(h head) bool

	// Needs is what a table of the format must have: a column of one of the
	// names each, as people write them. A format without is not of tables.
	Needs [][]string

	// Canonical says in SQL what the file's columns mean.
	Canonical func(c columns, d dialect) canonical

	// Read turns what SQL cannot read into rows of Columns; it is nil for
	// tables. The columns are named as in a header.
	Read    func(r io.Reader, w *rows) error
	Columns []string
	Lines   bool // what Read counts are lines, not records
}

// head is what a file begins with: the columns of a table, or the first bytes
// of anything else.
type head struct {
	Columns columns
	Bytes   []byte
}

var formats []*format

func register(f *format) {
	i, found := slices.BinarySearchFunc(formats, f.Name, func(f *format, name string) int { return strings.Compare(f.Name, name) })
	if found {
		panic("usage: two formats of the name " + f.Name)
	}
	formats = slices.Insert(formats, i, f)
}

// Formats are the names of all formats, sorted.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return names
}

// claim finds the format of a head; nil where none claims it.
func claim(h head, want string) (*format, error) {
	var found *format
	for _, f := range formats {
		if want != "" && f.Name != want || !f.Claims(h) {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("could be %s or %s; state the format", found.Name, f.Name)
		}
		found = f
	}
	return found, nil
}

// canonical is what a format's columns mean: each field is an SQL expression
// of text, never NULL, over the file's columns. A field left "" is empty text.
// Texts are taken as they stand; blanks and case are evened out after the
// roll-up, when there are few left.
type canonical struct {
	Provider     string // "Azure", "AWS", or as the export has it
	Kind         string // a scenario.RecordKind; empty text where it is not known
	KindText     string // what Kind was read from, for the reason of a refusal
	Day          string // a date in any writing, with or without a time
	Until        string // when the record's period ends, as an ISO date or moment, exclusive; what is none is left aside
	Subscription string
	MeterID      string
	Category     string
	Subcategory  string
	Name         string
	Unit         string
	Region       string
	Offer        string
	Group        string
	Resource     string
	Tags         string                  // a JSON object, with or without its braces
	Tag          func(key string) string // one tag as JSON, "" where absent; nil reads Tags
	Quantity     string
	Cost         string
	Currency     string

	// Of records that a reservation or a savings plan covers, leaves unused or is
	// bought with: which one it is, and the part of its cost that the record
	// carries beside Cost. An export whose Cost is amortized has no Amortized: see
	// costing.go. Of AWS's fees it is the part that nothing used. AmortizedMore is
	// to be added to it.
	Benefit, Amortized, AmortizedMore string
	Pays                              string // for how long a purchase of a benefit pays: "1 of 36" where it recurs each month of its term, or its term, as "36", "P3Y", "3 Years"

	// Of another cloud than Azure.
	Service, UsageType, Operation, ForeignRegion, ForeignUnit string

	// For settling what a file leaves open: other columns of dates; the prices
	// per unit that the cost was calculated with and that was agreed on.
	Dates            []string
	Price, UnitPrice string

	// What the record costs in the currency that it is priced in, where that is
	// not the bill's, and its prices in that; see Spec.Prefer. PricedAs is the
	// column, as people write it.
	PricedCost, PricingCurrency, PricedAmortized, PricedAgreed, PricedList, PricedAs string
	AsPriced                                                                         string // of inCurrency: whether the record is taken so

	// The prices of one unit, in the cost's currency: the one agreed on, and the
	// list's. They are kept apart where a Spec asks for prices.
	Agreed, List string

	// Blocks tells that the quantity of a unit such as "10 Hours" may count
	// hours, and that prices must settle which; see blocks.go.
	Blocks bool

	Line    string   // the record's line or number, where a Go reader made the rows
	Missing []string // what the format needs and the file lacks
	Notes   []string
	Tells   []told // notes by what the rows state
}

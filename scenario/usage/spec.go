package usage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Spec says what to import.
type Spec struct {
	Files     []string   // files, folders and globs ("usage/*.csv"), relative to Dir
	Warehouse *Warehouse // or a table in ClickHouse
	Kusto     *Kusto     // or one in Kusto

	Dir string // "" is the current folder
	// Check, where set, is asked of each file and folder before it is read: its error is
	// one of the import. A file that a manifest lists is looked for only where it passes.
	Check func(path string) error
	// Unpacked bounds the bytes that one file may unpack to on disk; 0 is a terabyte.
	Unpacked int64
	Format   string // one of Formats; "" to find it out by header or content

	// DateOrder is "mdy", "dmy" or "ymd", where a file's dates, such as
	// 02/03/2026, do not settle it; "" leaves it to each file.
	DateOrder string
	// Decimal is "." or ",", where a file's numbers, such as 1,234, do not
	// settle it; "" leaves it to each file.
	Decimal string

	// Currency is what costs are in where a file names none, such as "EUR"; ""
	// leaves them out.
	Currency string

	// Prefer is a currency that costs are wanted in, such as "USD": where a record
	// is billed in another, and states what it costs in this as the currency that
	// it is priced in, that counts, and a note says so. "" takes what was billed.
	Prefer string

	// What is kept apart, beside month, subscription, meter and region.
	Tags                               []string // the keys of tags to keep, in any case
	AllTags                            bool     // every tag
	ByResource, ByGroup, ByDay, ByHour bool     // ByHour says the day as well

	// Prices keeps apart what has different prices, as Used.Agreed and Used.List.
	Prices bool

	// Days gives, beside each month's sum, its days: what ByDay gives, with
	// less to hold. See scenario.Used.Days.
	Days bool

	// Starts, where set, tells of which usage Imported.Starts is to be found: it
	// is asked about its kind, month, provider, subscription and tags.
	Starts func(scenario.Used) bool

	// From and To are the first and the last day wanted, "2026-03-01", both
	// inclusive; "" is open. Subscriptions are ids, in any case; none is all.
	// Rows outside of either are counted as ImportSource.Outside, and are not
	// among its Rows.
	From, To      string
	Subscriptions []string

	// CycleDay is the day, 1 to 28, on which the billing month starts; 0 is
	// 1. A cycle bears the name of the month that it begins in: with 14, the
	// 13th of January belongs to December, the 14th to January.
	CycleDay int

	// MaxRefused is how many rows of all files together may be refused
	// before the import is an error; 0 is DefaultMaxRefused, -1 allows none.
	MaxRefused int

	// Memory is how much memory, in bytes, the import may take, about; 0 is Memory().
	Memory int64

	// Cache, where set, keeps what files are rolled up to for the next import.
	Cache *Cache

	// GoOn leaves out a file that cannot be read, with the reason as its Fault:
	// for looking at files, not for pricing them. Else it is an error.
	GoOn bool
}

// DefaultMaxRefused is how many rows may be refused where a Spec does not say.
const DefaultMaxRefused = 1000

// kept is how many refusals of a file are kept with line and reason.
const kept = 20

func isCurrency(s string) bool {
	c, err := money.ParseCurrency(s)
	return err == nil && string(c) == s
}

// filters tells whether only some rows are asked for.
func (s Spec) filters() bool { return s.From != "" || s.To != "" || len(s.Subscriptions) > 0 }

// Named tells whether the Spec says where the usage is.
func (s Spec) Named() bool { return len(s.Files) > 0 || s.Remote() }

// Remote tells that the usage is in a table of a database.
func (s Spec) Remote() bool { return s.Warehouse != nil || s.Kusto != nil }

// check fills in what is left out, and refuses what has no meaning.
func (s Spec) check() (Spec, error) {
	if !s.Named() {
		return s, fmt.Errorf("no files to import; name files, folders or globs")
	}
	if s.Remote() {
		from := scenario.Source{Files: s.Files}
		if s.Warehouse != nil {
			from.ClickHouse, from.Table = s.Warehouse.ClickHouse, s.Warehouse.Table
		}
		if s.Kusto != nil {
			from.Kusto, from.Table = s.Kusto.At, s.Kusto.Table
		}
		if err := from.Check(); err != nil {
			return s, err
		}
	}
	switch {
	case s.Format != "" && !slices.Contains(Formats(), s.Format):
		return s, fmt.Errorf("%q is not a usage format; there are %s", s.Format, strings.Join(Formats(), ", "))
	case !slices.Contains([]string{"", "mdy", "dmy", "ymd"}, s.DateOrder):
		return s, fmt.Errorf("date order %q: write mdy, dmy or ymd", s.DateOrder)
	case !slices.Contains([]string{"", ".", ","}, s.Decimal):
		return s, fmt.Errorf("decimal sign %q: write \".\" or \",\"", s.Decimal)
	case s.Currency != "" && !isCurrency(s.Currency):
		return s, fmt.Errorf("currency %q: write it as EUR", s.Currency)
	case s.CycleDay < 0 || s.CycleDay > 28:
		return s, fmt.Errorf("billing cycle day %d: write 1 to 28", s.CycleDay)
	}
	for _, day := range []string{s.From, s.To} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return s, fmt.Errorf("%q is not a day; write it as 2026-03-01", day)
		}
	}
	if s.From != "" && s.To != "" && s.To < s.From {
		return s, fmt.Errorf("the period from %s to %s has no day", s.From, s.To)
	}
	for _, key := range s.Tags {
		if key == "" {
			return s, fmt.Errorf("a tag without a key")
		}
	}
	if s.Memory <= 0 {
		s.Memory = Memory()
	}
	s.CycleDay = max(s.CycleDay, 1)
	s.ByDay = s.ByDay || s.Days
	switch {
	case s.MaxRefused == 0:
		s.MaxRefused = DefaultMaxRefused
	case s.MaxRefused < 0:
		s.MaxRefused = 0
	}
	return s, nil
}

package scenario

import (
	"fmt"
	"slices"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// RecordKind says what a record of an export is. What was used is rated; the
// rest is set aside, and shown.
type RecordKind string

const (
	Metered        RecordKind = "usage"
	CoveredUsage   RecordKind = "covered usage"     // paid for by a reservation or a savings plan
	Unused         RecordKind = "unused commitment" // what a reservation or a savings plan pays for, and nothing used
	Purchase       RecordKind = "purchase"
	Marketplace    RecordKind = "marketplace"
	Tax            RecordKind = "tax"
	Credit         RecordKind = "credit"
	Adjustment     RecordKind = "adjustment" // a refund, a correction, a rounding
	DiscountRecord RecordKind = "discount"   // what another cloud takes off for usage, in a record of its own
)

// RecordKinds are all kinds.
var RecordKinds = []RecordKind{Metered, CoveredUsage, Unused, Purchase, Marketplace, Tax, Credit, Adjustment, DiscountRecord}

// IsUsage tells whether records of the kind say what was used: what a benefit
// covers was used like the rest.
func (k RecordKind) IsUsage() bool { return k == Metered || k == CoveredUsage }

// Used is imported usage, rolled up: the sum of all records that agree in
// everything but their quantity and cost.
type Used struct {
	Provider     string // "Azure", "AWS", as the export has it
	Kind         RecordKind
	Month        Month  // the billing month
	Day          string // "2026-03-14", where the roll-up is by day; hour "2026-03-14T15"
	Subscription string // or the account, of another cloud
	Offer        ratebook.Offer
	Meter        ratebook.Meter    // as the export names it: by id where it has one; its unit is the export's, blocks included
	Foreign      Foreign           // of another cloud than Azure
	Unmapped     string            // why a mapping has no meter of Azure's for it; Meter is then as the other cloud calls it
	Mapped       string            // how a mapping turned another cloud's usage into Azure's, and why
	Machine      *MachineHours     // what a mapping found it to be hours of; Meter then says that in words, and no card has it
	Group        string            // the resource group, where asked for
	Resource     string            // the resource's id, where asked for
	Tags         map[string]string // those asked for; a record without one has none
	Quantity     money.Decimal     // in Meter.Unit (or Foreign.Unit)
	Billed       money.Decimal     // the cost that the export states
	Currency     money.Currency    // of Billed; "" where the export states no cost
	Agreed, List Price             // of one of Meter.Unit, in Currency: the one agreed on, and without an agreement; where asked for
	Benefit      string            // the reservation's or savings plan's order or id, of CoveredUsage, Unused, Purchase and Adjustment
	Amortized    Amortized         // of CoveredUsage and Unused
	Pays         int               // how many months a Purchase pays for, from Month on; 0 where that is not stated
	Term         int               // months of the term that a Purchase is of; 0 where that is not stated
	Left         bool              // covered usage that is not to be rated; see Imported.LeaveCovered
	Records      int64
	Unsure       bool      // nothing in the file shows whether Quantity counts blocks of its unit or single ones
	First, Last  string    // the first and the last day of its records, "2026-03-01"
	Days         []DayUsed // the days of Quantity, where asked for; one day may be there twice
	apart        string    // see Apart
}

// Rated tells whether usage is priced: it is Azure's, metered, or covered by a
// benefit and not left. All that prices usage goes by it.
func (u Used) Rated() bool { return u.Kind.IsUsage() && !u.Left && u.Foreign == Foreign{} }

// lasts tells whether some record is of more than the day that it is dated on, as those of
// an export by month are: its end is behind all of Days.
func (u Used) lasts() bool {
	return !slices.ContainsFunc(u.Days, func(d DayUsed) bool { return d.Day >= u.Last })
}

// likely are the other names of a meter that a mapping knows by its words alone: none,
// but its zone or no region will do where it is not sold in its region.
func (u Used) likely() []ratebook.Meter {
	if u.Mapped == "" {
		return nil
	}
	return []ratebook.Meter{}
}

// Paid is what was paid for usage: what is billed for it; of what a benefit covers
// the part of the benefit's cost, where that is known. Else it is what is billed,
// which is not what it costs.
func (u Used) Paid() (cost money.Decimal, known bool) {
	if u.Kind != CoveredUsage {
		return u.Billed, true
	}
	if u.Amortized.Known {
		return u.Amortized.Cost, true
	}
	return u.Billed, false
}

// Amortized is the part of a benefit's cost that an export gives to usage, or
// to hours that nothing used, in the currency of what is billed.
type Amortized struct {
	Cost  money.Decimal
	Known bool // false where the export does not state it
}

// Add is of two parts: known where both are.
func (a Amortized) Add(b Amortized) Amortized {
	return Amortized{a.Cost.Add(b.Cost), a.Known && b.Known}
}

// DayUsed is a day's part of a quantity.
type DayUsed struct {
	Day      string // "2026-03-14"
	Quantity money.Decimal
}

// Price is what an export states one unit to cost.
type Price struct {
	Value  money.Decimal
	Stated int // 0: no price is stated; 1: Value; 2: several, and Value is the lowest of them
}

// Or is the price of usage of which some has one price and some another.
func (p Price) Or(q Price) Price {
	switch {
	case p.Stated == 0:
		return q
	case q.Stated > 0 && (q.Stated > 1 || !p.Value.Equal(q.Value)):
		p.Stated = 2
		if q.Value.Cmp(p.Value) < 0 {
			p.Value = q.Value
		}
	}
	return p
}

// Foreign is what another cloud's export says was used.
type Foreign struct {
	Service, UsageType, Operation, Region, Unit string
}

// Imported is what became of all files of an import. Every row is in one of
// the three: Rows = Metered + Aside + Refused.
type Imported struct {
	Used      []Used
	Sources   []ImportSource
	Covered   []Covered // by subscription
	Twice     []string  // what files seem to have both, so that it is counted twice
	Lost      []Lost    // what the sources say there is, and is not there
	Exchanged []string  // what is told in another currency than it was billed in; see ReportIn
	Starts    Starts    // where asked for
}

// LeaveCovered is the import with its covered usage left: it is not rated, and
// stands beside what is.
func (im *Imported) LeaveCovered() *Imported {
	out := *im
	out.Used = slices.Clone(im.Used)
	for i := range out.Used {
		out.Used[i].Left = out.Used[i].Kind == CoveredUsage
	}
	return &out
}

// Warnings are all that is to stand beside figures of the usage: Doubts, and
// Unread.
func (im *Imported) Warnings() []string { return append(im.Doubts(), im.Unread()...) }

// Doubts say what the sources as a whole lack, or seem to have twice.
func (im *Imported) Doubts() (out []string) {
	for _, l := range im.Lost {
		out = append(out, l.Text)
	}
	return append(out, im.Twice...)
}

// Nothing says why nothing of the sources is read: each row is refused, or each
// file left out; "" where something is. It names the first of them.
func (im *Imported) Nothing() string {
	var rows, refused int64
	first := ""
	known := false
	for _, f := range im.Sources {
		rows, refused, known = rows+f.Rows, refused+f.Refused, known || f.Format != ""
		switch {
		case first != "":
		case len(f.Refusal) > 0 && f.Refusal[0].Line > 0:
			first = fmt.Sprintf("%s:%d: %s", f.Name, f.Refusal[0].Line, f.Refusal[0].Reason)
		case len(f.Refusal) > 0:
			first = f.Name + ": " + f.Refusal[0].Reason
		case f.Format == "" && len(f.Notes) > 0:
			first = f.Name + ": " + f.Notes[0]
		}
	}
	switch {
	case !known:
		return "none of the files is read: " + first
	case rows > 0 && rows == refused:
		return "none of the rows can be read: " + first
	}
	return ""
}

// Unread says what of the sources is in no sum, and what was taken without
// anything that shows it: what is to stand beside figures.
func (im *Imported) Unread() (out []string) {
	first, more := map[string]string{}, map[string]int{}
	var assumed []string
	for _, f := range im.Sources {
		if f.Refused > 0 {
			out = append(out, fmt.Sprintf("%s: %d of %d rows cannot be read, and are in no sum", f.Name, f.Refused, f.Rows))
		}
		for _, a := range f.Assumed {
			if first[a] == "" {
				first[a], assumed = f.Name, append(assumed, a)
			} else {
				more[a]++
			}
		}
	}
	for _, a := range assumed {
		name := first[a]
		if n := more[a]; n > 0 {
			name = fmt.Sprintf("%s and %d more", name, n)
		}
		out = append(out, name+": "+a)
	}
	return append(out, im.Exchanged...)
}

// Covered are the days of which one subscription has metered usage, and those
// that its files are of.
type Covered struct {
	Subscription string
	First, Last  string // days, "2026-03-01"
	// From and To are the first and the last day of the files that have usage of
	// the subscription, or of another that shares a file with it: what it has no
	// usage of in between, it did not use. "" where not known. Files is the same
	// number for those that share files.
	From, To string
	Files    int
	Days     int   // how many there are
	Missing  []Gap // the days between First and Last without any
}

// AllCovered are the days of which any subscription has usage; ok is false
// where none has.
func (im *Imported) AllCovered() (all Covered, ok bool) {
	used := map[string]bool{}
	for _, c := range im.Covered {
		c.each(used)
	}
	var days []time.Time
	for day := range used {
		t, _ := time.Parse(time.DateOnly, day) // nextDay and the roll-up wrote it
		days = append(days, t)
	}
	if len(days) == 0 {
		return Covered{}, false
	}
	return CoveredBy("", days), true
}

// each marks the days that have usage.
func (c Covered) each(used map[string]bool) {
	gaps := c.Missing
	for day := c.First; day <= c.Last; day = nextDay(day) {
		if len(gaps) > 0 && day > gaps[0].To {
			gaps = gaps[1:]
		}
		if len(gaps) == 0 || day < gaps[0].From {
			used[day] = true
		}
	}
}

// CoveredBy sorts the days of a subscription, each of which is there once, and
// finds those between them that are not.
func CoveredBy(subscription string, days []time.Time) Covered {
	slices.SortFunc(days, time.Time.Compare)
	c := Covered{Subscription: subscription, First: days[0].Format(time.DateOnly), Last: days[len(days)-1].Format(time.DateOnly), Days: len(days)}
	for i, d := range days[1:] {
		if from, to := days[i].AddDate(0, 0, 1), d.AddDate(0, 0, -1); !to.Before(from) {
			c.Missing = append(c.Missing, Gap{From: from.Format(time.DateOnly), To: to.Format(time.DateOnly)})
		}
	}
	return c
}

func nextDay(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "~" // after all days
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// Gap is days one after the other, both ends included.
type Gap struct{ From, To string }

// Days is how many they are.
func (g Gap) Days() int {
	n := 0
	for day := g.From; day <= g.To; day = nextDay(day) {
		n++
	}
	return n
}

func (g Gap) String() string {
	if g.From == g.To {
		return g.From
	}
	return g.From + " to " + g.To
}

// ImportSource is one file (or table) of an import.
type ImportSource struct {
	Name     string // the file as the user named it, and the member of an archive behind a "!"
	Format   string
	Rows     int64
	Metered  int64 // rows of usage, which are to be rated
	Covered  int64 // those of them that a benefit covers
	Aside    int64 // rows of another kind
	Refused  int64
	Outside  int64  // not among Rows: outside the period or the subscriptions asked for
	Repeated int64  // not among Rows: records that another page has, too
	First    string // the first and the last day of its usage, "2026-03-01"; without usage, of its records
	Last     string
	Period   Gap       // the days of which its export's run has all usage, by the manifest; zero where that is not said
	Refusal  []Refusal // the first of the refused rows
	Fault    string    // why nothing of the file is read, where the import goes on without it
	Notes    []string  // what was settled from the file, such as the order of day and month
	Assumed  []string  // those of the Notes that nothing in the file shows
	Received int64     // bytes that a database sent; of a file 0
}

// Refusal is a row that cannot be read, or several of one reason.
type Refusal struct {
	Line   int64 // from 1, the header included; 0 where the format has no lines
	Reason string
	Rows   int64 // how many rows, where they are not told apart: those of a table; else 0
}

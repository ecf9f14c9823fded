package scenario

import (
	"fmt"
	"sort"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/ratebook/unit"
)

// Scenario says what would be used, when, and under which terms.
type Scenario struct {
	File     string // the file's name, for messages
	SHA256   string // of the file, in hexadecimal
	Name     string
	Ratebook string // "sample", a folder, or "" for the user's own
	Start    Month
	Months   int
	Hours    HoursPerMonth
	ReportIn money.Currency // "" where totals stay in their own currencies
	Exchange map[money.Currency]Exchange
	Rules    Rules

	Workloads    []Workload
	Marketplace  []MarketplacePurchase // bought beside the usage, in every case
	Ranges       Ranges                // of totals, where workloads have spreads
	Sizing       Sizing                // of needs; see Sizing.Over
	Sizes        *size.Catalogue       // what sizes there are; nil for size.BuiltIn
	NewSeries    []SeriesWord          // see SeriesThere
	Correlations []Correlation
	Estates      []Estate        // AddInventory turns what they list into workloads
	Imports      []Import        // Add turns what they bring into workloads
	Warnings     []string        // of the imports: usage that files seem to count twice
	Missing      []Missing       // of the imports: usage that no file has; Add's
	Covers       []Cover         // what reservations and savings plans cover of the imports' usage; Add's
	Rows         []ImportRows    // how many rows the imports' files have; Add's
	Bills        []Bill          // what the exports of imports say was billed; Add's
	Evidence     []Evidence      // of what the quantities of imports count; Add's
	Owned        []Owned         // benefits that one has already; every case has them
	KeepDays     map[string]bool // of imports as recorded: the meters (EvidenceOf) whose days are kept
	Cases        []Case          // the first is the base case; "like" and the sweep are filled in, but for AllRegions
	AllRegions   *AllRegions     // a sweep over the regions of its cards, which InRegions makes cases of; nil where there is none
	Alerts       []Alert         // what is watched; no figure of an estimate depends on it

	Cash       *Cash       // what is paid when is asked for; nil where it is not
	Current    *Current    // what is paid today; nil where nothing is stated
	Chargeback *Chargeback // nil where the file says nothing of it
}

// Sample is the name of the ratebook that is built in.
const Sample = "sample"

// Exchange is a stated exchange rate: one unit of its currency is worth Rate
// in the scenario's ReportIn currency.
type Exchange struct {
	Rate   money.Decimal
	AsOf   string // a date, such as 2026-08-03
	Source string
}

// Pos is a place in the scenario's file.
type Pos struct {
	File string
	Line int
}

func (p Pos) String() string {
	if p.Line == 0 { // of no file
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Errorf makes an Error of the place.
func (p Pos) Errorf(format string, args ...any) error {
	return &Error{p, fmt.Errorf(format, args...)}
}

// Error is something in a scenario's file that its writer has to mend.
type Error struct {
	Pos Pos
	Err error
}

func (e *Error) Error() string {
	if e.Pos == (Pos{}) {
		return e.Err.Error()
	}
	return e.Pos.String() + ": " + e.Err.Error()
}
func (e *Error) Unwrap() error { return e.Err }

// Workload is named expected usage.
type Workload struct {
	Pos
	Name         string
	Region       ratebook.Region // where its resources run
	Subscription string          // tiers and included quantities count per subscription and meter, or per Account: see Rules.TierScope
	Account      string          // the subscription's billing account; "" where it is not stated
	Group        string          // the resource group
	Tags         map[string]string
	From, Until  Month         // the first and the last month of use
	Growth       money.Decimal // a month, compounding from From on; 0.02 is two percent
	Spread       *Spread
	Import       string // the Bill.Import that it comes from; "" of the scenario's own
	Usage        []Usage
	Machines     []Machine // an estimate makes usage of them, on each case's card
	Sizing       Sizing    // of Machines, over the scenario's
}

// Usage is one meter's use in a workload.
type Usage struct {
	Pos
	Meter ratebook.Selector // without a region: Workload.Region decides
	// Imported is the meter as an export describes it; nil in a workload of the
	// scenario's own. A card that has neither its id nor its name leaves the
	// usage unpriced.
	Imported *ratebook.Meter
	Billed   *Billed         // of imported usage, where one currency was stated
	Covered  []money.Decimal // what benefits cover of imported usage, in its unit, by month of Bill.Months; nil is nothing
	Stated   []Stated        // what an import's records state of it
	Unmapped string          // why another cloud's usage has no meter of Azure's
	Mapped   []string        // how another cloud's usage became the meter's, and why
	Extra    *Extra          // what a usage under extras is for; nil of all other usage
	// Machine is what another cloud's usage is hours of; its meter is then each case's,
	// and Imported says what it is called. nil of all other usage.
	Machine *MachineHours
	// Likely are other names of an Imported meter without an id, in the order to try them
	// where a card does not have it by its first.
	Likely []ratebook.Meter
	Demand
}

// In turns a usage of the workload into the unit of the meter that it was
// resolved to.
func (w Workload) In(u Usage, to unit.Unit) (Quantity, error) {
	base, factor, note, err := u.base(to)
	if err != nil {
		return Quantity{}, u.Errorf("workload %q: %w", w.Name, err)
	}
	q := Quantity{
		Base: base, Hours: u.Hours, Growth: w.Growth,
		From: w.From, Until: w.Until, Factor: factor, Note: note,
	}
	if u.Recorded != nil {
		q.Base = money.Zero
		for _, n := range u.Recorded {
			q.Recorded = append(q.Recorded, n.Mul(factor))
		}
	}
	return q, nil
}

// Period lists the scenario's months.
func (s *Scenario) Period() []Month {
	months := make([]Month, s.Months)
	for i := range months {
		months[i] = s.Start.Add(i)
	}
	return months
}

// TagKeys lists the tags that workloads carry, sorted.
func (s *Scenario) TagKeys() []string {
	seen := map[string]bool{}
	var keys []string
	for _, w := range s.Workloads {
		for k := range w.Tags {
			if !seen[k] {
				seen[k] = true
				keys = append(keys, k)
			}
		}
	}
	sort.Strings(keys)
	return keys
}

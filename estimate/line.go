package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Line is one priced usage: one meter of one workload. What is the same in all cases,
// and in all pricings of one, stands once, behind the pointers: nothing changes it.
type Line struct {
	*LineMeter
	Scale      money.Decimal   // the product of the case's scales, which Quantities have and Quantity has not; zero where that is
	ScaledBy   []int           // the case's changes that these are of, by index
	Quantities []money.Decimal // by month
	Amounts    []money.Decimal // by month: the share of all charges of the meter's month
	use        int             // in Estimate.Meters; -1 where the card has no price
}

// LineMeter is the meter that a case prices a usage by, and its quantity. Cases of one
// card have it together, where they differ in no more than their scale.
type LineMeter struct {
	*LineUsage
	Meter    ratebook.Meter
	Levers   []scenario.Lever  // that price it by another meter than the changes lead to
	Quantity scenario.Quantity // zero where the meter, and so its unit, is not known
}

// LineUsage is what the scenario says of a line: it is the same in all of its cases.
type LineUsage struct {
	Workload string
	// WorkloadIndex is its place in Scenario.Workloads.
	WorkloadIndex int
	Subscription  string
	Group         string // the resource group
	Tags          map[string]string
	Pos           scenario.Pos
	From          ratebook.Meter       // the scenario's, before changes and moves
	Asked         string               // how much, as the scenario says it
	Number        money.Decimal        // of Asked: a count, or a quantity in its own unit
	Import        string               // the scenario.Bill.Import that it comes from; "" of the scenario's own
	Mapped        []string             // how another cloud's usage became it, and why
	Extra         *scenario.Extra      // what it is for, of what stands under extras; nil of all other usage
	Typical       *scenario.Typical    // what a typical month's quantity follows from; nil of all other usage
	Billed        *scenario.Billed     // what an export states for it; nil where it states none
	Unshared      bool                 // not usage: charges that no usage is there to share by; or Unused
	Unused        bool                 // not usage: what benefits cost that cover nothing
	Purchase      *PurchaseUse         // not usage: a purchase of the Marketplace; nil of all else
	Days          [][]scenario.DayUsed // by month: the days of what is recorded; nil where they are not known
	recordedOf    string               // the imported meter (scenario.EvidenceOf) of usage as recorded; "" of all other
	index         int                  // in Estimate.Lines
}

// UnsharedLine is a line without usage, for what has none to be shared by: what
// benefits cost that cover nothing, or what an offer or a commitment charges that no usage bears.
func UnsharedLine(unused bool, months int) Line {
	all := make([]money.Decimal, 2*months)
	workload, title := "(no usage)", "Charges of the offer or a commitment that no usage bears"
	if unused {
		workload, title = "(unused benefits)", "Reservations and savings plans that cover nothing"
	}
	m := ratebook.Meter{Name: title}
	return Line{
		LineMeter:  &LineMeter{LineUsage: &LineUsage{Workload: workload, From: m, Unshared: true, Unused: unused}, Meter: m},
		Quantities: all[:months:months], Amounts: all[months:], use: -1,
	}
}

// Moved tells whether the case prices another meter than the scenario names.
func (l Line) Moved() bool { return l.Meter.ID != l.From.ID }

// Amount is the line's share of the total.
func (l Line) Amount() money.Decimal {
	return money.Sum(l.Amounts...)
}

// Total is the line's quantity over all months.
func (l Line) Total() money.Decimal {
	return money.Sum(l.Quantities...)
}

package estimate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// MachineUse is what became of one machine of the scenario (or of several alike) in a
// case: its size, why it is that one, and the meters that price it.
type MachineUse struct {
	*scenario.Machine
	Workload string
	Region   ratebook.Region // where the case runs it
	Asked    scenario.Need   // after utilisation and comfort; zero where a size is stated
	Why      string          // how the need came about: "as allocated"
	Size     *size.Size      // nil where none is suitable
	Hourly   money.Decimal   // the price that it was chosen by, of one machine and hour, licences included
	Cheaper  string          // the next cheaper size, and why it does not fit; "" where there is none
	Reason   string          // why there is no size, or no price for it; "" where there is
	Replaces string          // the stated size that modernise has put another in the place of
	Notes    []string        // where it is sold, and until when
	Parts    []MachinePart

	short string // Reason, as it is of many machines
}

// MachinePart is one thing of a machine that has a meter.
type MachinePart struct {
	What  PartKind
	Of    string         // "P10" of a disk, "rhel" of a licence
	Meter ratebook.Meter // known by its words alone where the card has no price
	Count money.Decimal  // of the line's quantity before hours: of all Count machines
	Price string         // why there is no price; "" where there is

	workload, usage int // see Estimate.MachineLine
}

// PartKind is what a part of a machine is.
type PartKind string

const (
	ComputePart           = PartKind(scenario.HoursOfMachine)
	LicencePart           = PartKind(scenario.HoursOfOS)
	SQLPart               = PartKind(scenario.HoursOfSQL)
	DiskPart     PartKind = "disk"
	SnapshotPart PartKind = "snapshots"
	AddressPart  PartKind = "public address"
)

// Machines are the scenario's machines as the case has them, by workload, in their
// order; none where it has none.
func (e *Estimate) Machines() []MachineUse {
	if e.Plan == nil {
		return nil
	}
	return e.Plan.machineUses
}

// MachineLine is the index in Lines of the line that has a machine's part.
func (e *Estimate) MachineLine(p MachinePart) int {
	return e.LineOf(p.workload, p.usage)
}

// MachineAmount is a part's share of its line's charges, over all months.
func (e *Estimate) MachineAmount(p MachinePart) money.Decimal {
	amount, made := e.Lines[e.MachineLine(p)].Amount(), e.Plan.machineLines
	k := p.usage - made.own[p.workload]
	if k < 0 { // another cloud's machine has its lines for itself
		return amount
	}
	all := made.count[p.workload][k]
	if all.IsZero() {
		return money.Zero
	}
	return amount.MulDiv(p.Count, all)
}

// PartPriced tells whether a part of a machine has a price in every month.
func (e *Estimate) PartPriced(p MachinePart) bool {
	line := e.MachineLine(p)
	return !slices.ContainsFunc(e.Unpriced, func(u Unpriced) bool { return u.Line == line })
}

// WhyText says in one line why a machine has its size: what it needs, the next cheaper
// size that does not fit, or why there is none.
func (u MachineUse) WhyText() string {
	var parts []string
	if !u.Asked.VCPUs.IsZero() {
		parts = append(parts, fmt.Sprintf("needs %s vCPUs, %s GiB (%s)", u.Asked.VCPUs.RoundEven(4), u.Asked.Memory.RoundEven(4), u.Why))
	} else {
		parts = append(parts, u.Why)
	}
	if u.Reason != "" {
		parts = append(parts, u.Reason)
	}
	if u.Cheaper != "" {
		parts = append(parts, "next cheaper "+u.Cheaper)
	}
	return strings.Join(append(parts, u.Notes...), "; ")
}

// LineOf is the index in Lines of a workload's usage, both counted as the scenario has
// them: what its machines use stands behind that.
func (e *Estimate) LineOf(workload, usage int) int { return e.Plan.firstLines[workload] + usage }

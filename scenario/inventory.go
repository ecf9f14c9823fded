package scenario

import (
	"fmt"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Inventory is what an estate's files list. Every row of a machine is in exactly one
// of Machines, Apart and Left; every line of a price estimate in one of Services and
// Fixed, or it is a machine.
type Inventory struct {
	Sources  []InventorySource
	Machines []Listed
	Services []ListedService // usage beside machines: bandwidth, storage, databases
	Fixed    []FixedCost     // of a price estimate: what is not understood, at its own price
	Apart    []LeftMachine   // read, and not meant: templates, machines that are off
	Left     []LeftMachine   // meant, and not priced: unsuitable, or not readable
	Stated   []StatedTotal   // of price estimates: what the file itself adds up to
}

// Place is where something is listed.
type Place struct {
	File  string // as the user named it
	Sheet string // "" of a text
	Row   int    // from 1 on
}

func (p Place) String() string {
	switch {
	case p.File == "":
		return ""
	case p.Sheet == "":
		return fmt.Sprintf("%s:%d", p.File, p.Row)
	}
	return fmt.Sprintf("%s, %s:%d", p.File, p.Sheet, p.Row)
}

// InventorySource is one file of an estate.
type InventorySource struct {
	Name   string
	Format string // "" where it is left out
	Rows   int    // of machines, or of a price estimate's lines
	SHA256 string // in hexadecimal
	Notes  []string
}

// Listed is a machine as an inventory lists it: what it has now. Which size it gets,
// each case finds by its own prices.
type Listed struct {
	Place     Place
	Name      string
	ID        string         // the inventory's own, "" where it has none
	Size      string         // Azure's, where the inventory is of Azure machines; "" where VCPUs and Memory are the need
	VCPUs     money.Decimal  // as allocated
	Memory    money.Decimal  // as allocated, in GiB
	CPUUse    *money.Decimal // in percent of VCPUs; nil where it is not measured
	MemoryUse *money.Decimal // in percent of Memory; nil where it is not measured
	OS        OS             // "" where the inventory does not say
	OSName    string         // as the inventory has it
	OwnOS     bool           // its licence is one's own
	SQL       string         // the edition of SQL Server whose licence it needs: standard, enterprise, web
	OwnSQL    bool
	Arch      string    // "arm64"; "" is x64
	Count     int64     // 1 where a row is a machine
	Hours     *Schedule // nil is all
	Disks     []ListedDisk
	AsIs      []ListedDisk // its disks where it is sized by what is allocated; nil where those are Disks, too
	Unsized   int          // disks of which the inventory has no size
	NICs      int
	Public    int             // addresses
	Region    ratebook.Region // "" where the inventory has none
	Tags      map[string]string
	Months    int           // reserved for so many months, in a price estimate
	Cost      *money.Amount // a month, as a price estimate has it
	Notes     []string      // what is assumed of it
}

// ListedDisk is a disk, or several that are alike.
type ListedDisk struct {
	Kind  string        // "premium-ssd", "standard-ssd", "standard-hdd", …; "" where the estate's rule decides
	GiB   money.Decimal // zero where Class says it
	Class string        // such as P10; "" where GiB says it
	Count int64

	Redundancy string // "ZRS"; "" is LRS
}

// ListedService is usage that a price estimate states beside machines.
type ListedService struct {
	Place  Place
	Name   string
	Region ratebook.Region
	Uses   []ServiceUse
	Notes  []string
	Cost   money.Amount // a month, as the estimate has it
}

// ServiceUse is how much of one meter a service uses in a month.
type ServiceUse struct {
	Meter    ratebook.Meter   // known by its words, without an id
	Also     []ratebook.Meter // what other sources call it
	Region   ratebook.Region  // where it is used
	Quantity money.Decimal    // in the meter's unit; an hour's where Hours is given
	Hours    *Schedule
}

// FixedCost is a line of a price estimate that stays at its own price.
type FixedCost struct {
	Place   Place
	Name    string // the service, and the custom name
	Monthly money.Amount
	Upfront money.Amount
	Reason  string // why it is not priced anew
}

// LeftMachine is a row that becomes no machine.
type LeftMachine struct {
	Place  Place
	Name   string
	Reason string
}

// StatedTotal is what a price estimate adds up to by its own account.
type StatedTotal struct {
	Place            Place
	Monthly, Upfront money.Amount
	Parsed           money.Amount // a month, of the lines that are priced anew
}

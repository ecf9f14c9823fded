package mapping

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// Mapping turns foreign usage into Azure meters.
type Mapping struct {
	Name      string
	Providers []Pattern         // whose usage it is for
	Regions   map[string]Region // by the other cloud's name
	Machines  map[string]Machine
	Series    map[string][]Size
	Rules     []Rule // the first that fits decides

	joint string            // between a machine's family and its size: "." of m5.large
	codes map[string]string // the other cloud's region, by the code in front of usage types
	names map[string]string // and by what it is called, evened out by regionName
	left  map[string]string // why machines are left unmapped, by family or by machine
}

// Region says where the usage of one of the other cloud's regions would run.
type Region struct {
	scenario.Pos
	To     ratebook.Region
	Leave  string   // in place of To: why its usage is left unmapped
	Names  []string // as exports without ids call it: "Europe (Ireland)"
	Codes  []string // in front of usage types: "EUW1"; "" where there is none
	Reason string   // of To
}

// Machine is one of the other cloud's machine types, such as m5.large.
type Machine struct {
	scenario.Pos
	Shape
	Series []string // of Azure's sizes, those that would do
	Reason string
	Billed money.Decimal // vCPUs that are billed for an hour of it; zero is all of them
}

// Shape is what a machine has.
type Shape struct {
	VCPU   money.Decimal
	Memory money.Decimal // GiB
}

// Size is one of Azure's sizes.
type Size struct {
	Series, Name string
	Shape
}

// Rule says what becomes of the usage that it fits: exactly one of To, Skip
// and Leave is there.
type Rule struct {
	scenario.Pos
	Where  Where
	Series []string // sizes to take machines to, in place of their own
	To     []Target
	Reason string // of To
	Skip   string // why the usage has no counterpart that costs anything
	Leave  string // why the usage is left unmapped
}

// Where picks usage: every condition that is there must fit.
type Where struct {
	Service, UsageType, Operation, Region, Unit []Pattern
	Described                                   []Pattern // of the usage type or the operation
}

// Target is a meter that the usage is counted by.
type Target struct {
	scenario.Pos
	Category    Template
	Subcategory *Template // nil is any
	Name        Template
	Unit        unit.Unit        // the meter's
	Factor      Factor           // times the quantity: single ones of the meter's unit
	Region      *ratebook.Region // in place of the one that Regions says

	Machine *MachineTarget // in place of a meter: hours of a machine, which each case sizes
}

// MachineTarget is what runs on the machine that a rule's conditions kept.
type MachineTarget struct {
	OS   scenario.OS
	SQL  scenario.SQL
	Spot bool

	Part Part     // what the usage counts, where it is no hours of the whole machine; see parts.go
	Of   Template // the family of machines, where the usage names no machine type
}

package web

import (
	"azwhatif/ratebook"
)

// Upload is what uploaded files were found to hold.
type Upload struct {
	What        string // such as "42 machines"
	Usage       bool   // exports of usage; else an inventory of machines
	Mapping     string // of usage of another cloud, the word of the mapping; else ""
	NeedsRegion bool   // the files do not say where all machines are to run
	Inventory   any    // the program's own, for Start
}

// Start says what a new scenario is of: what was uploaded, or machines that were typed in.
type Start struct {
	Name     string
	Terms    ratebook.Terms
	Ratebook string // "sample", or "" for the user's own

	Upload          *Upload
	Files           []string // that were uploaded, as the scenario names them
	Machines        []Machine
	Region          string // where machines run whose file names no region
	OS, By, Comfort string // of inventories: see "azwhatif init --from"
}

// Machine is a machine as it is typed in; what is "" is not stated.
type Machine struct {
	Name, OS, Count, Hours string
	Size                   string // or what it needs:
	VCPUs, Memory          string
	DiskKind, Disk         string
}

// typed tells whether anything of the machine is.
func (m Machine) typed() bool { return m.Name+m.Size+m.VCPUs+m.Memory+m.Disk != "" }

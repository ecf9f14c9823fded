package scenario

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
)

// Machine is a server as people count them: a size or a need, an operating system,
// disks, hours. It has no prices: an estimate makes meters of it on each case's card.
type Machine struct {
	Pos                     // where the scenario's file, or an inventory's, states it
	Name      string        // as the inventory lists it; "" in a scenario's own
	Size      string        // Standard_D4s_v5; "" where it is a need
	Need      Need          // what it must have, where Size is ""
	Measured  *Utilisation  // nil where nothing was measured
	OS        OS            // Linux where left out
	SQL       SQL           // the licence of SQL Server that it runs; "" for none
	Licence   Licence       // whose licences of OS and SQL it has; "" as the case's lever says
	Count     money.Decimal // how many
	Hours     *Schedule     // nil is all the time
	Disks     []Disk        // the first is that of the operating system
	NICs      int           // 0 where not stated
	Addresses int           // public ones, of each
	Arch      string        // "x64" or "arm64"; "" as the sizing has it

	// Of another cloud's machine, beside its need.
	Spot      bool     // it runs on spare capacity
	Burstable bool     // sizes that are mostly idle (B) will do, where no sizing states otherwise
	LocalDisk bool     // it has a local disk, so that its size must have one
	Series    []string // only these will do; nil is all
}

// MachineHours is what another cloud's usage counts hours of: a machine, or a licence
// that is paid for beside it. Each case finds the meter, once it has sized the machine.
type MachineHours struct {
	*Machine
	Of HoursOf
}

// HoursOf is which part of a machine hours are of.
type HoursOf string

const (
	HoursOfMachine HoursOf = "machine"
	HoursOfOS      HoursOf = "licence" // of the operating system
	HoursOfSQL     HoursOf = "SQL Server licence"
)

// Software says what a machine runs that has a price: "windows, SQL Server standard".
func (m *Machine) Software() string {
	text := string(m.OS)
	if m.SQL != "" {
		text += ", SQL Server " + string(m.SQL)
	}
	if m.Licence != "" {
		text += ", licence " + string(m.Licence)
	}
	return text
}

// System is the operating system, and whose licence it has where the machine says so.
func (m *Machine) System() string {
	if m.Licence == "" {
		return string(m.OS)
	}
	return string(m.OS) + ", licence " + string(m.Licence)
}

// Licensed is the operating system and the SQL Server whose licences are paid with the
// machine: Linux, which has none, and none where they are one's own.
func (m *Machine) Licensed() (OS, SQL) {
	if m.Licence == OwnLicence {
		return Linux, ""
	}
	return m.OS, m.SQL
}

// Licence says whose licences a machine has, in every case: it goes before the case's lever.
type Licence string

const (
	OwnLicence      Licence = "own"      // they are not paid with the machine
	IncludedLicence Licence = "included" // they are, in every case
)

// Need is what a machine must have.
type Need struct {
	VCPUs  money.Decimal
	Memory money.Decimal // GiB
}

// Utilisation is what was measured, of what is allocated: 0.2 is 20%. Zero is not
// measured.
type Utilisation struct {
	CPU, Memory money.Decimal
}

// OS is a machine's operating system, as far as it has a price.
type OS string

const (
	Linux   OS = "linux"
	Windows OS = "windows" // the server; its licence is in the machine's meter, or one's own by the lever hybrid_benefit
	RHEL    OS = "rhel"
	SLES    OS = "sles"
)

// SQL is an edition of SQL Server that a machine runs, and whose licence it needs.
type SQL string

const (
	SQLStandard   SQL = "standard"
	SQLEnterprise SQL = "enterprise"
	SQLWeb        SQL = "web"
)

// Disk is a managed disk, or several alike.
type Disk struct {
	Kind       size.DiskKind  // "" as the sizing has it
	GiB        money.Decimal  // zero where Class is given
	Class      string         // "P10"; "" where GiB is given
	Redundancy string         // "LRS" or "ZRS"; "" is LRS
	Count      money.Decimal  // on each machine
	Snapshots  money.Decimal  // GiB of snapshots, of each disk, as they are stored
	IOPS, MBps *money.Decimal // of premium-ssd-v2 and ultra: provisioned; nil for what is included
}

// SizingBy says what a need follows from.
type SizingBy string

const (
	ByAllocated   SizingBy = "allocated"
	ByUtilisation SizingBy = "utilisation"
)

// Sizing says how sizes are chosen for needs. What is left out is as at the level
// above: a case's over a workload's over the scenario's over DefaultSizing.
type Sizing struct {
	By         SizingBy
	Comfort    *money.Decimal      // a factor on what is used; by utilisation only
	Series     []string            // only these: "Das" of any version, "Dasv5", "E"
	NotSeries  []string            // none of these
	Generation string              // only this: "v5", or "v5+" for newer ones, too
	Burstable  *bool               // whether sizes that are mostly idle (B) will do
	Arch       string              // "x64", "arm64", "any"
	Disks      size.DiskKind       // of disks without a kind
	Machines   map[string]Override // by the machine's name, in small letters
}

// Override is what a sizing states for one machine.
type Override struct {
	Size string // Standard_D4s_v5; "" for the need
	Need *Need
}

// DefaultSizing is what holds where nothing is stated.
var DefaultSizing = func() Sizing {
	one, no := money.One, false
	return Sizing{By: ByAllocated, Comfort: &one, Burstable: &no, Arch: "x64", Disks: size.PremiumSSD}
}()

// Over is the sizing with what it leaves out as below has it.
func (s Sizing) Over(below Sizing) Sizing {
	out := below
	if s.By != "" {
		out.By = s.By
	}
	if s.Comfort != nil {
		out.Comfort = s.Comfort
	}
	if s.Series != nil {
		out.Series = s.Series
	}
	if s.NotSeries != nil {
		out.NotSeries = s.NotSeries
	}
	if s.Generation != "" {
		out.Generation = s.Generation
	}
	if s.Burstable != nil {
		out.Burstable = s.Burstable
	}
	if s.Arch != "" {
		out.Arch = s.Arch
	}
	if s.Disks != "" {
		out.Disks = s.Disks
	}
	if s.Machines != nil {
		out.Machines = map[string]Override{}
		for _, of := range []map[string]Override{below.Machines, s.Machines} {
			for name, o := range of {
				out.Machines[name] = o
			}
		}
	}
	return out
}

// Same tells whether two sizings state the same.
func (s Sizing) Same(t Sizing) bool { return reflect.DeepEqual(s, t) }

// String shows what the sizing states, as a scenario file would write it; "" for nothing.
func (s Sizing) String() string {
	var b []string
	add := func(key, value string) {
		if value != "" {
			b = append(b, key+": "+value)
		}
	}
	add("by", string(s.By))
	if s.Comfort != nil {
		add("comfort", s.Comfort.String())
	}
	add("series", strings.Join(s.Series, ", "))
	add("not_series", strings.Join(s.NotSeries, ", "))
	add("generation", s.Generation)
	if s.Burstable != nil {
		add("burstable", strconv.FormatBool(*s.Burstable))
	}
	add("arch", s.Arch)
	add("disks", string(s.Disks))
	if n := len(s.Machines); n > 0 {
		add("machines", fmt.Sprintf("%d stated", n))
	}
	return strings.Join(b, ", ")
}

// Modernise is a lever that puts newer sizes in the place of stated ones.
type Modernise string

const (
	ModerniseDropIn   Modernise = "drop-in"  // to which a machine can be resized as it is
	ModerniseLatest   Modernise = "latest"   // of the same series
	ModerniseCheapest Modernise = "cheapest" // of any series that the sizing allows
)

// Catalogue is what machines are sized by, and regions judged: the scenario's Sizes, else
// those that are built in.
func (s *Scenario) Catalogue() *size.Catalogue {
	if s.Sizes != nil {
		return s.Sizes
	}
	return size.BuiltIn()
}

package scenario

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/ratebook/unit"
)

// maxOfMachine bounds how many machines, disks and addresses one entry has.
const maxOfMachine = 1_000_000

// machine reads a machine of a workload.
func (r *reader) machine(it item[fileMachine]) Machine {
	f, line := it.v, it.line
	m := Machine{
		Pos: Pos{r.file, line}, Name: value(r, f.Name, words("name")), OS: Linux, Count: money.One,
		NICs: value(r, f.NICs.text, whole("nics", 1, 100)), Addresses: value(r, f.Addresses.text, whole("public_addresses", 0, 1000)),
		Arch: value(r, f.Arch, oneOf("arch", archX64, archARM, archAny)),
	}
	switch {
	case f.Size.line > 0 && f.Need != nil:
		r.errorf(f.Need.line, "size and need are both given; take one")
	case f.Size.line > 0:
		m.Size = sizeName(value(r, f.Size, words("size")))
	case f.Need != nil:
		m.Need = r.need(*f.Need)
	default:
		r.errorf(line, "the machine has neither a size nor a need; write size: D4s_v5, or need: {vcpus: 4, memory: 16 GiB}")
	}
	set(r, &m.OS, f.OS, oneOf("os", Linux, Windows, RHEL, SLES))
	set(r, &m.SQL, f.SQL, oneOf("sql", SQLStandard, SQLEnterprise, SQLWeb, "none"))
	if m.SQL == "none" {
		m.SQL = ""
	}
	set(r, &m.Licence, f.Licence, oneOf("licence", OwnLicence, IncludedLicence))
	if m.Licence == OwnLicence && m.OS == Linux && m.SQL == "" {
		r.errorf(f.Licence.line, "the machine runs nothing that has a licence; leave licence out, or state os or sql")
	}
	if f.Count.line > 0 {
		m.Count = counted(r, "count", f.Count.text, wholeCount("count"))
	}
	if f.Hours.line > 0 {
		hours := value(r, f.Hours.text, ParseSchedule)
		m.Hours = &hours
	}
	if u := f.Utilisation; u != nil {
		m.Measured = &Utilisation{CPU: value(r, u.CPU, percent("cpu", 0, 100)), Memory: value(r, u.Memory, percent("memory", 0, 100))}
	}
	for _, d := range f.Disks {
		m.Disks = append(m.Disks, r.disk(d))
	}
	return m
}

// Kinds of processors.
const (
	archX64 = "x64"
	archARM = "arm64"
	archAny = "any"
)

// wholeCount reads a whole number above zero.
func wholeCount(what string) func(string) (money.Decimal, error) {
	return func(s string) (money.Decimal, error) {
		n, err := positive(what)(s)
		if err == nil && (!n.IsInteger() || money.Int(maxOfMachine).Less(n)) {
			err = fmt.Errorf("%s %s is not a whole number from 1 to %d", what, s, maxOfMachine)
		}
		return n, err
	}
}

// sizeName is a size as the catalogue that is built in writes it; else as it stands,
// for an estimate's catalogue may be newer.
func sizeName(s string) string {
	if known := size.BuiltIn().Find(s); known != nil {
		return known.Name
	}
	return s
}

func (r *reader) need(it item[fileNeed]) Need {
	n := Need{VCPUs: need(r, it.v.VCPUs.text, it.line, "vcpus", positive("vcpus")), Memory: need(r, it.v.Memory, it.line, "memory", Gibibytes("memory"))}
	if it.v.Memory.line > 0 && n.Memory.Sign() == 0 {
		r.errorf(it.v.Memory.line, "memory %s is not above zero", it.v.Memory.value)
	}
	return n
}

// gib is the unit of memory and disks.
var gib = func() unit.Unit {
	q, err := unit.ParseQuantity("1 GiB")
	if err != nil {
		panic(err)
	}
	return q.Unit
}()

// Gibibytes reads an amount of memory or of a disk, such as "14 GiB" or "1 TB" (by
// unit.ByteRule), in GiB; not below zero.
func Gibibytes(what string) func(string) (money.Decimal, error) {
	return func(s string) (n money.Decimal, err error) {
		q, err := unit.ParseQuantity(s)
		switch {
		case err != nil:
			return n, fmt.Errorf("%s: %w", what, err)
		case q.Bare:
			return n, fmt.Errorf("%s %q needs a unit; write %s GiB", what, s, q.Value)
		case q.Value.Sign() < 0:
			return n, fmt.Errorf("%s %s is below zero", what, s)
		}
		if n, err = unit.Convert(q.Value, q.Unit, gib); err != nil {
			return n, fmt.Errorf("%s %q is no size in bytes; write it as 16 GiB", what, s)
		}
		return n, nil
	}
}

func (r *reader) disk(it item[fileDisk]) Disk {
	f, line := it.v, it.line
	d := Disk{Count: money.One, Snapshots: value(r, f.Snapshots, Gibibytes("snapshots"))}
	set(r, &d.Redundancy, f.Redundancy, oneOf("redundancy", "LRS", "ZRS"))
	if f.Kind.line > 0 {
		d.Kind = value(r, f.Kind, size.ParseDiskKind)
	}
	if f.Count.line > 0 {
		d.Count = counted(r, "count", f.Count.text, wholeCount("count"))
	}
	switch {
	case f.Class.line > 0 && f.Size.line > 0:
		r.errorf(f.Class.line, "size and class are both given; take one")
	case f.Class.line > 0:
		c := value(r, f.Class, size.ParseDiskClass)
		if d.Kind != "" && c.Kind != "" && d.Kind != c.Kind {
			r.errorf(f.Class.line, "class %s is of %s, not of %s", c.Name, c.Kind, d.Kind)
		}
		d.Class, d.Kind = c.Name, c.Kind
	case f.Size.line > 0:
		if d.GiB = value(r, f.Size, Gibibytes("size")); d.GiB.Sign() == 0 && len(r.errs) == 0 {
			r.errorf(f.Size.line, "size %s is not above zero", f.Size.value)
		}
	default:
		r.errorf(line, "the disk has neither a size nor a class; write size: 128 GiB")
	}
	for _, p := range []struct {
		of   **money.Decimal
		key  string
		text text
	}{{&d.IOPS, "iops", f.IOPS.text}, {&d.MBps, "mbps", f.MBps.text}} {
		if p.text.line == 0 {
			continue
		}
		n := value(r, p.text, notNegative(p.key))
		if *p.of = &n; d.Kind.Classed() {
			r.errorf(p.text.line, "%s is provisioned for disks of the kinds premium-ssd-v2 and ultra; the others have what their class gives", p.key)
		}
	}
	return d
}

var generationShape = regexp.MustCompile(`^v?([1-9][0-9]?)(\+?)$`)

// sizing reads how sizes are chosen.
func (r *reader) sizing(it *item[fileSizing]) (s Sizing) {
	if it == nil {
		return s
	}
	f := it.v
	set(r, &s.By, f.By, oneOf("by", ByAllocated, ByUtilisation))
	if f.Comfort.line > 0 {
		n := value(r, f.Comfort.text, positive("comfort"))
		s.Comfort = &n
	}
	if len(f.Series) > 0 {
		s.Series = r.series(f.Series)
	}
	if len(f.NotSeries) > 0 {
		s.NotSeries = r.series(f.NotSeries)
	}
	set(r, &s.Generation, f.Generation, func(text string) (string, error) {
		m := generationShape.FindStringSubmatch(strings.ToLower(text))
		if m == nil {
			return "", fmt.Errorf("generation %q is neither such as v5 nor such as v5+", text)
		}
		return "v" + m[1] + m[2], nil
	})
	if f.Burstable.line > 0 {
		b := value(r, f.Burstable.text, truth("burstable"))
		s.Burstable = &b
	}
	set(r, &s.Arch, f.Arch, oneOf("arch", archX64, archARM, archAny))
	set(r, &s.Disks, f.Disks, size.ParseDiskKind)
	for _, name := range slices.Sorted(maps.Keys(f.Machines)) {
		line, o := f.Machines[name].line, f.Machines[name].v
		var out Override
		switch {
		case o.Size.line > 0 && o.Need == nil:
			out.Size = sizeName(value(r, o.Size, words("size")))
		case o.Need != nil && o.Size.line == 0:
			n := r.need(*o.Need)
			out.Need = &n
		default:
			r.errorf(line, "state either a size or a need for machine %q", name)
		}
		if s.Machines == nil {
			s.Machines = map[string]Override{}
		}
		s.Machines[strings.ToLower(name)] = out
	}
	return s
}

package estimate

import (
	"fmt"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// diskProducts are the subcategories of disks, which all sources share.
var diskProducts = map[size.DiskKind]string{
	size.PremiumSSD: "Premium SSD Managed Disks", size.StandardSSD: "Standard SSD Managed Disks", size.StandardHDD: "Standard HDD Managed Disks",
	size.PremiumSSDv2: "Azure Premium SSD v2", size.UltraDisk: "Ultra Disks",
}

// other is the card's meter of one of several names; its reason says why there is none.
func (c *machineCard) other(category, subcategory string, names ...string) *cardMeter {
	for _, name := range names {
		found := c.others[strings.ToLower(subcategory+"\n"+name)]
		here := found[:0:0]
		for _, want := range []ratebook.Region{c.region, c.region.Zone(), ratebook.Global} {
			for _, m := range found {
				if m.meter.Region == want {
					here = append(here, m)
				}
			}
			if len(here) > 0 {
				break
			}
		}
		if len(here) > 0 {
			list := make([]namedMeter, len(here))
			for i, m := range here {
				list[i] = namedMeter{true, m}
			}
			return oneOfMeters(list)
		}
	}
	return &cardMeter{
		meter:  ratebook.Meter{Category: category, Subcategory: subcategory, Name: names[0], Region: c.region},
		reason: c.without(category, fmt.Sprintf("no meter %s / %s", subcategory, names[0])),
	}
}

// part is a part of one machine, before machines are put together in lines.
type part struct {
	id    string // of its place in the machine: the same in all cases
	what  PartKind
	of    string
	meter *cardMeter
	count money.Decimal
	hours *scenario.Schedule // nil where the meter counts no hours
}

var allTheTime = scenario.Schedule{HoursADay: 24, DaysAWeek: 7}

// disk gives the parts of a disk: one, or those of what is provisioned, and of its
// snapshots.
func (c *machineCard) disk(d scenario.Disk, kind size.DiskKind, machines money.Decimal) (parts []part) {
	count, redundancy := d.Count.Mul(machines), d.Redundancy
	if redundancy == "" {
		redundancy = "LRS"
	}
	product := diskProducts[kind]
	switch {
	case kind.Classed():
		var err error
		class := d.Class
		if class == "" {
			var k size.DiskClass
			k, err = kind.Class(d.GiB)
			class = k.Name
		}
		if err != nil {
			parts = append(parts, part{id: "disk", what: DiskPart, of: string(kind), count: count,
				meter: &cardMeter{meter: ratebook.Meter{Category: "Storage", Subcategory: product, Name: "disk of " + d.GiB.String() + " GiB", Region: c.region}, reason: err.Error()}})
			break
		}
		names := []string{class + " " + redundancy + " Disk"}
		if redundancy == "LRS" {
			names = append(names, class+" Disks") // before 2021
		}
		parts = append(parts, part{id: "disk", what: DiskPart, of: class + " " + redundancy, meter: c.other("Storage", product, names...), count: count})
	case kind == size.UltraDisk && (d.IOPS == nil || d.MBps == nil):
		parts = append(parts, part{id: "disk", what: DiskPart, of: string(kind), count: count, meter: &cardMeter{
			meter:  ratebook.Meter{Category: "Storage", Subcategory: product, Name: "Ultra disk of " + d.GiB.String() + " GiB", Region: c.region},
			reason: "an ultra disk is priced by what is provisioned: state iops and mbps beside its size",
		}})
	default:
		prefix := "Premium " + redundancy
		if kind == size.UltraDisk {
			prefix = "Ultra " + redundancy
		}
		hourly := func(name string, n money.Decimal) {
			if n.Sign() > 0 {
				parts = append(parts, part{id: name, what: DiskPart, of: string(kind) + ", " + strings.ToLower(name), meter: c.other("Storage", product, prefix+" Provisioned "+name), count: count.Mul(n), hours: &allTheTime})
			}
		}
		hourly("Capacity", d.GiB)
		iops, mbps := kind.Free()
		hourly("IOPS", provisioned(d.IOPS).Sub(money.Int(int64(iops))))
		hourly("Throughput (MBps)", provisioned(d.MBps).Sub(money.Int(int64(mbps))))
	}
	if d.Snapshots.Sign() > 0 {
		parts = append(parts, part{
			id: "snapshots", what: SnapshotPart, of: redundancy, count: count.Mul(d.Snapshots),
			meter: c.other("Storage", diskProducts[size.StandardHDD], redundancy+" Snapshots", "Snapshots "+redundancy+" Snapshots"),
		})
	}
	return parts
}

func provisioned(n *money.Decimal) money.Decimal {
	if n == nil {
		return money.Zero
	}
	return *n
}

// address is the meter of a public address that does not change: the Standard ones are
// what is sold now.
func (c *machineCard) address() *cardMeter {
	return c.other("Virtual Network", "IP Addresses", "Standard IPv4 Static Public IP", "Standard Static IP Addresses", "Basic IPv4 Static Public IP", "Static Public IP")
}

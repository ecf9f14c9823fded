package size

import (
	"fmt"
	"strings"

	"azwhatif/ratebook/money"
)

// DiskKind is a kind of managed disks, as scenario files write it.
type DiskKind string

const (
	PremiumSSD   DiskKind = "premium-ssd"
	StandardSSD  DiskKind = "standard-ssd"
	StandardHDD  DiskKind = "standard-hdd"
	PremiumSSDv2 DiskKind = "premium-ssd-v2" // priced by GiB, IOPS and MB/s
	UltraDisk    DiskKind = "ultra"          // the same
)

// DiskKinds are all kinds.
var DiskKinds = []DiskKind{PremiumSSD, StandardSSD, StandardHDD, PremiumSSDv2, UltraDisk}

// DiskClass is a class of managed disks that have one price: the smallest one that
// holds a disk is what it costs.
type DiskClass struct {
	Name string // "P10"
	Kind DiskKind
	GiB  int // it holds up to
	IOPS int
	MBps int
}

// classes are what the Compute SKUs interface stated in August 2026, without bursts.
// The first three of E and P have no S. Standard disks below 8 TiB have one limit each.
var classes = func() (list []DiskClass) {
	const names = "1 2 3 4 6 10 15 20 30 40 50 60 70 80"
	sizes := []int{4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32767}
	for _, k := range []struct {
		kind       DiskKind
		letter     string
		iops, mbps []int // the last ones; what stands before is as the first
	}{
		{PremiumSSD, "P", []int{120, 240, 500, 1100, 2300, 5000, 7500, 7500, 16000, 18000, 20000}, []int{25, 50, 100, 125, 150, 200, 250, 250, 500, 750, 900}},
		{StandardSSD, "E", []int{500, 2000, 4000, 6000}, []int{100, 400, 600, 750}},
		{StandardHDD, "S", []int{500, 1300, 2000, 2000}, []int{60, 300, 500, 500}},
	} {
		last := func(of []int, i int) int { return of[max(0, i-len(sizes)+len(of))] }
		for i, n := range strings.Fields(names) {
			if k.kind == StandardHDD && i < 3 {
				continue
			}
			list = append(list, DiskClass{k.letter + n, k.kind, sizes[i], last(k.iops, i), last(k.mbps, i)})
		}
	}
	return list
}()

// Classed tells whether disks of the kind are priced by class.
func (k DiskKind) Classed() bool { return k != PremiumSSDv2 && k != UltraDisk }

// NeedsPremium tells whether only sizes with premium storage take disks of the kind.
func (k DiskKind) NeedsPremium() bool { return k == PremiumSSD || !k.Classed() }

// Free is how many IOPS and MB/s are provisioned with each disk of the kind without charge
// (Microsoft's price page of managed disks).
func (k DiskKind) Free() (iops, mbps int) {
	if k == PremiumSSDv2 {
		return 3000, 125
	}
	return 0, 0
}

// Largest is how many GiB the largest disk of the kind holds.
func (k DiskKind) Largest() int {
	if k.Classed() {
		return 32767
	}
	return 65536
}

// Class is the smallest class of the kind that holds so many GiB; the error says why
// there is none.
func (k DiskKind) Class(gib money.Decimal) (DiskClass, error) {
	for _, c := range classes {
		if c.Kind == k && !money.Int(int64(c.GiB)).Less(gib) {
			return c, nil
		}
	}
	return DiskClass{}, fmt.Errorf("no %s disk holds %s GiB: the largest has %d GiB", k, gib, k.Largest())
}

// ParseDiskClass reads "P10", "p10 LRS", "Premium_P10".
func ParseDiskClass(s string) (DiskClass, error) {
	name := strings.ToUpper(strings.TrimSpace(s))
	name = strings.TrimSuffix(strings.TrimSuffix(name, " LRS"), " ZRS")
	if i := strings.LastIndexByte(name, '_'); i >= 0 { // Standard_S6, Premium_P10
		name = name[i+1:]
	}
	for _, c := range classes {
		if c.Name == name {
			return c, nil
		}
	}
	return DiskClass{}, fmt.Errorf("%q is no class of managed disks; classes are such as P10, E10 and S10", s)
}

// joined makes one word of several.
var joined = strings.NewReplacer("_", "", "-", "", " ", "")

// ParseDiskKind reads a kind as scenario files write it, or as others do: "Premium SSD",
// Premium_LRS, StandardSSD_LRS.
func ParseDiskKind(s string) (DiskKind, error) {
	word := joined.Replace(strings.ToLower(s))
	for _, end := range []string{"lrs", "zrs", "disks", "disk", "managed"} {
		word = strings.TrimSuffix(word, end)
	}
	switch word {
	case "premium", "premiumssd":
		return PremiumSSD, nil
	case "standardssd", "ssd":
		return StandardSSD, nil
	case "standard", "standardhdd", "hdd":
		return StandardHDD, nil
	case "premiumssdv2", "premiumv2":
		return PremiumSSDv2, nil
	case "ultra", "ultrassd":
		return UltraDisk, nil
	}
	return "", fmt.Errorf("%q is no kind of managed disks; write premium-ssd, standard-ssd, standard-hdd, premium-ssd-v2 or ultra", s)
}

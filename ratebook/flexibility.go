package ratebook

import (
	"strings"
	"sync"

	"azwhatif/ratebook/money"
)

// Footprint is a virtual machine's size within its flexibility group. A
// reservation of any size of a group covers machines of all its sizes, as many
// as the ratios make of it: one of ratio 4 covers two of ratio 2.
type Footprint struct {
	Group string        // as Azure names it: "Dsv5 Series", "BS Series High Memory"
	Ratio money.Decimal // the smallest size of the group is 1
}

// flexibility has the groups, their sizes, and the ratio of each.
//
// Source: Microsoft's page "Virtual machine size flexibility with Reserved VM
// Instances", whose tables of 2018 have the series up to version 3 and FSv2. For
// those of version 5, and F48s v2, its page "Instance size flexibility (ISF)" of
// 2026: the groups' names, and the rule that it shows on the Ddsv5 series, a
// size's vCPUs by those of the smallest. A size with fewer vCPUs, such as
// E8-4s v5, has the ratio of its whole one, as in the tables.
var flexibility = []struct {
	group, sizes, ratios string
}{
	{"BS Series", "B1ls B1s B2s", "1 2 8"},
	{"BS Series High Memory", "B1ms B2ms B4ms B8ms", "1 4 8 16"},
	{"DSv2 Series", "DS1_v2 DS2_v2 DS3_v2 DS4_v2 DS5_v2", "1 2 4 8 16"},
	{"DSv2 Series High Memory", "DS11_v2 DS12_v2 DS13_v2 DS14_v2 DS15_v2", "1 2 4 8 10"},
	{"Dv2 Series", "D1_v2 D2_v2 D3_v2 D4_v2 D5_v2", "1 2 4 8 16"},
	{"Dv2 Series High Memory", "D11_v2 D12_v2 D13_v2 D14_v2 D15_v2", "1 2 4 8 10"},
	{"Dv3 Series", "D2_v3 D4_v3 D8_v3 D16_v3 D32_v3 D64_v3", "1 2 4 8 16 32"},
	{"DSv3 Series", "D2s_v3 D4s_v3 D8s_v3 D16s_v3 D32s_v3 D64s_v3", "1 2 4 8 16 32"},
	{"Ev3 Series", "E2_v3 E4_v3 E8_v3 E16_v3 E20_v3 E32_v3 E64_v3", "1 2 4 8 10 16 32"},
	{"ESv3 Series", "E2s_v3 E4s_v3 E4-2s_v3 E8s_v3 E8-2s_v3 E8-4s_v3 E16s_v3 E16-4s_v3 E16-8s_v3 E20s_v3 E32s_v3 E32-8s_v3 E32-16s_v3 E64s_v3 E64-16s_v3 E64-32s_v3", "1 2 2 4 4 4 8 8 8 10 16 16 16 28.8 28.8 28.8"},
	{"F Series", "F1 F2 F4 F8 F16", "1 2 4 8 16"},
	{"FS Series", "F1s F2s F4s F8s F16s", "1 2 4 8 16"},
	{"FSv2 Series", "F2s_v2 F4s_v2 F8s_v2 F16s_v2 F32s_v2 F48s_v2 F64s_v2 F72s_v2", "1 2 4 8 16 24 32 36"},
	{"Dv5 Series", "D2_v5 D4_v5 D8_v5 D16_v5 D32_v5 D48_v5 D64_v5 D96_v5", "1 2 4 8 16 24 32 48"},
	{"Dsv5 Series", "D2s_v5 D4s_v5 D8s_v5 D16s_v5 D32s_v5 D48s_v5 D64s_v5 D96s_v5", "1 2 4 8 16 24 32 48"},
	{"Ddsv5 Series", "D2ds_v5 D4ds_v5 D8ds_v5 D16ds_v5 D32ds_v5 D48ds_v5 D64ds_v5 D96ds_v5", "1 2 4 8 16 24 32 48"},
	{"Dasv5 Series", "D2as_v5 D4as_v5 D8as_v5 D16as_v5 D32as_v5 D48as_v5 D64as_v5 D96as_v5", "1 2 4 8 16 24 32 48"},
	{"Esv5 Series", "E2s_v5 E4s_v5 E4-2s_v5 E8s_v5 E8-2s_v5 E8-4s_v5 E16s_v5 E16-4s_v5 E16-8s_v5 E20s_v5 E32s_v5 E32-8s_v5 E32-16s_v5 E48s_v5 E64s_v5 E64-16s_v5 E64-32s_v5 E96s_v5 E96-24s_v5 E96-48s_v5", "1 2 2 4 4 4 8 8 8 10 16 16 16 24 32 32 32 48 48 48"},
	{"Easv5 Series", "E2as_v5 E4as_v5 E8as_v5 E16as_v5 E20as_v5 E32as_v5 E48as_v5 E64as_v5 E96as_v5", "1 2 4 8 10 16 24 32 48"},
}

var footprints = sync.OnceValue(func() map[string]Footprint {
	sizes := map[string]Footprint{}
	for _, g := range flexibility {
		ratios := strings.Fields(g.ratios)
		for i, size := range strings.Fields(g.sizes) {
			sizes[strings.ToLower(strings.ReplaceAll(size, "_", " "))] = Footprint{g.group, money.MustParse(ratios[i])}
		}
	}
	return sizes
})

// Footprint gives the meter's place in its flexibility group; ok is false where
// it is none of the sizes whose ratios are known. A meter that counts several
// sizes ("D2 v3/D2s v3") has the first known one's; Spot and Low Priority
// machines have none.
func (m Meter) Footprint() (f Footprint, ok bool) {
	if m.Category != "Virtual Machines" {
		return f, false
	}
	for size := range strings.SplitSeq(strings.ToLower(m.Name), "/") {
		if f, ok = footprints()[strings.TrimSpace(size)]; ok {
			return f, true
		}
	}
	return f, false
}

// machines is the category of virtual machines.
const machines = "Virtual Machines"

// windowsVariant marks the subcategory of machines whose price has the licence
// of Windows in it.
const windowsVariant = " Windows"

// WithoutLicence selects the meter of the same machine without the licence of
// Windows; ok is false where the meter's price has none in it.
func (m Meter) WithoutLicence() (s Selector, ok bool) {
	plain, ok := strings.CutSuffix(m.Subcategory, windowsVariant)
	if !ok { // "A1 VM (Windows)", of cards before 2018
		plain, ok = strings.CutSuffix(m.Subcategory, " (Windows)")
	}
	if !ok || m.Category != machines {
		return Selector{}, false
	}
	m.Subcategory = plain
	return m.Family().In(m.Region), true
}

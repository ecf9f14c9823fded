package estate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Azure Migrate's assessments are workbooks: those of 2023 and after have a sheet a way
// of migrating ("All_VM_IaaS_Server_Rehost_Perf", "VM_IaaS_Server_Rehost_As-is"), the
// older ones "All_Assessed_Machines" and "All_Assessed_Disks". Sheets repeat the same
// machines; each counts once. What Migrate recommends is not taken: a size is chosen by
// each case's own prices.
func init() {
	register(&format{Name: "azure-migrate-assessment", Claims: func(b *book) bool { return len(assessed(b)) > 0 }, Rank: 2, Read: readAssessments})
}

var (
	assessedNames = names{
		fName: {"machinename", "machine", "servername", "server", "name"}, fCPUs: {"cores", "numberofcores"}, fMemory: {"memory"},
		fOS: {"operatingsystem", "osname", "os"}, fOSVersion: {"osversion"}, fCPUUse: {"cpuutilization", "cpuusage"}, fMemoryUse: {"memoryutilization", "memoryusage"},
		fStorage: {"storage", "totalstorage", "storageinuse"}, fNICs: {"networkadapters", "numberofnetworkadapters"}, fDiskNames: {"disknames"},
		fDiskKind: {"recommendeddiskskus", "recommendeddisksku"}, fSize: {"recommendedvmsize", "recommendedsize", "recommendedazurevmsize"}, fPower: {"powerstats", "powerstatus", "powerstate"},
	}
	assessedDisks = names{fName: {"machine", "machinename", "servername"}, fDisk: {"diskname", "disk"}, fCapacity: {"sourcedisksize", "disksize", "size"}}
)

// assessed are the sheets of an assessment's machines, the fullest name first.
func assessed(b *book) (list []*sheet) {
	if b.comma != 0 && len(b.sheets) > 0 { // a sheet that was saved as CSV
		if s := b.sheets[0]; s.header(assessedNames, fName, fCPUs, fMemory, fSize) != nil {
			return b.sheets
		}
		return nil
	}
	for _, s := range b.sheets {
		if s.header(assessedNames, fName, fCPUs, fMemory, fSize) != nil {
			list = append(list, s)
		}
	}
	// What machines have is in all of them: those by performance have the usage, too.
	slices.SortStableFunc(list, func(x, y *sheet) int { return rank(x) - rank(y) })
	return list
}

func rank(s *sheet) int {
	name := strings.ToLower(s.name)
	switch {
	case strings.HasPrefix(name, "all_") && strings.Contains(name, "perf"), name == "all_assessed_machines":
		return 0
	case strings.Contains(name, "perf"):
		return 1
	case strings.HasPrefix(name, "all_"):
		return 2
	}
	return 3
}

func readAssessments(r *reading, books []*book) error {
	for _, b := range books {
		disks, err := diskSheet(r, b)
		if err != nil {
			return err
		}
		rows, seen := 0, map[string]bool{}
		var notes, sheets []string
		for _, s := range assessed(b) {
			h := s.header(assessedNames, fName, fCPUs, fMemory, fSize)
			t, err := newTable(r, b, s, h, map[field]string{fMemory: "mb", fStorage: "gb"})
			if err != nil {
				return err
			}
			size := h.at[fSize]
			h.at[fSize] = -1 // a machine is a need here
			here := 0
			err = t.each(func(row int, cells []string) error {
				m, reason := t.machine(row, cells)
				if seen[strings.ToLower(m.Name)] && m.Name != "" {
					return nil // of a sheet before, or listed twice in this one
				}
				seen[strings.ToLower(m.Name)] = m.Name != ""
				here++
				if reason != "" {
					r.left(m, reason)
					return nil
				}
				m.Unsized, m.Disks = 0, disks[strings.ToLower(m.Name)]
				if m.Disks == nil {
					t.assessedDisks(cells, &m)
				}
				_ = size
				r.take(m, "migrate\x00"+strings.ToLower(m.Name))
				return nil
			})
			if err != nil {
				return err
			}
			rows += here
			if here > 0 {
				sheets = append(sheets, s.name)
			}
		}
		if len(sheets) > 0 {
			notes = append(notes, "machines of "+strings.Join(sheets, ", "))
		}
		r.source(b, "azure-migrate-assessment", rows, append(notes, "sizes that Azure Migrate recommends are not taken over: each case has its own prices")...)
	}
	return nil
}

// diskSheet reads the sheet of disks of an older assessment, by machine.
func diskSheet(r *reading, b *book) (map[string][]scenario.ListedDisk, error) {
	disks := map[string][]scenario.ListedDisk{}
	for _, s := range b.sheets {
		h := s.header(assessedDisks, fName, fDisk, fCapacity)
		if h == nil {
			continue
		}
		t, err := newTable(r, b, s, h, map[field]string{fCapacity: "gb"})
		if err != nil {
			return nil, err
		}
		err = t.each(func(row int, cells []string) error {
			name := strings.ToLower(clean(h.cell(cells, fName)))
			gib, ok, err := t.size(cells, fCapacity)
			if err == nil && ok && gib.Sign() > 0 {
				disks[name] = append(disks[name], scenario.ListedDisk{GiB: gib, Count: 1})
			} else if name != "" {
				r.inv.Left = append(r.inv.Left, scenario.LeftMachine{Place: t.place(row), Name: name, Reason: "a disk without a size"})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		break
	}
	return disks, nil
}

// classGiB is what a class of managed disk holds, by its number.
var classGiB = map[string]int64{"1": 4, "2": 8, "3": 16, "4": 32, "6": 64, "10": 128, "15": 256, "20": 512, "30": 1024, "40": 2048, "50": 4096, "60": 8192, "70": 16384, "80": 32767}

// assessedDisks reads the disks of a machine whose sheet has its storage in all, and of
// each disk its name and the class that Migrate recommends. One disk has the storage's
// size; of several each has what its class holds, which is what it would be priced as.
func (t *table) assessedDisks(cells []string, m *scenario.Listed) {
	named := parts(t.h.cell(cells, fDiskNames))
	classes := parts(t.h.cell(cells, fDiskKind))
	total, ok, err := t.size(cells, fStorage)
	if err != nil || !ok || total.Sign() <= 0 {
		total, ok = money.Zero, false
	}
	count := max(len(named), len(classes))
	switch {
	case ok && count <= 1:
		m.Disks = []scenario.ListedDisk{{GiB: total, Count: 1}}
		if count == 0 {
			m.Notes = append(m.Notes, "its storage is taken as one disk: the sheet names none")
		}
		return
	case count == 0:
		m.Unsized = 1
		return
	}
	for _, c := range classes {
		c = c[strings.LastIndexByte(c, '_')+1:]
		if gib := classGiB[strings.TrimLeft(strings.ToUpper(c), "PES")]; gib > 0 {
			m.Disks = append(m.Disks, scenario.ListedDisk{GiB: money.Int(gib), Count: 1})
		} else {
			m.Unsized++
		}
	}
	m.Unsized += max(0, len(named)-len(classes))
	m.Notes = append(m.Notes, fmt.Sprintf("the sheet has the sizes of its %d disks as classes only: each is taken to be as large as its class", count))
}

// parts are what stands between semicolons.
func parts(cell string) (list []string) {
	for p := range strings.SplitSeq(cell, ";") {
		if p = strings.TrimSpace(p); p != "" && p != "-" {
			list = append(list, p)
		}
	}
	return list
}

package estate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
)

// Azure Migrate's assessments are workbooks: those of 2023 and after have a sheet a way
// of migrating ("All_VM_IaaS_Server_Rehost_Perf", "VM_IaaS_Server_Rehost_As-is"), the
// older ones "All_Assessed_Machines" and "All_Assessed_Disks". Sheets repeat the same
// machines; each counts once. The sizes that Migrate recommends are not taken: each case has
// its own prices. The kinds of disks are: no other column says what a disk is like.
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
		a := assessment{r: r, disks: disks, at: map[string][]int{}}
		rows := 0
		var notes, sheets []string
		for _, s := range assessed(b) {
			here, err := a.read(b, s)
			if err != nil {
				return err
			}
			if rows += here; here > 0 {
				sheets = append(sheets, s.name)
			}
		}
		if len(sheets) > 0 {
			notes = append(notes, "machines of "+strings.Join(sheets, ", "))
		}
		if a.kinds {
			notes = append(notes, "disks are of the kinds that Azure Migrate recommends")
		}
		r.source(b, "azure-migrate-assessment", rows, append(notes, "sizes that Azure Migrate recommends are not taken over: each case has its own prices")...)
	}
	return nil
}

// assessment is a workbook of them that is being read.
type assessment struct {
	r     *reading
	disks map[string][]scenario.ListedDisk // of the sheet of disks, by machine
	at    map[string][]int                 // by machine's name: where those of it stand in the inventory, -1 for none
	kinds bool                             // some disk has the kind that is recommended
}

// read takes the machines of a sheet that stand in none before it: as many of a name as
// the sheet has more of it. It gives how many rows these are.
func (a *assessment) read(b *book, s *sheet) (taken int, err error) {
	h := s.header(assessedNames, fName, fCPUs, fMemory, fSize)
	t, err := newTable(a.r, b, s, h, map[field]string{fMemory: "mb", fStorage: "gb"})
	if err != nil {
		return 0, err
	}
	h.at[fSize] = -1 // a machine is a need here
	if i := slices.IndexFunc(h.raw, func(c string) bool { return letters(c) == "environment" }); i >= 0 {
		h.tags[i] = "environment"
	}
	asIs := strings.Contains(strings.ToLower(s.name), "as-is")
	before, of, same := map[string]int{}, map[string]int{}, map[string]string{}
	for name, list := range a.at {
		before[name] = len(list)
	}
	err = t.each(func(row int, cells []string) error {
		m, reason := t.machine(row, cells)
		name := strings.ToLower(m.Name)
		n := of[name]
		of[name]++
		if n < before[name] {
			if k := a.at[name][n]; asIs && k >= 0 && a.disks[name] == nil && a.r.inv.Machines[k].AsIs == nil {
				other := scenario.Listed{}
				t.assessedDisks(cells, &other)
				a.r.inv.Machines[k].AsIs = other.Disks
			}
			return nil
		}
		taken++
		a.at[name] = append(a.at[name], -1)
		if reason != "" {
			a.r.left(m, reason)
			return nil
		}
		m.Unsized, m.Disks = 0, a.disks[name]
		if m.Disks == nil {
			t.assessedDisks(cells, &m)
		}
		a.kinds = a.kinds || slices.ContainsFunc(m.Disks, func(d scenario.ListedDisk) bool { return d.Kind != "" })
		key, whole := "migrate\x00"+name, strings.Join(cells, "\x00")
		if first, twice := same[whole]; twice { // the same row
			key = first
		} else if n > 0 { // another machine of its name
			key = fmt.Sprintf("%s\x00%d", key, n)
		}
		same[whole] = key
		listed := len(a.r.inv.Machines)
		if a.r.take(m, key); len(a.r.inv.Machines) > listed {
			a.at[name][n] = listed
		}
		return nil
	})
	return taken, err
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

// assessedDisk is a disk of the class that Azure Migrate recommends ("Standard_S10",
// "Premium_P20"), which says its kind; ok is false where the text names no class.
func assessedDisk(text string) (d scenario.ListedDisk, ok bool) {
	class, err := size.ParseDiskClass(text)
	if err != nil {
		return d, false
	}
	return scenario.ListedDisk{Kind: string(class.Kind), GiB: money.Int(int64(class.GiB)), Count: 1}, true
}

// assessedDisks reads the disks of a machine whose sheet has its storage in all, and of
// each disk its name and the class that Migrate recommends, whose kind is taken over. One
// disk has the storage's size; of several each has what its class holds, which is what it
// would be priced as.
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
		d := scenario.ListedDisk{}
		if len(classes) > 0 {
			d, _ = assessedDisk(classes[0])
		}
		d.GiB, d.Count = total, 1
		m.Disks = []scenario.ListedDisk{d}
		if count == 0 {
			m.Notes = append(m.Notes, "its storage is taken as one disk: the sheet names none")
		}
		return
	case count == 0:
		m.Unsized = 1
		return
	}
	for _, c := range classes {
		if d, known := assessedDisk(c); known {
			m.Disks = append(m.Disks, d)
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

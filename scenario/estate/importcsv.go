package estate

import (
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Azure Migrate's import template is a CSV whose required columns have an asterisk:
// "*Server name", "*Cores", "*Memory (In MB)", "*OS name", "Disk 1 size (In GB)".
//
// Source: learn.microsoft.com, "Import servers discovery by CSV".
func init() {
	register(&format{Name: "azure-migrate-import", Claims: isImport, Rank: 4, Read: readImports})
}

var importNames = names{
	fName: {"servername", "*servername"}, fCPUs: {"cores", "numberofcores"}, fMemory: {"memory"}, fOS: {"osname"}, fOSVersion: {"osversion"},
	fDisks: {"numberofdisks"}, fStorage: {"storageinuse"}, fCPUUse: {"cpuutilization"}, fMemoryUse: {"memoryutilization"}, fNICs: {"networkadapters"}, fArch: {"osarchitecture"},
}

func isImport(b *book) bool {
	return len(b.sheets) > 0 && importSheet(b) != nil
}

func importSheet(b *book) *sheet {
	for _, s := range b.sheets {
		if h := s.header(importNames, fName, fCPUs, fMemory, fOS); h != nil && h.unit[fMemory] == "mb" && (h.has(fDisks) || len(h.disks) > 0 || strings.HasPrefix(strings.TrimSpace(h.raw[h.at[fName]]), "*")) {
			return s
		}
	}
	return nil
}

func readImports(r *reading, books []*book) error {
	for _, b := range books {
		s := importSheet(b)
		h := s.header(importNames, fName, fCPUs, fMemory, fOS)
		t, err := newTable(r, b, s, h, map[field]string{fMemory: "mb", fStorage: "gb"})
		if err != nil {
			return err
		}
		rows := 0
		err = t.each(func(row int, cells []string) error {
			rows++
			m, reason := t.machine(row, cells)
			if reason != "" {
				r.left(m, reason)
				return nil
			}
			t.numberedDisks(cells, &m)
			if n, ok, err := t.number(cells, fDisks); err == nil && ok && n.IsInteger() && n.Less(money.Int(1000)) {
				if missing := intOf(n) - len(m.Disks); len(m.Disks) > 0 || intOf(n) != 1 {
					m.Unsized = max(0, missing)
				} else if gib, ok, err := t.size(cells, fStorage); err == nil && ok && gib.Sign() > 0 {
					m.Disks = []scenario.ListedDisk{{GiB: gib, Count: 1}}
					m.Notes = append(m.Notes, "its one disk is taken to be as large as its storage in use")
				} else {
					m.Unsized = missing
				}
			}
			r.take(m, "migrate\x00"+strings.ToLower(m.Name))
			return nil
		})
		if err != nil {
			return err
		}
		r.source(b, "azure-migrate-import", rows)
	}
	return nil
}

// numberedDisks reads the columns "Disk 1 size", "Disk 2 size" and so on.
func (t *table) numberedDisks(cells []string, m *scenario.Listed) {
	for _, i := range t.h.disks {
		_, _, unit := evenOut(t.h.raw[i])
		if unit == "" {
			unit = "gb"
		}
		gib, ok, err := t.sizeOf(cellAt(cells, i), unit, false)
		switch {
		case err != nil:
			m.Unsized++
			m.Notes = append(m.Notes, clean(t.h.raw[i])+" is not read: "+err.Error())
		case ok && gib.Sign() > 0:
			m.Disks = append(m.Disks, scenario.ListedDisk{GiB: gib, Count: 1})
		}
	}
}

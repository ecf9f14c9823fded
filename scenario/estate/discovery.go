package estate

import (
	"strings"

	"azwhatif/ratebook/money"
)

// Azure Migrate's discovery report has a sheet "Discovery_Report" of machines, with the
// number of their disks and no sizes of them.
func init() {
	register(&format{Name: "azure-migrate-discovery", Claims: func(b *book) bool { return discovered(b) != nil }, Rank: 3, Read: readDiscovery})
}

var discoveredNames = names{
	fName: {"machinename", "servername", "machine", "name"}, fCPUs: {"cores", "numberofcores"}, fMemory: {"memory"}, fOS: {"operatingsystem", "osname", "os"},
	fDisks: {"totaldisks", "numberofdisks", "disks"}, fPower: {"powerstats", "powerstatus", "powerstate"}, fStorage: {"storage", "totalstorage", "disksize", "totaldisksize"},
	fNICs: {"networkadapters", "numberofnetworkadapters", "totalnetworkadapters"},
}

func discovered(b *book) *sheet {
	for _, s := range b.sheets {
		h := s.header(discoveredNames, fName, fCPUs, fMemory, fDisks)
		if h != nil && (strings.EqualFold(s.name, "Discovery_Report") || h.has(fPower, fOS) && match(h.raw, 1, names{fName: {"totaldisks"}}).has(fName)) {
			return s
		}
	}
	return nil
}

func readDiscovery(r *reading, books []*book) error {
	for _, b := range books {
		s := discovered(b)
		h := s.header(discoveredNames, fName, fCPUs, fMemory, fDisks)
		t, err := newTable(r, b, s, h, map[field]string{fMemory: "mb", fStorage: "gb"})
		if err != nil {
			return err
		}
		rows := 0
		err = t.each(func(row int, cells []string) error {
			rows++
			m, reason := t.machine(row, cells)
			if on, _ := power(h.cell(cells, fPower)); !on && m.Name != "" {
				r.apart(m, "it does not run ("+clean(h.cell(cells, fPower))+")")
				return nil
			}
			if reason != "" {
				r.left(m, reason)
				return nil
			}
			if n, ok, err := t.number(cells, fDisks); err == nil && ok && n.IsInteger() && n.Sign() > 0 && n.Less(money.Int(1000)) {
				m.Unsized = intOf(n)
			}
			r.take(m, "migrate\x00"+strings.ToLower(m.Name))
			return nil
		})
		if err != nil {
			return err
		}
		r.source(b, "azure-migrate-discovery", rows, "a discovery report has no sizes of disks: they are not priced")
	}
	return nil
}

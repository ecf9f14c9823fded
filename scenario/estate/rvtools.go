package estate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// RVTools lists a vCenter: vInfo has a row a machine, vDisk one a disk. Header names
// changed between its versions: "VM" is "vInfoVMName" in the CSV files that its command
// line writes, and "Capacity MB" became "Capacity MiB" in 4.1. Both mean MiB.
//
// Source: exports of RVTools 3.9 to 4.7, and rvtools.com's documentation.
func init() {
	register(&format{Name: "rvtools", Claims: isRVTools, Rank: 1, Read: readRVTools})
}

var (
	infoNames = names{
		fName: slices.Concat(wordsVM, []string{"vinfovmname", "vinfovm", "vmname", "name", "nom", "nombre", "nome", "naam"}),
		fID:   {"vmuuid", "vinfouuid", "vinfovmuuid", "smbiosuuid", "uuid", "vmid", "vinfovmid", "vinfoobjectid", "objectid"},
		fCPUs: append([]string{"cpus", "vinfocpus", "vinfonumcpu"}, wordsCPUs...), fMemory: append([]string{"memory", "vinfomemory"}, wordsMemory...),
		fOS:       {"osaccordingtothevmwaretools", "vinfoostools", "vinfoosaccordingtothevmwaretools", "ostools", "betriebssystemlautvmwaretools"},
		fConfigOS: append([]string{"osaccordingtotheconfigurationfile", "vinfoos", "vinfoosconfig", "vinfoosaccordingtotheconfigurationfile", "osconfig"}, wordsOS...),
		fPower:    append([]string{"powerstate", "vinfopowerstate"}, wordsPower...), fTemplate: append([]string{"vinfotemplate"}, wordsTempl...),
		fPlaceholder: {"srmplaceholder", "vinfosrmplaceholder", "isplaceholder", "placeholder"},
		fDisks:       append([]string{"vinfodisks", "vinfonumvirtualdisks", "numvirtualdisks", "numdisks"}, wordsDisks...),
		fStorage:     evened("Total disk capacity", "vInfoTotalDiskCapacity", "Provisioned", "vInfoProvisioned", "Provisioned Space", "Bereitgestellt", "Provisionné", "Aprovisionado", "Provisto", "Fornito", "Ingericht", "Provisionado", "プロビジョニング済み", "置备空间"),
		fNICs:        append([]string{"vinfonics"}, wordsNICs...), fPartOf: {"host", "vinfohost"}, fCentre: {"visdkserver", "vinfovisdkserver"},
		fCPUUse: {"cpuusage", "vinfocpuusage"}, fMemoryUse: {"memoryusage", "memusage", "vinfomemoryusage"},
	}
	diskNames = names{
		fName: slices.Concat(wordsVM, []string{"vdiskvmname", "vdiskvm", "vmname"}),
		fID:   {"vmuuid", "vdiskuuid", "vdiskvmuuid", "smbiosuuid", "vmid", "vdiskvmid"},
		fDisk: evened("Disk", "vDiskDisk", "vDiskName", "Disk name", "Festplatte", "Disque", "Disco", "Schijf", "ディスク", "磁盘"), fPartOf: {"host", "vdiskhost"},
		fCapacity: evened("Capacity", "vDiskCapacity", "size", "Kapazität", "Capacité", "Capacidad", "Capacidade", "Capacità", "Capaciteit", "容量"),
	}
	cpuNames = names{fName: {"vm", "vcpuvmname", "vmname"}, fID: {"vmuuid", "vcpuvmuuid", "vmid"}, fOverall: {"overall", "vcpuoverall"}, fMax: {"max", "vcpumax"}}
	memNames = names{fName: {"vm", "vmemoryvmname", "vmname"}, fID: {"vmuuid", "vmemoryvmuuid", "vmid"}, fActive: {"active", "vmemoryactive"}, fMemory: {"size", "vmemorysize", "memory"}}
)

// isRVTools tells its workbook, or one of the CSV files that its command line writes.
func isRVTools(b *book) bool {
	if b.comma == 0 {
		s := b.find("vInfo", "tabvInfo")
		return s != nil && (s.header(infoNames, fName, fCPUs, fMemory) != nil || b.find("vDisk", "tabvDisk", "vCPU", "vMemory") != nil)
	}
	for _, s := range b.sheets {
		for _, cells := range s.head {
			joined := "," + letters(strings.Join(cells, ","))
			if strings.Contains(joined, "vinfovm") || strings.Contains(joined, "vdiskvm") {
				return true
			}
		}
		if tab := strings.ToLower(s.name); strings.Contains(tab, "tabv") || tab == "vinfo" || tab == "vdisk" || strings.HasPrefix(tab, "rvtools") {
			return s.header(infoNames, fName, fCPUs, fMemory) != nil || s.header(diskNames, fName, fDisk, fCapacity) != nil
		}
		if h := s.header(infoNames, fName, fCPUs, fMemory, fPower); h != nil && match(h.raw, 1, names{fName: wordsVM}).has(fName) && !h.has(fSize) {
			return h.has(fTemplate) || (h.has(fConfigOS) || h.has(fOS)) && match(h.raw, 1, names{fName: {"powerstate"}}).has(fName)
		}
	}
	return false
}

// vmware is a vCenter that is being read.
type vmware struct {
	r     *reading
	b     *book
	notes []string
	disks map[string][]vDisk // by machine
	ids   map[string]bool    // machines that vDisk tells by id
	named map[string]string  // their keys, by name
	names map[string]int     // how many rows vInfo has of a name
	cpu   map[string]money.Decimal
	mem   map[string]money.Decimal
}

type vDisk struct {
	place scenario.Place
	of    string // the machine's name
	gib   money.Decimal
	why   string // it has no size
	taken bool
}

func newVMware(r *reading) *vmware {
	return &vmware{r: r, disks: map[string][]vDisk{}, ids: map[string]bool{}, named: map[string]string{}, names: map[string]int{}, cpu: map[string]money.Decimal{}, mem: map[string]money.Decimal{}}
}

func readRVTools(r *reading, books []*book) error {
	var infos []*book
	v := newVMware(r)
	texts := books[0].comma != 0
	for _, b := range books {
		if !texts { // a workbook is a whole
			v = newVMware(r)
		}
		v.b, v.notes = b, nil
		info, disk := v.sheets()
		if disk != nil {
			if err := v.readDisks(b, disk); err != nil {
				return err
			}
		}
		if err := v.readUse(b); err != nil {
			return err
		}
		if info == nil {
			if texts && disk != nil {
				r.source(b, "rvtools", 0, append(v.notes, "its disks are those of the machines of vInfo beside it")...)
				continue
			}
			r.source(b, "rvtools", 0, "it has no sheet vInfo with the columns VM, CPUs and Memory")
			continue
		}
		infos = append(infos, b)
		if !texts {
			if err := v.readInfo(b, info); err != nil {
				return err
			}
			v.orphans()
		}
	}
	if texts {
		for _, b := range infos {
			v.b, v.notes = b, nil
			info, _ := v.sheets()
			if err := v.readInfo(b, info); err != nil {
				return err
			}
		}
		v.orphans()
	}
	return nil
}

// sheets are the tables of machines and of disks; nil where there is none.
func (v *vmware) sheets() (info, disk *sheet) {
	if v.b.comma == 0 {
		return v.b.find("vInfo", "tabvInfo"), v.b.find("vDisk", "tabvDisk")
	}
	s := v.b.sheets[0]
	switch {
	case s.header(infoNames, fName, fCPUs, fMemory) != nil:
		return s, nil
	case s.header(diskNames, fName, fDisk, fCapacity) != nil && !strings.Contains(strings.ToLower(s.name), "partition"):
		return nil, s
	}
	return nil, nil
}

// key tells a machine by its name and, where there is one, its id: copies of a machine may
// have one id and names of their own, and two vCenters machines of one name.
func key(id, name string) string { return strings.ToLower(id + "\x00" + name) }

func (v *vmware) readDisks(b *book, s *sheet) error {
	h := s.header(diskNames, fName, fCapacity)
	if h == nil {
		if len(s.head) > 0 {
			v.notes = append(v.notes, "vDisk has no columns VM and Capacity: its disks are not read")
		}
		return nil
	}
	t, err := newTable(v.r, b, s, h, map[field]string{fCapacity: "mb"})
	if err != nil {
		return err
	}
	return t.each(func(row int, cells []string) error {
		name, id := clean(h.cell(cells, fName)), clean(h.cell(cells, fID))
		d := vDisk{place: t.place(row), of: name}
		gib, ok, err := t.size(cells, fCapacity)
		switch {
		case err != nil:
			d.why = err.Error()
		case !ok || gib.Sign() <= 0:
			d.why = "it has no capacity"
		}
		d.gib = gib
		k := key(id, name)
		v.ids[k] = id != ""
		if n := key("", name); v.named[n] == "" {
			v.named[n] = k
		}
		v.disks[k] = append(v.disks[k], d)
		return nil
	})
}

// readUse reads how much of CPU and memory was in use at the moment of the export.
func (v *vmware) readUse(b *book) error {
	if b.comma != 0 {
		return nil
	}
	hundred := money.Int(100)
	for _, use := range []struct {
		s       *sheet
		n       names
		of, max field
		into    map[string]money.Decimal
	}{{b.find("vCPU", "tabvCPU"), cpuNames, fOverall, fMax, v.cpu}, {b.find("vMemory", "tabvMemory"), memNames, fActive, fMemory, v.mem}} {
		if use.s == nil {
			continue
		}
		h := use.s.header(use.n, fName, use.of, use.max)
		if h == nil {
			continue
		}
		t, err := newTable(v.r, b, use.s, h, map[field]string{fMemory: "mb", fActive: "mb"})
		if err != nil {
			return err
		}
		err = t.each(func(_ int, cells []string) error {
			n, ok, err := t.number(cells, use.of)
			most, ok2, err2 := t.number(cells, use.max)
			if err != nil || err2 != nil || !ok || !ok2 || n.Sign() < 0 || most.Sign() <= 0 || most.Less(n) {
				return nil
			}
			use.into[key(clean(h.cell(cells, fID)), clean(h.cell(cells, fName)))] = n.Mul(hundred).Div(most).Round(2)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (v *vmware) readInfo(b *book, s *sheet) error {
	h := s.header(infoNames, fName, fCPUs, fMemory)
	if h == nil {
		v.r.source(b, "rvtools", 0, append(v.notes, "vInfo has no header with the columns VM, CPUs and Memory")...)
		return nil
	}
	t, err := newTable(v.r, b, s, h, map[field]string{fMemory: "mb", fStorage: "mb"})
	if err != nil {
		return err
	}
	found, err := t.byContent()
	if err != nil {
		return err
	}
	v.notes = append(v.notes, found...)
	if err := t.each(func(_ int, cells []string) error {
		v.names[strings.ToLower(clean(h.cell(cells, fName)))]++
		return nil
	}); err != nil {
		return err
	}
	if !h.has(fPower) {
		v.notes = append(v.notes, "vInfo does not say which machines run: all are taken to")
	}
	rows := 0
	err = t.each(func(row int, cells []string) error {
		rows++
		v.info(t, row, cells)
		return nil
	})
	if rows == 0 {
		v.notes = append(v.notes, "vInfo has no rows")
	}
	v.r.source(b, "rvtools", rows, v.notes...)
	return err
}

// info takes one row of vInfo.
func (v *vmware) info(t *table, row int, cells []string) {
	m, reason := t.machine(row, cells)
	low := strings.ToLower(m.Name)
	k := key(m.ID, m.Name)
	if _, there := v.disks[k]; !there { // vDisk may not have ids
		if k = key("", m.Name); m.ID == "" && v.named[k] != "" {
			k = v.named[k]
		}
	}
	on, known := power(t.h.cell(cells, fPower))
	switch {
	case m.Name == "":
		v.r.left(m, reason)
		return
	case yes(t.h.cell(cells, fTemplate)):
		reason = "it is a template"
	case yes(t.h.cell(cells, fPlaceholder)):
		reason = "it is a placeholder of Site Recovery Manager: the machine that it stands for is elsewhere"
	case strings.HasPrefix(low, "vcls-") || strings.HasPrefix(low, "vcls ("):
		reason = "it is one of vSphere's own (vCLS)"
	case !on:
		reason = "it does not run (" + clean(t.h.cell(cells, fPower)) + ")"
	case reason != "":
		v.forget(k)
		v.r.left(m, reason)
		return
	default:
		reason = ""
	}
	if reason != "" {
		v.forget(k)
		v.r.apart(m, reason)
		return
	}
	if c := t.h.cell(cells, fPower); c != "" && !known {
		m.Notes = append(m.Notes, fmt.Sprintf("its power state %q is not known: it is taken to run", clean(c)))
	}
	for _, use := range []struct {
		to   **money.Decimal
		from map[string]money.Decimal
	}{{&m.CPUUse, v.cpu}, {&m.MemoryUse, v.mem}} {
		for _, at := range []string{key(m.ID, m.Name), key("", m.Name)} {
			if n, ok := use.from[at]; ok && *use.to == nil {
				*use.to = &n
			}
		}
	}
	v.giveDisks(t, cells, &m, k)
	tell := "rvtools\x00" + key(m.ID, m.Name)
	if m.ID == "" { // two rows that are alike in all that is read
		tell = strings.Join([]string{tell, m.VCPUs.String(), m.Memory.String(), strings.ToLower(t.h.cell(cells, fPartOf)), strings.ToLower(t.h.cell(cells, fCentre)), m.OSName}, "\x00")
	}
	v.r.take(m, tell)
}

// giveDisks gives a machine the disks that vDisk has of it. Of several machines of one
// name that nothing tells apart, the first gets them: each is counted once.
func (v *vmware) giveDisks(t *table, cells []string, m *scenario.Listed, k string) {
	disks := v.disks[k]
	if len(disks) > 0 && !disks[0].taken {
		if !v.ids[k] && v.names[strings.ToLower(m.Name)] > 1 {
			m.Notes = append(m.Notes, "several machines have its name, and vDisk does not tell their disks apart: it has all of them")
		}
		for i, d := range disks {
			disks[i].taken = true
			if d.why != "" {
				m.Unsized++
				m.Notes = append(m.Notes, fmt.Sprintf("the disk of %s is not sized: %s", d.place, d.why))
				continue
			}
			m.Disks = append(m.Disks, scenario.ListedDisk{GiB: d.gib, Count: 1})
		}
		return
	}
	if len(disks) > 0 {
		m.Notes = append(m.Notes, "another machine of its name has the disks that vDisk lists")
		return
	}
	count, ok, err := t.number(cells, fDisks)
	if ok && err == nil && count.IsZero() {
		return
	}
	if total, ok, err := t.size(cells, fStorage); err == nil && ok && total.Sign() > 0 {
		m.Disks = append(m.Disks, scenario.ListedDisk{GiB: total, Count: 1})
		m.Notes = append(m.Notes, fmt.Sprintf("vDisk has no disk of it: its %s GiB (%s) are taken as one disk", total.Round(1), clean(cellAt(t.h.raw, t.h.at[fStorage]))))
		return
	}
	m.Unsized = 1
	if ok && err == nil && count.IsInteger() && count.Less(money.Int(1000)) && count.Sign() > 0 {
		m.Unsized = intOf(count)
	}
}

// forget marks the disks of a machine that is not priced as known.
func (v *vmware) forget(k string) {
	for i := range v.disks[k] {
		v.disks[k][i].taken = true
	}
}

// orphans lists disks of machines that vInfo does not have.
func (v *vmware) orphans() {
	for _, disks := range v.disks {
		if len(disks) == 0 || disks[0].taken {
			continue
		}
		for i := range disks {
			disks[i].taken = true
			v.r.inv.Left = append(v.r.inv.Left, scenario.LeftMachine{Place: disks[i].place, Name: disks[i].of, Reason: "a disk of a machine that vInfo does not list"})
		}
	}
}

package estate

import (
	"errors"
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A plain table of machines, a row each: a CSV, or a sheet of a workbook. It needs a
// name, vCPUs and memory, or a size of Azure's in their place. docs/estates.md has the
// columns with all that they may be called.
func init() {
	register(&format{Name: "csv", Claims: func(b *book) bool { return plainSheet(b) != nil }, Rank: 9, Read: readPlain})
}

var plainNames = names{
	fName: wordsName, fID: {"id", "uuid", "machineid", "vmid", "serial", "serialnumber"}, fCPUs: wordsCPUs, fMemory: wordsMemory, fOS: wordsOS, fPower: wordsPower, fNICs: wordsNICs,
	fRegion: wordsRegion, fCPUUse: wordsCPUUse, fMemoryUse: wordsMemUse, fTemplate: wordsTempl,
	fSize:     {"size", "vmsize", "azuresize", "azurevmsize", "sku", "instancetype", "vmsku"},
	fStorage:  {"storage", "disk", "disksize", "storagesize", "totalstorage", "totaldisk", "totaldisksize", "diskcapacity", "totaldiskcapacity", "provisioned", "hdd", "speicherplatz", "festplatte", "stockage", "disque", "almacenamiento", "disco", "opslag", "armazenamento"},
	fDiskList: append([]string{"disksizes", "disklist"}, wordsDisks...), fDisks: {"numberofdisks", "diskcount", "numdisks", "anzahlfestplatten"},
	fDiskKind: {"diskkind", "disktype", "storagetype"}, fCount: {"count", "quantity", "qty", "instances", "number", "anzahl", "nombre", "cantidad", "aantal", "quantita", "quantidade"},
	fHours: {"hours", "schedule", "hourspermonth", "uptime", "runtime", "stunden", "heures", "horas", "uren"}, fPublic: {"publicips", "publicaddresses", "publicip"},
	fArch: {"arch", "architecture", "cpuarchitecture", "osarchitecture"}, fLicence: {"licence", "license", "hybridbenefit", "ahub", "ownlicence", "ownlicense", "byol"},
}

func plainSheet(b *book) *sheet {
	for _, s := range b.sheets {
		if s.header(plainNames, fName, fCPUs, fMemory) != nil || s.header(plainNames, fName, fSize) != nil {
			return s
		}
	}
	return nil
}

func readPlain(r *reading, books []*book) error {
	for _, b := range books {
		s := plainSheet(b)
		h := s.header(plainNames, fName, fCPUs, fMemory)
		if h == nil {
			h = s.header(plainNames, fName, fSize)
		}
		if h.has(fCount) && h.at[fCount] == h.at[fName] {
			h.at[fCount] = -1
		}
		t, err := newTable(r, b, s, h, map[field]string{fStorage: "gb"})
		if err != nil {
			return err
		}
		notes, err := t.settlePlain()
		if err != nil {
			return fmt.Errorf("%s: %w", t.where(), err)
		}
		rows := 0
		err = t.each(func(row int, cells []string) error {
			rows++
			m, reason := t.machine(row, cells)
			if on, _ := power(h.cell(cells, fPower)); reason == "" && !on {
				r.apart(m, "it does not run ("+clean(h.cell(cells, fPower))+")")
				return nil
			}
			if reason == "" && yes(h.cell(cells, fTemplate)) {
				r.apart(m, "it is a template")
				return nil
			}
			if reason == "" {
				reason = t.plainParts(cells, &m)
			}
			if reason != "" {
				r.left(m, reason)
				return nil
			}
			tell := ""
			if m.ID != "" {
				tell = "csv\x00" + strings.ToLower(m.ID)
			} else if m.Count == 1 {
				tell = "csv\x00" + strings.ToLower(strings.Join(cells, "\x00")) // the whole row
			}
			r.take(m, tell)
			return nil
		})
		if err != nil {
			return err
		}
		r.source(b, "csv", rows, notes...)
	}
	return nil
}

// settlePlain finds what the header of a plain table leaves open, and says how.
func (t *table) settlePlain() (notes []string, err error) {
	if notes, err = t.byContent(); err != nil {
		return nil, err
	}
	count, err := t.countsDisks()
	if err != nil {
		return nil, err
	}
	if count && !t.h.has(fDisks) {
		t.h.at[fDisks], t.h.at[fDiskList] = t.h.at[fDiskList], -1
		notes = append(notes, fmt.Sprintf("the column %q is taken to be the number of disks: no figure in it is above 10", clean(t.h.raw[t.h.at[fDisks]])))
	}
	more, err := t.memoryUnit()
	return append(notes, more...), err
}

// memoryUnit finds what memory is in, where neither the header nor the cells say it:
// no machine has less than 128 MB, and none more than 24 TB.
func (t *table) memoryUnit() (notes []string, err error) {
	if t.unit[fMemory] != "" || !t.h.has(fMemory) {
		return nil, nil
	}
	low, high, any, round := money.Zero, money.Zero, false, true
	err = t.each(func(_ int, cells []string) error {
		c, own := cutUnit(t.h.cell(cells, fMemory))
		n, err := t.sign.parse(c, false)
		if own != "" || err != nil {
			return nil
		}
		if !any || n.Less(low) {
			low = n
		}
		high, any = high.Max(n), true
		round = round && n.Div(money.Int(256)).IsInteger()
		return nil
	})
	header := clean(t.h.raw[t.h.at[fMemory]])
	mb, gb := money.Int(24*1024).Less(high), low.Less(money.Int(128))
	mb = mb || !gb && round && !low.Less(money.Int(512)) // no estate has machines of 512 GiB and more only
	switch {
	case err != nil || !any:
		return nil, err
	case mb && !gb:
		t.unit[fMemory] = "mb"
	case gb && !mb:
		t.unit[fMemory] = "gb"
	default:
		return nil, fmt.Errorf("the column %q may be GiB or MiB: name it memory_gib or memory_mib", header)
	}
	unit := map[string]string{"mb": "MiB", "gb": "GiB"}[t.unit[fMemory]]
	return []string{fmt.Sprintf("the column %q does not say its unit: its figures, %s to %s, can only be %s", header, low, high, unit)}, nil
}

// plainParts reads what only plain tables have. reason says why the row becomes none.
func (t *table) plainParts(cells []string, m *scenario.Listed) (reason string) {
	if n, ok, err := t.number(cells, fCount); err != nil {
		return "its count: " + err.Error()
	} else if ok {
		if !n.IsInteger() || n.Sign() <= 0 || money.Int(1_000_000).Less(n) {
			return fmt.Sprintf("its count %s is no number of machines", n)
		}
		m.Count = int64(intOf(n))
	}
	if c := t.h.cell(cells, fHours); c != "" {
		s, err := scenario.ParseSchedule(c)
		if err != nil {
			return err.Error()
		}
		m.Hours = &s
	}
	if n, ok, err := t.number(cells, fPublic); err != nil {
		return "its public addresses: " + err.Error()
	} else if ok && n.IsInteger() && n.Sign() >= 0 && n.Less(money.Int(10_000)) {
		m.Public = intOf(n)
	}
	if a := letters(t.h.cell(cells, fArch)); a == "arm64" || a == "aarch64" || a == "arm" {
		m.Arch = "arm64"
	}
	if c := t.h.cell(cells, fLicence); c != "" {
		m.OwnOS = yes(c) || strings.EqualFold(c, "own") || strings.EqualFold(c, "byol") || strings.EqualFold(c, "ahub")
	}
	kind, err := diskKind(t.h.cell(cells, fDiskKind))
	if err != nil {
		return err.Error()
	}
	t.numberedDisks(cells, m)
	if c := t.h.cell(cells, fDiskList); c != "" {
		list, err := t.diskList(c)
		if err != nil {
			return "its disks: " + err.Error()
		}
		m.Disks = append(m.Disks, list...)
	}
	if gib, ok, err := t.size(cells, fStorage); err != nil {
		return "its storage: " + err.Error()
	} else if ok && gib.Sign() > 0 && len(m.Disks) == 0 {
		m.Disks = []scenario.ListedDisk{{GiB: gib, Count: 1}}
	}
	if n, ok, err := t.number(cells, fDisks); err != nil {
		return "its number of disks: " + err.Error()
	} else if ok && n.IsInteger() && n.Less(money.Int(1000)) {
		switch listed := len(m.Disks); {
		case listed == 0:
			m.Unsized = max(0, intOf(n))
		case listed == 1 && t.h.has(fStorage) && money.One.Less(n):
			m.Notes = append(m.Notes, fmt.Sprintf("its %s disks are taken as one of their total size", n))
		}
	}
	for i := range m.Disks {
		if m.Disks[i].Kind == "" {
			m.Disks[i].Kind = kind
		}
	}
	return ""
}

var (
	listedDisk = pattern.New(`(?i)^(?:(\d{1,3})\s*[x×*]\s*)?([0-9][0-9.,]*)\s*(mib|mb|gib|gb|tib|tb|go|to)?$`)
	listedTier = pattern.New(`(?i)^(?:(\d{1,3})\s*[x×*]\s*)?([pes])(1|2|3|4|6|10|15|20|30|40|50|60|70|80)$`)
	errDisks   = errors.New("is no list of disks, such as \"128;512\", \"2x256 GiB\" or \"P10;P30\"")
)

// diskList reads "128;2x512 GB" or "P10+P30": sizes in GiB, or in the unit of the
// header or their own.
func (t *table) diskList(cell string) (list []scenario.ListedDisk, err error) {
	split := func(r rune) bool {
		return r == ';' || r == '+' || r == '|' || r == '/' || r == '\n' || r == ',' && t.sign != comma
	}
	for _, p := range strings.FieldsFunc(cell, split) {
		p = strings.TrimSpace(p)
		if p == "" {
			continue
		}
		d := scenario.ListedDisk{Count: 1}
		if m := listedTier.FindStringSubmatch(p); m != nil {
			d.Class = strings.ToUpper(m[2]) + m[3]
			d.Count = times(m[1])
		} else if m := listedDisk.FindStringSubmatch(p); m != nil {
			unit := t.unit[fDiskList]
			if m[3] != "" {
				unit = plainUnit(strings.ToLower(m[3]))
			}
			var ok bool
			if d.GiB, ok, err = t.sizeOf(m[2], unit, false); err != nil || !ok {
				return nil, err
			}
			d.Count = times(m[1])
			if d.GiB.IsZero() {
				continue
			}
		} else {
			return nil, fmt.Errorf("%q %w", clean(p), errDisks)
		}
		list = append(list, d)
	}
	return list, nil
}

func times(s string) int64 {
	n := int64(0)
	for _, c := range s {
		n = n*10 + int64(c-'0')
	}
	return max(1, n)
}

// diskKind reads what people call a kind of disk.
func diskKind(cell string) (string, error) {
	switch low := letters(cell); low {
	case "":
		return "", nil
	case "premiumssd", "premium", "premiumlrs", "pssd":
		return "premium-ssd", nil
	case "standardssd", "ssd", "standardssdlrs":
		return "standard-ssd", nil
	case "standardhdd", "hdd", "standard", "standardlrs":
		return "standard-hdd", nil
	case "premiumssdv2", "premiumv2", "premiumv2lrs":
		return "premium-ssd-v2", nil
	case "ultra", "ultrassd", "ultradisk", "ultrassdlrs":
		return "ultra", nil
	}
	return "", fmt.Errorf("%q is no kind of disk: premium-ssd, standard-ssd, standard-hdd, premium-ssd-v2 or ultra", clean(cell))
}

package estate

import (
	"errors"
	"fmt"
	"strings"

	"azwhatif/internal/pattern"
	"azwhatif/internal/terminal"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// table is a sheet of machines, a row each, whose header is known.
type table struct {
	b    *book
	s    *sheet
	h    *heads
	sign decimalSign
	unit [fieldCount]string // of figures whose header has none
}

// numeric are the fields whose cells show the decimal sign. whole are those of them
// whose figures have no decimals.
var (
	numeric = []field{fMemory, fCPUUse, fMemoryUse, fStorage, fCapacity, fActive, fOverall, fMax, fHours}
	whole   = map[field]bool{fCPUs: true, fDisks: true, fNICs: true, fPublic: true, fCount: true}
)

// newTable settles the decimal sign of a sheet. units are those of figures whose header
// has none.
func newTable(r *reading, b *book, s *sheet, h *heads, units map[field]string) (*table, error) {
	t := &table{b: b, s: s, h: h}
	for f, u := range units {
		t.unit[f] = u
	}
	for f := range fieldCount {
		if h.unit[f] != "" {
			t.unit[f] = h.unit[f]
		}
	}
	var shown []string
	err := t.each(func(_ int, cells []string) error {
		for _, f := range numeric {
			if c := h.cell(cells, f); strings.ContainsAny(c, ".,") && !t.isWhole(f) {
				n, _ := cutUnit(c)
				shown = append(shown, n)
			}
		}
		for _, i := range h.disks {
			if c := strings.TrimSpace(cellAt(cells, i)); strings.ContainsAny(c, ".,") {
				n, _ := cutUnit(c)
				shown = append(shown, n)
			}
		}
		if len(shown) > 10_000 { // enough to see it
			shown = shown[:10_000]
		}
		return nil
	})
	if err == nil {
		t.sign, err = settle(r.spec.Decimal, shown)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.where(), err)
	}
	if t.sign == unsettled && b.comma == 0 { // a workbook's own numbers have a point
		t.sign = point
	}
	return t, nil
}

// isWhole tells whether a field's figures have no decimals: counts, and what is in MB or less.
func (t *table) isWhole(f field) bool {
	u := t.unit[f]
	return whole[f] || (f == fMemory || f == fCapacity || f == fStorage) && (u == "mb" || u == "kb" || u == "b")
}

func (t *table) where() string {
	if t.b.comma != 0 || t.s.name == "" {
		return t.b.name
	}
	return fmt.Sprintf("%s, %s", t.b.name, terminal.Clean(t.s.name))
}

// each gives the rows below the header, but for blank ones.
func (t *table) each(yield func(row int, cells []string) error) error {
	n := 0
	return t.s.rows(func(row int, cells []string) error {
		if n++; n <= t.h.row {
			return nil
		}
		for _, c := range cells {
			if strings.TrimSpace(c) != "" {
				return yield(row, cells)
			}
		}
		return nil
	})
}

func (t *table) place(row int) scenario.Place {
	p := scenario.Place{File: t.b.name, Row: row}
	if t.b.comma == 0 {
		p.Sheet = terminal.Clean(t.s.name)
	}
	return p
}

var withUnit = pattern.New(`(?i)^\s*([0-9.,'’\s\x{a0}\x{202f}]+?)\s*(mib|mb|gib|gb|tib|tb|kib|kb|mo|go|to|%)\s*$`)

// cutUnit takes the unit off a cell: "16 GB" is "16" and "gb".
func cutUnit(cell string) (number, unit string) {
	if m := withUnit.FindStringSubmatch(cell); m != nil {
		return m[1], plainUnit(strings.ToLower(m[2]))
	}
	return cell, ""
}

// number reads a field; ok is false where the cell is empty.
func (t *table) number(cells []string, f field) (n money.Decimal, ok bool, err error) {
	c := t.h.cell(cells, f)
	if c == "" || c == "-" {
		return n, false, nil
	}
	c, _ = cutUnit(c)
	n, err = t.sign.parse(c, t.isWhole(f))
	return n, err == nil, err
}

// size reads a field of memory or storage, in GiB.
func (t *table) size(cells []string, f field) (n money.Decimal, ok bool, err error) {
	return t.sizeOf(t.h.cell(cells, f), t.unit[f], t.isWhole(f))
}

func (t *table) sizeOf(cell, unit string, whole bool) (n money.Decimal, ok bool, err error) {
	if cell = strings.TrimSpace(cell); cell == "" || cell == "-" {
		return n, false, nil
	}
	c, own := cutUnit(cell)
	if own != "" {
		unit, whole = own, own == "mb" || own == "kb"
	}
	if n, err = t.sign.parse(c, whole); err != nil {
		return n, false, err
	}
	return inGiB(n, unit), true, nil
}

// percent reads a share; of 0 to 100. A workbook keeps 35% as 0.35 where the cell is
// formatted so, which nothing in the number shows: a column whose figures are all at
// most 1 is taken as shares of 1 by the caller.
func (t *table) percent(cells []string, f field) (*money.Decimal, error) {
	n, ok, err := t.number(cells, f)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, nil
	case n.Sign() < 0 || money.Int(100).Less(n):
		return nil, fmt.Errorf("%s%% is not between 0 and 100", n)
	}
	return &n, nil
}

var errNoName = errors.New("the row names no machine")

// machine reads what most formats have of a machine. reason says why it becomes none.
func (t *table) machine(row int, cells []string) (m scenario.Listed, reason string) {
	m = scenario.Listed{Place: t.place(row), Name: clean(t.h.cell(cells, fName)), ID: clean(t.h.cell(cells, fID)), Count: 1}
	if m.Name == "" {
		return m, errNoName.Error()
	}
	var ok bool
	var err error
	if m.Size = clean(t.h.cell(cells, fSize)); m.Size == "" {
		switch m.VCPUs, ok, err = t.number(cells, fCPUs); {
		case err != nil:
			return m, "its vCPUs: " + err.Error()
		case !ok:
			return m, "it has no vCPUs"
		case m.VCPUs.Sign() <= 0 || money.Int(10_000).Less(m.VCPUs):
			return m, fmt.Sprintf("%s vCPUs are not a machine's", m.VCPUs)
		}
		switch m.Memory, ok, err = t.size(cells, fMemory); {
		case err != nil:
			return m, "its memory: " + err.Error()
		case !ok:
			return m, "it has no memory"
		case m.Memory.Sign() <= 0 || money.Int(1_000_000).Less(m.Memory):
			return m, fmt.Sprintf("%s GiB of memory are not a machine's", m.Memory.Round(3))
		}
	}
	if m.CPUUse, err = t.percent(cells, fCPUUse); err != nil {
		m.Notes = append(m.Notes, "its CPU usage is not taken: "+err.Error())
	}
	if m.MemoryUse, err = t.percent(cells, fMemoryUse); err != nil {
		m.Notes = append(m.Notes, "its memory usage is not taken: "+err.Error())
	}
	if reason := t.system(&m, cells); reason != "" {
		return m, reason
	}
	if n, ok, err := t.number(cells, fNICs); err == nil && ok && n.IsInteger() && n.Sign() >= 0 && n.Less(money.Int(1000)) {
		m.NICs = intOf(n)
	}
	if r := t.h.cell(cells, fRegion); r != "" {
		if m.Region = ratebook.ParseRegion(r); !m.Region.Known() {
			return m, fmt.Sprintf("%q is no region of Azure's", clean(r))
		}
	}
	for i, key := range t.h.tags {
		if v := clean(cellAt(cells, i)); v != "" {
			if m.Tags == nil {
				m.Tags = map[string]string{}
			}
			m.Tags[clean(key)] = v
		}
	}
	return m, ""
}

// system reads the operating system: what runs, and where that is not known, what the
// machine is configured for.
func (t *table) system(m *scenario.Listed, cells []string) (reason string) {
	for _, f := range []field{fOS, fConfigOS} {
		name := clean(t.h.cell(cells, f))
		if name == "" {
			continue
		}
		if m.OSName == "" {
			m.OSName = name
		}
		var why string
		if m.OS, why = readOS(name); why != "" {
			return why
		}
		if m.OS != "" {
			m.OSName = name
			return ""
		}
	}
	return ""
}

// clean makes a cell fit to be shown.
func clean(s string) string {
	s = terminal.Clean(strings.Join(strings.Fields(s), " "))
	if r := []rune(s); len(r) > maxName {
		s = string(r[:maxName])
	}
	return s
}

func intOf(n money.Decimal) int {
	var i int
	_, _ = fmt.Sscan(n.String(), &i)
	return i
}

// take adds a machine, once. key tells one machine from others; "" of one that nothing
// tells apart.
func (r *reading) take(m scenario.Listed, key string) {
	if key != "" {
		if first, twice := r.seen[key]; twice {
			r.inv.Apart = append(r.inv.Apart, scenario.LeftMachine{Place: m.Place, Name: m.Name, Reason: "listed twice: it is the machine of " + first.String()})
			return
		}
		r.seen[key] = m.Place
	}
	r.inv.Machines = append(r.inv.Machines, m)
}

// apart and left list a row that becomes no machine.
func (r *reading) apart(m scenario.Listed, reason string) {
	r.inv.Apart = append(r.inv.Apart, scenario.LeftMachine{Place: m.Place, Name: m.Name, Reason: reason})
}

func (r *reading) left(m scenario.Listed, reason string) {
	r.inv.Left = append(r.inv.Left, scenario.LeftMachine{Place: m.Place, Name: m.Name, Reason: reason})
}

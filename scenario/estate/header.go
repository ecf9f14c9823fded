package estate

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"azwhatif/internal/pattern"
)

// field is what a column is about.
type field int

const (
	fName field = iota
	fID
	fCPUs
	fMemory
	fCPUUse
	fMemoryUse
	fOS
	fOSVersion
	fConfigOS // as configured, where what runs is not known
	fPower
	fTemplate
	fPlaceholder
	fStorage // all disks together
	fDisks   // how many disks
	fDiskList
	fDiskNames
	fDiskKind
	fNICs
	fPublic
	fCount
	fHours
	fRegion
	fSize
	fArch
	fLicence
	fCapacity // of one disk
	fDisk     // its name
	fPartOf   // what tells two machines of one name apart: their host
	fCentre   // the same: their vCenter
	fActive   // memory in use
	fOverall  // MHz in use
	fMax      // MHz there are
	fieldCount
)

// names are what columns are called, evened out, the first of a table's before the
// others. A column's unit is not part of its name.
type names map[field][]string

// heads is a header row, matched.
type heads struct {
	row   int // the header's
	at    [fieldCount]int
	unit  [fieldCount]string
	disks []int // "Disk 1 size", "Disk 2 size", …
	tags  map[int]string
	raw   []string
}

var (
	unitEnd  = pattern.New(`(?i)[\s_(\[/-]*(?:in\s+)?\b?(mib|mb|gib|gb|tib|tb|kib|kb|mo|go|to|mebibytes?|megabytes?|gibibytes?|gigabytes?|bytes?|percentage|percent|%)\s*[)\]]*\s*$`)
	anyParen = pattern.New(`[(\[][^)\]]*[)\]]`)
	oneDisk  = pattern.New(`^(?:disk|disque|disco|datentrager|festplatte|schijf|drive)(\d+)(?:size|capacity|grosse|taille|tamano|tamanho|dimensione|grootte|kapazitat)?$`)
)

// evenOut keeps a header's letters and digits, in small letters and without accents,
// and its unit apart: "*Memory (In MB)" is "memory" and "mb". A cell that is longer than
// any header is none: it is not looked through.
func evenOut(h string) (name, short, unit string) {
	if len(h) > maxName {
		return "", "", ""
	}
	h = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
	full := letters(h)
	if m := unitEnd.FindStringSubmatchIndex(h); m != nil && letters(h[:m[0]]) != "" {
		u := strings.ToLower(h[m[2]:m[3]])
		return full, letters(anyParen.ReplaceAllString(h[:m[0]], "")), plainUnit(u)
	}
	return full, letters(anyParen.ReplaceAllString(h, "")), ""
}

func plainUnit(u string) string {
	switch u {
	case "mo", "mib", "mb", "mebibyte", "mebibytes", "megabyte", "megabytes":
		return "mb"
	case "go", "gib", "gb", "gibibyte", "gibibytes", "gigabyte", "gigabytes":
		return "gb"
	case "to", "tib", "tb":
		return "tb"
	case "kib", "kb":
		return "kb"
	case "byte", "bytes":
		return "b"
	}
	return "%"
}

// letters are those of a text and its digits, small, and without what stands on them.
func letters(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#' {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFD.String(s)))
}

// match finds the fields among a row's cells. A name that is a whole header counts
// before one that is a header without its unit or without what stands in brackets.
func match(cells []string, row int, n names) *heads {
	h := &heads{row: row, raw: slices.Clone(cells), tags: map[int]string{}}
	type evened struct{ full, short, unit string }
	cols := make([]evened, len(cells))
	for i, c := range cells {
		if len(c) <= 200 {
			cols[i].full, cols[i].short, cols[i].unit = evenOut(c)
		}
	}
	taken := map[int]bool{}
	for f := range fieldCount {
		h.at[f] = -1
		for _, want := range n[f] {
			for _, whole := range []bool{true, false} {
				for i, c := range cols {
					if h.at[f] < 0 && !taken[i] && c.full != "" && (whole && c.full == want || !whole && c.short == want) {
						h.at[f], h.unit[f], taken[i] = i, c.unit, true
					}
				}
			}
		}
	}
	for i, c := range cols {
		if !taken[i] && (oneDisk.MatchString(c.full) || oneDisk.MatchString(c.short)) {
			h.disks = append(h.disks, i)
		}
		if tag, ok := strings.CutPrefix(strings.ToLower(strings.TrimSpace(cellAt(cells, i))), "tag:"); ok && strings.TrimSpace(tag) != "" {
			h.tags[i] = strings.TrimSpace(cells[i][len("tag:"):])
		}
	}
	return h
}

func cellAt(cells []string, i int) string {
	if i < 0 || i >= len(cells) {
		return ""
	}
	return cells[i]
}

// has tells whether the header has all of the fields.
func (h *heads) has(fields ...field) bool {
	for _, f := range fields {
		if h.at[f] < 0 {
			return false
		}
	}
	return true
}

// cell is a field's cell in a row, trimmed; "" where there is none.
func (h *heads) cell(cells []string, f field) string {
	return strings.TrimSpace(cellAt(cells, h.at[f]))
}

// header finds a sheet's header row: the first among its first rows that has the fields.
func (s *sheet) header(n names, need ...field) *heads {
	for i, cells := range s.head {
		if h := match(cells, i+1, n); h.has(need...) {
			return h
		}
	}
	return nil
}

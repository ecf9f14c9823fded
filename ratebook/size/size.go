package size

import (
	"slices"
	"strconv"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Size is a size of virtual machines.
type Size struct {
	Name   string        // Standard_D4s_v5, as Azure Resource Manager writes it
	Family string        // standardDSv5Family, as quotas count it
	VCPUs  int           // that run: 2 of E8-2s_v5
	Whole  int           // the vCPUs of the size that a constrained one is made of: 8 of E8-2s_v5; else VCPUs
	Memory money.Decimal // GiB
	Disks  int           // data disks at most; the disk of the operating system is not one of them
	NICs   int           // network interfaces at most

	ARM          bool   // Arm64, else x64
	Generations  string // of Hyper-V: "V1,V2"
	Accelerated  bool   // accelerated networking
	Premium      bool   // takes premium storage
	EphemeralOS  bool
	HostEncrypts bool

	parts parts
	sold  string // by the catalogue's regions: see Zones
}

// parts are what a size's name is made of: "E", "8", "2", "s", "5" of Standard_E8-2s_v5.
type parts struct {
	letters     string // capital: the kind of machine
	constrained bool
	features    string // small letters: a AMD, p Arm, s premium storage, d a local disk, l less memory
	accelerator string // "A10", "T4", "cc"
	generation  int    // 1 where the name says none
	promo       bool
}

func partsOf(name string) (p parts) {
	s := strings.TrimPrefix(name, "Standard_")
	p.generation = 1
	cut := strings.IndexFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
	if cut < 0 {
		return p
	}
	p.letters, s = s[:cut], s[cut:]
	words := strings.Split(s, "_")
	first := strings.TrimLeft(words[0], "0123456789")
	if rest, ok := strings.CutPrefix(first, "-"); ok {
		p.constrained, first = true, strings.TrimLeft(rest, "0123456789")
	}
	p.features = first
	for _, w := range words[1:] {
		switch {
		case len(w) > 1 && w[0] == 'v' && strings.Trim(w[1:], "0123456789") == "":
			p.generation = atoi(w[1:])
		case w == "Promo":
			p.promo = true
		default:
			p.accelerator = strings.Trim(p.accelerator+" "+w, " ")
		}
	}
	return p
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = min(n*10+int(c-'0'), 1e6)
	}
	return n
}

// Short is the name without "Standard_", with blanks: "D4s v5", as meters have it.
func (s *Size) Short() string {
	return strings.ReplaceAll(strings.TrimPrefix(s.Name, "Standard_"), "_", " ")
}

// Series is the size without its number: "Dsv5", "Easv5", "Bs", "DSv2", "NVadsA10v5". The
// m of A2m_v2 is of more memory: it is one of the Av2 series.
func (s *Size) Series() string {
	p := s.parts
	features := p.features
	if p.letters == "A" {
		features = strings.TrimPrefix(features, "m")
	}
	out := p.letters + features + strings.ReplaceAll(p.accelerator, " ", "")
	if p.generation > 1 || strings.Contains(s.Name, "_v1") {
		out += "v" + strconv.Itoa(p.generation)
	}
	if p.promo {
		out += " Promo"
	}
	return out
}

// Line is the series without its generation: "Ds" of Dsv5, so that newer ones can be
// found. The S of DSv2 counts as the s of Dsv3.
func (s *Size) Line() string {
	p := s.parts
	letters, features := p.letters, p.features
	if len(letters) > 1 && letters[len(letters)-1] == 'S' { // DS2_v2, GS3
		letters, features = letters[:len(letters)-1], features+"s"
	}
	return letters + features + p.accelerator
}

// Generation is the number behind the v; 1 where the name has none.
func (s *Size) Generation() int { return s.parts.generation }

// AMD tells whether the size runs on processors of AMD.
func (s *Size) AMD() bool { return strings.Contains(s.parts.features, "a") }

// Burstable sizes (B) earn and spend credits: they are for machines that are mostly idle.
func (s *Size) Burstable() bool { return s.parts.letters == "B" }

// Constrained sizes run fewer vCPUs than they are charged for, to save licences.
func (s *Size) Constrained() bool { return s.parts.constrained }

// Promo sizes were sold for a time, for less.
func (s *Size) Promo() bool { return s.parts.promo }

// Confidential sizes (DC, EC) want operating systems that are made for them.
func (s *Size) Confidential() bool {
	return slices.Contains([]string{"DC", "EC", "NCC"}, s.parts.letters)
}

// Special says of what kind a size is that general machines do not want: "GPU",
// "HPC", "FPGA"; else "".
func (s *Size) Special() string {
	switch l := s.parts.letters; {
	case l == "NP" || l == "PB":
		return "FPGA"
	case strings.HasPrefix(l, "N"):
		return "GPU"
	case strings.HasPrefix(l, "H"):
		return "HPC"
	}
	return ""
}

// LocalDisk tells whether the size has a local disk, as far as its name tells: from
// version 4 on by the letter d; the sizes for storage (L) always have them.
func (s *Size) LocalDisk() bool {
	return !s.Newer() || s.Storage() || strings.Contains(s.parts.features, "d")
}

// Newer sizes, of version 4 on, tell by their names whether they have a local disk.
func (s *Size) Newer() bool { return s.parts.generation >= 4 }

// Storage sizes (L) have large local disks.
func (s *Size) Storage() bool { return s.parts.letters == "L" }

// Letters are those that the name begins with: "D" of D4s_v5. IsOf takes them.
func (s *Size) Letters() string { return s.parts.letters }

// Arch is "arm64" or "x64".
func (s *Size) Arch() string {
	if s.ARM {
		return "arm64"
	}
	return "x64"
}

// Sale is what is known of a size in a region.
type Sale struct {
	Sold       bool
	Zones      int  // availability zones that have it
	Restricted bool // for the subscription that asked: whether another may have it is not known
	Known      bool // the catalogue has the region
}

// In tells whether the size is sold in a region, by the catalogue.
func (c *Catalogue) In(s *Size, r ratebook.Region) Sale {
	i := slices.Index(c.Regions, r)
	if i < 0 {
		return Sale{}
	}
	if i >= len(s.sold) {
		return Sale{Known: true}
	}
	switch z := s.sold[i]; {
	case z >= '0' && z <= '9':
		return Sale{true, int(z - '0'), false, true}
	case z >= 'a' && z <= 'j':
		return Sale{true, int(z - 'a'), true, true}
	}
	return Sale{Known: true}
}

// IsOf tells whether a word means the size's series, in either case: "Dsv5" that alone,
// "Ds" it in any version, "D" all that begin with these letters.
func (s *Size) IsOf(word string) bool {
	return strings.EqualFold(word, s.Series()) || strings.EqualFold(word, s.Line()) || strings.EqualFold(word, s.parts.letters)
}

// Base is the line without what says that there is a local disk: "Ds" of Dsv3, Ddsv5 and
// DSv2, "Das" of Dadsv5. Series of one base follow one another.
func (s *Size) Base() string {
	p := s.parts
	letters, features := p.letters, strings.ReplaceAll(p.features, "d", "")
	if len(letters) > 1 && letters[len(letters)-1] == 'S' {
		letters, features = letters[:len(letters)-1], features+"s"
	}
	return letters + features + p.accelerator
}

// Takes tells whether the size runs machines of all these generations of Hyper-V,
// "V1,V2".
func (s *Size) Takes(generations string) bool {
	for g := range strings.SplitSeq(generations, ",") {
		if !strings.Contains(s.Generations, g) {
			return false
		}
	}
	return true
}

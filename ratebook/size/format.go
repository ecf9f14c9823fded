package size

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// A catalogue is lines of words:
//
//	azwhatif-sizes 1
//	date 2026-08-01
//	source where the facts are from
//	regions westeurope northeurope …
//	sold 33.a…        how sizes are sold, a character a region: zones 0 to 9, or
//	                  a to j where restricted for who asked, . not sold
//	family standardDSv5Family
//	D4s_v5 4 16 8 2 12nph 0
//	retires standardAv2Family 2028-11 where this is from
//
// A size has its name without Standard_, vCPUs (2/8 where constrained), GiB, data
// disks, NICs, flags, and the place of its sold line, counted from 0. Flags: A Arm64, 1
// and 2 generations of Hyper-V, n accelerated networking, p premium storage, e ephemeral
// disks, h encryption at host, - none. It belongs to the family line before it.

// bounds of what is read: nothing real comes near.
const (
	maxSizes   = 100_000
	maxLine    = 10_000
	maxVCPUs   = 100_000
	magic      = "azwhatif-sizes 1"
	flagsKnown = "A12npeh"
)

var (
	nameShape  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]{0,60}$`)
	soldShape  = regexp.MustCompile(`^[0-9a-j.]+$`)
	monthShape = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])$`)
	dateShape  = regexp.MustCompile(`^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`)
)

// Read reads a catalogue. The error names the line.
func Read(r io.Reader) (*Catalogue, error) {
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	c := &Catalogue{}
	var sold []string
	family := ""
	for n := 1; in.Scan(); n++ {
		line := in.Text()
		word, rest, _ := strings.Cut(line, " ")
		var err error
		switch {
		case n == 1:
			if line != magic {
				err = fmt.Errorf("%q is not the first line of a catalogue of sizes", clip(line))
			}
		case line == "" || strings.HasPrefix(line, "#"):
		case word == "date":
			c.Date = rest
			if !dateShape.MatchString(rest) {
				err = fmt.Errorf("%q is not a date", clip(rest))
			}
		case word == "source":
			c.Source = rest
		case word == "regions":
			for _, name := range strings.Fields(rest) {
				c.Regions = append(c.Regions, ratebook.Region(name))
			}
		case word == "sold":
			if sold = append(sold, rest); len(rest) != len(c.Regions) || !soldShape.MatchString(rest) {
				err = fmt.Errorf("sold has %d characters, and there are %d regions", len(rest), len(c.Regions))
			}
		case word == "family":
			family = rest
		case word == "retires":
			var ret Retirement
			ret, err = readRetirement(rest)
			c.Retires = append(c.Retires, ret)
		default:
			var s Size
			if s, err = readSize(line, sold); err == nil {
				s.Family = family
				if c.Sizes = append(c.Sizes, s); len(c.Sizes) > maxSizes {
					err = fmt.Errorf("more than %d sizes", maxSizes)
				}
			}
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	switch err := in.Err(); {
	case err != nil:
		return nil, err
	case len(c.Sizes) == 0 || c.Date == "":
		return nil, fmt.Errorf("the catalogue of sizes is cut off: it has no sizes or no date")
	}
	c.index()
	if len(c.byKey) != len(c.Sizes) {
		return nil, fmt.Errorf("the catalogue has a size twice")
	}
	return c, nil
}

// clip shortens a text for a message.
func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

func readRetirement(s string) (r Retirement, err error) {
	words := strings.SplitN(s, " ", 3)
	if len(words) != 3 || !monthShape.MatchString(words[1]) {
		return r, fmt.Errorf("%q is not a family, a month and a source", clip(s))
	}
	return Retirement{words[0], words[1], words[2]}, nil
}

func readSize(line string, sold []string) (s Size, err error) {
	w := strings.Split(line, " ")
	if len(w) != 7 || !nameShape.MatchString(w[0]) {
		return s, fmt.Errorf("%q is not a size", clip(line))
	}
	run, whole, constrained := strings.Cut(w[1], "/")
	if !constrained {
		whole = run
	}
	var numbers [5]int
	for i, text := range []string{run, whole, w[3], w[4], w[6]} {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > maxVCPUs {
			return s, fmt.Errorf("%q is not a number of %s", clip(text), w[0])
		}
		numbers[i] = n
	}
	if numbers[0] < 1 || numbers[1] < numbers[0] || numbers[4] >= len(sold) {
		return s, fmt.Errorf("%q has no vCPUs, or no line of sales", clip(line))
	}
	memory, err := money.Parse(w[2])
	if err != nil || memory.Sign() <= 0 {
		return s, fmt.Errorf("%q is not the memory of %s", clip(w[2]), w[0])
	}
	if w[5] != "-" && strings.Trim(w[5], flagsKnown) != "" {
		return s, fmt.Errorf("%q are not flags of %s", clip(w[5]), w[0])
	}
	has := func(flag string) bool { return strings.Contains(w[5], flag) }
	var generations []string
	for _, g := range []string{"1", "2"} {
		if has(g) {
			generations = append(generations, "V"+g)
		}
	}
	s = Size{
		Name: "Standard_" + w[0], VCPUs: numbers[0], Whole: numbers[1], Memory: memory, Disks: numbers[2], NICs: numbers[3],
		ARM: has("A"), Generations: strings.Join(generations, ","), Accelerated: has("n"), Premium: has("p"), EphemeralOS: has("e"), HostEncrypts: has("h"),
		sold: sold[numbers[4]],
	}
	s.parts = partsOf(s.Name)
	return s, nil
}

// Write writes the catalogue as Read reads it.
func (c *Catalogue) Write(to io.Writer) error {
	out := bufio.NewWriter(to)
	fmt.Fprintf(out, "%s\ndate %s\nsource %s\nregions", magic, c.Date, c.Source)
	for _, r := range c.Regions {
		fmt.Fprintf(out, " %s", r)
	}
	fmt.Fprintln(out)
	var sold []string
	for i := range c.Sizes {
		if s := c.Sizes[i].sold; !slices.Contains(sold, s) {
			sold = append(sold, s)
			fmt.Fprintf(out, "sold %s\n", s)
		}
	}
	family := ""
	for i := range c.Sizes {
		s := &c.Sizes[i]
		if s.Family != family {
			family = s.Family
			fmt.Fprintf(out, "family %s\n", family)
		}
		vcpus := strconv.Itoa(s.VCPUs)
		if s.Whole != s.VCPUs {
			vcpus += "/" + strconv.Itoa(s.Whole)
		}
		fmt.Fprintf(out, "%s %s %s %d %d %s %d\n", strings.TrimPrefix(s.Name, "Standard_"), vcpus, s.Memory, s.Disks, s.NICs, s.flags(), slices.Index(sold, s.sold))
	}
	for _, r := range c.Retires {
		fmt.Fprintf(out, "retires %s %s %s\n", r.Family, r.Month, r.Source)
	}
	return out.Flush()
}

func (s *Size) flags() string {
	var b strings.Builder
	for _, f := range []struct {
		flag string
		has  bool
	}{
		{"A", s.ARM}, {"1", strings.Contains(s.Generations, "V1")}, {"2", strings.Contains(s.Generations, "V2")},
		{"n", s.Accelerated}, {"p", s.Premium}, {"e", s.EphemeralOS}, {"h", s.HostEncrypts},
	} {
		if f.has {
			b.WriteString(f.flag)
		}
	}
	if b.Len() == 0 {
		return "-"
	}
	return b.String()
}

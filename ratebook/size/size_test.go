package size

import (
	"bytes"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
)

// TestBuiltIn reads the catalogue that is built in, and writes it again as it is.
func TestBuiltIn(t *testing.T) {
	c := BuiltIn()
	if len(c.Sizes) != 1467 || len(c.Regions) != 45 || len(c.Retires) != 9 || c.Date != "2026-08-01" {
		t.Errorf("%d sizes, %d regions, %d retirements, of %s", len(c.Sizes), len(c.Regions), len(c.Retires), c.Date)
	}
	var out bytes.Buffer
	if err := c.Write(&out); err != nil {
		t.Fatal(err)
	}
	if out.String() != builtIn {
		t.Error("what is written is not what was read")
	}
	for i := range c.Sizes {
		s := &c.Sizes[i]
		if s.Constrained() != (s.Whole != s.VCPUs) {
			t.Errorf("%s: %d of %d vCPUs", s.Name, s.VCPUs, s.Whole)
		}
	}
}

func TestFind(t *testing.T) {
	c := BuiltIn()
	for _, name := range []string{"Standard_D4s_v5", "D4s_v5", "D4s v5", "d4sv5", " STANDARD_D4S_V5 ", "standard d4s v5"} {
		if s := c.Find(name); s == nil || s.Name != "Standard_D4s_v5" {
			t.Errorf("%q is %v", name, s)
		}
	}
	_, err := c.Parse("Standard_D4s_v55")
	if err == nil || !strings.Contains(err.Error(), "did you mean Standard_D4s_v5") {
		t.Errorf("of an unknown size: %v", err)
	}
}

func TestParts(t *testing.T) {
	for _, c := range []struct {
		name, series, line string
		generation         int
		vcpus              int
		what               string
	}{
		{"D4s_v5", "Dsv5", "Ds", 5, 4, ""},
		{"E8-2s_v5", "Esv5", "Es", 5, 2, "constrained"},
		{"D4as_v5", "Dasv5", "Das", 5, 4, "amd"},
		{"DS3_v2", "DSv2", "Ds", 2, 4, ""},
		{"D2", "D", "D", 1, 2, ""},
		{"B2s", "Bs", "Bs", 1, 2, "burstable"},
		{"A2_v2", "Av2", "A", 2, 2, ""},
		{"A4m_v2", "Av2", "Am", 2, 4, ""},
		{"NC4as_T4_v3", "NCasT4v3", "NCasT4", 3, 4, "GPU amd"},
		{"HB120rs_v3", "HBrsv3", "HBrs", 3, 120, "HPC"},
		{"DC4as_v5", "DCasv5", "DCas", 5, 4, "amd confidential"},
		{"D2ps_v5", "Dpsv5", "Dps", 5, 2, "arm"},
		{"D11_v2_Promo", "Dv2 Promo", "D", 2, 2, "promo"},
	} {
		s, err := BuiltIn().Parse(c.name)
		if err != nil {
			t.Error(err)
			continue
		}
		what := s.Special()
		for _, w := range []struct {
			word string
			is   bool
		}{{"constrained", s.Constrained()}, {"amd", s.AMD()}, {"burstable", s.Burstable()}, {"confidential", s.Confidential()}, {"arm", s.ARM}, {"promo", s.Promo()}} {
			if w.is {
				what = strings.TrimSpace(what + " " + w.word)
			}
		}
		if s.Series() != c.series || s.Line() != c.line || s.Generation() != c.generation || s.VCPUs != c.vcpus || what != c.what {
			t.Errorf("%s: series %s, line %s, generation %d, %d vCPUs, %q", s.Name, s.Series(), s.Line(), s.Generation(), s.VCPUs, what)
		}
	}
}

func TestSales(t *testing.T) {
	c := BuiltIn()
	s := c.Find("A1_v2")
	if got := c.In(s, "eastus"); got != (Sale{true, 3, true, true}) {
		t.Errorf("in eastus: %+v", got)
	}
	if got := c.In(s, "chinanorth"); got != (Sale{}) {
		t.Errorf("in a region that is not in the catalogue: %+v", got)
	}
	if r, ok := c.Retirement(s); !ok || r.Month != "2028-11" {
		t.Errorf("%+v", r)
	}
}

func TestDiskClass(t *testing.T) {
	for _, c := range []struct {
		kind DiskKind
		gib  string
		want string
		iops int
	}{
		{PremiumSSD, "1", "P1", 120}, {PremiumSSD, "128", "P10", 500}, {PremiumSSD, "128.5", "P15", 1100}, {PremiumSSD, "32767", "P80", 20000},
		{StandardHDD, "1", "S4", 500}, {StandardHDD, "5000", "S60", 1300}, {StandardSSD, "4", "E1", 500}, {StandardSSD, "8192", "E60", 2000},
		{PremiumSSD, "32768", "", 0},
	} {
		got, err := c.kind.Class(money.MustParse(c.gib))
		if got.Name != c.want || got.IOPS != c.iops || (err == nil) != (c.want != "") {
			t.Errorf("%s of %s GiB: %+v, %v", c.kind, c.gib, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(builtIn[:2000])
	f.Add("azwhatif-sizes 1\ndate 2026-08-01\nsource x\nregions a b\nsold .1\nfamily F\nD2-1s_v5 1/2 3.5 4 2 12nph 0\nretires F 2028-11 x\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Read(strings.NewReader(text))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := c.Write(&out); err != nil {
			t.Fatal(err)
		}
		if again, err := Read(bytes.NewReader(out.Bytes())); err != nil || len(again.Sizes) != len(c.Sizes) {
			t.Fatalf("what was written is not read: %v", err)
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("Standard_D4s_v5")
	f.Fuzz(func(t *testing.T, name string) {
		BuiltIn().Find(name)
		partsOf(name)
		_, _ = ParseDiskClass(name)
		_, _ = ParseDiskKind(name)
	})
}

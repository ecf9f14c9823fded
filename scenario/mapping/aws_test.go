package mapping_test

import (
	"cmp"
	"context"
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/realdata"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"
)

// TestMachines holds that every machine is a need of its own vCPUs and memory, whichever
// rule takes it there, and that what its series have in common goes with it; and that
// databases have no fewer vCores.
func TestMachines(t *testing.T) {
	m := mapping.AWS()
	for name, machine := range m.Machines {
		for _, c := range []struct {
			line string
			want scenario.Machine
			of   []scenario.HoursOf
		}{
			{"BoxUsage:NAME | RunInstances", scenario.Machine{OS: "linux"}, []scenario.HoursOf{"machine"}},
			{"BoxUsage:NAME | RunInstances:0002", scenario.Machine{OS: "windows"}, []scenario.HoursOf{"machine"}},
			{"BoxUsage:NAME | RunInstances:0010", scenario.Machine{OS: "rhel"}, []scenario.HoursOf{"machine", "licence"}},
			{"BoxUsage:NAME | RunInstances:0102", scenario.Machine{OS: "windows", SQL: "enterprise"}, []scenario.HoursOf{"machine", "SQL Server licence"}},
			{"SpotUsage:NAME | RunInstances:SV001", scenario.Machine{OS: "linux", Spot: true}, []scenario.HoursOf{"machine"}},
		} {
			line := "AmazonEC2 | " + strings.Replace(c.line, "NAME", name, 1) + " | us-east-1 | Hrs | 3 | 1"
			r := m.Map([]scenario.Used{used(t, line)})
			if len(r.Mapped) != len(c.of) {
				t.Fatalf("%s: %+v", line, r)
			}
			billed := money.Zero
			for i, x := range r.Mapped {
				got := x.Machine
				if got.Of != c.of[i] || got.Name != name || !got.Need.VCPUs.Equal(machine.VCPU) || !got.Need.Memory.Equal(machine.Memory) || got.OS != c.want.OS || got.SQL != c.want.SQL || got.Spot != c.want.Spot {
					t.Errorf("%s: %+v of %+v", line, got, got.Machine)
				}
				if x.Quantity.String() != "3" || got.Arch != map[bool]string{true: "arm64", false: "x64"}[strings.Contains(family(name), "g") && name[0] != 'g'] && family(name) != "a1" {
					t.Errorf("%s: %s hours, %s", line, x.Quantity, got.Arch)
				}
				billed = billed.Add(x.Used.Billed)
			}
			if billed.String() != "1" {
				t.Errorf("%s: billed %s", line, billed)
			}
			// The sizes M for much memory do not tell; storage on Arm (im4gn, i8g) has no series of its own.
			local := name[0] != 'x' && strings.Contains(family(name), "d") || strings.ContainsAny(name[:1], "hiz")
			storage := strings.ContainsAny(name[:1], "dhi") && r.Mapped[0].Machine.Arch == "x64"
			if got := r.Mapped[0].Machine; got.Burstable != (name[0] == 't') || got.LocalDisk != local || (got.Series != nil) != storage {
				t.Errorf("%s: burstable %t, local disk %t, series %v", line, got.Burstable, got.LocalDisk, got.Series)
			}
		}
		if strings.HasPrefix(name, "t") {
			continue // burstable databases are left
		}
		for _, code := range []string{"0002", "0012", "0014"} {
			line := "AmazonRDS | InstanceUsage:db." + name + " | CreateDBInstance:" + code + " | us-east-1 | Hrs | 1 | 1"
			r := m.Map([]scenario.Used{used(t, line)})
			for _, m := range r.Mapped {
				if m.Quantity.Less(machine.VCPU) {
					t.Errorf("%s has %s vCores for %s", line, m.Quantity, machine.Shape)
				}
			}
			want := 1
			if code == "0012" && len(r.Mapped) > 0 {
				want = 2 // SQL Server: with its licence
			}
			if len(r.Mapped)+len(r.Unmapped) != want {
				t.Errorf("%s: %d mapped and %d left, want %d", line, len(r.Mapped), len(r.Unmapped), want)
			}
		}
	}
}

// family is "m5" of m5.large.
func family(name string) string { before, _, _ := strings.Cut(name, "."); return before }

// families are those of EC2's instance types in AWS's own list of 2026-10, but for
// those whose vCPUs and memory no source states.
const families = `
	a1 c1 c3 c4 c5 c5a c5ad c5d c5n c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex c8a
	c8g c8gb c8gd c8gn c8i c8i-flex c8ib c8id c8in c9g c9gd cc2 cg1 cr1 d2 d3 d3en dl1 dl2q f1 f2 g2 g3
	g3s g4ad g4dn g5 g5g g6 g6e g6f g7 g7e gr6 gr6f h1 hpc6a hpc6id hpc7a hpc7g hpc8a hs1 i2 i3 i3en i4g
	i4i i7i i7ie i8g i8ge im4gn inf1 inf2 is4gen m1 m2 m3 m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6g m6gd
	m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex m8a m8azn m8g m8gb m8gd m8gn m8i m8i-flex m8ib m8id
	m8idb m8idn m8in m9g m9gd mac-m3ultra mac-m4 mac-m4max mac-m4pro mac1 mac2 mac2-m1ultra mac2-m2
	mac2-m2pro p2 p3 p3dn p4d p4de p5 p5e p5en p6-b200 p6-b300 p6e-gb200 r3 r4 r5 r5a r5ad r5b r5d r5dn
	r5n r6a r6g r6gd r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz r8a r8g r8gb r8gd r8gn r8i r8i-flex r8ib
	r8id r8idb r8idn r8in r9g r9gd t1 t2 t3 t3a t4g trn1 trn1n trn2 trn2u u-12tb1 u-18tb1 u-24tb1 u-3tb1
	u-6tb1 u-9tb1 u7i-12tb u7i-6tb u7i-8tb u7ib-12tb u7in-16tb u7in-24tb u7in-32tb u7inh-32tb vt1 x1 x1e
	x2gd x2idn x2iedn x2iezn x8aedz x8g x8i z1d
`

// TestFamilies holds that every family of EC2 is mapped, or left with a reason of
// its own.
func TestFamilies(t *testing.T) {
	m := mapping.AWS()
	known := map[string]bool{}
	for name := range m.Machines {
		family, _, _ := strings.Cut(name, ".")
		known[family] = true
	}
	for _, family := range strings.Fields(families) {
		r := m.Map([]scenario.Used{used(t, "AmazonEC2 | BoxUsage:"+family+".none | RunInstances | us-east-1 | Hrs | 1 | 1")})
		if len(r.Unmapped) != 1 || !known[family] && !strings.HasPrefix(r.Unmapped[0].Reason, family+".none: ") {
			t.Errorf("%s: %+v", family, r)
		}
	}
}

// TestRegions holds that each region of AWS is found by its id, by a zone, by its
// names and by its codes, and is mapped, or left with a reason.
func TestRegions(t *testing.T) {
	m := mapping.AWS()
	for id, region := range m.Regions {
		texts := []string{id, id + "a", strings.ToUpper(id), id + "-xyz-1a"}
		for _, name := range region.Names {
			texts = append(texts, name, strings.ToUpper(name), strings.Replace(name, "Europe (", "EU (", 1))
		}
		if len(region.Names) == 0 || len(region.Codes) == 0 && id != "eusc-de-east-1" {
			t.Errorf("%s has no name or no code", id)
		}
		codes := []string{""}
		for _, code := range region.Codes {
			if code != "" {
				code += "-"
			}
			texts, codes = append(texts, ""), append(codes, code)
		}
		for i, text := range texts {
			code := codes[max(0, i-len(texts)+len(codes))]
			r := m.Map([]scenario.Used{used(t, "AmazonEC2 | "+code+"BoxUsage:m5.large | RunInstances | "+cmp.Or(text, "-")+" | Hrs | 1 | 1")})
			switch {
			case region.Leave != "":
				if len(r.Unmapped) != 1 || r.Unmapped[0].Reason != id+": "+region.Leave {
					t.Errorf("%s by %q and %q: %+v", id, text, code, r)
				}
			case len(r.Mapped) != 1 || r.Mapped[0].Region != region.To:
				t.Errorf("%s by %q and %q: %+v", id, text, code, r)
			}
		}
	}
	for _, id := range strings.Fields(`af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
		ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1
		cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1
		il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2`) {
		if _, ok := m.Regions[id]; !ok {
			t.Errorf("%s is not there", id)
		}
	}
}

// TestSampleResolves holds that what the sample cards have is found on them,
// each as one meter of the region, in a unit that the quantity is in.
func TestSampleResolves(t *testing.T) {
	for _, source := range []ratebook.Source{ratebook.RateCard, ratebook.Retail} {
		t.Run(string(source), func(t *testing.T) { testSampleResolves(t, source) })
	}
}

func testSampleResolves(t *testing.T, source ratebook.Source) {
	terms := ratebook.Terms{Source: source, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
	meters, err := sample.Open().Meters(context.Background(), terms, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, m := range meters {
		names[m.Category+"/"+m.Name] = true
	}
	found := map[string]bool{}
	data, err := os.ReadFile("testdata/aws.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(data), "\n")
	for name := range mapping.AWS().Machines {
		for _, operation := range []string{"RunInstances", "RunInstances:0002"} {
			lines = append(lines, "AmazonEC2 | BoxUsage:"+name+" | "+operation+" | us-east-1 | Hrs | 1 | 1")
		}
	}
	for _, line := range lines {
		if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		u := used(t, line)
		if u.Foreign.Region != "moon-1" { // in a region that the sample has
			u.Foreign.Region = "eu-west-1"
		}
		for _, m := range mapping.AWS().Map([]scenario.Used{u}).Mapped {
			if !names[m.Selector.Category+"/"+m.Selector.Name] {
				continue
			}
			var here []ratebook.Meter
			for _, r := range []ratebook.Region{m.Region, m.Region.Zone(), ratebook.Global} {
				for _, meter := range meters {
					if len(here) == 0 && m.Selector.In(r).Matches(meter) {
						here = append(here, meter)
					}
				}
			}
			if len(here) != 1 {
				t.Errorf("%s: %d meters of the sample are %s", line, len(here), m.Selector)
				continue
			}
			if _, err := unit.Convert(m.Quantity, m.Unit, here[0].Unit); err != nil || !m.Unit.Same(here[0].Unit) {
				t.Errorf("%s: %q is not in %q of %s: %v", line, m.Unit, here[0].Unit, here[0].Title(), err)
			}
			found[here[0].Title()] = true
		}
	}
	t.Logf("%d meters of the sample are found", len(found))
	if len(found) < 17 {
		t.Errorf("only %d meters of the sample are found: %v", len(found), found)
	}
}

// TestRetailNames holds the names of machines, disks and blobs to those of the
// Retail Prices of August 2026 in West Europe. Retail writes the category in
// front of some subcategories, and names blobs "General Block Blob v2".
func TestRetailNames(t *testing.T) {
	has := map[string]bool{}
	for _, file := range []string{"vm-eu-west.json", "storage-eu-west.json"} {
		for _, m := range retail(t, "retail/prices_2026-08/"+file) {
			has[m.ProductName+"/"+m.MeterName+"/"+m.UnitOfMeasure] = true
		}
	}
	for series, sizes := range mapping.AWS().Series {
		if strings.Contains(series, " ") { // databases
			continue
		}
		for _, s := range sizes {
			if key := "Virtual Machines " + series + " Series/" + s.Name + "/1 Hour"; !has[key] {
				t.Errorf("retail has no %s", key)
			}
		}
	}
	for _, rule := range mapping.AWS().Rules {
		for _, to := range rule.To {
			if to.Category != "Storage" {
				continue
			}
			sub := strings.Replace(string(*to.Subcategory), "Tiered Block Blob", "General Block Blob v2", 1)
			if key := sub + "/" + string(to.Name) + "/" + to.Unit.String(); !has[key] {
				t.Errorf("%s: retail has no %s", to.Pos, key)
			}
		}
	}
}

// TestRealCSV maps the small report: 19 transfers between regions.
func TestRealCSV(t *testing.T) {
	f, err := os.Open(realdata.File(t, "aws_cur/koku_test_cur.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.FieldsPerRecord = -1 // two of its heads have no comma between them
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []scenario.Used
	for _, row := range rows[1:] {
		get := func(name string) string {
			for i, h := range rows[0] {
				if h == name {
					return row[i]
				}
			}
			return ""
		}
		all = append(all, record(t, get("lineItem/LineItemType"), get("lineItem/ProductCode"), get("lineItem/UsageType"), get("lineItem/Operation"),
			get("product/region"), "", get("lineItem/UsageAmount"), get("lineItem/UnblendedCost"), 1))
	}
	r := mapping.AWS().Map(all)
	cost := printed(t, r)
	if len(all) == 0 || cost < 99 {
		t.Errorf("%d records, %.1f %% of their cost covered; want all of it", len(all), cost)
	}
}

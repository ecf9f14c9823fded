package mapping_test

import (
	"context"
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/realdata"
	"azwhatif/ratebook/sample"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"
)

// TestSizes holds that every machine goes to a size with no fewer vCPUs and no
// less memory, whichever rule takes it there, and that a size belongs to its series.
func TestSizes(t *testing.T) {
	m := mapping.AWS()
	shapes := map[string]mapping.Shape{}
	for _, sizes := range m.Series {
		for _, s := range sizes {
			shapes[s.Series+"/"+s.Name] = s.Shape
		}
	}
	for name, machine := range m.Machines {
		for _, line := range []string{
			"AmazonEC2 | BoxUsage:" + name + " | RunInstances | us-east-1 | Hrs | 1 | 1",
			"AmazonEC2 | BoxUsage:" + name + " | RunInstances:0002 | us-east-1 | Hrs | 1 | 1",
			"AmazonEC2 | SpotUsage:" + name + " | RunInstances:SV001 | us-east-1 | Hrs | 1 | 1",
		} {
			r := m.Map([]scenario.Used{used(t, line)})
			if len(r.Mapped) != 1 {
				t.Fatalf("%s: %+v", line, r)
			}
			s := r.Mapped[0].Selector
			series := strings.TrimSuffix(strings.TrimSuffix(*s.Subcategory, " Windows"), " Series")
			shape, ok := shapes[series+"/"+strings.TrimSuffix(s.Name, " Spot")]
			if !ok {
				t.Errorf("%s goes to %s, which is not a size", name, s)
			}
			if shape.VCPU.Less(machine.VCPU) || shape.Memory.Less(machine.Memory) {
				t.Errorf("%s (%s) goes to less: %s (%s)", name, machine.Shape, s, shape)
			}
		}
		if strings.HasPrefix(name, "t") {
			continue // burstable databases are left
		}
		for _, code := range []string{"0002", "0012", "0014"} {
			line := "AmazonRDS | InstanceUsage:db." + name + " | CreateDBInstance:" + code + " | us-east-1 | Hrs | 1 | 1"
			r := m.Map([]scenario.Used{used(t, line)})
			if len(r.Mapped) == 1 && r.Mapped[0].Quantity.Less(machine.VCPU) {
				t.Errorf("%s has %s vCores for %s", line, r.Mapped[0].Quantity, machine.Shape)
			}
			if len(r.Mapped)+len(r.Unmapped) != 1 {
				t.Errorf("%s: %+v", line, r)
			}
		}
	}
}

// TestSampleResolves holds that what the sample cards have is found on them,
// each as one meter of the region, in a unit that the quantity is in.
func TestSampleResolves(t *testing.T) {
	terms := ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "en-US"}
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
	if len(found) < 40 {
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

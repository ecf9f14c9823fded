package mapping_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"
)

var update = flag.Bool("update", false, "write what usage is mapped to, and what bad files are told")

// october is the month of all usage of the tests: 744 hours.
var october = scenario.Month{Year: 2018, Month: 10}

func used(t testing.TB, line string) scenario.Used {
	t.Helper()
	f := strings.Split(line, " | ")
	if len(f) != 7 {
		t.Fatalf("%q has %d fields, want service, usage type, operation, region, unit, quantity, billed", line, len(f))
	}
	for i := range f {
		f[i] = strings.TrimSpace(strings.TrimPrefix(f[i], "-"))
	}
	return scenario.Used{
		Provider: "AWS", Kind: scenario.Metered, Month: october, Currency: "USD", Records: 1,
		Foreign:  scenario.Foreign{Service: f[0], UsageType: f[1], Operation: f[2], Region: f[3], Unit: f[4]},
		Quantity: money.MustParse(f[5]), Billed: money.MustParse(f[6]),
	}
}

func outcome(r mapping.Result) string {
	var b strings.Builder
	for _, m := range r.Mapped {
		what := m.Selector.String()
		if m.Machine != nil {
			what = string(m.Machine.Of) + " of " + m.AsUsed().Meter.Title()
		}
		fmt.Fprintf(&b, "\t%s of %q in %s\n\t%s\n\t%s\n", m.Quantity, m.Unit, m.Region, what, m.Reason)
	}
	for _, l := range r.Skipped {
		fmt.Fprintf(&b, "\tskipped: %s\n", l.Reason)
	}
	for _, l := range r.Unmapped {
		fmt.Fprintf(&b, "\tunmapped: %s\n", l.Reason)
	}
	return b.String()
}

// TestAWSGolden maps the lines of testdata/aws.txt; what becomes of each
// stands below it, indented.
func TestAWSGolden(t *testing.T) {
	const file = "testdata/aws.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for in := bufio.NewScanner(strings.NewReader(string(data))); in.Scan(); {
		line := in.Text()
		switch {
		case strings.HasPrefix(line, "\t"):
		case line == "" || strings.HasPrefix(line, "#"):
			got.WriteString(line + "\n")
		default:
			got.WriteString(line + "\n" + outcome(mapping.AWS().Map([]scenario.Used{used(t, line)})))
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got.String() != string(data) {
		t.Errorf("%s does not say what becomes of its lines now; run with -update and look at the difference", file)
	}
}

const small = `version: 1
name: small
provider: AWS
regions:
  eu-west-1: {to: northeurope, codes: [EU], reason: Ireland}
  us-east-1: {to: eastus, codes: [""], reason: Virginia}
series:
  A:
    A2: {vcpu: 2, memory: 8}
    A4: {vcpu: 4, memory: 16}
  B:
    B3: {vcpu: 3, memory: 8}
machines:
  - families: [m]
    series: [A, B]
    reason: any
    sizes:
      two: {vcpu: 2, memory: 4}
      three: {vcpu: 3, memory: 6}
rules:
  - where: {usage_type: "Box:{machine}"}
    to:
      - meter: {category: VM, subcategory: "{series} Series", name: "{size}", unit: 10 Hours}
      - meter: {category: Licence, name: "per {vcpu}", unit: 1 Hour}
        factor: "{vcpu} * 0.5"
        region: global
    reason: a machine
  - where: {usage_type: Free}
    skip: free
  - where: {usage_type: Hard}
    leave: think
`

func mustRead(t testing.TB, file string) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Read("small.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestMapResult holds that every usage is in one list, that sums tie and that
// the dearest comes first.
func TestMapResult(t *testing.T) {
	all := []scenario.Used{
		used(t, "S | Box:m.three | - | - | Hrs | 20 | 7"),
		used(t, "S | EU-Box:m.two | - | - | Hrs | 5 | 1"),
		used(t, "S | Box:m.nine | - | - | Hrs | 1 | 2"),
		used(t, "S | Box:m.two | - | mars-1 | Hrs | 1 | 0.5"),
		used(t, "S | Free | - | - | GB | 1 | 0"),
		used(t, "S | Hard | - | - | GB | 1 | 3"),
		used(t, "S | New | - | - | GB | 1 | 4"),
	}
	tax := all[0]
	tax.Kind = scenario.Tax
	covered := all[1]
	covered.Kind, covered.Billed = scenario.CoveredUsage, money.Zero
	azure := scenario.Used{Provider: "Microsoft", Kind: scenario.Metered, Billed: money.Int(9)}
	other := all[0]
	other.Provider, other.Currency = "Google Cloud", "EUR"
	r := mustRead(t, small).Map(append(all, tax, covered, azure, other))
	want := `	2 of "10 Hours" in eastus
	{category: VM, subcategory: B Series, name: B3}
	a machine; m.three (3 vCPU, 6 GiB) to B3 (3 vCPU, 8 GiB); 2 GiB more; any; us-east-1 to eastus: Virginia
	30 of "1 Hour" in 
	{category: Licence, name: per 3}
	a machine; m.three (3 vCPU, 6 GiB) to B3 (3 vCPU, 8 GiB); 2 GiB more; any; us-east-1 to eastus: Virginia
	0.5 of "10 Hours" in northeurope
	{category: VM, subcategory: A Series, name: A2}
	a machine; m.two (2 vCPU, 4 GiB) to A2 (2 vCPU, 8 GiB); 4 GiB more; any; eu-west-1 to northeurope: Ireland
	5 of "1 Hour" in 
	{category: Licence, name: per 2}
	a machine; m.two (2 vCPU, 4 GiB) to A2 (2 vCPU, 8 GiB); 4 GiB more; any; eu-west-1 to northeurope: Ireland
	0.5 of "10 Hours" in northeurope
	{category: VM, subcategory: A Series, name: A2}
	a machine; m.two (2 vCPU, 4 GiB) to A2 (2 vCPU, 8 GiB); 4 GiB more; any; eu-west-1 to northeurope: Ireland
	5 of "1 Hour" in 
	{category: Licence, name: per 2}
	a machine; m.two (2 vCPU, 4 GiB) to A2 (2 vCPU, 8 GiB); 4 GiB more; any; eu-west-1 to northeurope: Ireland
	skipped: free
	unmapped: the mapping is for AWS, not for Google Cloud
	unmapped: the mapping has no rule for it
	unmapped: think
	unmapped: the mapping does not know the machine m.nine
	unmapped: the mapping does not know region "mars-1"
`
	if got := outcome(r); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if len(r.Passed) != 1 || len(r.Aside) != 1 {
		t.Errorf("%d passed, %d aside, want one of each", len(r.Passed), len(r.Aside))
	}
	// 7+1 mapped of 7+1+2+0.5+3+4 = 17.5; four records mapped or skipped of eight
	c := r.Coverage()
	if len(c) != 2 || c[0].Currency != "EUR" || c[1].Currency != "USD" {
		t.Fatalf("coverage %+v", c)
	}
	cost, ok := c[1].ByCost()
	if !ok || cost.Round(4).String() != "45.7143" {
		t.Errorf("by cost %s, want 8 / 17.5", cost)
	}
	if records, _ := c[1].ByRecords(); records.String() != "50" {
		t.Errorf("by records %s, want 50", records)
	}
	if none, _ := c[0].ByCost(); !none.IsZero() {
		t.Errorf("by cost %s, want 0", none)
	}
	if u := r.Mapped[2].AsUsed(); u.Kind != scenario.Metered || u.Meter.Name != "A2" || u.Meter.Subcategory != "A Series" || u.Meter.Region != "northeurope" || u.Quantity.String() != "0.5" {
		t.Errorf("as used: %+v", u)
	}
}

package scenario_test

import (
	"fmt"

	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

const shop = `version: 1
name: Web shop
start: 2026-01
months: 3
workloads:
  - name: web tier
    region: westeurope
    growth: 10%
    usage:
      - meter: {category: Virtual Machines, name: D4s v5}
        count: 4
        hours: 24x7
      - meter: {category: Storage, name: Hot LRS Data Stored}
        quantity: 2 TB
cases:
  - {name: Pay-As-You-Go, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Sweden, like: Pay-As-You-Go, region: swedencentral}
`

func ExampleRead() {
	s, err := scenario.Read("shop.yaml", []byte(shop))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range s.Cases {
		fmt.Printf("%s: %s, moved to %q\n", c.Name, c.Terms, c.Region)
	}
	_, err = scenario.Read("shop.yaml", []byte("version: 1\nnaem: Web shop\n"))
	fmt.Println(err)
	// Output:
	// Pay-As-You-Go: MS-AZR-0003P in EUR for NL, moved to ""
	// Sweden: MS-AZR-0003P in EUR for NL, moved to "swedencentral"
	// shop.yaml:2: "naem" is not a key of a scenario; did you mean name?
}

// A usage becomes a quantity of the unit that its meter turns out to have.
func ExampleWorkload_In() {
	s, err := scenario.Read("shop.yaml", []byte(shop))
	if err != nil {
		fmt.Println(err)
		return
	}
	w := s.Workloads[0]
	for i, meterUnit := range []string{"10 Hours", "1 GB/Month"} {
		q, err := w.In(w.Usage[i], unit.MustParse(meterUnit))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s; %s\n", w.Usage[i].Demand, q.Note)
		for _, m := range s.Period() {
			fmt.Printf("  %s: %s × %q\n", m, q.In(m, s.Hours), meterUnit)
		}
	}
	// Output:
	// 4, hours 24x7; 1/Hour = 0.1 × 10 Hours
	//   2026-01: 292 × "10 Hours"
	//   2026-02: 321.2 × "10 Hours"
	//   2026-03: 353.32 × "10 Hours"
	// 2 TB; 1 TB/Month = 1024 × 1 GB/Month
	//   2026-01: 2048 × "1 GB/Month"
	//   2026-02: 2252.8 × "1 GB/Month"
	//   2026-03: 2478.08 × "1 GB/Month"
}

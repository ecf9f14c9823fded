package compare_test

import (
	"context"
	"fmt"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// A scenario is read, and compared on a ratebook: here the sample cards.
func ExampleCases() {
	s, err := scenario.Read("disks.yaml", []byte(`
version: 1
name: Ten disks
start: 2026-09
months: 12
workloads:
  - name: disks
    region: westeurope
    usage:
      - {meter: {category: Storage, name: P10 LRS Disk}, count: 10}
cases:
  - {name: Netherlands, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Brazil, like: Netherlands, region: brazilsouth}
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range c.Estimates {
		difference, _ := c.Difference(e).Amount()
		fmt.Println(e.Case.Name, e.Total(), "difference", difference)
	}
	fmt.Println(c.Samples())
	// Output:
	// Netherlands EUR 2,283.11 difference EUR 0.00
	// Brazil EUR 3,321.04 difference EUR 1,037.93
	// sample prices of 2026-08, for trying out
}

package estimate_test

import (
	"context"
	"fmt"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// A scenario is read and compiled on a ratebook, here the sample cards: its only case
// is priced as stated, and at twice the usage.
func ExampleCompile() {
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
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	plans, err := estimate.Compile(ctx, sample.Open(), s, time.Time{})
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := plans[0].Price(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Case.Name, e.Total())
	fmt.Println("twice", plans[0].At(estimate.Levels{money.Int(2)}).Total())
	// Output:
	// Netherlands EUR 2,283.11
	// twice EUR 4,566.21
}

package chargeback_test

import (
	"context"
	"fmt"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/chargeback"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// Two teams have disks, and the backups of both are shared in proportion.
func ExampleShare() {
	s, err := scenario.Read("disks.yaml", []byte(`
version: 1
name: Disks
start: 2026-09
months: 1
workloads:
  - {name: shop, region: westeurope, tags: {team: shop}, usage: [{meter: {category: Storage, name: P10 LRS Disk}, count: 3}]}
  - {name: web, region: westeurope, tags: {team: web}, usage: [{meter: {category: Storage, name: P10 LRS Disk}, count: 1}]}
  - {name: backups, region: westeurope, tags: {team: ops}, usage: [{meter: {category: Storage, name: P10 LRS Disk}, count: 2}]}
cases:
  - {name: Netherlands, offer: MS-AZR-0003P, currency: EUR, market: NL}
chargeback:
  by: tag:team
  shared: [{name: ops, split: proportional}]
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	cases, err := estimate.Price(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		fmt.Println(err)
		return
	}
	dues := chargeback.Share(cases[0], *s.Chargeback)
	for _, centre := range dues.Centres {
		fmt.Println(centre.Name, "pays", centre.Total(), "of it shared", centre.Shared())
	}
	fmt.Println("in all", dues.Total)
	// Output:
	// shop pays 85.62 of it shared 28.5388335
	// web pays 28.54 of it shared 9.5129445
	// ops pays 0 of it shared -38.051778
	// in all 114.16
}

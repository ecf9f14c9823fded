package report_test

import (
	"context"
	"os"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

const webShop = `
version: 1
name: Web shop
ratebook: sample
start: 2026-01
months: 12
workloads:
  - name: web
    region: westeurope
    usage:
      - meter: {category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5}
        count: 2
        hours: 24x7
cases:
  - {name: Pay-As-You-Go, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Sweden, like: Pay-As-You-Go, region: swedencentral}
`

func priced() *compare.Comparison {
	s, err := scenario.Read("web-shop.yaml", []byte(webShop))
	if err != nil {
		panic(err)
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		panic(err)
	}
	return c
}

func ExampleTable() {
	if err := report.Table(os.Stdout, priced(), report.Options{Detail: report.DetailCases}); err != nil {
		panic(err)
	}
	// Output:
	// Web shop
	// 2026-01 to 2026-12, 12 months, without tax
	// Note: sample prices of 2026-08, for trying out
	//
	//                   Total  Difference
	// Case                EUR         EUR       %
	// ───────────────────────────────────────────
	// Pay-As-You-Go  3,536.29        base
	// Sweden         3,136.54     -399.75  -11.3%
	//
	// Sweden is cheapest at the usage as stated: EUR 3,136.54, EUR 399.75 (11.3%) less
	// than Pay-As-You-Go, the next.
}

func ExampleExplain() {
	if err := report.Explain(os.Stdout, priced(), "Sweden", report.ExplainFilter{}); err != nil {
		panic(err)
	}
	// Output:
	// Web shop: Sweden
	//   terms         MS-AZR-0003P in EUR for NL, en-US, ratecard
	//   amounts in    EUR
	//   note          sample prices of 2026-08, for trying out
	//
	// web: Virtual Machines / Dsv5 Series / D4s v5
	//   asked         2, hours 24x7 (web-shop.yaml:11)
	//   meter         b2c14013-99e5-5376-9923-99214505e39f, Sweden Central
	//                 (swedencentral)
	//   in place of   Virtual Machines / Dsv5 Series / D4s v5,
	//                 1ab41620-5ffa-51b3-ac16-6416f9f747a9, West Europe (westeurope)
	//   counted in    "1 Hour"
	//   hours         24x7; a month has 730
	//  2026-01 to 2026-12, each
	//   quantity      2 × 730 = 1460
	//   rate          in force from 2026-01-01 on
	//   above 0       1460 × 0.179026 = 261.37796
	//  2026-01 to 2026-12
	//   sum of months 12 × 261.37796 = 3136.53552
	//   in all        EUR 3,136.54, rounded
	//
	// Card
	//   terms         MS-AZR-0003P in EUR for NL, en-US, ratecard
	//   fetched       2026-08-03T00:00:00Z
	//   from          built in
	//   sha-256       eac649c26938c1cf699ce7bb6f814ed155241ddb5a9384655f154e848a02adf1
}

package chart_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"azwhatif/estimate/chart"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

func ExampleCommitments() {
	s, err := scenario.Read("servers.yaml", []byte(`version: 1
name: Servers
start: 2026-09
months: 3
workloads: [{name: servers, region: westeurope, usage: [{meter: {category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5}, count: 1, hours: 24x7}]}]
cases:
  - {name: Pay-As-You-Go, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Prepaid, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 400, months: 3}}
`))
	if err != nil {
		log.Fatal(err)
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		log.Fatal(err)
	}
	l := chart.Commitments(c)
	fmt.Println(l.Title)
	for _, line := range l.Of {
		for _, p := range line.Points {
			fmt.Printf("%s, %s: %.2f\n", line.Name, l.At[p.At], p.Value)
		}
	}
	// Output:
	// What is left of the commitments, EUR
	// Prepaid, start: 400.00
	// Prepaid, 2026-09: 260.02
	// Prepaid, 2026-10: 120.04
	// Prepaid, 2026-11: 0.00
}

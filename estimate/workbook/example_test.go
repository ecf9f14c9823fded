package workbook_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"strings"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"

	"github.com/xuri/excelize/v2"
)

func ExampleWrite() {
	s, err := scenario.Read("shop.yaml", []byte(`
version: 1
name: Shop
ratebook: sample
start: 2026-09
months: 3
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
`))
	if err != nil {
		log.Fatal(err)
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		log.Fatal(err)
	}
	var book bytes.Buffer
	if err := workbook.Write(&book, c, workbook.Options{Version: "1.0"}); err != nil {
		log.Fatal(err)
	}

	f, err := excelize.OpenReader(&book)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	fmt.Println(strings.Join(f.GetSheetList(), ", "))
	for _, cell := range []string{"B11", "G11", "B12", "G12", "H12", "J12"} {
		v, err := f.GetCellValue("Summary", cell)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(cell, v)
	}
	// Output:
	// Summary, Guide, Inputs, Usage, Rates, Pay-As-You-Go, Sweden, Comparison, Assumptions, Checks, Provenance
	// B11 Pay-As-You-Go
	// G11 884.07
	// B12 Sweden
	// G12 784.13
	// H12 -99.94
	// J12 lowest
}

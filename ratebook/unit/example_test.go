package unit_test

import (
	"fmt"

	"azwhatif/ratebook/unit"
)

func ExampleConvert() {
	meter := unit.MustParse("10K Transactions")
	used, _ := unit.ParseQuantity("3M Transactions")
	n, _ := unit.Convert(used.Value, used.Unit, meter)
	fmt.Println(n, "blocks of", meter)
	// Output: 300 blocks of 10K Transactions
}

func ExampleUnit_WithoutPeriod() {
	meter := unit.MustParse("1 GB/Month")
	stored, _ := unit.ParseQuantity("2 TB") // each month
	n, _ := unit.Convert(stored.Value, stored.Unit, meter.WithoutPeriod())
	fmt.Println(n)
	// Output: 2048
}

func ExampleParseQuantity() {
	_, err := unit.ParseQuantity("5 GBs")
	fmt.Println(err)
	// Output: quantity "5 GBs": unit "GBs" is not a unit of measure; did you mean GB?
}

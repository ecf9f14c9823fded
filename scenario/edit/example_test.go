package edit_test

import (
	"fmt"

	"azwhatif/scenario/edit"
)

func Example() {
	f, err := edit.Open("plan.yaml", []byte(`version: 1
name: A plan
start: 2027-01
months: 12
workloads:
  - {name: web, usage: [{meter: {name: Data Stored}, quantity: 12 TB}]} # grows
cases:
  - {name: Today, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 60000, months: 12}}
  - {name: Less, like: Today} # what if?
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	f, s, err := f.Apply(
		edit.Set(edit.ParsePath("/workloads/0/usage/0/quantity"), "14 TB"),
		edit.Set(edit.ParsePath("/cases/1/commitment/amount"), "40000"),
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Line(6))
	fmt.Println(f.Line(9))
	fmt.Println(s.Cases[0].Commitments[0].Amount, s.Cases[1].Commitments[0].Amount)
	// Output:
	//   - {name: web, usage: [{meter: {name: Data Stored}, quantity: 14 TB}]} # grows
	//   - {name: Less, like: Today, commitment: {amount: 40000, months: 12}} # what if?
	// 60000 40000
}

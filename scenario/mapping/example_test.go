package mapping_test

import (
	"fmt"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/mapping"
)

// What was used in AWS becomes meters of Azure, and what does not is told.
func ExampleMapping_Map() {
	used := func(service, usageType, operation, quantity, billed string) scenario.Used {
		return scenario.Used{
			Provider: "AWS", Kind: scenario.Metered, Month: scenario.Month{Year: 2026, Month: 3}, Currency: "USD", Records: 1,
			Foreign:  scenario.Foreign{Service: service, UsageType: usageType, Operation: operation, Region: "eu-west-1"},
			Quantity: money.MustParse(quantity), Billed: money.MustParse(billed),
		}
	}
	r := mapping.AWS().Map([]scenario.Used{
		used("AmazonEC2", "EU-BoxUsage:c4.8xlarge", "RunInstances:0002", "744", "2500"),
		used("AmazonS3", "EU-Requests-Tier1", "PutObject", "250000", "1.25"),
		used("AmazonEC2", "EU-BoxUsage:p3.2xlarge", "RunInstances", "10", "80"),
	})
	for _, m := range r.Mapped {
		fmt.Printf("%s × %q of %s in %s\n", m.Quantity, m.Unit, m.AsUsed().Meter.Title(), m.Region)
	}
	fmt.Println(r.Mapped[0].Reason)
	for _, l := range r.Unmapped {
		fmt.Printf("%s %s of %s: %s\n", l.Used.Billed, l.Used.Currency, l.Used.Foreign.UsageType, l.Reason)
	}
	for _, c := range r.Coverage() {
		percent, _ := c.ByCost()
		fmt.Printf("%s %% of the cost in %s is covered\n", percent.Round(1), c.Currency)
	}
	// Output:
	// 744 × "1 Hour" of Virtual Machines / windows / c4.8xlarge (36 vCPU, 60 GiB) in northeurope
	// 25 × "10K" of Storage / Tiered Block Blob / Hot LRS Write Operations in northeurope
	// Windows by the hour, its licence included; c4.8xlarge is a need of 36 vCPU and 60 GiB, windows; compute optimized, Intel; eu-west-1 to northeurope: both in Ireland
	// 80 USD of EU-BoxUsage:p3.2xlarge: p3.2xlarge: has GPUs; choose one of the sizes NC, ND or NV by the GPU
	// 96.9 % of the cost in USD is covered
}

// A file of one's own, and how its mistakes are told.
func ExampleRead() {
	_, err := mapping.Read("ours.yaml", []byte(`version: 1
name: our cloud
provider: Ours
regions:
  here: {to: westeurope, codes: [""], reason: Amsterdam}
rules:
  - where: {usage_type: "disk:{kind}"}
    to:
      - meter: {category: Storage, name: "{knd} Disk", unit: 1/Month}
    reason: a disk
`))
	fmt.Println(err)
	// Output:
	// ours.yaml:9: {knd} is not kept by the rule's conditions; did you mean {kind}?
}

package mapping_test

import (
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/mapping"
)

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := mapping.Read("aws.yaml", mapping.File("aws")); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMap maps 10,000 usages, of which each of 50 occurs 200 times, as with
// subscriptions and months.
func BenchmarkMap(b *testing.B) {
	var all []scenario.Used
	u := used(b, "AmazonEC2 | BoxUsage:m5.large | RunInstances | us-east-1 | Hrs | 744 | 71.424")
	for i := range 10_000 {
		u.Foreign.Operation = "RunInstances:" + string(rune('a'+i%50))
		all = append(all, u)
	}
	for b.Loop() {
		mapping.AWS().Map(all)
	}
}

package usage

import (
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// TestDiscountsAreForTheirUsage takes discounts off the usage that they name, and
// leaves those whose usage is not there. All that is billed stays the same.
func TestDiscountsAreForTheirUsage(t *testing.T) {
	used := func(kind scenario.RecordKind, account, usageType, resource, billed string) scenario.Used {
		return scenario.Used{Provider: "AWS", Kind: kind, Subscription: account, Resource: resource, Currency: "USD", Billed: money.MustParse(billed),
			Foreign: scenario.Foreign{Service: "EC2", UsageType: usageType}}
	}
	list := []scenario.Used{
		used(scenario.Metered, "1", "m5", "i-0", "10"),
		used(scenario.Metered, "1", "m5", "i-1", "30"),
		used(scenario.Metered, "2", "m5", "i-2", "40"),
		used(scenario.Metered, "2", "c5", "i-3", "100"),
		used(scenario.CoveredUsage, "2", "c5", "i-4", "5"),
		used(scenario.DiscountRecord, "1", "m5", "i-0", "-1"), // of one resource: 10 - 1
		used(scenario.DiscountRecord, "1", "m5", "", "-4"),    // of both of an account: 1 and 3
		used(scenario.DiscountRecord, "9", "c5", "", "-10"),   // the payer has it
		used(scenario.DiscountRecord, "2", "", "", "-14"),     // of a service: 4 and 10
		used(scenario.DiscountRecord, "1", "p4", "", "-7"),    // of usage that is not there
	}
	if !shareDiscounts(list) {
		t.Error("no discount is shared")
	}
	for i, want := range []string{"8", "27", "36", "80", "5", "0", "0", "0", "0", "-7"} {
		if !list[i].Billed.Equal(money.MustParse(want)) {
			t.Errorf("record %d is billed %s, want %s", i, list[i].Billed, want)
		}
	}
}

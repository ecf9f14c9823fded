package usage_test

import (
	"fmt"
	"strings"
	"testing"

	"azwhatif/scenario/usage"
)

// Costs are taken in the currency that is preferred, where the records state
// them in it as what they are priced in; else they are what was billed.
func TestPricingCurrency(t *testing.T) {
	t.Parallel()
	mca := "SubscriptionId,Date,MeterCategory,MeterId,MeterName,UnitOfMeasure,quantity,unitPrice,chargeType,billingCurrency,pricingCurrency,costInBillingCurrency,costInPricingCurrency\n" +
		"s,2026-01-05,Storage,aaaaaaaa-0000-4000-8000-000000000001,Data,1 GB/Month,10,0.5,Usage,NOK,USD,52.5,5\n" +
		"s,2026-01-06,Storage,aaaaaaaa-0000-4000-8000-000000000001,Data,1 GB/Month,2,0.5,Usage,NOK,USD,10.5,1\n"
	focus := "ChargeCategory,ChargePeriodStart,BilledCost,BillingCurrency,PricingQuantity,PricingUnit,ProviderName,SubAccountId,ServiceName,x_SkuMeterId,x_SkuMeterName,x_PricingUnitDescription,PricingCurrency,PricingCurrencyEffectiveCost\n" +
		"Usage,2026-01-05 00:00:00,52.5,NOK,10,GB,Microsoft,s,Storage,aaaaaaaa-0000-4000-8000-000000000001,Data,1 GB/Month,USD,5\n"
	azure := strings.NewReplacer("PricingCurrency,PricingCurrencyEffectiveCost", "x_PricingCurrency,x_BilledCostInUsd").Replace(focus)
	dir := write(t, map[string]string{"mca.csv": mca, "focus.csv": focus, "azure.csv": azure})
	for _, tt := range []struct{ file, prefer, want string }{
		{"mca.csv", "", "63 NOK none"},
		{"mca.csv", "NOK", "63 NOK none"},
		{"mca.csv", "EUR", "63 NOK none"},
		{"mca.csv", "USD", "6 USD 0.5: costs in USD are those of CostInPricingCurrency where the bill is in another currency"},
		{"focus.csv", "USD", "5 USD none: costs in USD are those of PricingCurrencyEffectiveCost where the bill is in another currency"},
		{"focus.csv", "NOK", "52.5 NOK none"},
		{"azure.csv", "USD", "5 USD none: costs in USD are those of x_BilledCostInUsd or PricingCurrencyEffectiveCost where the bill is in another currency"},
	} {
		im := rollUp(t, usage.Spec{Files: []string{tt.file}, Dir: dir, Prefer: tt.prefer, Prices: true})
		u := im.Used[0]
		agreed := "none"
		if u.Agreed.Stated > 0 {
			agreed = u.Agreed.Value.String()
		}
		got := fmt.Sprintf("%s %s %s", u.Billed, u.Currency, agreed)
		for _, a := range im.Sources[0].Assumed {
			got += ": " + a
		}
		if got != tt.want || len(im.Used) != 1 {
			t.Errorf("%s in %q: got %s, want %s", tt.file, tt.prefer, got, tt.want)
		}
	}
}

package usage_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// TestBenefitsAreCountedOnce rolls up reports of AWS of one and the same month: a
// machine on demand for 5.52, and one that a savings plan or a reservation covers.
// In each way in which the report bills it, all that is billed is the sum of its rows, and
// what is billed for usage is what was paid for it.
func TestBenefitsAreCountedOnce(t *testing.T) {
	t.Parallel()
	const snake = "line_item_line_item_type,line_item_usage_start_date,line_item_usage_account_id,line_item_product_code,line_item_usage_type," +
		"line_item_operation,line_item_usage_amount,line_item_currency_code,line_item_unblended_cost,product_region_code,pricing_unit," +
		"savings_plan_savings_plan_a_r_n,savings_plan_savings_plan_effective_cost,reservation_reservation_a_r_n,reservation_effective_cost"
	const camel = "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageType," +
		"lineItem/Operation,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,product/regionCode,pricing/unit," +
		"savingsPlan/SavingsPlanARN,savingsPlan/SavingsPlanEffectiveCost,reservation/ReservationARN,reservation/EffectiveCost"
	row := func(kind, amount, cost, rest string) string {
		return kind + ",2026-06-01T00:00:00Z,1,AmazonEC2,EU-BoxUsage:m5.xlarge,RunInstances," + amount + ",USD," + cost + ",eu-west-1,Hrs," + rest + "\n"
	}
	demand := row("Usage", "24", "5.52", ",,,")
	for _, c := range []struct {
		name, rows                        string
		usage, covered, unused, purchases string // billed
	}{
		{"a plan, without the effective cost", row("SavingsPlanCoveredUsage", "24", "5.52", ",,,") + row("SavingsPlanNegation", "0", "-5.52", ",,,") +
			row("SavingsPlanRecurringFee", "24", "3.84", ",,,"), "5.52", "3.84", "0", "0"},
		{"a plan, with it", row("SavingsPlanCoveredUsage", "24", "5.52", "sp-1,3.84,,") + row("SavingsPlanNegation", "0", "-5.52", "sp-1,,,") +
			row("SavingsPlanRecurringFee", "24", "3.84", "sp-1,,,"), "5.52", "3.84", "0", "0"},
		{"a plan of which 1.16 is not used", row("SavingsPlanCoveredUsage", "24", "5.52", "sp-1,3.84,,") + row("SavingsPlanNegation", "0", "-5.52", "sp-1,,,") +
			row("SavingsPlanRecurringFee", "24", "5", "sp-1,,,"), "5.52", "3.84", "1.16", "0"},
		{"a plan that is paid in advance", row("SavingsPlanCoveredUsage", "24", "5.52", "sp-1,3.84,,") + row("SavingsPlanNegation", "0", "-5.52", "sp-1,,,") +
			row("SavingsPlanUpfrontFee", "1", "1401.6", "sp-1,,,"), "5.52", "3.84", "0", "1397.76"},
		{"a reservation, without the effective cost", row("DiscountedUsage", "24", "0", ",,,") + row("RIFee", "24", "3.84", ",,,"), "5.52", "3.84", "0", "0"},
		{"a reservation, with it", row("DiscountedUsage", "24", "0", ",,ri-1,3.84") + row("RIFee", "24", "4", ",,ri-1,"), "5.52", "3.84", "0.16", "0"},
		{"a reservation that is paid in advance", row("DiscountedUsage", "24", "0", ",,ri-1,3.84"), "5.52", "3.84", "0", "-3.84"},
		{"a reservation that is paid in advance, without the effective cost", row("DiscountedUsage", "24", "0", ",,ri-1,") + row("RIFee", "24", "0", ",,ri-1,"), "5.52", "unknown", "0", "0"},
		{"a plan that is paid in advance, without it", row("SavingsPlanCoveredUsage", "24", "5.52", "sp-1,,,") + row("SavingsPlanNegation", "0", "-5.52", "sp-1,,,") +
			row("SavingsPlanUpfrontFee", "1", "1401.6", "sp-1,,,"), "5.52", "unknown", "0", "1401.6"},
		{"a plan with it and a reservation without", row("SavingsPlanCoveredUsage", "24", "5.52", "sp-1,3.84,,") + row("SavingsPlanNegation", "0", "-5.52", "sp-1,,,") +
			row("SavingsPlanRecurringFee", "24", "4", "sp-1,,,") + row("DiscountedUsage", "12", "0", ",,ri-1,") + row("RIFee", "12", "3", ",,ri-1,"), "5.52", "6.84", "0.16", "0"},
		{"a discount for usage", row("EdpDiscount", "0", "-0.552", ",,,") + row("Refund", "0", "-1", ",,,"), "4.968", "0", "0", "0"},
		{"a discount for a plan's fee", row("SavingsPlanCoveredUsage", "24", "5.52", "sp-1,3.456,,") + row("SavingsPlanNegation", "0", "-5.52", "sp-1,,,") +
			"SavingsPlanRecurringFee,2026-06-01T00:00:00Z,1,ComputeSavingsPlans,ComputeSP:1yr,,24,USD,3.84,,,sp-1,,,\n" +
			"EdpDiscount,2026-06-01T00:00:00Z,1,ComputeSavingsPlans,ComputeSP:1yr,,0,USD,-0.384,,,,,,\n", "5.52", "3.456", "0", "0"},
		{"fees of a month without usage that they cover", row("RIFee", "24", "3.84", ",,ri-1,"), "5.52", "0", "0", "3.84"},
	} {
		for _, header := range []string{snake, camel} {
			dir := t.TempDir()
			text := header + "\n" + demand + c.rows
			if err := os.WriteFile(filepath.Join(dir, "cur.csv"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := usage.RollUp(context.Background(), usage.Spec{Files: []string{"cur.csv"}, Dir: dir}, nil)
			if err != nil {
				t.Fatal(err)
			}
			sums := map[scenario.RecordKind]money.Decimal{}
			records, known := int64(0), true
			for _, u := range got.Used {
				sums[u.Kind] = sums[u.Kind].Add(u.Billed)
				records += u.Records
				known = known && (u.Kind != scenario.CoveredUsage || u.Amortized.Known)
			}
			for kind, want := range map[scenario.RecordKind]string{scenario.Metered: c.usage, scenario.CoveredUsage: c.covered, scenario.Unused: c.unused, scenario.Purchase: c.purchases} {
				if want == "unknown" {
					if known {
						t.Errorf("%s: what it cost is known", c.name)
					}
					continue
				}
				if !sums[kind].Equal(money.MustParse(want)) {
					t.Errorf("%s: %s is billed %s, want %s", c.name, kind, sums[kind], want)
				}
			}
			if src := got.Sources[0]; records != src.Rows || src.Rows != src.Metered+src.Aside {
				t.Errorf("%s: %d records of %+v", c.name, records, src)
			}
		}
	}
}

// TestBenefitsStateWhatIsUnused reads the unused part of a benefit's cost from the
// columns that say it. What a benefit costs that is partly paid in advance is not known
// from its recurring fees. All that is billed stays the sum of the rows.
func TestBenefitsStateWhatIsUnused(t *testing.T) {
	t.Parallel()
	const common = "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageType," +
		"lineItem/Operation,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost,product/regionCode,pricing/unit"
	row := func(kind, cost, rest string) string {
		return kind + ",2026-06-01T00:00:00Z,1,AmazonEC2,EU-BoxUsage:m5.xlarge,RunInstances,24,USD," + cost + ",eu-west-1,Hrs," + rest + "\n"
	}
	const plan = "savingsPlan/SavingsPlanARN,savingsPlan/PaymentOption,savingsPlan/SavingsPlanEffectiveCost,savingsPlan/TotalCommitmentToDate,savingsPlan/UsedCommitment"
	const reservation = "reservation/ReservationARN,pricing/PurchaseOption,reservation/EffectiveCost,reservation/AmortizedUpfrontFeeForBillingPeriod," +
		"reservation/UnusedAmortizedUpfrontFeeForBillingPeriod,reservation/UnusedRecurringFee"
	const unsaid = "reservation/ReservationARN,pricing/PurchaseOption"
	for _, c := range []struct {
		name, columns, rows        string
		covered, unused, purchases string
	}{
		{"a plan, partly paid in advance", plan, row("SavingsPlanCoveredUsage", "5.52", "sp-1,Partial Upfront,3.84,,") + row("SavingsPlanNegation", "-5.52", "sp-1,,,,") +
			row("SavingsPlanRecurringFee", "2.5", "sp-1,Partial Upfront,,5,3.84"), "3.84", "1.16", "-2.5"},
		{"a plan of which all is used", plan, row("SavingsPlanCoveredUsage", "5.52", "sp-1,No Upfront,3.84,,") + row("SavingsPlanNegation", "-5.52", "sp-1,,,,") +
			row("SavingsPlanRecurringFee", "3.84", "sp-1,No Upfront,,3.84,3.84"), "3.84", "0", "0"},
		{"a plan, partly paid in advance, without the effective cost", plan, row("SavingsPlanCoveredUsage", "5.52", "sp-1,Partial Upfront,,,") +
			row("SavingsPlanNegation", "-5.52", "sp-1,,,,") + row("SavingsPlanRecurringFee", "2.5", "sp-1,Partial Upfront,,5,3.84"), "unknown", "0", "0"},
		{"a reservation, partly paid in advance", reservation, row("DiscountedUsage", "0", "ri-1,Partial Upfront,3.84,,,") +
			row("RIFee", "2", "ri-1,,,2,0.08,0.08"), "3.84", "0.16", "-2"},
		{"a reservation, partly paid in advance, without the effective cost", reservation, row("DiscountedUsage", "0", "ri-1,,,,,") +
			row("RIFee", "2", "ri-1,,,2,0.08,0.08"), "unknown", "0", "0"},
		{"the same by its purchase option", unsaid, row("DiscountedUsage", "0", "ri-1,Partial Upfront") + row("RIFee", "2", "ri-1,"), "unknown", "0", "0"},
		{"a reservation that is paid by the month", unsaid, row("DiscountedUsage", "0", "ri-1,No Upfront") + row("RIFee", "3.84", "ri-1,"), "3.84", "0", "0"},
		{"the same, with what is unused", reservation, row("DiscountedUsage", "0", "ri-1,No Upfront,,,,") + row("RIFee", "4", "ri-1,,,0,0,0.16"), "3.84", "0.16", "0"},
	} {
		dir := t.TempDir()
		text := common + "," + c.columns + "\n" + row("Usage", "5.52", strings.Repeat(",", strings.Count(c.columns, ","))) + c.rows
		if err := os.WriteFile(filepath.Join(dir, "cur.csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"cur.csv"}, Dir: dir}, nil)
		if err != nil {
			t.Fatal(err)
		}
		sums, all, rows, known := map[scenario.RecordKind]money.Decimal{}, money.Zero, money.Zero, true
		for _, u := range got.Used {
			sums[u.Kind], all = sums[u.Kind].Add(u.Billed), all.Add(u.Billed)
			known = known && (u.Kind != scenario.CoveredUsage || u.Amortized.Known)
		}
		for _, line := range strings.Split(strings.TrimSpace(text), "\n")[1:] {
			rows = rows.Add(money.MustParse(strings.Split(line, ",")[8]))
		}
		if !all.Equal(rows) {
			t.Errorf("%s: billed %s, and the rows add up to %s", c.name, all, rows)
		}
		if known != (c.covered != "unknown") {
			t.Errorf("%s: what it cost is known: %t", c.name, known)
		}
		for kind, want := range map[scenario.RecordKind]string{scenario.CoveredUsage: c.covered, scenario.Unused: c.unused, scenario.Purchase: c.purchases} {
			if want != "unknown" && !sums[kind].Equal(money.MustParse(want)) {
				t.Errorf("%s: %s is billed %s, want %s", c.name, kind, sums[kind], want)
			}
		}
	}
}

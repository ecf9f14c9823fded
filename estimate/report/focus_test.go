package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/report"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// notNull are the columns that FOCUS 1.2 does not let be empty.
var notNull = []string{
	"BilledCost", "BillingAccountId", "BillingAccountType", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
	"ChargeCategory", "ChargeDescription", "ChargeFrequency", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost",
	"EffectiveCost", "InvoiceIssuerName", "ListCost", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName",
	"ServiceSubcategory", "Tags",
}

// TestFOCUS holds the FOCUS file of generated cases to the specification's
// columns and sums, and to the dues of each cost centre and month.
func TestFOCUS(t *testing.T) {
	for seed := range uint64(40) {
		b, s := generate(seed)
		for i := range s.Workloads {
			s.Workloads[i].Tags = map[string]string{"team": fmt.Sprint("t", i%4)}
			if i%5 == 0 {
				s.Workloads[i].Tags = nil
			}
		}
		c := compared(t, b, s)
		k := chargeback.Share(c.Base(), scenario.Chargeback{
			By:       "tag:team",
			Shared:   []scenario.SharedCost{{Name: "t1", Split: scenario.Split{How: scenario.SplitProportional}}},
			Untagged: &scenario.Split{How: scenario.SplitEven},
		})
		var out bytes.Buffer
		if err := report.FOCUS(&out, c, k); err != nil {
			t.Fatal(err)
		}
		checkFOCUS(t, seed, k, out.Bytes())
	}
}

func checkFOCUS(t *testing.T, seed uint64, k *chargeback.Dues, data []byte) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if n := slices.Index(rows[0], "x_CostCenter"); n != 57 {
		t.Fatalf("FOCUS 1.2 has 57 columns, not %d", n)
	}
	due := map[string]money.Decimal{}
	usage := money.Zero
	for i, cells := range rows[1:] {
		v := map[string]string{}
		for j, name := range rows[0] {
			v[name] = cells[j]
		}
		for _, name := range notNull {
			if v[name] == "" {
				t.Fatalf("seed %d: row %d has no %s", seed, i, name)
			}
		}
		if !json.Valid([]byte(v["Tags"])) || v["BillingPeriodStart"] >= v["BillingPeriodEnd"] {
			t.Errorf("seed %d: row %d: %v", seed, i, v)
		}
		if v["PricingQuantity"] != "" {
			cost := money.MustParse(v["PricingQuantity"]).Mul(money.MustParse(v["ListUnitPrice"]))
			if !cost.Equal(money.MustParse(v["ListCost"])) || v["ListCost"] != v["ContractedCost"] {
				t.Errorf("seed %d: row %d: %s × %s is not %s", seed, i, v["PricingQuantity"], v["ListUnitPrice"], v["ListCost"])
			}
			usage = usage.Add(cost)
		} else if v["ChargeCategory"] == "Usage" {
			t.Errorf("seed %d: row %d: usage without a quantity", seed, i)
		}
		key := v["x_CostCenter"] + " " + v["BillingPeriodStart"][:7]
		due[key] = due[key].Add(money.MustParse(v["BilledCost"]))
	}
	for _, centre := range k.Centres {
		for m, month := range centre.Months {
			if got := due[centre.Name+" "+k.Estimate.Months[m].String()]; !got.Equal(month.Due) {
				t.Errorf("seed %d: %q is billed %s in %s, and due is %s", seed, centre.Name, got, k.Estimate.Months[m], month.Due)
			}
		}
	}
	// all usage is there at the card's rates, but for what sharing rounds off
	want := k.Estimate.Charges()
	if off := usage.Sub(want.Usage.Add(want.Overage)); money.MustParse("0.000000000001").Less(off.Abs()) {
		t.Errorf("seed %d: usage at list prices is off by %s", seed, off)
	}
}

package usage_test

import (
	"encoding/csv"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/realdata"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// Files that others published are read as what they are, or refused with the
// reason. Where quantity and cost name columns, the sums over all records are
// those of a reader of our own below.
var realFiles = []struct {
	file, format                           string
	rows, metered, covered, aside, refused int64
	quantity, cost                         string
	order, err                             string
}{
	{file: "usage_csv/azure_camelCased.csv", format: "azure-cost", rows: 3, metered: 3, quantity: "quantity", cost: "preTaxCost"},
	{file: "usage_csv/azure_version_2.csv", format: "azure-cost", rows: 5, metered: 4, aside: 1, cost: "CostInBillingCurrency"},
	{file: "usage_csv/camel_azure_version_2.csv", err: "do not tell the day from the month; state the date order"}, // all of 08/01/2023
	{file: "usage_csv/camel_azure_version_2.csv", order: "mdy", format: "azure-cost", rows: 4, metered: 4, quantity: "quantity", cost: "costInBillingCurrency"},
	{file: "usage_csv/costreport_a243c6f2-199f-4074-9a2c-40e671cf1584.csv", format: "azure-cost", rows: 3, metered: 3, quantity: "UsageQuantity", cost: "PreTaxCost"},
	{file: "usage_csv/empty_frame.csv", format: "azure-cost"},
	{file: "usage_csv/finops-toolkit_EA_ActualCost_Small.csv", format: "azure-cost", rows: 11, metered: 10, aside: 1, quantity: "Quantity", cost: "Cost"},
	{file: "usage_csv/finops-toolkit_EA_AmortizedCost_Small.csv", format: "azure-cost", rows: 28, metered: 28, covered: 2, quantity: "Quantity", cost: "Cost"},
	{file: "usage_csv/finops-toolkit_EA_NoRows.csv", format: "azure-cost"},
	{file: "usage_csv/headers/headersets_BOM.csv", format: "azure-cost", rows: 1, refused: 1},
	{file: "usage_csv/headers/headersets_Enterprise.csv", format: "azure-cost", rows: 1, metered: 1, covered: 1, cost: "CostInBillingCurrency"},
	{file: "usage_csv/headers/headersets_EnterpriseCamel.csv", format: "azure-cost", rows: 1, metered: 1, quantity: "quantity", cost: "costInBillingCurrency"},
	{file: "usage_csv/headers/headersets_German.csv", format: "azure-cost", rows: 1, metered: 1, cost: "PreTaxCost (PreTaxCost)"},
	{file: "usage_csv/headers/headersets_PayAsYouGo.csv", format: "azure-cost", rows: 1, metered: 1, cost: "PreTaxCost"},
	{file: "usage_csv/headers/headersets_YA.csv", format: "azure-cost", rows: 1, metered: 1, cost: "costInBillingCurrency"},
	{file: "usage_csv/headers/values_MissingBrackets.csv", err: "no column for Quantity"},
	{file: "usage_csv/headers/values_Template.csv", err: "no column for Quantity"},
	{file: "usage_csv/headers/values_VirtualMachine.csv", err: "no column for Quantity"},
	{file: "focus/focus_sample_1.0_1000.csv", format: "focus", rows: 1000, metered: 997, covered: 4, aside: 3, cost: "BilledCost"},
	{file: "focus/guymano_aws_1_2_cost_and_usage_rows25_seed7.csv", format: "focus", rows: 25, metered: 12, covered: 12, aside: 13, cost: "BilledCost"},
	{file: "focus/guymano_azure_1_2_cost_and_usage_rows25_seed7.csv", format: "focus", rows: 25, metered: 14, covered: 8, aside: 11, cost: "BilledCost"},
	{file: "focus/guymano_azure_1_3_contract_commitment_rows100_seed42.csv", err: "it is FOCUS's Contract Commitment dataset, which has no usage"},
	{file: "focus/guymano_gcp_1_2_cost_and_usage_rows100_seed42.csv", format: "focus", rows: 100, metered: 61, covered: 36, aside: 39, cost: "BilledCost"},
	{file: "focus/guymano_gcp_1_3_cost_and_usage_rows100_seed42.csv", format: "focus", rows: 100, metered: 62, covered: 32, aside: 38, cost: "BilledCost"},
	{file: "usageaggregates/usageaggregates_2015-05-01_daily.json", format: "azure-usage-aggregates", rows: 109, metered: 109, quantity: "quantity"},
	{file: "usageaggregates/mock_payloads_with_instanceData.resx", err: "no usage format that is known begins like this"},
	{file: "consumption/usageDetails_2017-03_expand-meterDetails_641.json", format: "azure-consumption", rows: 641, metered: 641, quantity: "usageQuantity", cost: "pretaxCost"},
	// Its rows lack a cell somewhere in the middle.
	{file: "aws_cur/koku_test_cur.csv", format: "aws-cur", rows: 19, refused: 19},
	{file: "aws_cur/Oct2018-WorkshopCUR-00001.snappy.parquet", format: "aws-cur", rows: 119307, metered: 119298, covered: 8345, aside: 9},
}

func TestRealFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range realFiles {
		t.Run(tt.file, func(t *testing.T) {
			path := realdata.File(t, tt.file)
			im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{path}, DateOrder: tt.order}, nil)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v, want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			ties(t, im)
			s := im.Sources[0]
			if s.Format != tt.format || s.Rows != tt.rows || s.Metered != tt.metered || s.Covered != tt.covered || s.Aside != tt.aside || s.Refused != tt.refused {
				t.Errorf("%+v, want %+v", s, tt)
			}
			same(t, "quantity", path, tt.quantity, im.Used, func(u scenario.Used) money.Decimal { return u.Quantity })
			same(t, "cost", path, tt.cost, im.Used, func(u scenario.Used) money.Decimal { return u.Billed })
		})
	}
}

// All real files are in the table above.
func TestRealFilesAreListed(t *testing.T) {
	root := realdata.File(t, "")
	listed := map[string]bool{}
	for _, tt := range realFiles {
		listed[tt.file] = true
	}
	for _, pattern := range []string{"usage_csv/*", "usage_csv/headers/*", "focus/*", "usageaggregates/*", "consumption/*", "aws_cur/*"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			rel, err := filepath.Rel(root, f)
			if err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(f); err == nil && !info.IsDir() && !listed[filepath.ToSlash(rel)] {
				t.Errorf("%s is not tested", rel)
			}
		}
	}
}

// same compares a sum with that of the file's own column.
func same(t *testing.T, what, path, column string, used []scenario.Used, of func(scenario.Used) money.Decimal) {
	t.Helper()
	if column == "" {
		return
	}
	want := new(big.Rat)
	for _, text := range cells(t, path, column) {
		if text == "" || text == "NULL" {
			continue
		}
		n, ok := new(big.Rat).SetString(text)
		if !ok {
			t.Fatalf("%q is not a number", text)
		}
		want.Add(want, n)
	}
	got := money.Zero
	for _, u := range used {
		got = got.Add(of(u))
	}
	exact, ok := new(big.Rat).SetString(got.String())
	if !ok || exact.Cmp(want) != 0 {
		t.Errorf("%s: %s, want %s", what, got, want.FloatString(20))
	}
}

// cells are a column's values, in the plainest way to read them.
func cells(t *testing.T, path, column string) (out []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) == ".json" {
		var answer struct {
			Value []struct{ Properties map[string]json.RawMessage }
		}
		if err := json.Unmarshal(text, &answer); err != nil {
			t.Fatal(err)
		}
		for _, v := range answer.Value {
			out = append(out, string(v.Properties[column]))
		}
		return out
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range rows[0] {
		if name != column {
			continue
		}
		for _, row := range rows[1:] {
			out = append(out, row[i])
		}
		return out
	}
	t.Fatalf("%s has no column %s", path, column)
	return nil
}

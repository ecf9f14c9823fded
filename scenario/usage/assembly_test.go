package usage_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario/usage"
)

// TestAssemblies holds that of two assemblies of one month of an AWS report the one
// counts that the manifest above their folders names, if it is whole; and that both
// would count 3 + 5 otherwise.
func TestAssemblies(t *testing.T) {
	const header = "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageAccountId,lineItem/ProductCode,lineItem/UsageType,lineItem/UsageAmount,lineItem/CurrencyCode,lineItem/UnblendedCost\n"
	manifest := func(id string) string {
		return fmt.Sprintf(`{"assemblyId":%q,"account":"1","reportName":"r","billingPeriod":{"start":"20260601T000000.000Z","end":"20260701T000000.000Z"},"reportKeys":["p/r/20260601-20260701/%s/r-1.csv"]}`, id, id)
	}
	for _, c := range []struct {
		name, current string
		lost          bool // the newer file
		want          string
	}{
		{"the newer", "b", false, "5"}, {"the older, as the manifest says", "a", false, "3"}, {"the newer is not whole", "b", true, "3"},
	} {
		dir := t.TempDir()
		write := func(name, text string) {
			path := filepath.Join(dir, "r", "20260601-20260701", name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		write("a/r-1.csv", header+"Usage,2026-06-01,1,S,T,1,USD,3\n")
		write("a/r-Manifest.json", manifest("a"))
		if !c.lost {
			write("b/r-1.csv", header+"Usage,2026-06-01,1,S,T,1,USD,5\n")
		}
		write("b/r-Manifest.json", manifest("b"))
		write("r-Manifest.json", manifest(c.current))
		got, err := usage.RollUp(context.Background(), usage.Spec{Files: []string{"r"}, Dir: dir}, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum := money.Zero
		for _, u := range got.Used {
			sum = sum.Add(u.Billed)
		}
		if sum.String() != c.want {
			t.Errorf("%s: %s is billed, want %s: %+v", c.name, sum, c.want, got.Sources)
		}
		said := false
		for _, s := range got.Sources {
			said = said || s.Format == "" && len(s.Notes) > 0
		}
		if !said {
			t.Errorf("%s: nothing is said of the other assembly: %+v", c.name, got.Sources)
		}
	}
}

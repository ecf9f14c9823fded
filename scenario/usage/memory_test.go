package usage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// TestMemory: more sums than the memory has room for stay on the disk; who wants them
// all in memory gets an error that says what to do. Those outside of the time that is
// asked for take no room.
func TestMemory(t *testing.T) {
	t.Parallel()
	const rows = 200_000
	path := manyResources(t, rows)
	spec := usage.Spec{Files: []string{path}, ByResource: true, Memory: 256 << 20}
	_, err := usage.RollUp(t.Context(), spec, nil)
	if err == nil || !strings.Contains(err.Error(), "the import may take 256 MB") || !strings.Contains(err.Error(), "AZWHATIF_MEMORY") {
		t.Errorf("%v", err)
	}
	sums, err := usage.SumUp(t.Context(), spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer sums.Close()
	n, last := 0, ""
	err = sums.Each(func(u scenario.Used) error {
		if n++; u.Resource <= last {
			return fmt.Errorf("%s after %s", u.Resource, last)
		}
		last = u.Resource
		return nil
	})
	if err != nil || n != rows || sums.Sources[0].Metered != rows {
		t.Errorf("%d sums, %v", n, err)
	}
	spec.From = "2026-03-10"
	im, err := usage.RollUp(t.Context(), spec, nil)
	if err != nil || len(im.Used) != rows/10 || im.Sources[0].Metered != rows/10 || im.Sources[0].Outside != rows-rows/10 {
		t.Errorf("%v", err)
	}
}

// manyResources is an export of as many resources as rows, in ten days of one month.
func manyResources(t *testing.T, rows int) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "many.csv")
	var b strings.Builder
	b.WriteString("SubscriptionId,Date,MeterId,MeterCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,ResourceId\n")
	for i := range rows {
		fmt.Fprintf(&b, "s1,2026-03-%02d,00000000-0000-4000-8000-000000000001,c,n,1 Hour,1,1,EUR,/r/%d\n", 1+i%10, i)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

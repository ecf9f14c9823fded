package usage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario/usage"
)

// TestMemory: more groups than the memory has room for are an error that says what
// to do; those outside of the time that is asked for take no room.
func TestMemory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "many.csv")
	var b strings.Builder
	b.WriteString("SubscriptionId,Date,MeterId,MeterCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,ResourceId\n")
	const rows = 100_000
	for i := range rows {
		fmt.Fprintf(&b, "s1,2026-03-%02d,00000000-0000-4000-8000-000000000001,c,n,1 Hour,1,1,EUR,/r/%d\n", 1+i%10, i)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	spec := usage.Spec{Files: []string{path}, ByResource: true, Memory: 256 << 20}
	_, err := usage.RollUp(t.Context(), spec, nil)
	if err == nil || !strings.Contains(err.Error(), "the import may take 256 MB") || !strings.Contains(err.Error(), "AZWHATIF_MEMORY") {
		t.Errorf("%v", err)
	}
	spec.From = "2026-03-10"
	im, err := usage.RollUp(t.Context(), spec, nil)
	if err != nil || len(im.Used) != rows/10 || im.Sources[0].Metered != rows/10 || im.Sources[0].Outside != rows-rows/10 {
		t.Errorf("%v", err)
	}
	spec.From, spec.Memory = "", 0
	if im, err = usage.RollUp(t.Context(), spec, nil); err != nil || len(im.Used) != rows {
		t.Errorf("%v", err)
	}
}

package usage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
)

// A resource starts on the first day that any file has of it, in any case of its
// id, of the usage that is asked for.
func TestStarts(t *testing.T) {
	const head = "SubscriptionId,Date,MeterId,MeterCategory,MeterName,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,ResourceId,ChargeType,PricingModel,Tags\n"
	line := func(day, cost, resource, kind, model, tags string) string {
		return fmt.Sprintf("S1,%s,00000000-0000-4000-8000-000000000001,c,n,1 Hour,1,%s,EUR,%s,%s,%s,\"\"\"env\"\": \"\"%s\"\"\"\n", day, cost, resource, kind, model, tags)
	}
	dir := t.TempDir()
	for name, lines := range map[string]string{
		"jan.csv": line("2026-01-05", "1", "/r/A", "Usage", "OnDemand", "x") + line("2026-01-02", "9", "/r/a", "Usage", "OnDemand", "y") + line("2026-01-01", "7", "", "Purchase", "Reservation", "x"),
		"feb.csv": line("2026-02-09", "2", "/r/a", "Usage", "OnDemand", "x") + line("2026-02-10", "4", "/r/a", "Usage", "Reservation", "x") + line("2026-02-03", "3", "", "Usage", "OnDemand", "x"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(head+lines), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	imp := scenario.Import{Tags: map[string]string{"env": "x"}}
	im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{dir}, Tags: []string{"env"}, Starts: imp.Prices}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range im.Starts.List {
		got = append(got, fmt.Sprintf("%s %s %s %s %s", s.Subscription, s.Resource, s.First, s.Last, s.Billed["EUR"]))
	}
	slices.Sort(got)
	if want := "s1 /r/a 2026-01-05 2026-02-10 3\ns1 c / n 2026-02-03 2026-02-03 3"; strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	for _, s := range im.Used {
		if s.Resource != "" {
			t.Errorf("the sums are kept apart by resource: %s", s.Resource)
		}
	}
}

// More resources than may be kept are said, and no reason to refuse the import.
func TestManyStarts(t *testing.T) {
	const rows = 100_000
	path := manyResources(t, rows)
	im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{path}, Starts: scenario.Import{}.Prices, Memory: 256 << 20}, nil)
	if err != nil || im.Starts.List != nil || im.Starts.Most != 1<<16 || !im.Used[0].Quantity.Equal(money.Int(rows)) {
		t.Errorf("%v, %d resources of at most %d", err, len(im.Starts.List), im.Starts.Most)
	}
}

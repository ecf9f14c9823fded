package estate

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"azwhatif/ratebook/money"
)

// realData is the folder of real files; the test is skipped where there is none.
func realData(t *testing.T) string {
	dir := os.Getenv("AZWHATIF_REALDATA")
	if dir == "" {
		t.Skip("AZWHATIF_REALDATA is not set")
	}
	return dir
}

func TestCalculatorExports(t *testing.T) {
	dir := filepath.Join(realData(t), "calculator")
	for file, want := range map[string]struct{ total, parsed string }{
		"estimate-vm-sql-2026-06.xlsx":              {"452.68218", "452.68218"},
		"estimate-bandwidth-2024-11.xlsx":           {"24.75", "24.75"},
		"estimate-18-services-spanish-2025-09.xlsx": {"13825.9877", "858.01836"}, // 836.17436 + 21.844, the database and the blobs
	} {
		inv, err := Read(context.Background(), Spec{Files: []string{file}, Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if testing.Verbose() {
			b, _ := json.MarshalIndent(inv, "", " ")
			t.Log(string(b))
		}
		stated := inv.Stated[0]
		sum := stated.Parsed.Value
		for _, f := range inv.Fixed {
			sum = sum.Add(f.Monthly.Value)
		}
		if got := stated.Monthly.Value.String(); got != want.total || !sum.Equal(stated.Monthly.Value) {
			t.Errorf("%s: total %s, parsed and fixed %s; want %s", file, got, sum, want.total)
		}
		if got := stated.Parsed.Value.String(); got != want.parsed {
			t.Errorf("%s: parsed %s, want %s", file, got, want.parsed)
		}
		costs := money.Zero
		for _, m := range inv.Machines {
			if m.Cost != nil {
				costs = costs.Add(m.Cost.Value)
			}
		}
		for _, s := range inv.Services {
			costs = costs.Add(s.Cost.Value)
		}
		if !costs.Equal(stated.Parsed.Value) {
			t.Errorf("%s: machines and services cost %s of %s", file, costs, stated.Parsed.Value)
		}
	}
}

func TestRVToolsExport(t *testing.T) {
	inv, err := Read(context.Background(), Spec{Files: []string{"rvtools/rvtools-small-complete.xlsx"}, Dir: realData(t)})
	if err != nil {
		t.Fatal(err)
	}
	if testing.Verbose() {
		b, _ := json.MarshalIndent(inv, "", " ")
		t.Log(string(b))
	}
	if len(inv.Machines) != 2 || len(inv.Apart) != 1 || len(inv.Left) != 0 {
		t.Errorf("%d machines, %d apart, %d left", len(inv.Machines), len(inv.Apart), len(inv.Left))
	}
}

package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/ratebook/store"
)

// manyCommands is how many commands TestManyCommands runs; a release has 1,000.
var manyCommands = flag.Int("commands", 40, "how many commands to run on one ratebook")

// TestManyCommands runs commands of all kinds on one ratebook, several at a
// time. None fails or cries damage, and the newest card of each terms stays.
//
//	go test ./cmd/azwhatif -run TestManyCommands -commands 1000 -timeout 1h
func TestManyCommands(t *testing.T) {
	apart(t)
	p := newProcess(t, azuretest.Options{})
	dir := t.TempDir()
	const plan = `version: 1
name: Plan
start: 2026-09
months: 1
workloads: [{name: w, region: westeurope, usage: [{meter: {id: 00000000-0000-4000-8000-000000000000}, count: 1, hours: 24x7}]}]
cases: [{name: A, offer: MS-AZR-0003P, currency: EUR, market: NL}]
`
	if err := os.WriteFile(filepath.Join(dir, "plan.yaml"), []byte(plan), 0o600); err != nil {
		t.Fatal(err)
	}
	fetch := []string{"fetch", "--offer", "MS-AZR-0003P", "--currency", "EUR,USD", "--market", "NL"}
	p.mustRun(t, fetch...)
	kinds := [][]string{
		fetch, fetch, {"cards", "prune", "--keep", "2"}, {"cards", "prune", "--keep", "1"}, {"cards", "verify"}, {"cards", "verify"},
		{"cards", "list"}, {"cards", "show"}, {"meters", "size"}, {"compare", filepath.Join(dir, "plan.yaml")},
		{"compare", filepath.Join(dir, "plan.yaml"), "-o", filepath.Join(dir, "same.json")}, {"explain", filepath.Join(dir, "plan.yaml")},
	}
	jobs := make(chan []string)
	var wg sync.WaitGroup
	for range 2 * runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for args := range jobs {
				stdout, stderr, code := p.run(t, args...)
				if code != 0 || strings.Contains(stdout+stderr, "damaged") {
					t.Errorf("%s ends with %d: %s", strings.Join(args, " "), code, stderr)
				}
			}
		})
	}
	for i := range *manyCommands {
		if i < len(kinds) {
			jobs <- kinds[i]
		} else {
			jobs <- kinds[rand.IntN(len(kinds))]
		}
	}
	close(jobs)
	wg.Wait()
	b, err := store.Open(filepath.Join(p.home, "azwhatif", "ratebook"))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	findings, err := b.Verify(t.Context())
	terms := map[string]bool{}
	for _, f := range findings {
		if f.Damage != nil {
			t.Errorf("%s: %v", f.Path, f.Damage)
		}
		terms[fmt.Sprint(f.Header.Terms)] = true
	}
	if err != nil || len(terms) != 2 {
		t.Errorf("%d terms are left, want 2; %v", len(terms), err)
	}
	if left := leftIn(t, dir); len(left) != 2 { // plan.yaml, same.json
		t.Errorf("left: %v", left)
	}
}

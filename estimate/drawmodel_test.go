package estimate_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"azwhatif/estimate"
	"azwhatif/estimate/estimatetest"

	"golang.org/x/tools/txtar"
)

// TestDrawModel holds the models of generated scenarios, and of all that
// testdata prices, to the engine: tiers, free amounts, growth, discounts,
// commitments of every kind, credits, reservations and savings plans.
func TestDrawModel(t *testing.T) {
	for seed := range uint64(300) {
		g := estimatetest.Generate(seed, 10, 12, 5)
		estimate.CheckModel(t, fmt.Sprint("seed ", seed), g.Compare(t).Base(), len(g.Scenario.Workloads), seed)
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := price(t, ar)
		for i, e := range c.Estimates {
			estimate.CheckModel(t, file+": "+e.Case.Name, e, len(c.Scenario.Workloads), uint64(i))
		}
	}
}

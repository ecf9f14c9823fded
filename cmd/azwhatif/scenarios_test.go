package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestScenariosAreRun looks for a script that runs each example.
func TestScenariosAreRun(t *testing.T) {
	files, err := filepath.Glob("../../scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	script, err := os.ReadFile("testdata/script/compare_scenarios.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.Contains(string(script), "exec azwhatif compare $ROOT/scenarios/"+filepath.Base(f)+"\n") {
			t.Errorf("compare_scenarios.txtar does not run %s", filepath.Base(f))
		}
	}
}

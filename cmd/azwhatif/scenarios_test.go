package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

// TestBothSources holds that each example, and the scenario of init, costs the
// same on retail cards as on rate cards: the samples have the same prices of
// Pay-As-You-Go under the names of both sources.
func TestBothSources(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../scenarios")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "start.yaml"), startScenario, 0o644); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "source: retail") {
			continue
		}
		retail := filepath.Join(dir, "retail-"+filepath.Base(f))
		if err := os.WriteFile(retail, []byte(strings.ReplaceAll(string(text), "offer: MS-AZR-0003P", "source: retail, offer: MS-AZR-0003P")), 0o644); err != nil {
			t.Fatal(err)
		}
		want, got := totals(t, f), totals(t, retail)
		if len(want) == 0 || !slices.Equal(want, got) {
			t.Errorf("%s costs %v on rate cards and %v on retail cards", filepath.Base(f), want, got)
		}
	}
}

// totals are those of a scenario's cases, and whether each is complete.
func totals(t *testing.T, file string) (list []string) {
	t.Helper()
	var out, messages bytes.Buffer
	if code := run(t.Context(), []string{"compare", file, "--format", "json", "--detail", "cases"}, strings.NewReader(""), &out, &messages); code != 0 {
		t.Fatalf("%s ends with %d: %s", file, code, messages.String())
	}
	var answer struct {
		Cases []struct {
			Name, Total string
			Complete    bool
		}
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	for _, c := range answer.Cases {
		list = append(list, fmt.Sprint(c.Name, " ", c.Total, " ", c.Complete))
	}
	return list
}

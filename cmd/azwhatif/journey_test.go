package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestJourney runs the commands of "The journey of an architect" in docs/estates.md as they
// stand there, one after another, in a folder that has an RVTools file only. But for one
// thing: fetch reads a saved answer.
func TestJourney(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "estates.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, told, _ := strings.Cut(string(page), "## The journey of an architect")
	_, told, _ = strings.Cut(told, "```sh\n")
	told, _, _ = strings.Cut(told, "```")
	commands := strings.Split(strings.TrimSpace(told), "\n")
	if len(commands) < 5 || len(commands) > 9 {
		t.Fatalf("the journey has %d commands", len(commands))
	}
	home := t.TempDir()
	for _, v := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		t.Setenv(v, home)
	}
	t.Chdir(t.TempDir())
	writeRVTools(t, "rvtools.xlsx", filepath.Join(root, "scenarios", "estate", "rvtools"))

	printed := map[string]string{}
	for _, line := range commands {
		command, _, _ := strings.Cut(line, "#")
		args := words(command)[1:]
		if args[0] == "fetch" {
			args = append(args, "--from-file", filepath.Join(root, "ratebook", "sample", "cards", "retail_MS-AZR-0003P_EUR_NL.json"))
		}
		ctx, cancel := context.WithCancel(t.Context())
		out, want := &untilSeen{text: "?token=", then: cancel}, 0
		if args[0] == "serve" { // which goes on until Ctrl-C
			want = exitInterrupted
		}
		var messages bytes.Buffer
		if code := run(ctx, args, strings.NewReader(""), out, &messages); code != want {
			t.Fatalf("%q ends with %d:\n%s%s", command, code, out.kept.String(), messages.String())
		}
		cancel()
		printed[args[0]] += out.kept.String()
	}
	for command, want := range map[string]string{ // as docs/estates.md has them
		"estate":  "In all: EUR 1,946.94 a month",
		"compare": "Own licences and reserved for three years  31,891.46",
		"explain": "next cheaper Standard_D8s_v5: 32 of 64 GiB",
	} {
		if !strings.Contains(printed[command], want) {
			t.Errorf("%s does not print %q:\n%s", command, want, printed[command])
		}
	}
	for _, file := range []string{"plan.xlsx", "offer.html"} {
		if info, err := os.Stat(file); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// writeRVTools makes the workbook that RVTools writes of its CSV files in a folder.
func writeRVTools(t *testing.T, path, folder string) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, sheet := range []string{"vInfo", "vDisk"} {
		text, err := os.Open(filepath.Join(folder, "RVTools_tab"+sheet+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(text).ReadAll()
		_ = text.Close()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			at, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := f.SetSheetRow(sheet, at, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// untilSeen keeps what is written, and does something once a text has come.
type untilSeen struct {
	kept bytes.Buffer
	text string
	then func()
}

func (w *untilSeen) Write(b []byte) (int, error) {
	n, err := w.kept.Write(b)
	if strings.Contains(w.kept.String(), w.text) {
		w.then()
	}
	return n, err
}

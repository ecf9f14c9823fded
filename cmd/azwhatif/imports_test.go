package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rooms, in the order of imports: each may import those of the rows before its own.
var rooms = [][]string{
	{"azwhatif/ratebook/money"},
	{"azwhatif/ratebook/unit"},
	{"azwhatif/ratebook"},
	{"azwhatif/ratebook/size"},
	{"azwhatif/scenario"},
	{"azwhatif/scenario/edit"},
	{"azwhatif/estimate"},
	{"azwhatif/estimate/compare", "azwhatif/estimate/series"},
	{"azwhatif/estimate/chart", "azwhatif/estimate/reconcile", "azwhatif/estimate/chargeback", "azwhatif/estimate/forecast"},
	{"azwhatif/estimate/alert"},
}

// rowOf is the row of rooms that a package is in; -1 where it is no room.
func rowOf(path string) int {
	return slices.IndexFunc(rooms, func(row []string) bool { return slices.Contains(row, path) })
}

// lastRow is the last row of rooms that stand in a folder.
func lastRow(folder string) (last int) {
	for i, row := range rooms {
		if slices.ContainsFunc(row, func(room string) bool { return within(room, folder) }) {
			last = i
		}
	}
	return last
}

const (
	command = "azwhatif/cmd/azwhatif"
	signIn  = "azwhatif/ratebook/azure"
	inner   = "azwhatif/internal" // what several doors need of the machine

	exampleFiles = "azwhatif/scenarios" // scenario files that are built in: text, for the command
)

// pure are the inner packages that rooms may see, too: which characters a text may
// have, and what runs side by side.
var pure = []string{"azwhatif/internal/terminal", "azwhatif/internal/parallel"}

// doorToDoor are the doors that may import others: sample's cards are read by fetch's
// decoder, and the page shows reports and writes workbooks.
var doorToDoor = map[string][]string{
	"azwhatif/ratebook/sample": {"azwhatif/ratebook/fetch"},
	"azwhatif/estimate/web":    {"azwhatif/estimate/report", "azwhatif/estimate/workbook"},
}

// keepers are the doors outside which an engine is not seen.
var keepers = map[string][]string{
	"github.com/spf13/viper":                           {command},
	"github.com/duckdb/duckdb-go":                      {"azwhatif/ratebook/fetch", "azwhatif/ratebook/store", "azwhatif/scenario/usage"},
	"github.com/xuri/excelize":                         {"azwhatif/estimate/workbook", "azwhatif/scenario/estate"},
	"gonum.org/v1/plot":                                {"azwhatif/estimate/plot"},
	"github.com/ClickHouse":                            {"azwhatif/scenario/usage"},
	"github.com/modelcontextprotocol":                  {"azwhatif/estimate/mcp"},
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity": {signIn},
}

// outside is what a room must not see: the machine and the network. (net/url only
// takes texts apart.)
var outside = []string{"net", "net/http", "os", "os/exec", "os/user", "log", "log/slog", "database/sql", "syscall"}

// doorOf is the door that a package is of, with the folder that the door stands
// in; "" for rooms and the command. Packages below a door are parts of it.
func doorOf(path string) (door, folder string) {
	if rowOf(path) >= 0 {
		return "", ""
	}
	parts := strings.Split(path, "/")
	if len(parts) < 3 || rowOf(parts[0]+"/"+parts[1]) < 0 {
		return "", ""
	}
	return strings.Join(parts[:3], "/"), strings.Join(parts[:2], "/")
}

// forbidden says which of a package's imports break the order, and why.
func forbidden(path string, imports []string) []string {
	var wrong []string
	add := func(imported, why string) {
		wrong = append(wrong, fmt.Sprintf("%s imports %s: %s", path, imported, why))
	}
	door, home := doorOf(path)
	at := rowOf(path)
	if at < 0 && door == "" && path != command && path != exampleFiles && !within(path, inner) {
		return []string{path + " is neither a room, nor a door, nor the command"}
	}
	for _, imported := range imports {
		for engine, doors := range keepers {
			if within(imported, engine) && !slices.ContainsFunc(doors, func(d string) bool { return within(path, d) }) {
				add(imported, "only "+strings.Join(doors, " and ")+" may")
			}
		}
		if at >= 0 && slices.Contains(outside, imported) {
			add(imported, "a room sees neither machine nor network")
		}
		if !within(imported, "azwhatif") {
			continue
		}
		room := rowOf(imported)
		theirs, _ := doorOf(imported)
		switch {
		case imported == command:
			add(imported, "nothing imports the command")
		case path == command:
		case imported == exampleFiles, path == exampleFiles:
			add(imported, "the examples are text, for the command alone")
		case within(imported, inner) && at < 0, slices.Contains(pure, imported):
		case within(path, inner):
			add(imported, "internal packages import nothing of the rooms and doors")
		case at >= 0 && room < 0:
			add(imported, "a room never imports a door")
		case at >= 0 && room >= at:
			add(imported, "a room imports only the rooms before it")
		case door != "" && room > lastRow(home):
			add(imported, "a door imports the rooms of its own folder and those before them")
		case door != "" && room < 0 && theirs != door && !slices.Contains(doorToDoor[door], theirs) && imported != signIn:
			add(imported, "a door imports no other door")
		}
	}
	return wrong
}

// within tells whether a package is the other, or below it.
func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// imports are what each of our packages imports, without its tests.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "azwhatif/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		all[fields[0]] = fields[1:]
	}
	return all
}

// TestGraph holds what CONTRIBUTING.md says of who imports whom.
func TestGraph(t *testing.T) {
	const page, begin, end = "../../CONTRIBUTING.md", "```text\nestimate ", "```\n"
	all := imports(t)
	forTests := func(path string) bool {
		return slices.Contains(all[path], "testing") || strings.HasSuffix(path, "test") || strings.HasSuffix(path, "/realdata") || strings.HasSuffix(path, "/recalc")
	}
	var graph strings.Builder
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if within(path, inner) || path == command || path == exampleFiles || forTests(path) {
			continue
		}
		row := fmt.Sprintf("%-22s", strings.TrimPrefix(path, "azwhatif/"))
		for _, imported := range all[path] {
			if within(imported, "azwhatif") && !within(imported, inner) {
				row += " " + strings.TrimPrefix(imported, "azwhatif/")
			}
		}
		graph.WriteString(strings.TrimSpace(row) + "\n")
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	said, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no block that begins with %q", page, begin)
	}
	said = strings.TrimPrefix(begin, "```text\n") + said
	if want := graph.String(); said != want && *update {
		if err := os.WriteFile(page, []byte(before+"```text\n"+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if said != want {
		t.Errorf("%s says\n%s\nand go list\n%s\n(-update rewrites it)", page, said, want)
	}
}

// TestImportOrder holds every package, without its tests, to the order.
func TestImportOrder(t *testing.T) {
	imports := imports(t)
	for _, room := range slices.Concat(rooms...) {
		if imports[room] == nil {
			t.Errorf("%s is not there", room)
		}
	}
	for path, list := range imports {
		for _, wrong := range forbidden(path, list) {
			t.Error(wrong)
		}
		for _, imported := range list {
			// Packages that help tests are known by what they import.
			if slices.Contains(imports[imported], "testing") && !slices.Contains(list, "testing") {
				t.Errorf("%s imports %s, which is for tests", path, imported)
			}
		}
	}
}

// TestViper holds that one file knows viper.
func TestViper(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			if strings.HasPrefix(i.Path.Value, `"github.com/spf13/viper`) && file != "config.go" {
				t.Errorf("%s imports viper; only config.go may", file)
			}
		}
	}
}

// TestForbidden makes sure that the order can be seen to be broken.
func TestForbidden(t *testing.T) {
	const z = "azwhatif/"
	for _, c := range []struct{ path, imported, why string }{
		{z + "ratebook/money", "fmt", ""},
		{z + "ratebook/unit", z + "ratebook/money", ""},
		{z + "ratebook", z + "ratebook/unit", ""},
		{z + "scenario", z + "ratebook/money", ""},
		{z + "estimate", z + "scenario", ""},
		{z + "ratebook/fetch", z + "ratebook", ""},
		{z + "ratebook/fetch", z + "ratebook/azure", ""},
		{z + "ratebook/sample", z + "ratebook/fetch", ""},
		{z + "ratebook/store", z + "ratebook/unit", ""},
		{z + "ratebook/store", "github.com/duckdb/duckdb-go/v2", ""},
		{z + "ratebook/azure/azuretest", z + "ratebook/azure", ""},
		{z + "scenario/usage", z + "scenario", ""},
		{z + "scenario/usage", "github.com/duckdb/duckdb-go/v2", ""},
		{z + "estimate/workbook", z + "estimate", ""},
		{z + "estimate/workbook", z + "estimate/chargeback", ""},
		{z + "estimate/chargeback", z + "estimate", ""},
		{z + "estimate/compare", z + "estimate", ""},
		{z + "estimate/forecast", z + "estimate/compare", ""},
		{z + "estimate/report", z + "estimate/compare", ""},
		{z + "estimate/reconcile", z + "estimate", ""},
		{z + "estimate/forecast", z + "estimate/series", ""},
		{z + "estimate/alert", z + "estimate/forecast", ""},
		{z + "estimate/notify", z + "estimate/alert", ""},
		{z + "estimate/invoice", z + "estimate/reconcile", ""},
		{z + "estimate/workbook", "github.com/xuri/excelize/v2", ""},
		{z + "estimate/plot", z + "estimate", ""},
		{z + "estimate/plot", "gonum.org/v1/plot/plotter", ""},
		{z + "estimate/invoice", z + "ratebook/azure", ""},
		{z + "ratebook/store", z + "internal/duck", ""},
		{z + "estimate", z + "internal/parallel", ""},
		{z + "ratebook", z + "internal/duck", "a room never imports a door"},
		{z + "internal/duck", z + "ratebook", "internal packages import nothing of the rooms and doors"},
		{command, z + "ratebook/store", ""},
		{command, z + "estimate", ""},
		{command, "github.com/spf13/viper", ""},

		{z + "ratebook/money", z + "ratebook/unit", "a room imports only the rooms before it"},
		{z + "ratebook", z + "scenario", "a room imports only the rooms before it"},
		{z + "scenario", z + "estimate", "a room imports only the rooms before it"},
		{z + "estimate", z + "estimate/chargeback", "a room imports only the rooms before it"},
		{z + "scenario/usage", z + "estimate/chargeback", "a door imports the rooms of its own folder and those before them"},
		{z + "estimate/chargeback", z + "estimate/reconcile", "a room imports only the rooms before it"},
		{z + "estimate/forecast", z + "estimate/alert", "a room imports only the rooms before it"},
		{z + "estimate", z + "estimate/series", "a room imports only the rooms before it"},
		{z + "estimate", z + "estimate/compare", "a room imports only the rooms before it"},
		{z + "estimate/series", z + "estimate/compare", "a room imports only the rooms before it"},
		{z + "estimate/reconcile", z + "estimate/invoice", "a room never imports a door"},
		{z + "estimate/chargeback", z + "estimate/report", "a room never imports a door"},
		{z + "estimate/chargeback", "net/http", "a room sees neither machine nor network"},
		{z + "ratebook", z + "ratebook/store", "a room never imports a door"},
		{z + "estimate", z + "ratebook/store", "a room never imports a door"},
		{z + "estimate", z + "estimate/report", "a room never imports a door"},
		{z + "scenario", z + "ratebook/azure", "a room never imports a door"},
		{z + "estimate", "net/http", "a room sees neither machine nor network"},
		{z + "ratebook", "os", "a room sees neither machine nor network"},
		{z + "scenario", "database/sql", "a room sees neither machine nor network"},
		{z + "ratebook/fetch", z + "scenario", "a door imports the rooms of its own folder and those before them"},
		{z + "scenario/usage", z + "estimate", "a door imports the rooms of its own folder and those before them"},
		{z + "ratebook/fetch", z + "ratebook/store", "a door imports no other door"},
		{z + "ratebook/fetch", z + "ratebook/sample", "a door imports no other door"},
		{z + "ratebook/store", z + "ratebook/fetch", "a door imports no other door"},
		{z + "estimate/report", z + "estimate/workbook", "a door imports no other door"},
		{z + "estimate/workbook", z + "ratebook/sample", "a door imports no other door"},
		{z + "scenario/usage", z + "ratebook/azure/azuretest", "a door imports no other door"},
		{z + "estimate/web", z + "estimate/report", ""},
		{z + "estimate/web", z + "estimate/workbook", ""},
		{command, z + "scenarios", ""},
		{z + "estimate/web", z + "ratebook/store", "a door imports no other door"},
		{z + "estimate/report", z + "estimate/web", "a door imports no other door"},
		{z + "estimate/web", z + "scenarios", "the examples are text, for the command alone"},
		{z + "scenarios", z + "scenario", "the examples are text, for the command alone"},
		{z + "estimate/report", command, "nothing imports the command"},
		{z + "estimate", command, "nothing imports the command"},
		{z + "estimate", "github.com/xuri/excelize/v2", "only azwhatif/estimate/workbook and azwhatif/scenario/estate may"},
		{z + "estimate", "gonum.org/v1/plot", "only azwhatif/estimate/plot may"},
		{z + "estimate/report", "github.com/xuri/excelize/v2", "only azwhatif/estimate/workbook and azwhatif/scenario/estate may"},
		{command, "github.com/duckdb/duckdb-go/v2", "only azwhatif/ratebook/fetch and azwhatif/ratebook/store and azwhatif/scenario/usage may"},
		{z + "ratebook/fetch", "github.com/spf13/viper", "only azwhatif/cmd/azwhatif may"},
		{z + "ratebook/fetch", "github.com/Azure/azure-sdk-for-go/sdk/azidentity", "only azwhatif/ratebook/azure may"},
	} {
		got := forbidden(c.path, []string{"strings", c.imported})
		if c.why == "" && len(got) > 0 || c.why != "" && (len(got) != 1 || got[0] != c.path+" imports "+c.imported+": "+c.why) {
			t.Errorf("%s imports %s: %q, want %q", c.path, c.imported, got, c.why)
		}
	}
	for _, path := range []string{z + "util", z + "cmd/other", "azwhatif"} {
		if got := forbidden(path, nil); len(got) != 1 {
			t.Errorf("%s stands outside the layout: %q", path, got)
		}
	}
}

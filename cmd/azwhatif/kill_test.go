package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"azwhatif/internal/race"
	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/ratebook/store"
)

// kills is how many commands TestKills stops; a release has 2,000.
var kills = flag.Int("kills", 24, "how many writing commands to stop at random moments")

// writing is a command that writes, and what must hold of what it wrote.
type writing struct {
	name  string
	args  []string
	whole map[string]func([]byte) error // of each file that it writes, below the folder
	takes time.Duration
}

// apart leaves a test of many other processes to the run without the race detector,
// which sees nothing of them, and makes each take several times as long.
func apart(t *testing.T) {
	t.Helper()
	if race.On {
		t.Skip("a test of other processes: it runs without the race detector")
	}
}

// TestKills stops writing commands at random moments, by a signal that can be
// caught or one that cannot. Each file is then what it was or what it becomes,
// no card is lost or damaged, and what a caught signal leaves is nothing; what
// else is left goes with the next run, once it is a day old.
//
//	go test ./cmd/azwhatif -run TestKills -kills 2000 -timeout 3h
func TestKills(t *testing.T) {
	apart(t)
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted by another here")
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	p := newProcess(t, invoiced(azuretest.Options{Usage: manyUsage(), UsagePage: 10}))
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "s"), os.DirFS("../../scenarios")); err != nil {
		t.Fatal(err)
	}
	text := func(end string) func([]byte) error {
		return func(b []byte) error {
			if !bytes.HasSuffix(bytes.TrimSpace(b), []byte(end)) {
				return fmt.Errorf("it does not end in %q", end)
			}
			return nil
		}
	}
	asJSON := func(b []byte) error { var v any; return json.Unmarshal(b, &v) }
	asZip := func(b []byte) error {
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err == nil && len(z.File) < 10 {
			err = fmt.Errorf("it has %d parts", len(z.File))
		}
		return err
	}
	commands := []*writing{
		{name: "fetch", args: []string{"fetch", "--offer", "MS-AZR-0003P,MS-AZR-0026P", "--currency", "EUR,USD", "--market", "NL"}},
		{name: "fetch retail", args: []string{"fetch", "--from-file", "retail.json", "--source", "retail", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"}},
		{name: "prune", args: []string{"cards", "prune", "--keep", "2"}},
		{name: "workbook", args: []string{"compare", "s/web-shop.yaml", "-o", "book.xlsx"}, whole: map[string]func([]byte) error{"book.xlsx": asZip}},
		{name: "page", args: []string{"compare", "s/web-shop.yaml", "-o", "page.html", "--plots", "plots"}, whole: map[string]func([]byte) error{"page.html": text("</html>"), "plots/totals.png": text("IEND\xaeB`\x82")}},
		{name: "json", args: []string{"compare", "s/web-shop.yaml", "-o", "all.json", "--detail", "tiers"}, whole: map[string]func([]byte) error{"all.json": asJSON}},
		{name: "alert", args: []string{"alert", "s/alerts.yaml", "--state", "state.json"}, whole: map[string]func([]byte) error{"state.json": asJSON}},
		{name: "invoices", args: []string{"invoices", "download", "E0600JAN", "E0600MAR", "--dir", "."}, whole: map[string]func([]byte) error{"*.pdf": text("%%EOF")}},
		{name: "pull", args: p.pull("-o", "pulled.json"), whole: map[string]func([]byte) error{"pulled.json": asJSON}},
		{name: "rollup", args: []string{"usage", "rollup", "s/usage"}},
		{name: "init", args: []string{"init", "new.yaml"}, whole: map[string]func([]byte) error{"new.yaml": text("")}},
	}
	item := strings.Replace(anItem, `"serviceName"`, `"armSkuName":"","serviceName"`, 1)
	if err := os.WriteFile(filepath.Join(dir, "retail.json"), []byte(`{"Items":[`+item+`]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	hook := startReceiver(t)
	start := func(w *writing) (*os.Process, func() (int, string)) {
		t.Helper()
		cmd := p.command(w.args...)
		cmd.Dir = dir
		if w.name == "alert" {
			cmd.Env = append(cmd.Env, "AZWHATIF_WEBHOOK="+hook.URL+"/T0123456789", "AZWHATIF_AZURE_CA_FILE="+filepath.Join(hook.home, "ca.pem"))
		}
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd.Process, func() (int, string) {
			_ = cmd.Wait()
			return cmd.ProcessState.ExitCode(), stderr.String()
		}
	}
	newest := map[string]time.Time{} // of each terms' cards that were seen
	check := func(what string) {
		t.Helper()
		b, err := store.Open(filepath.Join(p.home, "azwhatif", "ratebook"))
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		findings, err := b.Verify(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		now := map[string]time.Time{}
		for _, f := range findings {
			if f.Damage != nil {
				t.Fatalf("%s: damaged: %s: %v", what, f.Path, f.Damage)
			}
			k := string(f.Header.Terms.Source) + f.Header.Terms.String()
			if at := f.Header.Provenance.Fetched; at.After(now[k]) {
				now[k] = at
			}
		}
		for k, at := range newest {
			if now[k].Before(at) {
				t.Fatalf("%s: the card of %s for %s is lost", what, at, k)
			}
		}
		newest = now
		for _, w := range commands {
			for name, whole := range w.whole {
				files, err := filepath.Glob(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				for _, file := range files {
					data, err := os.ReadFile(file)
					if err == nil {
						err = whole(data)
					}
					if err != nil {
						t.Fatalf("%s: %s is not whole: %v", what, name, err)
					}
				}
			}
		}
	}
	left := func() (paths []string) {
		for _, root := range []string{dir, p.home} {
			_ = filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
				if path == filepath.Join(dir, "s") {
					return filepath.SkipDir
				}
				if err == nil && (strings.HasPrefix(d.Name(), ".azwhatif-") || strings.HasPrefix(d.Name(), ".writing-") || strings.HasPrefix(d.Name(), "azwhatif-")) {
					paths = append(paths, path)
				}
				return nil
			})
		}
		return paths
	}
	runAll := func() {
		t.Helper()
		_ = os.Remove(filepath.Join(dir, "new.yaml"))
		for _, w := range commands {
			began := time.Now()
			_, wait := start(w)
			if code, stderr := wait(); code != 0 && code != exitAlert {
				t.Fatalf("%s ends with %d: %s", w.name, code, stderr)
			}
			w.takes = time.Since(began)
		}
		check("all")
	}
	runAll()
	stopped := map[string]int{}
	for i := range *kills {
		w := commands[r.IntN(len(commands))]
		signal := []os.Signal{syscall.SIGKILL, os.Interrupt, syscall.SIGTERM}[r.IntN(3)]
		if r.IntN(2) == 0 { // the first time, or not
			for name := range w.whole {
				files, _ := filepath.Glob(filepath.Join(dir, name))
				for _, f := range files {
					_ = os.Remove(f)
				}
			}
		}
		before := len(left())
		process, wait := start(w)
		time.Sleep(time.Duration(r.Float64() * 1.1 * float64(w.takes)))
		_ = process.Signal(signal)
		asked := time.Now()
		code, stderr := wait()
		what := fmt.Sprintf("%d: %s, %v, code %d", i, w.name, signal, code)
		if took := time.Since(asked); took > 5*time.Second { // one, on a machine that has nothing else to do
			t.Errorf("%s: it stopped after %s", what, took)
		}
		if code == exitInterrupted && !strings.HasSuffix(strings.TrimSpace(stderr), interrupted) {
			t.Errorf("%s: %s", what, stderr)
		}
		if now := left(); signal != syscall.SIGKILL && len(now) > before && code == exitInterrupted {
			t.Errorf("%s: it left %v", what, now)
		}
		stopped[fmt.Sprint(signal, " ", code)]++
		if i%10 == 9 || i == *kills-1 {
			check(what)
		}
	}
	t.Logf("stopped: %v; left by what was killed: %d", stopped, len(left()))
	old := time.Now().Add(-25 * time.Hour)
	for _, path := range left() {
		_ = filepath.WalkDir(path, func(path string, _ os.DirEntry, err error) error {
			_ = os.Chtimes(path, old, old)
			return err
		})
	}
	runAll()
	if paths := left(); len(paths) > 0 {
		t.Errorf("left for ever: %v", paths)
	}
}

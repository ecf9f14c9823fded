package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
)

const pulledMeter = "e60caf26-9ba0-413d-a422-6141f58081d6"

// reportedUsage is a record of UsageAggregates: what was used on a day of March
// 2026, and reported on another.
func reportedUsage(used, reported int, quantity string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{
  "id": "/subscriptions/s/providers/Microsoft.Commerce/UsageAggregates/Daily_BRSDT_202603%02[2]d_0000",
  "name": "Daily_BRSDT_202603%02[2]d_0000", "type": "Microsoft.Commerce/UsageAggregate",
  "properties": {"subscriptionId": "s", "usageStartTime": "2026-03-%02[1]dT00:00:00+00:00", "usageEndTime": "2026-03-%02[4]dT00:00:00+00:00",
    "meterName": "Compute Hours", "meterRegion": "", "meterCategory": "Virtual Machines", "meterSubCategory": "Standard_D1 VM (Non-Windows)", "unit": "Hours",
    "instanceData": "{\"Microsoft.Resources\":{\"resourceUri\":\"/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm\",\"location\":\"eastus\",\"tags\":{\"project\":\"<shop>\"}}}",
    "meterId": "`+pulledMeter+`", "infoFields": {}, "quantity": %[3]s}}`, used, reported, quantity, used+1))
}

// manyUsage is 25 records of one quantity, 0.1: 2.5 in all. The one of 2 March is
// reported in two days, and the last two are equal in all.
func manyUsage() []json.RawMessage {
	all := []json.RawMessage{reportedUsage(2, 2, "0.1"), reportedUsage(2, 3, "0.1")}
	for day := 3; day < 25; day++ {
		all = append(all, reportedUsage(day, day+1, "0.1"))
	}
	return append(all, reportedUsage(24, 25, "0.1"))
}

func (p *process) pull(args ...string) []string {
	return append([]string{"usage", "pull", "--from", "2026-03-01", "--to", "2026-04-05"}, args...)
}

// rolledUp is the quantity of the one meter, and the records.
func (p *process) rolledUp(t *testing.T, args ...string) (quantity, records string) {
	t.Helper()
	out, _ := p.mustRun(t, append([]string{"usage", "rollup"}, args...)...)
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][5] != pulledMeter {
		t.Fatalf("%v, and not one row of the meter:\n%s", err, out)
	}
	return rows[1][13], rows[1][16]
}

// TestUsagePull gets several pages in spite of what goes wrong, and reads them again.
func TestUsagePull(t *testing.T) {
	const path = "/subscriptions/22222222-2222-4222-8222-222222222222/providers/Microsoft.Commerce/UsageAggregates"
	for _, c := range []struct {
		name   string
		faults []azuretest.Fault
		asked  int // three pages, and what goes wrong
	}{
		{"no fault", nil, 3},
		{"not ready", append(azuretest.Times(3, azuretest.NotReady(0)), azuretest.NotReady(2*time.Millisecond)), 3 + 4},
		{"not ready in the middle", []azuretest.Fault{azuretest.None, azuretest.NotReady(time.Second), azuretest.None, azuretest.NotReady(0)}, 3 + 2},
		{"throttled", []azuretest.Fault{azuretest.ThrottleMilliseconds(2), azuretest.None, azuretest.ThrottleMilliseconds(2)}, 3 + 2},
		{"cut off", []azuretest.Fault{azuretest.CutOff(700), azuretest.Truncate(700), azuretest.None, azuretest.ResetAfter(300)}, 3 + 3},
		{"empty", []azuretest.Fault{azuretest.None, azuretest.Empty()}, 3 + 1},
		{"errors", []azuretest.Fault{azuretest.ServerError(500), azuretest.GatewayTimeout(), azuretest.None, azuretest.Reset(), azuretest.ServerError(503)}, 3 + 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, azuretest.Options{Usage: manyUsage(), UsagePage: 10})
			p.azure.Fault(azuretest.Usage, c.faults...)
			out := filepath.Join(p.home, "march.json")
			_, stderr := p.mustRun(t, p.pull("-o", out)...)
			if !strings.Contains(stderr, "saved 25 records that were reported from 2026-03-01 to 2026-04-05 in "+out) || !strings.Contains(stderr, "up to some days later") {
				t.Error(stderr)
			}
			asked := p.azure.Requests(azuretest.Usage)
			if len(asked) != c.asked {
				t.Errorf("asked %d times, want %d", len(asked), c.asked)
			}
			q := asked[0].Query
			if asked[0].Path != path || q.Get("reportedStartTime") != "2026-03-01T00:00:00+00:00" || q.Get("reportedEndTime") != "2026-04-06T00:00:00+00:00" ||
				q.Get("aggregationGranularity") != "Daily" || q.Get("showDetails") != "true" || q.Get("api-version") != "2015-06-01-preview" {
				t.Errorf("asked %s %v", asked[0].Path, q)
			}
			if quantity, records := p.rolledUp(t, out); quantity != "2.5" || records != "25" {
				t.Errorf("%s in %s records, want 25 × 0.1 = 2.5", quantity, records)
			}
			// of the window that was reported in two days, each once
			if quantity, records := p.rolledUp(t, out, "--from", "2026-03-02", "--to", "2026-03-02"); quantity != "0.2" || records != "2" {
				t.Errorf("2 March has %s in %s records, want 0.1 + 0.1", quantity, records)
			}
			if inspected, _ := p.mustRun(t, "usage", "inspect", out); !strings.Contains(inspected, "azure-usage-aggregates, 25 rows = 25 usage + 0 set aside + 0 refused") {
				t.Error(inspected)
			}
		})
	}
}

// TestUsagePullFile: the file has the default name, or is compressed; it is kept
// as Azure wrote it, and two pulls that overlap count once.
func TestUsagePullFile(t *testing.T) {
	p := newProcess(t, azuretest.Options{Usage: manyUsage(), UsagePage: 10})
	cmd := p.command(p.pull()...)
	cmd.Dir = p.home
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	plain := filepath.Join(p.home, "usage-"+p.azure.Subscription+"-2026-03-01-2026-04-05.json")
	text, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ Value []json.RawMessage }
	if err := json.Unmarshal(text, &answer); err != nil || len(answer.Value) != 25 || !strings.Contains(string(text), `\"\u003cshop`) {
		t.Errorf("%v, %d records", err, len(answer.Value))
	}
	packed := filepath.Join(p.home, "march.json.GZ")
	p.mustRun(t, p.pull("-o", packed)...)
	f, err := os.Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(z); err != nil || string(unpacked) != string(text) {
		t.Errorf("%v: the compressed file has other text", err)
	}
	if quantity, records := p.rolledUp(t, packed); quantity != "2.5" || records != "25" {
		t.Errorf("%s in %s records", quantity, records)
	}
	later := newProcess(t, azuretest.Options{Usage: append(manyUsage()[10:], reportedUsage(26, 27, "7"))})
	more := filepath.Join(p.home, "more.json")
	later.mustRun(t, later.pull("-o", more)...)
	if quantity, records := p.rolledUp(t, packed, more); quantity != "9.5" || records != "26" {
		t.Errorf("two pulls that overlap have %s in %s records, want 2.5 + 7 in 26", quantity, records)
	}
}

// TestUsagePullEnd: what is not over is not asked for.
func TestUsagePullEnd(t *testing.T) {
	p := newProcess(t, azuretest.Options{Usage: manyUsage()})
	out := filepath.Join(p.home, "out.json")
	_, stderr := p.mustRun(t, "usage", "pull", "--from", "2026-03-01", "--to", "2999-12-31", "-o", out)
	today := time.Now().UTC().Format(time.DateOnly)
	if !strings.Contains(stderr, "--to 2999-12-31 is not over: what was reported before "+today+" 00:00 UTC is asked for") {
		t.Error(stderr)
	}
	p.mustRun(t, "usage", "pull", "--from", "2026-03-01", "--to", "2999-12-31", "--hourly", "-o", out)
	p.mustRun(t, "usage", "pull", "--days", "40", "-o", out)
	asked := p.azure.Requests(azuretest.Usage)
	first := time.Now().UTC().AddDate(0, 0, -40).Format(time.DateOnly)
	if q := asked[2].Query; q.Get("reportedStartTime") != first+"T00:00:00+00:00" || q.Get("reportedEndTime") != today+"T00:00:00+00:00" {
		t.Error(q)
	}
	if end := asked[0].Query.Get("reportedEndTime"); end != today+"T00:00:00+00:00" {
		t.Error(end)
	}
	end, err := time.Parse(time.RFC3339, asked[1].Query.Get("reportedEndTime"))
	if age := time.Since(end); err != nil || asked[1].Query.Get("aggregationGranularity") != "Hourly" || age < 0 || age > 2*time.Hour {
		t.Error(asked[1].Query)
	}
}

// TestUsagePullFails keeps nothing, and says why.
func TestUsagePullFails(t *testing.T) {
	link := func(to string) azuretest.Fault { return azuretest.Answer(200, `{"value":[],"nextLink":"`+to+`"}`) }
	for _, c := range []struct {
		name   string
		fault  []azuretest.Fault
		noRole bool
		want   string
		asked  int
	}{
		{name: "no role", noRole: true, want: "a role with Microsoft.Commerce/UsageAggregates/read on subscription 22222222-2222-4222-8222-222222222222, such as Reader", asked: 1},
		{name: "never ready", fault: azuretest.Times(20, azuretest.NotReady(0)), want: "the answer was not ready in any of 11 tries: try again later", asked: 11},
		{name: "ready in an hour", fault: []azuretest.Fault{azuretest.None, azuretest.NotReady(time.Hour)}, want: "the answer is not ready: try again in 1h0m0s", asked: 2},
		{name: "always throttled", fault: append([]azuretest.Fault{azuretest.None}, azuretest.Times(9, azuretest.ThrottleMilliseconds(1))...), want: "429 TooManyRequests", asked: 6},
		{name: "always cut off", fault: append([]azuretest.Fault{azuretest.None}, azuretest.Times(9, azuretest.CutOff(500))...), want: "it breaks off after 500 bytes", asked: 4},
		{name: "always half", fault: azuretest.Times(9, azuretest.Truncate(500)), want: "in the last of 3 tries", asked: 3},
		{name: "a guest network", fault: []azuretest.Fault{azuretest.HTML()}, want: "it is not JSON, but text/html", asked: 1},
		{name: "no usage in it", fault: []azuretest.Fault{azuretest.Answer(200, `{"values":[]}`)}, want: `it has no "value"`, asked: 1},
		{name: "nothing reported", fault: []azuretest.Fault{azuretest.Answer(200, `{"value":[]}`)}, want: "no usage of subscription 22222222-2222-4222-8222-222222222222 was reported", asked: 1},
		{name: "another host", fault: []azuretest.Fault{link("https://example.org/next")}, want: "https://example.org, not to", asked: 1},
		{name: "a circle", fault: azuretest.Times(3, link("/subscriptions/x")), want: "leads back to an earlier page", asked: 1},
		{name: "a partner's", fault: []azuretest.Fault{azuretest.DisallowedProvider()}, want: "(CSP), which the usage API does not serve: import an export", asked: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, azuretest.Options{Usage: manyUsage(), UsagePage: 10})
			if c.name == "a circle" {
				p.azure.Fault(azuretest.ARM, azuretest.Answer(200, `{"value":[],"nextLink":"/subscriptions/x"}`))
			}
			p.azure.SetRole(!c.noRole)
			p.azure.Fault(azuretest.Usage, c.fault...)
			dir := t.TempDir()
			_, stderr, code := p.run(t, p.pull("-o", filepath.Join(dir, "march.json"))...)
			if code != 1 || !strings.Contains(stderr, c.want) || !strings.Contains(stderr, "nothing is saved") {
				t.Errorf("ends with %d:\n%s\nwant %s", code, stderr, c.want)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
				t.Errorf("%v is left; %v", left, err)
			}
			if n := len(p.azure.Requests(azuretest.Usage)); n != c.asked {
				t.Errorf("asked %d times, want %d", n, c.asked)
			}
		})
	}
}

// TestUsagePullInput refuses before anything is asked.
func TestUsagePullInput(t *testing.T) {
	p := newProcess(t, azuretest.Options{Usage: manyUsage()})
	tomorrow := time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly)
	for want, args := range map[string][]string{
		"give the first and the last day":     {"--to", "2026-03-02"},
		"--days stands in place of --from":    {"--to", "2026-03-02", "--days", "3"},
		"--days 1001 is not a number of days": {"--days", "1001"},
		"--days -1 is not a number of days":   {"--days", "-1"},
		`--from "1.3." is not a day`:          {"--from", "1.3.", "--to", "2026-03-02"},
		`--to "2026-02-30" is not a day`:      {"--from", "2026-03-01", "--to", "2026-02-30"},
		"--to 2026-02-01 is before --from":    {"--from", "2026-03-01", "--to", "2026-02-01"},
		"is not over (days are UTC)":          {"--from", tomorrow, "--to", tomorrow},
		"is not a subscription id":            {"--from", "2026-03-01", "--to", "2026-03-02", "--subscription", "mine"},
		"is not a file":                       {"--from", "2026-03-01", "--to", "2026-03-02", "-o", p.home},
		"there is no folder":                  {"--from", "2026-03-01", "--to", "2026-03-02", "-o", filepath.Join(p.home, "none", "out.json")},
		`"file" is not a command of azwhatif`: {"file"},
		"unknown flag: --format":              {"--format", "csv"},
		"azure.cloud \"moon\" is not one of ": {"--from", "2026-03-01", "--to", "2026-03-02", "--cloud", "moon"},
	} {
		_, stderr, code := p.run(t, append([]string{"usage", "pull"}, args...)...)
		if code != exitBadInput || !strings.Contains(stderr, want) {
			t.Errorf("%q ends with %d:\n%s\nwant %s", args, code, stderr, want)
		}
	}
	cmd := p.command(p.pull()...)
	cmd.Env = append(cmd.Env, "AZWHATIF_AZURE_SUBSCRIPTION=")
	out, _ := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitBadInput || !strings.Contains(string(out), "give --subscription") {
		t.Errorf("%s", out)
	}
	if n := len(p.azure.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestUsagePullStopped: interrupted or told to end, it leaves nothing; killed, no
// file by the name that was asked for, and what is there from before stays whole.
func TestUsagePullStopped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted by another here")
	}
	const seed = 5
	r := rand.New(rand.NewPCG(seed, 1))
	var slow []azuretest.Fault
	for range 3 {
		slow = append(slow, azuretest.Slow(300, 10*time.Millisecond))
	}
	for i, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, os.Kill, os.Interrupt, syscall.SIGTERM, os.Kill, os.Kill, os.Kill} {
		p := newProcess(t, azuretest.Options{Usage: manyUsage(), UsagePage: 10})
		p.azure.Fault(azuretest.Usage, slow...)
		dir := t.TempDir()
		path := filepath.Join(dir, "march.json")
		before := i%2 == 1
		if before {
			if err := os.WriteFile(path, []byte("before"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var stderr bytes.Buffer
		cmd := p.command(p.pull("-o", path)...)
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for n := 1 + r.IntN(3); len(p.azure.Requests(azuretest.Usage)) < n; { // of so many pages
			time.Sleep(time.Millisecond)
		}
		_ = cmd.Process.Signal(s) // it is at work
		_ = cmd.Wait()
		if cmd.ProcessState.ExitCode() == 0 {
			t.Errorf("%v did not stop it", s)
		}
		if s != os.Kill && !strings.Contains(stderr.String(), interrupted) {
			t.Errorf("%v: %s", s, stderr.String())
		}
		text, err := os.ReadFile(path)
		if before && string(text) != "before" || !before && !os.IsNotExist(err) {
			t.Errorf("%v left %d bytes, %v", s, len(text), err)
		}
		if !before { // what a kill leaves is not imported
			if _, stderr, code := p.run(t, "usage", "rollup", dir); code != exitBadInput || !strings.Contains(stderr, "no files") {
				t.Errorf("%v: the folder's import ends with %d: %s", s, code, stderr)
			}
		}
		left, err := os.ReadDir(dir)
		for _, f := range left {
			if f.Name() != "march.json" && (s != os.Kill || !strings.HasPrefix(f.Name(), ".")) {
				t.Errorf("%v left %s; %v", s, f.Name(), err)
			}
		}
	}
}

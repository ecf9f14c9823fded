package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
)

func mustRead(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// refused runs what has to be refused before a file of usage is asked for.
func (p *process) refused(t *testing.T, want string, args []string) {
	t.Helper()
	before, posts := strings.Count(p.asked(), "part_"), p.posted()
	_, stderr, code := p.run(t, args...)
	if code != exitBadInput || !strings.Contains(stderr, want) {
		t.Errorf("%q ends with %d:\n%s\nwant %s", args, code, stderr, want)
	}
	if strings.Count(p.asked(), "part_") != before || p.posted() != posts {
		t.Errorf("%q asks for usage", args)
	}
}

// TestPullTwice: no pull into a folder may bring usage that another brought there, by the
// same source or the other.
func TestPullTwice(t *testing.T) {
	p := newProcess(t, azuretest.Options{Details: costParts})
	month := monthAgo(2)
	of := month.Format("2006-01")
	days := []string{"--from", of, "--to", of}
	run := monthAgo(1).AddDate(0, 0, 3).Format("20060102")
	scope := "/subscriptions/" + p.azure.Subscription
	stored{month: of, run: run, scope: scope}.put(t, p.azure)
	stored{month: of, run: run, scope: scope, export: "spread", metric: "AmortizedCost"}.put(t, p.azure)
	stored{month: of, run: run, scope: "/subscriptions/33333333-3333-4333-8333-333333333333"}.put(t, p.azure)
	exports := p.exports(days...)
	exports[3] += "/root" + scope
	p.refused(t, "the same days have all usage twice", append(exports, "--export", "daily", "--export", "spread"))
	p.mustRun(t, append(exports, "--export", "daily")...)
	p.refused(t, "the same days have all usage twice; give another --dir", append(exports, "--export", "spread"))
	p.refused(t, "both may have the same usage", p.details(days...))
	p.refused(t, "the same days have all usage twice", p.details(append(days, "--metric", "amortized")...))
	p.refused(t, "both may have the same usage", p.details("--billing-account", "123456", "--billing-period", month.Format("200601")))
	p.refused(t, "both may have the same usage", p.details("--billing-account", azuretest.BillingAccount, "--billing-profile", "AAAA-BBBB-CCC-DDD", "--invoice", "G012345678"))
	before := month.AddDate(0, -1, 0).Format("2006-01")
	p.mustRun(t, p.details("--from", before, "--to", before)...) // other days

	// two exports of one name
	name := p.exports(append(days, "--export", "daily")...)
	p.refused(t, `--export "daily" is the name of 2 exports: daily (ActualCost, /subscriptions/22222222-`, name)
	all := p.exports(days...)
	p.refused(t, "there are 3 exports: daily (ActualCost, /subscriptions/22222222-", all)
	p.mustRun(t, append(all, "--export", "/subscriptions/33333333-3333-4333-8333-333333333333/providers/Microsoft.CostManagement/exports/daily")...)
	if saved, err := filepath.Glob(filepath.Join(p.home, "usage", "*", "manifest.json")); len(saved) != 3 {
		t.Errorf("%v are saved, %v; want two exports and a report", saved, err)
	}

	// an enrollment's billing period, and then the days of it
	q := newProcess(t, azuretest.Options{Details: costParts})
	q.mustRun(t, q.details("--billing-account", "123456", "--billing-period", month.Format("200601"))...)
	q.refused(t, "both may have the same usage", q.details(append(days, "--billing-account", "123456")...))
	q.refused(t, "the same days have all usage twice", q.details("--billing-account", "123456", "--billing-period", month.Format("200601"), "--metric", "amortized"))
	q.refused(t, "both may have the same usage", q.details(days...)) // a subscription may be in it
	q.mustRun(t, q.details("--billing-account", "123456", "--billing-period", monthAgo(3).Format("200601"))...)
}

// TestPullOlder: a run that is gone from the storage is not replaced by an older one.
func TestPullOlder(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	args := p.exports("--from", "2026-03", "--to", "2026-03")
	stored{run: "20260402"}.put(t, p.azure)
	newer := stored{run: "20260405", hours: 2}.put(t, p.azure)
	p.mustRun(t, args...)
	p.azure.RemoveBlob("costs", newer+"part_1_0001.csv")
	_, stderr := p.mustRun(t, append(args, "--again")...)
	if !strings.Contains(stderr, "what is there is newer: the run of 2026-04-05 00:00 is kept") {
		t.Error(stderr)
	}
	if _, records := p.pulled(t); records != 62 {
		t.Errorf("%d records, want 2 × 31", records)
	}
	// but one that was changed here is
	saved, _ := filepath.Glob(filepath.Join(p.home, "usage", "export-*", "part_1_0001.csv"))
	if len(saved) != 1 || os.WriteFile(saved[0], []byte(strings.Replace(string(mustRead(t, saved[0])), "0.1", "9.1", 1)), 0o666) != nil {
		t.Fatal(saved)
	}
	if _, stderr = p.mustRun(t, args...); !strings.Contains(stderr, "is not as it was saved: it is asked for again") {
		t.Error(stderr)
	}
	if tenths, records := p.pulled(t); records != 31 || tenths != 31 {
		t.Errorf("%d tenths in %d records", tenths, records)
	}
}

// TestPullUntimed: of runs whose manifests do not say when they were submitted, that which
// was written last counts.
func TestPullUntimed(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	stored{run: "20260402", untimed: true}.put(t, p.azure)
	stored{run: "20260403", untimed: true, hours: 2}.put(t, p.azure)
	stored{run: "20260401", untimed: true, hours: 3}.put(t, p.azure)
	p.mustRun(t, p.exports("--from", "2026-03", "--to", "2026-03")...)
	if _, records := p.pulled(t); records != 3*31 {
		t.Errorf("%d records, want 3 × 31", records)
	}
	// one that does not say which day it ends with is not passed by
	open := newProcess(t, azuretest.Options{})
	open.azure.SetBlob("costs", "x/part.csv", []byte(costHeader))
	open.azure.SetBlob("costs", "x/manifest.json", fmt.Appendf(nil, `{"exportConfig":{"exportName":"open"},"runInfo":{"startDate":"2026-03-01T00:00:00"},"blobs":[{"blobName":"x/part.csv","byteCount":%d}]}`, len(costHeader)))
	if _, stderr := open.mustRun(t, open.exports("--from", "2026-03", "--to", "2026-03")...); !strings.Contains(stderr, "saved 1 file") {
		t.Error(stderr)
	}
	// nothing of other days is said to be without a manifest
	_, stderr, _ := p.run(t, p.exports("--from", "2026-05", "--to", "2026-05")...)
	if strings.Contains(stderr, "no manifest says") || !strings.Contains(stderr, "there is no run of an export of 2026-05-01 to 2026-05-31") {
		t.Error(stderr)
	}
}

// TestPullMonthToDate: of runs that each have a day more, the last one counts.
func TestPullMonthToDate(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	for day := 13; day <= 15; day++ {
		body := costHeader
		for d := range day {
			body += costRow(time.Date(2026, 3, d+1, 0, 0, 0, 0, time.UTC), "vm")
		}
		name := fmt.Sprintf("daily/20260301-202603%d/run/", day)
		p.azure.SetBlob("costs", name+"part.csv", []byte(body))
		p.azure.SetBlob("costs", name+"manifest.json", fmt.Appendf(nil, `{"exportConfig":{"exportName":"daily","type":"ActualCost"},"runInfo":{"submittedTime":"2026-03-%dT03:00:00Z","startDate":"2026-03-01T00:00:00","endDate":"2026-03-%dT00:00:00"},"blobs":[{"blobName":"%spart.csv","byteCount":%d}]}`,
			day+1, day, name, len(body)))
		args := p.exports("--from", "2026-03", "--to", "2026-03")
		p.mustRun(t, args...)
		if _, stderr := p.mustRun(t, args...); strings.Count(stderr, ": have ") != 1 || strings.Contains(stderr, "newer") {
			t.Error(stderr)
		}
		if _, records := p.pulled(t); records != day {
			t.Errorf("%d records of %d days", records, day)
		}
	}
	if n := strings.Count(p.asked(), "part.csv"); n != 3 {
		t.Errorf("%d files were asked for", n)
	}
}

// TestPullRewritten: a run that is written anew while it is pulled is not mixed with the
// one that was listed, by files of the same size either.
func TestPullRewritten(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	folder := stored{run: "20260402"}.put(t, p.azure)
	rewrite := func(service http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			stored{run: "20260402"}.put(t, p.azure)
			service.ServeHTTP(w, r)
		})
	}
	p.azure.Fault(azuretest.Blob, azuretest.None, azuretest.None, azuretest.None, rewrite) // at the second file
	args := p.exports("--from", "2026-03", "--to", "2026-03")
	_, stderr, code := p.run(t, args...)
	if code != exitFailure || !strings.Contains(stderr, "it was changed while it was read") {
		t.Errorf("ends with %d: %s", code, stderr)
	}
	if found, _ := filepath.Glob(filepath.Join(p.home, "usage", "export-*")); len(found) > 0 {
		t.Errorf("%v is saved", found)
	}
	before := len(p.asked())
	p.mustRun(t, args...)
	if again := p.asked()[before:]; strings.Count(again, folder+"part_") != 3 {
		t.Errorf("a file of what was there before is kept:\n%s", again)
	}
	if _, records := p.pulled(t); records != 31 {
		t.Errorf("%d records", records)
	}
}

// TestPullAtOnce: of two pulls into one folder, one waits for the other.
func TestPullAtOnce(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	stored{run: "20260402"}.put(t, p.azure)
	p.azure.Fault(azuretest.Blob, azuretest.None, azuretest.None, azuretest.Slow(100, 3e6), azuretest.Slow(100, 3e6))
	args := p.exports("--from", "2026-03", "--to", "2026-03")
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if _, stderr, code := p.run(t, args...); code != 0 {
				t.Error(stderr)
			}
		})
	}
	all.Wait()
	if n := strings.Count(p.asked(), "part_"); n != 3 {
		t.Errorf("%d files were asked for, want 3", n)
	}
	left, err := os.ReadDir(filepath.Join(p.home, "usage"))
	if _, records := p.pulled(t); records != 31 || err != nil || len(left) != 1 {
		t.Errorf("%d records, %v, %v", records, left, err)
	}
}

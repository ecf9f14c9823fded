package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
)

// stored puts a run of an export into the fake's container "costs", as Cost Management
// lays it out: a file for each ten days of March 2026, or of another month.
type stored struct {
	export, metric string // "" for daily, ActualCost
	month          string // "" for 2026-03
	run            string // when it was submitted: "20260402"
	packed         bool   // gzip
	lacks          bool   // the manifest names a file that is not there
	hours          int    // the records of each day; 0 for 1
	scope          string // "" for /subscriptions/s
	untimed        bool   // the manifest does not say when it was submitted
}

func (s stored) put(t *testing.T, to *azuretest.Server) (folder string) {
	t.Helper()
	if s.export == "" {
		s.export = "daily"
	}
	if s.metric == "" {
		s.metric = "ActualCost"
	}
	if s.month == "" {
		s.month = "2026-03"
	}
	root := "root" + s.scope + "/"
	if s.scope == "" {
		s.scope = "/subscriptions/s"
	}
	first, err := time.Parse("2006-01", s.month)
	if err != nil {
		t.Fatal(err)
	}
	last := first.AddDate(0, 1, -1)
	folder = root + s.export + "/" + first.Format("20060102") + "-" + last.Format("20060102") + "/" + s.run + "0307/7f2a/"
	type blob struct {
		BlobName     string `json:"blobName"`
		ByteCount    int    `json:"byteCount"`
		DataRowCount int    `json:"dataRowCount"`
	}
	var blobs []blob
	for part := range 3 {
		text, rows := costHeader, 0
		for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
			for range max(s.hours, 1) {
				if min(2, day.Day()/11) == part {
					text += costRow(day, fmt.Sprint("vm-", rows))
					rows++
				}
			}
		}
		body, name := []byte(text), folder+fmt.Sprintf("part_%d_0001.csv", part)
		if s.packed {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write(body)
			_ = z.Close()
			body, name = b.Bytes(), name+".gz"
		}
		blobs = append(blobs, blob{name, len(body), rows})
		if !s.lacks || part != 1 {
			to.SetBlob("costs", name, body)
		}
	}
	submitted, err := time.Parse("20060102", s.run)
	if err != nil {
		t.Fatal(err)
	}
	info := map[string]any{"startDate": first.Format("2006-01-02T15:04:05"), "endDate": last.Format("2006-01-02T15:04:05")}
	if !s.untimed {
		info["submittedTime"] = submitted.Format(time.RFC3339)
	}
	manifest, err := json.Marshal(map[string]any{
		"manifestVersion": "2024-04-01", "blobCount": 3, "blobs": blobs,
		"exportConfig": map[string]any{"exportName": s.export, "resourceId": s.scope + "/providers/Microsoft.CostManagement/exports/" + s.export, "type": s.metric, "dataVersion": "2024-08-01"},
		"runInfo":      info,
	})
	if err != nil {
		t.Fatal(err)
	}
	to.SetBlob("costs", folder+"manifest.json", manifest)
	return folder
}

func (p *process) exports(args ...string) []string {
	return append([]string{"usage", "pull", "exports", p.azure.Blob + "/costs", "--dir", filepath.Join(p.home, "usage"), "--log-level", "debug"}, args...)
}

// asked tells which blobs of the container were read.
func (p *process) asked() (all string) {
	for _, r := range p.azure.Requests(azuretest.Blob) {
		if r.Query.Get("comp") == "" {
			all += r.Path + "\n"
		}
	}
	return all
}

// TestPullExports saves the newest whole run of each month that is asked for, in spite of
// what goes wrong, and nothing else.
func TestPullExports(t *testing.T) {
	p := newProcess(t, azuretest.Options{BlobPage: 4})
	old := stored{month: "2026-01", run: "20260202"}.put(t, p.azure)
	stored{month: "2026-02", run: "20260214", hours: 2}.put(t, p.azure) // the month so far
	stored{month: "2026-02", run: "20260304", packed: true}.put(t, p.azure)
	whole := stored{run: "20260402", hours: 3}.put(t, p.azure)
	half := stored{run: "20260403", lacks: true}.put(t, p.azure)
	p.azure.SetBlob("costs", "root/prices/20260301-20260331/1/manifest.json", []byte(`{"exportConfig":{"exportName":"prices","type":"PriceSheet"},"blobs":[{"blobName":"p.csv"}]}`))
	p.azure.SetBlob("costs", "root/other/manifest.json", []byte(`{"name":"of a web page"}`))
	p.azure.SetBlob("costs", "elsewhere/daily.csv", []byte(costHeader+costRow(monthAgo(1), "x")))
	p.azure.Fault(azuretest.Blob, azuretest.ThrottleMilliseconds(2), azuretest.None, azuretest.Truncate(200), azuretest.None, azuretest.None, azuretest.None, azuretest.ServerError(503), azuretest.None, azuretest.None, azuretest.None,
		azuretest.CutOff(300), azuretest.Truncate(300), azuretest.None, azuretest.Reset())
	args := p.exports("--from", "2026-02", "--to", "2026-03")
	out, stderr := p.mustRun(t, args...)
	for _, want := range []string{
		"this run of 2026-04-03 00:00 is not whole", "the whole run of 2026-04-02 00:00 stands for it", "root/other/manifest.json is not the manifest of an export",
		"daily, 2026-02-01 to 2026-02-28, run of 2026-03-04 00:00: saved 3 files", "daily, 2026-03-01 to 2026-03-31, run of 2026-04-02 00:00: saved 3 files", "the export prices has no costs",
		"1 file, such as elsewhere/daily.csv: no manifest says whether",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%s\nwant %s", stderr, want)
		}
	}
	asked := p.asked()
	if strings.Contains(asked, old) || strings.Contains(asked, half+"part") || strings.Contains(asked, "elsewhere") || !strings.Contains(asked, whole+"part_1_0001.csv") {
		t.Errorf("asked for\n%s", asked)
	}
	if tenths, records := p.pulled(t); tenths != 28+3*31 || records != 28+3*31 {
		t.Errorf("%d tenths in %d records, want 28 of February and 3 × 31 of March", tenths, records)
	}
	for _, r := range p.azure.Requests(azuretest.Blob) {
		if r.Header.Get("x-ms-version") == "" || r.Header.Get("x-ms-date") == "" {
			t.Errorf("%s has no version or date", r.Path)
		}
	}
	p.noSecret(t, out, stderr)
	found, _ := filepath.Glob(filepath.Join(p.home, "usage", "export-daily-*-2026-03-01_2026-03-31", "_provenance.json"))
	if len(found) != 1 {
		t.Fatal(found)
	}
	text, err := os.ReadFile(found[0])
	if err != nil || !strings.Contains(string(text), `"run": "`+whole+"manifest.json") || strings.Count(string(text), `"sha256": "`) != 3 || !strings.Contains(string(text), whole+"part_2_0001.csv") {
		t.Errorf("%v\n%s", err, text)
	}

	before := len(p.asked())
	_, stderr = p.mustRun(t, args...)
	if again := p.asked()[before:]; strings.Count(stderr, ": have ") != 2 || strings.Contains(again, "part_") {
		t.Errorf("%s\nasked again for\n%s", stderr, again)
	}
	// the run that lacked a file is whole now, and takes the other's place
	stored{run: "20260403", hours: 2}.put(t, p.azure)
	p.mustRun(t, args...)
	if _, records := p.pulled(t); records != 28+2*31 {
		t.Errorf("%d records, want 28 + 2 × 31", records)
	}
	left, err := os.ReadDir(filepath.Join(p.home, "usage"))
	if err != nil || len(left) != 2 {
		t.Errorf("%v is left; %v", left, err)
	}
}

// TestPullTwoExports: which of several exports is wanted has to be said.
func TestPullTwoExports(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	stored{run: "20260402"}.put(t, p.azure)
	stored{run: "20260402", export: "spread", metric: "AmortizedCost"}.put(t, p.azure)
	args := p.exports("--from", "2026-03", "--to", "2026-03")
	if _, stderr, code := p.run(t, args...); code != exitBadInput || !strings.Contains(stderr, "there are 2 exports: daily, spread; each may have all usage") {
		t.Errorf("ends with %d: %s", code, stderr)
	}
	if _, stderr, code := p.run(t, append(args, "--export", "weekly")...); code != exitBadInput || !strings.Contains(stderr, "is none of the exports that are there: daily, spread") {
		t.Errorf("ends with %d: %s", code, stderr)
	}
	p.mustRun(t, append(args, "--export", "SPREAD")...)
	if _, records := p.pulled(t); records != 31 || strings.Contains(p.asked(), "/daily/20260301-20260331/202604020307/7f2a/part") {
		t.Errorf("%d records of\n%s", records, p.asked())
	}
	other := newProcess(t, azuretest.Options{})
	stored{run: "20260402"}.put(t, other.azure)
	stored{run: "20260402", export: "spread", metric: "AmortizedCost"}.put(t, other.azure)
	cmd := other.exports("--from", "2026-03-05", "--to", "2026-03-06")
	cmd[3] += "/root/daily"
	other.mustRun(t, cmd...)
	if _, records := other.pulled(t); records != 31 {
		t.Errorf("%d records", records)
	}
}

// TestPullHostileNames: no name in the storage is a path on this computer, and each file
// is still read.
func TestPullHostileNames(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	names := []string{`root/..\..\evil.csv`, "root/%2e%2e%2fevil.csv", "root/a/../../evil.csv", "root/CON.csv", "root/.hidden.csv", "root/_part.csv", "root/x/manifest.json/evil.csv", "root/" + strings.Repeat("n", 300) + ".csv", "root/a\tb\x01.csv", "root/two/part.csv", "root/three/PART.csv", "root/100%.csv", "root/q?x=1#f.csv"}
	var blobs []string
	for i, name := range names {
		body := costHeader + costRow(time.Date(2026, 3, 13+i, 0, 0, 0, 0, time.UTC), "vm")
		p.azure.SetBlob("costs", name, []byte(body))
		if strings.Contains(name, "/../") {
			continue // which the list has, and no manifest that is whole names
		}
		text, _ := json.Marshal(name)
		blobs = append(blobs, fmt.Sprintf(`{"blobName":%s,"byteCount":%d,"dataRowCount":1}`, text, len(body)))
	}
	manifest := func(more string) []byte {
		return []byte(`{"exportConfig":{"exportName":"../../evil","resourceId":"/x","type":"ActualCost"},"runInfo":{"submittedTime":"2026-04-02T00:00:00Z","startDate":"2026-03-01T00:00:00","endDate":"2026-03-31T00:00:00"},"blobs":[` + strings.Join(blobs, ",") + more + `]}`)
	}
	p.azure.SetBlob("costs", "root/manifest.json", manifest(""))
	before := tree(t, p.home)
	args := p.exports("--from", "2026-03", "--to", "2026-03")
	_, stderr := p.mustRun(t, args...)
	if !strings.Contains(stderr, "is not a plain name: it is passed by") {
		t.Error(stderr)
	}
	if _, records := p.pulled(t); records != len(names)-1 {
		t.Errorf("%d records of %d files", records, len(names)-1)
	}
	folders, err := os.ReadDir(filepath.Join(p.home, "usage"))
	if err != nil || len(folders) != 1 || !strings.HasPrefix(folders[0].Name(), "export-______evil-") {
		t.Errorf("%v %v", folders, err)
	}
	for path := range tree(t, p.home) {
		if !before[path] && !strings.HasPrefix(path, "usage") {
			t.Errorf("%s is new", path)
		}
	}
	// a manifest that names files outside of the container, or above it
	p.azure.SetBlob("costs", "root/manifest.json", manifest(`,{"blobName":"../../../../etc/passwd","byteCount":1,"dataRowCount":1}`))
	_, stderr, code := p.run(t, append(args, "--dir", filepath.Join(p.home, "again"))...)
	if code != exitFailure || !strings.Contains(stderr, "passwd is not there") || len(p.asked()) == 0 || strings.Contains(p.asked(), "passwd") {
		t.Errorf("ends with %d: %s", code, stderr)
	}
}

// tree are the paths below a folder.
func tree(t *testing.T, root string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, _ os.DirEntry, err error) error {
		rel, _ := filepath.Rel(root, path)
		all[rel] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPullExportsFails saves nothing that is not whole, and says why.
func TestPullExportsFails(t *testing.T) {
	many := func(f azuretest.Fault) []azuretest.Fault {
		return append([]azuretest.Fault{azuretest.None, azuretest.None}, azuretest.Times(30, f)...) // behind the list and the manifest
	}
	for _, c := range []struct {
		name   string
		run    stored
		faults []azuretest.Fault
		setUp  func(p *process, folder string)
		noRole bool
		want   string
	}{
		{name: "no role", noRole: true, want: "403 AuthorizationPermissionMismatch: This request is not authorized to perform this operation using this permission (request 00000000-0000-4000-8000-000000000003); give the account the role Storage Blob Data Reader"},
		{name: "behind a firewall", faults: []azuretest.Fault{azuretest.Answer(403, `<?xml version="1.0"?><Error><Code>AuthorizationFailure</Code><Message>This request is not authorized.</Message></Error>`)}, want: "check its firewall"},
		{name: "a file is missing", run: stored{lacks: true}, want: "part_1_0001.csv is not there"},
		{name: "a file is cut off", setUp: func(p *process, folder string) {
			p.azure.SetBlob("costs", folder+"part_1_0001.csv", []byte(costHeader))
		}, want: "and the manifest says"},
		{name: "a file of another run", setUp: func(p *process, folder string) {
			p.azure.SetBlob("costs", folder+"part_1_0001.csv", []byte(costHeader+strings.Repeat(costRow(monthAgo(1), "x"), 99)))
		}, want: "and the manifest says"},
		{name: "a manifest is missing", setUp: func(p *process, folder string) { p.azure.RemoveBlob("costs", folder+"manifest.json") }, want: "3 files, such as root/daily/20260301-20260331/202604020307/7f2a/part_0_0001.csv: no manifest says whether they are whole"},
		{name: "another month", run: stored{month: "2026-02"}, want: "there is no run of an export of 2026-03-01 to 2026-03-31"},
		{name: "always truncated", faults: many(azuretest.Truncate(100)), want: "it has 100 bytes, and"},
		{name: "errors", faults: many(azuretest.ServerError(500)), want: "so in each of 5 tries: try again later"},
		{name: "throttled", faults: many(azuretest.Throttle(3600)), want: "try again in 1h0m0s"},
		{name: "gone meanwhile", faults: many(azuretest.Answer(404, `<Error><Code>BlobNotFound</Code><Message>The specified blob does not exist.</Message></Error>`)), want: "404 BlobNotFound"},
		{name: "a guest network", faults: azuretest.Times(9, azuretest.HTML()), want: "it is not a whole list of blobs"},
		{name: "a list without an end", faults: azuretest.Times(9, azuretest.Answer(200, `<EnumerationResults><Blobs></Blobs><NextMarker>x</NextMarker></EnumerationResults>`)), want: "leads back to an earlier page"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, azuretest.Options{})
			c.run.run = "20260402"
			folder := c.run.put(t, p.azure)
			if c.setUp != nil {
				c.setUp(p, folder)
			}
			p.azure.SetRole(!c.noRole)
			p.azure.Fault(azuretest.Blob, c.faults...)
			_, stderr, code := p.run(t, p.exports("--from", "2026-03", "--to", "2026-03")...)
			if code != exitFailure || !strings.Contains(stderr, c.want) {
				t.Errorf("ends with %d:\n%s\nwant %s", code, stderr, c.want)
			}
			found, _ := filepath.Glob(filepath.Join(p.home, "usage", "export-*"))
			if len(found) > 0 {
				t.Errorf("%v is left", found)
			}
		})
	}
}

// TestPullExportsInput refuses before anything is asked; a token goes to Azure's storage only.
func TestPullExportsInput(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	for want, args := range map[string][]string{
		"give the first month or day":       {p.azure.Blob + "/costs"},
		"is not the address of a container": {"costs", "--from", "2026-03"},
		"has no container":                  {p.azure.Blob, "--from", "2026-03"},
		"leave out what follows the path":   {p.azure.Blob + "/costs?sv=1&sig=secretsecret", "--from", "2026-03"},
		"is the account's other address":    {"https://a.dfs.core.windows.net/costs", "--from", "2026-03"},
		"nothing is sent there":             {"https://example.org/costs", "--from", "2026-03"},
		"is before --from":                  {p.azure.Blob + "/costs", "--from", "2026-03", "--to", "2026-02"},
		"is neither a day such as":          {p.azure.Blob + "/costs", "--from", "3/2026"},
		"accepts 1 arg(s), received 0":      {},
	} {
		_, stderr, code := p.run(t, append([]string{"usage", "pull", "exports"}, args...)...)
		if code != exitBadInput || !strings.Contains(stderr, want) || strings.Contains(stderr, "secretsecret") {
			t.Errorf("%q ends with %d:\n%s\nwant %s", args, code, stderr, want)
		}
	}
	if n := len(p.azure.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestPullExportsStopped: what is broken off is not read, and the next pull goes on with it.
func TestPullExportsStopped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted by another here")
	}
	for _, s := range []os.Signal{os.Interrupt, os.Kill} {
		p := newProcess(t, azuretest.Options{})
		stored{run: "20260402"}.put(t, p.azure)
		p.azure.Fault(azuretest.Blob, azuretest.None, azuretest.None, azuretest.None, azuretest.Slow(100, 20*time.Millisecond))
		args := p.exports("--from", "2026-03", "--to", "2026-03")
		var stderr bytes.Buffer
		cmd := p.command(args...)
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for strings.Count(p.asked(), "part_") < 2 {
			time.Sleep(time.Millisecond)
		}
		_ = cmd.Process.Signal(s)
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); s == os.Interrupt && code != exitInterrupted {
			t.Errorf("ends with %d: %s", code, stderr.String())
		}
		if _, stderr, code := p.run(t, "usage", "rollup", filepath.Join(p.home, "usage")); code != exitBadInput || !strings.Contains(stderr, "has no files") {
			t.Errorf("%v: what is half there is read; ends with %d: %s", s, code, stderr)
		}
		before := len(p.asked())
		if s == os.Kill { // what was saved is not what it was
			half, _ := filepath.Glob(filepath.Join(p.home, "usage", ".pulling-*", "part_0_0001.csv"))
			if len(half) != 1 || os.WriteFile(half[0], bytes.ReplaceAll(mustRead(t, half[0]), []byte("0.1"), []byte("0.7")), 0o666) != nil {
				t.Fatal(half)
			}
		}
		p.mustRun(t, args...)
		if again := p.asked()[before:]; s == os.Kill {
			if strings.Count(again, "part_") != 3 {
				t.Errorf("a file that was changed is kept:\n%s", again)
			}
		} else if strings.Contains(again, "part_0_") || strings.Count(again, "part_") != 2 {
			t.Errorf("it does not go on with what is missing:\n%s", again)
		}
		if tenths, records := p.pulled(t); records != 31 || tenths != 31 {
			t.Errorf("%d tenths in %d records", tenths, records)
		}
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/ratebook/realdata"
)

// process is the program as a process of its own, against the fake Azure.
type process struct {
	azure *azuretest.Server
	home  string
}

func newProcess(t *testing.T, opt azuretest.Options) *process {
	t.Helper()
	return &process{azure: azuretest.Start(t, opt), home: t.TempDir()}
}

func (p *process) command(args ...string) *exec.Cmd {
	cmd := exec.Command("azwhatif", args...)
	cmd.Env = append(os.Environ(), p.azure.Env()...)
	cmd.Env = append(cmd.Env, "HOME="+p.home, "XDG_DATA_HOME="+p.home, "XDG_CONFIG_HOME="+p.home, "AppData="+p.home, "TMPDIR="+p.home)
	return cmd
}

// run gives the two streams and the exit code.
func (p *process) run(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := p.command(args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func (p *process) mustRun(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	stdout, stderr, code := p.run(t, args...)
	if code != 0 {
		t.Fatalf("azwhatif %s ends with %d:\n%s", strings.Join(args, " "), code, stderr)
	}
	return stdout, stderr
}

var allTerms = []string{"fetch", "--offer", "MS-AZR-0003P,MS-AZR-0026P,MS-AZR-0023P", "--currency", "EUR,USD", "--market", "NL,US"}

// TestFetchFromAzure fetches 12 cards over HTTPS, through the real sign-in and
// redirect, and compares over them. No secret is in what the program prints or
// keeps, and the blob storage sees no token.
func TestFetchFromAzure(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	_, stderr := p.mustRun(t, append(allTerms, "--log-level", "debug")...)
	if n := strings.Count(stderr, "kept MS-AZR-"); n != 12 {
		t.Errorf("%d cards are said to be kept, want 12:\n%s", n, stderr)
	}
	if !strings.Contains(stderr, "Microsoft.Commerce") {
		t.Error("the debug log shows no request")
	}
	list, _ := p.mustRun(t, "cards", "list")
	if n := strings.Count(list, "MS-AZR-"); n != 12 {
		t.Errorf("%d cards are listed, want 12:\n%s", n, list)
	}
	verified, _ := p.mustRun(t, "cards", "verify")
	if n := strings.Count(verified, "ok "); n != 12 {
		t.Errorf("%d cards are sound, want 12:\n%s", n, verified)
	}
	secrets := append(p.azure.Tokens(), p.azure.ClientSecret)
	secrets = append(secrets, p.azure.Signatures()...)
	for _, s := range secrets {
		if strings.Contains(stderr, s) {
			t.Error("a secret is in the log")
		}
	}
	checkKept(t, p.home, secrets)
	for _, r := range p.azure.Requests(azuretest.Blob) {
		if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
			t.Errorf("the blob storage was sent %v", r.Header)
		}
	}
	p.compareAll(t)
}

// checkKept looks for secrets in every file that was kept.
func checkKept(t *testing.T, dir string, secrets []string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files++
		for _, s := range secrets {
			if bytes.Contains(data, []byte(s)) {
				t.Errorf("a secret is in %s", path)
			}
		}
		return err
	})
	if err != nil || files != 36 {
		t.Errorf("%d files are kept for 12 cards, want 36; %v", files, err)
	}
}

// compareAll compares a scenario under all 12 terms.
func (p *process) compareAll(t *testing.T) {
	t.Helper()
	path := filepath.Join(p.home, "all.yaml")
	text := `
version: 1
name: All terms
start: 2026-09
months: 12
workloads:
  - {name: app, region: westeurope, usage: [{meter: {category: Category 0, name: Size 0}, count: 2, hours: 24x7}]}
sweep: {offers: [MS-AZR-0003P, MS-AZR-0026P, MS-AZR-0023P], currencies: [EUR, USD], markets: [NL, US]}
`
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	table, _ := p.mustRun(t, "compare", path)
	if n := strings.Count(table, "MS-AZR-"); n < 12 {
		t.Errorf("the comparison has %d cases, want 12:\n%s", n, table)
	}
}

// TestFetchResumes fetches what is missing, and only that.
func TestFetchResumes(t *testing.T) {
	p := newProcess(t, azuretest.Options{})
	p.azure.Fault(azuretest.RateCard, azuretest.None, azuretest.DisallowedProvider())
	_, stderr, code := p.run(t, append(allTerms, "--parallel", "1")...)
	if code != 1 || !strings.Contains(stderr, "1 of 12 cards were not fetched") || !strings.Contains(stderr, "DisallowedProvider") {
		t.Fatalf("ends with %d:\n%s", code, stderr)
	}
	before := len(p.azure.Requests(azuretest.RateCard))
	_, stderr = p.mustRun(t, append(allTerms, "--resume")...)
	if n := len(p.azure.Requests(azuretest.RateCard)) - before; n != 1 || strings.Count(stderr, "have MS-AZR-") != 11 {
		t.Errorf("%d cards were asked for again, want 1:\n%s", n, stderr)
	}
	before = len(p.azure.Requests(azuretest.RateCard))
	p.mustRun(t, append(allTerms, "--resume", "--max-age", "1h")...)
	if n := len(p.azure.Requests(azuretest.RateCard)) - before; n != 0 {
		t.Errorf("%d fresh cards were asked for again", n)
	}
	requests, _ := p.mustRun(t, append(allTerms, "--dry-run")...)
	if n := strings.Count(requests, "GET https://"); n != 12 || len(p.azure.Requests(azuretest.RateCard)) != before {
		t.Errorf("the dry run shows %d requests, want 12, and asks for nothing:\n%s", n, requests)
	}
}

// TestFetchSurvives fetches 200 times with random faults, and kills a part of
// the fetches at a random moment: every card that is there is whole.
func TestFetchSurvives(t *testing.T) {
	const seed = 11
	r := rand.New(rand.NewPCG(seed, 1))
	faults := []azuretest.Fault{
		azuretest.ServerError(500), azuretest.ServerError(503), azuretest.GatewayTimeout(), azuretest.ThrottleMilliseconds(2),
		azuretest.CutOff(300), azuretest.Truncate(500), azuretest.Reset(), azuretest.ResetAfter(200), azuretest.HTML(),
		azuretest.Empty(), azuretest.ExpiredSignature(), azuretest.DisallowedProvider(), azuretest.Slow(64, time.Millisecond),
	}
	p := newProcess(t, azuretest.Options{})
	kept, killed := 0, 0
	for i := range 200 {
		for range r.IntN(3) {
			p.azure.Fault([]azuretest.Place{azuretest.RateCard, azuretest.Blob}[r.IntN(2)], faults[r.IntN(len(faults))])
		}
		cmd := p.command("fetch", "--offer", "MS-AZR-0003P", "--currency", []string{"EUR", "USD"}[i%2], "--market", "NL")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if r.IntN(2) == 0 {
			time.Sleep(time.Duration(r.IntN(200)) * time.Millisecond)
			_ = cmd.Process.Kill() // it may have ended already
		}
		_ = cmd.Wait()
		if !cmd.ProcessState.Exited() {
			killed++
		} else if cmd.ProcessState.ExitCode() == 0 {
			kept++
		}
	}
	verified, _ := p.mustRun(t, "cards", "verify")
	if n := strings.Count(verified, "ok "); n < kept || strings.Contains(verified, "damaged") {
		t.Errorf("%d cards are sound of %d that were said to be kept:\n%s", n, kept, verified)
	}
	if kept < 20 || killed < 20 {
		t.Errorf("of 200 fetches %d ended well and %d were killed: the test tests too little", kept, killed)
	}
	t.Log(fmt.Sprint("kept ", kept, ", killed ", killed))
}

// TestFetchRetail serves pages that the Retail Prices API really sent, fetches
// them as cards, and prices a VM of West Europe by them. The figures are the
// pages' own: D4s v5 at 0.23 an hour, with Windows 0.414 and for dev/test 0.23;
// reserved for 1189 and 2297; 0.175812 and 0.126224 by a savings plan.
func TestFetchRetail(t *testing.T) {
	var items []json.RawMessage
	for _, name := range []string{"page1", "page2"} {
		page, err := os.ReadFile(realdata.File(t, "retail/retail_api_westeurope_vm_"+name+"_2024-02.json"))
		if err != nil {
			t.Fatal(err)
		}
		some, err := azuretest.RetailPage(page)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, some...)
	}
	p := newProcess(t, azuretest.Options{RetailItems: items})
	p.mustRun(t, "fetch", "--source", "retail", "--offer", "0003P,0023P", "--currency", "USD", "--market", "US", "--region", "westeurope", "--service", "Virtual Machines")
	if n := len(p.azure.Requests(azuretest.Retail)); n != 3 {
		t.Errorf("%d pages were asked for, want 2 of consumption and 1 of dev/test", n)
	}
	shown, _ := p.mustRun(t, "meters", "1ab41620-5ffa-51b3-ac16-6416f9f747a9")
	for _, want := range []string{
		"0.23 ", "reservation, 12 months: 1189 for the whole term", "reservation, 36 months: 2297 for the whole term",
		"savings plan, 12 months: 0.175812", "savings plan, 36 months: 0.126224",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("the meter is shown without %q:\n%s", want, shown)
		}
	}
	path := filepath.Join(p.home, "vm.yaml")
	text := `
version: 1
name: One VM
start: 2024-03
months: 1
workloads:
  - name: windows
    region: westeurope
    usage: [{meter: {subcategory: Virtual Machines Dsv5 Series Windows, name: D4s v5}, count: 1, hours: 24x7}]
cases:
  - {name: Consumption, source: retail, offer: MS-AZR-0003P, currency: USD, market: US}
  - {name: Dev/test, like: Consumption, offer: MS-AZR-0023P}
`
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	table, _ := p.mustRun(t, "compare", path)
	for _, want := range []string{"302.22", "167.90"} { // 730 × 0.414 and 730 × 0.23
		if !strings.Contains(table, want) {
			t.Errorf("the comparison has no %s:\n%s", want, table)
		}
	}
}

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
)

// monthAgo is the first day of the month so many months ago.
func monthAgo(n int) time.Time {
	now := time.Now().UTC()
	return time.Date(now.Year(), now.Month()-time.Month(n), 1, 0, 0, 0, 0, time.UTC)
}

const costHeader = "SubscriptionId,Date,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,EffectivePrice,CostInBillingCurrency,BillingCurrencyCode,ResourceId,ResourceLocation,Tags,OfferId,AdditionalInfo,ChargeType,PricingModel\n"

// costRow is 0.1 hours of a day, as an Enterprise Agreement's cost details have it.
func costRow(day time.Time, resource string) string {
	return fmt.Sprintf("s,%s,Virtual Machines,Dv1 Series,"+pulledMeter+",D1,US East,1 Hour,0.1,2,0.2,USD,/subscriptions/s/resourceGroups/g/providers/x/%s,eastus,,MS-AZR-0017P,,Usage,OnDemand\n",
		day.Format("01/02/2006"), resource)
}

// costParts is a report of two parts: one hour a tenth on each day that is asked for, in
// the second part from the tenth on.
func costParts(q azuretest.DetailsQuery) [][]byte {
	from, err := time.Parse(time.DateOnly, q.TimePeriod.Start)
	to, err2 := time.Parse(time.DateOnly, q.TimePeriod.End)
	if err != nil || err2 != nil { // an invoice, or a billing period
		return [][]byte{[]byte(costHeader + costRow(monthAgo(2).AddDate(0, 0, 19), q.InvoiceID+q.BillingPeriod))}
	}
	parts := []string{costHeader, costHeader}
	for day := from; !day.After(to); day = day.AddDate(0, 0, 1) {
		parts[min(1, day.Day()/10)] += costRow(day, "vm")
	}
	return [][]byte{[]byte(parts[0]), []byte(parts[1])}
}

// posted counts the reports that were asked for.
func (p *process) posted() (n int) {
	for _, r := range p.azure.Requests(azuretest.Details) {
		if r.Method == "POST" {
			n++
		}
	}
	return n
}

func (p *process) details(args ...string) []string {
	return append([]string{"usage", "pull", "details", "--dir", filepath.Join(p.home, "usage"), "--log-level", "debug"}, args...)
}

// pulled rolls up what was saved: the quantity in tenths of an hour, and the records.
func (p *process) pulled(t *testing.T) (tenths, records int) {
	t.Helper()
	out, _ := p.mustRun(t, "usage", "rollup", filepath.Join(p.home, "usage"))
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		n, err := strconv.Atoi(row[16])
		q, err2 := strconv.ParseFloat(row[13], 64)
		if err != nil || err2 != nil || row[5] != pulledMeter {
			t.Fatalf("%v %v: %v", err, err2, row)
		}
		tenths, records = tenths+int(math.Round(q*10)), records+n
	}
	return tenths, records
}

// TestPullDetails has three months made and saved in spite of what goes wrong, reads them
// as usage, and does not ask again for what does not change.
func TestPullDetails(t *testing.T) {
	first, last := monthAgo(4), monthAgo(2)
	days := int(last.AddDate(0, 1, 0).Sub(first).Hours() / 24)
	for _, c := range []struct {
		name         string
		blob         []azuretest.Fault
		api          []azuretest.Fault
		posts, blobs int
	}{
		{name: "no fault", posts: 3, blobs: 6},
		{name: "throttled, and errors", api: []azuretest.Fault{azuretest.ThrottleCosts(0, 1, 0), azuretest.ServerError(500), azuretest.None, azuretest.ThrottleMilliseconds(2), azuretest.GatewayTimeout(), azuretest.CutOff(100), azuretest.Truncate(100)}, posts: 5, blobs: 6},
		{name: "an expired link", blob: []azuretest.Fault{azuretest.None, azuretest.ExpiredSignature()}, posts: 4, blobs: 6 + 2},
		{name: "parts that break off", blob: []azuretest.Fault{azuretest.CutOff(300), azuretest.Truncate(300), azuretest.None, azuretest.ResetAfter(200), azuretest.Empty()}, posts: 3, blobs: 6 + 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, azuretest.Options{Details: costParts, DetailsPolls: 2})
			p.azure.Fault(azuretest.Details, c.api...)
			p.azure.Fault(azuretest.Blob, c.blob...)
			args := p.details("--from", first.Format("2006-01"), "--to", last.Format("2006-01"))
			out, stderr := p.mustRun(t, args...)
			if n := strings.Count(stderr, ": saved 2 files"); n != 3 {
				t.Errorf("%d months are saved:\n%s", n, stderr)
			}
			if n := p.posted(); n != c.posts {
				t.Errorf("%d reports were asked for, want %d", n, c.posts)
			}
			if n := len(p.azure.Requests(azuretest.Blob)); n != c.blobs {
				t.Errorf("%d parts were asked for, want %d", n, c.blobs)
			}
			for _, r := range p.azure.Requests(azuretest.Details) {
				if r.Query.Get("api-version") != "2025-03-01" || r.Method == "POST" && r.Path != "/subscriptions/"+p.azure.Subscription+"/providers/Microsoft.CostManagement/generateCostDetailsReport" {
					t.Errorf("%s %s?%v", r.Method, r.Path, r.Query)
				}
			}
			if tenths, records := p.pulled(t); tenths != days || records != days {
				t.Errorf("%d tenths in %d records, want %d × 0.1", tenths, records, days)
			}
			p.noSecret(t, out, stderr)
			_, stderr = p.mustRun(t, args...)
			if strings.Count(stderr, ": have ") != 3 || p.posted() != c.posts {
				t.Errorf("months that do not change are asked for again:\n%s", stderr)
			}
			p.mustRun(t, append(args, "--again")...)
			if p.posted() != c.posts+3 {
				t.Error("--again does not ask for all of them")
			}
			if _, records := p.pulled(t); records != days {
				t.Errorf("%d records after they were asked for again", records)
			}
		})
	}
}

// TestPullDetailsProvenance: what is saved says where it is from, with the hash of each part.
func TestPullDetailsProvenance(t *testing.T) {
	p := newProcess(t, azuretest.Options{Details: costParts})
	month := monthAgo(2)
	p.mustRun(t, p.details("--from", month.Format(time.DateOnly), "--to", month.AddDate(0, 0, 14).Format(time.DateOnly), "--metric", "amortized")...)
	found, err := filepath.Glob(filepath.Join(p.home, "usage", "details-*-amortized-"+month.Format(time.DateOnly)+"_*", "_provenance.json"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	var got struct {
		Source, URL, Scope, Metric, From, To string
		APIVersion                           string `json:"api_version"`
		Fetched                              time.Time
		Files                                []struct {
			Name, SHA256 string
			Bytes        int64
		}
	}
	text, err := os.ReadFile(found[0])
	if err == nil {
		err = json.Unmarshal(text, &got)
	}
	if err != nil || got.Source != "cost-details" || got.Metric != "AmortizedCost" || got.APIVersion != "2025-03-01" || len(got.Files) != 2 || time.Since(got.Fetched) > time.Hour ||
		!strings.HasPrefix(got.URL, p.azure.ResourceManager+"/subscriptions/"+p.azure.Subscription) || got.To != month.AddDate(0, 0, 14).Format(time.DateOnly) {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, f := range got.Files {
		part, err := os.ReadFile(filepath.Join(filepath.Dir(found[0]), f.Name))
		if err != nil || fmt.Sprintf("%x", sha256.Sum256(part)) != f.SHA256 || int64(len(part)) != f.Bytes {
			t.Errorf("%+v: %v", f, err)
		}
	}
	// the same days in another metric have all usage twice, and so do days that overlap
	for want, args := range map[string][]string{
		"have all usage twice":      {"--from", month.Format("2006-01"), "--to", month.Format("2006-01")},
		"days of both would be the": {"--from", month.AddDate(0, 0, 10).Format(time.DateOnly), "--to", month.AddDate(0, 0, 20).Format(time.DateOnly), "--metric", "amortized"},
	} {
		if _, stderr, code := p.run(t, p.details(args...)...); code != exitBadInput || !strings.Contains(stderr, want) {
			t.Errorf("ends with %d: %s", code, stderr)
		}
	}
	// the whole month takes the place of its first half
	p.mustRun(t, p.details("--from", month.Format("2006-01"), "--to", month.Format("2006-01"), "--metric", "AmortizedCost")...)
	days := month.AddDate(0, 1, -1).Day()
	if _, records := p.pulled(t); records != days {
		t.Errorf("%d records, want %d", records, days)
	}
	_, stderr := p.mustRun(t, p.details("--from", month.AddDate(0, 0, 3).Format(time.DateOnly), "--to", month.AddDate(0, 0, 9).Format(time.DateOnly), "--metric", "amortized")...)
	if !strings.Contains(stderr, ": have ") {
		t.Error(stderr)
	}
}

// TestPullDetailsMonths: a month without data is missing, not zero; the month that is not
// over is asked for again each time, and takes the place of what was there.
func TestPullDetailsMonths(t *testing.T) {
	none := monthAgo(3).Format(time.DateOnly)
	p := newProcess(t, azuretest.Options{Details: func(q azuretest.DetailsQuery) [][]byte {
		if q.TimePeriod.Start == none {
			return nil
		}
		return costParts(q)
	}})
	dir := filepath.Join(p.home, "usage")
	_, stderr := p.mustRun(t, p.details("--from", monthAgo(4).Format("2006-01"), "--to", monthAgo(0).Format("2006-01"))...)
	if !strings.Contains(stderr, monthAgo(3).Format("2006-01")+": Azure has no cost details of it; nothing is saved: it is missing, not zero") {
		t.Error(stderr)
	}
	folders, err := os.ReadDir(dir)
	if err != nil || len(folders) != 4 {
		t.Errorf("%v %v", folders, err)
	}
	inspected, _ := p.mustRun(t, "usage", "inspect", dir)
	if gap := monthAgo(3).Format(time.DateOnly) + " to " + monthAgo(2).AddDate(0, 0, -1).Format(time.DateOnly); !strings.Contains(inspected, gap) {
		t.Errorf("the missing month, %s, is not said:\n%s", gap, inspected)
	}
	before := p.posted()
	p.mustRun(t, p.details("--from", monthAgo(2).Format("2006-01"))...)
	if n := p.posted() - before; n == 0 || n > 2 { // this month, and last month in its first three days
		t.Errorf("%d reports were asked for again", n)
	}
	if again, err := os.ReadDir(dir); err != nil || len(again) != 4 {
		t.Errorf("%v %v", again, err)
	}
	empty := newProcess(t, azuretest.Options{})
	_, stderr, code := empty.run(t, empty.details("--from", monthAgo(2).Format("2006-01"), "--to", monthAgo(2).Format("2006-01"))...)
	if code != exitFailure || !strings.Contains(stderr, "nothing is saved") {
		t.Errorf("ends with %d: %s", code, stderr)
	}
}

// TestPullDetailsScopes: an enrollment, a billing profile, and any part of an account.
func TestPullDetailsScopes(t *testing.T) {
	const account = "/providers/Microsoft.Billing/billingAccounts/"
	month := monthAgo(2).Format("2006-01")
	for want, args := range map[string][]string{
		account + "123456": {"--billing-account", "123456", "--from", month, "--to", month},
		account + azuretest.BillingAccount + "/billingProfiles/AAAA-BBBB-CCC-DDD": {"--billing-account", azuretest.BillingAccount, "--billing-profile", "AAAA-BBBB-CCC-DDD", "--from", month, "--to", month},
		account + azuretest.BillingAccount + "/billingProfiles/AAAA-BBBB-CCC-EEE": {"--billing-account", azuretest.BillingAccount, "--billing-profile", "AAAA-BBBB-CCC-EEE", "--invoice", "G012345678"},
		account + "654321":                {"--billing-account", "654321", "--billing-period", "2026-03"},
		account + "123456/departments/12": {"--scope", "providers/Microsoft.Billing/billingAccounts/123456/departments/12", "--from", month, "--to", month},
	} {
		p := newProcess(t, azuretest.Options{Details: costParts})
		_, stderr := p.mustRun(t, p.details(args...)...)
		asked := p.azure.Requests(azuretest.Details)
		if len(asked) != 2 || asked[0].Path != want+"/providers/Microsoft.CostManagement/generateCostDetailsReport" {
			t.Errorf("asked %v\nwant %s\n%s", asked, want, stderr)
		}
		p.pulled(t)
		_, stderr = p.mustRun(t, p.details(args...)...)
		if !strings.Contains(stderr, ": have ") {
			t.Error(stderr)
		}
	}
}

// TestPullDetailsFails keeps the months that came, nothing of the one that did not, and
// says why.
func TestPullDetailsFails(t *testing.T) {
	answer := func(status int, text string) azuretest.Fault { return azuretest.Answer(status, text) }
	many := func(f azuretest.Fault) []azuretest.Fault { return azuretest.Times(30, f) }
	for _, c := range []struct {
		name      string
		api, blob []azuretest.Fault
		noRole    bool
		want      []string
		saved     int
	}{
		{name: "no role", noRole: true, want: []string{"403 AuthorizationFailed", "the role Cost Management Reader", "the reports after it are not asked for", "0 of 2 reports"}},
		{name: "throttled for an hour", api: many(azuretest.ThrottleCosts(1, 3600, 20)), want: []string{"429", "try again in 1h0m0s"}},
		{name: "the report failed", api: []azuretest.Fault{azuretest.None, answer(200, `{"status":"Failed","error":{"code":"Timeout","message":"too large\u001b[31m"}}`)}, want: []string{"the report was not made: Timeout: too large", "1 of 2 reports"}, saved: 1},
		{name: "another report", api: []azuretest.Fault{azuretest.None, answer(200, `{"status":"Completed","manifest":{"blobCount":0,"requestContext":{"requestBody":{"metric":"AmortizedCost"}},"blobs":[]}}`)}, want: []string{"of another metric than was asked for"}, saved: 1},
		{name: "fewer parts than said", api: []azuretest.Fault{azuretest.None, answer(200, `{"status":"Completed","manifest":{"blobCount":2,"blobs":[{"blobLink":"https://x/y","byteCount":1}]}}`)}, want: []string{"has 2 parts, as it says, and names 1"}, saved: 1},
		{name: "another host", api: []azuretest.Fault{azuretest.None, answer(200, `{"status":"Completed","manifest":{"blobs":[{"blobLink":"https://example.org/y?sig=secretsecret","byteCount":1}]}}`)}, want: []string{"which is not Azure's blob storage"}, saved: 1},
		{name: "Parquet", api: []azuretest.Fault{azuretest.None, answer(200, `{"status":"Completed","manifest":{"dataFormat":"Parquet","blobs":[]}}`)}, want: []string{"not CSV"}, saved: 1},
		{name: "a guest network", api: many(azuretest.HTML()), want: []string{"of 3 tries"}},
		{name: "no data", api: []azuretest.Fault{answer(204, ""), answer(422, `{"error":{"code":"UnprocessableEntity","message":"offer MS-AZR-0003P is not supported"}}`)}, want: []string{"missing, not zero", "422 UnprocessableEntity", "take an export"}},
		{name: "a part always truncated", blob: many(azuretest.Truncate(300)), want: []string{"it has 300 bytes, and", "so in each of 3 tries"}},
		{name: "links always expired", blob: many(azuretest.ExpiredSignature()), want: []string{"the links to the report have expired", "403 AuthenticationFailed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, azuretest.Options{Details: costParts})
			p.azure.SetRole(!c.noRole)
			p.azure.Fault(azuretest.Details, c.api...)
			p.azure.Fault(azuretest.Blob, c.blob...)
			out, stderr, code := p.run(t, p.details("--from", monthAgo(3).Format("2006-01"), "--to", monthAgo(2).Format("2006-01"))...)
			if code != exitFailure {
				t.Errorf("ends with %d", code)
			}
			for _, want := range c.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("%s\nwant %s", stderr, want)
				}
			}
			left, err := os.ReadDir(filepath.Join(p.home, "usage"))
			if err != nil && !os.IsNotExist(err) || len(left) != c.saved {
				t.Errorf("%v is left; %v", left, err)
			}
			if strings.Contains(stderr, "secretsecret") || strings.Contains(stderr, "\x1b[31m") {
				t.Error("a secret, or what does things to a terminal, is in what is printed")
			}
			p.noSecret(t, out, stderr)
		})
	}
}

// TestPullDetailsInput refuses before anything is asked.
func TestPullDetailsInput(t *testing.T) {
	p := newProcess(t, azuretest.Options{Details: costParts})
	file := filepath.Join(p.home, "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	month := monthAgo(1).Format("2006-01")
	for want, args := range map[string][]string{
		"give the first month or day":           {},
		"is neither a day such as":              {"--from", "March"},
		"is before --from":                      {"--from", month, "--to", monthAgo(2).Format("2006-01")},
		"is in the future":                      {"--from", "2999-01"},
		"is too far back: Azure makes these":    {"--from", monthAgo(14).Format("2006-01")},
		"is neither actual nor amortized":       {"--from", month, "--metric", "usage"},
		"management groups and resource groups": {"--from", month, "--scope", "providers/Microsoft.Management/managementGroups/x"},
		"is not the id of a subscription":       {"--from", month, "--scope", "subscriptions/22222222-2222-4222-8222-222222222222/../x"},
		"--scope stands in place of":            {"--from", month, "--scope", "subscriptions/x", "--billing-account", "1"},
		"each say what of":                      {"--from", month, "--invoice", "G1"},
		"is of a billing profile or a customer": {"--invoice", "G1"},
		"--billing-period is of an enrollment":  {"--billing-period", "202603"},
		"is not a month; write it as 202603":    {"--billing-period", "2026", "--billing-account", "123"},
		"give --billing-account its name":       {"--from", month, "--billing-profile", "A"},
		"each say what is asked about":          {"--from", month, "--billing-account", "1", "--subscription", p.azure.Subscription},
		"is not a folder":                       {"--from", month, "--dir", file},
		"there is no folder":                    {"--from", month, "--dir", filepath.Join(p.home, "none", "usage")},
		`takes no arguments, and got "2026-03"`: {"2026-03"},
		"is not the number of an invoice":       {"--invoice", "../x", "--billing-account", azuretest.BillingAccount, "--billing-profile", "A"},
		"is not the name of a billing account":  {"--from", month, "--billing-account", "../1"},
	} {
		_, stderr, code := p.run(t, p.details(args...)...)
		if code != exitBadInput || !strings.Contains(stderr, want) {
			t.Errorf("%q ends with %d:\n%s\nwant %s", args, code, stderr, want)
		}
	}
	if n := len(p.azure.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestPullDetailsStopped: interrupted, it leaves whole months only, and goes on with the rest.
func TestPullDetailsStopped(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted by another here")
	}
	for _, s := range []os.Signal{os.Interrupt, os.Kill} {
		p := newProcess(t, azuretest.Options{Details: costParts})
		p.azure.Fault(azuretest.Blob, azuretest.None, azuretest.None, azuretest.None, azuretest.Slow(100, 20*time.Millisecond))
		args := p.details("--from", monthAgo(3).Format("2006-01"), "--to", monthAgo(2).Format("2006-01"))
		var stderr bytes.Buffer
		cmd := p.command(args...)
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		for len(p.azure.Requests(azuretest.Blob)) < 4 { // the second part of the second month
			time.Sleep(time.Millisecond)
		}
		_ = cmd.Process.Signal(s)
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); s == os.Interrupt && code != exitInterrupted {
			t.Errorf("ends with %d: %s", code, stderr.String())
		}
		first := monthAgo(2).AddDate(0, 0, -1).Day()
		if _, records := p.pulled(t); records != first {
			t.Errorf("%v left %d records, want the first month's %d", s, records, first)
		}
		before := p.posted()
		p.mustRun(t, args...)
		if p.posted() != before+1 {
			t.Error("it does not go on with the month that is missing")
		}
		second := monthAgo(1).AddDate(0, 0, -1).Day()
		if _, records := p.pulled(t); records != first+second {
			t.Errorf("%d records", records)
		}
	}
}

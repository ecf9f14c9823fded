package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/estimate/invoice"
	"azwhatif/ratebook/azure/azuretest"
)

// committed is the example of scenarios/account, as the fake has it, with a lot of a
// credit, which is no commitment.
func committed(t *testing.T) (o azuretest.Options) {
	t.Helper()
	data, err := os.ReadFile("../../scenarios/account/macc.json")
	if err != nil {
		t.Fatal(err)
	}
	records, err := invoice.Records(data)
	if err != nil || len(records) != 4 {
		t.Fatal(err, len(records))
	}
	o.Lots = []json.RawMessage{records[0], json.RawMessage(`{"name":"C1","type":"Microsoft.Consumption/lots","properties":{"source":"PromotionalCredit","originalAmount":{"currency":"EUR","value":1}}}`)}
	o.Events, o.Maccs, o.AccountPage = records[1:3], records[3:], 1
	return o
}

var ofAccount = []string{"commitments", "--billing-account", azuretest.BillingAccount, "--as-of", "2026-08-17", "--log-level", "debug"}

// TestCommitments asks Azure, page by page, in spite of what goes wrong, and reads
// again what it saved.
func TestCommitments(t *testing.T) {
	p := newProcess(t, committed(t))
	p.azure.Fault(azuretest.Account, azuretest.ThrottleMilliseconds(2), azuretest.Truncate(50), azuretest.None, azuretest.ServerError(503), azuretest.GatewayTimeout())
	kept := filepath.Join(p.home, "kept.json")
	out, stderr := p.mustRun(t, append(ofAccount, "--save", kept)...)
	for _, want := range []string{"MACC G2026060100000000AAAA, Shop 2026, Active", "EUR 1,395.74 counted toward it (5.2%); 25,604.26 is still to be spent", "milestone 1, Active", "2026-08-05  E0600AUG"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s\n%s\nwant %s", out, stderr, want)
		}
	}
	for line := range strings.Lines(out) {
		if len([]rune(strings.TrimRight(line, "\n"))) > 80 {
			t.Errorf("wider than 80 columns: %s", line)
		}
	}
	again, _ := p.mustRun(t, "commitments", kept, "--as-of", "2026-08-17")
	if again != out {
		t.Errorf("%s\nfrom the saved answers:\n%s", out, again)
	}
	p.noSecret(t, out, stderr)
	base := "/providers/Microsoft.Billing/billingAccounts/" + azuretest.BillingAccount + "/providers/"
	asked := map[string]string{}
	for _, r := range p.azure.Requests(azuretest.Account) {
		asked[strings.TrimPrefix(r.Path, base)] = r.Query.Get("api-version") + " " + r.Query.Get("$filter") + " " + r.Query.Get("startDate")
	}
	for path, want := range map[string]string{
		"Microsoft.Consumption/lots": "2021-05-01 source eq 'ConsumptionCommitment' ", "Microsoft.Consumption/events": "2021-05-01 lotsource eq 'ConsumptionCommitment' 2023-08-17",
		"Microsoft.BillingBenefits/applicableMaccs": "2025-12-01-preview  ",
	} {
		if asked[path] != want {
			t.Errorf("%s was asked with %q, want %q", path, asked[path], want)
		}
	}
	// without the maccs resource the rest stands, and that is said
	p.azure.Fault(azuretest.Account, azuretest.None, azuretest.None, azuretest.None, azuretest.Answer(404, `{"error":{"code":"InvalidResourceType","message":"no such type"}}`))
	out, _ = p.mustRun(t, ofAccount...)
	if !strings.Contains(out, "25,604.26 is still to be spent") || !strings.Contains(out, "whether it has milestones is not known") || !strings.Contains(out, "maccs could not be read, and so not their") {
		t.Error(out)
	}
	empty := newProcess(t, azuretest.Options{})
	if out, _ := empty.mustRun(t, ofAccount...); out != "No commitments.\n" {
		t.Error(out)
	}
}

// TestCommitmentsFail says what to do, and prints nothing.
func TestCommitmentsFail(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults []azuretest.Fault
		noRole bool
		args   []string
		code   int
		want   string
	}{
		{name: "no role", noRole: true, want: "have an owner of billing account 9a157b81-0000-4000-8000-000000000000:22222222-0000-4000-8000-000000000000_2019-05-31 give the account the role billing account reader"},
		{name: "another account", args: []string{"--billing-account", "123456"}, want: `check --billing-account ("az billing account list"`},
		{name: "not served", faults: []azuretest.Fault{azuretest.Answer(400, `{"error":{"code":"BadRequest","message":"Not supported."}}`)}, want: "only Microsoft Customer Agreements and direct Enterprise Agreements are served"},
		{name: "a guest network", faults: []azuretest.Fault{azuretest.HTML()}, want: "it is not JSON, but text/html"},
		{name: "throttled", faults: azuretest.Times(9, azuretest.ThrottleMilliseconds(2)), want: "try again later, with fewer requests at a time"},
		{name: "always half", faults: azuretest.Times(9, azuretest.Truncate(50)), want: "page 1 of the commitments: "},
		{name: "malformed", faults: []azuretest.Fault{azuretest.Answer(200, `{"value":[{"name":"a","type":"Microsoft.Consumption/lots","properties":{"originalAmount":{"currency":"EUR","value":"many"}}}]}`)}, want: "an answer of Azure's: a lot cannot be read"},
		{name: "a link elsewhere", faults: []azuretest.Fault{azuretest.Answer(200, `{"value":[],"nextLink":"https://example.org/?sig=abcdefgh"}`)}, want: "the link is to https://example.org"},
		{name: "bad account", args: []string{"--billing-account", "a/b"}, code: exitBadInput, want: "is not the name of a billing account"},
		{name: "bad day", args: []string{"--events-from", "1.3."}, code: exitBadInput, want: `--events-from "1.3." is not a day`},
		{name: "days turned round", args: []string{"--events-from", "2026-03-01", "--events-to", "2026-02-01"}, code: exitBadInput, want: "--events-to 2026-02-01 is before --events-from 2026-03-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, committed(t))
			p.azure.SetRole(!c.noRole)
			p.azure.Fault(azuretest.Account, c.faults...)
			if c.code == 0 {
				c.code = exitFailure
			}
			out, stderr, code := p.run(t, append(ofAccount, c.args...)...)
			if code != c.code || !strings.Contains(stderr, c.want) || out != "" {
				t.Errorf("ends with %d:\n%s\nwant %s", code, stderr, c.want)
			}
			if strings.Contains(stderr, "abcdefgh") {
				t.Error("a signature is printed")
			}
			p.noSecret(t, out, stderr)
		})
	}
}

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

// recommended are two recommendations: the example of scenarios/account, and the
// same for three years.
func recommended(t *testing.T) azuretest.Options {
	t.Helper()
	data, err := os.ReadFile("../../scenarios/account/recommendations.json")
	if err != nil {
		t.Fatal(err)
	}
	records, err := invoice.Records(data)
	if err != nil {
		t.Fatal(err)
	}
	three := strings.NewReplacer(`"P1Y"`, `"P3Y"`, "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000003").Replace(string(records[0]))
	return azuretest.Options{Recommendations: append(records, json.RawMessage(three)), AccountPage: 1}
}

// TestBenefitsCheck asks Azure, of a billing account and of a subscription, in spite
// of what goes wrong, and reads again what it saved.
func TestBenefitsCheck(t *testing.T) {
	for name, scope := range map[string][]string{
		"/providers/Microsoft.Billing/billingAccounts/" + azuretest.BillingAccount:                         {"--billing-account", azuretest.BillingAccount},
		"/providers/Microsoft.Billing/billingAccounts/" + azuretest.BillingAccount + "/billingProfiles/P1": {"--billing-account", azuretest.BillingAccount, "--billing-profile", "P1"},
		"/subscriptions/22222222-2222-4222-8222-222222222222":                                              nil,
	} {
		p := newProcess(t, recommended(t))
		p.azure.Fault(azuretest.Account, azuretest.ThrottleMilliseconds(2), azuretest.ServerError(500), azuretest.Truncate(900))
		kept := filepath.Join(p.home, "kept.json")
		args := append([]string{"benefits", "check", "--look-back", "7", "--save", kept, "--log-level", "debug"}, scope...)
		out, stderr := p.mustRun(t, args...)
		if !strings.Contains(out, "196.843  196.843       0.000") || strings.Count(out, "Savings plan for 12 months") != 1 || strings.Contains(out, "36 months") {
			t.Errorf("%s:\n%s\n%s", name, out, stderr)
		}
		for line := range strings.Lines(out) {
			if len([]rune(strings.TrimRight(line, "\n"))) > 80 {
				t.Errorf("wider than 80 columns: %s", line)
			}
		}
		asked := p.azure.Requests(azuretest.Account)
		first := asked[0]
		if first.Path != name+"/providers/Microsoft.CostManagement/benefitRecommendations" || first.Query.Get("$filter") != "properties/scope eq 'Shared' AND properties/lookBackPeriod eq 'Last7Days' AND properties/term eq 'P1Y'" ||
			first.Query.Get("$expand") != "properties/usage,properties/allRecommendationDetails" || first.Query.Get("api-version") != "2025-03-01" || len(asked) != 4 {
			t.Errorf("asked %d times, %+v", len(asked), first)
		}
		again, _ := p.mustRun(t, "benefits", "check", kept)
		if again != out {
			t.Errorf("%s\nfrom the saved answer:\n%s", out, again)
		}
		p.noSecret(t, out, stderr)
		out, _ = p.mustRun(t, append([]string{"benefits", "check", "--plan-scope", "single"}, scope...)...)
		if out != "No recommendations.\n" {
			t.Error(out)
		}
	}
}

// TestBenefitsCheckFail says what to do, and keeps nothing.
func TestBenefitsCheckFail(t *testing.T) {
	account := []string{"--billing-account", azuretest.BillingAccount}
	for _, c := range []struct {
		name   string
		faults []azuretest.Fault
		noRole bool
		args   []string
		code   int
		want   string
	}{
		{name: "no role", noRole: true, want: "give the account a role with Microsoft.CostManagement/benefitRecommendations/read on subscription 22222222-2222-4222-8222-222222222222"},
		{name: "no role on the account", noRole: true, args: account, want: "have an owner of billing account 9a157b81"},
		{name: "another account", args: []string{"--billing-account", "123456"}, want: `check --billing-account ("az billing account list" shows the names`},
		{name: "a guest network", faults: []azuretest.Fault{azuretest.HTML()}, want: "it is not JSON, but text/html"},
		{name: "throttled", faults: azuretest.Times(9, azuretest.ThrottleMilliseconds(2)), want: "try again later, with fewer requests at a time"},
		{name: "always half", faults: azuretest.Times(9, azuretest.Truncate(200)), want: "it is not whole"},
		{name: "malformed", faults: []azuretest.Fault{azuretest.Answer(200, `{"value":[{"name":"a","properties":{"currencyCode":"USD","term":"P1Y","usage":{"charges":[1,null,"x"]}}}]}`)}, want: "an answer of Azure's: a recommendation cannot be read"},
		{name: "no list", faults: []azuretest.Fault{azuretest.Answer(200, `{}`)}, want: `it has no "value"`},
		{name: "bad account", args: []string{"--billing-account", "../x"}, code: exitBadInput, want: "is not the name of a billing account"},
		{name: "a profile alone", args: []string{"--billing-profile", "P1"}, code: exitBadInput, want: "--billing-profile is one of --billing-account"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, recommended(t))
			p.azure.SetRole(!c.noRole)
			p.azure.Fault(azuretest.Account, c.faults...)
			if c.code == 0 {
				c.code = exitFailure
			}
			kept := filepath.Join(p.home, "kept.json")
			out, stderr, code := p.run(t, append([]string{"benefits", "check", "--look-back", "7", "--save", kept, "--log-level", "debug"}, c.args...)...)
			if code != c.code || !strings.Contains(stderr, c.want) || out != "" {
				t.Errorf("ends with %d:\n%s\nwant %s", code, stderr, c.want)
			}
			if _, err := os.Stat(kept); err == nil && c.name != "malformed" {
				t.Error("something is kept")
			}
			p.noSecret(t, out, stderr)
		})
	}
}

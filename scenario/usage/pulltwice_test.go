package usage

import (
	"strings"
	"testing"
	"time"
)

// TestPulledTwice: no two pulls that may have the same usage are let into one folder,
// whichever of them comes first.
func TestPulledTwice(t *testing.T) {
	const (
		account = "/providers/Microsoft.Billing/billingAccounts/123456"
		one     = "/subscriptions/1"
	)
	details := func(scope, from, to string) *Provenance {
		return Details{Scope: scope, Metric: "ActualCost", From: from, To: to}.provenance()
	}
	march := details(one, "2026-03-01", "2026-03-31")
	amortized := Details{Scope: one, Metric: "AmortizedCost", From: "2026-03-01", To: "2026-03-31"}.provenance()
	ofAccount := details(account, "2026-03-01", "2026-03-31")
	period := Details{Scope: account, Metric: "ActualCost", BillingPeriod: "202603"}.provenance()
	invoice := Details{Scope: account, Metric: "ActualCost", Invoice: "G1"}.provenance()
	other := Details{Scope: account, Metric: "ActualCost", Invoice: "G2"}.provenance()
	run := func(resource, metric, from, to string) *Provenance {
		return StoredRun{Export: "daily", Metric: metric, resource: resource, manifest: &manifest{from: from, to: to}}.provenance()
	}
	export := run(one+"/providers/Microsoft.CostManagement/exports/daily", "ActualCost", "2026-03-01", "2026-03-31")
	for name, c := range map[string]struct {
		a, b *Provenance
		want string // "" for none
	}{
		"another metric":                {march, amortized, "by two metrics, the same days have all usage twice"},
		"another metric of other days":  {amortized, details(one, "2026-04-01", "2026-04-30"), ""},
		"another metric of the exports": {export, amortized, "by two metrics"},
		"other days":                    {march, details(one, "2026-04-01", "2026-04-30"), ""},
		"days that overlap":             {march, details(one, "2026-03-20", "2026-04-02"), "days of both would be there twice; ask for 2026-03-01 to 2026-04-02"},
		"another subscription":          {march, details("/subscriptions/2", "2026-03-01", "2026-03-31"), ""},
		"an account":                    {march, ofAccount, "both may have the same usage"},
		"a part of the account":         {ofAccount, details(account+"/departments/1", "2026-03-01", "2026-03-31"), "both may have the same usage"},
		"two parts of one kind":         {details(account+"/departments/1", "2026-03-01", "2026-03-31"), details(account+"/departments/2", "2026-03-01", "2026-03-31"), ""},
		"two parts of two kinds":        {details(account+"/departments/1", "2026-03-01", "2026-03-31"), details(account+"/enrollmentAccounts/2", "2026-03-01", "2026-03-31"), "both may have the same usage"},
		"a billing period":              {ofAccount, period, "both may have the same usage"},
		"a billing period of others":    {details(account, "2026-04-01", "2026-04-30"), period, ""},
		"an invoice":                    {ofAccount, invoice, "both may have the same usage"},
		"two invoices":                  {other, invoice, ""},
		"an export":                     {march, export, "both may have the same usage"},
		"an export of a part":           {run(one+"/resourceGroups/g/providers/Microsoft.CostManagement/exports/daily", "ActualCost", "2026-03-01", "2026-03-31"), march, "both may have the same usage"},
		"two exports of one scope":      {run(one+"/providers/Microsoft.CostManagement/exports/weekly", "ActualCost", "2026-03-02", "2026-03-08"), export, "both may have the same usage"},
		"an export without a scope":     {run("", "ActualCost", "2026-03-02", "2026-03-08"), export, "both may have the same usage"},
		"an export without days":        {run(one+"/providers/Microsoft.CostManagement/exports/daily", "ActualCost", "", ""), export, "are not said"},
		"two management groups":         {run("/providers/Microsoft.Management/managementGroups/a/providers/Microsoft.CostManagement/exports/daily", "", "2026-03-01", "2026-03-31"), run("/providers/Microsoft.Management/managementGroups/b/providers/Microsoft.CostManagement/exports/daily", "", "2026-03-01", "2026-03-31"), "both may have"},
	} {
		for _, pair := range [][2]*Provenance{{c.a, c.b}, {c.b, c.a}} {
			replaces, had, err := pair[0].among("usage", "new", map[string]*Provenance{"old": pair[1]}, func(string, *Provenance) bool { return false })
			if len(replaces) > 0 || had != "" || (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: replaces %v, has %q: %v", name, replaces, had, err)
			}
		}
	}
	// days of one series: the longer takes the place of the shorter, and stands for it
	part := details(one, "2026-03-05", "2026-03-10")
	if replaces, _, err := march.among("usage", "new", map[string]*Provenance{"old": part}, nil); err != nil || len(replaces) != 1 {
		t.Errorf("%v %v", replaces, err)
	}
	if _, had, err := part.among("usage", "new", map[string]*Provenance{"old": march}, func(string, *Provenance) bool { return true }); err != nil || had != "old" {
		t.Errorf("%q %v", had, err)
	}
	// but not one that was submitted later
	later := *part
	later.Submitted = time.Now()
	if replaces, _, err := march.among("usage", "new", map[string]*Provenance{"old": &later}, func(string, *Provenance) bool { return true }); err == nil {
		t.Errorf("%v", replaces)
	}
}

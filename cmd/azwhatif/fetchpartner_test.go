package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/ratebook/azure/azuretest"
)

// partnerCard has the shape of Partner Center's documented example: a machine, storage
// that the partner's discount leaves out, and what a third party sells.
const partnerCard = `{"locale":"en","currency":"EUR","isTaxIncluded":false,"meters":[
 {"id":"11111111-0000-4000-8000-000000000001","name":"D4s v5","rates":{"0":0.2},"tags":[],"category":"Virtual Machines","subcategory":"Dsv5 Series","region":"EU West","unit":"1 Hour","includedQuantity":0,"effectiveDate":"2026-01-01T00:00:00"},
 {"id":"11111111-0000-4000-8000-000000000002","name":"LRS Data Stored","rates":{"0":0.02,"51200":0.018},"tags":[],"category":"Storage","subcategory":"Tables","region":"EU West","unit":"1 GB/Month","includedQuantity":0,"effectiveDate":"2026-01-01T00:00:00"},
 {"id":"11111111-0000-4000-8000-000000000003","name":"Appliance","rates":{"0":0.5},"tags":["Third Party"],"category":"Virtual Machines","subcategory":"Other","region":"EU West","unit":"1 Hour","includedQuantity":0,"effectiveDate":"2026-01-01T00:00:00"}],
 "offerTerms":[{"name":"Overage discount","discount":0.15,"excludedMeterIds":["11111111-0000-4000-8000-000000000002"],"effectiveDate":"2014-01-01T00:00:00"}],
 "attributes":{"objectType":"AzureRateCard"}}`

// TestFetchPartnerCenter: the card of a Cloud Solution Provider has no discount taken off;
// a case that states it has it on what the card's terms do not leave out.
// 100 × 0.2 + 1000 × 0.02 + 10 × 0.5 = 45 a month; 15% of the 20 for the machine are 3.
func TestFetchPartnerCenter(t *testing.T) {
	p := newProcess(t, azuretest.Options{PartnerCard: []byte(partnerCard)})
	p.azure.Fault(azuretest.ARM, azuretest.ThrottleMilliseconds(2), azuretest.CutOff(200))
	fetch := []string{"fetch", "--source", "partnercenter", "--offer", "MS-AZR-0145P", "--currency", "EUR", "--market", "NL"}
	out, stderr := p.mustRun(t, fetch...)
	if !strings.Contains(stderr, "the partner gets a discount on these prices, which none of them has taken off") || !strings.Contains(stderr, "15%; it leaves out 1 of the meters") {
		t.Error(stderr)
	}
	asked := p.azure.Requests(azuretest.ARM)
	if r := asked[len(asked)-1]; len(asked) != 3 || r.Path != "/v1/ratecards/azure" || r.Query.Get("currency") != "EUR" || r.Query.Get("region") != "NL" {
		t.Errorf("%+v", asked)
	}
	p.noSecret(t, out, stderr)
	plan := filepath.Join(p.home, "plan.yaml")
	if err := os.WriteFile(plan, []byte(`version: 1
name: A partner's price
start: 2026-09
months: 2
workloads:
  - name: shop
    region: westeurope
    usage:
      - {meter: {category: Virtual Machines, name: D4s v5}, quantity: 100 Hours}
      - {meter: {category: Storage, name: LRS Data Stored}, quantity: 1000 GB/Month}
      - {meter: {category: Virtual Machines, name: Appliance}, quantity: 10 Hours}
cases:
  - {name: List, offer: MS-AZR-0145P, source: partnercenter, currency: EUR, market: NL}
  - {name: Earned, like: List, discount: 15%}
`), 0o666); err != nil {
		t.Fatal(err)
	}
	got, _ := p.mustRun(t, "compare", plan)
	for _, want := range []string{"List    90.00        base", "Earned  84.00       -6.00  -6.7%"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
	for want, args := range map[string][]string{
		"Partner Center's rate card is that of a Cloud Solution Provider": {"fetch", "--source", "partnercenter", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"},
		"the card is in EUR, and USD was asked for":                       {"fetch", "--source", "partnercenter", "--offer", "MS-AZR-0145P", "--currency", "USD", "--market", "NL"},
	} {
		if _, stderr, code := p.run(t, args...); code == 0 || !strings.Contains(stderr, want) {
			t.Errorf("ends with %d: %s\nwant %s", code, stderr, want)
		}
	}
	dry, _ := p.mustRun(t, append(fetch, "--dry-run")...)
	if dry != "GET "+p.azure.ResourceManager+"/v1/ratecards/azure?currency=EUR&region=NL\n" {
		t.Error(dry)
	}
}

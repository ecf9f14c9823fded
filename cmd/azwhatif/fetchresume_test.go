package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"azwhatif/ratebook/azure/azuretest"
)

// TestFetchResumeByRegion: a nightly --resume over six regions and four currencies asks
// for what no card covers, and for nothing else; what was fetched before is not hidden.
func TestFetchResumeByRegion(t *testing.T) {
	regions := strings.Fields("westeurope northeurope swedencentral eastus westus uksouth")
	currencies := strings.Fields("USD EUR GBP SEK")
	var items []json.RawMessage
	for i, region := range regions {
		for _, currency := range currencies {
			items = append(items, json.RawMessage(fmt.Sprintf(`{"currencyCode":%q,"tierMinimumUnits":0.0,"retailPrice":0.%d,"unitPrice":0.%[2]d,"armRegionName":%q,"location":"x",
"effectiveStartDate":"2024-01-01T00:00:00Z","meterId":"aaaaaaaa-0000-4000-8000-%012[2]d","meterName":"D2s v5","productId":"P","skuId":"S%[2]d","productName":"Virtual Machines Dsv5 Series",
"skuName":"D2s v5","serviceName":"Virtual Machines","serviceFamily":"Compute","unitOfMeasure":"1 Hour","type":"Consumption","isPrimaryMeterRegion":true}`, currency, i+1, region)))
		}
	}
	p := newProcess(t, azuretest.Options{RetailItems: items})
	fetch := func(regions []string, more ...string) (asked int, stderr string) {
		t.Helper()
		before := len(p.azure.Requests(azuretest.Retail))
		_, stderr = p.mustRun(t, append([]string{"fetch", "--source", "retail", "--offer", "0003P", "--currency", strings.Join(currencies, ","), "--market", "NL", "--region", strings.Join(regions, ",")}, more...)...)
		return len(p.azure.Requests(azuretest.Retail)) - before, stderr
	}
	if n, _ := fetch(regions[:2]); n != 4 {
		t.Errorf("%d requests, want one a currency", n)
	}
	p.mustRun(t, "fetch", "--source", "retail", "--offer", "0003P", "--currency", "SEK", "--market", "NL", "--region", regions[5])
	n, stderr := fetch(regions, "--resume")
	if n != 4 {
		t.Errorf("%d requests, want one a currency:\n%s", n, stderr)
	}
	asked := p.azure.Requests(azuretest.Retail)
	for _, r := range asked[len(asked)-4:] {
		q := fmt.Sprint(r.Query)
		if strings.Contains(q, regions[0]) || !strings.Contains(q, regions[2]) || strings.Contains(q, "SEK") == strings.Contains(q, regions[5]) {
			t.Errorf("asked for %s", q)
		}
	}
	if n, stderr := fetch(regions, "--resume", "--max-age", "7d"); n != 0 || !strings.Contains(stderr, "nothing to fetch") {
		t.Errorf("%d requests on the second night:\n%s", n, stderr)
	}
	for i, region := range regions {
		if shown, _ := p.mustRun(t, "meters", "D2s v5", region, "--currency", "SEK"); !strings.Contains(shown, fmt.Sprintf("0.%d", i+1)) {
			t.Errorf("%s is not at hand:\n%s", region, shown)
		}
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"azwhatif/ratebook/azure/azuretest"
)

// skuOf is a record as the Compute SKUs interface has it: one for each region.
func skuOf(name, family, region, zones, restriction string, vcpus, available int, memory string) json.RawMessage {
	r := ""
	if restriction != "" {
		r = fmt.Sprintf(`{"type":%q,"values":[%q],"restrictionInfo":{"locations":[%q]},"reasonCode":"NotAvailableForSubscription"}`, restriction, region, region)
	}
	return json.RawMessage(fmt.Sprintf(`{"resourceType":"virtualMachines","name":%q,"tier":"Standard","size":"x","family":%q,"locations":[%q],"locationInfo":[{"location":%q,"zones":[%s]}],`+
		`"capabilities":[{"name":"vCPUs","value":"%d"},{"name":"vCPUsAvailable","value":"%d"},{"name":"MemoryGB","value":%q},{"name":"MaxDataDiskCount","value":"8"},{"name":"MaxNetworkInterfaces","value":"2"},`+
		`{"name":"CpuArchitectureType","value":"x64"},{"name":"HyperVGenerations","value":"V1,V2"},{"name":"PremiumIO","value":"True"},{"name":"AcceleratedNetworkingEnabled","value":"True"}],"restrictions":[%s]}`,
		name, family, region, region, zones, vcpus, available, memory, r))
}

// TestFetchSizes takes the catalogue over the fake's pages, faults included, and prices a
// machine of a size that the catalogue which is built in does not have.
func TestFetchSizes(t *testing.T) {
	p := newProcess(t, azuretest.Options{UsagePage: 2, SKUs: []json.RawMessage{
		json.RawMessage(`{"resourceType":"disks","name":"Premium_LRS","locations":["westeurope"]}`),
		skuOf("Standard_D4s_v5", "standardDSv5Family", "westeurope", `"1","2"`, "", 4, 4, "16"),
		skuOf("Standard_D4s_v5", "standardDSv5Family", "SwedenCentral", "", "Location", 4, 4, "16"),
		skuOf("Standard_E8-2s_v5", "standardESv5Family", "westeurope", `"1"`, "Zone", 8, 2, "64"),
		skuOf("Standard_D4zs_v9", "standardDZSv9Family", "westeurope", `"1"`, "", 4, 4, "16.5"),
	}})
	p.azure.Fault(azuretest.Sizes, azuretest.ThrottleMilliseconds(10), azuretest.ServerError(503), azuretest.None, azuretest.CutOff(300))
	_, stderr := p.mustRun(t, "fetch", "--sizes")
	if !strings.Contains(stderr, "3 sizes in 2 regions") {
		t.Errorf("the program says:\n%s", stderr)
	}
	for _, c := range []struct{ args, want string }{
		{"d4zsv9", "Standard_D4zs_v9  4 vCPUs, 16.5 GiB"},
		{"e8-2s v5", "Standard_E8-2s_v5  2 vCPUs (of 8), 64 GiB"},
		{"d4s_v5 --region westeurope", "in West Europe, in 2 availability zones"},
		{"d4s_v5 --region swedencentral", "restricted for the subscription that asked"},
	} {
		stdout, _ := p.mustRun(t, append([]string{"sizes"}, strings.Fields(c.args)...)...)
		if !strings.Contains(stdout, c.want) {
			t.Errorf("sizes %s: %q is not in:\n%s", c.args, c.want, stdout)
		}
	}
	p.azure.SetRole(false)
	if _, stderr, code := p.run(t, "fetch", "--sizes"); code != 1 || !strings.Contains(stderr, "Microsoft.Compute/skus/read") {
		t.Errorf("without the role: %d\n%s", code, stderr)
	}
}

package fetch

import (
	"bytes"
	"encoding/json"
	"testing"

	"azwhatif/ratebook/size"
)

// FuzzSizes reads records of the Compute SKUs interface: what becomes a catalogue is
// read as it was written.
func FuzzSizes(f *testing.F) {
	f.Add([]byte(`{"resourceType":"virtualMachines","name":"Standard_E8-2s_v5","family":"standardESv5Family","locations":["westeurope"],"locationInfo":[{"location":"westeurope","zones":["1","3"]}],"capabilities":[{"name":"vCPUs","value":"8"},{"name":"vCPUsAvailable","value":"2"},{"name":"MemoryGB","value":"64"},{"name":"MaxDataDiskCount","value":"16"},{"name":"MaxNetworkInterfaces","value":"4"},{"name":"PremiumIO","value":"True"}],"restrictions":[{"type":"Location"}]}`))
	f.Add([]byte(`{"name":"Standard_A1","locations":["a b","Global"],"capabilities":[{"name":"vCPUs","value":"1"},{"name":"MemoryGB","value":"1.75"},{"name":"MaxDataDiskCount","value":"-2"}]}`))
	f.Add([]byte(`{"name":"Basic_A1","family":"x\ny","locations":["westus"],"capabilities":[{"name":"vCPUs","value":"1"},{"name":"MemoryGB","value":"1e3"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s sku
		if json.Unmarshal(data, &s) != nil {
			return
		}
		offered, err := s.offered()
		if err != nil {
			return
		}
		c, err := size.Build("2026-11-28", "a test", offered)
		if err != nil || len(c.Sizes) == 0 {
			return
		}
		var out bytes.Buffer
		if err := c.Write(&out); err != nil {
			t.Fatal(err)
		}
		again, err := size.Read(&out)
		if err != nil || len(again.Sizes) != len(c.Sizes) {
			t.Fatalf("what was written is not read: %v", err)
		}
	})
}

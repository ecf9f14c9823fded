package estate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// The offline collector of Azure Migrate writes Azure-Migrate-Discovery-<time>.zip,
// whose server/machinestatic.json has the machines as Microsoft.OffAzure describes them.
// No public sample is known: keys are read in any case, and machines in any array.
func init() {
	register(&format{Name: "azure-migrate-collector", Claims: func(b *book) bool { return b.members[collected] != nil || collectedEnd(b) != "" }, Rank: 0, Read: readCollector})
}

const collected = "server/machinestatic.json"

// collectedEnd is the path of the file where the archive has a folder around all.
func collectedEnd(b *book) string {
	for name := range b.members {
		if strings.HasSuffix(name, "/"+collected) {
			return name
		}
	}
	return ""
}

func readCollector(r *reading, books []*book) error {
	for _, b := range books {
		data := b.members[collected]
		if data == nil {
			data = b.members[collectedEnd(b)]
		}
		machines, err := collectedMachines(data)
		if err != nil {
			return fmt.Errorf("%s!%s: %w", b.name, collected, err)
		}
		for i, one := range machines {
			p := scenario.Place{File: b.name, Sheet: "machinestatic.json", Row: i + 1}
			r.collected(one, p)
		}
		r.source(b, "azure-migrate-collector", len(machines))
	}
	return nil
}

// object is a JSON object whose keys are read in any case.
type object map[string]any

func (o object) get(keys ...string) any {
	for _, want := range keys {
		for k, v := range o {
			if strings.EqualFold(k, want) && v != nil {
				return v
			}
		}
	}
	return nil
}

func (o object) text(keys ...string) string {
	switch v := o.get(keys...).(type) {
	case string:
		return clean(v)
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	}
	return ""
}

func (o object) number(keys ...string) (money.Decimal, bool) {
	s := o.text(keys...)
	if s == "" || len(s) > 40 {
		return money.Zero, false
	}
	n, err := money.Parse(s)
	return n, err == nil
}

// list is an array, or an object's values in the order of its keys.
func (o object) list(keys ...string) []object {
	return objects(o.get(keys...))
}

func objects(v any) (list []object) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			if m, ok := e.(map[string]any); ok {
				list = append(list, m)
			}
		}
	case map[string]any:
		for _, k := range sortedKeys(v) {
			if m, ok := v[k].(map[string]any); ok {
				list = append(list, m)
			}
		}
	}
	return list
}

const maxMachines = 1_000_000

// collectedMachines finds the objects that have cores and memory, at any depth.
func collectedMachines(data []byte) (list []object, err error) {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	dec.UseNumber()
	var doc any
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("it is not JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("it has more than one JSON value")
	}
	var walk func(v any, depth int) error
	walk = func(v any, depth int) error {
		if depth > 20 {
			return errors.New("it is nested too deeply")
		}
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				if err := walk(e, depth+1); err != nil {
					return err
				}
			}
		case map[string]any:
			o := object(v)
			if o.get("numberOfProcessorCore", "numberOfProcessorCores", "numberOfCores", "cores") != nil || o.get("allocatedMemoryInMB", "memoryInMB", "memoryMB") != nil {
				if list = append(list, o); len(list) > maxMachines {
					return fmt.Errorf("it has more than %d machines", maxMachines)
				}
				return nil
			}
			for _, k := range sortedKeys(v) {
				if err := walk(v[k], depth+1); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if err := walk(doc, 0); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("it lists no machines")
	}
	return list, nil
}

// collected takes one machine of the collector's.
func (r *reading) collected(o object, p scenario.Place) {
	m := scenario.Listed{Place: p, Name: o.text("displayName", "machineName", "name", "hostName", "fqdn"), ID: o.text("instanceUuid", "biosGuid", "machineId", "id", "biosSerialNumber"), Count: 1}
	os := o
	if d, ok := o.get("operatingSystemDetails", "guestOsDetails", "operatingSystem").(map[string]any); ok {
		os = d
	}
	m.OSName = os.text("osName", "guestOSName", "operatingSystem", "osType")
	var why string
	m.OS, why = readOS(m.OSName + " " + os.text("osType"))
	memory, okMemory := o.number("allocatedMemoryInMB", "memoryInMB", "memoryMB")
	var okCores bool
	m.VCPUs, okCores = o.number("numberOfProcessorCore", "numberOfProcessorCores", "numberOfCores", "cores")
	m.Memory = memory.Div(kibi)
	on, known := power(o.text("powerStatus", "powerState", "status"))
	switch {
	case m.Name == "":
		r.left(m, errNoName.Error())
		return
	case strings.EqualFold(o.text("isDeleted"), "true"):
		r.apart(m, "the collector has it as deleted")
		return
	case known && !on:
		r.apart(m, "it does not run ("+o.text("powerStatus", "powerState", "status")+")")
		return
	case why != "":
		r.left(m, why)
		return
	case !okCores || m.VCPUs.Sign() <= 0 || money.Int(10_000).Less(m.VCPUs):
		r.left(m, "it has no vCPUs")
		return
	case !okMemory || m.Memory.Sign() <= 0 || money.Int(1_000_000).Less(m.Memory):
		r.left(m, "it has no memory")
		return
	}
	m.NICs = len(o.list("networkAdapters", "nics"))
	for _, d := range o.list("disks", "diskDetails") {
		gib, ok := d.number("maxSizeInBytes", "sizeInBytes", "capacityInBytes")
		if gib = gib.Div(gibi); !ok {
			if gib, ok = d.number("sizeInGB", "maxSizeInGB", "diskSizeInGB"); !ok {
				gib, ok = d.number("sizeInMB")
				gib = gib.Div(kibi)
			}
		}
		if !ok || gib.Sign() <= 0 {
			m.Unsized++
			continue
		}
		m.Disks = append(m.Disks, scenario.ListedDisk{GiB: gib, Count: 1})
	}
	tell := m.ID
	if tell == "" {
		tell = m.Name
	}
	r.take(m, "collector\x00"+strings.ToLower(tell))
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

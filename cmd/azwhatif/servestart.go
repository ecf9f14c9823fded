package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"azwhatif/estimate/web"
	"azwhatif/ratebook"
	"azwhatif/scenario"
	"azwhatif/scenario/estate"
	"azwhatif/scenario/mapping"
	"azwhatif/scenario/usage"
)

// lookAt says what uploaded files hold: machines, else usage.
func (p *program) lookAt(ctx context.Context, paths []string) (*web.Upload, error) {
	inv, noMachines := estate.Read(ctx, estate.Spec{Files: paths})
	if noMachines == nil && len(inv.Machines)+len(inv.Services)+len(inv.Fixed) > 0 {
		p.sayInventory("inventory", inv)
		homeless := slices.ContainsFunc(inv.Machines, func(m scenario.Listed) bool { return m.Region == "" })
		return &web.Upload{What: fmt.Sprintf("%d machines", machinesIn(inv)), NeedsRegion: homeless, Inventory: inv}, nil
	}
	got, noUsage := p.rollUp(ctx, usage.Spec{Files: paths, GoOn: true, Unpacked: web.MaxUnpacked})
	if noUsage == nil {
		noUsage = nothingRead(got)
	}
	if noUsage != nil {
		return nil, errors.Join(errors.New("the files are neither an inventory of machines nor an export of usage that is known"), noMachines, noUsage)
	}
	p.sayRows(got)
	out := &web.Upload{What: "usage", Usage: true}
	for _, cloud := range otherClouds(got) {
		out.Mapping = cmp.Or(out.Mapping, mapping.WordFor(cloud))
	}
	if out.Mapping == "" && len(otherClouds(got)) > 0 {
		out.Mapping = mapping.Words()[0] // which leaves all of it, and says why
	}
	return out, nil
}

// startScenario is the text of a new scenario that is to be at path.
func (p *program) startScenario(path string, from web.Start) ([]byte, error) {
	t := startText{path: filepath.Base(path), what: "machines", name: from.Name, months: 36, now: p.now(), terms: from.Terms, book: from.Ratebook}
	region := ratebook.ParseRegion(from.Region)
	if from.Region != "" && (!region.Known() || region == ratebook.Global) {
		return nil, fmt.Errorf("%q is not a region of Azure's, such as westeurope", from.Region)
	}
	switch up := from.Upload; {
	case up == nil:
		if region == "" {
			return nil, errors.New("say in which region the machines are to run, such as westeurope")
		}
		t.of = typedMachines(from, region)
		t.windows = slices.ContainsFunc(from.Machines, func(m web.Machine) bool { return m.OS == "windows" })
	case up.Usage:
		t.what, t.months = "usage as it was exported", 12
		how := ""
		if up.Mapping != "" {
			how = ", mapping: " + up.Mapping
		}
		t.of = []string{"imports:", fmt.Sprintf("  - {files: [%s], as: typical-month%s}", quotedList(from.Files), how)}
	default:
		if region == "" && up.NeedsRegion {
			return nil, errors.New("the inventory does not say where the machines are to run: name a region, such as westeurope")
		}
		inv := up.Inventory.(*scenario.Inventory)
		t.what = up.What
		t.of = initFrom{by: from.By, comfort: from.Comfort, os: from.OS}.estate(slices.Clone(from.Files), region)
		t.windows = slices.ContainsFunc(inv.Machines, func(m scenario.Listed) bool { return m.OS == scenario.Windows })
	}
	text := t.bytes()
	_, err := scenario.Read(path, text)
	return text, err
}

func quotedList(names []string) string {
	var list []string
	for _, n := range names {
		list = append(list, quoted(n))
	}
	return strings.Join(list, ", ")
}

// typedMachines are the lines of machines that were typed in.
func typedMachines(from web.Start, region ratebook.Region) []string {
	lines := []string{"workloads:", "  - name: machines", "    region: " + string(region), "    machines:"}
	for i, m := range from.Machines {
		parts := []string{"name: " + quoted(cmp.Or(m.Name, fmt.Sprintf("machine %d", i+1)))}
		if m.Size != "" {
			parts = append(parts, "size: "+quoted(m.Size))
		} else {
			parts = append(parts, fmt.Sprintf("need: {vcpus: %s, memory: %s}", quoted(m.VCPUs), quoted(gibibytes(m.Memory))))
		}
		for _, f := range []struct{ key, value string }{{"os", m.OS}, {"count", m.Count}, {"hours", m.Hours}} {
			if f.value != "" {
				parts = append(parts, f.key+": "+quoted(f.value))
			}
		}
		if m.Disk != "" {
			parts = append(parts, fmt.Sprintf("disks: [{kind: %s, size: %s}]", quoted(cmp.Or(m.DiskKind, "standard-ssd")), quoted(gibibytes(m.Disk))))
		}
		lines = append(lines, "      - {"+strings.Join(parts, ", ")+"}")
	}
	return lines
}

// gibibytes adds the unit to a plain number.
func gibibytes(s string) string {
	if s != "" && strings.Trim(s, "0123456789.") == "" {
		return s + " GiB"
	}
	return s
}

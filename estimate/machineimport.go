package estimate

import (
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// hasImported tells whether usage of the workload is hours of another cloud's machines.
func hasImported(w *scenario.Workload) bool {
	return slices.ContainsFunc(w.Usage, func(u scenario.Usage) bool { return u.Machine != nil })
}

// importedMachines sizes another cloud's machines on each case's card: their usage, and
// that of the licences beside them, is then by the meters of the size. What an import
// records stays as it is: it is a line for itself.
func (r *resolver) importedMachines(made *machineLines, i int, w *scenario.Workload, cards map[ratebook.Terms]map[ratebook.Region]*machineCard) error {
	made.imported[i] = make([]*machineLine, len(w.Usage))
	type where struct {
		c      int
		region ratebook.Region
	}
	places := map[where]*placement{}
	at := map[string]int{} // a machine's place among the uses, which is the same in each case
	var parts [][][]part   // by machine and case
	for n, u := range w.Usage {
		if u.Machine == nil {
			continue
		}
		home := u.Imported.Region
		key := strings.Join([]string{string(home), u.Machine.Name, u.Machine.Software(), map[bool]string{true: "spot"}[u.Machine.Spot]}, "\n")
		m, known := at[key]
		if !known {
			m = len(parts)
			at[key] = m
			machine := *u.Machine.Machine
			machine.Count = r.machinesRunning(u)
			parts = append(parts, make([][]part, len(r.s.Cases)))
			for c := range r.s.Cases {
				k := &r.s.Cases[c]
				in := where{c, regionOf(k, w, home)}
				if places[in] == nil {
					places[in] = r.placement(k, w, cards[k.Terms][in.region])
					made.keepSizing(c, places[in].sizing)
				}
				use, list, err := places[in].machine(&machine)
				if err != nil {
					return err
				}
				made.uses[c] = append(made.uses[c], use)
				parts[m][c] = list
			}
		}
		line := &machineLine{meters: make([]*cardMeter, len(r.s.Cases)), runs: true}
		for c := range r.s.Cases {
			p := parts[m][c][slices.IndexFunc(parts[m][c], func(p part) bool { return p.what == PartKind(u.Machine.Of) })]
			use := &made.uses[c][len(made.uses[c])-len(parts)+m]
			line.meters[c] = p.meter
			if use.Size == nil { // it is called as the other cloud does
				meter := *p.meter
				meter.meter.Subcategory, meter.meter.Name = u.Imported.Subcategory, u.Imported.Name
				line.meters[c] = &meter
			}
			use.Parts = append(use.Parts, MachinePart{What: p.what, Of: p.of, Meter: line.meters[c].meter, Count: p.count, Price: p.meter.reason, workload: i, usage: n})
		}
		made.imported[i][n] = line
	}
	return nil
}

// machinesRunning is how many machines run on average, by the hours of a mean month:
// for a reader, no figure follows from it.
func (r *resolver) machinesRunning(u scenario.Usage) money.Decimal {
	period := r.s.Period()
	used, hours := money.Zero, money.Zero
	for i, month := range period {
		h := r.s.Hours.Fixed
		if r.s.Hours.Calendar() {
			h = money.Int(int64(month.End().Sub(month.Start()).Hours()))
		}
		hours = hours.Add(h)
		if u.Recorded != nil {
			used = used.Add(u.Recorded[i])
		} else {
			used = used.Add(u.Quantity.Value)
		}
	}
	return used.Div(hours).RoundEven(2)
}

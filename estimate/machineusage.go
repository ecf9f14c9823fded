package estimate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// machineLine is a usage that machines make: those that each case prices by the same
// meter. It is the same usage in all cases, by a meter of its own in each.
type machineLine struct {
	meters   []*cardMeter // by case
	included bool         // the licences are paid with the machine, also where the case's levers say otherwise
	runs     bool         // its hours are the machine's: a disk and an address stay while that is off
}

// in is the meter that a case prices the line by; where it has none of it, that of
// another case.
func (l *machineLine) in(c int) *cardMeter {
	if m := l.meters[c]; m != nil {
		return m
	}
	return l.meters[slices.IndexFunc(l.meters, func(m *cardMeter) bool { return m != nil })]
}

// machineLines are by workload, and by usage from the first that machines make on.
type machineLines struct {
	lines [][]*machineLine
	own   []int // by workload: how much usage the scenario states
	uses  [][]MachineUse
	count [][]money.Decimal // by workload and line, before hours

	imported [][]*machineLine // by workload and usage of the scenario's: those of other clouds' machines

	sizes   *size.Catalogue
	sizings [][]scenario.Sizing // by case, each once
}

// of is what a usage is made of; nil where the scenario states it.
func (m *machineLines) of(workload, usage int) *machineLine {
	switch {
	case m == nil:
		return nil
	case usage < m.own[workload]:
		if m.imported[workload] == nil {
			return nil
		}
		return m.imported[workload][usage]
	}
	return m.lines[workload][usage-m.own[workload]]
}

// machinesOf sizes the scenario's machines on each case's card, and makes usage of them.
// The scenario is then a copy, with that usage behind its own.
func (r *resolver) machinesOf(ctx context.Context) error {
	s := r.s
	if err := errors.Join(s.SeriesThere(), s.WavesThere()); err != nil {
		return err
	}
	if !slices.ContainsFunc(s.Workloads, func(w scenario.Workload) bool { return len(w.Machines) > 0 || hasImported(&w) }) {
		return nil
	}
	sizes := s.Catalogue()
	cards, err := r.machineCards(ctx, sizes)
	if err != nil {
		return err
	}
	n := len(s.Workloads)
	made := &machineLines{
		lines: make([][]*machineLine, n), own: make([]int, n), imported: make([][]*machineLine, n), count: make([][]money.Decimal, n),
		uses: make([][]MachineUse, len(s.Cases)), sizings: make([][]scenario.Sizing, len(s.Cases)), sizes: sizes,
	}
	reserves := make([]*holdings, len(s.Cases))
	for c := range s.Cases {
		reserves[c] = r.reservedMachines(c, cards)
	}
	full := *s
	full.Workloads = slices.Clone(s.Workloads)
	for i := range full.Workloads {
		w := &full.Workloads[i]
		made.own[i] = len(w.Usage)
		if hasImported(w) {
			if err := r.importedMachines(made, i, w, cards); err != nil {
				return err
			}
		}
		if len(w.Machines) == 0 {
			continue
		}
		parts := make([][][]part, len(s.Cases)) // by case, machine and part
		for c := range s.Cases {
			k := &s.Cases[c]
			p := r.placement(k, w, cards[k.Terms][regionOf(k, w, w.Region)])
			p.reserves = reserves[c]
			made.keepSizing(c, p.sizing)
			for n := range w.Machines {
				use, list, err := p.machine(&w.Machines[n])
				if err != nil {
					return err
				}
				made.uses[c] = append(made.uses[c], use)
				parts[c] = append(parts[c], list)
			}
		}
		w.Usage = slices.Clone(w.Usage)
		made.gather(i, w, parts)
	}
	r.s, r.machines = &full, made
	return nil
}

// keepSizing notes a sizing that is in force in a case.
func (made *machineLines) keepSizing(c int, s scenario.Sizing) {
	if !slices.ContainsFunc(made.sizings[c], s.Same) {
		made.sizings[c] = append(made.sizings[c], s)
	}
}

// placement is how a case has a workload's machines.
func (r *resolver) placement(k *scenario.Case, w *scenario.Workload, card *machineCard) *placement {
	stated := k.Sizing.Over(w.Sizing).Over(r.s.Sizing)
	p := &placement{
		k: k, w: w, card: card, sizing: stated.Over(scenario.DefaultSizing), start: w.From, end: r.s.Start.Add(r.s.Months - 1),
		burstableStated: stated.Burstable != nil,
		sorted:          map[candidateKey][]candidate{}, chosen: map[choiceKey]choice{},
	}
	for _, b := range k.Reservations {
		p.reserved = max(p.reserved, b.Months)
	}
	if k.Finds() {
		p.longest = k.Find.Longest(r.s.Months)
	}
	for _, plan := range k.SavingsPlans {
		p.plan = max(p.plan, plan.Months)
	}
	for _, o := range k.Owned {
		if v := o.SavingsPlan; v != nil && v.From.Since(r.s.Start) <= 0 && r.s.Start.Since(v.From) < v.Months {
			p.plan = max(p.plan, v.Months)
		}
	}
	return p
}

// regionOf is where a case runs machines of a workload that are at home in a region.
func regionOf(k *scenario.Case, w *scenario.Workload, home ratebook.Region) ratebook.Region {
	region := home
	if k.Region != "" {
		region = k.Region
	}
	any := ratebook.Meter{Category: machineCategory, Region: home}
	for _, ch := range k.Changes {
		if ch.Region != "" && ch.Where.Picks(*w, any) {
			region = ch.Region
		}
	}
	return region
}

// machine sizes one machine, and gives its parts.
func (p *placement) machine(m *scenario.Machine) (use MachineUse, parts []part, err error) {
	use = MachineUse{Machine: m, Workload: p.w.Name, Region: p.card.region}
	name, k := p.statedSize(m), p.key(m)
	if name != m.Size {
		use.Why = "as stated for the machine (sizing: machines)"
	}
	var why string
	if name != "" {
		if use.Size, err = p.card.sizes.Parse(name); err != nil {
			return use, nil, m.Errorf("workload %q: %w", p.w.Name, err)
		}
		if use.Why == "" {
			use.Why = "as stated"
			if p.k.Modernise != "" {
				p.newer(&use, k)
			}
		}
		use.Hourly, _, why = p.price(use.Size, k.candidateKey)
		use.Reason = why
		if no := unfit(use.Size, choiceKey{disks: k.disks, nics: k.nics, premium: k.premium}, money.Zero); no != "" {
			use.Notes = append(use.Notes, fmt.Sprintf("%s does not take what is stated of the machine: %s", use.Size.Name, no))
		}
	} else {
		use.Asked, use.Why = needed(m, p.sizing)
		k.vcpus, k.memory = cores(use.Asked.VCPUs), use.Asked.Memory.String()
		c := p.choose(k, use.Asked.Memory)
		use.Size, use.Hourly, use.Cheaper, use.Reason, use.short = c.size, c.price, c.cheaper, c.reason, c.short
		if p.reserves != nil && p.reserves.sizes[m] != nil {
			use.Size = p.reserves.sizes[m]
			use.Hourly, _, _ = p.price(use.Size, k.candidateKey)
			use.Cheaper = fmt.Sprintf("%s: %s an hour, and %s is reserved, which is paid whether it is used or not", c.size.Name, c.price, use.Size.Name)
		}
	}
	p.note(&use)
	return use, p.parts(m, &use), nil
}

// statedSize is the size that is stated for a machine; "" where it is a need.
func (p *placement) statedSize(m *scenario.Machine) string {
	if o, ok := p.sizing.Machines[strings.ToLower(m.Name)]; ok && m.Name != "" && o.Size != "" {
		return o.Size
	}
	return m.Size
}

// key has all of a machine that its size follows from, but for what it needs.
func (p *placement) key(m *scenario.Machine) choiceKey {
	os, sql := m.Licensed()
	k := choiceKey{candidateKey: candidateKey{
		os: os, sql: sql, included: m.Licence == scenario.IncludedLicence, arch: p.sizing.Arch, always: p.always(m),
		spot: m.Spot, burstable: m.Burstable && !p.burstableStated, local: m.LocalDisk, series: strings.Join(m.Series, " "),
	}}
	if m.Arch != "" {
		k.arch = m.Arch
	}
	disks := 0
	for _, d := range m.Disks {
		disks += int(d.Count.Float64())
		k.premium = k.premium || p.kind(d).NeedsPremium()
	}
	k.disks, k.nics = max(0, disks-1), max(1, m.NICs)
	return k
}

// newer puts the size of the case's lever in the place of a stated one, and says so.
func (p *placement) newer(use *MachineUse, k choiceKey) {
	better := p.modernise(use.Size, k)
	if better == nil {
		use.Why = fmt.Sprintf("as stated: modernise %s has nothing in its place", p.k.Modernise)
		return
	}
	use.Replaces, use.Size = use.Size.Name, better
	use.Why = fmt.Sprintf("in place of %s (modernise %s)", use.Replaces, p.k.Modernise)
}

// always tells whether a machine runs in all hours, after the case's changes.
func (p *placement) always(m *scenario.Machine) bool {
	hours := m.Hours
	for _, ch := range p.k.Changes {
		if ch.Hours != nil && ch.Where.Picks(*p.w, ratebook.Meter{Category: machineCategory, Region: p.w.Region}) {
			hours = ch.Hours
		}
	}
	return hours == nil || *hours == allTheTime
}

// kind is a disk's, by the sizing where it states none.
func (p *placement) kind(d scenario.Disk) size.DiskKind {
	if d.Kind != "" {
		return d.Kind
	}
	return p.sizing.Disks
}

// parts are a machine's: in each case as many, in the same order.
func (p *placement) parts(m *scenario.Machine, use *MachineUse) (parts []part) {
	hours := m.Hours
	if hours == nil {
		hours = &allTheTime
	}
	none := func(category, name string) *cardMeter {
		return &cardMeter{meter: ratebook.Meter{Category: category, Name: name, Region: p.card.region}, reason: use.short}
	}
	os, sql := m.Licensed()
	compute := none(machineCategory, "machine without a size")
	if use.Size != nil {
		v := machineVariant{size: use.Size, windows: os == scenario.Windows}
		if m.Spot {
			v.taken = size.Spot
		}
		if compute = p.card.machine(v); compute.reason != "" && v.windows {
			if own := p.card.machine(machineVariant{size: use.Size, taken: v.taken}); own.reason == "" && use.Reason == "" { // by the lever, without the licence
				compute = own
			}
		}
	}
	parts = append(parts, part{id: "machine", what: ComputePart, of: m.System(), meter: compute, count: m.Count, hours: hours})
	licence := func(what PartKind, of string, products []string) {
		meter := none(licenceCategory, products[0])
		if use.Size != nil {
			meter = p.card.licence(products, use.Size.VCPUs)
		}
		parts = append(parts, part{id: string(what), what: what, of: of, meter: meter, count: m.Count, hours: hours})
	}
	if products := osProducts(os); products != nil {
		licence(LicencePart, string(m.OS), products)
	}
	if sql != "" && !p.card.card.devTest() {
		licence(SQLPart, string(sql), sqlProducts(sql))
	}
	for i, d := range m.Disks {
		for _, disk := range p.card.disk(d, p.kind(d), m.Count) {
			disk.id = fmt.Sprintf("%d %s", i, disk.id)
			parts = append(parts, disk)
		}
	}
	if m.Addresses > 0 {
		parts = append(parts, part{id: "address", what: AddressPart, of: "IPv4", meter: p.card.address(), count: m.Count.Mul(money.Int(int64(m.Addresses))), hours: &allTheTime})
	}
	for i := range parts {
		parts[i].counts()
	}
	return parts
}

// What meters count that are known by their words alone.
var ofHours, ofMonths, ofGigabytes = unit.MustParse("1 Hour"), unit.MustParse("1/Month"), unit.MustParse("1 GB/Month")

// counts gives a part that the card has no meter for what such a meter counts.
func (p *part) counts() {
	if p.meter.meter.Unit.Text() != "" {
		return
	}
	m := *p.meter
	switch {
	case p.hours != nil:
		m.meter.Unit = ofHours
	case p.what == SnapshotPart:
		m.meter.Unit = ofGigabytes
	default:
		m.meter.Unit = ofMonths
	}
	p.meter = &m
}

// gather puts the parts that every case prices by the same meter into lines, in the
// order in which they come. A part that a case does not have, as where another kind of
// disk is provisioned by the GiB, is a line of no quantity there.
func (made *machineLines) gather(i int, w *scenario.Workload, parts [][][]part) {
	at := map[string]int{}
	from := len(made.uses[0]) - len(w.Machines)
	var key strings.Builder
	for n := range w.Machines {
		for _, id := range partIDs(parts, n) {
			key.Reset()
			line := &machineLine{meters: make([]*cardMeter, len(parts))}
			var of *part
			for c := range parts {
				k := slices.IndexFunc(parts[c][n], func(p part) bool { return p.id == id })
				if k < 0 {
					key.WriteString("none\n")
					continue
				}
				of = &parts[c][n][k]
				m := of.meter
				line.meters[c] = m
				key.WriteString(string(m.meter.ID) + "\n" + string(m.meter.Region) + "\n" + m.meter.Title() + "\n" + m.reason + "\n")
			}
			included := w.Machines[n].Licence == scenario.IncludedLicence
			key.WriteString(fmt.Sprintf("%s %t\n", of.what, included))
			if of.hours != nil {
				key.WriteString(of.hours.String())
			}
			line.included = included
			line.runs = of.what == ComputePart || of.what == LicencePart || of.what == SQLPart
			k, ok := at[key.String()]
			if !ok {
				k = len(made.lines[i])
				at[key.String()] = k
				made.lines[i] = append(made.lines[i], line)
				made.count[i] = append(made.count[i], money.Zero)
				w.Usage = append(w.Usage, scenario.Usage{Pos: w.Machines[n].Pos, Demand: scenario.Demand{Hours: of.hours}})
			}
			made.count[i][k] = made.count[i][k].Add(of.count)
			for c := range parts {
				for _, p := range parts[c][n] {
					if p.id == id {
						use := &made.uses[c][from+n]
						use.Parts = append(use.Parts, MachinePart{What: p.what, Of: p.of, Meter: p.meter.meter, Count: p.count, Price: p.meter.reason, workload: i, usage: made.own[i] + k})
					}
				}
			}
		}
	}
	for k := range made.count[i] {
		n := made.count[i][k]
		w.Usage[made.own[i]+k].Count = &n
	}
}

// partIDs are those of a machine in any case, in their order.
func partIDs(parts [][][]part, n int) (ids []string) {
	for c := range parts {
		for _, p := range parts[c][n] {
			if !slices.Contains(ids, p.id) {
				ids = append(ids, p.id)
			}
		}
	}
	return ids
}

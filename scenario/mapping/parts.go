package mapping

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// A cloud may bill a machine in parts: its vCPUs by the hour, its memory by the GiB and
// hour, and the licence of its system by the hour or by the vCPU. The parts of one machine
// type, in one place, month and account, become hours of that machine. The vCPUs say how
// many hours; memory and licences have none of their own, and keep what was billed.

// Part is what of a machine a target counts.
type Part string

const (
	PartVCPUs        Part = "vcpus"         // hours of vCPUs
	PartMemory       Part = "memory"        // GiB hours
	PartLicence      Part = "licence"       // hours of a licence
	PartLicenceVCPUs Part = "licence vcpus" // hours of vCPUs that a licence is for
)

const (
	bareVCPUs = 2    // of a machine whose type is not known: see bare
	quarters  = 4    // memory is sold by the quarter of a GiB
	mib       = 1024 // MiB in a GiB
)

var (
	partsOff = money.MustParse("0.02")     // by which memory and licences may differ from the hours of vCPUs
	rounding = money.MustParse("0.000001") // what floating point leaves of a whole
)

// part is usage that is a part of a machine.
type part struct {
	used    scenario.Used
	verdict verdict
	target  Target
}

// whole is what the parts of one machine have in common.
type whole struct {
	month                                                          scenario.Month
	currency                                                       money.Currency
	provider, day, account, group, resource, tags, machine, family string
	region                                                         ratebook.Region
	spot                                                           bool
}

func (p part) whole() whole {
	u := p.used
	w := whole{
		month: u.Month, currency: u.Currency, provider: u.Provider, day: u.Day, account: u.Subscription, group: u.Group, resource: u.Resource,
		tags: fmt.Sprint(u.Tags), machine: strings.ToLower(u.Foreign.Operation), region: p.verdict.region, spot: p.target.Machine.Spot,
	}
	if w.machine == "" {
		w.family = strings.ToLower(p.target.Machine.Of.with(p.verdict.kept))
	}
	return w
}

// assemble makes machines of their parts, in the order of the usage.
func (m *Mapping) assemble(res *Result, parts []part) {
	of, order := map[whole][]part{}, []whole{}
	for _, p := range parts {
		w := p.whole()
		if of[w] == nil {
			order = append(order, w)
		}
		of[w] = append(of[w], p)
	}
	for _, w := range order {
		if spare := w.onSpare(); spare != w && of[spare] != nil && !slices.ContainsFunc(of[w], part.isMachine) {
			of[spare] = append(of[spare], of[w]...)
			delete(of, w)
		}
	}
	for _, w := range order {
		if of[w] != nil {
			m.whole(res, w, of[w])
		}
	}
}

// onSpare is the same on spare capacity. A licence does not say that its machine is: where
// there is no other of its type, it is that one's.
func (w whole) onSpare() whole {
	w.spot = true
	return w
}

func (p part) isMachine() bool {
	of := p.target.Machine.Part
	return of == PartVCPUs || of == PartMemory
}

// whole makes one machine of its parts.
func (m *Mapping) whole(res *Result, w whole, parts []part) {
	leave := func(why string) {
		for _, p := range parts {
			res.Unmapped = append(res.Unmapped, Left{p.used, why, p.verdict.rule.Pos})
		}
	}
	sum := map[Part]money.Decimal{}
	for _, p := range parts {
		if p.used.Quantity.Sign() > 0 {
			sum[p.target.Machine.Part] = sum[p.target.Machine.Part].Add(p.used.Quantity)
		}
	}
	if sum[PartVCPUs].IsZero() {
		leave("no vCPUs of its machine type are billed beside it in the same place, account and month, so that nothing says of how many machines it is a part")
		return
	}
	name, of, per, why := m.typed(w, sum[PartVCPUs], sum[PartMemory])
	if name == "" {
		leave(why)
		return
	}
	hours := sum[PartVCPUs].Div(per)
	if by := sum[PartMemory].Div(of.Memory); w.machine != "" && hours.Mul(partsOff).Less(by.Sub(hours).Abs()) {
		why = and(why, fmt.Sprintf("the memory that is billed is that of %s hours, the vCPUs that of %s", by.RoundEven(2), hours.RoundEven(2)))
	}
	shares, beyond := licensed(parts, hours, per)
	why = and(why, beyond)
	for _, p := range parts {
		target := p.target.Machine
		if target.Part != PartVCPUs {
			os := target.OS
			if target.Part == PartMemory {
				os = shares[0].os
			}
			res.Mapped = append(res.Mapped, m.partOf(p, name, of, os, w.spot, money.Zero, p.used.Billed, p.used.Records, why)...)
			continue
		}
		// What was used under each licence, the rest last, so that all of it adds up.
		quantity, billed, records := p.used.Quantity.Div(per), p.used.Billed, p.used.Records
		left, unpaid := quantity, billed
		for i, s := range shares {
			q, b := quantity.Mul(s.of).RoundEven(12), billed.Mul(s.of).RoundEven(12)
			if i == len(shares)-1 {
				q, b = left, unpaid
			}
			left, unpaid = left.Sub(q), unpaid.Sub(b)
			res.Mapped = append(res.Mapped, m.partOf(p, name, of, s.os, w.spot, q, b, records, why)...)
			records = 0
		}
	}
}

// licenceShare is the part of a machine's hours that runs a system.
type licenceShare struct {
	os scenario.OS
	of money.Decimal
}

// licensed are the systems whose licences are billed beside the machine, and then Linux,
// if hours are left; why says what is billed for more hours than there are.
func licensed(parts []part, hours, per money.Decimal) (shares []licenceShare, why string) {
	by := map[scenario.OS]money.Decimal{}
	for _, p := range parts {
		switch t := p.target.Machine; t.Part {
		case PartLicence:
			by[t.OS] = by[t.OS].Add(p.used.Quantity.Div(hours))
		case PartLicenceVCPUs:
			by[t.OS] = by[t.OS].Add(p.used.Quantity.Div(per).Div(hours))
		}
	}
	left := money.One
	for _, os := range slices.Sorted(maps.Keys(by)) {
		of := by[os]
		if more := of.Sub(left); partsOff.Less(more) {
			why = and(why, fmt.Sprintf("licences of %s are billed for %s hours more than the machine ran", os, more.Mul(hours).RoundEven(2)))
		}
		if left.Less(of) || left.Sub(of).Less(rounding) {
			of = left
		}
		if of.Sign() > 0 {
			shares, left = append(shares, licenceShare{os, of}), left.Sub(of)
		}
	}
	if left.Sign() > 0 {
		shares = append(shares, licenceShare{scenario.Linux, left})
	}
	return shares, why
}

// partOf is hours of a machine, for a part of it.
func (m *Mapping) partOf(p part, name string, of Machine, os scenario.OS, spot bool, quantity, billed money.Decimal, records int64, why string) []Mapped {
	u := p.used
	u.Quantity, u.Billed, u.Records = quantity, billed, records
	need := m.need(name, of, &MachineTarget{OS: os, Spot: spot})
	v := verdict{rule: p.verdict.rule, region: p.verdict.region, why: and(and(needWords(need), why), p.verdict.why)}
	return m.hours(u, v, need)
}

// typed is the machine that parts are of, and how many vCPUs are billed for an hour of it;
// name is "" where that is not known, and why says so.
func (m *Mapping) typed(w whole, vcpus, memory money.Decimal) (name string, of Machine, per money.Decimal, why string) {
	if w.machine != "" {
		if of, ok := m.Machines[w.machine]; ok {
			return w.machine, of, of.billed(), of.Reason
		}
		if of, ok := m.custom(w.machine); ok {
			return w.machine, of, of.billed(), of.Reason
		}
		return "", of, per, m.unknownMachine(w.machine)
	}
	return m.bare(w.family, vcpus, memory)
}

// bare is a machine of which no type is known: hours of two vCPUs with their part of the
// memory, for in a series of Azure a size twice as large costs twice as much.
func (m *Mapping) bare(family string, vcpus, memory money.Decimal) (name string, of Machine, per money.Decimal, why string) {
	if family == "" {
		return "", of, per, "the export names no machine type, and the mapping's rule no family (of)"
	}
	of, ok := m.sibling(family)
	if !ok {
		return "", of, per, fmt.Sprintf("the export names no machine type, and the mapping does not know the family %q", family)
	}
	if memory.IsZero() {
		return "", of, per, "the export names no machine type, and bills no memory beside the vCPUs"
	}
	per = money.Int(bareVCPUs)
	of.Shape = Shape{VCPU: per, Memory: memory.Mul(per).Mul(money.Int(quarters)).Div(vcpus).RoundEven(0).Div(money.Int(quarters))}
	if of.Memory.IsZero() {
		of.Memory = money.One.Div(money.Int(quarters))
	}
	why = fmt.Sprintf("the export names no machine type: %s vCPU hours and %s GiB hours count as hours of machines with %d vCPU; a larger size of a series costs as much for a vCPU", vcpus.RoundEven(2), memory.RoundEven(2), bareVCPUs)
	return family + " of unknown size", of, per, and(why, of.Reason)
}

// customName is a machine of one's own measure: vCPUs, and memory in MiB.
var customName = regexp.MustCompile(`^(?:([a-z0-9]+)-)?custom-([0-9]{1,4})-([0-9]{1,8})(?:-ext)?$`)

// custom reads the name of a machine of one's own measure. It is like those of its family.
func (m *Mapping) custom(name string) (of Machine, ok bool) {
	words := customName.FindStringSubmatch(name)
	if words == nil {
		return of, false
	}
	if of, ok = m.sibling(cmp.Or(words[1], "n1")); !ok {
		return of, false
	}
	of.Shape = Shape{VCPU: money.MustParse(words[2]), Memory: money.MustParse(words[3]).Div(money.Int(mib))}
	of.Billed = money.Zero
	return of, of.VCPU.Sign() > 0 && of.Memory.Sign() > 0
}

// sibling is a standard machine of a family: any has its series.
func (m *Mapping) sibling(family string) (of Machine, ok bool) {
	first := ""
	for name := range m.Machines {
		if strings.HasPrefix(name, family+"-standard-") && (first == "" || name < first) {
			first = name
		}
	}
	of, ok = m.Machines[first]
	return of, ok
}

// billed is how many vCPUs are billed for an hour of the machine.
func (m Machine) billed() money.Decimal {
	if m.Billed.IsZero() {
		return m.VCPU
	}
	return m.Billed
}

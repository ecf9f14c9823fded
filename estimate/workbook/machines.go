package workbook

import (
	"fmt"
	"strings"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// The columns of Machines: what the scenario states, then machineColumns for each case.
const (
	machineNo = iota
	machineWorkload
	machineName
	machineCount
	machineOS
	machineVCPUs
	machineMemory
	machineStated
	machineCases
)

const (
	machineSize = iota
	machineHourly
	machineAmount
	machineMeters
	machineWhy
	machineColumns
)

// hasMachines tells whether the scenario has machines.
func (b *book) hasMachines() bool { return len(b.c.Base().Machines()) > 0 }

// machines has a row for each machine of the scenario, and says what each case makes of
// it: its size, the price that it was chosen by, its share of the case's charges, its
// meters, and why it has that size.
func (b *book) machines() {
	if !b.hasMachines() {
		return
	}
	widths := []float64{6, 22, 26, 9, 10, 10, 12, 24}
	for range b.cases {
		widths = append(widths, 24, 12, 15, 44, 60)
	}
	s := b.sheet(machinesSheet, look{widths: widths, last: machineCases + machineColumns*len(b.cases) - 1, freeze: "D6", repeat: "5:5"})
	s.title("Machines", "Each machine of the scenario, and in each case: its size, the meters that price it, its share of the case's charges over all months, and why it has that size.")
	s.text(0, styleNote, "The program chose the sizes by each case's own prices (see "+assumptionsSheet+"): sizes and amounts are as it found them, and do not follow inputs that are changed here. Per hour: of one machine, licences included, disks left out.")
	s.next()
	for i, m := range b.cases {
		s.text(machineCases+i*machineColumns, stylePart, m.e.Case.Name+", "+string(m.e.Currency()))
	}
	s.next()
	s.heads(machineNo, "No.", "Workload", "Machine")
	s.numHeads(machineCount, "Count")
	s.heads(machineOS, "System")
	s.numHeads(machineVCPUs, "vCPUs", "Memory, GiB")
	s.heads(machineStated, "Stated size")
	for i := range b.cases {
		at := machineCases + i*machineColumns
		s.heads(at+machineSize, "Size")
		s.numHeads(at+machineHourly, "Per hour, as found", "In the total, as found")
		s.heads(at+machineMeters, "Meters", "Why")
	}
	s.tall(30)
	first := s.at
	for n := range b.c.Base().Machines() {
		b.machine(s, n)
	}
	last := s.at - 1
	s.text(machineName, style{kind: sum}, "All machines")
	for i, m := range b.cases {
		col := machineCases + i*machineColumns + machineAmount
		all := money.Zero
		for _, use := range m.e.Machines() {
			all = all.Add(machineSum(m.e, use))
		}
		s.calc(col, style{kind: sum, format: amounts(m.e.Currency())}, fmt.Sprintf("SUM(%s:%s)", cell(col, first), cell(col, last)), num(all))
	}
	s.next()
	s.filter(first-1, last, machineCases+machineColumns*len(b.cases)-1)
	s.flush()
}

// machine writes a machine's row.
func (b *book) machine(s *sheet, n int) {
	base := b.c.Base().Machines()[n]
	s.num(machineNo, styleNo, float64(n+1))
	s.text(machineWorkload, styleText, base.Workload)
	s.text(machineName, styleText, base.Name)
	count := style{kind: plain, format: wholes}
	if !base.Count.IsInteger() { // the mean number of another cloud's, by their hours
		count.format = factor
	}
	s.num(machineCount, count, base.Count.Float64())
	system := base.System()
	if base.SQL != "" {
		system += ", SQL " + string(base.SQL)
	}
	s.text(machineOS, styleText, system)
	if base.Machine.Size == "" {
		s.num(machineVCPUs, style{kind: plain, format: factor}, num(base.Need.VCPUs))
		s.num(machineMemory, style{kind: plain, format: factor}, num(base.Need.Memory))
	} else {
		s.text(machineStated, styleText, base.Machine.Size)
	}
	for i, m := range b.cases {
		use, at := m.e.Machines()[n], machineCases+i*machineColumns
		if use.Size != nil {
			s.text(at+machineSize, styleText, use.Size.Name)
		} else {
			s.text(at+machineSize, styleAlert, "none fits")
		}
		if use.Reason == "" {
			s.num(at+machineHourly, style{kind: plain, format: unitPrice}, num(use.Hourly))
		}
		meters, priced := machineText(use)
		if priced {
			s.num(at+machineAmount, style{kind: plain, format: amounts(m.e.Currency())}, num(machineSum(m.e, use)))
		} else {
			s.text(at+machineAmount, styleAlert, wordNotPriced)
		}
		s.text(at+machineMeters, styleText, meters)
		s.text(at+machineWhy, styleText, use.WhyText())
	}
	s.next()
}

// machineSum is a machine's share of the case's charges; zero where a part has no price.
func machineSum(e *estimate.Estimate, use estimate.MachineUse) money.Decimal {
	sum := money.Zero
	for _, p := range use.Parts {
		if !e.PartPriced(p) {
			return money.Zero
		}
		sum = sum.Add(e.MachineAmount(p))
	}
	return sum
}

// machineText lists a machine's meters; priced is false where one has no price.
func machineText(use estimate.MachineUse) (text string, priced bool) {
	priced = true
	var list []string
	for _, p := range use.Parts {
		name := p.Meter.Name
		if strings.HasSuffix(p.Meter.Subcategory, " Windows") {
			name += " Windows"
		}
		if p.What == estimate.LicencePart || p.What == estimate.SQLPart {
			name = p.Meter.Subcategory + " " + name
		}
		if !p.Count.Equal(use.Count) {
			name += " × " + p.Count.String()
		}
		if p.Price != "" {
			name += " (" + wordNotPriced + ")"
			priced = false
		}
		list = append(list, name)
	}
	return strings.Join(list, "; "), priced
}

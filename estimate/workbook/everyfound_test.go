package workbook_test

import (
	"fmt"
	"slices"
	"testing"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// found is the example's scenario, with what was searched for as it was found: a workbook
// follows its inputs, and searches for nothing.
func (e *example) found(t *testing.T) *scenario.Scenario {
	s, err := scenario.Read(e.name, []byte(e.text))
	if err != nil {
		t.Fatal(err)
	}
	inRegions(t, sample.Open(), s)
	for i := range s.Cases {
		state(&s.Cases[i], e.c.Estimates[i])
	}
	usages := 0
	for _, w := range s.Workloads {
		usages += len(w.Usage)
	}
	if usages < len(e.used()) {
		e.asMeters(s)
	}
	return s
}

// state puts benefits that were searched for into the case.
func state(c *scenario.Case, e *estimate.Estimate) {
	if e.Found == nil {
		return
	}
	c.Find, c.Reservations, c.SavingsPlans = "", nil, nil
	for _, b := range e.Benefits {
		if b.Owned != nil {
			continue
		}
		if b.Kind == ratebook.SavingsPlan {
			c.SavingsPlans = append(c.SavingsPlans, scenario.SavingsPlan{Kind: b.Kind, Hourly: b.Hourly, Months: b.Months, Payment: b.Payment, From: b.From})
			continue
		}
		c.Reservations = append(c.Reservations, scenario.Reservation{
			Kind:  b.Kind,
			Meter: ratebook.Selector{ID: b.Meter.ID}, Count: b.Count, Months: b.Months, Payment: b.Payment, Flexible: b.Flexible, From: b.From,
		})
	}
}

// used are the lines of the first case that are usage.
func (e *example) used() []estimate.Line {
	lines := e.c.Estimates[0].Lines
	if n := slices.IndexFunc(lines, func(l estimate.Line) bool { return l.Unshared || l.Purchase != nil }); n >= 0 {
		return lines[:n]
	}
	return lines
}

// asMeters puts in the place of machines what they became: usage of meters, each
// with a workload of its own, which each case prices by the meter that it found.
func (e *example) asMeters(s *scenario.Scenario) {
	for i := range s.Cases {
		c := &s.Cases[i]
		c.Sizing, c.Modernise = scenario.Sizing{}, ""
		c.Changes = slices.DeleteFunc(slices.Clone(c.Changes), func(ch scenario.Change) bool { return ch.Levers != nil || ch.Swap != nil })
	}
	var list []scenario.Workload
	for n, l := range e.used() {
		own := s.Workloads[l.WorkloadIndex]
		own.Name, own.Machines = fmt.Sprintf("%s %d", l.Workload, n), nil
		if left := &s.Workloads[l.WorkloadIndex].Usage; len(*left) > 0 { // what the scenario states of meters comes first
			own.Usage, *left = (*left)[:1], (*left)[1:]
		}
		for i, est := range e.c.Estimates {
			m, q := est.Lines[n].Meter, est.Lines[n].Quantity
			change := scenario.Change{Where: scenario.Where{Workload: own.Name}}
			if est.Lines[n].Scale.IsZero() { // the case does without it
				change.Scale = &money.Decimal{}
			} else {
				words := ratebook.Selector{Category: m.Category, Subcategory: &m.Subcategory, Name: m.Name}
				if own.Usage == nil {
					own.Usage = []scenario.Usage{{Meter: words, Demand: scenario.Demand{Count: &q.Base, Hours: q.Hours}}}
				}
				change.Swap = &words
			}
			s.Cases[i].Changes = append(s.Cases[i].Changes, change)
		}
		list = append(list, own)
	}
	s.Workloads = list
}

// machinesBeside has machines before and behind usage of meters, in workloads that begin
// and grow each in its own way.
const machinesBeside = `version: 1
name: Machines beside meters
start: 2027-01
months: 6
workloads:
  - name: erp
    region: westeurope
    machines:
      - {name: app, size: Standard_D4s_v5, os: linux, count: 3, disks: [{size: 128 GiB}]}
  - name: files
    region: westeurope
    growth: 10%
    from: 2027-03
    usage:
      - {meter: {category: Storage, name: Hot LRS Data Stored}, quantity: 50 TB}
      - {meter: {category: Load Balancer, name: Standard Included LB Rules and Outbound Rules}, count: 7, hours: 24x7}
  - name: web
    region: westeurope
    growth: 5%
    from: 2027-02
    machines:
      - {name: web, need: {vcpus: 2, memory: 8 GiB}, os: linux, count: 5, hours: 12x5}
cases:
  - {name: Netherlands, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Sweden, like: Netherlands, region: swedencentral}
`

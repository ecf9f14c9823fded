package report

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

type jsonMachine struct {
	Workload string           `json:"workload"`
	Machine  string           `json:"machine"`
	Count    money.Decimal    `json:"count"`
	OS       scenario.OS      `json:"os"`
	SQL      scenario.SQL     `json:"sql,omitempty"`
	Licence  scenario.Licence `json:"licence,omitempty"` // where the machine states it: own, included
	Region   ratebook.Region  `json:"region"`
	Need     *jsonNeed        `json:"need"` // null where a size is stated
	Why      string           `json:"why"`
	Size     string           `json:"size"`
	Hourly   *money.Decimal   `json:"hourly"` // null where there is no price
	Cheaper  string           `json:"cheaper,omitempty"`
	Reason   string           `json:"reason,omitempty"`
	Notes    []string         `json:"notes,omitempty"`
	Parts    []jsonPart       `json:"parts"`
}

type jsonNeed struct {
	VCPUs  money.Decimal `json:"vcpus"`
	Memory money.Decimal `json:"memory_gib"`
}

type jsonPart struct {
	What   estimate.PartKind `json:"what"`
	Of     string            `json:"of"`
	Meter  ratebook.MeterID  `json:"meter_id"`
	Name   string            `json:"meter"`
	Count  money.Decimal     `json:"count"`
	Line   int               `json:"line"`
	Amount *money.Decimal    `json:"amount"`
	Reason string            `json:"reason,omitempty"`
}

func machinesJSON(e *estimate.Estimate) (list []jsonMachine) {
	for _, u := range e.Machines() {
		m := jsonMachine{
			Workload: u.Workload, Machine: u.Name, Count: u.Count, OS: u.OS, SQL: u.SQL, Licence: u.Licence, Region: u.Region,
			Why: u.Why, Cheaper: u.Cheaper, Reason: u.Reason, Notes: u.Notes, Parts: []jsonPart{},
		}
		if u.Size != nil {
			m.Size = u.Size.Name
		}
		if u.Machine.Size == "" && !u.Asked.VCPUs.IsZero() {
			m.Need = &jsonNeed{u.Asked.VCPUs, u.Asked.Memory}
		}
		if u.Size != nil && u.Reason == "" {
			m.Hourly = &u.Hourly
		}
		for _, p := range u.Parts {
			part := jsonPart{What: p.What, Of: p.Of, Meter: p.Meter.ID, Name: p.Meter.Title(), Count: p.Count, Line: e.MachineLine(p), Reason: p.Price}
			if e.PartPriced(p) {
				amount := e.MachineAmount(p)
				part.Amount = &amount
			}
			m.Parts = append(m.Parts, part)
		}
		list = append(list, m)
	}
	return list
}

// shownMachines is how many machines of a line are explained.
const shownMachines = 20

// machinesOf says which machines a line is of, and why they have their sizes.
func (x *explainer) machinesOf(l estimate.Line) {
	n := 0
	for _, u := range x.e.Machines() {
		for _, p := range u.Parts {
			if i := x.e.MachineLine(p); x.e.Lines[i].LineMeter != l.LineMeter {
				continue
			}
			if n++; n > shownMachines {
				continue
			}
			name := u.Name
			if name == "" {
				name = u.Pos.String()
			}
			text := fmt.Sprintf("%s, %s × %s", name, p.Count, p.What)
			if p.Of != "" {
				text += " " + p.Of
			}
			if u.Size != nil {
				text += ": " + u.Size.Name
			}
			if p.What == estimate.ComputePart {
				text += "; " + u.WhyText()
			}
			x.text("machine", text)
		}
	}
	if n > shownMachines {
		x.text("", fmt.Sprintf("and %d more", n-shownMachines))
	}
}

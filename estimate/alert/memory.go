package alert

import (
	"slices"

	"azwhatif/ratebook/money"
)

// Memory is what was sent, the oldest first.
type Memory []Sent

// Sent is an alert that was sent for a period.
type Sent struct {
	Scenario string        `json:"scenario"`
	Alert    string        `json:"alert"`
	Period   string        `json:"period"`
	Extent   money.Decimal `json:"extent"` // how bad it was
}

// mostPeriods is how many periods of one alert are remembered.
const mostPeriods = 40

// Mark says which of the outcomes are to be sent: those that fired and were not
// sent for their period, or are worse than when they were.
func (m Memory) Mark(a *Checked) {
	for i := range a.Outcomes {
		o := &a.Outcomes[i]
		o.Due = o.Status == Fired
		for _, s := range m {
			if s.Scenario == a.Scenario.Name && s.Alert == o.Name && s.Period == o.Period {
				o.Due = o.Due && o.worseThan(s.Extent)
			}
		}
	}
}

// worseThan tells whether the outcome is further on than another by WorseBy.
func (o *Outcome) worseThan(sent money.Decimal) bool {
	step := sent.Abs().Mul(o.WorseBy)
	further := o.Extent.Sub(sent)
	if o.Below {
		further = further.Neg()
	}
	return further.Sign() > 0 && !further.Less(step)
}

// With is the memory after what is due of the outcomes was sent.
func (m Memory) With(a *Checked) Memory {
	var now Memory
	for _, s := range m {
		sent := false
		for _, o := range a.Outcomes {
			sent = sent || o.Due && s.Scenario == a.Scenario.Name && s.Alert == o.Name && s.Period == o.Period
		}
		if !sent {
			now = append(now, s)
		}
	}
	for _, o := range a.Outcomes {
		if o.Due {
			now = append(now, Sent{a.Scenario.Name, o.Name, o.Period, o.Extent})
		}
	}
	kept := map[[2]string]int{}
	var last Memory
	for i := len(now) - 1; i >= 0; i-- {
		k := [2]string{now[i].Scenario, now[i].Alert}
		if kept[k]++; kept[k] <= mostPeriods {
			last = append(last, now[i])
		}
	}
	slices.Reverse(last)
	return last
}

package estimate

import (
	"fmt"

	"azwhatif/scenario"
)

// note says where a size is sold, and until when.
func (p *placement) note(use *MachineUse) {
	if use.Size == nil {
		return
	}
	c := p.card.sizes
	sale := c.In(use.Size, p.card.region)
	switch {
	case sale.Known && !sale.Sold:
		use.Notes = append(use.Notes, fmt.Sprintf("%s is not sold in %s, by the catalogue of %s", use.Size.Name, p.card.region.Display(), c.Date))
	case sale.Restricted:
		use.Notes = append(use.Notes, fmt.Sprintf("%s may be restricted in %s: it was for the subscription that asked for the catalogue of %s", use.Size.Name, p.card.region.Display(), c.Date))
	}
	p.noteRetirement(use)
}

// noteRetirement says that a size is stopped before the scenario or a term of the case's
// benefits ends.
func (p *placement) noteRetirement(use *MachineUse) {
	r, ok := p.card.sizes.Retirement(use.Size)
	if !ok {
		return
	}
	month, err := scenario.ParseMonth(r.Month)
	if err != nil {
		return
	}
	from := p.start
	switch term := max(p.longest, p.plan, p.reserved); {
	case month.Since(p.end) <= 0:
		use.Notes = append(use.Notes, fmt.Sprintf("%s retires in %s, before the scenario ends in %s (%s)", use.Size.Name, month, p.end, r.Source))
	case term > 0 && month.Since(from.Add(term-1)) <= 0:
		use.Notes = append(use.Notes, fmt.Sprintf("%s retires in %s, before a reservation or a savings plan of %d months from %s on ends (%s)", use.Size.Name, month, term, from, r.Source))
	}
}

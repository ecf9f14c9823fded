package estimate

import (
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// licenceWarnings say where vCores of SQL are used without the meter of their
// licence: they then cost what they cost who owns one. A case that says so
// (hybrid_benefit), a dev/test offer, which has no licence to pay, and imported
// usage, which has the licence where it was billed, are not warned of.
func (p *Plan) licenceWarnings(targets []target) (list []Warning) {
	if f, ok := p.Card.Terms.Offer.Facts(); ok && f.Kind == ratebook.KindDevTest {
		return nil
	}
	type pair struct{ workload, licence string }
	var order []pair
	compute, title := map[pair]money.Decimal{}, map[pair]string{}
	licences := map[pair]ratebook.Selector{}
	for i, l := range p.lines {
		s, ok := l.Meter.SQLLicence()
		if !ok || l.Import != "" || i < len(targets) && slices.ContainsFunc(targets[i].levers, func(l askedLever) bool { return l.Lever == scenario.OwnSQL }) {
			continue
		}
		k := pair{l.Workload, s.String()}
		if _, known := compute[k]; !known {
			order = append(order, k)
			title[k], licences[k] = l.Meter.Title(), s
		}
		compute[k] = compute[k].Add(l.Total())
	}
	for _, k := range order {
		licensed := money.Zero
		for _, l := range p.lines {
			if l.Workload == k.workload && licences[k].Matches(l.Meter) {
				licensed = licensed.Add(l.Total())
			}
		}
		if without := compute[k].Sub(licensed); without.Sign() > 0 {
			list = append(list, warning(k.workload, "%s: %s of %s are without the licence of SQL Server, which is a meter of its own: add %s to the workload, or say hybrid_benefit: sql where licences are owned", title[k], without, compute[k], k.licence))
		}
	}
	return list
}

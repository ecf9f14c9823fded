package estimate

import (
	"slices"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Band is a part of a month in which the same machines run all the time.
// Schedules lie within one another: what runs for fewer hours runs while all
// that runs for more hours does.
type Band struct {
	Hours   money.Decimal
	Running []Running // in the order of Estimatp.meters
}

// Running is what runs of a meter in each hour of a band.
type Running struct {
	Use     int             // index into Estimatp.meters
	Units   money.Decimal   // in the meter's unit
	Hours   money.Decimal   // of the meter's usage, in the band: Band.Hours, but of usage as recorded, which has the calendar's
	Covered []money.Decimal // of Units, by benefit
	left    money.Decimal   // of Units, what no benefit covers yet
}

// benefitCache keeps what does not change from one mix of benefits to another.
type benefitCache struct {
	bands  [][]Band // by month
	claims map[claimKey][]claim
}

type claimKey struct {
	kind     ratebook.PriceKind
	meter    ratebook.MeterID
	months   int
	flexible bool
	scope    scenario.Scope
	month    int
}

func newBenefitCache(months int) *benefitCache {
	return &benefitCache{bands: make([][]Band, months), claims: map[claimKey][]claim{}}
}

// freshBands are a month's, of which nothing is covered.
func (p *Plan) freshBands(month int, with pricing) []Band {
	var bands []Band
	switch {
	case with.cache == nil:
		bands = p.bands(month, with.levels)
	case with.cache.bands[month] == nil:
		with.cache.bands[month] = p.bands(month, with.levels)
		fallthrough
	default:
		bands = slices.Clone(with.cache.bands[month])
	}
	for i := range bands {
		bands[i].Running = slices.Clone(bands[i].Running)
		for k := range bands[i].Running {
			bands[i].Running[k].Covered = make([]money.Decimal, len(with.bought))
		}
	}
	return bands
}

// bands divides a month by the hours that its usage runs for, the busiest part
// first. Usage without hours runs evenly in all of them.
func (p *Plan) bands(month int, levels Levels) []Band {
	whole := hoursIn(p.Months[month], p.hours)
	calendar := p.recordedHours(month, whole)
	recorded := make([]money.Decimal, len(p.meters)) // by meter: what of it is as recorded; it runs all the time
	units := map[string][]money.Decimal{}            // by hours and meter: what runs so long
	hours := map[string]money.Decimal{}
	for u := range p.meters {
		if p.coverable[u] == nil || !p.ladders[u][month].Rate.Priced() || !p.inForce(p.coverable[u], month).Priced() {
			continue
		}
		running, total := p.running(u, month, levels)
		for _, i := range p.meters[u].Lines {
			l := &p.lines[i]
			quantity := p.lineAt(i, month, levels)
			if quantity.Sign() <= 0 || total.Sign() <= 0 {
				continue
			}
			if !total.Equal(running) {
				quantity = quantity.MulDiv(total, running)
			}
			runs := p.runs(l, month, whole)
			k := runs.String()
			if units[k] == nil {
				units[k], hours[k] = make([]money.Decimal, len(p.meters)), runs
			}
			if l.recorded() {
				runs = calendar
				recorded[u] = recorded[u].Add(quantity.Div(runs))
			}
			units[k][u] = units[k][u].Add(quantity.Div(runs))
		}
	}
	k := whole.String()
	if units[k] == nil { // the hours in which nothing runs count, too: benefits are paid for in them
		units[k], hours[k] = make([]money.Decimal, len(p.meters)), whole
	}
	var keys []string
	for k := range units {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return hours[a].Cmp(hours[b]) })
	bands := make([]Band, len(keys))
	for i := len(keys) - 1; i >= 0; i-- {
		bands[i].Hours = hours[keys[i]]
		if i > 0 {
			bands[i].Hours = bands[i].Hours.Sub(hours[keys[i-1]])
		}
		if i+1 < len(keys) { // what runs for longer runs here, too
			for u, n := range units[keys[i+1]] {
				units[keys[i]][u] = units[keys[i]][u].Add(n)
			}
		}
		for u, n := range units[keys[i]] {
			if !n.IsZero() {
				bands[i].Running = append(bands[i].Running, Running{Use: u, Units: n, left: n,
					Hours: hoursOf(bands[i].Hours, whole, calendar, n, recorded[u])})
			}
		}
	}
	return bands
}

// running is what the lines of a meter above zero have in a month, and what all
// have: what a correction takes off within the month runs for none of them.
func (p *Plan) running(use, month int, levels Levels) (above, all money.Decimal) {
	for _, i := range p.meters[use].Lines {
		q := p.lineAt(i, month, levels)
		above, all = above.Add(q.Max(money.Zero)), all.Add(q)
	}
	return above, all
}

// runs is how many of a month's hours, whole in all, a line runs for.
func (p *Plan) runs(l *Line, month int, whole money.Decimal) money.Decimal {
	if l.Quantity.Hours == nil {
		return whole
	}
	return l.Quantity.Hours.In(p.Months[month], p.hours).Min(whole)
}

// recorded tells whether a line's usage is that of calendar months, so that it has their
// hours and not those of the scenario's months.
func (l *Line) recorded() bool { return l.Quantity.Recorded != nil && l.Typical == nil }

// recordedHours are those of a month's usage as recorded: a machine that always
// ran has 744 in March, and one reservation covers it, also where the scenario's
// months have 730.
func (p *Plan) recordedHours(month int, whole money.Decimal) money.Decimal {
	if p.hours.Calendar() {
		return whole
	}
	return hoursIn(p.Months[month], scenario.HoursPerMonth{})
}

// hoursOf are the hours of a band for a meter of which n units run in it, some of
// them as recorded.
func hoursOf(band, whole, calendar, n, recorded money.Decimal) money.Decimal {
	switch {
	case recorded.IsZero() || whole.Equal(calendar):
		return band
	case recorded.Equal(n):
		return band.MulDiv(calendar, whole)
	}
	return band.Mul(recorded.Mul(calendar).Add(n.Sub(recorded).Mul(whole))).Div(n.Mul(whole))
}

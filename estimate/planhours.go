package estimate

import (
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// PlanUse is usage of one hour that a savings plan may cover.
type PlanUse struct {
	Units money.Decimal // in the meter's unit
	Price money.Decimal // of one unit, without the plan
	Plan  money.Decimal // of one unit, with it; zero or not below Price where it does not cover the usage
}

// PlanHours is what a savings plan does to hours that are known one by one.
// Amounts are in the currency of the prices.
type PlanHours struct {
	Hours    int
	Without  money.Decimal // the usage's cost without the plan
	Plan     money.Decimal // what the plan costs: its hourly amount in each of the hours
	Unused   money.Decimal // of Plan, what covers nothing
	Overage  money.Decimal // of Without, what the plan does not cover
	WouldUse money.Decimal // the usage that the plan could cover, at the plan's prices
}

// Total is what is paid with the plan.
func (p PlanHours) Total() money.Decimal { return p.Plan.Add(p.Overage) }

// Saved is what the plan saves; below zero where it costs more than it saves.
func (p PlanHours) Saved() money.Decimal { return p.Without.Sub(p.Total()) }

// Utilisation is the part of the plan that is used, 1 for all of it; ok is false
// where nothing is paid for it.
func (p PlanHours) Utilisation() (part money.Decimal, ok bool) {
	return quotient(p.Plan.Sub(p.Unused), p.Plan)
}

// CoverHours lets a savings plan of an hourly amount cover usage hour by hour, as
// step 3 does a band's hour: the greatest discount first. Each hour's usage is
// multiplied by level, 1 for as it was. An hour without usage is an hour, too.
func CoverHours(hourly money.Decimal, hours [][]PlanUse, level money.Decimal) PlanHours {
	out := PlanHours{Hours: len(hours), Plan: hourly.Mul(money.Int(int64(len(hours))))}
	for _, uses := range hours {
		band := Band{Hours: money.One, Running: make([]Running, len(uses))}
		claims := make([]claim, len(uses))
		var saved []int
		for u, use := range uses {
			units := use.Units.Mul(level)
			out.Without = out.Without.Add(units.Mul(use.Price))
			band.Running[u] = Running{Use: u, Units: units, Covered: make([]money.Decimal, 1), left: units}
			if use.Plan.Sign() > 0 && use.Plan.Less(use.Price) {
				claims[u] = claim{each: use.Plan, price: use.Price}
				saved = append(saved, u)
			}
		}
		takeTurns(claims, saved)
		taken, all := coverHour(&band, 0, hourly, claims)
		out.WouldUse = out.WouldUse.Add(all)
		out.Unused = out.Unused.Add(hourly.Sub(money.Sum(taken...)))
		for u, use := range uses {
			out.Overage = out.Overage.Add(band.Running[u].left.Mul(use.Price))
		}
	}
	return out
}

// PlanPrices give, for each of Meters, what one unit of it costs in a month, and what
// savings plans of a term take for it: of a machine with a licence, that without.
// Plan is zero of what they do not cover. The case has to have a savings plan.
func (e *Estimate) PlanPrices(month, months int) []PlanUse {
	b := BenefitUse{Kind: ratebook.SavingsPlan, Months: months}
	prices := make([]PlanUse, len(e.Meters))
	for u, c := range e.Plan.claimsOf(&b, month) {
		prices[u] = PlanUse{Price: c.price, Plan: c.each}
	}
	return prices
}

package estimate

import (
	"slices"

	"azwhatif/ratebook/money"
)

// planPlaces are the decimals of a savings plan's hourly amount.
const planPlaces = 3

// planStep is what a plan pays for in an hour of a band, in the order in which
// it covers.
type planStep struct {
	want money.Decimal // at the plan's prices
	save money.Decimal // of each unit of money that the plan pays
}

// planHours are the hours of a band in a month.
type planHours struct {
	hours money.Decimal
	steps []planStep
}

// bestPlan is the hourly amount of a plan that saves most on what the estimate's
// benefits leave; 0 where none saves. What it saves falls with each more that is
// paid, so that the best amount just covers what runs in some hour.
func (e *Estimate) bestPlan(plan BenefitUse, cache *benefitCache) money.Decimal {
	bands := e.planBands(plan, cache)
	amounts := []money.Decimal{money.Zero}
	for _, band := range bands {
		sum := money.Zero
		for _, step := range band.steps {
			sum = sum.Add(step.want)
			down := sum.Round(planPlaces)
			if sum.Less(down) {
				down = down.Sub(smallestAmount)
			}
			amounts = append(amounts, down)
			if down.Less(sum) {
				amounts = append(amounts, down.Add(smallestAmount))
			}
		}
	}
	slices.SortFunc(amounts, money.Decimal.Cmp)
	amounts = slices.CompactFunc(amounts, money.Decimal.Equal)
	low, high := 0, len(amounts)-1
	for low < high {
		mid := (low + high) / 2
		if netOf(bands, amounts[mid]).Less(netOf(bands, amounts[mid+1])) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return amounts[low]
}

var smallestAmount = money.MustParse("0.001")

// planBands are the hours of a plan's term, with what it could cover of them.
func (e *Estimate) planBands(plan BenefitUse, cache *benefitCache) []planHours {
	var list []planHours
	for m, month := range e.Months {
		if !plan.Active(month) {
			continue
		}
		bands := e.Bands
		if bands == nil {
			bands = make([][]Band, len(e.Months))
			bands[m] = e.Plan.freshBands(m, pricing{cache: cache})
		}
		claims := e.Plan.claims(&plan, m, cache)
		for k := range bands[m] {
			band := &bands[m][k]
			out := planHours{hours: band.Hours}
			var order []*Running
			for r := range band.Running {
				run := &band.Running[r]
				if !claims[run.Use].each.IsZero() && run.left.Sign() > 0 {
					order = append(order, run)
				}
			}
			slices.SortStableFunc(order, func(a, b *Running) int { return claims[a.Use].turn - claims[b.Use].turn })
			for _, run := range order {
				c := claims[run.Use]
				out.steps = append(out.steps, planStep{want: run.left.Mul(c.each), save: c.price.Div(c.each)})
			}
			list = append(list, out)
		}
	}
	return list
}

// netOf is what a plan of an hourly amount saves, less what it costs.
func netOf(bands []planHours, hourly money.Decimal) money.Decimal {
	net := money.Zero
	for _, band := range bands {
		left, saved := hourly, money.Zero
		for _, step := range band.steps {
			paid := left.Min(step.want)
			saved = saved.Add(paid.Mul(step.save))
			if left = left.Sub(paid); left.IsZero() {
				break
			}
		}
		net = net.Add(saved.Sub(hourly).Mul(band.hours))
	}
	return net
}

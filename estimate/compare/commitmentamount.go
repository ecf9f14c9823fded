package compare

import (
	"context"
	"reflect"
	"slices"

	"azwhatif/estimate"
	"azwhatif/internal/parallel"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// CommitmentAmounts tells which amount of a commitment would cost least at
// several levels of usage.
type CommitmentAmounts struct {
	Cases  []int // in Comparison.Estimates: those that differ in the amount only, and have the same benefits
	Months int   // that totals are of: the scenario's, or the commitment's where its term goes on after them
	Levels []CommitmentAmount
}

// CommitmentAmount is the amount that costs least at a level of usage, and what
// the case costs with it, in the case's currency.
type CommitmentAmount struct {
	Level  money.Decimal
	Amount money.Decimal // of a plan of 2012 a month's; zero: to commit nothing costs least
	Total  money.Decimal
}

// The levels at which amounts are looked for, in LevelSteps, as far as the
// range has them.
const (
	amountsFrom = stepsOfOne / 2
	amountsTo   = stepsOfOne * 3 / 2
	amountsStep = stepsOfOne / 10
)

func (c *Comparison) commitmentAmounts(ctx context.Context, opt BreakEvenOptions, from, to int) []CommitmentAmounts {
	var list []CommitmentAmounts
	for _, i := range opt.Cases {
		e := c.Estimates[i]
		k := e.Prepaid()
		if k == nil || !e.Complete() || e.Open != nil && e.Open.Why != "" {
			continue // what a MACC is worth does not stand in the prices; without a price, all amounts are too much
		}
		if at := slices.IndexFunc(list, func(a CommitmentAmounts) bool {
			first := c.Estimates[a.Cases[0]]
			return sameButAmount(first.Case, e.Case) && boughtTheSame(first.Benefits, e.Benefits)
		}); at >= 0 {
			list[at].Cases = append(list[at].Cases, i)
			continue
		}
		var levels []int
		for n := max(from, amountsFrom); n <= min(to, amountsTo); n += amountsStep {
			levels = append(levels, n)
		}
		found := CommitmentAmounts{Cases: []int{i}, Months: len(e.Months), Levels: make([]CommitmentAmount, len(levels))}
		if k.Months > found.Months { // else what is not used by the scenario's end would cost nothing
			found.Months = k.Months
			e = e.Lasting(found.Months)
		}
		_ = parallel.Do(ctx, len(levels), func(k int) error {
			at, _ := c.CommonLevel(opt.Workload, levelAt(levels[k]))
			found.Levels[k] = bestAmount(ctx, e, at)
			found.Levels[k].Level = levelAt(levels[k])
			return nil
		})
		list = append(list, found)
	}
	return list
}

// sameButAmount tells whether two cases with commitments differ in their amounts
// only.
func sameButAmount(a, b scenario.Case) bool {
	for _, c := range []*scenario.Case{&a, &b} {
		c.Commitments = slices.Clone(c.Commitments)
		k := c.Prepaid()
		k.Amount, k.Monthly = money.Zero, money.Zero
		c.Name, c.Pos = "", scenario.Pos{}
	}
	return reflect.DeepEqual(a, b)
}

// boughtTheSame tells whether two cases bought the same: what benefits: auto finds depends
// on the amount.
func boughtTheSame(a, b []estimate.BenefitUse) bool {
	return slices.EqualFunc(a, b, func(x, y estimate.BenefitUse) bool {
		return x.Kind == y.Kind && x.Months == y.Months && x.From == y.From && x.Payment == y.Payment &&
			x.Meter.ID == y.Meter.ID && x.Count == y.Count && x.Flexible == y.Flexible && x.Hourly.Equal(y.Hourly)
	})
}

// bestAmount prices the case with each amount that can be the best: none, the
// amounts from which another discount is granted and those just below, and what
// is drawn up to each month's end where the commitment does not run out. A
// credit, which covers what the commitment leaves, bends the total in between, as
// do the months of a plan: then it goes on by halving, beside the best of a grid. Of amounts that cost the
// same it takes the least.
func bestAmount(ctx context.Context, e *estimate.Estimate, levels estimate.Levels) CommitmentAmount {
	p := e.Plan
	s := amountSearch{ctx: ctx, p: p, levels: levels, minor: money.One.Div(money.Int(10).Pow(int(p.Case.Terms.Currency.Digits())))}
	s.best = CommitmentAmount{Total: s.with(money.Zero).Total().Value}
	s.tried = []money.Decimal{money.Zero}
	s.try(p.Case.Prepaid().Each())
	for m := range p.Months {
		discounts, _ := e.DiscountLevels(m)
		for _, l := range discounts {
			s.try(l.From)
			s.try(l.From.Sub(s.minor))
		}
	}
	most := s.draws(amountWithoutEnd)
	for _, amount := range slices.Clone(s.tried) {
		if amount.Sign() > 0 {
			s.draws(amount)
		}
	}
	if c := p.Case.Prepaid(); len(p.Card.OfferTerms.Credits) > 0 || p.Case.MACC() != nil || c.Window() != c.Months {
		s.halve(most)
	}
	return s.best
}

// An amountSearch tries amounts of a commitment, each once, and none once ctx has
// ended.
type amountSearch struct {
	ctx    context.Context
	p      *estimate.Plan
	levels estimate.Levels
	minor  money.Decimal   // the currency's minor unit
	tried  []money.Decimal // sorted
	best   CommitmentAmount
}

// try takes an amount, in whole minor units.
func (s *amountSearch) try(amount money.Decimal) {
	amount = amount.Round(s.p.Case.Terms.Currency.Digits())
	at, known := slices.BinarySearchFunc(s.tried, amount, money.Decimal.Cmp)
	if amount.Sign() <= 0 || known || s.ctx.Err() != nil {
		return
	}
	s.tried = slices.Insert(s.tried, at, amount)
	total := s.with(amount).Total().Value
	if less := cheaper(total, s.best.Total); less < 0 || less == 0 && amount.Less(s.best.Amount) {
		s.best.Amount, s.best.Total = amount, total
	}
}

// draws tries what an amount is drawn down by, up to the end of each month; it
// gives the most.
func (s *amountSearch) draws(amount money.Decimal) (most money.Decimal) {
	if s.ctx.Err() != nil {
		return most
	}
	use := s.with(amount).Prepaid()
	sum := money.Zero
	for m, drawn := range use.Drawn {
		sum = sum.Add(drawn)
		s.try(sum)
		s.try(sum.Add(s.minor))
		s.try(sum.Sub(s.minor))
		most = most.Max(sum)
		if (m+1)%use.Window() == 0 {
			sum = money.Zero
		}
	}
	return most
}

// halve tries amounts of a grid up to the most that is drawn, then those
// between the best one and its neighbours.
func (s *amountSearch) halve(most money.Decimal) {
	for k := range int64(amountCells) {
		s.try(most.Mul(money.Int(k)).Div(money.Int(amountCells)))
	}
	half := money.MustParse("0.5")
	for {
		n, best := len(s.tried), s.best.Amount
		at, _ := slices.BinarySearchFunc(s.tried, best, money.Decimal.Cmp)
		for _, beside := range slices.Clone(s.tried[max(0, at-1):min(n, at+2)]) {
			s.try(beside.Add(best).Mul(half))
		}
		if len(s.tried) == n {
			return
		}
	}
}

// amountCells are those of the grid of amounts.
const amountCells = 24

// amountWithoutEnd is a commitment that no usage draws down.
var amountWithoutEnd = money.Int(1_000_000_000_000_000)

// with prices the case with another amount committed; with no commitment where it is
// zero.
func (s *amountSearch) with(each money.Decimal) *estimate.Estimate {
	var commitments []scenario.Commitment
	for _, c := range s.p.Case.Commitments {
		if c.Paid() {
			if each.Sign() <= 0 {
				continue
			}
			c.Amount, c.Monthly = each, money.Zero
			if c.Window() != c.Months {
				c.Amount, c.Monthly = each.Mul(money.Int(int64(c.Months))), each
			}
		}
		commitments = append(commitments, c)
	}
	return s.p.WithCommitments(commitments).At(s.levels)
}

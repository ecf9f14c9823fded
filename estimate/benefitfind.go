package estimate

import (
	"context"
	"fmt"
	"slices"

	"azwhatif/ratebook/money"
)

// FoundBenefits tells what the search for the cheapest benefits has found. What
// it chose is in Estimate.Benefits.
type FoundBenefits struct {
	Longest  int           // the longest term that was looked at, in months; 0 where none is so short
	Shortest int           // the shortest term that the card has, in months
	Without  money.Decimal // the total without benefits but those that one has already
	Cut      bool          // the search ended before it had weighed all that it would
	Falls    []Fall
}

// Fall is what the case costs when usage falls and the benefits stay.
type Fall struct {
	Percent int           // of all usage
	Total   money.Decimal // with the benefits that were found
	Without money.Decimal // without benefits but those that one has already
}

// finder looks for the cheapest benefits of a case.
type finder struct {
	ctx      context.Context // ends the search, which then has no result
	p        *Plan
	cache    *benefitCache
	products []product
	plans    [][]BenefitUse // by term: those of its periods
	known    map[string]mix // by counts
	left     int            // work that may still be done
	cut      bool           // a group's search ended early
}

// mix is what the search weighs: so many of each product, with the savings
// plans that go best with them.
type mix struct {
	counts []int
	bought []BenefitUse
	total  money.Decimal
}

// findBenefits is the plan with the benefits that make the case cheapest, each mix
// weighed by pricing the whole case with it.
//
// The gain of one more unit of a product falls with their number, for each hour
// covers the busiest machines' hours first: so the best count of one product is
// found by halving. Products are taken in turn until none gains, and are then
// exchanged for others of their group; all twice, from nothing and from what is
// best for each group apart, without a savings plan, on. For each mix the best
// savings plan is one that just covers what runs in some hour.
//
// Note: this is exact where products do not compete (see TestFindAgainstBruteForce);
// where sizes, terms and first months of one group do, it is a descent, which
// ends after so much work, counted, not timed.
func (p *Plan) findBenefits(ctx context.Context) (*Plan, error) {
	s := newFinder(ctx, p)
	longest, shortest := s.offer()
	if shortest == 0 {
		return nil, p.Case.Errorf("case %q: benefits: %s finds nothing to choose from: %s", p.Case.Name, p.Case.Find, p.noOffer())
	}
	plans := s.plans
	s.plans, s.left = nil, searchWork
	none := s.weigh(make([]int, len(s.products)))
	apart := s.apart()
	s.plans, s.known, s.left = plans, map[string]mix{}, searchWork
	best := s.descend(s.weigh(apart))
	cut := s.cut || s.left <= 0
	s.left = searchWork
	if other := s.descend(s.weigh(none.counts)); other.total.Less(best.total) {
		best = other
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	with, without := *p, *p
	with.bought, without.bought = best.bought, p.owned()
	with.found = &FoundBenefits{Longest: longest, Shortest: shortest, Without: none.total, Cut: cut || s.left <= 0}
	for _, percent := range []int{10, 20, 30} {
		levels := p.allAt(money.Int(int64(100 - percent)).Mul(money.MustParse("0.01")))
		with.found.Falls = append(with.found.Falls, Fall{percent, with.At(levels).Total().Value, without.At(levels).Total().Value})
	}
	return &with, nil
}

func newFinder(ctx context.Context, p *Plan) *finder {
	return &finder{ctx: ctx, p: p, cache: newBenefitCache(len(p.Months)), known: map[string]mix{}}
}

// apart finds the best counts of each group's products by themselves: on the
// group's meters only, without a savings plan.
func (s *finder) apart() []int {
	counts := make([]int, len(s.products))
	for from := 0; from < len(s.products); from++ {
		var own []int // the group's products
		for i, p := range s.products {
			if p.group == s.products[from].group {
				own = append(own, i)
			}
		}
		if own[0] < from {
			continue // was found with the first of them
		}
		g := newFinder(s.ctx, s.p.only(&s.products[from].BenefitUse))
		g.left = searchWork / 4
		for _, i := range own {
			g.products = append(g.products, s.products[i])
		}
		best := g.descend(g.weigh(make([]int, len(own))))
		s.cut = s.cut || g.left <= 0
		for k, i := range own {
			counts[i] = best.counts[k]
		}
	}
	return counts
}

// owned are the benefits that one has already.
func (p *Plan) owned() []BenefitUse {
	return slices.DeleteFunc(slices.Clone(p.bought), func(b BenefitUse) bool { return b.Owned == nil })
}

// only is the plan with the meters that a benefit could cover.
func (p *Plan) only(b *BenefitUse) *Plan {
	part := *p
	part.meters, part.coverable, part.stated, part.ladders, part.eligible, part.pools = nil, nil, nil, nil, nil, nil
	claims := make([][]claim, len(p.Months))
	for m := range p.Months {
		claims[m] = p.claimsOf(b, m)
	}
	for u := range p.meters {
		if !slices.ContainsFunc(claims, func(of []claim) bool { return !of[u].each.IsZero() }) {
			continue
		}
		use := p.meters[u]
		use.Index, use.Pooled = len(part.meters), nil
		part.meters, part.coverable = append(part.meters, use), append(part.coverable, p.coverable[u])
		part.stated, part.ladders = append(part.stated, p.stated[u]), append(part.ladders, p.ladders[u])
		part.eligible = append(part.eligible, p.eligible[u])
	}
	part.readChanges()
	part.pools = pooled(part.meters, p.rules)
	part.subs = part.subscriptions()
	return &part
}

// allAt is one factor for all workloads.
func (p *Plan) allAt(factor money.Decimal) Levels {
	var levels Levels
	for _, l := range p.lines {
		for len(levels) <= l.WorkloadIndex {
			levels = append(levels, factor)
		}
	}
	return levels
}

// bound finds, for each product, the most machines that run of its group in any
// hour of its term.
func (s *finder) bound() {
	for i := range s.products {
		p := &s.products[i]
		for m, month := range s.p.Months {
			if !p.Active(month) {
				continue
			}
			claims := s.p.claims(&p.BenefitUse, m, s.cache)
			for _, band := range s.p.freshBands(m, pricing{cache: s.cache}) {
				sum := money.Zero
				for _, r := range band.Running {
					sum = sum.Add(r.Units.Mul(claims[r.Use].each))
				}
				for need := sum.Div(p.unit.Mul(p.Footprint.Ratio)); p.most < maxReserved && money.Int(int64(p.most)).Less(need); {
					p.most++
				}
			}
		}
	}
}

// searchWork bounds each of a search's two descents, and a quarter of it those of
// each group apart: in months of meters,
// each for every benefit of a mix.
const searchWork = 1_500_000

// with prices the case with a mix, and counts the work of it.
func (s *finder) with(bought []BenefitUse) *Estimate {
	s.left -= (1 + len(bought)) * len(s.p.meters) * len(s.p.Months)
	return s.p.price(pricing{bought: bought, cache: s.cache})
}

// descend takes one product after another, and then exchanges those of a group,
// until neither makes the mix cheaper.
func (s *finder) descend(from mix) mix {
	for better := true; better && s.left > 0; {
		better = false
		for i := range s.products {
			if m := s.count(from, i); m.total.Less(from.total) {
				from, better = m, true
			}
		}
		for i := range s.products {
			for j := range s.products {
				if i != j && s.left > 0 && from.counts[i] > 0 && s.products[i].group == s.products[j].group {
					if m := s.exchange(from, i, j); m.total.Less(from.total) {
						from, better = m, true
					}
				}
			}
		}
	}
	return from
}

// count finds the best number of one product, the others given: the first after
// which one more does not pay.
func (s *finder) count(from mix, i int) mix {
	at := func(n int) mix {
		counts := slices.Clone(from.counts)
		counts[i] = n
		return s.weigh(counts)
	}
	if s.left <= 0 {
		return from
	}
	low, high := 0, s.products[i].most
	for low < high {
		mid := (low + high) / 2
		if at(mid + 1).total.Less(at(mid).total) {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return at(low)
}

// exchange gives up machines of one product for as much of another: one, a
// half, or all of them.
func (s *finder) exchange(from mix, i, j int) mix {
	best := from
	for _, n := range []int{1, (from.counts[i] + 1) / 2, from.counts[i]} {
		footprint := money.Int(int64(n)).Mul(s.products[i].Footprint.Ratio)
		more, left := 0, footprint
		for !left.Less(s.products[j].Footprint.Ratio) && from.counts[j]+more < s.products[j].most {
			more, left = more+1, left.Sub(s.products[j].Footprint.Ratio)
		}
		for _, add := range []int{more, more + 1} {
			counts := slices.Clone(from.counts)
			counts[i], counts[j] = counts[i]-n, counts[j]+add
			if m := s.weigh(counts); m.total.Less(best.total) {
				best = m
			}
		}
	}
	return best
}

// weigh prices the case with so many of each product and the savings plan that
// goes best with them.
func (s *finder) weigh(counts []int) mix {
	key := fmt.Sprint(counts)
	if m, ok := s.known[key]; ok {
		return m
	}
	best := mix{counts: counts, bought: s.p.owned()}
	if s.ctx.Err() != nil {
		s.left = 0
		return best
	}
	for i, n := range counts {
		if n > 0 {
			b := s.products[i].BenefitUse
			b.Count = n
			b.spread(s.p.Months, s.p.hours)
			best.bought = append(best.bought, b)
		}
	}
	inTurn(best.bought)
	at := s.with(best.bought)
	best.total = at.Total().Value
	reserved := best.bought
	for _, plans := range s.plans {
		bought := slices.Clone(reserved)
		for _, p := range plans {
			if p.Hourly = at.bestPlan(p, s.cache); !p.Hourly.IsZero() {
				p.spread(s.p.Months, s.p.hours)
				bought = append(bought, p)
			}
		}
		if len(bought) == len(reserved) {
			continue
		}
		inTurn(bought)
		if total := s.with(bought).Total().Value; total.Less(best.total) {
			best.total, best.bought = total, bought
		}
	}
	s.known[key] = best
	return best
}

package compare

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// BreakEvenOptions say where to look for break-evens.
type BreakEvenOptions struct {
	Workload string        // whose usage is varied; "" varies all
	From, To money.Decimal // the levels of usage to look between; 0 and 3 where To is zero
	Cases    []int         // those to look at, by index; all where it is nil

	brief bool // without the commitments' amounts
}

// The steps in which levels of usage are looked at: a break-even is given to
// LevelStep, one percent of one percent of the usage as stated.
var LevelStep = money.MustParse("0.0001")

const (
	stepsOfOne = 10_000 // LevelStep in the usage as stated
	curveCells = 60     // of the curve, between From and To
	maxLevel   = 1000   // times the usage as stated
	maxCases   = 40     // whose pairs are all looked at
)

// BreakEven tells how cases' totals go with the level of usage, 1 for the usage
// as stated, and where one case becomes cheaper than another. Every figure is
// the engine's own at that level.
type BreakEven struct {
	Workload string         // whose usage is varied; "" for all
	Cases    []int          // in Comparison.Estimates
	Points   []CurvePoint   // by level
	Currency money.Currency // of the comparison
	LeftOut  []LeftOut      // cases that no pair has
	Pairs    []Pair         // of the others, each two once for each of Bases
	Cheapest []Stretch      // of the others, on all Bases; none where there are not two of them
	Bases    []Basis        // that they are compared on: AsStated alone where no case is Open

	Commitments []CommitmentAmounts // of the cases that have a commitment
}

// CurvePoint is what each case costs at a level of usage.
type CurvePoint struct {
	Level  money.Decimal
	Totals []money.Amount // by BreakEven.Cases, in the currency of the report: as stated
	Lost   []money.Amount // the same with what is still owed, and
	Term   []money.Amount // a month's over the whole term; both nil where no case is Open, and the zero Amount of a case of which they cannot be said
}

// Pair is two cases, and which is the cheaper one from level to level.
type Pair struct {
	A, B      int   // in Comparison.Estimates
	Basis     Basis // on which Stretches are so
	Stretches []Stretch
}

// Stretch is a range of levels, both ends among it, on which the same cases are
// cheapest: one, or several that cost the same. It ends, and the next begins,
// LevelStep apart. Where which is the cheapest depends on the Basis, Cases is empty,
// and Depends has the cheapest on each of BreakEven.Bases.
type Stretch struct {
	From, To money.Decimal
	Cases    []int // in Comparison.Estimates
	Depends  [][]int
}

// FindBreakEven looks for the levels of usage at which another case is the
// cheapest, and keeps what it finds in c.BreakEven. The error is about opt, or the
// cause of ctx's end.
//
// Totals are calculated at the points of a grid. Between two points with another
// cheaper case the change is found by halving; between two with the same, only
// where the curves bend so much that they may cross twice.
func (c *Comparison) FindBreakEven(ctx context.Context, opt BreakEvenOptions) error {
	from, to, err := c.settle(&opt)
	if err != nil {
		return err
	}
	b := &BreakEven{Workload: opt.Workload, Cases: opt.Cases, Currency: c.Reported(c.Base().Total()).Currency, Bases: []Basis{AsStated}}
	among, leftOut := c.comparable(opt.Cases)
	b.LeftOut = leftOut
	if c.anyOpen(among) {
		b.Bases = Bases
	}
	s := newSearch(ctx, c, opt, b.Bases)
	grid := gridOf(from, to)
	s.find(opt.Cases, grid)
	if err := context.Cause(ctx); err != nil {
		return err
	}
	for _, n := range grid {
		b.Points = append(b.Points, s.point(n, opt.Cases))
	}
	var bases [][]Stretch
	for _, basis := range b.Bases {
		pairs := s.pairs(among, basis, grid)
		bases, b.Pairs = append(bases, cheapest(among, pairs, from, to)), append(b.Pairs, pairs...)
	}
	if len(among) > 1 { // one alone is not the cheapest
		b.Cheapest = together(bases, from, to)
	}
	if !opt.brief {
		b.Commitments = c.commitmentAmounts(ctx, opt, from, to)
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	c.BreakEven = b
	return nil
}

// settle fills in what the options leave out, and checks them; from and to are the
// range's ends in LevelSteps.
func (c *Comparison) settle(opt *BreakEvenOptions) (from, to int, err error) {
	if opt.To.IsZero() {
		opt.From, opt.To = money.Zero, money.Int(3)
	}
	if _, ok := c.CommonLevel(opt.Workload, money.One); !ok {
		return 0, 0, fmt.Errorf("no workload is named %q", opt.Workload)
	}
	if from, err = steps(opt.From); err != nil {
		return 0, 0, err
	}
	if to, err = steps(opt.To); err != nil {
		return 0, 0, err
	}
	if to <= from {
		return 0, 0, fmt.Errorf("the range of usage ends at %s, not above %s, where it begins", scenario.Percent(opt.To), scenario.Percent(opt.From))
	}
	if opt.Cases == nil {
		for i := range c.Estimates {
			opt.Cases = append(opt.Cases, i)
		}
	}
	if n := len(opt.Cases); n > maxCases {
		return 0, 0, fmt.Errorf("%d cases have %d pairs; name those to look at, up to %d", n, n*(n-1)/2, maxCases)
	}
	return from, to, nil
}

// steps is a level in LevelSteps.
func steps(level money.Decimal) (int, error) {
	n := level.Mul(money.Int(stepsOfOne))
	if n.Sign() < 0 || !n.IsInteger() || money.Int(maxLevel*stepsOfOne).Less(n) {
		return 0, fmt.Errorf("%s is not a level of usage from 0%% to %d%%, in steps of 0.01%%", scenario.Percent(level), maxLevel*100)
	}
	return strconv.Atoi(n.Fixed(0))
}

func levelAt(n int) money.Decimal { return money.Int(int64(n)).Mul(LevelStep) }

// gridOf are the curve's levels: round ones, the ends of at most curveCells
// cells; the range's ends; and the usage as stated.
func gridOf(from, to int) []int {
	width := roundStep(to-from, curveCells)
	grid := []int{from}
	for n := from - from%width + width; n < to; n += width {
		grid = append(grid, n)
	}
	if from < stepsOfOne && stepsOfOne < to {
		grid = append(grid, stepsOfOne)
	}
	slices.Sort(grid)
	return slices.Compact(append(grid, to))
}

// roundStep is the smallest round number of which a span has at most so many.
func roundStep(span, most int) int {
	for ten := 1; ; ten *= 10 {
		for _, step := range []int{ten, 2 * ten, 5 * ten} {
			if span <= step*most {
				return step
			}
		}
	}
}

// Shown are at most about so many of the points, at round levels; the ends of
// the range and the usage as stated are among them.
func (b *BreakEven) Shown(most int) []CurvePoint {
	last := len(b.Points) - 1
	from, _ := steps(b.Points[0].Level)
	to, _ := steps(b.Points[last].Level)
	width := roundStep(to-from, most)
	var list []CurvePoint
	for k, p := range b.Points {
		if n, _ := steps(p.Level); k == 0 || k == last || n == stepsOfOne || n%width == 0 {
			list = append(list, p)
		}
	}
	return list
}

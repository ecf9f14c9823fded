package reconcile

import (
	"fmt"

	"azwhatif/estimate"
	"azwhatif/ratebook/money"
)

// RecommendationCheck holds a recommendation against our own calculation.
type RecommendationCheck struct {
	Recommendation
	By       string        // what Ours is calculated from, for a reader
	Discount money.Decimal // that the plan takes off what it covers, 0.3 for 30%; zero where each meter has its own
	Levels   []money.Decimal
	Checked  []CandidateCheck // one for each of Candidates
	Fault    string           // why nothing is calculated; "" where it is
	Partial  string           // why Ours is not of all usage, and no difference is given; "" where it is
}

// CandidateCheck is a candidate with our own figures.
type CandidateCheck struct {
	Candidate
	Ours      estimate.PlanHours
	Falls     []estimate.PlanHours // one for each of the levels of usage
	BreakEven int                  // the lowest percentage of the usage, in whole ones, at which it saves still; -1 where it never does
	Why       []string             // why the totals differ, where they do
	partial   bool
}

// agreed is how far two totals may lie apart to be called the same: a thousandth.
var agreed = money.MustParse("0.001")

// Difference is what our total is above Microsoft's; ok is false where it states none,
// or where ours is not of all usage.
func (c CandidateCheck) Difference() (d money.Decimal, ok bool) {
	if c.Total == nil || c.partial {
		return d, false
	}
	return c.Ours.Total().Sub(*c.Total), true
}

// Agrees tells whether our total is Microsoft's, to a thousandth.
func (c CandidateCheck) Agrees() bool {
	return c.Total != nil && near(c.Ours.Total(), *c.Total, agreed)
}

// near tells whether a lies within a part of b.
func near(a, b, part money.Decimal) bool {
	off := a.Sub(b)
	return !b.Max(b.Neg()).Mul(part).Less(off.Max(off.Neg()))
}

// Hourly is usage by the hour that a check is calculated from, in place of the
// charges of the recommendation: usage with its prices.
type Hourly struct {
	Hours   [][]estimate.PlanUse
	By      string // what it is, for a reader
	Partial string // why it is not all of the usage; "" where it is
}

// CheckRecommendation calculates each candidate from hourly usage. discount is what
// the plan takes off, where it is stated; nil takes what the recommended candidate's
// own figures imply. hourly may be nil: then the usage is the recommendation's own
// charges. levels are those of usage, 0.9 for ninety percent.
func CheckRecommendation(r Recommendation, discount *money.Decimal, hourly *Hourly, levels []money.Decimal) *RecommendationCheck {
	c := &RecommendationCheck{Recommendation: r, Levels: levels}
	hours := c.hours(discount, hourly)
	if c.Fault != "" {
		c.Notes = append(c.Notes, c.contradictions()...)
		return c
	}
	for _, k := range r.Candidates {
		one := CandidateCheck{Candidate: k, Ours: estimate.CoverHours(k.Hourly, hours, money.One), partial: c.Partial != ""}
		for _, level := range levels {
			one.Falls = append(one.Falls, estimate.CoverHours(k.Hourly, hours, level))
		}
		one.BreakEven = breakEven(k.Hourly, hours)
		if _, ok := one.Difference(); ok && !one.Agrees() {
			one.Why = c.why(one)
		}
		c.Checked = append(c.Checked, one)
	}
	return c
}

// breakEven finds the lowest whole percentage of the usage at which the plan saves
// still: what it saves never grows as usage falls.
func breakEven(amount money.Decimal, hours [][]estimate.PlanUse) int {
	saves := func(percent int) bool {
		return estimate.CoverHours(amount, hours, money.Int(int64(percent)).Div(money.Int(100))).Saved().Sign() >= 0
	}
	if !saves(100) {
		return -1
	}
	low, high := 0, 100
	for low < high {
		if mid := (low + high) / 2; saves(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// hours are what the check is calculated from; Fault says why there are none.
func (c *RecommendationCheck) hours(discount *money.Decimal, hourly *Hourly) [][]estimate.PlanUse {
	fault := func(format string, args ...any) [][]estimate.PlanUse {
		c.Fault = fmt.Sprintf(format, args...)
		return nil
	}
	switch {
	case c.Kind != "" && c.Kind != savingsPlan:
		return fault("it is a recommendation of kind %s; savings plans are checked", c.Kind)
	case c.Granularity != "" && c.Granularity != "Hourly":
		return fault("its amounts are %s, not Hourly", c.Granularity)
	case len(c.Candidates) == 0:
		return fault("it has no amount to check")
	case hourly != nil:
		c.By, c.Partial = hourly.By, hourly.Partial
		return hourly.Hours
	case len(c.Charges) == 0:
		return fault("the answer has no hourly charges: ask with $expand=properties/usage,properties/allRecommendationDetails, as \"azwhatif benefits check\" does")
	case c.Grain != "" && c.Grain != "Hourly":
		return fault("its charges are %s, not Hourly", c.Grain)
	}
	sum := money.Sum(c.Charges...)
	switch whole := c.Without == nil || near(sum, *c.Without, agreed); {
	case !whole:
		return fault("its %s do not add up to its cost without the plan: %s, not %s%s", estimate.Plural(len(c.Charges), "hourly charge"), sum, c.Without, c.ofHours())
	case c.Hours > 0 && len(c.Charges) > c.Hours:
		return fault("it lists %d hourly charges for %d hours", len(c.Charges), c.Hours)
	}
	d, ok := c.discount(discount)
	if !ok {
		return fault("no candidate has the figures that a discount follows from (benefitCost, overageCost, costWithoutBenefit): state it with --discount, or give the usage and the card with --usage, --offer, --currency and --market")
	}
	c.Discount = d
	hours := make([][]estimate.PlanUse, max(len(c.Charges), c.Hours))
	for h, charge := range c.Charges {
		hours[h] = []estimate.PlanUse{{Units: charge, Price: money.One, Plan: money.One.Sub(d)}}
	}
	if n := c.Hours - len(c.Charges); n > 0 {
		c.Notes = append(c.Notes, fmt.Sprintf("it lists charges of %d of its %d hours, which are all of its cost: in the others nothing ran", len(c.Charges), c.Hours))
	}
	return hours
}

const savingsPlan = "SavingsPlan"

// contradictions are where Microsoft's own figures do not fit together, of a
// recommendation that is not calculated.
func (c *RecommendationCheck) contradictions() (list []string) {
	for _, k := range c.Candidates {
		plan := k.Hourly.Mul(money.Int(int64(c.Hours)))
		if c.Hours > 0 && k.Benefit != nil && !near(*k.Benefit, plan, agreed) {
			list = append(list, fmt.Sprintf("%s an hour for %d hours is %s; Microsoft states %s as the plan's cost", k.Hourly, c.Hours, plan, k.Benefit))
		}
		if k.Total != nil && k.Benefit != nil && k.Overage != nil && !near(k.Benefit.Add(*k.Overage), *k.Total, agreed) {
			list = append(list, fmt.Sprintf("Microsoft's own parts for %s an hour, %s and %s, do not add up to its total of %s", k.Hourly, k.Benefit, k.Overage, k.Total))
		}
	}
	return list
}

// ofHours says how many of the hours are listed, where that is not all.
func (c *RecommendationCheck) ofHours() string {
	if c.Hours == 0 || c.Hours == len(c.Charges) {
		return ""
	}
	return fmt.Sprintf(" (it is of %d hours)", c.Hours)
}

// discount is the stated one, or that of the recommended candidate, or else of the
// first that implies one.
func (c *RecommendationCheck) discount(stated *money.Decimal) (d money.Decimal, ok bool) {
	if stated != nil {
		c.By = "its hourly charges, and the discount that is stated"
		return *stated, true
	}
	order := c.Candidates
	if c.Recommended >= 0 {
		order = append([]Candidate{c.Candidates[c.Recommended]}, order...)
	}
	for _, k := range order {
		if d, ok = k.Discount(c.Without); ok {
			c.By = fmt.Sprintf("its hourly charges, and the discount that Microsoft's figures for %s an hour imply", k.Hourly)
			return d, true
		}
	}
	return d, false
}

// why says why a candidate's totals differ.
func (c *RecommendationCheck) why(k CandidateCheck) (why []string) {
	say := func(format string, args ...any) { why = append(why, fmt.Sprintf(format, args...)) }
	hours := money.Int(int64(k.Ours.Hours))
	if c.Hours > 0 && c.Hours != k.Ours.Hours {
		say("Microsoft's figures are of %d hours, and ours of %d", c.Hours, k.Ours.Hours)
	}
	if c.Without != nil && !near(k.Ours.Without, *c.Without, agreed) {
		say("the usage costs %s without the plan by Microsoft's figures, and %s by ours", c.Without.Round(3), k.Ours.Without.Round(3))
	}
	if k.Benefit != nil && !near(*k.Benefit, k.Ours.Plan, agreed) {
		say("%s an hour for %s hours is %s; Microsoft states %s as the plan's cost", k.Hourly, hours, k.Ours.Plan.Round(3), k.Benefit)
	}
	if k.Total != nil && k.Benefit != nil && k.Overage != nil && !near(k.Benefit.Add(*k.Overage), *k.Total, agreed) {
		say("Microsoft's own parts, %s and %s, do not add up to its total of %s", k.Benefit, k.Overage, k.Total)
	}
	if own, ok := k.Candidate.Discount(c.Without); ok && !c.Discount.IsZero() {
		if off := own.Sub(c.Discount); !off.Max(off.Neg()).Less(money.MustParse("0.0005")) {
			say("Microsoft's figures for it imply a discount of %s, and ours are calculated with %s: charges do not say which meters ran, and each has a discount of its own; --usage with a card prices them one by one", percentage(own), percentage(c.Discount))
		}
	}
	if k.Overage != nil && len(why) == 0 {
		say("what the plan does not cover is %s by ours and %s by Microsoft's figures, from the same hours and amount", k.Ours.Overage.Round(3), k.Overage)
	}
	return why
}

func percentage(part money.Decimal) string {
	return part.Mul(money.Int(100)).Round(2).String() + "%"
}

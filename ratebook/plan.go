package ratebook

import (
	"azwhatif/ratebook/money"
)

// A Plan is one of the commitment plans that Microsoft sold from September
// 2012 on: a sum promised for each month of six or twelve, with a discount on
// what it pays for. Usage beyond it is at pay-as-you-go rates; nothing is
// refunded; Marketplace and third-party products are left out.
type Plan struct {
	Name   string // "6-month"
	Months int
}

// PlanStep is a discount of the plans, from a monthly commitment on.
type PlanStep struct {
	From     money.Decimal // USD a month, inclusive
	Discount money.Decimal // 0.2 is twenty percent
}

// PlanSource names where the figures of the plans are from. None of them says
// what becomes of a month's commitment that is not used; that of MS-AZR-0019P,
// the 6-month plan by base units, is "not refunded or carried over to the next
// billing cycle".
const PlanSource = `azure.microsoft.com blog, "Taking the Fear Out of Commitment", 27 September 2012; rcpmag.com, 29 September 2012; offer page of MS-AZR-0019P`

// Plans are the two that were sold.
var Plans = []Plan{{"6-month", 6}, {"12-month", 12}}

// planSteps are the discounts of six months, paid month by month (blog and
// rcpmag.com, which gives the percentages: 20, 23 and 27).
var planSteps = []PlanStep{
	{money.Int(500), money.MustParse("0.2")},
	{money.Int(15000), money.MustParse("0.23")},
	{money.Int(40000), money.MustParse("0.27")},
}

// What a plan of twelve months, and paying all of it at once, add to the
// discount (blog: "an additional 2.5%", "another 2.5%", "a total of 32% at the
// highest commitment level").
var (
	planTwelve  = money.MustParse("0.025")
	planUpfront = money.MustParse("0.025")
)

// Steps are the plan's discounts, rising.
func (p Plan) Steps(upfront bool) []PlanStep {
	steps := make([]PlanStep, len(planSteps))
	for i, s := range planSteps {
		if p.Months == 12 {
			s.Discount = s.Discount.Add(planTwelve)
		}
		if upfront {
			s.Discount = s.Discount.Add(planUpfront)
		}
		steps[i] = s
	}
	return steps
}

// PlanMinimum is the least that a plan may promise a month, in USD.
func PlanMinimum() money.Decimal { return planSteps[0].From }

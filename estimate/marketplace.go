package estimate

import (
	"fmt"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// PurchaseUse is what a case pays for a purchase of the Marketplace.
type PurchaseUse struct {
	*scenario.MarketplacePurchase
	Paid []money.Decimal // by month, in the case's currency
}

// Total is what is paid in all months.
func (p *PurchaseUse) Total() money.Decimal { return money.Sum(p.Paid...) }

// purchases are the scenario's, in the case's currency.
func (c *compiler) purchases() []PurchaseUse {
	var list []PurchaseUse
	for i := range c.s.Marketplace {
		p := &c.s.Marketplace[i]
		use := PurchaseUse{p, make([]money.Decimal, len(c.plan.Months))}
		for m, month := range c.plan.Months {
			use.Paid[m] = c.plan.inCase(p.In(month), p.Currency)
		}
		list = append(list, use)
	}
	return list
}

// meanPurchases are the plan's, each month of it with the mean of so many before.
func (p *Plan) meanPurchases(months int) []PurchaseUse {
	list := make([]PurchaseUse, len(p.purchases))
	for i, use := range p.purchases {
		mean := use.Total().Div(money.Int(int64(months)))
		list[i] = PurchaseUse{use.MarketplacePurchase, make([]money.Decimal, len(p.Months))}
		for m := range p.Months {
			list[i].Paid[m] = mean
		}
	}
	return list
}

// marketplace is what is paid for purchases of the Marketplace, by month: of all, or of
// those that count toward a MACC. Azure's credits and a prepayment pay for none of them
// (Microsoft Learn,
// marketplace/macc-frequently-asked-questions: 100% of an eligible purchase, before tax,
// counts toward a MACC; prepayment cannot be used for it).
func (p *Plan) marketplace(eligible bool) []money.Decimal {
	sums := make([]money.Decimal, len(p.Months))
	for i := range p.purchases {
		if eligible && !p.purchases[i].Eligible {
			continue
		}
		for m, paid := range p.purchases[i].Paid {
			sums[m] = sums[m].Add(paid)
		}
	}
	return sums
}

// MarketplacePaid is what is paid in a month for purchases of the Marketplace that are
// eligible: what a MACC counts of them.
func (e *Estimate) MarketplacePaid(month int) money.Decimal {
	return e.Plan.marketplace(true)[month]
}

// purchaseLine is the line of a purchase: no usage, and of its own subscription and tags.
func purchaseLine(p *PurchaseUse) Line {
	m, workload := ratebook.Meter{Name: p.Name, Category: "Marketplace"}, "(Marketplace)"
	if p.Fixed {
		m.Category, workload = "Fixed cost", "(fixed costs)"
	}
	return Line{
		LineMeter: &LineMeter{LineUsage: &LineUsage{
			Workload: workload, Subscription: p.Subscription, Group: p.Group, Tags: p.Tags, Pos: p.Pos, From: m, Unshared: true, Purchase: p,
		}, Meter: m},
		Quantities: make([]money.Decimal, len(p.Paid)), Amounts: p.Paid, use: -1,
	}
}

// marketplaceAssumptions say what becomes of purchases of the Marketplace.
func (e *Estimate) marketplaceAssumptions() (list []string) {
	if len(e.Purchases) == 0 {
		return nil
	}
	if slices.ContainsFunc(e.Purchases, func(p PurchaseUse) bool { return p.Fixed }) {
		list = append(list, "Lines of a price estimate that are not priced anew are fixed costs: as the estimate has them, in the total of every case alike, among the purchases of the Marketplace.")
	}
	list = append(list, "Purchases of the Marketplace are in the total of every case as the scenario states them; no discount, prepayment or monthly credit is for them (Microsoft Learn, macc-frequently-asked-questions: prepayment \"can't be used\" for them).")
	if e.MACC() != nil {
		list = append(list, "Eligible purchases of the Marketplace count toward the MACC, all of what is paid for them, before tax (Microsoft Learn, macc-frequently-asked-questions: \"100%\"); a shortfall that was paid pays for none of them.")
	}
	var rates []string
	seen := map[money.Currency]bool{}
	for _, p := range e.Purchases {
		if p.Currency == e.Currency() || seen[p.Currency] {
			continue
		}
		seen[p.Currency] = true
		rates = append(rates, string(p.Currency))
	}
	if rates != nil {
		list = append(list, fmt.Sprintf("What is bought in %s is exchanged to %s at the stated rates.", strings.Join(rates, ", "), e.Currency()))
	}
	return list
}

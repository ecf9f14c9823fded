package report

import (
	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// jsonCash is what is paid when. Amounts of payments are in a case's currency; present
// values and savings in currency: that of the report, or the case's where there is none.
type jsonCash struct {
	DiscountRate *money.Decimal `json:"discount_rate"` // 0.08 is 8% a year; null where it is not stated
	Reference    string         `json:"reference"`     // the name of what cases are held against
	Current      *jsonCurrent   `json:"current"`       // what is paid today; null where it is not stated
	Cases        []jsonCaseCash `json:"cases"`
	Assumptions  []string       `json:"assumptions"`
}

type jsonCurrent struct {
	Name         string          `json:"name"`
	Currency     money.Currency  `json:"currency"`
	Monthly      money.Decimal   `json:"monthly"` // in the first year
	Growth       money.Decimal   `json:"growth"`
	OnPremises   []jsonFactor    `json:"on_premises,omitempty"`
	Yearly       []jsonYearly    `json:"yearly,omitempty"` // what they cost in the first year
	Paid         []money.Decimal `json:"paid"`             // by month, in the currency of the report
	Waves        []jsonWave      `json:"waves,omitempty"`
	Still        []money.Decimal `json:"still_paid,omitempty"` // by month, while waves move, in the currency of the report
	PresentValue *money.Decimal  `json:"present_value"`
}

type jsonWave struct {
	Tags    map[string]string `json:"tags"`
	From    scenario.Month    `json:"from"` // its first month in Azure
	Overlap int               `json:"overlap"`
	Monthly money.Decimal     `json:"monthly"` // of what is paid today, in the first year
}

type jsonFactor struct {
	Key    string         `json:"key"`
	Value  *money.Decimal `json:"value"` // null where none is published, and none is stated
	Unit   string         `json:"unit"`
	Stated bool           `json:"stated"` // in the scenario; else it is published
}

type jsonYearly struct {
	Name   string         `json:"name"`
	Amount *money.Decimal `json:"amount"` // null where something is lacking
	Lacks  string         `json:"lacks,omitempty"`
}

type jsonCaseCash struct {
	Name               string         `json:"name"`
	Currency           money.Currency `json:"currency"`
	Paid               money.Decimal  `json:"paid"`
	Cost               money.Decimal  `json:"cost"`
	Ahead              money.Decimal  `json:"paid_ahead"`                // of other months than the scenario's
	With               *money.Decimal `json:"paid_with_still,omitempty"` // with what is still paid today's way while waves move, in compared_in
	PresentValue       *money.Decimal `json:"present_value"`
	PresentValueReason *string        `json:"present_value_reason"`
	ComparedIn         money.Currency `json:"compared_in"`
	Saved              *money.Decimal `json:"saved"`
	SavedPresentValue  *money.Decimal `json:"saved_present_value"`
	SavedReason        *string        `json:"saved_reason"` // null where there is a figure, and of the reference
	Payback            string         `json:"payback"`      // a month, or words
	ByMonth            []jsonPayment  `json:"by_month"`
}

type jsonPayment struct {
	Month        scenario.Month `json:"month"`
	Prepayment   money.Decimal  `json:"prepayment"`
	Upfront      money.Decimal  `json:"upfront"`
	Monthly      money.Decimal  `json:"monthly"`
	Charges      money.Decimal  `json:"charges"`
	Drawn        money.Decimal  `json:"paid_by_prepayment"`
	Shortfall    money.Decimal  `json:"shortfall"`
	ByShortfalls money.Decimal  `json:"paid_by_shortfalls"`
	Paid         money.Decimal  `json:"paid"`
	Cost         money.Decimal  `json:"cost"`
	Saved        *money.Decimal `json:"saved_so_far"`
	Still        *money.Decimal `json:"still_paid,omitempty"` // today's way while waves move, in compared_in
}

// cashJSON is nil where it was not asked for.
func cashJSON(c *compare.Comparison) *jsonCash {
	if c.Cash == nil {
		return nil
	}
	out := &jsonCash{DiscountRate: c.Cash.Discount, Reference: c.CashReference(), Current: currentJSON(c), Assumptions: c.CashAssumptions()}
	for i, e := range c.Estimates {
		k := &c.Cash.Cases[i]
		one := jsonCaseCash{
			Name: e.Case.Name, Currency: e.Currency(), Paid: k.All.Paid(), Cost: k.All.Cost, Ahead: k.All.Ahead(),
			ComparedIn: k.Present.Currency, Payback: c.PaybackWords(k),
		}
		if c.Cash.Still != nil {
			one.With = &k.With
		}
		one.PresentValue, one.PresentValueReason = presentJSON(k.Present)
		switch {
		case k.Saved != nil:
			one.Saved = &k.Saved[len(k.Saved)-1]
			one.SavedPresentValue, _ = presentJSON(k.Net)
		case k.Why != "":
			one.SavedReason = &k.Why
		}
		for m, p := range k.Payments {
			month := jsonPayment{e.Months[m], p.Prepayment, p.Upfront, p.Monthly, p.Charges, p.Drawn, p.Shortfall, p.ByShortfalls, p.Paid(), p.Cost, nil, nil}
			if c.Cash.Still != nil {
				month.Still = &c.Cash.Still[m]
			}
			if k.Saved != nil {
				month.Saved = &k.Saved[m]
			}
			one.ByMonth = append(one.ByMonth, month)
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}

func presentJSON(p compare.Present) (value *money.Decimal, why *string) {
	if p.Why != "" {
		return nil, &p.Why
	}
	return &p.Value, nil
}

func currentJSON(c *compare.Comparison) *jsonCurrent {
	s := c.Scenario.Current
	if s == nil {
		return nil
	}
	out := &jsonCurrent{Name: s.Name, Currency: s.Currency, Monthly: estimate.CurrentMonthly(s), Growth: s.Growth, Paid: c.Cash.Current, Still: c.Cash.Still}
	for _, w := range s.Waves {
		out.Waves = append(out.Waves, jsonWave{w.Tags, w.From, w.Overlap, estimate.WaveMonthly(s, w)})
	}
	if c.Cash.Discount != nil {
		worth := c.Cash.CurrentPresent()
		out.PresentValue = &worth
	}
	for _, f := range s.OnPremises {
		k := jsonFactor{Key: f.Key, Unit: f.Unit, Stated: f.Stated}
		if f.Known {
			k.Value = &f.Value
		}
		out.OnPremises = append(out.OnPremises, k)
	}
	if s.OnPremises != nil {
		for _, y := range estimate.OnPremisesCost(s.OnPremises) {
			k := jsonYearly{Name: y.Name, Lacks: y.Lacks}
			if y.Lacks == "" {
				k.Amount = &y.Amount
			}
			out.Yearly = append(out.Yearly, k)
		}
	}
	return out
}

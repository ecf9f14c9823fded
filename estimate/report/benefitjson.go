package report

import (
	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

type jsonBenefit struct {
	Kind        ratebook.PriceKind `json:"kind"`
	Months      int                `json:"months"`
	From        scenario.Month     `json:"from"`
	Payment     scenario.Payment   `json:"payment"`
	Scope       scenario.Scope     `json:"scope,omitempty"`    // the one subscription that it covers; left out: all
	Owned       *jsonOwned         `json:"owned,omitempty"`    // of what one has already
	MeterID     ratebook.MeterID   `json:"meter_id,omitempty"` // this and the next five of a reservation
	Meter       string             `json:"meter,omitempty"`
	Region      ratebook.Region    `json:"region,omitempty"`
	Count       int                `json:"count,omitempty"`
	Price       *money.Decimal     `json:"price,omitempty"` // of one for the whole term
	Flexibility string             `json:"flexibility,omitempty"`
	Hourly      *money.Decimal     `json:"hourly,omitempty"` // of a savings plan

	Bought      money.Decimal      `json:"bought"` // in the meter's unit; money, of a savings plan
	Used        money.Decimal      `json:"used"`
	Utilisation *money.Decimal     `json:"utilisation_percent"` // null where nothing is bought
	Coverage    *money.Decimal     `json:"coverage_percent"`    // of the usage that it could cover; null where there is none
	Rate        *money.Decimal     `json:"rate"`                // what a used unit costs; null where none is used
	Cost        money.Decimal      `json:"cost"`
	Unused      money.Decimal      `json:"unused_cost"`
	Card        money.Decimal      `json:"card_cost"`    // of what is covered, at the card's rates
	Else        money.Decimal      `json:"cost_without"` // of the same, less negotiated discounts
	Saved       money.Decimal      `json:"saved"`        // cost_without less cost
	Before      money.Decimal      `json:"cost_before"`  // of months before the scenario
	Beyond      money.Decimal      `json:"cost_beyond"`  // of months after it
	ByMonth     []jsonBenefitMonth `json:"by_month"`
}

// jsonOwned is the price of what one has already, as stated: of one a month or for the
// term, of a savings plan an hour.
type jsonOwned struct {
	Until    scenario.Month `json:"until"`
	Price    money.Decimal  `json:"price"`
	Per      string         `json:"per"` // month, term or hour
	Currency money.Currency `json:"currency"`
	Card     string         `json:"card,omitempty"` // whose price it is; left out where it is stated
}

func ownedJSON(b estimate.BenefitUse) *jsonOwned {
	if b.Owned == nil {
		return nil
	}
	per := "month"
	switch {
	case b.Kind.Hourly():
		per = "hour"
	case b.Monthly.IsZero():
		per = "term"
	}
	return &jsonOwned{b.Last(), b.Owned.Price.Value, per, b.Owned.Price.Currency, b.Owned.Card}
}

type jsonBenefitMonth struct {
	Month  scenario.Month `json:"month"`
	Bought money.Decimal  `json:"bought"`
	Used   money.Decimal  `json:"used"`
	Cost   money.Decimal  `json:"cost"`
	Unused money.Decimal  `json:"unused_cost"`
	Paid   money.Decimal  `json:"paid"`
}

type jsonFound struct {
	Longest int           `json:"longest_term"` // in months
	Without money.Decimal `json:"total_without"`
	Falls   []jsonFall    `json:"if_usage_falls"`
}

type jsonFall struct {
	Percent int           `json:"percent"`
	Total   money.Decimal `json:"total"`
	Without money.Decimal `json:"total_without"`
}

func benefitsJSON(e *estimate.Estimate) []jsonBenefit {
	var list []jsonBenefit
	for _, b := range e.Benefits {
		sum := b.Total()
		out := jsonBenefit{
			Kind: b.Kind, Months: b.Months, From: b.From, Payment: b.Payment, Scope: b.Scope, Owned: ownedJSON(b),
			Bought: sum.Bought, Used: sum.Used, Cost: sum.Cost, Unused: sum.Unused, Card: sum.Card, Else: sum.Else, Saved: sum.Saved(),
			Before: b.Before, Beyond: b.Beyond,
			Utilisation: percentJSON(sum.Utilisation()), Coverage: percentJSON(sum.Coverage()),
		}
		if rate, ok := sum.Rate(); ok {
			out.Rate = &rate
		}
		if b.Kind.OfTerm() {
			out.MeterID, out.Meter, out.Region, out.Count, out.Price = b.Meter.ID, b.Meter.Name, b.Meter.Region, b.Count, &b.Price
			out.Flexibility = map[bool]string{true: "on", false: "off"}[b.Flexible]
		} else {
			out.Hourly = &b.Hourly
		}
		for m, month := range e.Months {
			u := b.Use[m]
			out.ByMonth = append(out.ByMonth, jsonBenefitMonth{month, u.Bought, u.Used, u.Cost, u.Unused, u.Paid})
		}
		list = append(list, out)
	}
	return list
}

func percentJSON(part money.Decimal, ok bool) *money.Decimal {
	if !ok {
		return nil
	}
	part = part.Mul(money.Int(100))
	return &part
}

func foundJSON(f *estimate.FoundBenefits) *jsonFound {
	if f == nil {
		return nil
	}
	out := &jsonFound{Longest: f.Longest, Without: f.Without}
	for _, fall := range f.Falls {
		out.Falls = append(out.Falls, jsonFall(fall))
	}
	return out
}

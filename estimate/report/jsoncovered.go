package report

import (
	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// jsonCovering is what reservations and savings plans that are there cover of an
// import's usage.
type jsonCovering struct {
	Import        string             `json:"import"`
	Covered       scenario.CoveredAs `json:"covered"` // price, or leave
	Months        []scenario.Month   `json:"months"`
	Records       int64              `json:"records"`
	Usage         []jsonCoverPart    `json:"usage"`
	Currency      *money.Currency    `json:"currency"` // of the cost
	Cost          *jsonBenefitCost   `json:"cost"`     // null where it is not known
	Price         *money.Decimal     `json:"price"`    // of that usage at the base case's card
	PriceCurrency *money.Currency    `json:"price_currency"`
	Saves         *money.Decimal     `json:"saves"` // price less cost
	Unknown       string             `json:"unknown,omitempty"`
	Text          []string           `json:"text"`
}

type jsonCoverPart struct {
	Category string        `json:"category"`
	Unit     string        `json:"unit"`
	Covered  money.Decimal `json:"covered"`
	All      money.Decimal `json:"all"`
	Percent  money.Decimal `json:"percent"`
}

type jsonBenefitCost struct {
	From    string        `json:"from"` // amortized, or purchases
	Covered money.Decimal `json:"covered"`
	Unused  money.Decimal `json:"unused"`
	Total   money.Decimal `json:"total"`
}

func coveredJSON(c *compare.Comparison) []jsonCovering {
	var list []jsonCovering
	for _, k := range c.Covered() {
		list = append(list, coveringJSON(k))
	}
	return list
}

func coveringJSON(k estimate.Covering) jsonCovering {
	out := jsonCovering{Import: k.Import, Covered: k.As, Months: k.Months, Records: k.Records, Usage: coverPartsJSON(k.Cover), Unknown: k.Unknown, Text: k.Sentences()}
	out.Currency, out.Cost = benefitCostJSON(k.Cost)
	if k.Price.Currency != "" {
		out.Price, out.PriceCurrency = &k.Price.Value, &k.Price.Currency
	}
	if k.Saves.Currency != "" {
		out.Saves = &k.Saves.Value
	}
	return out
}

func coverPartsJSON(c scenario.Cover) []jsonCoverPart {
	var list []jsonCoverPart
	for _, p := range c.Parts {
		list = append(list, jsonCoverPart{p.Category, p.Counted, p.Covered, p.All, p.Part().Mul(money.Int(100))})
	}
	return list
}

func benefitCostJSON(b scenario.BenefitCost) (*money.Currency, *jsonBenefitCost) {
	if b.Unknown != "" {
		return nil, nil
	}
	from := "amortized"
	if b.Bought {
		from = "purchases"
	}
	return &b.Currency, &jsonBenefitCost{from, b.Covered, b.Unused, b.Total()}
}

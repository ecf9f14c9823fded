package report

import (
	"encoding/csv"
	"io"

	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

type jsonChargeBack struct {
	Version  int                  `json:"version"`
	Scenario string               `json:"scenario"`
	Start    scenario.Month       `json:"start"`
	Months   int                  `json:"months"`
	By       scenario.ChargeBy    `json:"by"`
	Cases    []jsonChargeBackCase `json:"cases"`
	Sample   string               `json:"sample,omitempty"`
	Covered  []jsonCovering       `json:"covered,omitempty"`
}

type jsonChargeBackCase struct {
	Name     string         `json:"name"`
	Currency money.Currency `json:"currency"`
	Card     jsonCard       `json:"card"`
	Total    money.Decimal  `json:"total"` // in the minor unit, as are all dues
	Complete bool           `json:"complete"`
	Centres  []jsonCentre   `json:"cost_centres"`
	ByMonth  []jsonMonth    `json:"by_month"`
	Notes    []string       `json:"notes"`
}

type jsonCentre struct {
	Name     *string           `json:"name"` // null for cost without a cost centre
	Shared   bool              `json:"shared"`
	Due      money.Decimal     `json:"due"`
	Unpriced int               `json:"unpriced_lines"`
	Months   []jsonCentreMonth `json:"months"`
}

type jsonCentreMonth struct {
	Month    scenario.Month `json:"month"`
	Direct   jsonCharges    `json:"direct"`
	Borne    []jsonBorne    `json:"borne"`
	Given    money.Decimal  `json:"borne_by_others"`
	Rounding money.Decimal  `json:"rounding"`
	Due      money.Decimal  `json:"due"`
}

type jsonBorne struct {
	From   *string       `json:"from"` // null for cost without a cost centre
	Amount money.Decimal `json:"amount"`
}

// ChargeBackJSON writes who pays what, with every month and part. In each
// month direct, borne, borne_by_others and rounding add up to due, the dues to
// the month, and the months to the total.
func ChargeBackJSON(w io.Writer, c *compare.Comparison, cases []*chargeback.Dues, _ Options) error {
	out := jsonChargeBack{
		Version: 1, Scenario: c.Scenario.Name, Start: c.Scenario.Start, Months: c.Scenario.Months,
		By: cases[0].By, Sample: c.Samples(), Covered: coveredJSON(c),
	}
	for _, k := range cases {
		e := k.Estimate
		one := jsonChargeBackCase{
			Name: e.Case.Name, Currency: e.Currency(), Card: cardJSON(e.Card), Total: k.Total,
			Complete: e.Complete(), Notes: append([]string{}, k.Notes...),
		}
		for _, centre := range k.Centres {
			one.Centres = append(one.Centres, centreJSON(k, centre))
		}
		for m, month := range e.Months {
			one.ByMonth = append(one.ByMonth, jsonMonth{month, k.Due[m], e.CompleteIn(m)})
		}
		out.Cases = append(out.Cases, one)
	}
	s := newStream(w)
	s.value(0, out)
	return s.end()
}

func centreJSON(k *chargeback.Dues, centre chargeback.Centre) jsonCentre {
	out := jsonCentre{Name: nameJSON(centre.Name), Shared: centre.Split != nil, Due: centre.Total(), Unpriced: centre.Unpriced}
	for m, month := range centre.Months {
		one := jsonCentreMonth{
			Month: k.Estimate.Months[m], Direct: jsonCharges(month.Direct), Borne: []jsonBorne{},
			Given: month.Given, Rounding: month.Rounding, Due: month.Due,
		}
		for from, d := range month.Borne {
			if !d.IsZero() {
				one.Borne = append(one.Borne, jsonBorne{nameJSON(k.Centres[from].Name), d})
			}
		}
		out.Months = append(out.Months, one)
	}
	return out
}

func nameJSON(name string) *string {
	if name == "" {
		return nil
	}
	return &name
}

// ChargeBackCSV writes a row for each case, cost centre and month, exact.
func ChargeBackCSV(w io.Writer, c *compare.Comparison, cases []*chargeback.Dues, _ Options) error {
	out := csv.NewWriter(w)
	rows := [][]string{{
		"scenario", "case", "currency", "by", "cost_centre", "shared", "month",
		"usage", "discount", "commitment", "overage", "credit", "recurring", "benefit", "borne", "borne_by_others", "rounding", "due", "unpriced_lines", "marketplace",
	}}
	for _, k := range cases {
		for _, centre := range k.Centres {
			for m, month := range centre.Months {
				d := month.Direct
				rows = append(rows, []string{
					unformula(c.Scenario.Name), unformula(k.Estimate.Case.Name), string(k.Estimate.Currency()), unformula(string(k.By)),
					unformula(centre.Name), map[bool]string{true: "yes", false: "no"}[centre.Split != nil], k.Estimate.Months[m].String(),
					d.Usage.String(), d.Discount.String(), d.Commitment.String(), d.Overage.String(), d.Credit.String(), d.Recurring.String(), d.Benefit.String(),
					money.Sum(month.Borne...).String(), month.Given.String(), month.Rounding.String(), month.Due.String(),
					money.Int(int64(centre.Unpriced)).String(), d.Marketplace.String(),
				})
			}
		}
	}
	return out.WriteAll(rows)
}

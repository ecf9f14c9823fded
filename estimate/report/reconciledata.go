package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// ReconciliationCSV writes exact figures: a line a meter, and one for each kind
// of records that is not rated. The billed column adds up to all that was billed.
func ReconciliationCSV(w io.Writer, r *reconcile.Statement, _ Options) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"part", "kind", "meter_id", "category", "subcategory", "meter", "region", "records", "billed", "ours", "difference", "currency", "reasons"}}
	add := func(part string, list []reconcile.Meter, priced bool) {
		for _, m := range list {
			ours, difference := "", ""
			if priced {
				ours, difference = m.Ours.String(), m.Difference().String()
			}
			rows = append(rows, []string{
				part, string(scenario.Metered), unformula(string(m.Meter.ID)), unformula(m.Meter.Category), unformula(m.Meter.Subcategory), unformula(m.Meter.Name),
				unformula(string(m.Meter.Region)), strconv.FormatInt(m.Records, 10), m.Billed.String(), ours, difference, string(r.Currency()), unformula(strings.Join(m.Reasons, "; ")),
			})
		}
	}
	add("priced", r.Priced, true)
	add("unpriced", r.Unpriced, false)
	for _, a := range r.Aside {
		rows = append(rows, []string{
			"not rated", unformula(strings.TrimSpace(a.Provider + " " + string(a.Kind))), "", "", "", "", "",
			strconv.FormatInt(a.Records, 10), a.Billed.Value.String(), "", "", string(a.Billed.Currency), "",
		})
	}
	return out.WriteAll(rows)
}

type jsonReconciliation struct {
	Version  int              `json:"version"`
	Card     *jsonTermsCard   `json:"card"`
	Totals   jsonTotals       `json:"totals"`
	Priced   []jsonReconciled `json:"priced"`
	Unpriced []jsonReconciled `json:"unpriced"`
	NotRated []jsonKind       `json:"not_rated"`
	Warnings []string         `json:"warnings"`
}

type jsonTotals struct {
	Currency          money.Currency `json:"currency"`
	Billed            money.Decimal  `json:"billed"` // in the files: priced + unpriced + not_rated
	Priced            money.Decimal  `json:"priced"`
	Unpriced          money.Decimal  `json:"unpriced"`
	NotRated          money.Decimal  `json:"not_rated"`
	Ours              money.Decimal  `json:"ours"`
	Difference        money.Decimal  `json:"difference"`         // ours less priced
	DifferencePercent *money.Decimal `json:"difference_percent"` // null where nothing is priced
	CoveragePercent   *money.Decimal `json:"coverage_percent"`   // priced, of what was billed for usage
}

type jsonReconciled struct {
	MeterID     ratebook.MeterID `json:"meter_id"`
	Category    string           `json:"category"`
	Subcategory string           `json:"subcategory"`
	Meter       string           `json:"meter"`
	Region      ratebook.Region  `json:"region"`
	Records     int64            `json:"records"`
	Billed      money.Decimal    `json:"billed"`
	Ours        *money.Decimal   `json:"ours"` // null where there is no price
	Difference  *money.Decimal   `json:"difference"`
	Reasons     []string         `json:"reasons"`
}

// ReconciliationJSON writes exact figures, for programs.
func ReconciliationJSON(w io.Writer, r *reconcile.Statement, _ Options) error {
	t := r.Totals()
	out := jsonReconciliation{
		Version: 1, Card: termsCard(r.Card), Priced: []jsonReconciled{}, Unpriced: []jsonReconciled{}, NotRated: []jsonKind{}, Warnings: append([]string{}, r.Got.Warnings()...),
		Totals: jsonTotals{Currency: r.Currency(), Billed: t.Billed, Priced: t.Priced, Unpriced: t.Unpriced, NotRated: t.Aside, Ours: t.Ours, Difference: t.Difference()},
	}
	hundred := money.Int(100)
	if p, ok := t.Percent(); ok {
		p = p.Mul(hundred)
		out.Totals.DifferencePercent = &p
	}
	if p, ok := t.Coverage(); ok {
		p = p.Mul(hundred)
		out.Totals.CoveragePercent = &p
	}
	reconciled := func(m reconcile.Meter) jsonReconciled {
		return jsonReconciled{MeterID: m.Meter.ID, Category: m.Meter.Category, Subcategory: m.Meter.Subcategory, Meter: m.Meter.Name, Region: m.Meter.Region,
			Records: m.Records, Billed: m.Billed, Reasons: append([]string{}, m.Reasons...)}
	}
	for _, m := range r.Priced {
		j, d := reconciled(m), m.Difference()
		j.Ours, j.Difference = &m.Ours, &d
		out.Priced = append(out.Priced, j)
	}
	for _, m := range r.Unpriced {
		out.Unpriced = append(out.Unpriced, reconciled(m))
	}
	for _, a := range r.Aside {
		out.NotRated = append(out.NotRated, jsonKind{a.Provider, a.Kind, a.Records, stated(a.Billed), a.Billed.Currency, nil})
	}
	return WriteJSON(w, out)
}

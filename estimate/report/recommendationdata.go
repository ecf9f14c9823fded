package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

type jsonRecommendation struct {
	ID         string          `json:"id"`
	Kind       string          `json:"kind"`
	Scope      string          `json:"scope"`
	Months     int             `json:"months"`
	LookBack   string          `json:"look_back"`
	First      *string         `json:"first"`
	Last       *string         `json:"last"`
	Hours      int             `json:"hours"`
	Charges    int             `json:"hourly_charges"` // how many the answer lists
	Currency   string          `json:"currency"`
	Without    *money.Decimal  `json:"cost_without"`
	From       string          `json:"calculated_from"`
	Discount   *money.Decimal  `json:"discount"` // null where each meter has its own
	Fault      string          `json:"not_calculated,omitempty"`
	Partial    string          `json:"difference_reason,omitempty"`
	Candidates []jsonCandidate `json:"candidates"`
	Notes      []string        `json:"notes"`
}

type jsonCandidate struct {
	Hourly      money.Decimal   `json:"hourly"`
	Recommended bool            `json:"recommended"`
	Microsoft   jsonTheirs      `json:"microsoft"`
	Ours        jsonOurs        `json:"ours"`
	Difference  *money.Decimal  `json:"difference"` // ours less Microsoft's
	Agrees      bool            `json:"agrees"`
	Why         []string        `json:"why"`
	Falls       []jsonUsageFall `json:"falls"`
	SavesTo     *int            `json:"saves_down_to_percent"` // null where it never saves
}

type jsonTheirs struct {
	Total       *money.Decimal `json:"total"`
	Plan        *money.Decimal `json:"plan"`
	Overage     *money.Decimal `json:"overage"`
	Saved       *money.Decimal `json:"saved"`
	Unused      *money.Decimal `json:"unused"`
	Utilisation *money.Decimal `json:"utilisation"`
	Coverage    *money.Decimal `json:"coverage"`
}

type jsonOurs struct {
	Total   money.Decimal `json:"total"`
	Plan    money.Decimal `json:"plan"`
	Overage money.Decimal `json:"overage"`
	Without money.Decimal `json:"without"`
	Saved   money.Decimal `json:"saved"`
	Unused  money.Decimal `json:"unused"`
}

type jsonUsageFall struct {
	Level money.Decimal `json:"level"`
	jsonOurs
}

func oursJSON(p estimate.PlanHours) jsonOurs {
	return jsonOurs{p.Total(), p.Plan, p.Overage, p.Without, p.Saved(), p.Unused}
}

// RecommendationsJSON writes {"version": 1, "recommendations": […]}; decimals are
// strings, unrounded; what is not stated is null.
func RecommendationsJSON(w io.Writer, list []*reconcile.RecommendationCheck, _ Options) error {
	all := []jsonRecommendation{}
	for _, c := range list {
		r := jsonRecommendation{
			ID: c.ID, Kind: c.Kind, Scope: c.Scope, Months: c.Months, LookBack: c.LookBack, First: jsonDay(c.First), Last: jsonDay(c.Last), Hours: c.Hours, Charges: len(c.Charges),
			Currency: string(c.Currency), Without: c.Without, From: c.By, Fault: c.Fault, Partial: c.Partial, Candidates: []jsonCandidate{}, Notes: append([]string{}, c.Notes...),
		}
		if !c.Discount.IsZero() {
			r.Discount = &c.Discount
		}
		for i, k := range c.Checked {
			j := jsonCandidate{
				Hourly: k.Hourly, Recommended: i == c.Recommended, Microsoft: jsonTheirs{k.Total, k.Benefit, k.Overage, k.Savings, k.Wastage, k.Utilisation, k.Coverage},
				Ours: oursJSON(k.Ours), Agrees: k.Agrees(), Why: append([]string{}, k.Why...), Falls: []jsonUsageFall{},
			}
			if d, ok := k.Difference(); ok {
				j.Difference = &d
			}
			for n, f := range k.Falls {
				j.Falls = append(j.Falls, jsonUsageFall{c.Levels[n], oursJSON(f)})
			}
			if k.BreakEven >= 0 {
				j.SavesTo = &k.BreakEven
			}
			r.Candidates = append(r.Candidates, j)
		}
		all = append(all, r)
	}
	return indented(w, struct {
		Version         int                  `json:"version"`
		Recommendations []jsonRecommendation `json:"recommendations"`
	}{1, all})
}

// RecommendationsCSV writes exact figures, a row for each candidate and level of
// usage; Microsoft's figures stand in the rows of all usage. A recommendation that
// nothing is calculated of has one row, with the reason.
func RecommendationsCSV(w io.Writer, list []*reconcile.RecommendationCheck, _ Options) error {
	rows := [][]string{{"recommendation", "kind", "scope", "months", "look_back", "currency", "hourly", "recommended", "level", "hours", "without", "plan", "overage", "total", "unused", "saved",
		"microsoft_total", "microsoft_plan", "microsoft_overage", "difference", "agrees", "saves_down_to_percent", "why"}}
	for _, c := range list {
		head := []string{unformula(c.ID), unformula(c.Kind), unformula(c.Scope), strconv.Itoa(c.Months), unformula(c.LookBack), string(c.Currency)}
		if c.Fault != "" {
			rows = append(rows, append(head, append(make([]string, 16), unformula(c.Fault))...))
			continue
		}
		for i, k := range c.Checked {
			line := func(level money.Decimal, p estimate.PlanHours, more ...string) {
				rows = append(rows, append(append(head[:len(head):len(head)], k.Hourly.String(), strconv.FormatBool(i == c.Recommended), level.String(), strconv.Itoa(p.Hours),
					p.Without.String(), p.Plan.String(), p.Overage.String(), p.Total().String(), p.Unused.String(), p.Saved().String()), more...))
			}
			difference, down := "", ""
			if d, ok := k.Difference(); ok {
				difference = d.String()
			}
			if k.BreakEven >= 0 {
				down = strconv.Itoa(k.BreakEven)
			}
			why := k.Why
			if c.Partial != "" {
				why = []string{c.Partial}
			}
			line(money.One, k.Ours, decimalOrNone(k.Total), decimalOrNone(k.Benefit), decimalOrNone(k.Overage), difference, fmt.Sprint(k.Agrees()), down, unformula(strings.Join(why, "; ")))
			for n, f := range k.Falls {
				if !c.Levels[n].Equal(money.One) {
					line(c.Levels[n], f, make([]string, 7)...)
				}
			}
		}
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func decimalOrNone(d *money.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

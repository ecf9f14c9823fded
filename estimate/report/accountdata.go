package report

import (
	"encoding/csv"
	"io"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

type jsonStated struct {
	ID         string                `json:"id"`
	Name       string                `json:"name"`
	Kind       string                `json:"kind"`
	Category   string                `json:"category"`
	Status     string                `json:"status"`
	Currency   string                `json:"currency"`
	Amount     *money.Decimal        `json:"amount"`
	Quantity   *money.Decimal        `json:"quantity"`
	Unit       string                `json:"unit"`
	Start      *string               `json:"start"` // the first and the last day, both included
	End        *string               `json:"end"`
	Bought     *string               `json:"purchased"`
	Counted    *money.Decimal        `json:"counted"`
	Balance    *money.Decimal        `json:"balance"` // still to be spent
	Shortfall  string                `json:"automatic_shortfall"`
	Charged    *money.Decimal        `json:"shortfall_charged"`
	Milestones []jsonStatedMilestone `json:"milestones"`
	Resource   bool                  `json:"milestones_known"`
	Events     []jsonEvent           `json:"events"`
	Months     []jsonCounted         `json:"months"`
	Targets    []jsonTarget          `json:"targets"`
	Pace       *jsonPace             `json:"pace"`
	Ours       *jsonPace             `json:"pace_ours"`
	Why        string                `json:"no_forecast,omitempty"`
	Card       *jsonCard             `json:"card"`
	Contract   string                `json:"contract"`
	Notes      []string              `json:"notes"`
}

type jsonStatedMilestone struct {
	ID        string         `json:"id"`
	Amount    money.Decimal  `json:"amount"`
	End       *string        `json:"end"`
	Status    string         `json:"status"`
	Shortfall string         `json:"automatic_shortfall"`
	Charged   *money.Decimal `json:"shortfall_charged"`
}

type jsonEvent struct {
	ID       string         `json:"id"`
	Date     string         `json:"date"`
	Kind     string         `json:"kind"`
	Invoice  string         `json:"invoice"`
	Profile  string         `json:"billing_profile"`
	Text     string         `json:"description"`
	Charges  money.Decimal  `json:"charges"`
	Currency string         `json:"currency"`
	Balance  *money.Decimal `json:"balance"`
}

type jsonCounted struct {
	Month      string         `json:"month"`
	Theirs     *money.Decimal `json:"microsoft"`
	Ours       *money.Decimal `json:"ours"`
	Difference *money.Decimal `json:"difference"`
	Reason     string         `json:"difference_reason,omitempty"`
}

type jsonTarget struct {
	Name    string        `json:"name"`
	By      *string       `json:"by"`
	Amount  money.Decimal `json:"amount"`
	Status  string        `json:"status"`
	Over    bool          `json:"over"`
	Missing money.Decimal `json:"missing"`
	Theirs  *jsonOutlook  `json:"forecast"`
	Ours    *jsonOutlook  `json:"forecast_ours"`
}

type jsonOutlook struct {
	Shortfall money.Decimal `json:"shortfall"`
	Lowest    money.Decimal `json:"at_lowest_pace"`
	Highest   money.Decimal `json:"at_highest_pace"`
	Reached   *string       `json:"reached"`
}

type jsonPace struct {
	Months  []string      `json:"months"`
	Low     money.Decimal `json:"low_a_day"`
	Mean    money.Decimal `json:"mean_a_day"`
	High    money.Decimal `json:"high_a_day"`
	Counted money.Decimal `json:"counted"`
	Through *string       `json:"through"`
}

func jsonDay(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.DateOnly)
	return &s
}

func paceJSON(p reconcile.Pace) *jsonPace {
	if !p.Known() {
		return nil
	}
	j := &jsonPace{Low: p.Low, Mean: p.Mean, High: p.High, Counted: p.Counted, Through: jsonDay(p.Through)}
	for _, m := range p.Months {
		j.Months = append(j.Months, m.String())
	}
	return j
}

func outlookJSON(o *reconcile.Outlook) *jsonOutlook {
	if o == nil {
		return nil
	}
	return &jsonOutlook{o.Shortfall, o.AtLowest, o.AtHighest, jsonDay(o.Reached)}
}

func valueOf(a *money.Amount) *money.Decimal {
	if a == nil {
		return nil
	}
	return &a.Value
}

func eventJSON(e reconcile.Event) jsonEvent {
	return jsonEvent{e.ID, e.Date.Format(time.RFC3339), e.Kind, e.Invoice, e.Profile, e.Text, e.Charges.Value, string(e.Charges.Currency), e.Balance}
}

// CommitmentsJSON writes {"version": 1, "as_of": …, "commitments": […]}; decimals are
// strings, unrounded; what is not known is null.
func CommitmentsJSON(w io.Writer, a *reconcile.AccountCommitments, _ Options) error {
	all := []jsonStated{}
	for _, c := range a.Checks {
		j := jsonStated{
			ID: c.ID, Name: c.Name, Kind: c.Kind, Category: c.Category, Status: c.Status, Currency: string(c.Currency), Amount: valueOf(c.Amount), Quantity: c.Quantity, Unit: c.Unit,
			Start: jsonDay(c.Start), End: jsonDay(reconcile.LastDay(c.Until)), Bought: jsonDay(c.Bought), Balance: c.Balance, Shortfall: c.Shortfall, Charged: valueOf(c.Charged),
			Milestones: []jsonStatedMilestone{}, Resource: c.Resource, Events: []jsonEvent{}, Months: []jsonCounted{}, Targets: []jsonTarget{},
			Pace: paceJSON(c.Pace), Ours: paceJSON(c.Ours), Why: c.Why, Contract: c.Contract, Notes: append([]string{}, c.Notes...),
		}
		if counted, ok := c.Counted(); ok {
			j.Counted = &counted
		}
		for _, m := range c.Milestones {
			j.Milestones = append(j.Milestones, jsonStatedMilestone{m.ID, m.Amount.Value, jsonDay(reconcile.LastDay(m.Until)), m.Status, m.Shortfall, valueOf(m.Charged)})
		}
		for _, e := range c.Events {
			j.Events = append(j.Events, eventJSON(e))
		}
		for _, m := range c.Months {
			one := jsonCounted{Month: m.Month.String(), Theirs: m.Theirs, Ours: m.Ours, Reason: m.Part}
			if d, ok := m.Difference(); ok {
				one.Difference = &d
			}
			j.Months = append(j.Months, one)
		}
		for _, t := range c.Targets {
			j.Targets = append(j.Targets, jsonTarget{t.Name, jsonDay(t.Last), t.Amount, t.Status, t.Passed, t.Missing, outlookJSON(t.Theirs), outlookJSON(t.Ours)})
		}
		if c.Rated != nil {
			card := cardJSON(*c.Rated)
			j.Card = &card
		}
		all = append(all, j)
	}
	left := []jsonEvent{}
	for _, e := range a.Left {
		left = append(left, eventJSON(e))
	}
	return indented(w, struct {
		Version     int          `json:"version"`
		AsOf        string       `json:"as_of"`
		Commitments []jsonStated `json:"commitments"`
		Left        []jsonEvent  `json:"other_events"`
		Notes       []string     `json:"notes"`
	}{1, a.AsOf.Format(time.DateOnly), all, left, append([]string{}, a.Notes...)})
}

// CommitmentsCSV writes exact figures: for each commitment a row of its own, and one
// for each of its events, months and targets.
func CommitmentsCSV(w io.Writer, a *reconcile.AccountCommitments, _ Options) error {
	rows := [][]string{{"commitment", "row", "name", "status", "from", "to", "currency", "amount", "counted", "balance", "ours", "difference", "shortfall_expected", "shortfall_lowest_pace", "shortfall_highest_pace", "shortfall_ours", "invoice", "note"}}
	add := func(id, row, name, status string, from, to time.Time, cells ...string) {
		rows = append(rows, append([]string{unformula(id), row, unformula(name), unformula(status), csvDate(from), csvDate(to)}, cells...))
	}
	event := func(id string, e reconcile.Event) {
		add(id, "event", e.Kind, "", e.Date, e.Date, string(e.Charges.Currency), "", e.Charges.Value.Neg().String(), decimalOrNone(e.Balance), "", "", "", "", "", "", unformula(e.Invoice), unformula(e.Text))
	}
	for _, c := range a.Checks {
		counted := ""
		if sum, ok := c.Counted(); ok {
			counted = sum.String()
		}
		promised := decimalOrNone(valueOf(c.Amount))
		note := c.Name
		if c.Quantity != nil {
			note = c.Quantity.String() + " " + c.Unit
		}
		add(c.ID, "commitment", c.Kind, c.Status, c.Start, reconcile.LastDay(c.Until), string(c.Currency), promised, counted, decimalOrNone(c.Balance), "", "", "", "", "", "", "", unformula(note))
		for _, e := range c.Events {
			event(c.ID, e)
		}
		for _, m := range c.Months {
			difference := ""
			if d, ok := m.Difference(); ok {
				difference = d.String()
			}
			add(c.ID, "month", m.Month.String(), "", m.Month.Start(), m.Month.End().AddDate(0, 0, -1), string(c.Currency), "", decimalOrNone(m.Theirs), "", decimalOrNone(m.Ours), difference, "", "", "", "", "", unformula(m.Part))
		}
		for _, t := range c.Targets {
			expected := []string{"", "", "", ""}
			if o := t.Theirs; o != nil {
				expected[0], expected[1], expected[2] = o.Shortfall.String(), o.AtLowest.String(), o.AtHighest.String()
			}
			if o := t.Ours; o != nil {
				expected[3] = o.Shortfall.String()
			}
			add(c.ID, "target", t.Name, t.Status, time.Time{}, t.Last, append(append([]string{string(c.Currency), t.Amount.String(), "", t.Missing.String(), "", ""}, expected...), "", unformula(c.Why))...)
		}
	}
	for _, e := range a.Left {
		event(e.Lot, e)
	}
	return csv.NewWriter(w).WriteAll(rows)
}

func csvDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

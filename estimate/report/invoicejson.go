package report

import (
	"encoding/json"
	"io"
	"strings"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

type jsonInvoice struct {
	Name         string      `json:"name"`
	Start        *string     `json:"start"` // the first and the last day, both included
	End          *string     `json:"end"`
	Kind         string      `json:"kind"`
	Status       string      `json:"status"`
	Date         *string     `json:"date"`
	Due          *string     `json:"due"`
	Subscription string      `json:"subscription"`
	Amounts      []jsonNamed `json:"amounts"` // in the order of an invoice; empty where the API gives none
	Notes        []string    `json:"notes"`
}

type jsonNamed struct {
	Name     string         `json:"name"`
	Value    money.Decimal  `json:"value"`
	Currency money.Currency `json:"currency"`
}

func jsonOfInvoice(i reconcile.Invoice) jsonInvoice {
	j := jsonInvoice{
		Name: i.Name, Start: jsonDay(i.Start), End: jsonDay(i.End), Kind: i.Kind, Status: i.Status, Date: jsonDay(i.Date), Due: jsonDay(i.Due),
		Subscription: i.Subscription, Amounts: []jsonNamed{}, Notes: append([]string{}, i.Notes...),
	}
	for _, a := range i.Amounts {
		j.Amounts = append(j.Amounts, jsonNamed{a.Name, a.Value, a.Currency})
	}
	return j
}

// InvoicesJSON writes a list of invoices as {"version": 1, "invoices": […]};
// decimals are strings, unrounded.
func InvoicesJSON(w io.Writer, list []reconcile.Invoice, _ Options) error {
	invoices := []jsonInvoice{}
	for _, i := range list {
		invoices = append(invoices, jsonOfInvoice(i))
	}
	return indented(w, struct {
		Version  int           `json:"version"`
		Invoices []jsonInvoice `json:"invoices"`
	}{1, invoices})
}

// InvoiceCheckJSON writes a check; what there is none of is null.
func InvoiceCheckJSON(w io.Writer, c *reconcile.InvoiceCheck, _ Options) error {
	type asideJSON struct {
		Kind     string         `json:"kind"`
		Records  int64          `json:"records"`
		Billed   money.Decimal  `json:"billed"`
		Currency money.Currency `json:"currency"`
	}
	type rating struct {
		Offer    string        `json:"offer"`
		Currency string        `json:"currency"`
		Market   string        `json:"market"`
		Card     jsonCard      `json:"card"`
		Charges  jsonCharges   `json:"charges"`
		Total    money.Decimal `json:"total"`
		Complete bool          `json:"complete"`
	}
	out := struct {
		Version    int            `json:"version"`
		Invoice    jsonInvoice    `json:"invoice"`
		Sum        *jsonNamed     `json:"sum"`
		Rating     *rating        `json:"rating"`
		Difference *money.Decimal `json:"difference"`
		Percent    *money.Decimal `json:"difference_percent"`
		Reason     string         `json:"difference_reason,omitempty"`
		Aside      []asideJSON    `json:"not_rated"`
		Notes      []string       `json:"notes"`
	}{Version: 1, Invoice: jsonOfInvoice(c.Invoice), Aside: []asideJSON{}, Notes: append([]string{}, c.Notes...)}
	if s, _, ok := c.Invoice.Sum(); ok {
		out.Sum = &jsonNamed{s.Name, s.Value, s.Currency}
	}
	if e := c.Estimate; e != nil {
		t := e.Card.Terms
		out.Rating = &rating{
			string(t.Offer), string(t.Currency), string(t.Market), cardJSON(e.Card), jsonCharges(e.Charges()), e.Total().Value, e.Complete(),
		}
	}
	out.Reason = c.Partial
	if d, ok := c.Difference(); ok {
		out.Difference = &d
	}
	if p, ok := c.Percent(); ok {
		p = p.Mul(money.Int(100))
		out.Percent = &p
	}
	for _, a := range c.Aside {
		out.Aside = append(out.Aside, asideJSON{strings.TrimSpace(a.Provider + " " + string(a.Kind)), a.Records, a.Billed.Value, a.Billed.Currency})
	}
	return indented(w, out)
}

func indented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

package report

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook/money"
)

// InvoicesCSV writes exact figures; an invoice has as many rows as it states sums,
// and one where it states none.
func InvoicesCSV(out io.Writer, list []reconcile.Invoice, _ Options) error {
	rows := [][]string{{"invoice", "start", "end", "kind", "status", "date", "due", "subscription", "sum", "value", "currency"}}
	for _, i := range list {
		row := []string{i.Name, csvDay(i.Start), csvDay(i.End), unformula(i.Kind), unformula(i.Status), csvDay(i.Date), csvDay(i.Due), unformula(i.Subscription), "", "", ""}
		if len(i.Amounts) == 0 {
			rows = append(rows, row)
		}
		for _, a := range i.Amounts {
			rows = append(rows, append(row[:8:8], a.Name, a.Value.String(), string(a.Currency)))
		}
	}
	return csv.NewWriter(out).WriteAll(rows)
}

func csvDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// InvoiceCheckCSV writes exact figures, a part of either side a row.
func InvoiceCheckCSV(out io.Writer, c *reconcile.InvoiceCheck, _ Options) error {
	rows := [][]string{{"invoice", "side", "part", "value", "currency"}}
	add := func(side, part string, value money.Decimal, in money.Currency) {
		rows = append(rows, []string{c.Invoice.Name, side, unformula(part), value.String(), string(in)})
	}
	for _, a := range c.Invoice.Amounts {
		add("invoice", a.Name, a.Value, a.Currency)
	}
	if e := c.Estimate; e != nil {
		charges := e.Charges()
		add("ours", "usage", charges.Usage, e.Currency())
		add("ours", "discount", charges.Discount, e.Currency())
		add("ours", "credit", charges.Credit, e.Currency())
		add("ours", "recurring", charges.Recurring, e.Currency())
		add("ours", "total", charges.Total(), e.Currency())
		if d, ok := c.Difference(); ok {
			add("difference", "ours - invoice", d, e.Currency())
		}
	}
	for _, a := range c.Aside {
		add("not rated", strings.TrimSpace(a.Provider+" "+string(a.Kind)), a.Billed.Value, a.Billed.Currency)
	}
	return csv.NewWriter(out).WriteAll(rows)
}

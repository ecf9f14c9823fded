package reconcile

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// InvoiceCheck holds an invoice against what the usage of its period costs.
type InvoiceCheck struct {
	Invoice  Invoice
	Estimate *estimate.Estimate // nil where there is no usage to rate
	Aside    []Aside            // what is billed and not rated, as the files have it
	Notes    []string
	Partial  string // why the two figures are not of the same usage; "" where they are
}

// CheckInvoice prices usage, which is that of the invoice's period, on the card of
// the terms that it was billed under. Its months are billing months, which begin
// on the period's first day.
func CheckInvoice(ctx context.Context, book estimate.Ratebook, inv Invoice, got *scenario.Imported, terms ratebook.Terms, asOf time.Time) (*InvoiceCheck, error) {
	if sum, _, ok := inv.Sum(); ok && sum.Currency != terms.Currency {
		return nil, fmt.Errorf("invoice %s is in %s, and the terms are in %s: give --currency %s; two currencies are not compared", inv.Name, sum.Currency, terms.Currency, sum.Currency)
	}
	got = got.LeaveCovered() // no invoice has it
	c := &InvoiceCheck{Invoice: inv, Aside: aside(got, terms.Currency)}
	first, last := span(got)
	if !first.IsZero() {
		e, err := priceRecorded(ctx, book, "invoices check", got, terms, first, last, asOf)
		if err != nil {
			return nil, err
		}
		c.Estimate = e.Estimate
	}
	c.note(got)
	return c, nil
}

// Difference is what our figure is above the invoice's sum; ok is false where
// there is not both, or where they are not of the same usage (Partial).
func (c *InvoiceCheck) Difference() (d money.Decimal, ok bool) {
	sum, _, ok := c.Invoice.Sum()
	if !ok || c.Estimate == nil || c.Partial != "" {
		return money.Zero, false
	}
	return c.Estimate.Total().Value.Sub(sum.Value), true
}

// Percent is the difference as a part of the invoice's sum, 0.1 for ten percent; ok
// is false where there is none.
func (c *InvoiceCheck) Percent() (p money.Decimal, ok bool) {
	d, ok := c.Difference()
	sum, _, _ := c.Invoice.Sum()
	if !ok || sum.Value.Sign() <= 0 {
		return money.Zero, false
	}
	return d.Div(sum.Value), true
}

// note says what a reader of the two figures has to know.
func (c *InvoiceCheck) note(got *scenario.Imported) {
	note := func(format string, args ...any) { c.Notes = append(c.Notes, fmt.Sprintf(format, args...)) }
	c.Notes = append(c.Notes, c.Invoice.Notes...)
	if sum, meaning, ok := c.Invoice.Sum(); ok {
		note("the invoice's sum is its %s, %s; our figure is without tax", sum.Name, meaning)
	} else {
		note("the API gives no amount of the invoice: it stands in the PDF (azwhatif invoices download %s)", c.Invoice.Name)
	}
	if kind := c.Invoice.Kind; kind != "" && !strings.EqualFold(kind, "AzureServices") {
		note("it is an invoice of %s, which are not rated", kind)
	}
	from, to := "", ""
	for _, f := range got.Sources {
		if f.First != "" && (from == "" || f.First < from) {
			from = f.First
		}
		to = max(to, f.Last)
	}
	start, end := c.Invoice.Start.Format(time.DateOnly), c.Invoice.End.Format(time.DateOnly)
	switch {
	case from == "":
		note("the files have no usage from %s to %s", start, end)
	case from > start || to < end:
		c.Partial = fmt.Sprintf("the files have usage from %s to %s only", from, to)
		note("%s", c.Partial)
	}
	if _, ok := c.Invoice.CycleDay(); !ok {
		note("the period starts behind the 28th: our billing months start on the 28th, which tiers and free amounts are counted by")
	}
	subscriptions := map[string]bool{}
	for _, u := range got.Used {
		if u.Subscription != "" {
			subscriptions[strings.ToLower(u.Subscription)] = true
		}
	}
	if mine := strings.ToLower(c.Invoice.Subscription); mine != "" && (len(subscriptions) > 1 || len(subscriptions) == 1 && !subscriptions[mine]) {
		note("the invoice is of subscription %s, and the usage of %s; --only-subscription keeps one", mine, strings.Join(slices.Sorted(maps.Keys(subscriptions)), ", "))
	}
	if e := c.Estimate; e != nil && !e.Complete() {
		c.Partial = cmp.Or(c.Partial, "our figure is incomplete: "+e.Incomplete())
		note("our figure is incomplete: %s", e.Incomplete())
	}
}

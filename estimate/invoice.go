package estimate

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// Invoice is one of Microsoft's invoices, as its API describes it.
type Invoice struct {
	Name         string    // its number, such as E0600XYZAB or 2017-02-05-123456789
	Start, End   time.Time // the first and the last day of its period, both included; zero where it is not said
	Kind         string    // AzureServices, AzureMarketplace; "" where it is not said
	Status       string    // Due, Paid, …; likewise
	Date, Due    time.Time // of the invoice, and when it is to be paid; likewise
	Subscription string    // likewise
	Amounts      []InvoiceAmount
	Notes        []string // what was settled in reading it
}

// InvoiceAmount is a sum that an invoice states, by Azure's name of it.
type InvoiceAmount struct {
	Name string // such as billedAmount
	money.Amount
}

// invoiceSums are the sums that usage can be held against, the best first.
var invoiceSums = []struct{ name, meaning string }{
	{"subTotal", "before tax"},
	{"billedAmount", "with what else is billed, and tax where there is any"},
	{"totalAmount", "with tax"},
	{"amountDue", "what is left to pay: with tax, and less what is paid"},
}

// Sum is the invoice's sum that usage is held against, and what is in it; ok is
// false where the invoice states none.
func (i Invoice) Sum() (sum InvoiceAmount, meaning string, ok bool) {
	for _, s := range invoiceSums {
		for _, a := range i.Amounts {
			if a.Name == s.name {
				return a, s.meaning, true
			}
		}
	}
	return sum, "", false
}

// Period is the invoice's period for people, "2026-01-01 to 2026-01-31".
func (i Invoice) Period() string {
	if i.Start.IsZero() || i.End.IsZero() {
		return ""
	}
	return i.Start.Format(time.DateOnly) + " to " + i.End.Format(time.DateOnly)
}

// CycleDay is the day on which the invoice's billing month starts, 1 to 28; ok is
// false where it starts on another.
func (i Invoice) CycleDay() (day int, ok bool) {
	day = i.Start.Day()
	return min(day, 28), day <= 28
}

// InvoiceCheck holds an invoice against what the usage of its period comes to.
type InvoiceCheck struct {
	Invoice  Invoice
	Estimate *Estimate // nil where there is no usage to rate
	Aside    []Aside   // what is billed and not rated, as the files have it
	Notes    []string
	Partial  string // why the two figures are not of the same usage; "" where they are
}

// CheckInvoice prices usage, which is that of the invoice's period, on the card of
// the terms that it was billed under. Its months are billing months, which begin
// on the period's first day.
func CheckInvoice(ctx context.Context, book Ratebook, inv Invoice, got *scenario.Imported, terms ratebook.Terms, asOf time.Time) (*InvoiceCheck, error) {
	if sum, _, ok := inv.Sum(); ok && sum.Currency != terms.Currency {
		return nil, fmt.Errorf("invoice %s is in %s, and the terms are in %s: give --currency %s; two currencies are not compared", inv.Name, sum.Currency, terms.Currency, sum.Currency)
	}
	got = got.LeaveCovered() // no invoice has it
	c := &InvoiceCheck{Invoice: inv, Aside: aside(got, terms.Currency)}
	first, last := span(got)
	if !first.IsZero() {
		e, _, err := asRecorded(ctx, book, "invoices check", got, terms, first, last, asOf)
		if err != nil {
			return nil, err
		}
		c.Estimate = e
	}
	c.note(got)
	return c, nil
}

// span is the first and the last month of the usage that is rated; both are zero
// where there is none.
func span(got *scenario.Imported) (first, last scenario.Month) {
	for _, u := range got.Used {
		if !u.Rated() {
			continue
		}
		if first.IsZero() || u.Month.Since(first) < 0 {
			first = u.Month
		}
		if last.IsZero() || u.Month.Since(last) > 0 {
			last = u.Month
		}
	}
	return first, last
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

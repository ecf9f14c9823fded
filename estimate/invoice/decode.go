package invoice

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/internal/terminal"
	"azwhatif/ratebook/money"
)

// Found is an invoice that Azure has.
type Found struct {
	reconcile.Invoice
	link     string // 2017: the signed address of the PDF; "" where it was not given
	document string // 2020 and 2024: where the PDF is asked for; likewise
}

// amounts are the sums that an invoice may state, in the order of an invoice.
var amounts = []string{"subTotal", "creditAmount", "azurePrepaymentApplied", "freeAzureCreditApplied", "taxAmount", "totalAmount", "billedAmount", "amountDue"}

// wire is an invoice of any version.
type wire struct {
	Name       string
	Properties struct {
		InvoicePeriodStartDate, InvoicePeriodEndDate, InvoiceDate, DueDate string
		InvoiceType, Status, SubscriptionID                                string

		DownloadURL *struct{ URL string }
		Documents   []struct{ Kind, URL string }
	}
}

// decode reads one invoice. What of it cannot be read is noted, but for its name,
// without which it is none.
func decode(raw json.RawMessage) (f Found, err error) {
	var w wire
	if err := json.Unmarshal(raw, &w); err != nil {
		return f, fmt.Errorf("an invoice cannot be read: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if err := CheckName(w.Name); err != nil {
		return f, fmt.Errorf("an invoice of Azure's has a name that is not usable: %w", err)
	}
	p := &w.Properties
	for _, s := range []*string{&p.InvoicePeriodStartDate, &p.InvoicePeriodEndDate, &p.InvoiceDate, &p.DueDate, &p.InvoiceType, &p.Status, &p.SubscriptionID} {
		*s = terminal.Clean(*s)
	}
	f.Name, f.Kind, f.Status, f.Subscription = w.Name, p.InvoiceType, p.Status, strings.ToLower(p.SubscriptionID)
	day := func(what, s string) time.Time {
		t, note := readDay(s)
		if note != "" {
			f.note("%s %q is not a day: %s", what, s, note)
		}
		return t
	}
	f.Start, f.End = day("the period's start", p.InvoicePeriodStartDate), day("the period's end", p.InvoicePeriodEndDate)
	f.Date, f.Due = day("the invoice's date", p.InvoiceDate), day("the due date", p.DueDate)
	switch {
	case f.Start.IsZero() || f.End.IsZero():
	case f.End.Before(f.Start):
		f.note("its period ends, on %s, before it starts, on %s", p.InvoicePeriodEndDate, p.InvoicePeriodStartDate)
		f.Start, f.End = time.Time{}, time.Time{}
	case f.End.Day() == f.Start.Day() && f.End.After(f.Start):
		// Azure's own example of 2017 ends a month on the next one's first day
		f.note("Azure gives %s as the period's end, on the day that it started on: it is taken for the day behind the last", f.End.Format(time.DateOnly))
		f.End = f.End.AddDate(0, 0, -1)
	}
	var sums struct {
		Properties map[string]json.RawMessage
	}
	_ = json.Unmarshal(raw, &sums) // it was read once
	for _, name := range amounts {
		if sum, ok := sums.Properties[name]; ok && string(sum) != "null" {
			f.sum(name, sum)
		}
	}
	if p.DownloadURL != nil {
		f.link = p.DownloadURL.URL
	}
	for _, kind := range []string{"Invoice", "CreditNote"} {
		for _, d := range p.Documents {
			if f.document == "" && strings.EqualFold(d.Kind, kind) {
				f.document = d.URL
			}
		}
	}
	return f, nil
}

func (f *Found) note(format string, args ...any) {
	f.Notes = append(f.Notes, fmt.Sprintf(format, args...))
}

// sum adds one of the sums: {"currency": "EUR", "value": 12.5}.
func (f *Found) sum(name string, raw json.RawMessage) {
	var w struct {
		Currency string
		Value    json.Number
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		f.note("its %s cannot be read, and is left out", name)
		return
	}
	value, err := money.Parse(w.Value.String())
	currency, unknown := money.ParseCurrency(w.Currency)
	if err != nil || unknown != nil {
		f.note("its %s is %.30q in %.10q, which is no amount, and is left out", name, w.Value, w.Currency)
		return
	}
	f.Amounts = append(f.Amounts, reconcile.InvoiceAmount{Name: name, Amount: money.Amount{Value: value, Currency: currency}})
}

// readDay reads a date, or the date of a time: the day counts, at any hour. A
// day that its month does not have, such as the 2018-02-30 of Azure's own example,
// is the month's last. "" is no day.
func readDay(s string) (t time.Time, note string) {
	if s == "" {
		return t, ""
	}
	if t, err := time.Parse(time.DateOnly, s[:min(10, len(s))]); err == nil && (len(s) == 10 || s[10] == 'T') && t.Year() >= 1900 {
		return t, ""
	}
	var year, month, day int
	if n, err := fmt.Sscanf(s[:min(10, len(s))], "%4d-%2d-%2d", &year, &month, &day); err == nil && n == 3 && year >= 1900 && month >= 1 && month <= 12 && day >= 29 && day <= 31 {
		return time.Date(year, time.Month(month+1), 0, 0, 0, 0, 0, time.UTC), "it is taken for the month's last"
	}
	return t, "it is left out"
}

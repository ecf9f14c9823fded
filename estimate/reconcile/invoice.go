package reconcile

import (
	"time"

	"azwhatif/ratebook/money"
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

package invoice_test

import (
	"fmt"
	"time"

	"azwhatif/estimate/invoice"
	"azwhatif/estimate/reconcile"
)

func ExampleFileName() {
	fmt.Println(invoice.FileName(reconcile.Invoice{
		Name:  "E0600XYZAB",
		Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC),
	}))
	// Output: 2026-01-01_2026-01-31_E0600XYZAB.pdf
}

package report

import (
	"encoding/csv"
	"io"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/scenario"
)

// csvColumns stand before the tags' columns.
var csvColumns = []string{
	"scenario", "case", "base_case", "source", "offer", "currency", "market", "locale",
	"subscription", "workload", "meter_id", "category", "subcategory", "meter", "region", "unit",
	"month", "quantity", "included", "amount", "reason", "report_currency", "amount_reported",
	"effective_date", "card_fetched", "card_sha256", "negotiated_discount", "drawn", "covered",
}

// billedColumns stand behind them, of a scenario with imports.
var billedColumns = []string{"billed", "billed_currency", "billed_period"}

// CSV writes a row for each case, line and month, for spreadsheets; see the
// package's comment. Of Options it looks at none.
func CSV(w io.Writer, c *estimate.Comparison, _ Options) error {
	out := csv.NewWriter(w)
	tags := c.Scenario.TagKeys()
	head := append([]string{}, csvColumns...)
	if len(c.Scenario.Bills) > 0 {
		head = append(head, billedColumns...)
	}
	for _, t := range tags {
		head = append(head, "tag:"+clean(t))
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i, e := range c.Estimates {
		if err := caseCSV(out, c, e, i == 0, tags); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func caseCSV(out *csv.Writer, c *estimate.Comparison, e *estimate.Estimate, base bool, tags []string) error {
	missing, shares := gapsOf(e), tiersOf(e)
	periods := map[string]string{} // of the imports of a typical month
	for _, b := range c.Scenario.Bills {
		if b.As == scenario.TypicalMonth {
			periods[b.Import] = estimate.Billed{Bill: b}.Period()
		}
	}
	t := e.Card.Terms
	first := []string{
		unformula(c.Scenario.Name), unformula(e.Case.Name), map[bool]string{true: "yes", false: "no"}[base],
		unformula(string(t.Source)), unformula(string(t.Offer)), string(t.Currency), string(t.Market), unformula(t.Locale),
	}
	for i, l := range e.Lines {
		m := l.Meter
		meter := []string{
			unformula(l.Subscription), unformula(l.Workload), unformula(string(m.ID)), unformula(m.Category),
			unformula(m.Subcategory), unformula(m.Name), unformula(string(m.Region)), "",
		}
		if known(l) {
			meter[7] = unformula(m.Unit.String())
		}
		var carried []string
		for _, key := range tags {
			carried = append(carried, unformula(l.Tags[key]))
		}
		for month := range e.Months {
			row := append(append([]string{}, first...), meter...)
			row = append(row, monthCSV(c, e, missing, i, month, shares[i][month])...)
			if len(c.Scenario.Bills) > 0 {
				row = append(row, billedCSV(e, l, month, periods)...)
			}
			if err := out.Write(append(row, carried...)); err != nil {
				return err
			}
		}
	}
	return nil
}

// monthCSV is the part of a row from month to covered.
func monthCSV(c *estimate.Comparison, e *estimate.Estimate, missing gaps, line, month int, share lineTiers) []string {
	l := e.Lines[line]
	var quantity, included, amount, currency, reported, effective, negotiated, drawn, covered string
	if known(l) {
		quantity = l.Months[month].Quantity.String()
	}
	value, reason, ok := missing.month(e, line, month)
	if ok {
		amount = value.String()
	}
	if to := c.Scenario.ReportIn; to != "" {
		currency = string(to)
		if ok {
			reported = c.Reported(amountOf(e, value)).Value.String()
		}
	}
	if use, has := e.Use(l); has {
		negotiated = "0"
		if use.Months[month].Eligible.Discount {
			negotiated = use.Discount.String()
		}
		if e.Commitment != nil {
			drawn = e.DrawnOf(l, month).String()
		}
		if len(e.Benefits) > 0 {
			covered = share.Covered.String()
		}
	}
	if use, has := e.Use(l); has && use.Months[month].Rate.Priced() {
		included = share.Included.String()
		if date := use.Months[month].Rate.Effective; !date.IsZero() {
			effective = date.Format(time.DateOnly)
		}
	}
	from := e.Card.Provenance
	return []string{
		e.Months[month].String(), quantity, included, amount, unformula(reason), currency, reported,
		effective, from.Fetched.UTC().Format(time.RFC3339), from.SHA256, negotiated, drawn, covered,
	}
}

// billedCSV is what an export states for a line: in the month or, of a typical
// month, in the mean one of a period.
func billedCSV(e *estimate.Estimate, l estimate.Line, month int, periods map[string]string) []string {
	if l.Billed == nil {
		return []string{"", "", ""}
	}
	billed, period := l.Billed.Months[0], periods[l.Import]
	if period == "" {
		billed, period = l.Billed.Months[month], e.Months[month].String()
	}
	return []string{billed.String(), string(l.Billed.Currency), period}
}

// unformula is a text on one line, with an apostrophe before it where a
// spreadsheet would run it.
func unformula(s string) string {
	s = clean(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

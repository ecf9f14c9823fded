package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
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
var billedColumns = []string{"billed", "billed_currency", "billed_period", "billed_covered", "billed_unit"}

// CSV writes rows for spreadsheets, as deep as Detail says: one a case; one a case
// and line; one a case, line and month, which is what is written where Detail is "";
// or the same with the tiers. See the package's comment.
func CSV(w io.Writer, c *compare.Comparison, opt Options) error {
	out := csv.NewWriter(w)
	detail := opt.Detail.or(DetailMonths)
	if detail == DetailCases {
		return casesCSV(out, c)
	}
	tags := c.Scenario.TagKeys()
	head := append([]string{}, csvColumns...)
	if len(c.Scenario.Bills) > 0 {
		head = append(head, billedColumns...)
	}
	if detail == DetailTiers {
		head = append(head, "tiers")
	}
	for _, t := range tags {
		head = append(head, "tag:"+clean(t))
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i, e := range c.Estimates {
		if err := caseCSV(out, c, e, i == 0, tags, detail); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func caseCSV(out *csv.Writer, c *compare.Comparison, e *estimate.Estimate, base bool, tags []string, detail Detail) error {
	missing, shares := estimate.GapsOf(e), tiersOf(e)
	periods := map[string]string{} // of the imports of a typical month
	for _, b := range c.Scenario.Bills {
		if b.As == scenario.TypicalMonth {
			periods[b.Import] = compare.BilledImport{Bill: b}.Period()
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
		if detail == DetailLines {
			row := append(append([]string{}, first...), meter...)
			row = append(row, lineCSV(c, e, missing, i, shares[i])...)
			if len(c.Scenario.Bills) > 0 {
				row = append(row, "", "", "", "", "") // of months
			}
			if err := out.Write(append(row, carried...)); err != nil {
				return err
			}
			continue
		}
		for month := range e.Months {
			row := append(append([]string{}, first...), meter...)
			row = append(row, monthCSV(c, e, missing, i, month, shares[i][month])...)
			if len(c.Scenario.Bills) > 0 {
				row = append(row, billedCSV(e, l, month, periods)...)
			}
			if detail == DetailTiers {
				row = append(row, tiersCSV(shares[i][month]))
			}
			if err := out.Write(append(row, carried...)); err != nil {
				return err
			}
		}
	}
	return nil
}

// monthCSV is the part of a row from month to covered.
func monthCSV(c *compare.Comparison, e *estimate.Estimate, missing estimate.Gaps, line, month int, share lineTiers) []string {
	l := e.Lines[line]
	var quantity, included, amount, currency, reported, effective, negotiated, drawn, covered string
	if known(l) {
		quantity = l.Quantities[month].String()
	}
	value, reason, ok := missing.Month(e, line, month)
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
		if e.Month(use.Index, month).Eligible.Discount {
			negotiated = use.Discount.String()
		}
		if len(e.Commitments) > 0 {
			drawn = e.DrawnOf(l, month).String()
		}
		if len(e.Benefits) > 0 {
			covered = share.Covered.String()
		}
	}
	if use, has := e.Use(l); has && e.RateIn(use.Index, month).Priced() {
		included = share.Included.String()
		if date := e.RateIn(use.Index, month).Effective; !date.IsZero() {
			effective = date.Format(time.DateOnly)
		}
	}
	from := e.CardOfLine(l).Provenance
	return []string{
		e.Months[month].String(), quantity, included, amount, unformula(reason), currency, reported,
		effective, from.Fetched.UTC().Format(time.RFC3339), from.SHA256, negotiated, drawn, covered,
	}
}

// lineCSV is the same of all months together: month has them, and what is of a
// month alone, such as the date of its rate, is empty.
func lineCSV(c *compare.Comparison, e *estimate.Estimate, missing estimate.Gaps, line int, shares []lineTiers) []string {
	l := e.Lines[line]
	var quantity, included, amount, currency, reported, negotiated, drawn, covered string
	if known(l) {
		quantity = l.Total().String()
	}
	var reasons []string
	for m := range e.Months {
		if _, why, _ := missing.Month(e, line, m); why != "" && !slices.Contains(reasons, why) {
			reasons = append(reasons, why)
		}
	}
	value, ok := missing.Line(e, line)
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
		sums := [3]money.Decimal{}
		for m := range e.Months {
			sums[0], sums[1] = sums[0].Add(shares[m].Included), sums[1].Add(shares[m].Covered)
			if len(e.Commitments) > 0 {
				sums[2] = sums[2].Add(e.DrawnOf(l, m))
			}
		}
		included, negotiated = sums[0].String(), use.Discount.String()
		if len(e.Benefits) > 0 {
			covered = sums[1].String()
		}
		if len(e.Commitments) > 0 {
			drawn = sums[2].String()
		}
	}
	from := e.CardOfLine(l).Provenance
	return []string{
		scenario.Span(e.Months), quantity, included, amount, unformula(strings.Join(reasons, "; ")), currency, reported,
		"", from.Fetched.UTC().Format(time.RFC3339), from.SHA256, negotiated, drawn, covered,
	}
}

// tiersCSV has what each tier prices: "0: 95 × 0.08; 95: 5 × 0.07", above which
// quantity, how much, at which price.
func tiersCSV(share lineTiers) string {
	var parts []string
	for _, t := range share.Tiers {
		parts = append(parts, fmt.Sprintf("%s: %s × %s", t.Tier.Above, t.Quantity, t.Tier.UnitPrice))
	}
	return strings.Join(parts, "; ")
}

// billedCSV is what an export states for a line, and what benefits cover of it: in the month or, of a typical
// month, in the mean one of a period.
func billedCSV(e *estimate.Estimate, l estimate.Line, month int, periods map[string]string) []string {
	if l.Billed == nil {
		return []string{"", "", "", "", ""}
	}
	period := periods[l.Import]
	if period == "" {
		period = e.Months[month].String()
	} else {
		month = 0
	}
	covered := money.Zero
	if l.Billed.Covered != nil {
		covered = l.Billed.Covered[month]
	}
	return []string{l.Billed.Months[month].String(), string(l.Billed.Currency), period, covered.String(), unformula(l.Billed.Unit.String())}
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

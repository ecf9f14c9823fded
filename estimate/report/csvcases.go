package report

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// caseColumns are those of a row a case.
var caseColumns = []string{
	"scenario", "case", "base_case", "source", "offer", "currency", "market", "locale", "region",
	"total", "complete", "incomplete_reason", "difference", "difference_percent", "difference_currency", "difference_reason",
	"report_currency", "total_reported",
	"complete_months", "total_complete_months", "difference_complete_months", "difference_complete_months_reason",
	"owed", "owed_until", "total_with_owed_lost", "whole_term_month",
	"usage", "discount", "commitment", "overage", "credit", "recurring", "benefit", "card_fetched", "card_sha256", "usage_covered",
	"marketplace", "payable_azure", "payable_support", "payable_tax", "payable_paid",
	"draws", "seed", "range_currency", "range_likely", "range_p10", "range_p50", "range_p90", "range_mean", "cheapest_in_percent", "expected_regret", "swings",
	"cash_paid", "cash_paid_ahead", "cash_discount_rate", "cash_present_value", "cash_reference", "cash_compared_in", "cash_saved", "cash_saved_present_value", "cash_payback", "cash_reason", "cash_paid_with_still",
}

// casesCSV writes a row a case.
func casesCSV(out *csv.Writer, c *compare.Comparison) error {
	if err := out.Write(caseColumns); err != nil {
		return err
	}
	over := map[int][]string{}
	if o := c.Over(); o != nil {
		for _, k := range o.Cases {
			difference, reason := differenceCSV(k.Difference)
			over[k.Case] = []string{scenario.Span(o.Months), k.Total.Value.String(), difference, reason}
		}
	}
	var covered []string
	for _, k := range c.Scenario.Covers {
		covered = append(covered, k.Note())
	}
	for i, k := range summarize(c) {
		e, t := k.Estimate, k.Card.Terms
		difference, reason := differenceCSV(k.difference)
		row := []string{
			unformula(c.Scenario.Name), unformula(e.Case.Name), yesOrNo(k.base), unformula(string(t.Source)), unformula(string(t.Offer)),
			string(t.Currency), string(t.Market), unformula(t.Locale), unformula(e.Regions()),
			k.total.Value.String(), yesOrNo(e.Complete()), unformula(e.Incomplete()), difference, "", "", unformula(reason), "", "",
		}
		if part, ok := k.difference.Part(); ok {
			row[13] = part.Mul(money.Int(100)).String()
		}
		if a, ok := k.difference.Amount(); ok {
			row[14] = string(a.Currency)
		}
		if to := c.Scenario.ReportIn; to != "" {
			row[16], row[17] = string(to), k.reported.Value.String()
		}
		if months := over[i]; months != nil {
			row = append(row, months...)
		} else {
			row = append(row, "", "", "", "")
		}
		owed := []string{"", "", "", ""}
		if e.Open != nil {
			owed[0], owed[1] = e.Open.Sum().String(), e.Open.Until().String()
			if e.Complete() {
				owed[2] = withLost(e).String()
				if monthly, ok := c.On(e, compare.WholeTerms); ok {
					owed[3] = monthly.Value.String()
				}
			}
		}
		row = append(row, owed...)
		for _, d := range []money.Decimal{k.charges.Usage, k.charges.Discount, k.charges.Commitment, k.charges.Overage, k.charges.Credit, k.charges.Recurring, k.charges.Benefit} {
			row = append(row, d.String())
		}
		from := e.Card.Provenance
		if err := out.Write(append(append(row, from.Fetched.UTC().Format(time.RFC3339), from.SHA256, unformula(strings.Join(covered, "; ")), k.charges.Marketplace.String()), slices.Concat(payableCSV(e), rangeCSV(c, i), cashCSV(c, i))...)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// differenceCSV is a difference, or why there is none.
func differenceCSV(d compare.Difference) (value, reason string) {
	if a, ok := d.Amount(); ok {
		return a.Value.String(), ""
	}
	return "", d.Why()
}

func yesOrNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// payableCSV is what is paid in the end; empty where it is not stated, or the case is not
// complete.
func payableCSV(e *estimate.Estimate) []string {
	p := e.Payable()
	if p == nil {
		return []string{"", "", "", ""}
	}
	return []string{p.Sold.String(), money.Sum(p.Support...).String(), money.Sum(p.Taxes...).String(), p.Paid.String()}
}

// rangeCSV is how a case's total spreads where usage is uncertain, in the currency of the
// report, and what each workload's swing does to it; empty where nothing was drawn, or nothing has a price.
func rangeCSV(c *compare.Comparison, i int) []string {
	row := make([]string, 11)
	if c.Ranges == nil || estimate.GapsOf(c.Estimates[i]).NothingPriced(c.Estimates[i]) {
		return row
	}
	k := c.Ranges.Cases[i]
	in := k.Likely.Currency
	amount := func(x float64) string { return strconv.FormatFloat(x, 'f', int(in.Digits()), 64) }
	row[0], row[1], row[2], row[3] = strconv.Itoa(c.Ranges.Draws), fmt.Sprint(c.Ranges.Seed), string(in), k.Likely.Value.String()
	for n, x := range []float64{k.P10, k.P50, k.P90, k.Mean} {
		row[4+n] = amount(x)
	}
	if k.Compared {
		row[8], row[9] = strconv.FormatFloat(k.Cheapest*100, 'f', 2, 64), amount(k.Regret)
	}
	var swings []string
	for _, w := range k.Swings {
		if w.NotPriced {
			swings = append(swings, w.Name+": "+notPriced)
			continue
		}
		swings = append(swings, fmt.Sprintf("%s: %s to %s", w.Name, amount(w.Low), amount(w.High)))
	}
	row[10] = unformula(strings.Join(swings, "; "))
	return row
}

// cashCSV is what a case pays, and what it saves against today or the base case; empty
// where it was not asked for.
func cashCSV(c *compare.Comparison, i int) []string {
	row := make([]string, 11)
	if c.Cash == nil {
		return row
	}
	k := &c.Cash.Cases[i]
	row[0], row[1] = k.All.Paid().String(), k.All.Ahead().String()
	if r := c.Cash.Discount; r != nil {
		row[2] = r.Mul(money.Int(100)).String()
	}
	if k.Present.Why == "" {
		row[3] = k.Present.Value.String()
	}
	row[4], row[5], row[8], row[9] = unformula(c.CashReference()), string(k.Present.Currency), c.PaybackWords(k), unformula(k.Why)
	if c.Cash.Still != nil {
		row[10] = k.With.String()
	}
	if k.Saved != nil {
		if row[6] = k.Saved[len(k.Saved)-1].String(); k.Net.Why == "" {
			row[7] = k.Net.Value.String()
		}
	}
	return row
}

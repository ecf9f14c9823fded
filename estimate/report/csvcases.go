package report

import (
	"encoding/csv"
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
		if err := out.Write(append(append(row, from.Fetched.UTC().Format(time.RFC3339), from.SHA256, unformula(strings.Join(covered, "; ")), k.charges.Marketplace.String()), payableCSV(e)...)); err != nil {
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

package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"azwhatif/estimate"
	"azwhatif/estimate/chargeback"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

const chargebackHelp = `Chargeback says who pays what: it shares each case's cost out to cost centres, by
a tag, subscription, resource group or workload. A cost centre has the cost of
its own usage, with its part of commitments, credits and discounts. Shared and
untagged cost is split by the rules that the scenario states under "chargeback:"
(even, in proportion, fixed shares); without a rule it stays by itself. The dues
add up to the total in the currency's minor unit.

--format focus writes one case as a FOCUS 1.2 CSV. With -o, a file is written in
the format of its ending: .xlsx (a sheet for each cost centre), .md (a statement
for each), .json or .csv.`

type chargebackOptions struct {
	output, format, detail, asOf, by, caseName string
}

func (p *program) chargebackCommand() *cobra.Command {
	var o chargebackOptions
	cmd := &cobra.Command{
		Use:   "chargeback SCENARIO.yaml",
		Short: "Share the cost out to those who caused it",
		Long:  chargebackHelp,
		Example: `  azwhatif chargeback scenarios/chargeback.yaml
  azwhatif chargeback plan.yaml --by tag:project --case Prepay -o statements.xlsx
  azwhatif chargeback plan.yaml --case Prepay --format focus > focus.csv`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return p.chargeback(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.by, "by", "", "what a cost centre is: subscription, resource-group, workload or tag:KEY (default: what the scenario says)")
	f.StringVar(&o.caseName, "case", "", "only this case (default: all; for --format focus and .xlsx, the first)")
	f.StringVar(&o.format, "format", "table", chargebackFormats.formatUsage())
	chargebackFormats.addOutput(cmd, &o.output)
	f.StringVar(&o.detail, "detail", "cases", "how deep the table goes: cases or months")
	f.StringVar(&o.asOf, "as-of", "", "use cards fetched by this date, such as 2026-08-03")
	return cmd
}

// chargedBack is what chargeback writes: who pays what, in some of the cases.
type chargedBack struct {
	*compare.Comparison
	dues []*chargeback.Dues
}

type chargebackPrinter func(io.Writer, *compare.Comparison, []*chargeback.Dues, report.Options) error

func (print chargebackPrinter) write(w io.Writer, c chargedBack, opt report.Options) error {
	return print(w, c.Comparison, c.dues, opt)
}

var chargebackFormats = formats[chargedBack]{
	{ending: ".xlsx", book: func(ctx context.Context, path string, c chargedBack, opt workbook.Options) error {
		return workbook.WriteChargeBackFile(ctx, path, c.Comparison, c.dues[0], opt)
	}},
	{name: "table", print: chargebackPrinter(report.ChargeBack).write},
	{name: "json", ending: ".json", print: chargebackPrinter(report.ChargeBackJSON).write},
	{name: "csv", ending: ".csv", print: chargebackPrinter(report.ChargeBackCSV).write},
	{name: "markdown", ending: ".md", print: chargebackPrinter(report.ChargeBackMarkdown).write},
	{name: "focus", print: func(w io.Writer, c chargedBack, _ report.Options) error {
		return report.FOCUS(w, c.Comparison, c.dues[0])
	}},
}

func (p *program) chargeback(ctx context.Context, file string, o chargebackOptions) error {
	print, err := chargebackFormats.printer(o.format)
	if err != nil {
		return err
	}
	detail, err := report.ParseDetail(o.detail)
	if err != nil || detail.Has(report.DetailLines) && detail != report.DetailMonths {
		return badInput(fmt.Errorf("--detail %q is not one of cases, months", o.detail))
	}
	save, err := chargebackFormats.saver(p, o.output, report.Options{Detail: report.DetailMonths}, workbook.Options{Version: version()})
	if err != nil {
		return err
	}
	c, err := p.price(ctx, file, o.asOf)
	if err != nil {
		return err
	}
	rules, err := chargebackRules(c.Scenario, o.by)
	if err != nil {
		return badInput(err)
	}
	cases, err := chargebackCases(c, o.caseName)
	if err != nil {
		return badInput(err)
	}
	charged := chargedBack{Comparison: c}
	for _, e := range cases {
		charged.dues = append(charged.dues, chargeback.Share(e, rules))
	}
	if n := cases[0].UnpricedLines(); n > 0 && o.format == "focus" {
		p.say("%s: %d lines have no price, and no row", cases[0].Case.Name, n)
	}
	opt := p.screen()
	opt.Detail = detail
	if err := print(p.stdout, charged, opt); err != nil {
		return err
	}
	return save(charged)
}

// chargebackRules are the scenario's, with --by in place of its own.
func chargebackRules(s *scenario.Scenario, by string) (rules scenario.Chargeback, err error) {
	if s.Chargeback != nil {
		rules = *s.Chargeback
	}
	if by != "" {
		if rules.By, err = scenario.ParseChargeBy(by); err != nil {
			return rules, fmt.Errorf("--by %w", err)
		}
		if s.Chargeback != nil && rules.By != s.Chargeback.By {
			rules.Shared, rules.Untagged = nil, nil // they name cost centres of another kind
		}
	}
	if rules.By == "" {
		return rules, fmt.Errorf("%s does not say what a cost centre is: give --by, such as --by tag:project, or a chargeback: in the scenario", s.File)
	}
	if key := rules.By.Tag(); key != "" {
		for _, k := range s.TagKeys() {
			if k == key {
				return rules, nil
			}
		}
		return rules, fmt.Errorf("%s: no workload has the tag %q; there are: %s (an import keeps the tags under keep_tags)", s.File, key, strings.Join(s.TagKeys(), ", "))
	}
	return rules, nil
}

// chargebackCases are all cases, or the one of a name.
func chargebackCases(c *compare.Comparison, name string) ([]*estimate.Estimate, error) {
	if name == "" {
		return c.Estimates, nil
	}
	var names []string
	for _, e := range c.Estimates {
		if e.Case.Name == name {
			return []*estimate.Estimate{e}, nil
		}
		names = append(names, fmt.Sprintf("%q", e.Case.Name))
	}
	return nil, fmt.Errorf("--case %q is not a case of %s; there are: %s", name, c.Scenario.File, strings.Join(names, ", "))
}

package main

import (
	"fmt"
	"io"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

const explainHelp = `Explain shows how each figure of a case comes about, as arithmetic that can be
checked by hand: from the scenario's quantity to the meter's unit, what is
included, tier by tier, discounts, commitment and credit, down to the line's
share, with the card that the prices came from.`

func (p *program) explainCommand() *cobra.Command {
	var caseName, meter, month, workload, asOf, format string
	cmd := &cobra.Command{
		Use:     "explain SCENARIO.yaml --case NAME",
		Short:   "Show how a case's figures come about",
		Long:    explainHelp,
		Example: `  azwhatif explain scenarios/web-shop.yaml --case "Pay-As-You-Go" --month 2026-10`,
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			print, err := explainFormats.printer(format)
			if err != nil {
				return err
			}
			filter, err := explainFilter(meter, month, workload)
			if err != nil {
				return badInput(err)
			}
			c, err := p.price(cmd.Context(), args[0], asOf)
			if err != nil {
				return err
			}
			if caseName == "" {
				caseName = c.Base().Case.Name
			}
			return badInput(print(p.stdout, explained{c, caseName, filter}, p.screen()))
		},
	}
	f := cmd.Flags()
	f.StringVar(&caseName, "case", "", "the case to explain (default: the base case)")
	f.StringVar(&meter, "meter", "", "only lines of the meter of this id")
	f.StringVar(&month, "month", "", "only this month, such as 2026-10")
	f.StringVar(&workload, "workload", "", "only this workload")
	f.StringVar(&format, "format", "table", explainFormats.formatUsage())
	f.StringVar(&asOf, "as-of", "", "use cards fetched by this date, such as 2026-08-03")
	return cmd
}

// explained is what is to be explained.
type explained struct {
	c        *compare.Comparison
	caseName string
	filter   report.ExplainFilter
}

var explainFormats = formats[explained]{
	{name: "table", print: func(w io.Writer, x explained, _ report.Options) error {
		return report.Explain(w, x.c, x.caseName, x.filter)
	}},
	{name: "json", print: func(w io.Writer, x explained, _ report.Options) error {
		return report.ExplainJSON(w, x.c, x.caseName, x.filter)
	}},
}

func explainFilter(meter, month, workload string) (f report.ExplainFilter, err error) {
	f.Workload = workload
	if meter != "" {
		if f.Meter, err = ratebook.ParseMeterID(meter); err != nil {
			return f, fmt.Errorf("--meter: %w", err)
		}
	}
	if month != "" {
		if f.Month, err = scenario.ParseMonth(month); err != nil {
			return f, fmt.Errorf("--month: %w", err)
		}
	}
	return f, nil
}

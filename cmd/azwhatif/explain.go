package main

import (
	"azwhatif/estimate/report"

	"github.com/spf13/cobra"
)

const explainHelp = `Explain shows how each figure of a case comes about, as arithmetic that can be
checked by hand: from the scenario's quantity to the meter's unit, what is
included, tier by tier, discounts, commitment and credit, down to the line's
share, with the card that the prices came from.`

func (p *program) explainCommand() *cobra.Command {
	var caseName, asOf string
	var filter report.ExplainFilter
	cmd := &cobra.Command{
		Use:     "explain SCENARIO.yaml --case NAME",
		Short:   "Show how a case's figures come about",
		Long:    explainHelp,
		Example: `  azwhatif explain scenarios/web-shop.yaml --case "Pay-As-You-Go" --month 2026-03`,
		Args:    usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := p.price(cmd.Context(), args[0], asOf)
			if err != nil {
				return err
			}
			return badInput(report.Explain(p.stdout, c, caseName, filter))
		},
	}
	f := cmd.Flags()
	f.StringVar(&caseName, "case", "", "the case to explain (default: the base case)")
	f.StringVar(&filter.Meter, "meter", "", "only lines of this meter: its id, or a part of its name")
	f.StringVar(&filter.Month, "month", "", "only this month, such as 2026-03")
	f.StringVar(&filter.Workload, "workload", "", "only this workload")
	f.StringVar(&asOf, "as-of", "", "use cards fetched by this date, such as 2026-08-03")
	return cmd
}

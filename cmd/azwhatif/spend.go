package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"azwhatif/estimate/report"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const spendHelp = `Spend sums up what exports say was used and billed, by day, month, meter,
category, region, subscription, resource group or a tag, the highest first (days
and months in their order). All records count: usage, purchases, tax, credits. A
quantity is shown where the usage has one unit. What has no such tag or group is
under "(none)".`

func (p *program) spendCommand() *cobra.Command {
	var s usage.Spec
	var by, format string
	cmd := &cobra.Command{
		Use:   "spend FILE...",
		Short: "Show what was used and billed, by day, meter, tag and more",
		Long:  usageHelp(spendHelp),
		Example: `  azwhatif spend exports/ --by category
  azwhatif spend exports/ --by tag:project --format csv > projects.csv`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Files = args
			return p.spend(cmd.Context(), s, by, format)
		},
	}
	addSpecFlags(cmd.Flags(), &s)
	cmd.Flags().StringVar(&by, "by", "category", "day, month, meter, category, region, subscription, resource-group or tag:KEY")
	cmd.Flags().StringVar(&format, "format", "table", "what to print: table or csv")
	return cmd
}

func (p *program) spend(ctx context.Context, s usage.Spec, name, format string) error {
	by, err := scenario.ParseSpendBy(name)
	if err != nil {
		return badInput(fmt.Errorf("--by %w", err))
	}
	if format != "table" && format != "csv" {
		return badInput(fmt.Errorf("--format %q is not one of table, csv", format))
	}
	s.ByDay, s.ByGroup = by == "day", by == "resource-group"
	if key := by.Tag(); key != "" {
		s.Tags = []string{key}
	}
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return err
	}
	p.sayRows(got)
	rows := scenario.Spend(got, by)
	if format == "csv" {
		return spendCSV(p.stdout, rows, by)
	}
	return report.Spend(p.stdout, rows, by, report.Options{Width: 80, Color: isTerminal(p.stdout) && !p.config.NoColor})
}

// spendCSV writes exact figures.
func spendCSV(out io.Writer, rows []scenario.Spent, by scenario.SpendBy) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{asText(string(by)), "records", "quantity", "unit", "billed", "currency"}); err != nil {
		return err
	}
	for _, s := range rows {
		quantity, billed := "", ""
		if s.Unit != "" {
			quantity = s.Quantity.String()
		}
		if s.Currency != "" {
			billed = s.Billed.String()
		}
		err := w.Write([]string{asText(cmp.Or(s.Key, "(none)")), strconv.FormatInt(s.Records, 10), quantity, asText(s.Unit), billed, string(s.Currency)})
		if err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

package main

import (
	"context"
	"errors"
	"fmt"

	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const spendHelp = `Spend sums up what exports say was used and billed, by hour, day, month, meter,
category, region, subscription, resource group or a tag, the highest first (hours,
days and months in their order). All records count: usage, purchases, tax, credits.
A quantity is shown where the usage has one unit. What has no such tag or group is
under "(none)".

With the terms of a rate card it shows our own figure beside: the usage at the
card's rates, before the offer's monthly credit. Tiers and included quantities count
a meter's month in a subscription, and what that costs is shared in proportion to
quantity, so that the sums are the same by any of them.

A bill in several currencies has a table for each; with --report-in it is one, at the
rates that --exchange states, and at no other.

With -o, it is also written to a file, in the format of its ending: .xlsx, .json or
.csv.`

type spendOptions struct {
	by, format, output, asOf string
	in                       reportIn
}

func (p *program) spendCommand() *cobra.Command {
	var s usageFlags
	var t termsFlags
	var o spendOptions
	cmd := &cobra.Command{
		Use:   "spend {FILE... | {--clickhouse | --kusto} ADDRESS --table TABLE}",
		Short: "Show what was used and billed, and what it costs on a card, by day, meter, tag and more",
		Long:  usageHelp(spendHelp),
		Example: `  azwhatif spend exports/ --by category
  azwhatif spend exports/ --by tag:project --format csv > projects.csv
  azwhatif spend exports/ --by day --offer MS-AZR-0003P --currency EUR --market NL -o spend.xlsx`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Files = args
			if err := p.source(&s); err != nil {
				return err
			}
			return p.spend(cmd.Context(), s.Spec, t, o)
		},
	}
	addSpecFlags(cmd.Flags(), &s)
	t.addFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.by, "by", "category", "hour, day, month, meter, category, region, subscription, resource-group or tag:KEY")
	f.StringVar(&o.format, "format", "table", spendFormats.formatUsage())
	spendFormats.addOutput(cmd, &o.output)
	o.in.addFlags(f)
	f.StringVar(&o.asOf, "as-of", "", "use the card fetched by this date, such as 2026-08-03")
	return cmd
}

var spendFormats = formats[*reconcile.Spending]{
	{ending: ".xlsx", book: workbook.WriteSpendFile},
	{name: "table", print: report.Spend},
	{name: "json", ending: ".json", print: report.SpendJSON},
	{name: "csv", ending: ".csv", print: report.SpendCSV},
}

func (p *program) spend(ctx context.Context, s usage.Spec, t termsFlags, o spendOptions) error {
	by, err := scenario.ParseSpendBy(o.by)
	if err != nil {
		return badInput(fmt.Errorf("--by %w", err))
	}
	print, err := spendFormats.printer(o.format)
	if err != nil {
		return err
	}
	save, err := spendFormats.saver(p, o.output, report.Options{}, workbook.Options{Version: version()})
	if err != nil {
		return err
	}
	terms, asOf, err := t.optional(o.asOf)
	if err != nil {
		return badInput(err)
	}
	if terms != nil {
		s.Prefer = string(terms.Currency)
	}
	told, err := o.in.rewrite(terms)
	if err != nil {
		return badInput(err)
	}
	s.ByHour, s.ByDay, s.ByGroup = by == "hour", by == "day", by == "resource-group"
	if key := by.Tag(); key != "" {
		s.Tags = []string{key}
	}
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return err
	}
	if err := told(got); err != nil {
		return err
	}
	p.sayRows(got)
	if by == "hour" && len(got.Used) > 0 && !got.Hourly() {
		return badInput(errors.New("the files have usage by the day, without hours; use --by day, or pull or export the usage by the hour"))
	}
	rating, err := p.rate(ctx, got, terms, asOf)
	if err != nil {
		return err
	}
	spent := reconcile.Spend(got, by, rating)
	if err := print(p.stdout, spent, p.screen()); err != nil {
		return err
	}
	return save(spent)
}

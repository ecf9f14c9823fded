package main

import (
	"encoding/csv"
	"io"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

func (p *program) usageRollupCommand() *cobra.Command {
	var s usageFlags
	cmd := &cobra.Command{
		Use:   "rollup {FILE... | {--clickhouse | --kusto} ADDRESS --table TABLE}",
		Short: "Sum exports up by month, subscription, meter and region, as CSV",
		Long: usageHelp(`Rollup sums the records of exports by month, subscription, kind, meter and region,
and by the tags and other keys that are asked for, with what was billed beside.
Sums are exact, and the same on every run. Their CSV can be read as usage again.`),
		Example: `  azwhatif usage rollup exports/ --tag project > usage.csv
  azwhatif usage rollup --clickhouse clickhouse://host:9000/billing --table costs --format-in focus
  azwhatif usage rollup --kusto https://hub.westeurope.kusto.windows.net/Hub --table "Costs()"`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Files = args
			if err := p.source(&s); err != nil {
				return err
			}
			sums, err := p.sumUp(cmd.Context(), s.Spec)
			if err != nil {
				return err
			}
			defer sums.Close()
			p.sayUnread(&sums.Imported)
			return rollupCSV(p.stdout, sums)
		},
	}
	f := cmd.Flags()
	addSpecFlags(f, &s)
	f.StringSliceVar(&s.Tags, "tag", nil, "sum up by these tags, too")
	f.BoolVar(&s.ByDay, "by-day", false, "sum up by day, too")
	f.BoolVar(&s.ByGroup, "by-group", false, "sum up by resource group, too")
	f.BoolVar(&s.ByResource, "by-resource", false, "sum up by resource, too")
	return cmd
}

func rollupCSV(out io.Writer, sums *usage.Sums) error {
	tags := sums.Tags()
	w := csv.NewWriter(out)
	if err := w.Write(usage.RolledHead(tags)); err != nil {
		return err
	}
	if err := sums.Each(func(u scenario.Used) error { return w.Write(usage.RolledRow(u, tags)) }); err != nil {
		return err
	}
	w.Flush()
	return w.Error()
}

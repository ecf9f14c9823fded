package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
	"azwhatif/scenario"
	"azwhatif/scenario/estate"

	"github.com/spf13/cobra"
)

const estateHelp = `Estate sizes the machines that inventories list, and says what each would cost in
a month, at the prices that are in force now.

A FILE is an inventory, a folder of them or a glob: RVTools (the workbook, or its
CSV files), Azure Migrate (an assessment, a discovery report, the import CSV, the
collector's ZIP), a CSV with columns for the name, the vCPUs and the memory, or an
export of the Pricing Calculator. Its format is found by what is in it. A machine's
size is the one that costs least under the card, of those that fit. What is not priced
is listed with its reason.`

type estateOptions struct {
	terms                                                                termsFlags
	region, by, comfort, disks, os, decimal, formatIn, format, asOf, out string
	series, notSeries                                                    []string
}

func (p *program) estateCommand() *cobra.Command {
	var o estateOptions
	cmd := &cobra.Command{
		Use:   "estate FILE...",
		Short: "Size the machines of an inventory, and price each",
		Long:  estateHelp,
		Example: `  azwhatif estate rvtools.xlsx --source retail --offer MS-AZR-0003P --currency EUR --market NL --region westeurope
  azwhatif estate machines.csv --offer MS-AZR-0003P --currency EUR --market NL --region westeurope --by utilisation --comfort 1.3 --format csv`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return p.estate(cmd.Context(), args, o) },
	}
	o.terms.addFlags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.region, "region", "", "where machines run whose file names no region, such as westeurope")
	f.StringVar(&o.by, "by", "allocated", "what a need follows from: allocated or utilisation")
	f.StringVar(&o.comfort, "comfort", "", "by utilisation, a factor on what was measured, such as 1.3")
	f.StringVar(&o.disks, "disks", "", "the kind of disks that state none: premium-ssd, standard-ssd, standard-hdd, premium-ssd-v2 or ultra (default premium-ssd)")
	f.StringSliceVar(&o.series, "series", nil, "only sizes of these series, such as Dsv5,Das,E; as sizing: series")
	f.StringSliceVar(&o.notSeries, "not-series", nil, "no sizes of these series")
	f.StringVar(&o.os, "os", "", "what machines run whose file names no operating system: linux, windows, rhel or sles")
	f.StringVar(&o.decimal, "decimal", "", `"." or ",", where the files do not settle it`)
	f.StringVar(&o.formatIn, "format-in", "", "the files' format, where it is not found: "+oneOf(estate.Formats()))
	f.StringVar(&o.format, "format", "table", estateFormats.formatUsage())
	estateFormats.addOutput(cmd, &o.out)
	f.StringVar(&o.asOf, "as-of", "", "use the card that was fetched by this date, such as 2026-08-03")
	return cmd
}

// estateResult is a priced estate.
type estateResult struct {
	c   *compare.Comparison
	inv *scenario.Inventory
}

var estateFormats = formats[estateResult]{
	{ending: ".xlsx", book: func(ctx context.Context, path string, v estateResult, opt workbook.Options) error {
		return workbook.WriteFile(ctx, path, v.c, opt)
	}},
	{name: "table", ending: ".txt", print: func(w io.Writer, v estateResult, opt report.Options) error {
		return report.EstateTable(w, v.c, v.inv, opt)
	}},
	{name: "csv", ending: ".csv", print: func(w io.Writer, v estateResult, opt report.Options) error {
		return report.EstateCSV(w, v.c, v.inv, opt)
	}},
	{name: "json", ending: ".json", print: func(w io.Writer, v estateResult, opt report.Options) error {
		return report.EstateJSON(w, v.c, v.inv, opt)
	}},
}

func (p *program) estate(ctx context.Context, files []string, o estateOptions) error {
	print, err := estateFormats.printer(o.format)
	if err != nil {
		return err
	}
	save, err := estateFormats.saver(p, o.out, p.screen(), workbook.Options{Version: version()})
	if err != nil {
		return badInput(err)
	}
	s, e, err := o.scenario(p)
	if err != nil {
		return badInput(err)
	}
	by, err := endOf(o.asOf)
	if err != nil {
		return badInput(err)
	}
	inv, err := estate.Read(ctx, estate.Spec{Files: files, Format: o.formatIn, Decimal: o.decimal})
	if err != nil {
		return badInput(err)
	}
	if err := p.catalogueOf(s); err != nil {
		return err
	}
	for _, word := range slices.Concat(o.series, o.notSeries) {
		if err := scenario.SeriesIn(s.Catalogue(), word); err != nil {
			return badInput(fmt.Errorf("--series, --not-series: %w", err))
		}
	}
	err = s.AddInventory(e, inv)
	p.sayInventory("estate", inv)
	if err != nil {
		return badInput(err)
	}
	b, closeBook, err := p.scenarioBook(ctx, s, by)
	if err != nil {
		return err
	}
	defer func() { _ = closeBook() }()
	c, err := compare.Cases(ctx, b, s, by)
	if err != nil {
		return classify(err)
	}
	result := estateResult{c, inv}
	if err := print(p.stdout, result, p.screen()); err != nil {
		return err
	}
	return save(result)
}

// scenario is one month of the estate under one card.
func (o estateOptions) scenario(p *program) (*scenario.Scenario, scenario.Estate, error) {
	var e scenario.Estate
	terms, err := o.terms.terms()
	if err != nil {
		return nil, e, err
	}
	e.Name = "estate"
	if o.region != "" {
		if e.Region = ratebook.ParseRegion(o.region); !e.Region.Known() || e.Region == ratebook.Global {
			return nil, e, fmt.Errorf("--region %q is not a region of Azure's, such as westeurope", o.region)
		}
	}
	switch e.Sizing.By = scenario.SizingBy(o.by); e.Sizing.By {
	case scenario.ByAllocated, scenario.ByUtilisation:
	default:
		return nil, e, fmt.Errorf("--by %q is neither allocated nor utilisation", o.by)
	}
	if o.comfort != "" {
		n, err := money.Parse(o.comfort)
		if err != nil || n.Sign() <= 0 {
			return nil, e, fmt.Errorf("--comfort %q is not a factor above zero, such as 1.3", o.comfort)
		}
		e.Sizing.Comfort = &n
	}
	if o.disks != "" {
		if e.Sizing.Disks, err = size.ParseDiskKind(o.disks); err != nil {
			return nil, e, fmt.Errorf("--disks: %w", err)
		}
	}
	e.Sizing.Series, e.Sizing.NotSeries = o.series, o.notSeries
	switch e.OS = scenario.OS(o.os); e.OS {
	case "", scenario.Linux, scenario.Windows, scenario.RHEL, scenario.SLES:
	default:
		return nil, e, fmt.Errorf("--os %q is none of linux, windows, rhel and sles", o.os)
	}
	now := p.now().UTC()
	month := scenario.Month{Year: now.Year(), Month: now.Month()}
	e.From, e.Until = month, month
	return &scenario.Scenario{
		Name: "Estate", Start: month, Months: 1, Hours: scenario.HoursPerMonth{Fixed: money.Int(730)}, Exchange: map[money.Currency]scenario.Exchange{}, Rules: scenario.DefaultRules,
		Cases: []scenario.Case{{Name: string(terms.Offer), Terms: terms}},
	}, e, nil
}

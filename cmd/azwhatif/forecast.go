package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate/forecast"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const forecastHelp = `Forecast says what the bill will be at the end of the billing month, and in the
months after, with the ranges in which 80% and 95% of the outcomes lie.

Each meter's quantity is carried on day by day, by the method that did best in a
back-test on its own past days; then the months are priced like an estimate,
through included quantities, tiers, commitments and credits, which count the
month's total. The error of the back-test stands beside the figures: a MASE of 1
is as good as repeating the last week.

The usage is that of files or a table, priced under --offer, --currency and --market; or
under the cases of a scenario, whose commitments run from its start on; or under
both. Where no usage is named it is that of the scenario's imports. What is not usage of
Azure's meters (purchases, tax, credits) is not forecast.`

type forecastOptions struct {
	usage                                                          usageFlags
	terms                                                          termsFlags
	scenario, lastDay, cardsAsOf, format, output, unpriced, maxAge string
	cases, by                                                      []string
	months                                                         int
}

func (p *program) forecastCommand() *cobra.Command {
	var o forecastOptions
	cmd := &cobra.Command{
		Use:   "forecast {FILE... | {--clickhouse | --kusto} ADDRESS --table TABLE | --scenario SCENARIO.yaml}",
		Short: "Forecast the bill from daily usage, with ranges",
		Long:  usageHelp(forecastHelp),
		Example: `  azwhatif forecast exports/ --offer MS-AZR-0003P --currency EUR --market NL
  azwhatif forecast --scenario plan.yaml --by tag:project`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.usage.Files = args
			given := cmd.Flags().Changed("offer") || cmd.Flags().Changed("currency") || cmd.Flags().Changed("market")
			return p.forecast(cmd.Context(), o, given)
		},
	}
	f := cmd.Flags()
	addSpecFlags(f, &o.usage)
	o.terms.addFlags(cmd)
	f.StringVar(&o.scenario, "scenario", "", "price the usage under the cases of this scenario")
	f.StringArrayVar(&o.cases, "case", nil, "only this case of the scenario; may be repeated")
	f.IntVar(&o.months, "months", 3, "how many billing months, from the one that has begun on")
	f.StringVar(&o.lastDay, "as-of", "", "the last day whose usage is all in, such as 2026-03-14 (default: found in the usage)")
	f.StringVar(&o.cardsAsOf, "cards-as-of", "", "use cards fetched by this date")
	f.StringArrayVar(&o.by, "by", nil, "also by meter, category, subscription, resource-group, resource or tag:KEY; may be repeated")
	f.StringVar(&o.format, "format", "table", forecastFormats.formatUsage())
	forecastFormats.addOutput(cmd, &o.output)
	f.StringVar(&o.unpriced, "max-unpriced", "", "exit with 4 when more meters of a case than this have no price: a number, or a part such as 5%")
	f.StringVar(&o.maxAge, "max-age", "", "exit with 5 when a card is older than this, such as 30d or 12h")
	return cmd
}

var forecastFormats = formats[*forecast.Forecast]{
	{ending: ".xlsx", book: workbook.WriteForecastFile},
	{name: "table", print: report.Forecast},
	{name: "json", ending: ".json", print: report.ForecastJSON},
	{name: "csv", ending: ".csv", print: report.ForecastCSV},
	{name: "markdown", ending: ".md", print: report.ForecastMarkdown},
}

func (p *program) forecast(ctx context.Context, o forecastOptions, terms bool) error {
	print, err := forecastFormats.printer(o.format)
	if err != nil {
		return err
	}
	save, err := forecastFormats.saver(p, o.output, report.Options{}, workbook.Options{})
	if err != nil {
		return err
	}
	check, err := p.gates(o.unpriced, o.maxAge)
	if err != nil {
		return err
	}
	spec, err := o.spec()
	if err != nil {
		return badInput(err)
	}
	if o.scenario == "" {
		if err := p.source(&o.usage); err != nil {
			return fmt.Errorf("%w; or give --scenario with one that has imports", err)
		}
	}
	if spec.Scenario, err = o.priced(terms); err != nil {
		return badInput(err)
	}
	if o.scenario != "" && (o.usage.named() || len(spec.Scenario.Imports) == 0) {
		if err := p.source(&o.usage); err != nil {
			return err
		}
	}
	if spec.Daily, err = p.daily(ctx, o, spec.Scenario); err != nil {
		return err
	}
	b, closeBook, err := p.scenarioBook(ctx, spec.Scenario, spec.AsOf)
	if err != nil {
		return err
	}
	defer closeBook()
	f, err := forecast.Of(ctx, b, spec)
	if err != nil {
		return noCard(err)
	}
	if err := print(p.stdout, f, p.screen()); err != nil {
		return err
	}
	if err := save(f); err != nil {
		return err
	}
	return check(f.Comparison)
}

// spec reads the flags that say what to forecast.
func (o *forecastOptions) spec() (spec forecast.Spec, err error) {
	if o.months < 1 || o.months > 12 {
		return spec, fmt.Errorf("--months %d: write 1 to 12", o.months)
	}
	spec.Months = o.months
	if o.lastDay != "" {
		if spec.LastDay, err = time.Parse(time.DateOnly, o.lastDay); err != nil {
			return spec, fmt.Errorf("--as-of %q is not a date; write it as 2026-03-14", o.lastDay)
		}
	}
	if spec.AsOf, err = endOf(o.cardsAsOf); err != nil {
		return spec, fmt.Errorf("--cards-as-of %q is not a date; write it as 2026-08-03", o.cardsAsOf)
	}
	for _, name := range o.by {
		by, err := o.group(name)
		if err != nil {
			return spec, err
		}
		spec.Groups = append(spec.Groups, by)
	}
	return spec, nil
}

// group reads one --by, and has the usage rolled up by it.
func (o *forecastOptions) group(name string) (by forecast.By, err error) {
	switch name {
	case "meter":
		return forecast.ByMeter, nil
	case "category":
		return forecast.ByCategory, nil
	case "subscription":
		return forecast.BySubscription, nil
	case "resource-group":
		o.usage.ByGroup = true
		return forecast.ByResourceGroup, nil
	case "resource":
		o.usage.ByResource = true
		return forecast.ByResource, nil
	}
	key, ok := strings.CutPrefix(name, "tag:")
	if !ok || key == "" {
		return by, fmt.Errorf("--by %q is not one of meter, category, subscription, resource-group, resource, tag:KEY", name)
	}
	o.usage.Tags = append(o.usage.Tags, key)
	return forecast.ByTag(key), nil
}

// priced is the scenario whose cases the usage is priced under: that of the
// flags' terms, those of the scenario's file, or both.
func (o *forecastOptions) priced(terms bool) (*scenario.Scenario, error) {
	s := &scenario.Scenario{File: "forecast", Name: "Forecast", Rules: scenario.DefaultRules}
	var err error
	if o.scenario != "" {
		if s, err = scenarioFile(o.scenario); err != nil {
			return nil, err
		}
		if s.Cases, err = o.chosen(s.Cases); err != nil {
			return nil, err
		}
	} else if len(o.cases) > 0 {
		return nil, errors.New("--case names a case of a scenario: give --scenario, too")
	}
	if o.scenario != "" && !terms {
		return s, nil
	}
	t, err := o.terms.terms()
	if err != nil {
		return nil, err
	}
	present := scenario.Case{Pos: scenario.Pos{File: s.File}, Name: "Present offer", Terms: t}
	s.Cases = append([]scenario.Case{present}, s.Cases...)
	return s, nil
}

// chosen are the cases that --case names, in the scenario's order.
func (o *forecastOptions) chosen(cases []scenario.Case) ([]scenario.Case, error) {
	if len(o.cases) == 0 {
		return cases, nil
	}
	var names []string
	var list []scenario.Case
	for _, c := range cases {
		names = append(names, c.Name)
		if slices.Contains(o.cases, c.Name) {
			list = append(list, c)
		}
	}
	for _, name := range o.cases {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("%s has no case %q; it has %s", o.scenario, name, strings.Join(names, ", "))
		}
	}
	return list, nil
}

// daily rolls the files, or the scenario's imports, up by day.
func (p *program) daily(ctx context.Context, o forecastOptions, s *scenario.Scenario) (*scenario.Daily, error) {
	d := &scenario.Daily{}
	if len(s.Workloads) > 0 {
		p.say("%s: its workloads are not in the forecast, which is of recorded usage", s.File)
	}
	if !o.usage.Named() {
		for _, imp := range s.Imports {
			for _, key := range o.usage.Tags {
				if !slices.Contains(imp.KeepTags, key) {
					imp.KeepTags = append(slices.Clone(imp.KeepTags), key)
				}
			}
			// A mapping changes the quantities of days, which then stand alone.
			days := imp.Mapping == "" || strings.EqualFold(imp.Mapping, "none")
			got, err := p.importFiles(ctx, s, imp, carriedOn(usage.Spec{Days: days, ByDay: true, ByResource: o.usage.ByResource}))
			if err != nil {
				return nil, err
			}
			got.KeepApart(o.usage.ByGroup || imp.KeepGroups)
			if err := d.Add(imp, got); err != nil {
				return nil, badInput(err)
			}
		}
		return d, nil
	}
	if len(s.Imports) > 0 {
		p.say("%s: its imports are left out, for other usage is named", s.File)
	}
	o.usage.Days = true
	got, err := p.rollUp(ctx, carriedOn(o.usage.Spec))
	if err != nil {
		return nil, err
	}
	got.KeepApart(o.usage.ByGroup)
	p.sayRows(got)
	p.sayOffers(got, s.Cases[0].Terms.Offer)
	imp := scenario.Import{Name: "usage", KeepTags: o.usage.Tags, CycleDay: o.usage.CycleDay}
	if err := d.Add(imp, got); err != nil {
		var wrong *scenario.Error
		if errors.As(err, &wrong) { // it has no place in a scenario
			err = wrong.Err
		}
		return nil, badInput(err)
	}
	return d, nil
}

// carriedOn has usage read by what a forecast carries it on by, however it is
// shown by, for forecasts and alerts alike.
func carriedOn(spec usage.Spec) usage.Spec {
	spec.AllTags, spec.ByGroup = true, true
	return spec
}

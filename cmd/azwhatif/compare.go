package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/scenario"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
)

const compareHelp = `Compare prices a scenario under each of its cases, and compares the cases with
the first.

Each case uses the newest card of its terms in the ratebook, or the newest
that was fetched by --as-of. Usage without a price is never counted as zero: it
is listed, and the total is marked as incomplete. A total that is incomplete, or
that still owes something after the scenario, gets no difference, no place in a
ranking and no bar.

Where workloads have a spread, the usage is drawn many times, and every case is
priced on the same draws: how its total spreads, and how often it is the cheapest.

Of several scenarios, each is compared, even where another is not; the exit
code is the lowest of theirs that is not 0.

With -o, the comparison is also written to a file, in the format of its
ending: .xlsx, .html, .json, .csv or .md. The .html needs no network, and its
charts are within it: for mail. --one-page makes it one A4 page for a customer.`

type compareOptions struct {
	template, output, format, detail, asOf, maxUnpriced, maxAge string

	regions string

	breakEven, bridge  bool
	cash               bool
	discountRate       string
	onePage            bool
	draws, seed, plots string
}

func (p *program) compareCommand() *cobra.Command {
	var o compareOptions
	cmd := &cobra.Command{
		Use:   "compare SCENARIO.yaml...",
		Short: "Price a scenario under each of its cases, and compare them",
		Long:  compareHelp,
		Example: `  azwhatif compare scenarios/web-shop.yaml -o web-shop.xlsx
  azwhatif compare plan.yaml --format json --detail tiers`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.plots != "" && len(args) > 1 {
				return badInput(fmt.Errorf("--plots takes one scenario, and %d are given", len(args)))
			}
			if o.output != "" && len(args) > 1 {
				return badInput(fmt.Errorf("-o takes one scenario, and %d are given", len(args)))
			}
			var errs []error
			for _, file := range args {
				errs = append(errs, p.compare(cmd.Context(), file, o))
				if cmd.Context().Err() != nil {
					break
				}
			}
			return together(errs...)
		},
	}
	f := cmd.Flags()
	compareFormats.addOutput(cmd, &o.output)
	f.StringVar(&o.template, "template", "", "a workbook of your own, .xlsx, to add the sheets of -o to: its sheets, styles and pictures are kept")
	f.StringVar(&o.format, "format", "table", compareFormats.formatUsage())
	f.BoolVar(&o.onePage, "one-page", false, "with -o offer.html or --format html: one A4 page for a customer, with the verdict, the cases and a chart")
	f.StringVar(&o.detail, "detail", "", "how deep to go: cases, lines, months or tiers (default: cases in the table and html, months in csv, else lines)")
	f.BoolVar(&o.breakEven, "breakeven", false, "also find the usage at which another case becomes the cheapest")
	f.StringVar(&o.plots, "plots", "", "also draw PNG pictures into this folder: totals, months and, where there are such, break-evens, ranges, commitments, bridges")
	f.StringVar(&o.draws, "draws", "", "how many draws of the usage, where workloads have a spread; 0 for none (default: the scenario's, else 10000)")
	f.StringVar(&o.seed, "seed", "", "the seed of the draws (default: the scenario's, else 1)")
	f.BoolVar(&o.bridge, "bridge", false, "also show what each lever (offer, region, each change, discounts, …) brings, from the base case to each case")
	f.BoolVar(&o.cash, "cash", false, "also show what is paid when, beside what counts as cost, and when a case has paid back")
	f.StringVar(&o.discountRate, "discount-rate", "", "with --cash: what money costs a year, such as 8%, for present values (default: the scenario's, else none)")
	f.StringVar(&o.regions, "regions", "", "also price the base case in other regions, and rank them: all that its card covers, or names such as westeurope,swedencentral")
	f.StringVar(&o.asOf, "as-of", "", "use cards fetched by this date, such as 2026-08-03")
	f.StringVar(&o.maxUnpriced, "max-unpriced", "", "exit with 4 when more lines of a case than this have no price: a number, or a part such as 5%")
	f.StringVar(&o.maxAge, "max-age", "", "exit with 5 when a card is older than this, such as 30d or 12h")
	return cmd
}

func (p *program) compare(ctx context.Context, file string, o compareOptions) error {
	write, err := p.writers(o)
	if err != nil {
		return badInput(err)
	}
	check, err := p.gates(o.maxUnpriced, o.maxAge)
	if err != nil {
		return err
	}
	findCash, err := o.findCash()
	if err != nil {
		return badInput(err)
	}
	c, err := p.priceOn(ctx, file, o.asOf, o.regions, o.bridges(ctx))
	if err != nil {
		return err
	}
	findCash(c)
	if err := o.look(ctx, c); err != nil {
		return err
	}
	for _, w := range write {
		if err := w(c); err != nil {
			return err
		}
	}
	if o.plots != "" {
		if err := p.drawPlots(c, o.plots); err != nil {
			return err
		}
	}
	return check(c)
}

// bridges finds the bridges while the ratebook is open, where they are asked for.
func (o compareOptions) bridges(ctx context.Context) func(estimate.Ratebook, *compare.Comparison, time.Time) error {
	return func(book estimate.Ratebook, c *compare.Comparison, by time.Time) error {
		if !o.bridge {
			return nil
		}
		return c.FindBridges(ctx, book, by)
	}
}

// look draws the ranges, and looks at other levels of usage.
func (o compareOptions) look(ctx context.Context, c *compare.Comparison) error {
	if err := o.draw(ctx, c); err != nil {
		return err
	}
	if !o.breakEven {
		c.LookAround(ctx)
		return nil
	}
	if err := c.FindBreakEven(ctx, compare.BreakEvenOptions{}); err != nil {
		return badInput(fmt.Errorf("--breakeven: %w", err))
	}
	return nil
}

// findCash is what shows what is paid when, where it is asked for.
func (o compareOptions) findCash() (func(*compare.Comparison), error) {
	if o.discountRate == "" {
		return func(c *compare.Comparison) {
			if o.cash {
				c.FindCash(nil)
			}
		}, nil
	}
	rate, err := scenario.PercentOf("--discount-rate", scenario.LowestDiscount, scenario.HighestDiscount, o.discountRate)
	return func(c *compare.Comparison) { c.FindCash(&rate) }, err
}

// price reads a scenario and prices it on its ratebook.
func (p *program) price(ctx context.Context, file, asOf string) (*compare.Comparison, error) {
	return p.priceOn(ctx, file, asOf, "", func(estimate.Ratebook, *compare.Comparison, time.Time) error { return nil })
}

// priceOn is price, with the base case in further regions where some are named, and what
// else the ratebook is wanted for.
func (p *program) priceOn(ctx context.Context, file, asOf, regions string, then func(estimate.Ratebook, *compare.Comparison, time.Time) error) (*compare.Comparison, error) {
	by, err := endOf(asOf)
	if err != nil {
		return nil, badInput(err)
	}
	s, err := p.readScenario(ctx, file)
	if err != nil {
		return nil, err
	}
	return p.priceCases(ctx, s, by, regions, then)
}

// priceCases is priceOn for a scenario that is read.
func (p *program) priceCases(ctx context.Context, s *scenario.Scenario, by time.Time, regions string, then func(estimate.Ratebook, *compare.Comparison, time.Time) error) (*compare.Comparison, error) {
	book, closeBook, err := p.scenarioBook(ctx, s, by)
	if err != nil {
		return nil, err
	}
	defer closeBook()
	if regions != "" {
		if err := s.Regions(regions, coveredRegions(ctx, book, by)); err != nil {
			return nil, badInput(fmt.Errorf("--regions: %w", err))
		}
	}
	c, err := compare.Cases(ctx, book, s, by)
	if err != nil {
		return nil, classify(err)
	}
	if err := then(book, c, by); err != nil {
		return nil, classify(err)
	}
	return c, nil
}

// endOf is the last moment of a date; the zero time where none is given.
func endOf(date string) (time.Time, error) {
	if date == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return t, fmt.Errorf("--as-of %q is not a date; write it as 2026-08-03", date)
	}
	return t.AddDate(0, 0, 1).Add(-1), nil
}

var compareFormats = formats[*compare.Comparison]{
	{ending: ".xlsx", book: workbook.WriteFile},
	{name: "table", print: report.Table, detail: report.DetailCases},
	{name: "json", ending: ".json", print: report.JSON},
	{name: "csv", ending: ".csv", print: report.CSV},
	{name: "markdown", ending: ".md", print: report.Markdown},
	{name: "html", ending: ".html", print: report.HTML},
}

// writers are what is to be written: to stdout in the format that is asked
// for, and to a file.
func (p *program) writers(o compareOptions) (list []func(*compare.Comparison) error, err error) {
	opt := report.Options{Width: 80}
	if o.detail != "" {
		if opt.Detail, err = report.ParseDetail(o.detail); err != nil {
			return nil, err
		}
	}
	all := compareFormats
	if o.onePage {
		if o.format != "html" && strings.ToLower(filepath.Ext(o.output)) != ".html" {
			return nil, badInput(errors.New("--one-page is of an HTML page: give -o with the ending .html, or --format html"))
		}
		if o.detail != "" {
			return nil, badInput(errors.New("--one-page has the cases only: leave --detail out"))
		}
		all = all.instead("html", report.OnePage)
	}
	print, err := all.printer(o.format)
	if err != nil {
		return nil, err
	}
	screen := p.screen()
	screen.Detail = opt.Detail
	book, err := p.compareBook(o)
	if err != nil {
		return nil, err
	}
	save, err := all.saver(p, o.output, opt, book)
	if err != nil {
		return nil, err
	}
	return []func(*compare.Comparison) error{func(c *compare.Comparison) error { return print(p.stdout, c, screen) }, save}, nil
}

// compareBook are the options of a workbook, with the template that is asked for.
func (p *program) compareBook(o compareOptions) (book workbook.Options, err error) {
	book.Version, book.Progress = version(), p.rowsBar("writing "+filepath.Base(o.output))
	switch {
	case o.template == "":
		return book, nil
	case o.output == "":
		return book, errors.New("--template adds the sheets of -o book.xlsx to a workbook: give -o, too")
	case strings.ToLower(filepath.Ext(o.output)) != ".xlsx":
		return book, fmt.Errorf("--template is for -o with the ending .xlsx, not for %s", o.output)
	}
	data, err := os.ReadFile(o.template)
	if err != nil {
		return book, fmt.Errorf("--template: %w", err)
	}
	if book.Template, err = workbook.ReadTemplate(data); err != nil {
		return book, fmt.Errorf("--template %s: %w", o.template, err)
	}
	return book, nil
}

// rowsBar shows on a terminal how many rows are written; nil elsewhere.
func (p *program) rowsBar(what string) func(done, total int) {
	if !isTerminal(p.stderr) || p.config.Quiet {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(p.stderr), progressbar.OptionSetDescription(what),
				progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no failure
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const inspectHelp = `Inspect reads exports and says, file by file, what they are and what they hold:
rows of metered usage, rows set aside (purchases, reservations, tax, credits,
Marketplace), rows refused and why; what was billed for each; which days have no
usage; and whether files count the same usage twice.

With the terms of a rate card it says, by what was billed and by quantity, which
usage the card has by meter id, which by category, subcategory, name, unit and
region, and which it does not have: the highest billed first.`

func (p *program) usageInspectCommand() *cobra.Command {
	var s usageFlags
	var t termsFlags
	var asOf, format string
	cmd := &cobra.Command{
		Use:   "inspect {FILE... | {--clickhouse | --kusto} ADDRESS --table TABLE}",
		Short: "Say what is in exports, what a card has of it, and what could not be read",
		Long:  usageHelp(inspectHelp),
		Example: `  azwhatif usage inspect exports/
  azwhatif usage inspect exports/ --offer MS-AZR-0003P --currency EUR --market NL
  azwhatif usage inspect exports/ --format json
  azwhatif usage inspect --clickhouse clickhouse://host:9000/billing --table costs --format-in focus`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Files = args
			if err := p.source(&s); err != nil {
				return err
			}
			return p.inspect(cmd.Context(), s.Spec, t, asOf, format)
		},
	}
	addSpecFlags(cmd.Flags(), &s)
	t.addFlags(cmd)
	cmd.Flags().StringVar(&asOf, "as-of", "", "use the card fetched by this date, such as 2026-08-03")
	cmd.Flags().StringVar(&format, "format", "table", inspectFormats.formatUsage())
	return cmd
}

var inspectFormats = formats[*reconcile.Inspection]{
	{name: "table", print: report.Inspection},
	{name: "json", print: report.InspectionJSON},
	{name: "csv", print: report.InspectionCSV},
}

func (p *program) inspect(ctx context.Context, s usage.Spec, t termsFlags, asOf, format string) error {
	print, err := inspectFormats.printer(format)
	if err != nil {
		return err
	}
	terms, by, err := t.optional(asOf)
	if err != nil {
		return badInput(err)
	}
	if terms != nil {
		s.Prefer = string(terms.Currency)
	}
	s.GoOn, s.Check = true, p.fence.Check
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return err
	}
	faults := faulty(got)
	if len(faults) == len(got.Sources) {
		return badInput(errors.Join(faults...))
	}
	if format != "table" {
		p.sayRows(got)
	}
	rating, err := p.rate(ctx, got, terms, by)
	if err != nil {
		return err
	}
	if err := print(p.stdout, reconcile.Inspect(got, rating), p.screen()); err != nil {
		return err
	}
	if len(faults) > 0 {
		return badInput(fmt.Errorf("%d of %d files cannot be read", len(faults), len(got.Sources)))
	}
	return nothingRead(got)
}

// faulty are the errors of the files that cannot be read.
func faulty(got *scenario.Imported) (faults []error) {
	for _, f := range got.Sources {
		if f.Fault != "" {
			faults = append(faults, fmt.Errorf("%s: %s", f.Name, f.Fault))
		}
	}
	return faults
}

// rate prices usage under terms; nil where there are none.
func (p *program) rate(ctx context.Context, got *scenario.Imported, terms *ratebook.Terms, asOf time.Time) (*reconcile.Pricing, error) {
	if terms == nil {
		return nil, nil
	}
	p.sayOffers(got, terms.Offer)
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return nil, err
	}
	defer closeBook()
	r, err := reconcile.Price(ctx, b, got, *terms, asOf)
	return r, noCard(err)
}

package main

import (
	"context"

	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const reconcileHelp = `Reconcile prices the usage of exports under the offer that it was billed under,
and holds the outcome against the billed cost that the exports state: meter by
meter, with the reason for a difference where it is known, and in one figure.

Our figure is the usage at the card's rates, before the offer's monthly credit,
as is the cost in exports. Purchases, reservations, tax, credits, Marketplace
and other clouds' usage are listed as not rated, so that what is billed adds up.
Costs in several currencies are held against one figure with --report-in, at the
rates that --exchange states.

With -o, it is also written to a file, in the format of its ending: .xlsx, .json or
.csv.`

func (p *program) reconcileCommand() *cobra.Command {
	var s usageFlags
	var t termsFlags
	var asOf, format, output string
	var in reportIn
	cmd := &cobra.Command{
		Use:     "reconcile {FILE... | {--clickhouse | --kusto} ADDRESS --table TABLE}",
		Short:   "Hold the billed cost in exports against our own figure",
		Long:    usageHelp(reconcileHelp),
		Example: `  azwhatif reconcile exports/ --offer MS-AZR-0003P --currency EUR --market NL`,
		Args:    usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Files = args
			if err := p.source(&s); err != nil {
				return err
			}
			terms, err := t.terms()
			if err != nil {
				return badInput(err)
			}
			told, err := in.rewrite(&terms)
			if err != nil {
				return badInput(err)
			}
			return p.reconcile(cmd.Context(), s.Spec, terms, told, asOf, format, output)
		},
	}
	addSpecFlags(cmd.Flags(), &s)
	t.addFlags(cmd)
	in.addFlags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "table", reconcileFormats.formatUsage())
	reconcileFormats.addOutput(cmd, &output)
	cmd.Flags().StringVar(&asOf, "as-of", "", "use the card fetched by this date, such as 2026-08-03")
	return cmd
}

var reconcileFormats = formats[*reconcile.Statement]{
	{ending: ".xlsx", book: workbook.WriteReconciliationFile},
	{name: "table", print: report.Reconciliation},
	{name: "json", ending: ".json", print: report.ReconciliationJSON},
	{name: "csv", ending: ".csv", print: report.ReconciliationCSV},
}

func (p *program) reconcile(ctx context.Context, s usage.Spec, terms ratebook.Terms, told func(*scenario.Imported) error, asOf, format, output string) error {
	print, err := reconcileFormats.printer(format)
	if err != nil {
		return err
	}
	save, err := reconcileFormats.saver(p, output, report.Options{}, workbook.Options{Version: version()})
	if err != nil {
		return err
	}
	s.Prices, s.Prefer = true, string(terms.Currency)
	by, err := endOf(asOf)
	if err != nil {
		return badInput(err)
	}
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return err
	}
	if err := told(got); err != nil {
		return err
	}
	p.sayRows(got)
	p.sayOffers(got, terms.Offer)
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer closeBook()
	r, err := reconcile.Usage(ctx, b, got, terms, by)
	if err != nil {
		return noCard(err)
	}
	if err := print(p.stdout, r, p.screen()); err != nil {
		return err
	}
	return save(r)
}

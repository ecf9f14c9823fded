package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"azwhatif/estimate/invoice"
	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"

	"github.com/spf13/cobra"
)

type invoiceCheck struct {
	invoiceFlags
	usage              usageFlags
	terms              termsFlags
	name, asOf, format string
}

func (p *program) invoicesCheckCommand() *cobra.Command {
	var o invoiceCheck
	cmd := &cobra.Command{
		Use:   "check {FILE... | {--clickhouse | --kusto} ADDRESS --table TABLE} --invoice INVOICE --offer ... --currency ... --market ...",
		Short: "Hold an invoice against what its period's usage costs",
		Long: usageHelp(`Check prices the usage of an invoice's period, from exports or pulled usage, under
the terms that it was billed under, and puts the outcome beside the invoice's sum.
Our figure is without tax, after the offer's monthly credit. What is billed and not
rated (purchases, Marketplace, tax) is listed as far as the files have it. Billing
months begin on the period's first day.`) + "\n\n" + invoicesHelp,
		Example: `  azwhatif invoices check exports/ --invoice latest --offer MS-AZR-0003P --currency EUR --market NL`,
		Args:    usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.usage.Files = args
			if err := p.source(&o.usage); err != nil {
				return err
			}
			return p.invoicesCheck(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.name, "invoice", "", `the invoice's number, or "latest"`)
	f.StringVar(&o.format, "format", "table", invoiceCheckFormats.formatUsage())
	f.StringVar(&o.asOf, "as-of", "", "use the card fetched by this date, such as 2026-08-03")
	addReadingFlags(f, &o.usage)
	o.terms.addFlags(cmd)
	o.add(f)
	return cmd
}

var invoiceCheckFormats = formats[*reconcile.InvoiceCheck]{
	{name: "table", print: report.InvoiceCheck},
	{name: "json", print: report.InvoiceCheckJSON},
	{name: "csv", print: report.InvoiceCheckCSV},
}

func (p *program) invoicesCheck(ctx context.Context, o invoiceCheck) error {
	by, err := endOf(o.asOf)
	if err != nil {
		return badInput(err)
	}
	terms, err := o.terms.terms()
	if err != nil {
		return badInput(err)
	}
	print, err := invoiceCheckFormats.printer(o.format)
	if err != nil {
		return err
	}
	if o.name == "" {
		return badInput(errors.New(`which invoice? give its number or "latest" with --invoice; "azwhatif invoices list" shows them`))
	}
	if err := invoice.CheckName(o.name); err != nil {
		return badInput(err)
	}
	q, err := p.query(o.invoiceFlags)
	if err != nil {
		return badInput(err)
	}
	client, err := p.fetchEnv().ARM()
	if err != nil {
		return err
	}
	found, err := invoice.Find(ctx, client, q, o.name)
	if err != nil {
		return err
	}
	inv := found.Invoice
	if inv.Period() == "" {
		return fmt.Errorf("invoice %s: its period is not known, and so not which usage is on it", inv.Name)
	}
	s := o.usage.Spec
	s.From, s.To = inv.Start.Format(time.DateOnly), inv.End.Format(time.DateOnly)
	s.CycleDay, _ = inv.CycleDay()
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return err
	}
	p.sayRows(got)
	p.sayOffers(got, terms.Offer)
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer closeBook()
	c, err := reconcile.CheckInvoice(ctx, b, inv, got, terms, by)
	if err != nil {
		return noCard(err)
	}
	return print(p.stdout, c, p.screen())
}

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"azwhatif/estimate/invoice"
	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"
	"azwhatif/ratebook/azure"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const invoicesHelp = `Invoices shows, saves and checks what Microsoft billed a subscription for. It
needs a sign-in that may see invoices: the account administrator's, or another's
with the role Billing Reader, once the account administrator has allowed others
to see invoices.

--api says which of Azure's interfaces is asked:
  2024-04-01          states amounts; Microsoft Customer Agreements and Pay-As-You-Go
  2020-05-01          the same, older
  2017-04-24-preview  subscriptions bought from Microsoft directly, for periods
                      since December 2016; it states no amounts
None serves Enterprise Agreements or subscriptions sold by a partner (CSP).`

func (p *program) invoicesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "invoices",
		Short: "Show, save and check what Microsoft billed",
		Long:  invoicesHelp,
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.invoicesListCommand(), p.invoicesDownloadCommand(), p.invoicesCheckCommand())
	return cmd
}

// invoiceFlags say what is asked of which interface.
type invoiceFlags struct{ api, from, to string }

func (o *invoiceFlags) add(f *pflag.FlagSet) {
	f.StringVar(&o.api, "api", string(invoice.V2024), fmt.Sprintf("%s, %s or %s; the year will do", invoice.V2024, invoice.V2020, invoice.V2017))
	addAzureFlags(f)
}

func (o *invoiceFlags) addTime(f *pflag.FlagSet) {
	f.StringVar(&o.from, "from", "", "only periods that end on this day or later, such as 2026-01-01 (default: a year ago)")
	f.StringVar(&o.to, "to", "", "only periods that end on this day or before (default: today)")
}

// query is what the flags ask for, before anybody signs in.
func (p *program) query(o invoiceFlags) (q invoice.Query, err error) {
	if q.API, err = invoice.ParseAPI(o.api); err != nil {
		return q, fmt.Errorf("--api %w", err)
	}
	if err := p.config.Azure.Validate(); err != nil {
		return q, err
	}
	if q.Subscription = p.config.Azure.Subscription; q.Subscription == "" {
		return q, errors.New("invoices are a subscription's: give --subscription, AZWHATIF_AZURE_SUBSCRIPTION or azure.subscription in the config file its id")
	}
	q.Today = p.now().UTC().Truncate(24 * time.Hour)
	q.From, q.To = q.Today.AddDate(-1, 0, 0), q.Today
	for _, d := range []struct {
		flag, value string
		day         *time.Time
	}{{"--from", o.from, &q.From}, {"--to", o.to, &q.To}} {
		if d.value == "" {
			continue
		}
		if *d.day, err = time.Parse(time.DateOnly, d.value); err != nil {
			return q, fmt.Errorf("%s %q is not a day such as 2026-01-31", d.flag, d.value)
		}
	}
	if q.To.Before(q.From) {
		return q, fmt.Errorf("--to %s is before --from %s", q.To.Format(time.DateOnly), q.From.Format(time.DateOnly))
	}
	return q, nil
}

// sayWindow tells which time was asked for.
func (p *program) sayWindow(q invoice.Query) {
	p.say("invoices of periods that end from %s to %s, asked of the API of %s", q.From.Format(time.DateOnly), q.To.Format(time.DateOnly), q.API)
}

func (p *program) invoicesListCommand() *cobra.Command {
	var o invoiceFlags
	var format string
	cmd := &cobra.Command{
		Use:     "list --subscription ID",
		Short:   "List a subscription's invoices, the newest first",
		Long:    invoicesHelp,
		Example: `  azwhatif invoices list --subscription ID --from 2026-01-01`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.invoicesList(cmd.Context(), o, format)
		},
	}
	o.add(cmd.Flags())
	o.addTime(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "table", invoicesFormats.formatUsage())
	return cmd
}

var invoicesFormats = formats[[]reconcile.Invoice]{
	{name: "table", print: report.Invoices},
	{name: "json", print: report.InvoicesJSON},
	{name: "csv", print: report.InvoicesCSV},
}

func (p *program) invoicesList(ctx context.Context, o invoiceFlags, format string) error {
	print, err := invoicesFormats.printer(format)
	if err != nil {
		return err
	}
	q, err := p.query(o)
	if err != nil {
		return badInput(err)
	}
	client, err := p.fetchEnv().ARM()
	if err != nil {
		return err
	}
	found, err := invoice.List(ctx, client, q)
	if err != nil {
		return err
	}
	p.sayWindow(q)
	list := make([]reconcile.Invoice, len(found))
	for i, f := range found {
		list[i] = f.Invoice
	}
	return print(p.stdout, list, p.screen())
}

// find gives the invoices that are named, or those of the time.
func find(ctx context.Context, client *azure.Client, q invoice.Query, names []string) ([]invoice.Found, error) {
	if len(names) == 0 {
		return invoice.List(ctx, client, q)
	}
	var list []invoice.Found
	for _, name := range names {
		f, err := invoice.Find(ctx, client, q, name)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

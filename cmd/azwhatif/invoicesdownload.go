package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"azwhatif/estimate/invoice"
	"azwhatif/ratebook/azure"

	"github.com/spf13/cobra"
)

type invoiceDownload struct {
	invoiceFlags
	dir     string
	missing bool
}

func (p *program) invoicesDownloadCommand() *cobra.Command {
	var o invoiceDownload
	cmd := &cobra.Command{
		Use:   "download [INVOICE...] --subscription ID",
		Short: "Save invoices as PDF",
		Long: `Download saves the PDFs of the invoices that are named, of the one that is the
"latest", or of all whose period ends in the time that --from and --to say. Each
becomes a file named by the invoice's period and number, such as
2026-01-01_2026-01-31_E0600XYZAB.pdf, whose path is printed.

A PDF is saved whole or not at all. A file that is there is never overwritten: if
it is the same, that is said; if it is not, it is an error. --missing does not ask
for what is there already. An invoice that cannot be had does not keep back the
others; the exit code is then 1.

` + invoicesHelp,
		Example: `  azwhatif invoices download latest --subscription ID
  azwhatif invoices download --from 2025-01-01 --missing --dir invoices`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error { return p.invoicesDownload(cmd.Context(), o, args) },
	}
	o.add(cmd.Flags())
	o.addTime(cmd.Flags())
	cmd.Flags().StringVarP(&o.dir, "dir", "d", ".", "the folder to save to")
	cmd.Flags().BoolVar(&o.missing, "missing", false, "only what is not there yet")
	return cmd
}

func (p *program) invoicesDownload(ctx context.Context, o invoiceDownload, names []string) error {
	q, err := p.query(o.invoiceFlags)
	switch {
	case err != nil:
		return badInput(err)
	case len(names) == 0 && o.from == "":
		return badInput(errors.New(`which invoices? name them, or "latest", or give --from for those of a time; "azwhatif invoices list" shows them`))
	}
	for _, name := range names {
		if err := invoice.CheckName(name); err != nil {
			return badInput(err)
		}
	}
	if info, err := os.Stat(o.dir); err != nil || !info.IsDir() {
		return badInput(fmt.Errorf("--dir: there is no folder %s", o.dir))
	}
	client, err := p.fetchEnv().ARM()
	if err != nil {
		return err
	}
	list, err := find(ctx, client, q, names)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		p.sayWindow(q)
	}
	if len(list) == 0 {
		p.say("there are none")
	}
	var failed []error
	for _, f := range list {
		err := p.saveInvoice(ctx, client, q, f, o)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	if n := len(failed); n > 0 {
		return errors.Join(append(failed, fmt.Errorf("%d of %d invoices were not saved", n, len(list)))...)
	}
	return nil
}

func (p *program) saveInvoice(ctx context.Context, client *azure.Client, q invoice.Query, f invoice.Found, o invoiceDownload) error {
	path := filepath.Join(o.dir, invoice.FileName(f.Invoice))
	if _, err := os.Lstat(path); err == nil && o.missing {
		p.say("have %s", path)
		return nil
	}
	pdf, err := invoice.PDF(ctx, client, q, f)
	if err != nil {
		return err
	}
	path, had, err := invoice.Save(ctx, o.dir, f.Invoice, pdf)
	switch {
	case err != nil:
		return err
	case had:
		p.say("%s is already there, and is the same", path)
	default:
		p.say("saved invoice %s, %d bytes", f.Name, len(pdf))
	}
	_, err = fmt.Fprintln(p.stdout, path)
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"azwhatif/estimate/invoice"
	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const commitmentsHelp = `Commitments shows how a billing account's Microsoft Azure Consumption Commitments
(MACC) stand: the balance, the milestones, the events that changed it, and what will
be missing at each milestone and at the end if it goes on as in the last months.

It asks Azure for the account's lots, events and maccs, or reads saved answers; FILEs
may also be FOCUS's Contract Commitment dataset (1.3, CSV), which --format focus
writes. With --usage and the terms of a card, what our rating of the usage counts
stands beside what Microsoft counted, month by month.

An event is taken for the usage of the month before its date. Only months that both
sides know whole are compared. --save keeps Azure's answers, so that they can be given
as a FILE. It was not tried against Azure: the interfaces are read as Microsoft
documents them.`

// accountFlags say where a billing account's commitments come from.
type accountFlags struct{ from, to, save string }

func (o *accountFlags) add(f *pflag.FlagSet) {
	f.StringVar(&o.from, "events-from", "", "the first day of the events asked for, such as 2026-01-01 (default: three years ago)")
	f.StringVar(&o.to, "events-to", "", "the last day of the events asked for (default: today)")
	f.StringVar(&o.save, "save", "", "keep Azure's answers in this file")
	addBillingAccount(f)
	addAzureFlags(f)
}

type commitmentsOptions struct {
	accountFlags
	usage                usageFlags
	terms                termsFlags
	asOf, format, output string
}

func (p *program) commitmentsCommand() *cobra.Command {
	var o commitmentsOptions
	cmd := &cobra.Command{
		Use:   "commitments [FILE...]",
		Short: "Show how the commitments of a billing account stand",
		Long:  commitmentsHelp,
		Example: `  azwhatif commitments --billing-account 123456 --save commitments.json
  azwhatif commitments commitments.json --usage exports/ --offer MS-AZR-0003P --currency EUR --market NL
  azwhatif commitments commitments.json --format focus > contract-commitments.csv`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error { return p.commitments(cmd.Context(), o, args) },
	}
	f := cmd.Flags()
	o.accountFlags.add(f)
	f.StringSliceVar(&o.usage.Files, "usage", nil, "usage that counts toward the commitment, to be rated: files, folders, globs")
	addReadingFlags(f, &o.usage)
	o.terms.addFlags(cmd)
	f.StringVar(&o.asOf, "as-of", "", "as of this day, with the card fetched by it (default: today)")
	f.StringVar(&o.format, "format", "table", commitmentsFormats.formatUsage())
	commitmentsFormats.addOutput(cmd, &o.output)
	return cmd
}

var commitmentsFormats = formats[*reconcile.AccountCommitments]{
	{name: "table", print: report.Commitments},
	{name: "json", ending: ".json", print: report.CommitmentsJSON},
	{name: "csv", ending: ".csv", print: report.CommitmentsCSV},
	{name: "markdown", ending: ".md", print: report.CommitmentsMarkdown},
	{name: "focus", print: report.CommitmentsFOCUS},
}

func (p *program) commitments(ctx context.Context, o commitmentsOptions, files []string) error {
	print, err := commitmentsFormats.printer(o.format)
	if err != nil {
		return err
	}
	save, err := commitmentsFormats.saver(p, o.output, report.Options{}, workbook.Options{})
	if err != nil {
		return err
	}
	by, err := endOf(o.asOf)
	if err != nil {
		return badInput(err)
	}
	var terms *ratebook.Terms
	if o.usage.named() || o.terms.offer != "" || o.terms.currency != "" || o.terms.market != "" {
		t, err := o.terms.terms()
		if err != nil {
			return badInput(err)
		}
		if err := p.source(&o.usage); err != nil {
			return fmt.Errorf("--offer, --currency and --market price the usage that --usage names: %w", err)
		}
		terms = &t
	}
	asOf := p.now().UTC().Truncate(24 * time.Hour)
	if o.asOf != "" {
		asOf, _ = time.Parse(time.DateOnly, o.asOf) // endOf has read it
	}
	stated, err := p.statedCommitments(ctx, o.accountFlags, files, asOf)
	if err != nil {
		return err
	}
	counts, err := p.counted(ctx, o.usage.Spec, stated.list, terms, asOf, by)
	if err != nil {
		return err
	}
	all := &reconcile.AccountCommitments{AsOf: asOf, Left: stated.left, Notes: stated.notes}
	for i, c := range stated.list {
		all.Checks = append(all.Checks, reconcile.CheckCommitment(c, counts[i], asOf))
	}
	if err := print(p.stdout, all, p.screen()); err != nil {
		return err
	}
	return save(all)
}

// statedList are commitments as they were read.
type statedList struct {
	list  []reconcile.Commitment
	left  []reconcile.Event
	notes []string
}

// statedCommitments are those of the files, or else Azure's.
func (p *program) statedCommitments(ctx context.Context, o accountFlags, files []string, asOf time.Time) (out statedList, err error) {
	if len(files) > 0 {
		if o.save != "" {
			return out, badInput(errors.New("--save keeps what Azure answers, and FILEs are such answers: give one or the other"))
		}
		out, err = readCommitments(files)
		return out, badInput(err)
	}
	cfg := p.config.Azure
	if err := cfg.Validate(); err != nil {
		return out, badInput(err)
	}
	if cfg.BillingAccount == "" {
		return out, badInput(errors.New("commitments are a billing account's: give --billing-account, AZWHATIF_AZURE_BILLING_ACCOUNT or azure.billing_account in the config file its name, or FILEs with saved answers"))
	}
	from, to := asOf.AddDate(-3, 0, 0), p.now().UTC().Truncate(24*time.Hour)
	for _, d := range []struct {
		flag, value string
		day         *time.Time
	}{{"--events-from", o.from, &from}, {"--events-to", o.to, &to}} {
		if d.value == "" {
			continue
		}
		if *d.day, err = time.Parse(time.DateOnly, d.value); err != nil {
			return out, badInput(fmt.Errorf("%s %q is not a day such as 2026-01-31", d.flag, d.value))
		}
	}
	if to.Before(from) {
		return out, badInput(fmt.Errorf("--events-to %s is before --events-from %s", to.Format(time.DateOnly), from.Format(time.DateOnly)))
	}
	client, err := p.fetchEnv().ARM()
	if err != nil {
		return out, err
	}
	records, without, err := invoice.Commitments(ctx, client, cfg.BillingAccount, from, to)
	if err != nil {
		return out, err
	}
	if err := p.saveRecords(o.save, records); err != nil {
		return out, err
	}
	var kept invoice.Kept
	for _, raw := range records {
		if err := kept.Add(raw); err != nil {
			return out, fmt.Errorf("an answer of Azure's: %w", err)
		}
	}
	out.join(kept)
	if without != "" {
		out.notes = append(out.notes, "the account's maccs could not be read, and so not their milestones: "+without)
	}
	return out, nil
}

// join puts together what was read.
func (s *statedList) join(kept invoice.Kept) {
	list, left := reconcile.Join(kept.Lots, kept.Resources, kept.Events)
	s.list, s.left = append(list, s.list...), left
	for _, what := range kept.Left {
		s.notes = append(s.notes, what+", is no consumption commitment, and is left out")
	}
}

// readCommitments reads saved answers, and FOCUS's Contract Commitment dataset.
func readCommitments(names []string) (out statedList, err error) {
	names, err = savedFiles(names)
	if err != nil {
		return out, err
	}
	var kept invoice.Kept
	for _, name := range names {
		data, err := readSaved(name)
		if err != nil {
			return out, err
		}
		if invoice.IsContractCommitments(data) {
			some, err := invoice.ContractCommitments(data)
			if err != nil {
				return out, fmt.Errorf("%s: %w", name, err)
			}
			out.list = append(out.list, some...)
			continue
		}
		records, err := invoice.Records(data)
		if err != nil {
			return out, fmt.Errorf("%s: %w", name, err)
		}
		for _, raw := range records {
			if err := kept.Add(raw); err != nil {
				return out, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	out.join(kept)
	return out, nil
}

// counted is our rating of the usage for each of the commitments: of those in force,
// the one MACC that is in the currency of the terms.
func (p *program) counted(ctx context.Context, s usage.Spec, list []reconcile.Commitment, terms *ratebook.Terms, asOf, by time.Time) ([]*reconcile.Counting, error) {
	counts := make([]*reconcile.Counting, len(list))
	if terms == nil {
		return counts, nil
	}
	var fit []int
	for i, c := range list {
		if c.IsMACC() && c.InForce(asOf) && c.Amount != nil && c.Currency == terms.Currency {
			fit = append(fit, i)
		}
	}
	if len(fit) != 1 {
		return nil, badInput(fmt.Errorf("usage counts toward one commitment, and %d MACCs in %s are in force on %s; leave --usage out, or give the right --currency and --as-of", len(fit), terms.Currency, asOf.Format(time.DateOnly)))
	}
	c := list[fit[0]]
	s.Prefer, s.From, s.To = string(terms.Currency), c.Start.Format(time.DateOnly), asOf.Format(time.DateOnly)
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return nil, err
	}
	p.sayRows(got)
	p.sayOffers(got, terms.Offer)
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return nil, err
	}
	defer closeBook()
	counts[fit[0]], err = reconcile.CountTowardMACC(ctx, b, got, *terms, c, by)
	return counts, noCard(err)
}

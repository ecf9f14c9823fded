package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate/invoice"
	"azwhatif/estimate/reconcile"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const benefitsHelp = `Check asks Microsoft which savings plan it recommends (benefitRecommendations of
Cost Management), or reads saved answers, and calculates each amount that it
weighed again: hour by hour, the plan first, what is left at the price without it.
Both totals stand side by side, with the reason where they differ, and beside them
what the plan saves if usage falls.

An answer lists what the usage cost in each hour, and not which meters ran. What a
plan takes off follows from Microsoft's own figures for the recommended amount, is
stated with --discount, or comes from a card: with --usage and the terms of a card,
usage by the hour is priced meter by meter, at the card's prices with and without a
plan. Usage that benefits cover already is left out.

--save keeps the answer, so that it can be given as a FILE. It was not tried against
Azure: the interface is read as Microsoft documents it.`

type benefitsCheck struct {
	profile, share             string
	lookBack, months           int
	discount, levels           string
	usage                      usageFlags
	terms                      termsFlags
	asOf, format, output, save string
}

func (p *program) benefitsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "benefits",
		Short: "What one has already, and Microsoft's recommendations checked",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.benefitsCheckCommand(), p.benefitsOwnedCommand())
	return cmd
}

func (p *program) benefitsCheckCommand() *cobra.Command {
	var o benefitsCheck
	cmd := &cobra.Command{
		Use:   "check [FILE...]",
		Short: "Hold Microsoft's recommendations against our own calculation",
		Long:  benefitsHelp,
		Example: `  azwhatif benefits check --subscription ID --look-back 30 --months 36
  azwhatif benefits check --billing-account 123456 --save recommendations.json
  azwhatif benefits check recommendations.json --levels 100,85,70 --format csv
  azwhatif benefits check recommendations.json --usage hourly/ --source retail --offer MS-AZR-0003P --currency EUR --market NL`,
		Args: usageArgs(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, args []string) error { return p.benefitsCheck(cmd.Context(), o, args) },
	}
	f := cmd.Flags()
	f.StringVar(&o.profile, "billing-profile", "", "a billing profile of --billing-account")
	f.StringVar(&o.share, "plan-scope", "shared", "shared or single: plans for all subscriptions, or for one")
	f.IntVar(&o.lookBack, "look-back", 30, "how many days of usage Microsoft looks at: 7, 30 or 60")
	f.IntVar(&o.months, "months", 12, "the plan's term: 12 or 36")
	f.StringVar(&o.discount, "discount", "", "what the plan takes off, such as 29.5%")
	f.StringVar(&o.levels, "levels", "100,90,80,70", "what becomes of it at these percentages of the usage")
	f.StringVar(&o.save, "save", "", "keep Azure's answer in this file")
	f.StringSliceVar(&o.usage.Files, "usage", nil, "usage by the hour, to be priced in place of the hourly charges: files, folders, globs")
	addReadingFlags(f, &o.usage)
	o.terms.addFlags(cmd)
	f.StringVar(&o.asOf, "as-of", "", "use the card fetched by this date, such as 2026-08-03")
	f.StringVar(&o.format, "format", "table", benefitsFormats.formatUsage())
	benefitsFormats.addOutput(cmd, &o.output)
	addBillingAccount(f)
	addAzureFlags(f)
	return cmd
}

var benefitsFormats = formats[[]*reconcile.RecommendationCheck]{
	{name: "table", print: report.Recommendations},
	{name: "json", ending: ".json", print: report.RecommendationsJSON},
	{name: "csv", ending: ".csv", print: report.RecommendationsCSV},
	{name: "markdown", ending: ".md", print: report.RecommendationsMarkdown},
}

func (p *program) benefitsCheck(ctx context.Context, o benefitsCheck, files []string) error {
	print, err := benefitsFormats.printer(o.format)
	if err != nil {
		return err
	}
	save, err := benefitsFormats.saver(p, o.output, report.Options{}, workbook.Options{})
	if err != nil {
		return err
	}
	discount, levels, terms, by, err := o.parse()
	if err != nil {
		return badInput(err)
	}
	if terms != nil {
		if err := p.source(&o.usage); err != nil {
			return fmt.Errorf("--offer, --currency and --market price the usage that --usage names: %w", err)
		}
	}
	list, err := p.recommendations(ctx, o, files)
	if err != nil {
		return err
	}
	checked := []*reconcile.RecommendationCheck{}
	faults := 0
	for _, r := range list {
		var hourly *reconcile.Hourly
		if terms != nil {
			if hourly, err = p.hourlyUsage(ctx, o.usage.Spec, r, *terms, by); err != nil {
				return err
			}
		}
		c := reconcile.CheckRecommendation(r, discount, hourly, levels)
		if c.Fault != "" {
			faults++
		}
		checked = append(checked, c)
	}
	if err := print(p.stdout, checked, p.screen()); err != nil {
		return err
	}
	if err := save(checked); err != nil {
		return err
	}
	if faults > 0 {
		return badInput(fmt.Errorf("%d of %d recommendations could not be calculated", faults, len(list)))
	}
	return nil
}

// parse reads the flags that say what is calculated; terms is nil without --usage.
func (o benefitsCheck) parse() (discount *money.Decimal, levels []money.Decimal, terms *ratebook.Terms, by time.Time, err error) {
	fail := func(format string, args ...any) (*money.Decimal, []money.Decimal, *ratebook.Terms, time.Time, error) {
		return nil, nil, nil, by, fmt.Errorf(format, args...)
	}
	for text := range strings.SplitSeq(o.levels, ",") {
		l, err := percentage(text)
		if err != nil || l.Sign() < 0 || money.Int(10).Less(l) {
			return fail("--levels %q: %q is not a percentage from 0 to 1000, such as 90", o.levels, text)
		}
		levels = append(levels, l)
	}
	if o.discount != "" {
		d, err := percentage(o.discount)
		if err != nil || d.Sign() <= 0 || !d.Less(money.One) {
			return fail("--discount %q is not a percentage above 0 and below 100, such as 29.5%%", o.discount)
		}
		discount = &d
	}
	terms, by, err = o.terms.optional(o.asOf)
	switch {
	case err != nil:
		return fail("%w", err)
	case terms == nil && o.usage.named():
		return fail("--usage is priced on a card: give --offer, --currency and --market")
	case terms != nil && discount != nil:
		return fail("--discount stands in place of a card's prices; give one or the other")
	case !slices.Contains([]int{7, 30, 60}, o.lookBack):
		return fail("--look-back %d is not one of 7, 30, 60", o.lookBack)
	case o.months != 12 && o.months != 36:
		return fail("--months %d is not one of 12, 36", o.months)
	case o.share != "shared" && o.share != "single":
		return fail("--plan-scope %q is not one of shared, single", o.share)
	}
	return discount, levels, terms, by, nil
}

// percentage reads "29.5" or "29.5%" as a part, 0.295.
func percentage(text string) (money.Decimal, error) {
	d, err := money.Parse(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	return d.Div(money.Int(100)), err
}

// recommendations are those of the files, or else Azure's.
func (p *program) recommendations(ctx context.Context, o benefitsCheck, files []string) (list []reconcile.Recommendation, err error) {
	var records []json.RawMessage
	var from []string
	if len(files) > 0 {
		if o.save != "" {
			return nil, badInput(errors.New("--save keeps what Azure answers, and FILEs are such answers: give one or the other"))
		}
		if records, from, err = savedRecords(files); err != nil {
			return nil, badInput(err)
		}
	} else {
		scope, err := p.benefitsScope(o.profile)
		if err != nil {
			return nil, badInput(err)
		}
		client, err := p.fetchEnv().ARM()
		if err != nil {
			return nil, err
		}
		records, err = invoice.Recommendations(ctx, client, invoice.RecommendationQuery{Scope: scope, LookBack: o.lookBack, Months: o.months, Single: o.share == "single"})
		if err != nil {
			return nil, err
		}
		if err := p.saveRecords(o.save, records); err != nil {
			return nil, err
		}
	}
	for i, raw := range records {
		r, err := invoice.DecodeRecommendation(raw)
		if err != nil && from != nil {
			return nil, badInput(fmt.Errorf("%s: %w", from[i], err))
		}
		if err != nil {
			return nil, fmt.Errorf("an answer of Azure's: %w", err)
		}
		list = append(list, r)
	}
	return list, nil
}

// benefitsScope is whose usage Microsoft looks at: a billing account's, or else a
// subscription's.
func (p *program) benefitsScope(profile string) (string, error) {
	cfg := p.config.Azure
	if err := cfg.Validate(); err != nil {
		return "", err
	}
	switch {
	case cfg.BillingAccount != "":
		if profile != "" && strings.ContainsAny(profile, "/?#%") {
			return "", fmt.Errorf("--billing-profile %q is not the name of a billing profile", profile)
		}
		return invoice.Account(cfg.BillingAccount, profile), nil
	case profile != "":
		return "", errors.New("--billing-profile is one of --billing-account: give that, too")
	case cfg.Subscription != "":
		return "/subscriptions/" + cfg.Subscription, nil
	}
	return "", errors.New("whose recommendations? give a FILE with a saved answer, --subscription ID, or --billing-account NAME")
}

// hourlyUsage prices the usage of the hours that a recommendation looks back on.
func (p *program) hourlyUsage(ctx context.Context, s usage.Spec, r reconcile.Recommendation, terms ratebook.Terms, by time.Time) (*reconcile.Hourly, error) {
	if terms.Currency != r.Currency {
		return nil, badInput(fmt.Errorf("recommendation %s is in %s, and the terms are in %s: give --currency %s; two currencies are not compared", r.ID, r.Currency, terms.Currency, r.Currency))
	}
	s.ByHour, s.Prefer = true, string(terms.Currency)
	if !r.First.IsZero() && r.Hours > 0 && r.Hours%24 == 0 {
		s.From, s.To = r.First.Format(time.DateOnly), r.First.AddDate(0, 0, r.Hours/24-1).Format(time.DateOnly)
	}
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return nil, err
	}
	p.sayRows(got)
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return nil, err
	}
	defer closeBook()
	hourly, err := reconcile.HourlyUsage(ctx, b, got, terms, r.Months, by)
	return hourly, noCard(err)
}

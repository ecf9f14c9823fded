package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"azwhatif/scenario/usage"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const usagePullDetailsHelp = `Details asks Cost Management for reports of cost details, which Azure makes of
Enterprise Agreements and Microsoft Customer Agreements, and of subscriptions in
them: one report for each month, of the past 13. Each is saved in a folder of its
own below --dir, with a manifest that says which days it is of, and a
_provenance.json: what was asked, when, with which api-version, and the SHA-256 of
each part. Every command that reads usage takes --dir.

A report is saved whole or not at all. A month that is there is not asked for
again, once three days have passed since its end: usage comes in up to three days
late. One that was made before is made anew, and takes its place. --again asks for
all of them. A month of which Azure has nothing is said, and nothing is saved: it is
missing, not zero. What fails does not keep back the other months; the exit code is
then 1, and the same command goes on with the rest.

Actual costs have purchases of reservations and savings plans on their day;
amortized ones spread them over the usage that they cover. Both of the same days
have all usage twice: they go into two folders. So do an invoice and the days that
it is of, or an account and a subscription that may be in it: what may have usage
twice in --dir is refused.

For Pay-As-You-Go, Visual Studio and other offers Azure makes no such report:
"usage pull" reads their usage, "usage pull exports" what was exported.`

type pullDetails struct {
	scope, profile, metric, dir      string
	from, to, billingPeriod, invoice string
	again                            bool
}

func (p *program) usagePullDetailsCommand() *cobra.Command {
	var o pullDetails
	cmd := &cobra.Command{
		Use:   "details --from MONTH --to MONTH [--subscription ID | --billing-account NAME]",
		Short: "Save reports of cost details, of Enterprise and Customer Agreements",
		Long:  usagePullDetailsHelp,
		Example: `  azwhatif usage pull details --subscription ID --from 2026-01 --to 2026-03 --dir usage
  azwhatif usage pull details --billing-account 123456 --from 2026-03-01 --to 2026-03-15 --dir usage
  azwhatif usage pull details --billing-account NAME --billing-profile NAME --invoice G012345678 --dir usage
  azwhatif spend usage`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.usagePullDetails(cmd.Context(), o, cmd.Flags())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "the first day, such as 2026-03-01, or the first month, such as 2026-03")
	f.StringVar(&o.to, "to", "", "the last day or month, included (default today)")
	f.StringVar(&o.billingPeriod, "billing-period", "", "in place of days: the month of an enrollment's bill, such as 202603")
	f.StringVar(&o.invoice, "invoice", "", "in place of days: an invoice of a Microsoft Customer Agreement")
	f.StringVar(&o.metric, "metric", "actual", "actual or amortized costs")
	f.StringVar(&o.scope, "scope", "", "the resource id of what is asked about, in place of --subscription, --billing-account and --billing-profile")
	f.StringVar(&o.profile, "billing-profile", "", "the name of the billing profile, of a Microsoft Customer Agreement")
	f.StringVarP(&o.dir, "dir", "d", ".", "the folder to save to")
	f.BoolVar(&o.again, "again", false, "also what is there already")
	addBillingAccount(f)
	addAzureFlags(f)
	return cmd
}

func (p *program) usagePullDetails(ctx context.Context, o pullDetails, flags *pflag.FlagSet) error {
	reports, err := p.detailsAsked(o, flags)
	if err == nil {
		err = usage.PullFolder(o.dir)
	}
	if err != nil {
		return badInput(err)
	}
	bar := p.pullBar()
	options := usage.PullOptions{Now: p.now, Again: o.again, Progress: bar.add, Say: func(s string) { p.say("%s", s) }}
	done, err := usage.HoldPulls(ctx, o.dir, options.Say)
	if err != nil {
		return err
	}
	defer done()
	if err := usage.CheckPulls(o.dir, reports, options); err != nil {
		return badInput(err)
	}
	client, err := p.fetchEnv().ARM()
	if err != nil {
		return err
	}
	empty, err := p.pullEach(ctx, reportsPulled, len(reports), o.dir, bar, func(i int) (fmt.Stringer, usage.Pulled, error) {
		pulled, err := usage.PullDetails(ctx, client, reports[i], o.dir, options)
		return reports[i], pulled, err
	})
	if err != nil {
		return err
	}
	if empty == len(reports) {
		return errors.New("there are no cost details of what was asked for; nothing is saved")
	}
	return nil
}

// detailsAsked are the reports that are asked for.
func (p *program) detailsAsked(o pullDetails, flags *pflag.FlagSet) (all []usage.Details, err error) {
	if err := p.config.Azure.Validate(); err != nil {
		return nil, err
	}
	d := usage.Details{BillingPeriod: strings.ReplaceAll(o.billingPeriod, "-", ""), Invoice: o.invoice, From: o.from, To: o.to}
	if d.Metric, err = usage.ParseMetric(o.metric); err != nil {
		return nil, err
	}
	scope, err := p.pullScope(o, flags)
	if err != nil {
		return nil, err
	}
	if d.Scope, err = usage.ParseScope(scope); err != nil {
		return nil, err
	}
	days := o.from != "" || o.to != ""
	switch {
	case days && (o.invoice != "" || o.billingPeriod != ""), o.invoice != "" && o.billingPeriod != "":
		return nil, errors.New("--from and --to, --billing-period and --invoice each say what of: give one of them")
	case o.invoice != "" || o.billingPeriod != "":
		return []usage.Details{d}, d.Check()
	case o.from == "":
		return nil, errors.New("give the first month or day with --from, such as --from 2026-01, and the last with --to, unless it is today's")
	case o.to == "":
		d.To = p.now().UTC().Format("2006-01-02")
	}
	all, held, err := d.ByMonth(p.now())
	if held {
		p.say("--to %s is in the future: days up to today are asked for", o.to)
	}
	return all, err
}

// pullScope is what is asked about: what the command line names, else the one that the
// variables and the config file do.
func (p *program) pullScope(o pullDetails, flags *pflag.FlagSet) (string, error) {
	account, subscription := p.config.Azure.BillingAccount, p.config.Azure.Subscription
	ofAccount := "providers/Microsoft.Billing/billingAccounts/" + account
	named := func(name string) bool { return flags.Changed(name) }
	switch {
	case o.scope != "" && (named("subscription") || named("billing-account") || o.profile != ""):
		return "", errors.New("--scope stands in place of --subscription, --billing-account and --billing-profile")
	case o.scope != "":
		return o.scope, nil
	case o.profile != "" && account == "":
		return "", errors.New("--billing-profile is of a Microsoft Customer Agreement: give --billing-account its name")
	case named("subscription") && (named("billing-account") || o.profile != ""):
		return "", errors.New("--subscription and --billing-account each say what is asked about: give one of them")
	case o.profile != "":
		return ofAccount + "/billingProfiles/" + o.profile, nil
	case named("subscription") || account == "" && subscription != "":
		return "subscriptions/" + subscription, nil
	case named("billing-account") || subscription == "" && account != "":
		return ofAccount, nil
	case account != "":
		return "", errors.New("a subscription and a billing account are both configured: name the one that is asked about with --subscription or --billing-account")
	}
	return "", errors.New("whose cost details? give --subscription its id, --billing-account its name, or --scope a resource id")
}

// pulling is a bar that counts bytes, on a terminal.
type pulling struct{ bar *progressbar.ProgressBar }

func (p *program) pullBar() *pulling {
	if !isTerminal(p.stderr) || p.config.Quiet {
		return &pulling{}
	}
	return &pulling{progressbar.NewOptions64(-1, progressbar.OptionSetWriter(p.stderr), progressbar.OptionSetDescription("pulling usage"),
		progressbar.OptionShowBytes(true), progressbar.OptionClearOnFinish())}
}

// add and clear: a bar that cannot be drawn is no failure.
func (b *pulling) add(bytes int64) {
	if b.bar != nil {
		_ = b.bar.Add64(bytes)
	}
}

func (b *pulling) clear() {
	if b.bar != nil {
		_ = b.bar.Clear()
	}
}

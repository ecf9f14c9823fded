package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/scenario/usage"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
)

const usagePullHelp = `Pull asks Azure's UsageAggregates API what a subscription used, and saves the
answer as one file, which "usage inspect", "usage rollup" and a scenario's imports
read. It needs a sign-in that may read the subscription's usage, such as Reader. CSP
subscriptions are not served, and Microsoft Customer Agreements better by "usage pull
details".

--from and --to, both included, are the days in UTC on which usage was reported, not
those on which it was used: usage is reported some hours to some days later. For all
of a month, give a --to some days behind its end, and let "from" and "until" of a
scenario's import, or --from and --to of "usage rollup", keep the month. Days that are not over are left out.

Usage of one day that was reported on two is two records; both count. Pulls of days
that overlap may be imported together: a record counts once. Do not import a daily
and an hourly pull of the same days: they are the same usage twice.

Nothing is saved unless all of it arrived; a file of that name is then replaced.`

type pullOptions struct {
	from, to, out string
	days          int
	hourly        bool
}

func (p *program) usagePullCommand() *cobra.Command {
	var o pullOptions
	cmd := &cobra.Command{
		Use:     "pull --subscription ID --from DAY --to DAY | --days N",
		Short:   "Save a subscription's usage from Azure",
		Long:    usagePullHelp,
		Example: `  azwhatif usage pull --subscription ID --from 2026-03-01 --to 2026-04-05 -o march.json.gz`,
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.usagePull(cmd.Context(), o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "the first day of reports, such as 2026-03-01")
	f.StringVar(&o.to, "to", "", "the last day of reports, included")
	f.IntVar(&o.days, "days", 0, "the last so many days of reports that are over, in place of --from and --to")
	f.BoolVar(&o.hourly, "hourly", false, "records by the hour, not by the day")
	f.StringVarP(&o.out, "output", "o", "", "the file to save to, compressed where it ends in .gz (default usage-SUBSCRIPTION-FROM-TO.json)")
	addMaxResponse(f)
	addAzureFlags(f)
	cmd.AddCommand(p.usagePullDetailsCommand(), p.usagePullExportsCommand())
	return cmd
}

func (p *program) usagePull(ctx context.Context, o pullOptions) error {
	if err := o.lastDays(p.now()); err != nil {
		return badInput(err)
	}
	asked, held, err := p.reported(o)
	if err != nil {
		return badInput(err)
	}
	if o.out == "" {
		o.out = fmt.Sprintf("usage-%s-%s-%s.json", asked.Subscription, o.from, asked.Last().Format(time.DateOnly))
	}
	if err := checkOut(o.out); err != nil {
		return badInput(err)
	}
	client, err := p.fetchEnv().ARM()
	if err != nil {
		return err
	}
	if held {
		p.say("--to %s is not over: what was reported before %s is asked for", o.to, asked.End.Format("2006-01-02 15:04 UTC"))
	}
	progress, finish := p.pullProgress()
	records := 0
	err = p.writeFile(o.out, func(w io.Writer) (err error) {
		if strings.HasSuffix(strings.ToLower(o.out), ".gz") {
			z := gzip.NewWriter(w)
			defer func() { err = errors.Join(err, z.Close()) }()
			w = z
		}
		records, err = usage.Pull(ctx, client, asked, w, progress)
		if err == nil && records == 0 {
			err = fmt.Errorf("no usage of subscription %s was reported from %s to %s", asked.Subscription, o.from, asked.Last().Format(time.DateOnly))
		}
		return err
	})
	finish()
	if err != nil {
		return fmt.Errorf("%w; nothing is saved", err)
	}
	p.say("saved %d records that were reported from %s to %s in %s", records, o.from, asked.Last().Format(time.DateOnly), o.out)
	p.say("these are days of reports: usage of the last ones may be reported up to some days later")
	return nil
}

// lastDays fills in the days that --days means, in UTC.
func (o *pullOptions) lastDays(now time.Time) error {
	switch {
	case o.days == 0:
		return nil
	case o.from != "" || o.to != "":
		return errors.New("--days stands in place of --from and --to; give one or the other")
	case o.days < 0 || o.days > 1000:
		return fmt.Errorf("--days %d is not a number of days from 1 to 1000", o.days)
	}
	today := now.UTC()
	o.from, o.to = today.AddDate(0, 0, -o.days).Format(time.DateOnly), today.AddDate(0, 0, -1).Format(time.DateOnly)
	return nil
}

// reported is what is to be asked for.
func (p *program) reported(o pullOptions) (asked usage.Reported, held bool, err error) {
	if err := p.config.Azure.Validate(); err != nil {
		return asked, false, err
	}
	switch {
	case p.config.Azure.Subscription == "":
		return asked, false, errors.New("usage is a subscription's: give --subscription, AZWHATIF_AZURE_SUBSCRIPTION or azure.subscription in the config file its id")
	case o.from == "" || o.to == "":
		return asked, false, errors.New("give the first and the last day of reports with --from and --to, such as --from 2026-03-01 --to 2026-04-05, or their number with --days")
	}
	asked, held, err = usage.ReportedDays(o.from, o.to, o.hourly, p.now())
	asked.Subscription = p.config.Azure.Subscription
	return asked, held, err
}

// checkOut refuses what cannot become a file, before anything is asked.
func checkOut(path string) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file", path)
	}
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("%s: there is no folder %s", path, dir)
	}
	return nil
}

// pullProgress counts records on a terminal.
func (p *program) pullProgress() (progress func(records int), finish func()) {
	if !isTerminal(p.stderr) || p.config.Quiet {
		return nil, func() {}
	}
	bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(p.stderr), progressbar.OptionSetDescription("pulling usage"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	return func(records int) { _ = bar.Set(records) }, func() { _ = bar.Finish() } // a bar that cannot be drawn is no failure
}

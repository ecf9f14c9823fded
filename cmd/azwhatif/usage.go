package main

import (
	"context"
	"fmt"
	"strings"

	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (p *program) usageCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "usage",
		Short: "Read exports of usage and cost, or pull usage from Azure",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.usageInspectCommand(), p.usagePullCommand(), p.usageRollupCommand(), p.usageSQLCommand())
	return cmd
}

const usageFiles = `A FILE is an export, a folder of exports or a glob; plain, gzip, zstd or zip. Its
format is found by its header or content, never by its name:
  %s
What a file leaves open, such as the order of day and month, is settled from the
whole file; where it cannot be, the error says what to state. A row that cannot be
read is counted and shown with its line.`

func usageHelp(text string) string {
	return text + "\n\n" + fmt.Sprintf(usageFiles, strings.Join(usage.Formats(), ", "))
}

// addSpecFlags adds the flags that say how files are to be read, and what of them.
func addSpecFlags(f *pflag.FlagSet, s *usageFlags) {
	addReadingFlags(f, s)
	f.StringVar(&s.From, "from", "", "the first day wanted, such as 2026-03-01")
	f.StringVar(&s.To, "to", "", "the last day wanted, included")
	f.IntVar(&s.CycleDay, "billing-cycle-day", 1, "the day on which the billing month starts")
}

// addReadingFlags leaves out those of the time.
func addReadingFlags(f *pflag.FlagSet, s *usageFlags) {
	s.addSourceFlags(f)
	f.StringVar(&s.Format, "format-in", "", "the format of the files or the table, where it is not found")
	f.StringVar(&s.DateOrder, "date-order", "", "mdy, dmy or ymd, where a file does not settle it")
	f.StringVar(&s.Decimal, "decimal", "", `"." or ",", where a file does not settle it`)
	f.StringVar(&s.Currency, "billed-currency", "", "what costs are in where a file names no currency, such as EUR")
	f.StringSliceVar(&s.Subscriptions, "only-subscription", nil, "only these subscriptions")
	f.IntVar(&s.MaxRefused, "max-refused", usage.DefaultMaxRefused, "how many rows may be refused before that is an error; -1 allows none")
}

// rollUp imports files, with a bar on a terminal.
func (p *program) rollUp(ctx context.Context, s usage.Spec) (*scenario.Imported, error) {
	s.Memory, s.Cache = p.config.memory, p.usageCache()
	imported, err := usage.RollUp(ctx, s, p.readingBar(s))
	if err != nil {
		return nil, unread(err)
	}
	return imported, p.sayReceived(imported, s)
}

// sumUp is rollUp where the sums need not be in memory together.
func (p *program) sumUp(ctx context.Context, s usage.Spec) (*usage.Sums, error) {
	s.Memory, s.Cache = p.config.memory, p.usageCache()
	sums, err := usage.SumUp(ctx, s, p.readingBar(s))
	if err != nil {
		return nil, unread(err)
	}
	if err := p.sayReceived(&sums.Imported, s); err != nil {
		sums.Close()
		return nil, err
	}
	return sums, nil
}

// sayReceived says what came back over the wire. The error is about an import of
// which nothing could be read.
func (p *program) sayReceived(imported *scenario.Imported, s usage.Spec) error {
	for _, f := range imported.Sources {
		if f.Received > 0 {
			p.say("%s: %d bytes came back", f.Name, f.Received)
		}
	}
	if s.GoOn { // what looks at files shows them first
		return nil
	}
	return nothingRead(imported)
}

// readingBar shows on a terminal how much of the files is read; nil elsewhere.
func (p *program) readingBar(s usage.Spec) func(done, total int64) {
	if !isTerminal(p.stderr) || p.config.Quiet || s.Remote() { // of which there are no files
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int64) {
		if bar == nil {
			bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(p.stderr), progressbar.OptionSetDescription("reading usage"),
				progressbar.OptionShowBytes(true), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set64(done) // a bar that cannot be drawn is no failure
	}
}

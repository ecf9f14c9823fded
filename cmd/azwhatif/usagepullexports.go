package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"azwhatif/ratebook/azure"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

const usagePullExportsHelp = `Exports saves what Cost Management's exports put into a storage account. ADDRESS is
that of a container, or of a folder in it; the sign-in needs the role Storage Blob
Data Reader there.

Each run of an export has a manifest. Of the runs for one period the newest whole
one counts, and only those of the days that are asked for are saved: each in a
folder of its own below --dir, its files held to the sizes that the storage and the
manifest state, with the manifest and a _provenance.json: where from, when, and the
SHA-256 of each file. Every command that reads usage takes --dir.

A run is there whole or not at all. One that is there is not asked for again; a
newer one takes its place. What came before a pull was broken off is kept for a day,
and the same command goes on with the rest. A run that lacks a file in the storage,
and files without a manifest, are said and not saved.

Two exports of the same costs, such as actual and amortized ones, have all usage
twice: where there are several, name what is wanted with --export. What would have
usage twice in --dir, with what was pulled into it before, is refused.`

type pullExports struct {
	from, to, dir string
	exports       []string
	again         bool
}

func (p *program) usagePullExportsCommand() *cobra.Command {
	var o pullExports
	cmd := &cobra.Command{
		Use:   "exports ADDRESS --from MONTH --to MONTH",
		Short: "Save exports of costs from a storage account",
		Long:  usagePullExportsHelp,
		Example: `  azwhatif usage pull exports https://ACCOUNT.blob.core.windows.net/costs --from 2026-01 --to 2026-03 --dir usage
  azwhatif usage pull exports https://ACCOUNT.blob.core.windows.net/costs/daily --from 2026-03 --export actual --dir usage`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return p.usagePullExports(cmd.Context(), o, args[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "the first day, such as 2026-03-01, or the first month, such as 2026-03")
	f.StringVar(&o.to, "to", "", "the last day or month, included (default today)")
	f.StringSliceVar(&o.exports, "export", nil, "only the exports of these names, or resource ids")
	f.StringVarP(&o.dir, "dir", "d", ".", "the folder to save to")
	f.BoolVar(&o.again, "again", false, "also what is there already")
	addAzureFlags(f)
	return cmd
}

func (p *program) usagePullExports(ctx context.Context, o pullExports, address string) error {
	if o.to == "" {
		o.to = p.now().UTC().Format(time.DateOnly)
	}
	place, err := usage.ParsePlace(address)
	if err == nil && o.from == "" {
		err = errors.New("give the first month or day with --from, such as --from 2026-01, and the last with --to, unless it is today's")
	}
	var from, to string
	if err == nil {
		from, to, err = usage.Days(o.from, o.to)
	}
	if err == nil {
		err = usage.PullFolder(o.dir)
	}
	if err == nil {
		err = p.config.Azure.Validate()
	}
	if err != nil {
		return badInput(err)
	}
	client, err := p.storage(place.Account)
	if err != nil {
		return err
	}
	bar := p.pullBar()
	options := usage.PullOptions{Now: p.now, Again: o.again, Progress: bar.add, Say: func(s string) { p.say("%s", s) }}
	done, err := usage.HoldPulls(ctx, o.dir, options.Say)
	if err != nil {
		return err
	}
	defer done()
	found, err := usage.FindExports(ctx, client, place, from, to)
	if err != nil {
		return err
	}
	for _, n := range found.Notes {
		p.say("%s", n)
	}
	if err := one(&found, o.exports, from, to); err != nil {
		return err
	}
	if err := usage.CheckRuns(o.dir, found.Runs, options); err != nil {
		return badInput(err)
	}
	return p.pullRuns(ctx, client, found.Runs, o.dir, options, bar)
}

// storage is a client of a storage account, signed in.
func (p *program) storage(account string) (*azure.Client, error) {
	opt := azure.Options{Version: version(), Log: p.log, Prompt: p.stderr, MostBytes: p.config.maxResponse}
	cred, err := azure.NewCredential(p.config.Azure, opt)
	if err != nil {
		return nil, err
	}
	client, err := azure.NewStorage(account, p.config.Azure, cred, opt)
	if err != nil {
		return nil, badInput(err)
	}
	return client, nil
}

// one keeps what is named of the exports, or the one that is there.
func one(found *usage.Exports, names []string, from, to string) error {
	if len(found.Runs) == 0 {
		return fmt.Errorf("there is no run of an export of %s to %s: nothing is saved; check the address, and that the export has run", from, to)
	}
	if len(names) > 0 {
		if err := found.Only(names); err != nil {
			return badInput(err)
		}
		return nil
	}
	if all := found.Names(); len(all) > 1 {
		return badInput(fmt.Errorf("there are %d exports: %s; each may have all usage, so name the one that is wanted with --export, or give the address of its folder", len(all), strings.Join(all, ", ")))
	}
	return nil
}

func (p *program) pullRuns(ctx context.Context, client *azure.Client, runs []usage.StoredRun, dir string, options usage.PullOptions, bar *pulling) error {
	_, err := p.pullEach(ctx, runsPulled, len(runs), dir, bar, func(i int) (fmt.Stringer, usage.Pulled, error) {
		pulled, err := usage.PullRun(ctx, client, runs[i], dir, options)
		return runs[i], pulled, err
	})
	return err
}

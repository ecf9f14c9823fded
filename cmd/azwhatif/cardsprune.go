package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
)

func (p *program) cardsPruneCommand() *cobra.Command {
	var f cardFilter
	var keep int
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "prune --keep N",
		Short: "Remove all but the newest cards of each terms",
		Long: `Prune removes cards, but for the N newest of each offer, currency, market,
locale and source. An estimate can then no longer be made as of an earlier date.
A card that says it was fetched in the future is none of these, and stays.`,
		Example: `  azwhatif cards prune --keep 3 --dry-run`,
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if keep < 1 {
				return badInput(errors.New("--keep: say how many cards of each terms to keep, at least 1"))
			}
			return p.prune(cmd.Context(), f, keep, dryRun)
		},
	}
	f.addFlags(cmd)
	cmd.Flags().IntVar(&keep, "keep", 0, "how many cards of each terms to keep")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "only show what would be removed")
	return cmd
}

func (p *program) prune(ctx context.Context, f cardFilter, keep int, dryRun bool) error {
	b, err := openStore(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer b.Close()
	removed := 0
	for _, group := range byTerms(past(p.cards(ctx, b, f), p.now())) {
		for _, h := range group[:max(0, len(group)-keep)] {
			removed++
			if dryRun {
				fmt.Fprintf(p.stdout, "would remove  %s, fetched %s\n", h.Terms, h.Provenance.Fetched.Format("2006-01-02 15:04"))
				continue
			}
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			path, err := b.Remove(h)
			if errors.Is(err, fs.ErrNotExist) {
				continue // another run has removed it
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "removed  %s\n", path)
		}
	}
	if removed == 0 {
		p.say("nothing to remove: no terms have more than %d cards", keep)
	}
	return nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"azwhatif/ratebook"

	"github.com/spf13/cobra"
)

func (p *program) cardsPruneCommand() *cobra.Command {
	var f cardFilter
	var keep int
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "prune --keep N",
		Short: "Remove all but the newest cards of each terms and region",
		Long: `Prune removes cards, but for the N newest of each offer, currency, market,
locale and source, and of each region and service that they were asked for: the
only card that covers a region stays, however old it is. A card that does not say
what it was asked for goes where N newer ones have each of its meters. An estimate
can then no longer be made as of an earlier date. A card that says it was fetched
in the future is none of these, and stays.`,
		Example: `  azwhatif cards prune --keep 3 --dry-run`,
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if keep < 1 {
				return badInput(errors.New("--keep: say how many cards of each terms to keep, at least 1"))
			}
			return p.prune(cmd.Context(), f, keep, dryRun)
		},
	}
	f.addFlags(cmd)
	cmd.Flags().IntVar(&keep, "keep", 0, "how many cards of each terms and region to keep")
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
		unneeded, err := superseded(ctx, b, group, keep)
		if err != nil {
			return err
		}
		for _, h := range unneeded {
			removed++
			if dryRun {
				fmt.Fprintf(p.stdout, "would remove  %s, fetched %s\n", cardName(h), h.Provenance.Fetched.Format("2006-01-02 15:04"))
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
		p.say("nothing to remove: no terms have more than %d cards of one region", keep)
	}
	return nil
}

// superseded are the cards of one terms, from old to new, in whose place so many newer
// ones answer.
func superseded(ctx context.Context, b book, cards []ratebook.Header, keep int) ([]ratebook.Header, error) {
	kept := map[time.Time]bool{} // by when they were fetched, which no two share
	rest := slices.Clone(cards)
	for range keep {
		for _, h := range ratebook.InUse(rest) {
			kept[h.Provenance.Fetched] = true
		}
		rest = slices.DeleteFunc(rest, func(h ratebook.Header) bool { return kept[h.Provenance.Fetched] })
	}
	for i, h := range cards {
		if _, known := h.Coverage(); known || !kept[h.Provenance.Fetched] {
			continue
		}
		all, err := answeredBy(ctx, b, h, cards[i+1:], keep)
		if err != nil {
			return nil, err
		}
		kept[h.Provenance.Fetched] = !all
	}
	return slices.DeleteFunc(slices.Clone(cards), func(h ratebook.Header) bool { return kept[h.Provenance.Fetched] }), nil
}

// answeredBy tells whether, for each meter of a card, so many newer ones have it or were
// asked for it.
func answeredBy(ctx context.Context, b book, h ratebook.Header, newer []ratebook.Header, keep int) (bool, error) {
	type place struct {
		id     ratebook.MeterID
		region ratebook.Region
	}
	if len(newer) < keep {
		return false, nil
	}
	card, err := b.Load(ctx, h)
	if err != nil {
		return false, err
	}
	meters := card.Meters()
	times := map[place]int{}
	for _, n := range newer {
		has := map[place]bool{}
		if _, known := n.Coverage(); !known {
			other, err := b.Load(ctx, n)
			if err != nil {
				return false, err
			}
			for _, m := range other.Meters() {
				has[place{m.ID, m.Region}] = true
			}
		}
		for _, m := range meters {
			if at := (place{m.ID, m.Region}); has[at] || n.Covers(m) {
				times[at]++
			}
		}
	}
	return !slices.ContainsFunc(meters, func(m ratebook.Meter) bool { return times[place{m.ID, m.Region}] < keep }), nil
}

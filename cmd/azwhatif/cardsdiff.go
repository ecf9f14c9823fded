package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/store"

	"github.com/spf13/cobra"
)

const cardsDiffHelp = `Diff lists what rose, fell, came and went between two cards. A card is named by
the beginning of its SHA-256 or of its date, as "azwhatif cards list" shows
them; --offer, --currency and --market narrow the choice.

With --scenario, a case of a scenario is priced on both cards, and the
difference of its total is explained meter by meter: a saved quote, priced again.`

type diffOptions struct {
	cardFilter
	scenario, caseName string
	limit              int
}

func (p *program) cardsDiffCommand() *cobra.Command {
	var o diffOptions
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show what changed from one card to another",
		Long:  cardsDiffHelp,
		Example: `  azwhatif cards diff 2026-08-03 2026-09-01 --offer MS-AZR-0003P
  azwhatif cards diff 2026-08-03 2026-09-01 --scenario plan.yaml --case Prepay`,
		Args: usageArgs(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.diff(cmd.Context(), args[0], args[1], o)
		},
	}
	o.addFlags(cmd)
	cmd.Flags().StringVar(&o.scenario, "scenario", "", "weigh the changes by this scenario")
	cmd.Flags().StringVar(&o.caseName, "case", "", "the case of the scenario (default: the first with the cards' terms)")
	cmd.Flags().IntVar(&o.limit, "limit", 20, "the most meters to show of each movement; 0 is all")
	return cmd
}

func (p *program) diff(ctx context.Context, oldRef, newRef string, o diffOptions) error {
	var older, newer *ratebook.Card
	var beside []*ratebook.Card
	err := store.Again(func() error {
		return p.withCards(ctx, o.cardFilter, func(b book, cards []ratebook.Header) (err error) {
			if older, err = p.pickAndLoad(ctx, b, cards, oldRef); err != nil {
				return err
			}
			if newer, err = p.pickAndLoad(ctx, b, cards, newRef); err != nil || o.scenario == "" {
				return err
			}
			beside, err = p.besides(ctx, b, cards, older, newer)
			return err
		})
	})
	if err != nil {
		return err
	}
	for _, c := range []struct {
		name string
		card *ratebook.Card
	}{{"old", older}, {"new", newer}} {
		v := c.card.Provenance
		fmt.Fprintf(p.stdout, "%s  %s, fetched %s, %.12s, %d meters\n", c.name, cardName(c.card.Header), v.Fetched.Format(time.RFC3339), v.SHA256, v.Meters)
	}
	if older.Terms != newer.Terms {
		p.say("the two cards have different terms: amounts are each card's own")
	}
	if covers(older.Header) != covers(newer.Header) {
		p.say("what only one of the two was asked for neither came nor went: the old card covers %s, the new one %s", covers(older.Header), covers(newer.Header))
	}
	changes := ratebook.Diff(older, newer)
	if o.scenario != "" {
		under := func(c *ratebook.Card) *ratebook.Card { return ratebook.Joined(append([]*ratebook.Card{c}, beside...)) }
		return p.weigh(ctx, under(older), under(newer), changes, o)
	}
	return showChanges(p.stdout, changes, o.limit)
}

// besides are the cards in use that answer for what two cards of their terms were not
// asked for: a scenario has the same prices of them beside either.
func (p *program) besides(ctx context.Context, b book, cards []ratebook.Header, older, newer *ratebook.Card) (list []*ratebook.Card, err error) {
	if older.Whole() && newer.Whole() {
		return nil, nil
	}
	of := slices.DeleteFunc(past(cards, p.now()), func(h ratebook.Header) bool { return h.Terms != newer.Terms })
	for _, h := range ratebook.InUse(of) {
		if at := h.Provenance.Fetched; at.Equal(older.Provenance.Fetched) || at.Equal(newer.Provenance.Fetched) {
			continue
		}
		card, err := b.Load(ctx, h)
		if err != nil {
			return nil, err
		}
		list = append(list, card)
	}
	return list, nil
}

func (p *program) pickAndLoad(ctx context.Context, b book, cards []ratebook.Header, ref string) (*ratebook.Card, error) {
	h, err := pickCard(cards, ref)
	if err != nil {
		return nil, badInput(err)
	}
	return b.Load(ctx, h)
}

func showChanges(out io.Writer, changes []ratebook.RateChange, limit int) error {
	if len(changes) == 0 {
		fmt.Fprintln(out, "\nNo rate changed.")
		return nil
	}
	for len(changes) > 0 {
		n := slices.IndexFunc(changes, func(c ratebook.RateChange) bool { return c.Movement != changes[0].Movement })
		if n < 0 {
			n = len(changes)
		}
		fmt.Fprintf(out, "\n%d %s\n", n, changes[0].Movement)
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for i, c := range changes[:n] {
			if limit > 0 && i == limit {
				fmt.Fprintf(w, "  … and %d more (--limit)\n", n-limit)
				break
			}
			fmt.Fprintf(w, "  %s\t%s\t%s\n", movementText(c), c.Meter.Title(), c.Meter.Region.Display())
		}
		if err := w.Flush(); err != nil {
			return err
		}
		changes = changes[n:]
	}
	return nil
}

// movementText is "0.2 → 0.21 (+5.0%)".
func movementText(c ratebook.RateChange) string {
	switch c.Movement {
	case ratebook.Came:
		return prices(c.New)
	case ratebook.Went:
		return prices(c.Old)
	}
	s := prices(c.Old) + " → " + prices(c.New)
	if c.PartOK && !c.Part.IsZero() {
		s += " (" + signed(c.Part.Mul(money.Int(100)), 1) + "%)"
	}
	return s
}

func signed(d money.Decimal, places int32) string {
	if d.Sign() > 0 {
		return "+" + d.Fixed(places)
	}
	return d.Fixed(places)
}

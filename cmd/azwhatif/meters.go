package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"azwhatif/ratebook"

	"github.com/spf13/cobra"
)

const metersHelp = `Meters finds meters by words of their category, subcategory, name, unit and
region, or by id, and shows what they cost under each card at hand (the newest
of its terms).`

type metersOptions struct {
	query, category, region string
	limit                   int
}

func (p *program) metersCommand() *cobra.Command {
	var f cardFilter
	var o metersOptions
	cmd := &cobra.Command{
		Use:     "meters QUERY...",
		Short:   "Find meters, and their rates under every card",
		Long:    metersHelp,
		Example: `  azwhatif meters d4s v5 west europe --ratebook sample`,
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.query = strings.Join(args, " ")
			return p.withCards(cmd.Context(), f, func(b book, cards []ratebook.Header) error {
				return p.meters(cmd.Context(), b, cards, o)
			})
		},
	}
	f.addFlags(cmd)
	cmd.Flags().StringVar(&o.category, "category", "", "only meters of this category")
	cmd.Flags().StringVar(&o.region, "region", "", "only meters of this region, such as westeurope")
	cmd.Flags().IntVar(&o.limit, "limit", 10, "the most meters to show")
	return cmd
}

func (p *program) meters(ctx context.Context, b book, cards []ratebook.Header, o metersOptions) error {
	var all []ratebook.Meter
	rates := map[ratebook.MeterID][]cardRate{}
	for _, h := range newest(cards, p.now()) {
		card, err := b.Load(ctx, h)
		if err != nil {
			p.say("damaged: %v", err)
			continue
		}
		for _, r := range card.Rates {
			m := r.Meter
			if o.category != "" && !strings.EqualFold(o.category, m.Category) || o.region != "" && ratebook.ParseRegion(o.region) != m.Region {
				continue
			}
			if _, known := rates[m.ID]; !known {
				all = append(all, m)
			}
			rates[m.ID] = append(rates[m.ID], cardRate{h, r})
		}
	}
	found := ratebook.Search(all, o.query)
	if len(found) == 0 {
		return fmt.Errorf("no meter has all of %q; try fewer words", o.query)
	}
	for i, m := range found {
		if i == o.limit {
			p.say("… and %d more; give more words, or a higher --limit", len(found)-o.limit)
			break
		}
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		if err := p.showMeter(m, rates[m.ID]); err != nil {
			return err
		}
	}
	return nil
}

type cardRate struct {
	card ratebook.Header
	rate ratebook.Rate
}

func (p *program) showMeter(m ratebook.Meter, rates []cardRate) error {
	place := m.Region.Display()
	if m.Region == ratebook.Global {
		place = "every region"
	}
	fmt.Fprintf(p.stdout, "%s\n  %s, %s, per %q", m.Title(), m.ID, place, m.Unit)
	for _, extra := range append([]string{m.Status}, m.Tags...) {
		if extra != "" && extra != "Active" {
			fmt.Fprintf(p.stdout, ", %s", extra)
		}
	}
	fmt.Fprintln(p.stdout)
	w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
	for _, r := range rates {
		offer := string(r.card.Terms.Offer)
		if s := r.card.Terms.Source; s != ratebook.RateCard {
			offer += ", " + string(s)
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", offer, r.card.Terms.Market, r.card.Terms.Currency, prices(r.rate), strings.TrimPrefix(since(r.rate.Effective), ", "))
		for _, b := range besides(r.rate) {
			fmt.Fprintf(w, "  \t\t\t%s\t\n", b)
		}
	}
	return w.Flush()
}

// besides writes the prices that stand beside a rate: "reservation, 12 months: 1189".
func besides(r ratebook.Rate) []string {
	var list []string
	for _, b := range r.Beside {
		s := string(b.Kind)
		if b.Months > 0 {
			s += fmt.Sprintf(", %d months", b.Months)
		}
		if b.Above.Sign() > 0 {
			s += fmt.Sprintf(", above %s", b.Above)
		}
		s += ": " + b.Amount.String()
		if b.Kind == ratebook.Reservation {
			s += " for the whole term"
		}
		list = append(list, s)
	}
	return list
}

// prices writes a rate's tiers: "0.087; above 10235: 0.083 (100 included)".
func prices(r ratebook.Rate) string {
	if len(r.Tiers) == 0 {
		return "no price"
	}
	var parts []string
	for _, t := range r.Tiers {
		if t.Above.IsZero() {
			parts = append(parts, t.UnitPrice.String())
		} else {
			parts = append(parts, fmt.Sprintf("above %s: %s", t.Above, t.UnitPrice))
		}
	}
	s := strings.Join(parts, "; ")
	if r.Included.Sign() > 0 {
		s += fmt.Sprintf(" (%s included)", r.Included)
	}
	return s
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"

	"github.com/spf13/cobra"
)

const metersHelp = `Meters finds meters by words of their category, subcategory, name, unit and
region, or by id, and shows what they cost under each card at hand (the newest
of its terms). Prices stand under the words that their card has for the meter:
retail prices call some otherwise than rate cards do. A scenario may use either.`

type metersOptions struct {
	query, category, region, format string
	limit                           int
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

		ValidArgsFunction: p.completeMeters,
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
	cmd.Flags().StringVar(&o.format, "format", "table", metersFormats.formatUsage())
	return cmd
}

var metersFormats = formats[*foundMeters]{
	{name: "table", print: func(w io.Writer, f *foundMeters, _ report.Options) error { return f.show(w) }},
	{name: "json", print: func(w io.Writer, f *foundMeters, _ report.Options) error { return report.WriteJSON(w, f) }},
}

func (p *program) meters(ctx context.Context, b book, cards []ratebook.Header, o metersOptions) error {
	print, err := metersFormats.printer(o.format)
	if err != nil {
		return err
	}
	used := newest(cards, p.now())
	if len(used) == 0 {
		return errors.New(fromFuture(len(cards)))
	}
	terms := make([]ratebook.Terms, len(used))
	for i, h := range used {
		terms[i] = h.Terms
	}
	found, damage, err := b.Search(ctx, terms, o.query)
	if err != nil {
		return err
	}
	out := &foundMeters{Version: 1, Query: o.query, Meters: []jsonMeter{}}
	var sound []ratebook.Terms
	for i, t := range terms {
		if damage[i] != nil {
			p.say("damaged: %v", damage[i])
			out.Damaged = append(out.Damaged, damage[i].Error())
		} else {
			sound = append(sound, t)
		}
	}
	shown := map[ratebook.MeterID]bool{}
	found = slices.DeleteFunc(found, func(m ratebook.Meter) bool {
		if o.category != "" && !strings.EqualFold(o.category, m.Category) || o.region != "" && ratebook.ParseRegion(o.region) != m.Region {
			return true
		}
		again := shown[m.ID]
		shown[m.ID] = true
		return again
	})
	if len(found) == 0 {
		return fmt.Errorf("no meter has all of %q; try fewer words", o.query)
	}
	more := max(0, len(found)-max(0, o.limit))
	found = found[:len(found)-more]
	entries, err := meterEntries(ctx, b, sound, found)
	if err != nil {
		return err
	}
	for i := range entries {
		out.Meters = append(out.Meters, entries[i].json(found[i]))
	}
	out.More, out.found, out.entries = more, found, entries
	if err := print(p.stdout, out, p.screen()); err != nil {
		return err
	}
	if more > 0 {
		p.say("… and %d more; give more words, or a higher --limit", more)
	}
	return nil
}

// show writes the meters, one below the other.
func (f *foundMeters) show(w io.Writer) error {
	for i := range f.entries {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := f.entries[i].show(w, f.found[i]); err != nil {
			return err
		}
		f.entries[i].showLicence(w)
	}
	return nil
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
		if b.Kind == ratebook.List {
			s += below(r, b)
		}
		if b.Kind.OfTerm() {
			s += " for the whole term"
		}
		list = append(list, s)
	}
	return list
}

// below is how much a rate's price is below the list price: ", 13.04% less".
func below(r ratebook.Rate, list ratebook.Price) string {
	for _, t := range r.Tiers {
		if t.Above.Equal(list.Above) && list.Amount.Sign() > 0 && !t.UnitPrice.Equal(list.Amount) {
			part := list.Amount.Sub(t.UnitPrice).Div(list.Amount).Mul(money.Int(100)).Round(2)
			if part.Sign() < 0 {
				return fmt.Sprintf(", the price is %s%% more", part.Neg())
			}
			return fmt.Sprintf(", the price is %s%% less", part)
		}
	}
	return ""
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
	if !r.Ends.IsZero() {
		s += " until " + r.Ends.Format(time.DateOnly)
	}
	return s
}

package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"azwhatif/ratebook"

	"github.com/spf13/cobra"
)

func (p *program) cardsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cards",
		Short: "List, show, compare, verify and prune the cards of the ratebook",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.cardsListCommand(), p.cardsShowCommand(), p.cardsDiffCommand(),
		p.cardsVerifyCommand(), p.cardsPruneCommand())
	return cmd
}

// cardFilter narrows cards down; what is empty does not.
type cardFilter struct{ offer, currency, market string }

func (f *cardFilter) addFlags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.offer, "offer", "", "only cards of this offer, such as MS-AZR-0003P")
	cmd.Flags().StringVar(&f.currency, "currency", "", "only cards in this currency, such as EUR")
	cmd.Flags().StringVar(&f.market, "market", "", "only cards for this market, such as NL")
}

func (f cardFilter) picks(t ratebook.Terms) bool {
	if f.offer != "" {
		offer, err := ratebook.ParseOffer(f.offer)
		if err != nil || offer != t.Offer {
			return false
		}
	}
	return (f.currency == "" || strings.EqualFold(f.currency, string(t.Currency))) &&
		(f.market == "" || strings.EqualFold(f.market, string(t.Market)))
}

// cards gives the headers that the filter picks, and closes the book with
// damage reported on stderr: a damaged card hides no other.
func (p *program) cards(ctx context.Context, b book, f cardFilter) []ratebook.Header {
	all, damaged := b.Cards(ctx)
	for _, err := range damaged {
		p.say("damaged: %v", err)
	}
	var cards []ratebook.Header
	for _, h := range all {
		if f.picks(h.Terms) {
			cards = append(cards, h)
		}
	}
	return cards
}

// withCards opens the ratebook for something to be done with the cards that
// the filter picks; without any, it says what to do.
func (p *program) withCards(ctx context.Context, f cardFilter, do func(book, []ratebook.Header) error) error {
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer closeBook()
	cards := p.cards(ctx, b, f)
	if len(cards) == 0 {
		return fmt.Errorf(`no such card in the ratebook %s; take one in with "azwhatif fetch", or try --ratebook sample`, p.config.Ratebook)
	}
	return do(b, cards)
}

func (p *program) cardsListCommand() *cobra.Command {
	var f cardFilter
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the cards, a line each",
		Example: "  azwhatif cards list --currency EUR",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withCards(cmd.Context(), f, func(_ book, cards []ratebook.Header) error {
				w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
				fmt.Fprintln(w, "OFFER\tCURRENCY\tMARKET\tSOURCE\tFETCHED\tMETERS\tSHA-256\tCOVERS")
				for _, h := range cards {
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%6d\t%.12s\t%s\n", h.Terms.Offer, h.Terms.Currency, h.Terms.Market,
						h.Terms.Source, h.Provenance.Fetched.Format("2006-01-02 15:04"), h.Provenance.Meters, h.Provenance.SHA256, short(h))
				}
				if err := w.Flush(); err != nil {
					return err
				}
				if n := len(cards) - len(past(cards, p.now())); n > 0 {
					p.say("%s", fromFuture(n))
				}
				return nil
			})
		},
	}
	f.addFlags(cmd)
	return cmd
}

func (p *program) cardsShowCommand() *cobra.Command {
	var f cardFilter
	cmd := &cobra.Command{
		Use:     "show",
		Short:   "Show the terms and the provenance of cards",
		Example: "  azwhatif cards show --offer MS-AZR-0003P",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withCards(cmd.Context(), f, func(_ book, cards []ratebook.Header) error {
				for i, h := range cards {
					if i > 0 {
						fmt.Fprintln(p.stdout)
					}
					showCard(p.stdout, h)
					if h.Provenance.FromFuture(p.now()) {
						fmt.Fprintf(p.stdout, "  %-12s %s\n", "warning", fromFuture(1))
					}
				}
				return nil
			})
		},
	}
	f.addFlags(cmd)
	return cmd
}

func showCard(w io.Writer, h ratebook.Header) {
	t, v := h.Terms, h.Provenance
	fmt.Fprintln(w, t)
	line := func(key, format string, args ...any) {
		fmt.Fprintf(w, "  %-12s %s\n", key, fmt.Sprintf(format, args...))
	}
	if facts, ok := t.Offer.Facts(); ok {
		line("offer", "%s (%s)", facts.Name, facts.Kind)
	} else {
		line("offer", "not in the program's table of offers")
	}
	line("source", "%s, %s", t.Source, v.URL)
	if v.APIVersion != "" {
		line("api-version", "%s", v.APIVersion)
	}
	line("locale", "%s", t.Locale)
	line("covers", "%s", covers(h))
	line("fetched", "%s", v.Fetched.Format(time.RFC3339))
	line("sha-256", "%s", v.SHA256)
	line("counts", "%d meters, %d rates, %d tiers", v.Meters, v.Rates, v.Tiers)
	for _, c := range h.OfferTerms.Credits {
		line("credit", "%s %s a month, %d meters excluded%s", t.Currency, c.Amount, len(c.Excluded), since(c.Effective))
	}
	for _, c := range h.OfferTerms.Commitments {
		var tiers []string
		for _, d := range c.Tiers {
			tiers = append(tiers, fmt.Sprintf("%s from %s", d.Value, d.From))
		}
		line("commitment", "discount %s, %d meters excluded%s", strings.Join(tiers, "; "), len(c.Excluded), since(c.Effective))
	}
	for _, r := range h.OfferTerms.Recurring {
		line("recurring", "%s %s a month%s", t.Currency, r.Amount, since(r.Effective))
	}
	if v.Sample != "" {
		line("note", "%s", v.Sample)
	}
	for _, warning := range v.Warnings {
		line("warning", "%s", warning)
	}
}

// short is what a card covers, in a column: "3 regions (Storage)" of many.
func short(h ratebook.Header) string {
	asked, known := h.Coverage()
	if s := covers(h); !known || len(s) <= 24 {
		return s
	}
	s := "all regions"
	if n := len(asked.Regions); n > 1 {
		s = fmt.Sprintf("%d regions", n)
	} else if n == 1 {
		s = asked.RegionNames()
	}
	if n := len(asked.Services); n > 1 {
		s += fmt.Sprintf(", %d services", n)
	} else if n == 1 {
		s += ", " + asked.Services[0]
	}
	return s
}

// fromFuture says what becomes of cards that say they were fetched in the future.
func fromFuture(n int) string {
	if n == 1 {
		return "1 card says that it was fetched in the future of this computer's clock: it is not used"
	}
	return fmt.Sprintf("%d cards say that they were fetched in the future of this computer's clock: they are not used", n)
}

func since(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ", since " + t.Format(time.DateOnly)
}

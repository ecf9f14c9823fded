package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"

	"github.com/spf13/cobra"
)

// termsFlags are the terms of one card.
type termsFlags struct{ source, offer, currency, market, locale string }

func (t *termsFlags) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&t.source, "source", string(ratebook.RateCard), "where prices come from: ratecard, retail or pricesheet")
	f.StringVar(&t.offer, "offer", "", "the offer of the card, such as MS-AZR-0003P")
	f.StringVar(&t.currency, "currency", "", "the card's currency, such as EUR")
	f.StringVar(&t.market, "market", "", "the country where the offer was bought, such as NL")
	f.StringVar(&t.locale, "locale", ratebook.DefaultLocale, "the language of the card's names")
}

func (t termsFlags) terms() (terms ratebook.Terms, err error) {
	if t.offer == "" || t.currency == "" || t.market == "" {
		return terms, errors.New("give --offer, --currency and --market: the terms of the card that prices the usage")
	}
	terms.Source = ratebook.Source(t.source)
	if !slices.Contains([]ratebook.Source{ratebook.RateCard, ratebook.Retail, ratebook.PriceSheet}, terms.Source) {
		return terms, fmt.Errorf("--source %q is not one of ratecard, retail, pricesheet", t.source)
	}
	if terms.Offer, err = ratebook.ParseOffer(t.offer); err != nil {
		return terms, err
	}
	if terms.Currency, err = money.ParseCurrency(t.currency); err != nil {
		return terms, err
	}
	if terms.Market, err = ratebook.ParseMarket(t.market); err != nil {
		return terms, err
	}
	terms.Locale, err = ratebook.ParseLocale(t.locale)
	return terms, err
}

// optional are the terms where any is given, with the moment of --as-of.
func (t termsFlags) optional(asOf string) (terms *ratebook.Terms, by time.Time, err error) {
	if t.offer == "" && t.currency == "" && t.market == "" {
		if asOf != "" {
			return nil, by, errors.New("--as-of says which card to take, and there are no terms of one: give --offer, --currency and --market")
		}
		return nil, by, nil
	}
	found, err := t.terms()
	if err != nil {
		return nil, by, err
	}
	by, err = endOf(asOf)
	return &found, by, err
}

// noCard tells a card that is not there from bad input.
func noCard(err error) error {
	var none *ratebook.NoCardError
	if errors.As(err, &none) {
		return none
	}
	return badInput(err)
}

const reconcileHelp = `Reconcile prices the usage of exports under the offer that it was billed under,
and holds the outcome against the billed cost that the exports state: meter by
meter, with the reason for a difference where it is known, and in one figure.

Our figure is the usage at the card's rates, before the offer's monthly credit,
as is the cost in exports. Purchases, reservations, tax, credits, Marketplace
and other clouds' usage are listed as not rated, so that what is billed adds up.

With -o, it is also written to a file, in the format of its ending: .xlsx, .json or
.csv.`

func (p *program) reconcileCommand() *cobra.Command {
	var s usage.Spec
	var t termsFlags
	var asOf, format, output string
	cmd := &cobra.Command{
		Use:     "reconcile FILE...",
		Short:   "Hold the billed cost in exports against our own figure",
		Long:    usageHelp(reconcileHelp),
		Example: `  azwhatif reconcile exports/ --offer MS-AZR-0003P --currency EUR --market NL`,
		Args:    usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Files = args
			terms, err := t.terms()
			if err != nil {
				return badInput(err)
			}
			return p.reconcile(cmd.Context(), s, terms, asOf, format, output)
		},
	}
	addSpecFlags(cmd.Flags(), &s)
	t.addFlags(cmd)
	cmd.Flags().StringVar(&format, "format", "table", "what to print: table, json or csv")
	cmd.Flags().StringVarP(&output, "output", "o", "", "also write a file: .xlsx, .json or .csv")
	cmd.Flags().StringVar(&asOf, "as-of", "", "use the card fetched by this date, such as 2026-08-03")
	return cmd
}

func (p *program) reconcile(ctx context.Context, s usage.Spec, terms ratebook.Terms, asOf, format, output string) error {
	prints := printing[*estimate.Reconciliation]{"table": report.Reconciliation, "json": report.ReconciliationJSON, "csv": report.ReconciliationCSV}
	print, err := prints.of(format)
	if err != nil {
		return err
	}
	save, err := prints.saver(p, output, workbook.WriteReconciliationFile)
	if err != nil {
		return err
	}
	s.Prices = true
	by, err := endOf(asOf)
	if err != nil {
		return badInput(err)
	}
	got, err := p.rollUp(ctx, s)
	if err != nil {
		return err
	}
	p.sayRows(got)
	p.sayOffers(got, terms.Offer)
	b, closeBook, err := openBook(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer closeBook()
	r, err := estimate.Reconcile(ctx, b, got, terms, by)
	if err != nil {
		return noCard(err)
	}
	if err := print(p.stdout, r, p.screen()); err != nil {
		return err
	}
	return save(r)
}

// sayRows says what became of the rows.
func (p *program) sayRows(got *scenario.Imported) {
	var rows, metered, aside, refused int64
	for _, f := range got.Sources {
		rows, metered, aside, refused = rows+f.Rows, metered+f.Metered, aside+f.Aside, refused+f.Refused
	}
	p.say("%d rows = %d usage + %d set aside + %d refused", rows, metered, aside, refused)
	p.sayUnread(got)
}

// sayUnread says what is to be known of files' figures: usage that they count
// twice, rows that are in no sum, what nothing in them shows.
func (p *program) sayUnread(got *scenario.Imported) {
	p.sayTwice(got)
	for _, s := range got.Unread() {
		p.say("%s", s)
	}
	if slices.ContainsFunc(got.Sources, func(f scenario.ImportSource) bool { return f.Refused > 0 }) {
		p.say(`"azwhatif usage inspect" shows which rows, and why`)
	}
}

// sayTwice warns of usage that files seem to count twice.
func (p *program) sayTwice(got *scenario.Imported) {
	for _, s := range got.Twice {
		p.say("warning: %s", s)
	}
}

// sayOffers names the offers of the usage that are not the one it is priced
// under.
func (p *program) sayOffers(got *scenario.Imported, offer ratebook.Offer) {
	var others []ratebook.Offer
	for _, u := range got.Used {
		if u.Offer != "" && u.Offer != offer && !slices.Contains(others, u.Offer) {
			others = append(others, u.Offer)
		}
	}
	slices.Sort(others)
	for _, o := range others {
		p.say("there is usage that was billed under %s, and it is priced under %s", o, offer)
	}
}

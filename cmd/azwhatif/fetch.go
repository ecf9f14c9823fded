package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/store"
	"azwhatif/scenario"

	"github.com/spf13/cobra"
)

const fetchHelp = `Fetch takes a saved RateCard response (plain or gzip; whole, or a bare array of
meters) into the ratebook, as a card of its own: nothing is overwritten.

A response does not say which offer and market it is for, and not always in
which currency: state them. Its age counts for --as-of, and the newest card is
the one that is used; --fetched says when it was saved.`

type fetchOptions struct {
	file, offer, currency, market, locale, fetched string
}

func (p *program) fetchCommand() *cobra.Command {
	var o fetchOptions
	cmd := &cobra.Command{
		Use:     "fetch --from-file RESPONSE.json --offer ... --currency ... --market ...",
		Short:   "Take a rate card into the ratebook",
		Long:    fetchHelp,
		Example: `  azwhatif fetch --from-file ratecard.json --offer MS-AZR-0003P --currency EUR --market NL --fetched 2026-08-03`,
		Args:    usageArgs(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.fetch(cmd.Context(), o) },
	}
	f := cmd.Flags()
	f.StringVar(&o.file, "from-file", "", "a saved response")
	f.StringVar(&o.offer, "offer", "", "the offer, such as MS-AZR-0003P")
	f.StringVar(&o.currency, "currency", "", "the currency, such as EUR")
	f.StringVar(&o.market, "market", "", "the country where the offer was bought, such as NL")
	f.StringVar(&o.locale, "locale", ratebook.DefaultLocale, "the language of the names")
	f.StringVar(&o.fetched, "fetched", "", "when the response was saved: a date such as 2026-08-03, or 2026-08-03T07:10:11Z (default: now)")
	return cmd
}

func (p *program) fetch(ctx context.Context, o fetchOptions) error {
	if err := o.complete(); err != nil {
		return badInput(err)
	}
	terms, err := o.terms()
	if err != nil {
		return badInput(err)
	}
	fetched, err := o.time(p.now())
	if err != nil {
		return badInput(err)
	}
	if p.config.Ratebook == scenario.Sample {
		return badInput(fmt.Errorf("the sample ratebook is built in; give --ratebook a folder"))
	}
	response, err := os.ReadFile(o.file)
	if err != nil {
		return badInput(err)
	}
	card, err := fetch.DecodeRateCard(bytes.NewReader(response), terms)
	if err != nil {
		return badInput(fmt.Errorf("%s: %w", o.file, err))
	}
	card.Provenance.URL = "file:" + filepath.Base(o.file)
	card.Provenance.Fetched = fetched
	for _, w := range card.Provenance.Warnings {
		p.say("%s: %s", o.file, w)
	}
	if o.fetched == "" {
		p.say("--fetched is not given: the card counts as fetched now")
	}
	book, err := store.Open(p.config.Ratebook)
	if err != nil {
		return err
	}
	defer book.Close()
	path, err := book.Put(ctx, card, bytes.NewReader(response))
	if err != nil {
		return err
	}
	p.say("kept %s, %d meters, in %s", terms, card.Provenance.Meters, path)
	return nil
}

// complete names the flags that are missing.
func (o fetchOptions) complete() error {
	var missing []string
	for _, f := range []struct{ name, value string }{
		{"--from-file", o.file}, {"--offer", o.offer}, {"--currency", o.currency}, {"--market", o.market},
	} {
		if f.value == "" {
			missing = append(missing, f.name)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("%s is missing", missing[0])
	default:
		return fmt.Errorf("%s are missing", strings.Join(missing, ", "))
	}
}

func (o fetchOptions) terms() (t ratebook.Terms, err error) {
	t.Source = ratebook.RateCard
	if t.Offer, err = ratebook.ParseOffer(o.offer); err != nil {
		return t, fmt.Errorf("--offer: %w", err)
	}
	if t.Currency, err = money.ParseCurrency(o.currency); err != nil {
		return t, fmt.Errorf("--currency: %w", err)
	}
	if t.Market, err = ratebook.ParseMarket(o.market); err != nil {
		return t, fmt.Errorf("--market: %w", err)
	}
	if t.Locale, err = ratebook.ParseLocale(o.locale); err != nil {
		return t, fmt.Errorf("--locale: %w", err)
	}
	return t, nil
}

func (o fetchOptions) time(now time.Time) (time.Time, error) {
	if o.fetched == "" {
		return now.UTC(), nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, o.fetched); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("--fetched %q is not a time; write it as 2026-08-03 or 2026-08-03T07:10:11Z", o.fetched)
}

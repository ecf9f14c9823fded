package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// termsFlags are the terms of one card.
type termsFlags struct{ source, offer, currency, market, locale string }

func (t *termsFlags) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&t.source, "source", string(ratebook.RateCard), "where prices come from: "+ratebook.SourceNames())
	f.StringVar(&t.offer, "offer", "", "the offer of the card, such as MS-AZR-0003P")
	f.StringVar(&t.currency, "currency", "", "the card's currency, such as EUR")
	f.StringVar(&t.market, "market", "", "the country where the offer was bought, such as NL")
	f.StringVar(&t.locale, "locale", ratebook.DefaultLocale, "the language of the card's names")
}

func (t termsFlags) terms() (terms ratebook.Terms, err error) {
	if t.offer == "" || t.currency == "" || t.market == "" {
		return terms, errors.New("give --offer, --currency and --market: the terms of the card that prices the usage")
	}
	if terms.Source, err = ratebook.ParseSource(t.source); err != nil {
		return terms, fmt.Errorf("--source %w", err)
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

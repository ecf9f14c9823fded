package ratebook

import (
	"errors"
	"fmt"
	"strings"

	"azwhatif/ratebook/money"

	"golang.org/x/text/language"
)

// Source says where a card's prices come from: "ratecard", "retail", ….
type Source string

const (
	RateCard   Source = "ratecard"   // Azure's RateCard API
	Retail     Source = "retail"     // Azure's Retail Prices API
	PriceSheet Source = "pricesheet" // the price sheet of an Enterprise or a Microsoft Customer Agreement

	PartnerCenter Source = "partnercenter" // the rate card that Partner Center gives a Cloud Solution Provider
)

// Sources are all sources: package fetch registers what each asks and reads.
var Sources = []Source{RateCard, Retail, PriceSheet, PartnerCenter}

// ParseSource reads the name of a source, in any case.
func ParseSource(s string) (Source, error) {
	for _, known := range Sources {
		if strings.EqualFold(s, string(known)) {
			return known, nil
		}
	}
	return "", fmt.Errorf("%q is not one of %s", s, SourceNames())
}

// SourceNames is "ratecard, retail, pricesheet, partnercenter", for messages and help.
func SourceNames() string {
	names := make([]string, len(Sources))
	for i, s := range Sources {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}

// Market is the ISO 3166 country where an offer was bought, such as "NL". It
// is what Azure's RateCard calls RegionInfo; it is not a Region.
type Market string

// ParseMarket reads a country's two letters in either case.
func ParseMarket(s string) (Market, error) {
	r, err := language.ParseRegion(s)
	if err != nil || !r.IsCountry() || len(s) != 2 {
		return "", fmt.Errorf("%q is not a market; give the two letters of the country where the offer was bought, such as NL", s)
	}
	return Market(strings.ToUpper(s)), nil
}

// Terms select a card.
type Terms struct {
	Source   Source         `json:"source"`
	Offer    Offer          `json:"offer"`
	Currency money.Currency `json:"currency"`
	Market   Market         `json:"market"`
	Locale   string         `json:"locale"` // a .NET culture, such as "en-US"; it changes names only
}

// DefaultLocale is the culture of the names where none is stated.
const DefaultLocale = "en-US"

// ParseLocale reads a culture such as "en-US" or "de-AT", in any case: "en-us" is
// the same, and must not become another folder.
func ParseLocale(s string) (string, error) {
	tag, err := language.Parse(s)
	if err != nil || len(s) > 20 {
		return "", fmt.Errorf("%q is not a locale; give a culture such as en-US", s)
	}
	return tag.String(), nil
}

// String is "MS-AZR-0003P in EUR for NL", with the source and the locale where
// they are not the usual ones.
func (t Terms) String() string {
	s := fmt.Sprintf("%s in %s for %s", t.Offer, t.Currency, t.Market)
	if t.Locale != DefaultLocale && t.Locale != "" {
		s += ", " + t.Locale
	}
	if t.Source != RateCard {
		s += ", " + string(t.Source)
	}
	return s
}

// FetchCommand is the command that gets a card of the terms, for the regions only where
// some are given.
func (t Terms) FetchCommand(regions ...Region) string {
	fetch := fmt.Sprintf("azwhatif fetch --offer %s --currency %s --market %s", t.Offer, t.Currency, t.Market)
	if t.Locale != DefaultLocale && t.Locale != "" {
		fetch += " --locale " + t.Locale
	}
	if t.Source != RateCard {
		fetch += " --source " + string(t.Source)
	}
	if t.Source == PriceSheet {
		fetch += " --billing-account ACCOUNT"
	}
	for i, r := range regions {
		if i == 0 {
			fetch += " --region "
		} else {
			fetch += ","
		}
		fetch += r.Flag()
	}
	return fetch
}

// ErrRemoved is the error of a card that is gone when it is read: another command
// removed it after it was listed. The newest card of its terms is another one by then.
var ErrRemoved = errors.New("was removed while it was read, as by \"azwhatif cards prune\": try again")

// NoCardError says that a ratebook has no card of these terms.
type NoCardError struct {
	Terms Terms
	AsOf  string // the date that was asked for, or ""

	// Future is the date of a card that says it was fetched in the future, and so
	// is not used; "" where there is none.
	Future string
}

// Error gives the command that would get the card.
func (e *NoCardError) Error() string {
	t, asOf := e.Terms, ""
	if e.AsOf != "" {
		asOf = " fetched by " + e.AsOf
	}
	fetch := t.FetchCommand()
	if e.Future != "" {
		return fmt.Sprintf("no card for %s%s, but one that says it was fetched on %s, which is in the future: it is not used; run %q", t, asOf, e.Future, fetch)
	}
	return fmt.Sprintf("no card for %s%s; run %q", t, asOf, fetch)
}

// ForReference tells whether Azure itself gives the card's prices for reference only:
// it prices in USD, and retail prices in other currencies are "for your reference to
// help you estimate budget expenses" (Azure Retail Prices overview, Microsoft Learn).
func (t Terms) ForReference() bool { return t.Source == Retail && t.Currency != "USD" }

package fetch

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"azwhatif/ratebook"
)

// DecodeRateCard reads an answer of the RateCard API as it streams in, whole
// or only its array of meters, plain or gzip, and checks it against the terms
// that were asked for. A bare array does not say its currency; the card then
// has a warning.
//
// The card has everything but the Provenance's URL, APIVersion and Fetched,
// which the caller knows. An error means that nothing of the response is kept;
// its text does not name the file or the address.
//
// Source: the RateCard reference, api-versions 2015-06-01-preview and
// 2016-08-31-preview (which adds MeterStatus).
func DecodeRateCard(r io.Reader, terms ratebook.Terms) (*ratebook.Card, error) {
	res, err := openResponse(r)
	if err != nil {
		return nil, err
	}
	d := &rateCard{
		res:    res,
		json:   newParser(res),
		card:   &ratebook.Card{Header: ratebook.Header{Terms: terms}},
		meters: newMeters(),
	}
	if err := d.decode(); err != nil {
		return nil, err
	}
	d.card.Rates = d.meters.all()
	if err := d.check(); err != nil {
		return nil, err
	}
	p := &d.card.Provenance
	p.Meters, p.Rates, p.Tiers = len(d.meters.seen), len(d.card.Rates), d.meters.tierCount
	p.SHA256, p.Warnings = res.sha256(), d.warn.list()
	return d.card, nil
}

// rateCard is a card that is being read.
type rateCard struct {
	res  *response
	json *parser
	card *ratebook.Card
	warn warnings

	keys             []string // of the outer object, as they came
	currency, locale string
	failure          apiError
	meters           meters
}

// apiError has the places where Azure's errors put their text.
type apiError struct {
	code, message string
}

func (d *rateCard) decode() error {
	opening, err := d.json.ReadToken()
	if err != nil {
		return d.wrong(err, "")
	}
	switch opening.Kind() {
	case '[':
		d.warn.add("the response is a bare array of meters: whether its prices are in "+string(d.card.Terms.Currency)+" could not be checked", "")
		err = d.rates()
	case '{':
		err = d.members()
	default:
		err = errors.New("the response is JSON, but not a rate card: an object with Meters, or an array of meters, is expected")
	}
	if err != nil {
		return err
	}
	end := d.json.InputOffset() + d.res.bom
	if _, err := d.json.ReadToken(); err != io.EOF {
		if d.res.body.err != nil && d.res.body.err != io.EOF {
			return d.res.stopped(d.res.body.err)
		}
		return fmt.Errorf("something follows the end of the card, at byte %d: is it two responses in one file?", end)
	}
	return nil
}

// members reads the outer object, whose members come in any order and case.
func (d *rateCard) members() error {
	for d.json.more() {
		t, err := d.json.ReadToken()
		if err != nil {
			return d.wrong(err, "")
		}
		key := t.String()
		if folded := strings.ToLower(key); !slices.Contains(d.keys, folded) {
			d.keys = append(d.keys, folded)
		} else if folded == "meters" || folded == "offerterms" {
			return fmt.Errorf("the response has %s twice: is it two responses joined?", key)
		}
		if err := d.member(key); err != nil {
			return err
		}
	}
	_, err := d.json.ReadToken()
	return d.wrong(err, "")
}

func (d *rateCard) member(key string) (err error) {
	switch folded := strings.ToLower(key); folded {
	case "meters":
		t, err := d.json.ReadToken()
		switch {
		case err != nil:
			return d.wrong(err, key)
		case t.Kind() == 'n':
			return nil // "Meters": null
		case t.Kind() != '[':
			return errors.New("the card's Meters are not an array")
		}
		return d.rates()
	case "offerterms":
		var wire []wireTerm
		err = d.json.array(func() error {
			wire = append(wire, wireTerm{})
			return wire[len(wire)-1].read(d.json)
		})
		if err == nil {
			d.card.OfferTerms, err = offerTerms(wire, &d.warn)
			return err
		}
	case "currency":
		err = d.json.plain(&d.currency)
	case "locale":
		err = d.json.plain(&d.locale)
	case "istaxincluded":
		var included bool
		if err = d.json.yes(&included); included {
			d.warn.add("the card says that its prices include tax, which Azure's never do", "")
		}
	case "error", "code", "message":
		var v any
		if v, err = d.json.any(); err == nil {
			d.failure.add(folded, v)
		}
	default:
		err = d.json.SkipValue()
	}
	return d.wrong(err, key)
}

// rates reads the array of meters behind its opening bracket.
func (d *rateCard) rates() error {
	if d.res.size > 0 {
		d.meters.expect(d.res.objects(`"MeterId"`))
	}
	var w wireMeter
	for n := 1; d.json.more(); n++ {
		if err := w.read(d.json); err != nil {
			return d.wrong(err, fmt.Sprintf("meter %d", n))
		}
		if err := d.meters.add(&w, &d.warn); err != nil {
			return fmt.Errorf("meter %d%s: %w", n, named(w.id, w.name), err)
		}
	}
	_, err := d.json.ReadToken()
	return d.wrong(err, "Meters")
}

func (d *rateCard) wrong(err error, in string) error {
	return d.json.wrong(err, "a rate card", in)
}

// check compares the card with the terms, once all of it is read.
func (d *rateCard) check() error {
	terms := d.card.Terms
	if len(d.card.Rates) == 0 {
		switch {
		case d.failure != apiError{}:
			return fmt.Errorf("the response is an error of Azure's, not a card: %s", d.failure)
		case len(d.keys) > 0 && !slices.Contains(d.keys, "meters"):
			return fmt.Errorf("the response has no Meters, but %s: is it an answer of the RateCard API?", clip(strings.Join(d.keys, ", ")))
		case len(d.warn.kinds) > 0 && d.meters.leftOut > 0:
			return fmt.Errorf("no meter of the card can be used: %s", strings.Join(d.warn.list(), "; "))
		}
		return errors.New("the card has no meters: check the offer, the currency and the market, and fetch it again")
	}
	if d.keys == nil { // a bare array
		return nil
	}
	if d.currency == "" {
		d.warn.add("the card does not say its currency: whether its prices are in "+string(terms.Currency)+" could not be checked", "")
	} else if !strings.EqualFold(d.currency, string(terms.Currency)) {
		return fmt.Errorf("the card is in %s, and %s was asked for: nothing of it is kept", clip(d.currency), terms.Currency)
	}
	locale := terms.Locale
	if locale == "" {
		locale = ratebook.DefaultLocale
	}
	language, _, _ := strings.Cut(locale, "-") // which is all that Partner Center says
	if d.locale != "" && !strings.EqualFold(d.locale, locale) && !strings.EqualFold(d.locale, language) {
		return fmt.Errorf("the card's locale is %s, and %s was asked for: nothing of it is kept", clip(d.locale), locale)
	}
	return nil
}

// add takes {"code", "message"}, an object of both, or a text.
func (e *apiError) add(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if _, ok := inner.(string); ok {
				e.add(strings.ToLower(k), inner)
			}
		}
	case string:
		if key == "code" {
			e.code = v
		} else if key == "message" || key == "error" {
			e.message = v
		}
	}
}

func (e apiError) String() string {
	if e.code == "" || e.message == "" {
		return clip(e.code + e.message)
	}
	return clip(e.code) + ": " + clip(e.message)
}

package fetch

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook"
)

// DecodeRetail reads pages of the Retail Prices API as they stream in, one or
// several one after another, plain or gzip, with Items or items, or as a bare
// array of items, and checks them against the terms that were asked for.
//
// Items of the type Consumption make the card of pay-as-you-go, MS-AZR-0003P;
// those of the type DevTestConsumption the card of Pay-As-You-Go Dev/Test,
// MS-AZR-0023P: they have the same meter ids at other prices. That card has
// only what the API gives as a dev/test price. It does not say that all other
// meters cost what they cost at pay-as-you-go, so they are not in the card.
//
// Of a meter, ID is meterId, Category serviceName, Subcategory productName, Name
// meterName, Unit unitOfMeasure, Region armRegionName. Prices of reservations
// and savings plans stand beside the rates that they belong to. Prices do not
// differ by market; the card is kept under the market of the terms.
//
// The links of several pages say what they were asked for: then it is the card's Asked.
//
// The card has everything but the Provenance's URL, APIVersion and Fetched,
// which the caller knows. An error means that nothing of the response is kept.
//
// Source: Azure Retail Prices REST API overview, api-versions
// 2021-10-01-preview and 2023-01-01-preview (which adds savingsPlan).
func DecodeRetail(r io.Reader, terms ratebook.Terms) (*ratebook.Card, error) {
	card, err := streamRetail(r, terms)
	if err != nil {
		return nil, err
	}
	return card.Card(), nil
}

// streamRetail is DecodeRetail of a card that is not all in memory.
func streamRetail(r io.Reader, terms ratebook.Terms) (*ratebook.Stream, error) {
	card, _, err := decodeRetailParts([]Part{{Body: r}}, terms)
	return card, err
}

// decodeRetailParts is DecodeRetail of files with the pages of one answer.
func decodeRetailParts(parts []Part, terms ratebook.Terms) (card *ratebook.Stream, counts []int, err error) {
	usage, err := retailUsage(terms)
	if err != nil {
		return nil, nil, err
	}
	d := &retailPages{items: retailItems{usage: usage, currency: terms.Currency, join: newJoiner(), types: map[string]int{}}}
	for _, p := range parts {
		before := d.n
		if err := d.part(p); err != nil {
			return nil, nil, p.wrong(err)
		}
		counts = append(counts, d.n-before)
	}
	join := d.items.join
	join.orphans = usage == consumption
	card = &ratebook.Stream{Header: ratebook.Header{Terms: terms}, Rates: join.rates}
	if err := join.count(d.res.body.ctx, &card.Provenance, &d.warn); err != nil {
		return nil, nil, err
	}
	d.warn.at(checking, 0)
	if err := d.check(card.Provenance, terms); err != nil {
		return nil, nil, err
	}
	if usage == devTest {
		d.warn.add("the card has only meters with a dev/test price of their own: others, such as Linux virtual machines, have none in it", "")
	}
	if asked, known := ratebook.AskedBy(d.link); known && d.chain.whole() {
		card.Asked = &asked
	}
	card.Provenance.Partial = d.partial()
	card.Provenance.Warnings = d.warn.list()
	if len(parts) == 1 {
		card.Provenance.SHA256 = d.res.sha256()
	}
	return card, counts, nil
}

// part reads the pages of a file.
func (d *retailPages) part(p Part) error {
	res, err := openResponse(p.Body)
	if err != nil {
		return err
	}
	d.res, d.json, d.file, d.pages = res, newParser(res), p.Name, 0
	d.files++
	return d.decode()
}

// retailUsage is the type of item that the offer's card is made of.
func retailUsage(terms ratebook.Terms) (string, error) {
	if terms.Locale != "" && !strings.EqualFold(terms.Locale, ratebook.DefaultLocale) {
		return "", fmt.Errorf("retail prices have names in %s only, not in %s", ratebook.DefaultLocale, terms.Locale)
	}
	switch terms.Offer {
	case "MS-AZR-0003P":
		return consumption, nil
	case "MS-AZR-0023P":
		return devTest, nil
	}
	return "", fmt.Errorf("retail prices are those of MS-AZR-0003P and, for dev/test, MS-AZR-0023P; for %s use --source ratecard, or its price sheet", terms.Offer)
}

// retailPages are pages that are being read.
type retailPages struct {
	res   *response
	json  *parser
	warn  warnings
	item  retailItem // the last one
	items retailItems

	pages, n int // pages of the file, and items that came
	files    int
	file     string // that is being read
	more     bool   // the last page names a next one
	link     string // to the next page, of the first that names one
	chain    chain
	keys     []string
	failure  apiError
}

func (d *retailPages) decode() error {
	for {
		t, err := d.json.ReadToken()
		if err == io.EOF && d.pages > 0 && d.res.body.err == io.EOF {
			return nil
		}
		if err != nil {
			return d.wrong(err, "")
		}
		switch t.Kind() {
		case '[':
			_, err = d.array()
		case '{':
			err = d.page()
		default:
			return errors.New("the response is JSON, but not a page of retail prices: an object with Items, or an array of items, is expected")
		}
		if err != nil {
			return err
		}
		d.pages++
	}
}

// page reads an envelope, whose members come in any order and case.
func (d *retailPages) page() error {
	next := ""
	items, count := -1, number("")
	for d.json.more() {
		t, err := d.json.ReadToken()
		if err != nil {
			return d.wrong(err, "")
		}
		key := t.String()
		switch folded := strings.ToLower(key); folded {
		case "items":
			if items >= 0 {
				return fmt.Errorf("page %d has %s twice: is it damaged?", d.pages+1, clip(key))
			}
			t, err := d.json.ReadToken()
			switch {
			case err != nil:
				return d.wrong(err, key)
			case t.Kind() == 'n':
				items = 0
				continue
			case t.Kind() != '[':
				return fmt.Errorf("the %s of page %d are not an array", clip(key), d.pages+1)
			}
			if items, err = d.array(); err != nil {
				return err
			}
		case "nextpagelink":
			err = d.json.plain(&next)
		case "count":
			err = d.json.number(&count)
		default:
			var v any
			if v, err = d.json.any(); err == nil && (folded == "error" || folded == "code" || folded == "message") {
				d.failure.add(folded, v)
			}
			if !slices.Contains(d.keys, key) && len(d.keys) < 10 {
				d.keys = append(d.keys, key)
			}
		}
		if err != nil {
			return d.wrong(err, key)
		}
	}
	if _, err := d.json.ReadToken(); err != nil {
		return d.wrong(err, "")
	}
	switch {
	case d.failure != apiError{}:
		return fmt.Errorf("the response is an error of Azure's, not a page of prices: %s", d.failure)
	case items < 0:
		return fmt.Errorf("page %d has no Items, but %s: is it an answer of the Retail Prices API?", d.pages+1, clip(strings.Join(d.keys, ", ")))
	case count != "" && string(count) != fmt.Sprint(items):
		return fmt.Errorf("page %d says that it has %s items, and has %d: nothing of it is kept: fetch it again", d.pages+1, clip(string(count)), items)
	}
	d.link, d.more = cmp.Or(d.link, next), next != ""
	return d.chain.add(next, items, d.file)
}

// array reads items behind the opening bracket.
func (d *retailPages) array() (n int, err error) {
	for ; d.json.more(); n++ {
		d.n++
		if err := d.item.read(d.json); err != nil {
			return n, d.wrong(err, fmt.Sprintf("item %d", d.n))
		}
		if err := d.items.add(&d.item, &d.warn); err != nil {
			return n, fmt.Errorf("item %d%s: %w", d.n, named(d.item.id, d.item.name), err)
		}
	}
	_, err = d.json.ReadToken()
	return n, d.wrong(err, "Items")
}

func (d *retailPages) wrong(err error, in string) error {
	return d.json.wrong(err, "a page of retail prices", in)
}

// partial tells whether a page is known not to be there.
func (d *retailPages) partial() bool {
	return d.more && d.chain.ends == 0 || len(d.chain.links) > 0 && !d.chain.whole()
}

// errNoItems is an answer without a price, which the caller may know the cause of.
var errNoItems = errors.New("the pages have no items")

// check looks at the card, once all of it is read.
func (d *retailPages) check(card ratebook.Provenance, terms ratebook.Terms) error {
	switch {
	case d.n == 0:
		return errNoItems
	case card.Rates == 0 && d.items.join.leftOut > 0:
		return fmt.Errorf("no item can be used: %s", strings.Join(d.warn.list(), "; "))
	case card.Rates == 0:
		var have []string
		for _, t := range slices.Sorted(maps.Keys(d.items.types)) {
			have = append(have, fmt.Sprintf("%d of the type %q", d.items.types[t], clip(t)))
		}
		return fmt.Errorf("no item is of the type %s, which %s is priced by; there are %s", d.items.usage, terms.Offer, strings.Join(have, ", "))
	}
	switch {
	case d.more && d.chain.ends == 0:
		d.warn.add("the last page names a next one, which is not there: the card has not all prices", "")
	case d.partial():
		d.warn.add("a page is not there: the card has not all prices", "")
	case d.files > 1 && len(d.chain.links) > 0:
		d.warn.add("the last page does not say which page it follows: that none is missing before it cannot be told", "")
	}
	return nil
}

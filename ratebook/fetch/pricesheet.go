package fetch

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"azwhatif/ratebook"
)

// DecodePriceSheet reads the price sheet of an Enterprise Agreement (EA) or of a
// Microsoft Customer Agreement (MCA), whichever it is by its content: the
// Consumption API's JSON, or the portal's CSV; plain, gzip or zipped. It is
// checked against the terms, whose offer the caller states: MS-AZR-0017P for EA,
// MS-AZR-0148P for EA Dev/Test, MS-AZR-0017G for MCA. Where a sheet says which
// offer a row is of, rows of others are left out.
//
// Prices are those of one unit as the sheet writes it: 105.05 for "10 Hours".
// The unit is kept so, and a quantity is divided by its block when it is
// converted to it: 730 hours are 73 of "10 Hours". Dividing the price as well
// would charge a tenth.
//
// A rate's tiers have the negotiated prices (unitPrice). The list price
// (marketPrice) and the base price (basePrice) stand beside it, as do the prices
// of reservations, which are totals of a term, and savings plans.
//
// The card has everything but the Provenance's URL and Fetched, which the
// caller knows. An error means that nothing of the sheet is kept.
func DecodePriceSheet(r io.Reader, terms ratebook.Terms) (*ratebook.Card, error) {
	res, err := openResponse(r)
	if err != nil {
		return nil, err
	}
	d := &sheet{
		res: res, terms: terms, join: newJoiner(), texts: texts{},
		others: map[string]int{}, card: &ratebook.Card{Header: ratebook.Header{Terms: terms}},
	}
	head, _ := res.Peek(512)
	switch text := bytes.TrimSpace(head); {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		err = d.zip()
	case text[0] == '{', text[0] == '[':
		err = d.json()
	default:
		err = d.csv("line", res.Reader)
	}
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, res.body); err != nil { // for the hash
		return nil, res.stopped(err)
	}
	d.period.settle(&d.join, &d.warn)
	d.card.Rates = d.join.join(true, &d.warn)
	if err := d.check(); err != nil {
		return nil, err
	}
	d.card.Count()
	d.card.Provenance.SHA256 = res.sha256()
	d.card.Provenance.Warnings = d.warn.list()
	return d.card, nil
}

// sheet is a price sheet that is being read.
type sheet struct {
	res   *response
	terms ratebook.Terms
	card  *ratebook.Card
	join  joiner
	texts texts
	warn  warnings

	rows, taken int
	period      period
	others      map[string]int // rows of other offers or plans, by their names
	more        bool           // the sheet names a further page
}

// check looks at the card, once all of it is read.
func (d *sheet) check() error {
	var others []string
	for _, name := range slices.Sorted(maps.Keys(d.others)) {
		others = append(others, fmt.Sprintf("%d of %s", d.others[name], name))
	}
	list := strings.Join(others, ", ")
	switch {
	case d.rows == 0:
		return fmt.Errorf("the price sheet has no prices")
	case len(d.card.Rates) == 0 && list != "":
		return fmt.Errorf("the price sheet has no price of %s; it has %s", d.terms.Offer, list)
	case len(d.card.Rates) == 0:
		return fmt.Errorf("no row of the price sheet can be used: %s", strings.Join(d.warn.list(), "; "))
	}
	if list != "" {
		d.warn.add("rows of other offers are left out", list)
	}
	if d.more {
		d.warn.add("the price sheet names a next page, which is not there: the card has not all prices", "")
	}
	return nil
}

// reader is a bufio.Reader of a CSV's bytes, without a byte order mark.
func reader(r io.Reader) *bufio.Reader {
	b := bufio.NewReaderSize(r, 1<<16)
	if mark, _ := b.Peek(3); string(mark) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	return b
}

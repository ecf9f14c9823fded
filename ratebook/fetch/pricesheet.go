package fetch

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

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
	d, _, err := sheetParts([]Part{{Body: r}}, terms)
	if err != nil {
		return nil, err
	}
	return d.card.Card(), nil
}

// decodeSheetParts is DecodePriceSheet of files that make one sheet together: of one
// currency, account and period.
func decodeSheetParts(parts []Part, terms ratebook.Terms) (*ratebook.Stream, []int, error) {
	d, counts, err := sheetParts(parts, terms)
	if err != nil {
		return nil, nil, err
	}
	return d.card, counts, nil
}

func sheetParts(parts []Part, terms ratebook.Terms) (d *sheet, counts []int, err error) {
	d = &sheet{
		terms: terms, join: newJoiner(), texts: texts{}, shapes: map[string]string{},
		others: map[string]int{},
	}
	d.join.period, d.join.orphans = &d.period, true
	d.card = &ratebook.Stream{Header: ratebook.Header{Terms: terms}, Rates: d.join.rates}
	for _, p := range parts {
		before := d.rows
		if err := d.part(p); err != nil {
			return nil, nil, p.wrong(err)
		}
		counts = append(counts, d.rows-before)
	}
	if err := d.join.count(d.res.body.ctx, &d.card.Provenance, &d.warn); err != nil {
		return nil, nil, err
	}
	d.warn.at(ending, math.MaxUint64) // behind those of single prices
	d.period.warn(&d.warn)
	d.warn.at(checking, 0)
	if err := d.check(); err != nil {
		return nil, nil, err
	}
	d.card.Provenance.Partial = d.more
	d.card.Provenance.Warnings = d.warn.list()
	d.card.Provenance.Account = d.account
	if len(parts) == 1 {
		d.card.Provenance.SHA256 = d.res.sha256()
	}
	return d, counts, nil
}

// part reads a file.
func (d *sheet) part(p Part) error {
	res, err := openResponse(p.Body)
	if err != nil {
		return err
	}
	d.res, d.file = res, p.Name
	d.period.file = time.Time{}
	head, _ := res.Peek(512)
	shape := "CSV or Parquet"
	switch text := bytes.TrimSpace(head); {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		err = d.zip(res, 0)
	case bytes.HasPrefix(head, []byte("PAR1")):
		err = d.parquet("row", res)
	case text[0] == '{', text[0] == '[':
		shape = "JSON of the Consumption API"
		err = d.json()
	default:
		err = d.csv("line", res.Reader)
	}
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, res.body); err != nil { // for the hash
		return res.stopped(err)
	}
	for other, file := range d.shapes {
		if other != shape {
			return fmt.Errorf("it is %s, and %s is %s: they are not parts of one sheet", shape, file, other)
		}
	}
	d.shapes[shape] = p.Name
	return d.samePeriod()
}

// samePeriod compares the last day of a file's rows with that of the files before.
func (d *sheet) samePeriod() error {
	last := d.period.file
	switch {
	case last.IsZero():
	case d.period.first.IsZero():
		d.period.first, d.period.from = last, d.file
	case !last.Equal(d.period.first):
		return fmt.Errorf("its period ends on %s, and that of %s on %s: take sheets of different periods in one by one, each with its own --fetched", day(last), d.period.from, day(d.period.first))
	}
	return nil
}

// sheet is a price sheet that is being read.
type sheet struct {
	res   *response
	terms ratebook.Terms
	card  *ratebook.Stream
	join  *joiner
	texts texts
	warn  warnings

	file    string            // that is being read
	shapes  map[string]string // of the files, with the first of each
	account string            // the enrollment, or billing account, of the first row that names one

	left int64 // bytes that files within zips may still have, unpacked; 0 before the first

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
	case d.card.Provenance.Rates == 0 && list != "":
		return fmt.Errorf("the price sheet has no price of %s; it has %s", d.terms.Offer, list)
	case d.card.Provenance.Rates == 0:
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

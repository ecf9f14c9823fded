package fetch

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"azwhatif/internal/terminal"
)

// sheetColumns are the columns of a price sheet that count, by their names
// without blanks and signs, in lower case, and where a row keeps them.
//
// Documented (Microsoft Learn, "Enterprise Agreement price sheet schema" and
// "Microsoft Customer Agreement price sheet schema", version 2023-05-01): all
// but the following. productOrderName: the reference of McaPriceSheetProperties.
// offerid: exports have it as OfferID (FinOps toolkit's schema of the EA sheet);
// the portal's sheet before 2023-05-01, "Meter ID,Meter name,…,Unit of measure,Part
// number,Unit price,Currency code,Included quantity,Offer Id,Term,Price type" behind a
// title, as "Offer Id" (opencost's tests of real sheets).
var sheetColumns = map[string]func(*sheetRow) *string{
	"meterid":            func(r *sheetRow) *string { return &r.meterID },
	"metername":          func(r *sheetRow) *string { return &r.name },
	"metercategory":      func(r *sheetRow) *string { return &r.category },
	"metersubcategory":   func(r *sheetRow) *string { return &r.subcategory },
	"meterregion":        func(r *sheetRow) *string { return &r.region },
	"unitofmeasure":      func(r *sheetRow) *string { return &r.unit },
	"partnumber":         func(r *sheetRow) *string { return &r.part },
	"skuid":              func(r *sheetRow) *string { return &r.sku },
	"product":            func(r *sheetRow) *string { return &r.product },
	"enrollmentnumber":   func(r *sheetRow) *string { return &r.enrollment }, // EA
	"billingaccountid":   func(r *sheetRow) *string { return &r.account },    // MCA; of an EA it is the enrollment, too
	"billingprofileid":   func(r *sheetRow) *string { return &r.profile },
	"offerid":            func(r *sheetRow) *string { return &r.offer },
	"productordername":   func(r *sheetRow) *string { return &r.plan },
	"currencycode":       func(r *sheetRow) *string { return &r.currency }, // EA
	"currency":           func(r *sheetRow) *string { return &r.currency }, // MCA: of the prices; billingCurrency is of the invoice
	"pricetype":          func(r *sheetRow) *string { return &r.priceType },
	"term":               func(r *sheetRow) *string { return &r.term },
	"effectivestartdate": func(r *sheetRow) *string { return &r.start },
	"effectiveenddate":   func(r *sheetRow) *string { return &r.end },
	"includedquantity":   func(r *sheetRow) *string { return &r.included },
	"tierminimumunits":   func(r *sheetRow) *string { return &r.above },
	"unitprice":          func(r *sheetRow) *string { return &r.price },
	"marketprice":        func(r *sheetRow) *string { return &r.market },
	"baseprice":          func(r *sheetRow) *string { return &r.base },
}

// headerLines is how many lines may stand before the header: sheets before
// 2023-05-01 have a title and an empty line.
const headerLines = 20

// csv reads a sheet; where begins the place of an error: "line" or "a.csv: line".
func (d *sheet) csv(where string, r io.Reader) error {
	end := &lastByte{r: r}
	var c *csv.Reader
	skipped := int64(0)
	in := reader(&guarded{from: end, done: func() int64 {
		if c == nil {
			return skipped
		}
		return skipped + c.InputOffset()
	}})
	first, comma, err := findHeader(in, &skipped)
	if err != nil {
		return d.broken(err)
	}
	c = csv.NewReader(in)
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = comma, -1, true
	at := func() int { line, _ := c.FieldPos(0); return line + first }
	header, err := c.Read()
	if err != nil {
		return d.broken(err)
	}
	into, err := columns(header)
	if err != nil {
		return fmt.Errorf("%s %d: %w", where, at(), err)
	}
	for {
		cells, err := c.Read()
		if err == io.EOF {
			if end.last != '\n' && end.last != '\r' {
				d.warn.add("the sheet does not end with the end of a line: if it was cut off, its last price may be wrong", "")
			}
			return nil
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return fmt.Errorf("%s %d: %w", where, parse.Line+first, parse.Err)
		}
		if err != nil {
			return d.broken(err)
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue
		}
		if len(cells) != len(into) {
			return fmt.Errorf("%s %d: it has %d cells, and the header %d: is the sheet cut off, or does a text have a %q without quotes?", where, at(), len(cells), len(into), comma)
		}
		var row sheetRow
		for i, cell := range cells {
			if into[i] == nil {
				continue
			}
			if !utf8.ValidString(cell) {
				return fmt.Errorf("%s %d: %q is not UTF-8: save the sheet as UTF-8", where, at(), clip(cell))
			}
			*into[i](&row) = strings.TrimSpace(terminal.Clean(cell))
		}
		for _, n := range []*string{&row.included, &row.above, &row.price, &row.market, &row.base} {
			if *n, err = plainNumber(*n, comma); err != nil {
				return fmt.Errorf("%s %d: %w", where, at(), err)
			}
		}
		if err := d.add(row); err != nil {
			return fmt.Errorf("%s %d (%s, %q): %w", where, at(), clip(row.meterID), clip(row.name), err)
		}
	}
}

// lastByte keeps the last byte that it read.
type lastByte struct {
	r    io.Reader
	last byte
}

func (l *lastByte) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if n > 0 {
		l.last = p[n-1]
	}
	return n, err
}

// broken tells a response that broke off from one that is wrong.
func (d *sheet) broken(err error) error {
	var large *tooLarge
	switch {
	case errors.As(err, &large):
		return d.res.stopped(err)
	case d.res.body.err != nil && d.res.body.err != io.EOF:
		return d.res.stopped(d.res.body.err)
	}
	return err
}

// findHeader skips what stands before the header, and gives how many lines that
// are and what stands between the columns; bytes counts what is skipped.
func findHeader(in *bufio.Reader, bytes *int64) (skipped int, comma rune, err error) {
	for ; skipped < headerLines; skipped++ {
		head, _ := in.Peek(1 << 14)
		line, _, _ := strings.Cut(string(head), "\n")
		folded := fold(line)
		if strings.Contains(folded, "unitofmeasure") && strings.Contains(folded, "price") {
			if !strings.Contains(folded, "meterid") {
				return 0, 0, errors.New("the price sheet has no meter ids, as those of the old EA portal: download it from the Azure portal (Cost Management + Billing, Usage + charges)")
			}
			comma = ','
			for _, c := range ";\t" {
				if strings.Count(line, string(c)) > strings.Count(line, string(comma)) {
					comma = c
				}
			}
			return skipped, comma, nil
		}
		line, err = in.ReadString('\n')
		*bytes += int64(len(line))
		var large *tooLarge
		if errors.As(err, &large) {
			return 0, 0, err
		}
		if err != nil {
			break
		}
	}
	return 0, 0, errors.New(`the file is not a price sheet: it has no header with the columns meterId, unitOfMeasure and unitPrice; a sheet is JSON of the Consumption API, or CSV`)
}

// columns finds out where each column goes; nil is nowhere.
func columns(header []string) ([]func(*sheetRow) *string, error) {
	into := make([]func(*sheetRow) *string, len(header))
	seen := map[string]bool{}
	for i, name := range header {
		name = fold(name)
		if into[i] = sheetColumns[name]; into[i] != nil && seen[name] {
			return nil, fmt.Errorf("the column %q is there twice", clip(header[i]))
		}
		seen[name] = true
	}
	for _, name := range []string{"meterId", "unitOfMeasure", "unitPrice"} {
		if !seen[strings.ToLower(name)] {
			return nil, fmt.Errorf("the price sheet has no column %s", name)
		}
	}
	return into, nil
}

// fold makes "Meter sub-category" and "MeterSubCategory" the same.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == ',' || r == ';' || r == '\t' {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// grouped is a number with a sign between thousands.
var groupedComma, groupedPoint = regexp.MustCompile(`^-?[1-9]\d{0,2}(,\d{3})+$`), regexp.MustCompile(`^-?[1-9]\d{0,2}(\.\d{3})+$`)

// plainNumber takes the signs between thousands out of a number, and makes its
// decimal sign a point. In a file with commas between its columns the decimal sign is a
// point; in one with semicolons, as a spreadsheet program writes it where the
// comma is the decimal sign, either. What could be read in two ways is an error.
func plainNumber(s string, comma rune) (string, error) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	c, p := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case c < 0 && p < 0, c < 0 && comma != ';':
		return s, nil
	case comma == ';' && c < 0:
		if groupedPoint.MatchString(s) {
			return "", fmt.Errorf("%q may have a point for its decimals or for its thousands: save the sheet as it was downloaded, with commas between its columns", clip(s))
		}
		return s, nil
	case comma == ';' && p < c && strings.Count(s, ",") == 1:
		return strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", "."), nil
	case comma != ';' && c < p && strings.Count(s, ".") == 1 && groupedComma.MatchString(s[:p]):
		return strings.ReplaceAll(s, ",", ""), nil
	case comma != ';' && p < 0 && groupedComma.MatchString(s):
		return strings.ReplaceAll(s, ",", ""), nil
	}
	return "", fmt.Errorf("%q is not a number with a decimal point, and perhaps commas between thousands", clip(s))
}

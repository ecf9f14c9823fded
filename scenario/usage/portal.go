package usage

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

func init() {
	register(&format{
		Name: "azure-portal-classic",
		// The CSV of the classic account portal: a section with the statement,
		// by meter, and one with the daily usage. The usage has no costs.
		Claims:  func(h head) bool { _, found := dailyUsage(h.Bytes); return found },
		Columns: portalColumns,
		Lines:   true,
		Read:    readPortal,
		Canonical: func(c columns, d dialect) canonical {
			r := azureColumns(c)
			r.Blocks = false // the statement prices the same quantities by the unit
			return r
		},
	})
}

var portalColumns = []string{"usagedate", "metercategory", "meterid", "metersubcategory", "metername", "meterregion", "unit",
	"consumedquantity", "resourcelocation", "consumedservice", "resourcegroup", "instanceid", "tags", "subscriptionid", "subscriptionguid"}

// dailyHeader tells the header of the daily usage, statementHeader that of the
// statement.
func dailyHeader(record []string) bool {
	return len(record) > 4 && newColumns(record).all("usagedate", "metercategory", "consumedquantity")
}

func statementHeader(record []string) bool {
	return len(record) > 4 && newColumns(record).all("billingperiod", "metercategory")
}

// dailyUsage finds the delimiter of a file that has a section of daily usage.
func dailyUsage(first []byte) (delimiter rune, found bool) {
	if !bytes.Contains(bytes.ToLower(first), []byte("consumed")) {
		return 0, false
	}
	for _, delimiter := range ",;\t" {
		r := sections(bytes.NewReader(first), delimiter)
		for {
			record, err := r.Read()
			if err != nil {
				break
			}
			if dailyHeader(record) {
				return delimiter, true
			}
		}
	}
	return 0, false
}

func sections(in io.Reader, delimiter rune) *csv.Reader {
	r := csv.NewReader(in)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = delimiter, true, -1, true
	return r
}

// readPortal writes the rows of the daily usage. What stands before its header
// is the statement; what is behind it ends with a line of one cell, which
// names another section.
func readPortal(in io.Reader, w *rows) error {
	first := make([]byte, headSize)
	n, err := io.ReadFull(in, first)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	first = bytes.TrimPrefix(first[:n], []byte("\ufeff"))
	delimiter, found := dailyUsage(first)
	if !found {
		return errNotUsage
	}
	r := sections(io.MultiReader(bytes.NewReader(first), in), delimiter)
	var header columns
	var places []int
	statement, inStatement := 0, false
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("line %w", err)
		}
		line, _ := r.FieldPos(0)
		w.number = int64(line)
		switch {
		case dailyHeader(record):
			header, inStatement = newColumns(slices.Clone(record)), false
			places = make([]int, len(portalColumns))
			for i, name := range portalColumns {
				places[i] = slices.IndexFunc(header, func(c column) bool { return c.Name == name })
			}
		case statementHeader(record):
			header, inStatement = nil, true
		case strings.TrimSpace(strings.Join(record, "")) == "": // between sections
		case len(record) == 1 || strings.TrimSpace(strings.Join(record[1:], "")) == "":
			header, inStatement = nil, false // a section's title
		case inStatement:
			statement++
		case header == nil: // a preamble
		case len(record) != len(header):
			w.refuse(fmt.Sprintf("has %d columns, the header %d", len(record), len(header)))
		default:
			row := make([]string, len(places))
			for i, place := range places {
				if place >= 0 {
					row[i] = record[place]
				}
			}
			instance := row[slices.Index(portalColumns, "instanceid")]
			if id := slices.Index(portalColumns, "subscriptionid"); row[id] == "" {
				row[id] = subscriptionOf(instance)
			}
			w.add(row...)
		}
	}
	if statement > 0 {
		w.notes = append(w.notes, fmt.Sprintf("the statement of %d lines before the daily usage is left out: it has the same usage", statement))
	}
	return nil
}

package usage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

func startsJSON(first []byte) bool {
	first = bytes.TrimLeft(first, " \t\r\n")
	return len(first) > 0 && (first[0] == '{' || first[0] == '[')
}

// readPages goes over the records of saved answers: {"value": […]}, an array
// of such pages, an array of records, or several of these one behind the
// other. One record is in memory at a time, but for what is needed to know it
// again on another page.
func readPages(in io.Reader, w *rows, row func(json.RawMessage) ([]string, string)) error {
	p := &pages{d: json.NewDecoder(skipMark(in)), w: w, row: row, seen: w.seen}
	p.d.UseNumber()
	for {
		token, err := p.d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken(err, p.d, p.w)
		}
		switch token {
		case json.Delim('{'):
			err = p.page()
		case json.Delim('['):
			err = p.array(true)
		default:
			err = fmt.Errorf("%v where a page of records should begin", token)
		}
		if err != nil {
			return broken(err, p.d, p.w)
		}
	}
}

type pages struct {
	d    *json.Decoder
	w    *rows
	row  func(json.RawMessage) ([]string, string)
	seen *seen
}

// page reads the rest of an object: its "value" is the records.
func (p *pages) page() error {
	defer p.seen.turn()
	for p.d.More() {
		key, err := p.d.Token()
		if err != nil {
			return err
		}
		if name, _ := key.(string); strings.EqualFold(name, "value") {
			open, err := p.d.Token()
			if err != nil {
				return err
			}
			if open != json.Delim('[') {
				return fmt.Errorf("%v in place of the array of records", open)
			}
			if err := p.array(false); err != nil {
				return err
			}
			continue
		}
		var other json.RawMessage
		if err := p.d.Decode(&other); err != nil {
			return err
		}
	}
	_, err := p.d.Token()
	return err
}

// array reads the rest of an array of records; at the top of a file it may be
// one of pages.
func (p *pages) array(top bool) error {
	if top {
		defer p.seen.turn()
	}
	for p.d.More() {
		var raw json.RawMessage
		if err := p.d.Decode(&raw); err != nil {
			return err
		}
		var page struct {
			Value *[]json.RawMessage `json:"value"`
		}
		if top && json.Unmarshal(raw, &page) == nil && page.Value != nil {
			for _, record := range *page.Value {
				p.record(record)
			}
			p.seen.turn()
			continue
		}
		p.record(raw)
	}
	_, err := p.d.Token()
	return err
}

func (p *pages) record(raw json.RawMessage) {
	p.w.number++
	if p.seen.repeats(raw) {
		p.w.repeated++
		return
	}
	values, reason := p.row(raw)
	if reason != "" {
		p.w.refuse(reason)
		return
	}
	p.w.add(values...)
}

// broken is the error of a file that is cut off or not JSON: half of it would
// be a smaller total.
func broken(err error, d *json.Decoder, w *rows) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("is cut off behind record %d", w.number)
	}
	return fmt.Errorf("is not JSON behind record %d (byte %d): %s", w.number, d.InputOffset(), jsonReason(err))
}

// jsonReason is what is wrong with JSON, without Go's own words for it.
func jsonReason(err error) string {
	var typed *json.UnmarshalTypeError
	if errors.As(err, &typed) {
		return fmt.Sprintf("%s is a %s", typed.Field, typed.Value)
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// skipMark passes over a byte order mark.
func skipMark(in io.Reader) io.Reader {
	first := make([]byte, 3)
	n, _ := io.ReadFull(in, first)
	if n == 3 && string(first) == "\ufeff" {
		return in
	}
	return io.MultiReader(bytes.NewReader(first[:n]), in)
}

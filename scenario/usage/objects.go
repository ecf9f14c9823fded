package usage

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"azwhatif/ratebook/money"
)

// object is a record with nested fields, as JSON and Parquet have it, or as CSV has it
// flat: its plain values, by the path to each, evened out, so that service.description
// and service_description are one; and its arrays, as JSON.
type object map[string]string

// text is the first of the fields that is not empty.
func (o object) text(paths ...string) string {
	for _, p := range paths {
		if v := o[evenOut(p)]; v != "" {
			return v
		}
	}
	return ""
}

// list is an array of objects; nil where there is none.
func (o object) list(path string) (list []object, err error) {
	text := o.text(path)
	if text == "" {
		return nil, nil
	}
	var items []json.RawMessage
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		return nil, err
	}
	for _, item := range items {
		each, err := readObject(item)
		if err != nil {
			return nil, err
		}
		list = append(list, each)
	}
	return list, nil
}

// labels are the keys and values of an array of such, or of an object.
func (o object) labels(path string) map[string]string {
	of := map[string]string{}
	if list, err := o.list(path); err == nil {
		for _, l := range list {
			if key := l.text("key"); key != "" {
				of[key] = l.text("value")
			}
		}
		return of
	}
	_ = json.Unmarshal([]byte(o.text(path)), &of)
	return of
}

// readObject reads one JSON object.
func readObject(raw json.RawMessage) (object, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	o := object{}
	return o, o.take("", fields, 0)
}

// maxDepth is how deep objects may stand in each other.
const maxDepth = 8

func (o object) take(path string, fields map[string]json.RawMessage, depth int) error {
	if depth > maxDepth {
		return errors.New("fields stand too deep in each other")
	}
	for name, raw := range fields {
		to := path + evenOut(name)
		switch raw = bytes.TrimSpace(raw); {
		case len(raw) == 0 || bytes.Equal(raw, []byte("null")):
		case raw[0] == '{':
			var inner map[string]json.RawMessage
			if err := json.Unmarshal(raw, &inner); err != nil {
				return err
			}
			if err := o.take(to, inner, depth+1); err != nil {
				return err
			}
		case raw[0] == '"':
			var text string
			if err := json.Unmarshal(raw, &text); err != nil {
				return err
			}
			o[to] = text
		default: // a number, true, false or an array: as it stands
			o[to] = string(raw)
		}
	}
	return nil
}

// readObjects goes over the records of JSON lines, of a JSON array, or of a CSV file
// with the fields in columns. A record is refused for the reason that row gives.
func readObjects(in io.Reader, w *rows, row func(object) (reason string)) error {
	b := bufio.NewReaderSize(skipMark(in), 1<<16)
	first, err := b.Peek(1)
	for err == nil && strings.ContainsRune(" \t\r\n", rune(first[0])) {
		_, _ = b.ReadByte()
		first, err = b.Peek(1)
	}
	if errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return err
	}
	take := func(o object, err error) {
		w.number++
		reason := ""
		if err != nil {
			reason = jsonReason(err)
		} else {
			reason = row(o)
		}
		if reason != "" {
			w.refuse(reason)
		}
	}
	if first[0] != '{' && first[0] != '[' {
		return readFlat(b, w, take)
	}
	d := json.NewDecoder(b)
	if err := readJSON(d, first[0] == '[', take); err != nil {
		return broken(err, d, w)
	}
	return nil
}

// readJSON goes over objects, one behind the other or in an array.
func readJSON(d *json.Decoder, array bool, take func(object, error)) error {
	if array {
		if _, err := d.Token(); err != nil {
			return err
		}
	}
	for !array || d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); !array && errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		take(readObject(raw))
	}
	if _, err := d.Token(); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more behind the array")
	}
	return nil
}

// readFlat goes over the rows of a CSV file.
func readFlat(in *bufio.Reader, w *rows, take func(object, error)) error {
	first, _ := in.Peek(1 << 12)
	line, _, _ := bytes.Cut(first, []byte("\n"))
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.ReuseRecord, r.LazyQuotes = -1, true, true
	for _, delimiter := range ";\t|" {
		if bytes.ContainsRune(line, delimiter) && !bytes.ContainsRune(line, ',') {
			r.Comma = delimiter
		}
	}
	head, err := r.Read()
	if err != nil {
		return err
	}
	names := make([]string, len(head))
	for i, name := range head {
		names[i] = evenOut(name)
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if len(cells) != len(names) {
			take(nil, fmt.Errorf("has %d columns, the header has %d", len(cells), len(names)))
			continue
		}
		o := object{}
		for i, name := range names {
			if v := cells[i]; v != "" && v != "NULL" && v != "null" {
				o[name] = strings.Clone(v)
			}
		}
		take(o, nil)
	}
}

// plainNumber is a number as floating point is written, "1.5E-05" and all, exactly as it
// stands; nothing is zero.
func plainNumber(text string) (money.Decimal, error) {
	if text == "" {
		return money.Zero, nil
	}
	return money.Parse(text)
}

package invoice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Records are those of an answer that is kept in a file: a page, {"value": […]},
// several of them one after another, a list, one record, or an example of Azure's
// specifications, {"responses": {"200": {"body": …}}}.
func Records(data []byte) ([]json.RawMessage, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	in := json.NewDecoder(bytes.NewReader(data))
	var all []json.RawMessage
	for n := 1; ; n++ {
		var doc json.RawMessage
		err := in.Decode(&doc)
		if errors.Is(err, io.EOF) && n > 1 {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("it is not an answer of Azure's, in JSON: %s", jsonFault(data, err))
		}
		records, err := recordsOf(doc, 0)
		if err != nil {
			return nil, err
		}
		all = append(all, records...)
	}
}

// jsonFault says what is wrong, and in which line.
func jsonFault(data []byte, err error) string {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
		return fmt.Sprintf("line %d: %s", line, strings.TrimPrefix(err.Error(), "json: "))
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "it is cut off"
	}
	if errors.Is(err, io.EOF) {
		return "it is empty"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

func recordsOf(doc json.RawMessage, depth int) (list []json.RawMessage, err error) {
	if len(doc) > 0 && doc[0] == '[' {
		if err := json.Unmarshal(doc, &list); err != nil {
			return nil, err
		}
		return list, nil
	}
	var page struct {
		Value      *[]json.RawMessage         `json:"value"`
		Properties json.RawMessage            `json:"properties"`
		Responses  map[string]json.RawMessage `json:"responses"`
		Body       json.RawMessage            `json:"body"`
		Error      json.RawMessage            `json:"error"`
	}
	if len(doc) == 0 || doc[0] != '{' || json.Unmarshal(doc, &page) != nil {
		return nil, errors.New("it is not an answer of Azure's: neither a page with \"value\" nor a list of records")
	}
	switch {
	case page.Value != nil:
		return *page.Value, nil
	case page.Properties != nil:
		return []json.RawMessage{doc}, nil
	case depth > 2:
	case page.Responses["200"] != nil:
		return recordsOf(page.Responses["200"], depth+1)
	case page.Body != nil:
		return recordsOf(page.Body, depth+1)
	case page.Error != nil:
		return nil, errors.New("it is an error that Azure answered with, and no answer: ask again")
	}
	return nil, errors.New("it has neither \"value\" nor \"properties\", as answers of Azure's do")
}

// kindOf is a record's type, in lower case: "microsoft.consumption/lots".
func kindOf(raw json.RawMessage) string {
	var w struct{ Type string }
	_ = json.Unmarshal(raw, &w) // what is no record is refused where it is decoded
	return strings.ToLower(w.Type)
}

package usage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"azwhatif/internal/terminal"
)

// kustoError is an answer of Kusto's that is not the whole of what was asked for.
type kustoError struct{ text string }

func (e *kustoError) Error() string { return e.text }

func notWhole(format string, args ...any) error {
	return &kustoError{"the answer is not whole, and without all of it there is no total: " + fmt.Sprintf(format, args...)}
}

// oneAPIError is an error within an answer.
type oneAPIError struct {
	Error struct {
		Code        string `json:"code"`
		Message     string `json:"message"`
		Description string `json:"@message"`
	} `json:"error"`
}

// kustoFrame is a frame of an answer, of any type.
type kustoFrame struct {
	FrameType         string
	Version           string
	TableID           int `json:"TableId"`
	TableKind         string
	TableFragmentType string
	Columns           []struct{ ColumnName, ColumnType string }
	Rows              []json.RawMessage
	RowCount          *int64
	HasErrors         bool
	Cancelled         bool
	OneAPIErrors      []oneAPIError `json:"OneApiErrors"`
}

// readFrames reads an answer, version 2, and gives each row of its one primary table, whose
// columns have to be those named. All is held to account: rows are counted, and an answer
// that is cut off, that states an error anywhere or that was cancelled is an error.
func readFrames(in io.Reader, columns []string, row func(values []string) error) error {
	d := json.NewDecoder(in)
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return frameFault(err, "it is not a list of frames")
	}
	f := frames{columns: columns, row: row, values: make([]string, len(columns))}
	for d.More() {
		var frame kustoFrame
		if err := d.Decode(&frame); err != nil {
			return frameFault(err, "a frame cannot be read")
		}
		if err := f.frame(&frame); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return frameFault(err, "it has no end")
	}
	if !f.over {
		return notWhole("it ends without the frame that says so")
	}
	if !f.whole {
		return notWhole("it has no table of results")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return notWhole("something follows its end")
	}
	return nil
}

// frameFault says what is wrong with an answer's JSON.
func frameFault(err error, what string) error {
	var network interface{ Timeout() bool }
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return notWhole("it breaks off; try again")
	case errors.As(err, &network):
		return &kustoError{err.Error()}
	case err != nil:
		return notWhole("%s: %s", what, strings.TrimPrefix(err.Error(), "json: "))
	}
	return notWhole("%s", what)
}

// frames are the frames of one answer, read up to some place.
type frames struct {
	columns []string
	row     func(values []string) error
	values  []string

	begun       bool
	open, whole bool  // the primary table
	id          int   // of it
	rows        int64 // of it
	over        bool
}

func (f *frames) frame(frame *kustoFrame) error {
	if !f.begun && frame.FrameType != "DataSetHeader" {
		return notWhole("it begins with a frame of the type %q", clip(frame.FrameType))
	}
	if f.over {
		return notWhole("a frame follows the last")
	}
	if len(frame.OneAPIErrors) > 0 {
		return stated(frame.OneAPIErrors)
	}
	switch frame.FrameType {
	case "DataSetHeader":
		if f.begun || frame.Version != "v2.0" {
			return notWhole("a header of version %q is not one of v2.0, or comes twice", clip(frame.Version))
		}
		f.begun = true
	case "DataTable":
		if frame.TableKind != "PrimaryResult" {
			return nil
		}
		if err := f.begin(frame); err != nil {
			return err
		}
		f.open, f.whole = false, true
		return f.add(frame.Rows)
	case "TableHeader":
		if frame.TableKind != "PrimaryResult" {
			return notWhole("a table of the kind %q comes in parts", clip(frame.TableKind))
		}
		return f.begin(frame)
	case "TableFragment":
		if !f.open || frame.TableID != f.id || frame.TableFragmentType != "" && frame.TableFragmentType != "DataAppend" {
			return notWhole("rows come for table %d, as %q", frame.TableID, clip(frame.TableFragmentType))
		}
		return f.add(frame.Rows)
	case "TableProgress":
	case "TableCompletion":
		switch {
		case !f.open || frame.TableID != f.id:
			return notWhole("table %d ends before it begins", frame.TableID)
		case frame.RowCount == nil || *frame.RowCount != f.rows:
			return notWhole("%d rows came, and that is not how many there are", f.rows)
		}
		f.open, f.whole = false, true
	case "DataSetCompletion":
		switch {
		case frame.HasErrors:
			return stated(nil)
		case frame.Cancelled:
			return notWhole("the query was cancelled, as by an administrator or the cluster; try again")
		case f.open:
			return notWhole("the table of results has no end")
		}
		f.over = true
	default:
		return notWhole("a frame of the type %q is not known", clip(frame.FrameType))
	}
	return nil
}

// begin takes the head of the table of results.
func (f *frames) begin(frame *kustoFrame) error {
	if f.open || f.whole {
		return notWhole("it has two tables of results")
	}
	var names []string
	for _, c := range frame.Columns {
		names = append(names, c.ColumnName)
	}
	if !slices.Equal(names, f.columns) {
		return notWhole("its columns are %q, and %q were asked for", names, f.columns)
	}
	f.open, f.id = true, frame.TableID
	return nil
}

// add gives rows; an object in a row's place is an error.
func (f *frames) add(rows []json.RawMessage) error {
	var cells []json.RawMessage
	for _, raw := range rows {
		if raw = bytes.TrimSpace(raw); len(raw) > 0 && raw[0] == '{' {
			var failed struct {
				Errors []oneAPIError `json:"OneApiErrors"`
			}
			_ = json.Unmarshal(raw, &failed) // what it says is not needed
			return stated(failed.Errors)
		}
		cells = cells[:0]
		if err := json.Unmarshal(raw, &cells); err != nil {
			return notWhole("row %d cannot be read", f.rows+1)
		}
		if len(cells) != len(f.values) {
			return notWhole("row %d has %d values for %d columns", f.rows+1, len(cells), len(f.values))
		}
		for i, cell := range cells {
			text, err := cellText(cell)
			if err != nil {
				return notWhole("row %d: %v", f.rows+1, err)
			}
			f.values[i] = text
		}
		f.rows++
		if err := f.row(f.values); err != nil {
			return err
		}
	}
	return nil
}

// cellText is a value as text: "" of null, numbers as they are written.
func cellText(cell json.RawMessage) (string, error) {
	switch {
	case len(cell) == 0 || string(cell) == "null":
		return "", nil
	case cell[0] == '"':
		var text string
		err := json.Unmarshal(cell, &text)
		return text, err
	case cell[0] == '{' || cell[0] == '[':
		return "", errors.New("a value is none of text or number")
	}
	return string(cell), nil
}

// stated is an error that the answer states.
func stated(list []oneAPIError) error {
	if len(list) == 0 {
		return notWhole("Kusto says that it has errors, and not which")
	}
	e := list[0].Error
	message := strings.Join(strings.Fields(e.Description), " ")
	if message == "" {
		message = strings.Join(strings.Fields(e.Message), " ")
	}
	what := "try again"
	switch {
	case strings.Contains(message, "E_QUERY_RESULT_SET_TOO_LARGE"):
		what = "the cluster bounds how large an answer may be: keep fewer things apart (tags, resources, hours), or ask for fewer days at a time with --from and --to"
	case strings.Contains(message, "E_RUNAWAY_QUERY"), strings.Contains(message, "E_LOW_MEMORY"), strings.Contains(message, "memory"):
		what = "the query takes more memory than the cluster gives one: ask for fewer days at a time with --from and --to, or keep fewer things apart (tags, resources, hours)"
	case strings.Contains(strings.ToLower(e.Code+message), "timeout"), strings.Contains(message, "timed out"):
		what = "the query took longer than it may: ask for fewer days at a time with --from and --to, or allow more with kusto.timeout (AZWHATIF_KUSTO_TIMEOUT), up to an hour"
	}
	if text := []rune(terminal.Clean(message)); len(text) > 400 {
		message = string(text[:400]) + "…"
	} else {
		message = strings.TrimRight(string(text), ". ")
	}
	return notWhole("Kusto's error %s: %s; %s", clip(terminal.Clean(e.Code)), message, what)
}

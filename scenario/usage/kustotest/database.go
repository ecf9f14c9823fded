package kustotest

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// Column is a column of a table.
type Column struct {
	Name string
	Type Type
}

// Table is a table, or what a function gives.
type Table struct {
	Columns []Column
	Each    func(yield func(values []value)) // the rows, from the first to the last
}

// Database is a database of a cluster's; it answers queries over HTTP. Its tables are not
// changed while it does.
type Database struct {
	Name   string
	Tables map[string]*Table // by name, such as "Costs" or "Costs()"

	MostRows, MostBytes int // of an answer, unless it is lifted; 0 for Kusto's own 500,000 and 64 MB
	FragmentRows        int // rows of a fragment; 0 for 1,000

	mu      sync.Mutex
	known   map[string]*answer // by query
	queries []string
}

type answer struct {
	names []string
	rows  [][]string
}

// Load makes a table of the rows of a CSV file, which is read for each query anew. Columns
// are texts; types may say otherwise for some.
func (d *Database) Load(t testing.TB, name, path string, types map[string]Type) {
	t.Helper()
	table := &Table{}
	each := func(row func(record []string)) error {
		in, err := os.Open(path)
		if err != nil {
			return err
		}
		defer in.Close()
		r := csv.NewReader(in)
		r.ReuseRecord = true
		for {
			record, err := r.Read()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			row(record)
		}
	}
	head := true
	table.Each = func(yield func([]value)) {
		first := true
		var values []value
		err := each(func(record []string) {
			if first {
				first, values = false, make([]value, len(record))
				return
			}
			for i, text := range record {
				v, ok := ingest(strings.Clone(text), table.Columns[i].Type)
				if !ok {
					t.Errorf("%q is not a %s", text, table.Columns[i].Type)
				}
				values[i] = v
			}
			yield(values)
		})
		if err != nil {
			t.Error(err)
		}
	}
	err := each(func(record []string) {
		for _, c := range record {
			if !head {
				break
			}
			of := types[c]
			if of == "" {
				of = "string"
			}
			table.Columns = append(table.Columns, Column{c, of})
		}
		head = false
	})
	if err != nil {
		t.Fatal(err)
	}
	if d.Tables == nil {
		d.Tables = map[string]*Table{}
	}
	d.Tables[name] = table
}

// Queries are those that were answered, in their order.
func (d *Database) Queries() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string{}, d.queries...)
}

// Forget lets go of the answers that are kept for the same query.
func (d *Database) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known, d.queries = nil, nil
}

// ServeHTTP answers POST /v2/rest/query.
func (d *Database) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		DB, CSL    string
		Properties struct{ Options map[string]any }
	}
	body := json.NewDecoder(r.Body)
	switch err := body.Decode(&asked); {
	case r.Method != http.MethodPost || r.URL.Path != "/v2/rest/query" || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		refuse(w, http.StatusNotFound, "NotFound", "there is nothing at "+r.Method+" "+r.URL.Path)
		return
	case err != nil:
		refuse(w, http.StatusBadRequest, "BadRequest_MessageExceptionWhileParsing", err.Error())
		return
	case asked.DB != d.Name:
		refuse(w, http.StatusBadRequest, "BadRequest_EntityNotFound", fmt.Sprintf("Entity ID '%s' of kind 'Database' was not found.", asked.DB))
		return
	}
	for name, want := range map[string]any{"request_readonly": true, "results_v2_newlines_between_frames": true, "results_v2_fragment_primary_tables": true, "results_error_reporting_placement": "end_of_table"} {
		if asked.Properties.Options[name] != want {
			refuse(w, http.StatusBadRequest, "BadRequest_InvalidProperty", fmt.Sprintf("option %s is %v", name, asked.Properties.Options[name]))
			return
		}
	}
	if timeout, _ := asked.Properties.Options["servertimeout"].(string); !timespan.MatchString(timeout) {
		refuse(w, http.StatusBadRequest, "BadRequest_InvalidProperty", "option servertimeout is "+timeout)
		return
	}
	a, lifted, err := d.answer(asked.CSL)
	if err != nil {
		code := "SYN0001"
		if strings.Contains(err.Error(), "Semantic error") {
			code = "SEM0001"
		}
		refuse(w, http.StatusBadRequest, "BadRequest_"+code, "Request is invalid and cannot be processed: "+err.Error())
		return
	}
	d.write(w, a, lifted)
}

// timespan is up to an hour.
var timespan = regexp.MustCompile(`^(?:00:[0-5][0-9]:[0-5][0-9]|01:00:00)$`)

// answer runs a query, or knows its answer.
func (d *Database) answer(csl string) (a *answer, lifted bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	q, err := parse(csl)
	if err != nil {
		return nil, false, err
	}
	d.queries = append(d.queries, csl)
	if a := d.known[csl]; a != nil {
		return a, q.noTruncation, nil
	}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case syntaxError:
			err = e
		default:
			panic(e)
		}
	}()
	table := d.Tables[q.source]
	if table == nil {
		semantic("SEM0100: Failed to resolve table or column expression named '%s'", q.source)
	}
	p := run(q, table)
	a = &answer{names: p.names}
	for _, name := range p.names {
		if of := p.scope.types[name]; of != "string" {
			semantic("%s is of type %s, and the program reads texts", name, of)
		}
	}
	p.rows(func(row []value) {
		texts := make([]string, len(p.names))
		for i, name := range p.names {
			texts[i] = row[p.scope.at[name]].s
		}
		a.rows = append(a.rows, texts)
	})
	if d.known == nil {
		d.known = map[string]*answer{}
	}
	d.known[csl] = a
	return a, q.noTruncation, nil
}

// CSV is the answer to a query, as a client saves it.
func (d *Database) CSV(csl string) (string, error) {
	a, _, err := d.answer(csl)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(a.names)
	if err := w.WriteAll(a.rows); err != nil {
		return "", err
	}
	return b.String(), nil
}

// refuse answers with Kusto's error.
func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"code": code, "message": "Request is invalid and cannot be executed.", "@type": "Kusto.Data.Exceptions.KustoBadRequestException", "@message": message, "@permanent": true}})
}

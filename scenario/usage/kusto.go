package usage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"azwhatif/ratebook/azure"
	"azwhatif/scenario"
)

// Kusto is a table, or a function without parameters, in Azure Data Explorer or in an
// eventhouse of Fabric, that has the columns of one of the formats. One who may only view
// the database can read it.
type Kusto struct {
	At    scenario.Kusto
	Table string // "table" or "function()"

	// Open makes a client of the cluster that is signed in, and waits for as long as a
	// query may take.
	Open    func() (*azure.Client, error)
	Timeout time.Duration     // of a query, on the servers; 0 is DefaultQueryTime
	Tell    func(text string) // is told what is waited for, where that takes long; may be nil
}

// DefaultQueryTime is how long a query of Kusto's may take, where a Kusto does not say: the
// longest that Kusto allows.
const DefaultQueryTime = time.Hour

// name is what messages call the table.
func (k *Kusto) name() string { return k.At.String() + ", table " + k.Table }

// kustoTable is a table of Kusto's, over its REST interface, version 2.
//
// Note: azkustodata reads the same frames. Its reader takes an answer that breaks off
// behind a table for a whole one, which would pass over the errors that are stated at the
// end, and a row of too many values stops the program.
// Source: learn.microsoft.com/kusto/api/rest, "Query/management HTTP request" and "Query V2 HTTP response".
type kustoTable struct {
	Kusto
	client *azure.Client
	read   atomic.Int64
}

func openKusto(at Kusto) (*kustoTable, error) {
	at.Timeout = cmp.Or(at.Timeout, DefaultQueryTime)
	client, err := at.Open()
	return &kustoTable{Kusto: at, client: client}, err
}

func (k *kustoTable) dialect() dialect { return kusto }
func (k *kustoTable) notes() []string  { return nil }
func (k *kustoTable) received() int64  { return k.read.Load() }
func (k *kustoTable) close()           {}

// superseded: Kusto replaces no rows.
func (k *kustoTable) superseded(context.Context, int64) (string, error) { return "", nil }

// from is the table in KQL.
func (k *Kusto) from() string { return kustoSource(k.Table) }

// kustoSource writes a table, or a function's call.
func kustoSource(table string) string {
	name, function := strings.CutSuffix(table, "()")
	call := ""
	if function {
		call = "()"
	}
	if unquoted.MatchString(name) {
		return name + call
	}
	return kustoName(name) + call
}

// unquoted matches names that are written without quotation. Words of KQL's own have no
// capital letter.
var unquoted = regexp.MustCompile(`^[A-Z][A-Za-z0-9_]*$`)

// describe gives the table's columns.
func (k *kustoTable) describe(ctx context.Context) (columns, error) {
	var names, types []string
	err := k.query(ctx, kustoLifted+k.from()+"\n| getschema\n| sort by ColumnOrdinal asc\n| project azw_o0 = ColumnName,\n    azw_o1 = ColumnType", func(row []string) error {
		names, types = append(names, strings.Clone(row[0])), append(types, strings.Clone(row[1]))
		return nil
	})
	cs := newColumns(names)
	for i := range cs {
		cs[i].Raw, cs[i].Type = names[i], types[i]
	}
	return cs, err
}

func (k *kustoTable) many(ctx context.Context, query string, row func(values []string) error) error {
	return k.query(ctx, query, row)
}

// query asks, and reads the answer as it comes.
func (k *kustoTable) query(ctx context.Context, query string, row func(values []string) error) error {
	defer k.waiting()()
	minutes := int(k.Timeout.Minutes())
	answer, err := k.client.Post(ctx, queryPath, nil, map[string]any{"db": k.At.Database, "csl": query, "properties": map[string]any{"Options": map[string]any{
		"servertimeout":                      fmt.Sprintf("%02d:%02d:%02d", minutes/60, minutes%60, int(k.Timeout.Seconds())%60),
		"request_readonly":                   true,
		"results_v2_newlines_between_frames": true,
		"results_v2_fragment_primary_tables": true,
		"results_error_reporting_placement":  "end_of_table",
	}}})
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	return readFrames(&countedReader{answer.Body, &k.read}, kustoOutputs(query), row)
}

// queryPath is where a cluster takes queries.
const queryPath = "/v2/rest/query"

// kustoOutputs are the names that a query gives its columns.
func kustoOutputs(query string) (names []string) {
	last := query[strings.LastIndex(query, "| project "):]
	for _, m := range kustoOutput.FindAllStringSubmatch(last, -1) {
		names = append(names, m[1])
	}
	return names
}

var kustoOutput = regexp.MustCompile(`(?m)^(?:\| project |    )(azw_o[0-9]+) = `)

// waiting tells now and then that an answer is waited for, until it is stopped.
func (k *kustoTable) waiting() (stop func()) {
	began, over := time.Now(), make(chan struct{})
	go func() {
		tick := time.NewTicker(wordEvery)
		defer tick.Stop()
		for {
			select {
			case <-over:
				return
			case <-tick.C:
				if k.Tell != nil {
					k.Tell(fmt.Sprintf("%s: waiting; the query runs for %s (given up after %s)", k.name(), time.Since(began).Truncate(time.Second), k.Timeout))
				}
			}
		}
	}()
	return func() { close(over) }
}

// countedReader counts what is read.
type countedReader struct {
	io.Reader
	read *atomic.Int64
}

func (c *countedReader) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.read.Add(int64(n))
	return n, err
}

// plainer tells what is wrong with the query from what is wrong with the cluster or the
// sign-in, which is a DownError.
func (k *Kusto) plainer(err error) error {
	var refused *azure.Error
	var broken *kustoError
	switch {
	case errors.As(err, &refused) && refused.Status == http.StatusBadRequest && strings.HasSuffix(refused.URL, queryPath):
		return err
	case errors.As(err, &refused), errors.As(err, &broken), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.DeadlineExceeded):
		return &DownError{err}
	}
	return err
}

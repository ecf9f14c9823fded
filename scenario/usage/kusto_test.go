package usage_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/azure/azuretest"
	"azwhatif/scenario"
	"azwhatif/scenario/usage"
	"azwhatif/scenario/usage/kustotest"
)

// kustoCluster is a cluster with one database, Hub.
type kustoCluster struct {
	*azuretest.Server
	db *kustotest.Database
}

func startKusto(t testing.TB) *kustoCluster {
	db := &kustotest.Database{Name: "Hub", Tables: map[string]*kustotest.Table{}}
	return &kustoCluster{azuretest.Start(t, azuretest.Options{Kusto: db}), db}
}

// table is a table of the cluster's, read as the application that may view it.
func (c *kustoCluster) table(t testing.TB, name string) *usage.Kusto {
	t.Helper()
	for name, value := range map[string]string{"AZURE_TENANT_ID": c.Tenant, "AZURE_CLIENT_ID": c.ClientID, "AZURE_CLIENT_SECRET": c.ClientSecret} {
		t.Setenv(name, value)
	}
	at, err := scenario.ParseKusto(c.Kusto + "/Hub")
	if err != nil {
		t.Fatal(err)
	}
	return &usage.Kusto{At: at, Table: name, Open: func() (*azure.Client, error) {
		cfg := azure.Config{Cloud: "custom", ResourceManager: c.ResourceManager, Audience: c.Audience, Authority: c.Authority, CAFile: c.CAFile,
			DisableInstanceDiscovery: true, Credential: "env", RetryDelay: 1}
		cred, err := azure.NewCredential(cfg, azure.Options{})
		if err != nil {
			return nil, err
		}
		return azure.NewAt(at.Cluster, at.Cluster, cfg, cred, azure.Options{})
	}}
}

// TestKustoExamples: the examples give the same from a file and from a table.
func TestKustoExamples(t *testing.T) {
	c := startKusto(t)
	for i, file := range []string{"focus/mixed_1.0.csv", "azure-cost/ea.csv", "azure-cost/mca.csv", "aws-cur/legacy.csv"} {
		t.Run(file, func(t *testing.T) {
			name := fmt.Sprintf("T%d", i)
			c.db.Load(t, name, "testdata/"+file, nil)
			for _, s := range []usage.Spec{
				{Format: filepath.Dir(file), Tags: []string{"env", "Project", `it's "odd" \d`}, ByGroup: true, Starts: scenario.Import{}.Prices},
				{AllTags: true, ByResource: true, ByHour: true},
				{ByDay: true, CycleDay: 14, From: "2026-01-10", To: "2026-01-20", Subscriptions: []string{" 0A000000-0000-4000-8000-000000000001 ", "it's"}},
			} {
				alike(t, s, []string{"testdata/" + file}, c.table(t, name))
			}
		})
	}
}

// TestKustoOdd: dates and numbers that no one would write mean the same to KQL as to Go.
func TestKustoOdd(t *testing.T) {
	c := startKusto(t)
	for i, x := range []struct{ dates, numbers []string }{
		{append(isoDates, oddDates...), append(plains, odds...)},
		{append(append(isoDates, oddDates...), slashDates...), append(append(plains, odds...), grouped...)},
		{isoDates, plains},
	} {
		path := oddExport(t, 300, x.dates, x.numbers)
		name := fmt.Sprintf("odd%d", i)
		c.db.Load(t, name, path, nil)
		for _, s := range []usage.Spec{{}, {DateOrder: "dmy", Decimal: "."}, {DateOrder: "mdy", Decimal: ","}} {
			t.Run(fmt.Sprintf("%d %s%s", i, s.DateOrder, s.Decimal), func(t *testing.T) {
				s.Tags, s.ByHour, s.ByGroup, s.CycleDay, s.MaxRefused = []string{"env"}, true, true, 14, 4000
				alike(t, s, []string{path}, c.table(t, name))
			})
		}
	}
}

// frames puts frames together into an answer, with the columns of the query that asks for
// a table's columns.
func answerOf(frames ...string) string { return "[" + strings.Join(frames, "\n,") + "\n]\n" }

const (
	frameHead  = `{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0","IsFragmented":true,"ErrorReportingPlacement":"EndOfTable"}`
	frameTable = `{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","TableName":"PrimaryResult","Columns":[{"ColumnName":"azw_o0","ColumnType":"string"},{"ColumnName":"azw_o1","ColumnType":"string"}]}`
	frameRows  = `{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":1,"Rows":[["Date","string"],["MeterId","string"]]}`
	frameEnd   = `{"FrameType":"TableCompletion","TableId":1,"RowCount":2}`
	frameLast  = `{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}`
)

// TestKustoFails: what is wrong with the cluster, the sign-in or an answer is an error that
// says what to do, and no figure comes of it. What is wrong with the query is of another kind.
func TestKustoFails(t *testing.T) {
	c := startKusto(t)
	c.db.Load(t, "Costs", "testdata/azure-cost/ea.csv", nil)
	at := c.table(t, "Costs")
	failure := func(code, message string) string {
		text, err := json.Marshal(kustotest.Failure(code, message))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	answers := func(frames ...string) []azuretest.Fault {
		return []azuretest.Fault{azuretest.Answer(200, answerOf(frames...))}
	}
	tooLarge := failure("LimitsExceeded", "Query result set has exceeded the internal record count limit 500000 (E_QUERY_RESULT_SET_TOO_LARGE).")
	for _, x := range []struct {
		name   string
		faults []azuretest.Fault
		want   string
		input  bool // the user's to mend
	}{
		{"throttled without an end", azuretest.Times(9, azuretest.ThrottleKusto()), "the limit on concurrent queries of the cluster is reached (request 00000000-0000-4000-8000-000000000007); so in each of 5 tries: try again later, with fewer requests at a time", false},
		{"a node is down", azuretest.Times(9, azuretest.ServerError(503)), "so in each of 5 tries: try again later", false},
		{"too large", answers(frameHead, frameTable, frameRows, `{"FrameType":"TableCompletion","TableId":1,"RowCount":2,"OneApiErrors":`+tooLarge+`}`), "Kusto's error LimitsExceeded: Query result set has exceeded the internal record count limit 500000 (E_QUERY_RESULT_SET_TOO_LARGE); the cluster bounds how large an answer may be: keep fewer things apart", false},
		{"fails at the end", answers(frameHead, frameTable, frameRows, frameEnd, `{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false,"OneApiErrors":`+failure("InternalServiceError", "Partial query failure: shard 3 is not available")+`}`), "Partial query failure: shard 3 is not available; try again", false},
		{"fails without a word", answers(frameHead, frameTable, frameRows, frameEnd, `{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false}`), "Kusto says that it has errors, and not which", false},
		{"fails among the rows", answers(frameHead, frameTable, `{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":1,"Rows":[["Date","string"],{"OneApiErrors":`+failure("LimitsExceeded", "E_RUNAWAY_QUERY")+`}]}`), "more memory than the cluster gives one: ask for fewer days", false},
		{"takes too long", answers(frameHead, `{"FrameType":"DataSetCompletion","HasErrors":true,"Cancelled":false,"OneApiErrors":`+failure("QueryTimeout", "Request execution has timed out")+`}`), "allow more with kusto.timeout (AZWHATIF_KUSTO_TIMEOUT), up to an hour", false},
		{"cancelled", answers(frameHead, frameTable, frameRows, frameEnd, `{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":true}`), "the query was cancelled, as by an administrator", false},
		{"no end", answers(frameHead, frameTable, frameRows, frameEnd), "it ends without the frame that says so", false},
		{"rows are missing", answers(frameHead, frameTable, frameRows, `{"FrameType":"TableCompletion","TableId":1,"RowCount":3}`, frameLast), "2 rows came, and that is not how many there are", false},
		{"rows have no end", answers(frameHead, frameTable, frameRows, frameLast), "the table of results has no end", false},
		{"a row too long", answers(frameHead, frameTable, `{"FrameType":"TableFragment","TableId":1,"Rows":[["Date","string","more"]]}`), "row 1 has 3 values for 2 columns", false},
		{"other columns", answers(frameHead, strings.Replace(frameTable, "azw_o1", "x", 1)), `its columns are ["azw_o0" "x"]`, false},
		{"two tables", answers(frameHead, frameTable, frameRows, frameEnd, frameTable), "it has two tables of results", false},
		{"another version", answers(strings.Replace(frameHead, "v2.0", "v3.0", 1)), `a header of version "v3.0"`, false},
		{"nothing", answers(frameHead, frameLast), "it has no table of results", false},
		{"a page", []azuretest.Fault{azuretest.HTML()}, "it is not a list of frames", false},
		{"cut off", []azuretest.Fault{azuretest.CutOff(700)}, "it breaks off", false},
		{"cut off, and ended", []azuretest.Fault{azuretest.Truncate(700)}, "it breaks off", false},
		{"reset", []azuretest.Fault{azuretest.ResetAfter(700)}, "", false},
		{"refused by the engine", []azuretest.Fault{azuretest.Answer(400, `{"error":{"code":"BadRequest_SEM0100","message":"Request is invalid","@message":"Semantic error: SEM0100: 'Costs' is not there"}}`)}, "SEM0100: 'Costs' is not there (request 00000000-0000-4000-8000-00000000026b); check", true},
	} {
		t.Run(x.name, func(t *testing.T) {
			c.Fault(azuretest.Kusto, x.faults...)
			im, err := usage.RollUp(t.Context(), usage.Spec{Kusto: at}, nil)
			var down *usage.DownError
			if im != nil || err == nil || !strings.Contains(err.Error(), x.want) || !strings.Contains(err.Error(), c.Kusto+"/Hub, table Costs: ") || errors.As(err, &down) == x.input {
				t.Errorf("%v\nwant %s", err, x.want)
			}
			for range 9 { // what is left in line
				_, _ = usage.RollUp(t.Context(), usage.Spec{Kusto: at, Format: "focus"}, nil)
			}
		})
	}
}

// TestKustoTwice: usage that is more than once in a table is found; records that only look
// alike are not.
func TestKustoTwice(t *testing.T) {
	c := startKusto(t)
	rows := func(days int, loaded, info string) (text string) {
		for day := range days {
			text += fmt.Sprintf("2026-01-%d,m,c,1 Hour,2,1,EUR,s,%s,%s\n", 10+day, loaded, info)
		}
		return text
	}
	for name, x := range map[string]struct{ rows, want string }{
		"once":   {rows(5, "2026-02-01", "a") + rows(5, "2026-02-01", "b"), ""},
		"todate": {rows(5, "2026-02-01", "a") + rows(7, "2026-02-02", "a"), "table todate has 5 rows that are there already, the same in every column but LoadedAt, of a meter of subscription s, 2026-01-10 to 2026-01-14: they are counted again; load each period once"},
	} {
		dir := write(t, map[string]string{"x.csv": "Date,MeterId,MeterCategory,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrency,SubscriptionId,LoadedAt,Info\n" + x.rows})
		c.db.Load(t, name, dir+"/x.csv", map[string]kustotest.Type{"Date": "datetime", "LoadedAt": "datetime", "Quantity": "long", "CostInBillingCurrency": "decimal"})
		im, err := usage.RollUp(t.Context(), usage.Spec{Kusto: c.table(t, name)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(im.Twice, "\n"); !strings.HasSuffix(got, x.want) || (got == "") != (x.want == "") {
			t.Errorf("%s: %q", name, got)
		}
		for _, note := range im.Sources[0].Notes {
			if strings.Contains(note, "rounds") {
				t.Errorf("whole numbers and decimals: %s", note)
			}
		}
	}
}

// TestKustoLarge: an answer of more than Kusto's usual bounds comes whole, in as many parts
// as it likes; that it is more is not passed over where the query does not lift the bound.
func TestKustoLarge(t *testing.T) {
	c := startKusto(t)
	c.db.Load(t, "Costs", "testdata/azure-cost/ea.csv", nil)
	c.db.MostRows, c.db.FragmentRows = 2, 1
	alike(t, usage.Spec{ByDay: true, ByResource: true}, []string{"testdata/azure-cost/ea.csv"}, c.table(t, "Costs"))
	var text bytes.Buffer
	text.WriteString(`{"db":"Hub","csl":"Costs\n| project azw_o0 = ['Date']","properties":{"Options":{"servertimeout":"00:04:00","request_readonly":true,"results_v2_newlines_between_frames":true,"results_v2_fragment_primary_tables":true,"results_error_reporting_placement":"end_of_table"}}}`)
	answer := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodPost, "/v2/rest/query", &text)
	request.Header.Set("Content-Type", "application/json")
	c.db.ServeHTTP(answer, request)
	if body := answer.Body.String(); !strings.Contains(body, "E_QUERY_RESULT_SET_TOO_LARGE") || !strings.Contains(body, `"HasErrors":true`) {
		t.Error(body)
	}
}

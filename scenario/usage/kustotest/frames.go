package kustotest

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// write writes an answer in frames, a line each. An answer that is larger than it may be
// ends where the bound is, and says so at the end of its table.
func (d *Database) write(w http.ResponseWriter, a *answer, lifted bool) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	line := func(sign string, frame any) {
		text, _ := json.Marshal(frame)
		_, _ = fmt.Fprintf(w, "%s%s\n", sign, text)
	}
	type column struct{ ColumnName, ColumnType string }
	type object map[string]any
	line("[", json.RawMessage(`{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0","IsFragmented":true,"ErrorReportingPlacement":"EndOfTable"}`))
	line(",", json.RawMessage(`{"FrameType":"DataTable","TableId":0,"TableKind":"QueryProperties","TableName":"@ExtendedProperties","Columns":[{"ColumnName":"TableId","ColumnType":"int"},{"ColumnName":"Key","ColumnType":"string"},{"ColumnName":"Value","ColumnType":"dynamic"}],"Rows":[[1,"Visualization","{\"Visualization\":null}"]]}`))
	var columns []column
	for _, name := range a.names {
		columns = append(columns, column{name, "string"})
	}
	line(",", object{"FrameType": "TableHeader", "TableId": 1, "TableKind": "PrimaryResult", "TableName": "PrimaryResult", "Columns": columns})
	most, bytes, size := orElse(d.MostRows, 500_000), orElse(d.MostBytes, 64<<20), 0
	var failed []any
	rows := a.rows
	for i, row := range rows {
		for _, cell := range row {
			size += len(cell)
		}
		what := ""
		if i >= most {
			what = fmt.Sprintf("record count limit %d", most)
		} else if size > bytes {
			what = fmt.Sprintf("data size limit %d", bytes)
		}
		if what != "" && !lifted {
			rows = rows[:i]
			failed = Failure("LimitsExceeded", "Query result set has exceeded the internal "+what+" (E_QUERY_RESULT_SET_TOO_LARGE).")
			break
		}
	}
	for from, n := 0, orElse(d.FragmentRows, 1000); from < len(rows); from += n {
		line(",", object{"FrameType": "TableFragment", "TableFragmentType": "DataAppend", "TableId": 1, "Rows": rows[from:min(from+n, len(rows))]})
	}
	end := object{"FrameType": "TableCompletion", "TableId": 1, "RowCount": len(rows)}
	if failed != nil {
		end["OneApiErrors"] = failed
	}
	line(",", end)
	line(",", json.RawMessage(`{"FrameType":"DataTable","TableId":2,"TableKind":"QueryCompletionInformation","TableName":"QueryCompletionInformation","Columns":[{"ColumnName":"Level","ColumnType":"int"},{"ColumnName":"EventTypeName","ColumnType":"string"}],"Rows":[[4,"QueryInfo"]]}`))
	last := object{"FrameType": "DataSetCompletion", "HasErrors": failed != nil, "Cancelled": false}
	if failed != nil {
		last["OneApiErrors"] = failed
	}
	line(",", last)
	_, _ = fmt.Fprint(w, "]\n")
}

// Failure is an error within an answer, in the shape of OneApiErrors.
func Failure(code, message string) []any {
	return []any{map[string]any{"error": map[string]any{"code": code, "message": "Request is invalid and cannot be executed.",
		"@type": "Kusto.Common.Svc.Exceptions.DataServiceException", "@message": message, "@permanent": false,
		"@context": map[string]string{"timestamp": "2026-03-14T00:00:00Z", "serviceAlias": "HUB"}}}}
}

func orElse(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

package usage

import (
	"strings"
	"testing"
)

// FuzzFrames: an answer of Kusto's is read whole, or is an error: never a crash, and never
// another number of rows than it states.
func FuzzFrames(f *testing.F) {
	const head = `[{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"}` + "\n,"
	const table = `{"FrameType":"TableHeader","TableId":1,"TableKind":"PrimaryResult","Columns":[{"ColumnName":"azw_o0","ColumnType":"string"},{"ColumnName":"azw_o1","ColumnType":"long"}]}` + "\n,"
	const last = `{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}` + "\n]"
	for _, seed := range []string{
		head + table + `{"FrameType":"TableFragment","TableFragmentType":"DataAppend","TableId":1,"Rows":[["a",1],[null,2.50]]},{"FrameType":"TableCompletion","TableId":1,"RowCount":2},` + last,
		head + `{"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","Columns":[{"ColumnName":"azw_o0"},{"ColumnName":"azw_o1"}],"Rows":[["\u00e9",true]]},` + last,
		head + `{"FrameType":"DataTable","TableId":0,"TableKind":"QueryProperties","Columns":[],"Rows":[[1,"x"]]},` + last,
		head + table + `{"FrameType":"TableFragment","TableId":1,"Rows":[{"OneApiErrors":[{"error":{"code":"x","@message":"y"}}]}]}`,
		head + table + `{"FrameType":"TableFragment","TableId":1,"Rows":[["a",{"b":1}]]}`, "[", "[]", "", "{}", "null", `[{"FrameType":1}]`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rows := 0
		err := readFrames(strings.NewReader(text), []string{"azw_o0", "azw_o1"}, func(values []string) error {
			if rows++; len(values) != 2 {
				t.Errorf("a row of %d values", len(values))
			}
			return nil
		})
		if err == nil && (!strings.Contains(text, "FrameType") || rows > strings.Count(text, "[")) {
			t.Errorf("%d rows of %q", rows, text)
		}
	})
}

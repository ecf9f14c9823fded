package usage_test

import (
	"fmt"
	"strings"
	"testing"

	"azwhatif/scenario/usage"
)

// A row that is ragged, or not UTF-8, or both, or that opens a quotation mark
// which nothing closes, is refused with its line; the rows around it are read.
// Some of these rows break DuckDB itself.
func TestUnevenRows(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSuffix(payg("2026-01-05 1 1", "2026-01-06 2 2", "2026-01-07 4 4"), "\n"), "\n")
	header, good := lines[0], lines[1:]
	cells := strings.Split(good[0], ",")
	last := len(cells) - 1
	with := func(cells []string, i int, text string) string {
		c := append([]string{}, cells...)
		c[i] += text
		return strings.Join(c, ",")
	}
	for i, tt := range []struct{ row, reason string }{
		{with(cells, 2, "\xff"), "is not UTF-8"},
		{with(cells[:4], 3, "\xff"), "is not UTF-8"},
		{with(cells[:4], 0, "\xff\xfe"), "is not UTF-8"},
		{with(cells[:1], 0, "\xff"), "is not UTF-8"},
		{with(cells, last, "\xe9,x,y"), "has 11 columns"},
		{with(cells, 0, "\xe9") + ",x\xff,y\xff", "is not UTF-8"},
		{"\xff", "is not UTF-8"},
		{with(cells, 2, "\"\xff"), "is not UTF-8"},
		{strings.Join(cells[:3], ",") + ",\"\xc3x\"", "is not UTF-8"},
		{strings.Join(cells[:3], ",") + `,"open` + strings.Join(cells[4:], ","), "has 8 columns"},
		{strings.Join(cells[:3], ",") + ",\"open\xff", "has a quotation mark that nothing closes"},
		{strings.Join(cells[:4], ","), fmt.Sprintf("has 4 columns, the header %d: which one it lacks cannot be told", len(cells))},
	} {
		for n, eol := range []string{"\n", "\r\n"} {
			at := (i + n) % 3 // where the row stands
			rows := append(append([]string{header}, good[:at+1]...), tt.row)
			rows = append(rows, good[at+1:]...)
			dir := write(t, map[string]string{"a.csv": strings.Join(rows, eol) + eol})
			im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"a.csv"}, Dir: dir}, nil)
			if err != nil {
				t.Errorf("%q, %q: %v", tt.row, eol, err)
				continue
			}
			ties(t, im)
			src := im.Sources[0]
			if src.Rows != 4 || src.Metered != 3 || len(src.Refusal) != 1 || im.Used[0].Quantity.String() != "7" {
				t.Errorf("%q behind row %d: %+v", tt.row, at+1, src)
			} else if r := src.Refusal[0]; r.Line != int64(at+3) || !strings.Contains(r.Reason, tt.reason) {
				t.Errorf("%q behind row %d: line %d %s, want line %d %s", tt.row, at+1, r.Line, r.Reason, at+3, tt.reason)
			}
		}
	}
}

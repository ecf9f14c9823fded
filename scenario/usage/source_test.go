package usage_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/scenario/usage"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/klauspost/compress/zstd"
)

func gz(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zst(t testing.TB, text string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(w.EncodeAll([]byte(text), nil))
}

func zipped(t testing.TB, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		m, err := w.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Each example gives the same usage however it is packed, and under any
// file name.
func TestPacked(t *testing.T) {
	t.Parallel()
	for _, file := range examples(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := rollUp(t, usage.Spec{Files: []string{file}})
		dir := write(t, map[string]string{"a.bin": gz(t, string(text)), "b": zst(t, string(text)), "c.csv": zipped(t, "x/y", string(text)),
			"d": zipped(t, "__MACOSX/y", "…", "x/y.gz", gz(t, string(text))), "e": gz(t, string(text)[:len(text)/2]) + gz(t, string(text)[len(text)/2:])})
		for _, name := range []string{"a.bin", "b", "c.csv", "d", "e"} {
			im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{name}, Dir: dir}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got, want := printUsed(im.Used), printUsed(want.Used); got != want {
				t.Errorf("%s as %s:\n%s\nwant\n%s", file, name, got, want)
			}
		}
	}
}

// The tables among the examples give the same usage as Parquet.
func TestParquet(t *testing.T) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, file := range []string{"azure-cost/ea.csv", "azure-cost/mca.csv", "focus/mixed_1.0.csv", "aws-cur/legacy.csv"} {
		path := filepath.Join(t.TempDir(), "x")
		if _, err := db.Exec("COPY (FROM read_csv('testdata/" + file + "', all_varchar = true, nullstr = ['', 'NULL'])) TO '" + path + "' (FORMAT parquet)"); err != nil {
			t.Fatal(err)
		}
		a, b := rollUp(t, usage.Spec{Files: []string{"testdata/" + file}}), rollUp(t, usage.Spec{Files: []string{path}})
		if printUsed(a.Used) != printUsed(b.Used) || a.Sources[0].Refused != b.Sources[0].Refused {
			t.Errorf("%s:\n%s\nParquet:\n%s", file, print(a), print(b))
		}
	}
	// Types other than text: numbers of both kinds, times, maps.
	path := filepath.Join(t.TempDir(), "x")
	if _, err := db.Exec(`COPY (SELECT '1' AS line_item_usage_account_id, 'Usage' AS line_item_line_item_type, TIMESTAMP '2026-01-05 23:30:00' AS line_item_usage_start_date,
		'AmazonEC2' AS line_item_product_code, 0.1::DOUBLE AS line_item_usage_amount, 1.10::DECIMAL(18,2) AS line_item_unblended_cost, MAP {'Env': 'pr"od'} AS resource_tags
		FROM range(3)) TO '` + path + "' (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	im := rollUp(t, usage.Spec{Files: []string{path}, Tags: []string{"env"}, ByHour: true})
	if u := im.Used[0]; u.Quantity.String() != "0.3" || u.Billed.String() != "3.3" || u.Tags["env"] != `pr"od` || u.Day != "2026-01-05T23" {
		t.Errorf("%s", print(im))
	}
}

func names(t testing.TB, s usage.Spec) string {
	t.Helper()
	im, err := usage.RollUp(t.Context(), s, nil)
	if err != nil {
		return "error: " + err.Error()
	}
	ties(t, im)
	var out []string
	for _, src := range im.Sources {
		out = append(out, src.Name+" "+src.Format+" "+strings.Join(src.Notes, ", "))
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	focus, err := os.ReadFile("testdata/focus/mixed_1.0.csv")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{
		"in/a.csv": payg("2026-01-05 1 1"), "in/deep/b.csv": string(focus), "in/.hidden": "x", "in/readme.md": "# about", "in/_SUCCESS": "",
		"in/copy.csv": payg("2026-01-05 1 1"), "c.csv": payg("2026-01-06 2 2"), "broken.json": `{"value":[{"properties":{"usageStartTime":"2026-`,
		"cut.json": `{"value":[{"properties":{"usageStartTime":"2026-01-05T00:00:00Z","meterId":"a"}},{"properties":`,
		"two.zip":  zipped(t, "a.csv", payg("2026-01-07 1 1"), "b.csv", payg("2026-01-08 1 1"), "notes.txt", "hello"),
		"nest.zip": zipped(t, "a.zip", zipped(t, "a", "b")), "none.zip": zipped(t, "d/", ""),
	})
	for _, tt := range []struct{ files, want string }{
		{"in", "in/a.csv azure-cost ; in/deep/b.csv focus ; in/copy.csv  left out: the same bytes as in/a.csv; in/readme.md  left out: no usage format that is known begins like this"},
		{"in/a.csv ./in/a.csv in/*.csv c.csv", "in/a.csv azure-cost ; c.csv azure-cost ; in/copy.csv  left out: the same bytes as in/a.csv"},
		{"two.zip", "two.zip!a.csv azure-cost ; two.zip!b.csv azure-cost ; two.zip!notes.txt  left out: no usage format that is known begins like this"},
		{"in/readme.md", "error: in/readme.md: no usage format that is known begins like this; the formats are " + strings.Join(usage.Formats(), ", ")},
		{"absent.csv", "error: absent.csv: no such file or directory"},
		{"*.parquet", "error: *.parquet matches no file"},
		{"cut.json", "error: cut.json: is cut off behind record 1"},
		{"nest.zip", "error: nest.zip!a.zip: an archive within an archive; unpack it first"},
		{"none.zip", "error: none.zip: an archive without files"},
	} {
		if got := names(t, usage.Spec{Files: strings.Fields(tt.files), Dir: dir}); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.files, got, tt.want)
		}
	}
}

// An export's folder has a manifest for each run: the latest of a period counts.
func TestManifest(t *testing.T) {
	manifest := func(run, submitted, rows string) string {
		return `{"manifestVersion":"2024-04-01","exportConfig":{"exportName":"daily","type":"ActualCost"},"runInfo":{"submittedTime":"` + submitted +
			`","startDate":"2026-01-01T00:00:00","endDate":"2026-01-31T00:00:00"},"blobs":[{"blobName":"cost/daily/20260101-20260131/` + run +
			`/part_0.csv","dataRowCount":` + rows + `},{"blobName":"cost/daily/20260101-20260131/` + run + `/part_1.csv","dataRowCount":1}]}`
	}
	dir := write(t, map[string]string{
		"daily/20260101-20260131/r1/manifest.json": manifest("r1", "2026-01-06T03:00:00.1234567Z", "1"),
		"daily/20260101-20260131/r1/part_0.csv":    payg("2026-01-05 1 1"),
		"daily/20260101-20260131/r2/manifest.json": manifest("r2", "2026-01-07T03:00:00Z", "3"),
		"daily/20260101-20260131/r2/part_0.csv":    payg("2026-01-05 1 1", "2026-01-06 2 2"),
		"alone.json":                               manifest("r9", "2026-01-07T03:00:00Z", "3"),
	})
	short := "has 2 rows; the export's manifest says 3"
	r2 := "daily/20260101-20260131/r2/part_0.csv"
	for _, tt := range []struct{ file, want string }{
		{"daily", r2 + " azure-cost " + short + "; daily/20260101-20260131/r1/part_0.csv  left out: a later run of the export has the same period"},
		{"daily/20260101-20260131/r2/manifest.json", r2 + " azure-cost " + short},
		{"alone.json", "error: alone.json: the manifest lists part_0.csv (3 rows), part_1.csv (1 row), which are not here; 4 of 4 rows are missing"},
	} {
		if got := names(t, usage.Spec{Files: []string{tt.file}, Dir: dir}); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.file, got, tt.want)
		}
	}
}

// Actual and amortized costs of the same days have all usage twice.
func TestActualAndAmortized(t *testing.T) {
	ea, err := os.ReadFile("testdata/azure-cost/ea.csv")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"actual.csv": string(ea), "amortized.csv": strings.ReplaceAll(string(ea), "10 Hours,24,0,0,", "10 Hours,24,0.1,2.4,")})
	got := names(t, usage.Spec{Files: []string{"actual.csv", "amortized.csv"}, Dir: dir})
	if want := "error: actual.csv has the actual costs and amortized.csv the amortized costs of the same days, and both have all usage; import one of them"; got != want {
		t.Errorf("got %s", got)
	}
}

// A page that overlaps another, in this file or the next, counts once; the same
// usage in two reported buckets counts twice.
func TestOverlappingPages(t *testing.T) {
	page, err := os.ReadFile("testdata/azure-usage-aggregates/two_pages.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"a.json": string(page), "b.json": string(page) + "\n"})
	one, two := rollUp(t, usage.Spec{Files: []string{"a.json"}, Dir: dir}), rollUp(t, usage.Spec{Files: []string{"a.json", "b.json"}, Dir: dir})
	if printUsed(one.Used) != printUsed(two.Used) || two.Sources[1].Repeated != 7 || two.Sources[1].Rows != 0 {
		t.Errorf("%s", print(two))
	}
}

func TestFinerKeys(t *testing.T) {
	im := rollUp(t, usage.Spec{Files: []string{"testdata/azure-cost/ea.csv"}, AllTags: true, ByResource: true, ByDay: true})
	var shown []string
	for _, u := range im.Used {
		if u.Kind == "usage" {
			shown = append(shown, u.Day+" "+filepath.Base(u.Resource)+" "+u.Tags["env"]+u.Tags["project"]+" "+u.Quantity.String())
		}
	}
	if got, want := strings.Join(shown, "; "), "2026-02-03 web-1 prodshop 2.4; 2026-02-04 data  0.0004; 2026-02-04 web-1 prodshop 2.4"; got != want {
		t.Errorf("got %s", got)
	}
}

func TestSpec(t *testing.T) {
	for _, s := range []usage.Spec{{}, {Files: []string{"x"}, Format: "none"}, {Files: []string{"x"}, DateOrder: "md"}, {Files: []string{"x"}, Decimal: ";"},
		{Files: []string{"x"}, CycleDay: 29}, {Files: []string{"x"}, From: "2026-1-1"}, {Files: []string{"x"}, From: "2026-02-01", To: "2026-01-01"}, {Files: []string{"x"}, Tags: []string{""}}} {
		if _, err := usage.RollUp(t.Context(), s, nil); err == nil {
			t.Errorf("%+v is no error", s)
		}
	}
}

func TestProgress(t *testing.T) {
	dir := write(t, map[string]string{"a.csv": payg("2026-01-05 1 1"), "b.csv": payg("2026-01-06 1 1")})
	var last, all int64
	if _, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"*.csv"}, Dir: dir}, func(done, total int64) { last, all = done, total }); err != nil {
		t.Fatal(err)
	}
	if last != all || all == 0 {
		t.Errorf("%d of %d", last, all)
	}
}

package usage_test

import (
	"fmt"
	"strings"
	"testing"

	"azwhatif/scenario/usage"
)

// run writes a manifest of parts such as "part_0.csv 2": a name and its rows.
func runOf(run, submitted string, parts ...string) string {
	var blobs []string
	for _, p := range parts {
		name, rows, counted := strings.Cut(p, " ")
		blob := fmt.Sprintf(`{"blobName":"cost/daily/20260101-20260131/%s/%s","byteCount":1`, run, name)
		if counted {
			blob += `,"dataRowCount":` + rows
		}
		blobs = append(blobs, blob+"}")
	}
	return `{"exportConfig":{"exportName":"daily","type":"ActualCost"},"runInfo":{"submittedTime":"` + submitted +
		`","startDate":"2026-01-01T00:00:00","endDate":"2026-01-31T00:00:00"},"blobs":[` + strings.Join(blobs, ",") + "]}"
}

// A file of a run of other days than those asked for is not read, and its rows are
// counted as the manifest has them.
func TestOtherDays(t *testing.T) {
	dir := write(t, map[string]string{"m/1/manifest.json": runOf("r", "2026-02-01T03:00:00Z", "a.csv 7"), "m/1/a.csv": "not a table, and not looked at", "m/b.csv": payg("2026-02-05 1 1")})
	im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"m"}, Dir: dir, From: "2026-02-01"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var outside int64
	notes := ""
	for _, s := range im.Sources {
		outside += s.Outside
		notes += strings.Join(s.Notes, "; ")
	}
	const want = "it is of 2026-01-01 to 2026-01-31, as its manifest says, and other days are asked for: 7 rows"
	if outside != 7 || !strings.Contains(notes, want) || len(im.Used) != 1 {
		t.Errorf("%d rows outside, %d sums, %s", outside, len(im.Used), notes)
	}
	im, err = usage.RollUp(t.Context(), usage.Spec{Files: []string{"m"}, Dir: dir, From: "2026-01-31"}, nil)
	if err != nil || len(im.Lost) != 1 || !strings.Contains(im.Lost[0].Text, "cannot be read") {
		t.Error("a file of the last day asked for is not read")
	}
}

// What a manifest lists and is not here is missing; what is here in another
// packing is not, and is read once. Of an export's runs the newest whole one
// counts.
func TestMissingParts(t *testing.T) {
	const early, late = "2026-01-06T03:00:00Z", "2026-01-07T03:00:00Z"
	one, two, three := payg("2026-01-05 1 1"), payg("2026-01-06 2 2"), payg("2026-01-07 4 4")
	gone := "m/manifest.json: the manifest lists b.csv (1 row), which is not here; 1 of 2 rows are missing"
	for name, tt := range map[string]struct {
		files map[string]string
		give  string
		sum   string
		lost  string
		notes string
	}{
		"whole":                {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one, "m/b.csv": two}, sum: "3"},
		"one missing":          {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one}, sum: "1", lost: gone},
		"manifest of old":      {files: map[string]string{"m/_manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one}, sum: "1", lost: strings.Replace(gone, "m/m", "m/_m", 1)},
		"manifest named":       {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one}, give: "m/manifest.json", sum: "1", lost: gone},
		"file named":           {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one}, give: "m/a.csv", sum: "1", lost: gone},
		"one of two named":     {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one, "m/b.csv": two}, give: "m/a.csv", sum: "1"},
		"pattern":              {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one}, give: "m/*.csv", sum: "1", lost: gone},
		"an empty part":        {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv": one, "m/b.csv": ""}, sum: "1", lost: gone, notes: "m/b.csv left out: the file is empty"},
		"a part without rows":  {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 0"), "m/a.csv": one}, sum: "1"},
		"a part cut off":       {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 3"), "m/a.csv": one}, sum: "1", lost: "m/manifest.json: m/a.csv has 1 row, and the manifest says 3: 2 are missing", notes: "m/a.csv has 1 row; the export's manifest says 3"},
		"more rows":            {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 0"), "m/a.csv": one}, sum: "1", notes: "m/a.csv has 1 row; the export's manifest says 0: some may be there twice"},
		"bytes only":           {files: map[string]string{"m/manifest.json": strings.ReplaceAll(runOf("r", late, "a.csv"), `"byteCount":1`, `"byteCount":9999`), "m/a.csv": one}, sum: "1", lost: fmt.Sprintf("m/manifest.json: m/a.csv has %d bytes, and the manifest says 9999: its end may be missing", len(one))},
		"unpacked since":       {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv.gz 1", "b.csv.gz 1"), "m/a.csv": one, "m/b.csv.gz": gz(t, two)}, sum: "3"},
		"packed since":         {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 1"), "m/a.csv.zip": zipped(t, "a.csv", one), "m/b.csv.gz": gz(t, two)}, sum: "3"},
		"packed and not":       {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv.gz 1"), "m/a.csv": one, "m/a.csv.gz": gz(t, one)}, sum: "1", notes: "m/a.csv left out: it is m/a.csv.gz, packed or unpacked"},
		"in an archive":        {files: map[string]string{"m/x.zip": zipped(t, "e/manifest.json", runOf("r", late, "a.csv 1", "b.csv 1"), "e/a.csv", one, "notes", "x")}, sum: "1", lost: "m/x.zip!e/manifest.json: the manifest lists b.csv (1 row), which is not here; 1 of 2 rows are missing", notes: "m/x.zip!notes left out: no usage format that is known begins like this"},
		"runs in an archive":   {files: map[string]string{"m/x.zip": zipped(t, "1/manifest.json", runOf("1", early, "a.csv 1"), "1/a.csv", one, "2/manifest.json", runOf("2", late, "a.csv 1"), "2/a.csv", two)}, sum: "2", notes: "m/x.zip!1/a.csv left out: a later run of the export has the same period"},
		"by the blob's path":   {files: map[string]string{"m/meta/manifest.json": runOf("r", late, "a.csv 1"), "m/20260101-20260131/r/a.csv": one}, sum: "1"},
		"the newest run":       {files: map[string]string{"m/1/manifest.json": runOf("1", early, "a.csv 1"), "m/1/a.csv": one, "m/2/manifest.json": runOf("2", late, "a.csv 2"), "m/2/a.csv": one + strings.SplitAfter(two, "\n")[1]}, sum: "3", notes: "m/1/a.csv left out: a later run of the export has the same period"},
		"the newest whole run": {files: map[string]string{"m/1/manifest.json": runOf("1", early, "a.csv 1"), "m/1/a.csv": one, "m/2/manifest.json": runOf("2", late, "a.csv 1", "b.csv 1"), "m/2/a.csv": two}, sum: "1", notes: "m/2/manifest.json left out: this run of 2026-01-07 03:00 is not whole, since the manifest lists b.csv (1 row), which is not here; 1 of 2 rows are missing; the whole run of 2026-01-06 03:00 stands for it, and later usage may be missing; m/2/a.csv left out: its run of the export is not whole"},
		"no whole run":         {files: map[string]string{"m/1/manifest.json": runOf("1", early, "a.csv 1", "b.csv 1"), "m/1/a.csv": one, "m/2/manifest.json": runOf("2", late, "a.csv 1", "b.csv 1"), "m/2/a.csv": three}, sum: "4", lost: strings.Replace(gone, "m/", "m/2/", 1), notes: "m/1/a.csv left out: a later run of the export has the same period"},
		"nothing here":         {files: map[string]string{"m/manifest.json": runOf("r", late, "a.csv 1", "b.csv 2")}, sum: "error: m/manifest.json: the manifest lists a.csv (1 row), b.csv (2 rows), which are not here; 3 of 3 rows are missing"},
		"prices are no usage":  {files: map[string]string{"m/manifest.json": strings.Replace(runOf("r", late, "p.csv 1"), "ActualCost", "PriceSheet", 1), "m/a.csv": one}, sum: "1"},
		"AWS":                  {files: map[string]string{"m/20260101-20260201/r-Manifest.json": `{"assemblyId":"x","billingPeriod":{"start":"20260101T000000.000Z","end":"20260201T000000.000Z"},"reportKeys":["cur/r/20260101-20260201/x/r-1.csv.gz","cur/r/20260101-20260201/x/r-2.csv.gz"]}`, "m/20260101-20260201/x/r-1.csv.gz": gz(t, one)}, sum: "1", lost: "m/20260101-20260201/r-Manifest.json: the manifest lists r-2.csv.gz, which is not here; 1 of its 2 files are missing"},
		"details of costs":     {files: map[string]string{"m/manifest.json": `{"manifestVersion":"2021-01-01","blobs":[{"blobLink":"https://x.blob.core.windows.net/c/d/a.csv?sig=1","byteCount":5},{"blobLink":"https://x.blob.core.windows.net/c/d/b.csv?sig=1","byteCount":5}]}`, "m/a.csv": one}, sum: "1", lost: "m/manifest.json: the manifest lists b.csv, which is not here; 1 of its 2 files are missing"},
	} {
		t.Run(name, func(t *testing.T) {
			give := tt.give
			if give == "" {
				give = "m"
			}
			im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{give}, Dir: write(t, tt.files)}, nil)
			if err != nil {
				if got := "error: " + err.Error(); got != tt.sum {
					t.Errorf("got %s, want %s", got, tt.sum)
				}
				return
			}
			ties(t, im)
			var sum, lost, notes []string
			q := im.Used[0].Quantity
			for _, u := range im.Used[1:] {
				q = q.Add(u.Quantity)
			}
			sum = append(sum, q.String())
			for _, l := range im.Lost {
				lost = append(lost, l.Text)
				if l.From != "2026-01-01" && name != "details of costs" || l.To != "2026-01-31" && name != "details of costs" {
					t.Errorf("it is of %s to %s", l.From, l.To)
				}
			}
			for _, src := range im.Sources {
				for _, n := range src.Notes {
					notes = append(notes, src.Name+" "+n)
				}
			}
			for i, got := range [][]string{sum, lost, notes} {
				if got, want := strings.Join(got, "; "), []string{tt.sum, tt.lost, tt.notes}[i]; got != want {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
			}
		})
	}
}

// A run's manifest says which days it is of: of a month to date those whose usage was
// in when it was made. It says so of a run that is here and read as a whole.
func TestManifestPeriod(t *testing.T) {
	one, two := payg("2026-01-05 1 1"), payg("2026-01-06 2 2")
	for name, tt := range map[string]struct{ submitted, give, from, to string }{
		"after the month":   {"2026-02-05T03:00:00Z", "m", "2026-01-01", "2026-01-31"},
		"in the month":      {"2026-01-20T03:00:00Z", "m", "2026-01-01", "2026-01-16"},
		"usage beyond":      {"2026-01-07T03:00:00Z", "m", "2026-01-01", "2026-01-06"},
		"in its first days": {"2026-01-02T03:00:00Z", "m", "2026-01-05", "2026-01-06"},
		"no time is stated": {"", "m", "2026-01-05", "2026-01-06"},
		"one of two named":  {"2026-02-05T03:00:00Z", "m/a.csv", "2026-01-05", "2026-01-05"},
	} {
		files := map[string]string{"m/manifest.json": runOf("r", tt.submitted, "a.csv 1", "b.csv 1"), "m/a.csv": one, "m/b.csv": two}
		im, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{tt.give}, Dir: write(t, files)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c := im.Covered[0]; c.From != tt.from || c.To != tt.to {
			t.Errorf("%s: %s to %s, want %s to %s", name, c.From, c.To, tt.from, tt.to)
		}
		delete(files, "m/b.csv")
		if im, err = usage.RollUp(t.Context(), usage.Spec{Files: []string{tt.give}, Dir: write(t, files)}, nil); err != nil {
			t.Fatal(err)
		}
		if c := im.Covered[0]; c.From != "2026-01-05" || c.To != "2026-01-05" {
			t.Errorf("%s: of a run that is not whole: %s to %s", name, c.From, c.To)
		}
	}
}

// A manifest is text from outside.
func FuzzManifest(f *testing.F) {
	f.Add(runOf("r", "2026-01-07T03:00:00Z", "a.csv 1", "b.csv"))
	f.Add(`{"billingPeriod":{"start":"20260101T000000.000Z","end":"20260201T000000.000Z"},"reportKeys":["a/../b.csv","/"]}`)
	f.Add(`{"blobs":[{"blobLink":"https://x/c?y"},{"blobName":""}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		dir := write(t, map[string]string{"m/manifest.json": text, "m/a.csv": payg("2026-01-05 1 1")})
		if _, err := usage.RollUp(t.Context(), usage.Spec{Files: []string{"m"}, Dir: dir}, nil); err != nil {
			t.Skip(err)
		}
	})
}

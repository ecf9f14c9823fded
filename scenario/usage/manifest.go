package usage

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"azwhatif/scenario"
)

// manifest says which files one run of an export wrote: the manifest.json (or
// _manifest.json) of Cost Management, the …-Manifest.json of an AWS report.
type manifest struct {
	name, path string // as the user would name it, and where it is
	series     string // the export and its period, of which a later run repeats an earlier one; "" where it is not said
	usage      bool   // not prices, reservations or recommendations
	current    bool   // of AWS: it stands above the folders of all assemblies, and names the one that counts
	byMonth    bool   // of AWS: from and to are those of the billing month
	submitted  time.Time
	said       bool   // submitted is the manifest's, not the time of its file
	from, to   string // the days that it is of, "2026-03-01"; "" where they are not said
	whole      bool   // all its files are here, and are read
	parts      []listedFile
}

// listedFile is a file that a manifest lists.
type listedFile struct {
	blob  string // its name in the storage
	bytes int64  // 0 is not said
	rows  int64
	known bool // rows is said
}

// manifestJSON has the keys of all kinds of manifest.
type manifestJSON struct {
	ExportConfig struct{ ExportName, ResourceID, Type string }
	RunInfo      struct{ SubmittedTime, StartDate, EndDate string }
	Blobs        []struct {
		BlobName, BlobLink string
		ByteCount          int64
		DataRowCount       *int64
	}

	// AWS's
	ReportKeys, DataFiles           []string
	BillingPeriod                   json.RawMessage
	Account, ReportName, AssemblyID string
}

// readManifest reads a manifest, known by what is in it; nil where the file is
// none.
func readManifest(name, path string, size int64) *manifest {
	if size > 4<<20 || size < 2 {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	m := parseManifest(name, path, text)
	if info, err := os.Stat(path); err == nil && m != nil && m.submitted.IsZero() {
		m.submitted = info.ModTime() // AWS's says no time
	}
	return m
}

func parseManifest(name, path string, text []byte) *manifest {
	if !startsJSON(trimMark(text)) {
		return nil
	}
	var j manifestJSON
	if json.Unmarshal(trimMark(text), &j) != nil {
		return nil
	}
	m := &manifest{name: filepath.ToSlash(name), path: path}
	for _, b := range j.Blobs {
		blob := b.BlobName
		if link, err := url.Parse(b.BlobLink); blob == "" && err == nil {
			blob = link.Path // without its signature
		}
		if blob == "" {
			return nil
		}
		l := listedFile{blob: blob, bytes: b.ByteCount, known: b.DataRowCount != nil}
		if l.known {
			l.rows = *b.DataRowCount
		}
		m.parts = append(m.parts, l)
	}
	for _, key := range slices.Concat(j.ReportKeys, j.DataFiles) {
		m.parts = append(m.parts, listedFile{blob: strings.TrimPrefix(key, "s3://")})
	}
	if len(m.parts) == 0 {
		return nil
	}
	m.usage = slices.Contains([]string{"", "usage", "actualcost", "amortizedcost", "focuscost"}, strings.ToLower(j.ExportConfig.Type))
	if run := j.RunInfo; run.StartDate != "" {
		m.series = strings.Join([]string{j.ExportConfig.ResourceID, j.ExportConfig.ExportName, j.ExportConfig.Type, run.StartDate, run.EndDate}, "\x00")
		m.from, m.to = dayOf(run.StartDate), dayOf(run.EndDate)
	}
	var period struct{ Start, End string }
	if json.Unmarshal(j.BillingPeriod, &period) == nil && len(period.Start) >= 8 && len(period.End) >= 8 {
		m.byMonth = true
		m.from = dayOf(period.Start[:4] + "-" + period.Start[4:6] + "-" + period.Start[6:8])
		if end, err := time.Parse("20060102", period.End[:8]); err == nil { // the first day after
			m.to = end.AddDate(0, 0, -1).Format(time.DateOnly)
		}
	}
	m.submitted = submittedAt(j.RunInfo.SubmittedTime)
	m.said = !m.submitted.IsZero()
	if len(j.ReportKeys) > 0 && j.AssemblyID != "" && m.from != "" {
		m.series = strings.Join([]string{"aws", j.Account, j.ReportName, m.from, m.to}, "\x00")
		m.current = filepath.Base(filepath.Dir(m.path)) != j.AssemblyID
	}
	return m
}

// late is how long after its day usage comes in at most. Source: "Cost and usage data
// is typically available within 8-24 hours", and 72 hours for some services
// (learn.microsoft.com, Understand Cost Management data).
const late = 72 * time.Hour

// period is the days of which the run has all usage: those that it is of, up to the
// last whose usage was in when the run was made, as of a month to date. It is zero
// where something of the run is missing, or the manifest does not say.
func (m *manifest) period() (g scenario.Gap) {
	if !m.whole || !m.usage || !m.said || m.from == "" || m.to == "" {
		return g
	}
	in := m.submitted.UTC().Add(-late).AddDate(0, 0, -1).Format(time.DateOnly)
	if g = (scenario.Gap{From: m.from, To: min(m.to, in)}); g.To < g.From {
		return scenario.Gap{}
	}
	return g
}

// dayOf is the day that a moment begins with; "" where it is none.
func dayOf(moment string) string {
	if len(moment) < len(time.DateOnly) {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, moment[:len(time.DateOnly)]); err != nil {
		return ""
	}
	return moment[:len(time.DateOnly)]
}

func submittedAt(moment string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, moment)
	if err != nil {
		t, _ = time.Parse("2006-01-02T15:04:05.999999999", moment)
	}
	return t
}

// packings are the endings that a file has, or has lost, when it is packed or
// unpacked after the export.
var packings = []string{".gz", ".zst", ".zip"}

// place is a file that stands for one that a manifest lists.
type place struct {
	path     string
	size     int64
	repacked bool // it is packed or unpacked since: its bytes are not those of the manifest
}

// places finds what stands for a listed file, the best first: beside the
// manifest, or under one of the folders above it by the end of the blob's own
// path; as it was written, or unpacked or packed since. there tells the size of a file.
func (m *manifest) places(blob string, there func(path string) (size int64, ok bool)) (found []place) {
	names := []string{blob}
	for _, p := range packings {
		if plain, ok := strings.CutSuffix(blob, p); ok {
			names = append(names, plain)
		}
	}
	for _, p := range packings {
		names = append(names, blob+p)
	}
	dir := filepath.Dir(m.path)
	for i, name := range names {
		candidates := []string{filepath.Join(dir, path.Base(name))}
		for above := dir; ; above = filepath.Dir(above) {
			// The storage's folders, all of them or those from some level on.
			for rest := strings.TrimPrefix(path.Clean("/"+name), "/"); strings.Contains(rest, "/"); {
				candidates = append(candidates, filepath.Join(above, filepath.FromSlash(rest)))
				_, rest, _ = strings.Cut(rest, "/")
			}
			if filepath.Dir(above) == above {
				break
			}
		}
		for _, c := range candidates {
			at := func(p place) bool { return p.path == c }
			if size, ok := there(c); ok && !slices.ContainsFunc(found, at) {
				found = append(found, place{c, size, i > 0})
				break
			}
		}
	}
	return found
}

// onDisk is a there of places.
func onDisk(path string) (int64, bool) {
	info, err := os.Stat(path)
	if err != nil || info.IsDir() {
		return 0, false
	}
	return info.Size(), true
}

// rows is how many rows all files of the manifest have; ok is false where it
// does not say.
func (m *manifest) rows() (n int64, ok bool) {
	for _, l := range m.parts {
		if !l.known {
			return 0, false
		}
		n += l.rows
	}
	return n, true
}

// lacks says what is missing where these files are.
func (m *manifest) lacks(missing []listedFile) string {
	names := ""
	var rows int64
	for i, l := range missing {
		rows += l.rows
		switch {
		case i == 3:
			names += fmt.Sprintf(" and %d more files", len(missing)-i)
		case i > 3:
		case l.known:
			names += fmt.Sprintf(", %s (%s)", path.Base(l.blob), countRows(l.rows))
		default:
			names += ", " + path.Base(l.blob)
		}
	}
	text := fmt.Sprintf("the manifest lists %s, which is not here", strings.TrimPrefix(names, ", "))
	if len(missing) > 1 {
		text = fmt.Sprintf("the manifest lists %s, which are not here", strings.TrimPrefix(names, ", "))
	}
	if all, ok := m.rows(); ok {
		return text + fmt.Sprintf("; %d of %s are missing", rows, countRows(all))
	}
	return text + fmt.Sprintf("; %d of its %d files are missing", len(missing), len(m.parts))
}

func countRows(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

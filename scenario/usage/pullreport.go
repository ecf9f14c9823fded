package usage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/internal/secret"
	"azwhatif/ratebook/azure"
)

// PullOptions are how reports and exports are pulled.
type PullOptions struct {
	Now      func() time.Time
	Again    bool             // also what is there, and does not change any more
	Progress func(more int64) // told of bytes as they come; nil for none
	Say      func(string)     // told of what is tried again; nil for none
}

func (o PullOptions) say(format string, args ...any) {
	if o.Say != nil {
		o.Say(fmt.Sprintf(format, args...))
	}
}

// Pulled is what became of one report, or one run of an export.
type Pulled struct {
	Folder string // below the one that was named
	Files  int
	Bytes  int64
	Had    bool // it was there, or days of which it has some were
	Empty  bool // Azure has nothing of it: nothing is saved
}

// Folder is the name of the folder that the report is saved in.
func (d Details) Folder() string {
	what := d.From + "_" + d.To
	switch {
	case d.Invoice != "":
		what = "invoice-" + d.Invoice
	case d.BillingPeriod != "":
		what = "period-" + d.BillingPeriod
	}
	parts := strings.Split(strings.Trim(d.Scope, "/"), "/")
	sum := sha256.Sum256([]byte(strings.ToLower(d.Scope))) // names of two accounts may differ in what files cannot have
	return strings.Join([]string{"details", plainName(parts[len(parts)-1]), hex.EncodeToString(sum[:3]), strings.ToLower(strings.TrimSuffix(d.Metric, "Cost")), what}, "-")
}

// plainName is a name of letters, digits, _ and -, shortened.
func plainName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return r
		}
		return '_'
	}, s)
	return s[:min(len(s), 40)]
}

// settled tells whether a report that was made at a time has all there will be, as far
// as Azure says: usage comes in up to three days late. An invoice does not change.
func (d Details) settled(made time.Time) bool {
	_, to := d.days()
	last, err := time.Parse(time.DateOnly, to)
	return d.Invoice != "" || err == nil && made.After(last.AddDate(0, 0, 1).Add(late))
}

const detailsSource = "cost-details"

// provenance is where the report is from, as far as it is known before it is made.
func (d Details) provenance() *Provenance {
	p := &Provenance{Version: 1, Source: detailsSource, APIVersion: detailsVersion, Scope: d.Scope, Series: ofDays, Metric: d.Metric, Of: d.String()}
	p.From, p.To = d.days()
	switch {
	case d.Invoice != "":
		p.Series = ofInvoices
	case d.BillingPeriod != "":
		p.Series = ofPeriods
	}
	return p
}

// among is Provenance.among: one that does not change any more stands for the report,
// unless it is asked for again.
func (d Details) among(dir string, earlier map[string]*Provenance, again bool, whole func(*Provenance, string) bool) (replaces []string, had string, err error) {
	return d.provenance().among(dir, d.Folder(), earlier, func(at string, was *Provenance) bool {
		return !again && d.settled(was.Fetched) && whole(was, at)
	})
}

// CheckPulls says what would be there twice, before anything is asked for.
func CheckPulls(dir string, all []Details, o PullOptions) error {
	earlier, err := pulls(dir)
	if err != nil {
		return err
	}
	for _, d := range all {
		if _, _, err := d.among(dir, earlier, o.Again, taken); err != nil {
			return err
		}
	}
	return nil
}

// PullDetails has a report of cost details made, and saves it in a folder of its own
// below dir, whole or not at all. One that is there, and does not change any more, is not
// asked for.
func PullDetails(ctx context.Context, client *azure.Client, d Details, dir string, o PullOptions) (Pulled, error) {
	p := Pulled{Folder: d.Folder()}
	earlier, err := pulls(dir)
	if err != nil {
		return p, err
	}
	replaces, had, err := d.among(dir, earlier, o.Again, o.asSaved)
	if err != nil {
		return p, err
	}
	if had != "" {
		p.Had, p.Folder = true, had
		return p, nil
	}
	from := d.provenance()
	from.URL, from.Fetched = client.URL(d.path(), detailsQuery()), o.Now().UTC().Truncate(time.Second)
	err = fill(ctx, dir, p.Folder, replaces, func(folder string) error {
		if err := d.save(ctx, client, folder, from, o); err != nil {
			return err
		}
		if err := writeDocument(ctx, filepath.Join(folder, pulledManifest), d.manifest(from)); err != nil {
			return err
		}
		return writeDocument(ctx, filepath.Join(folder, pulledProvenance), from)
	})
	if errors.Is(err, errNoDetails) {
		p.Empty = true
		return p, nil
	}
	for _, f := range from.Files {
		p.Files, p.Bytes = p.Files+1, p.Bytes+f.Bytes
	}
	return p, err
}

// save asks for a report until it is made, and saves its parts.
func (d Details) save(ctx context.Context, client *azure.Client, folder string, from *Provenance, o PullOptions) error {
	for try := 1; ; try++ {
		blobs, packed, err := d.ask(ctx, client)
		if err != nil {
			return err
		}
		from.Files = nil
		for i, b := range blobs {
			name := fmt.Sprintf("part-%d.csv", i)
			if packed {
				name += ".gz"
			}
			var f PulledFile
			if f, err = savePart(ctx, client, b, filepath.Join(folder, name), o); err != nil {
				break
			}
			from.Files = append(from.Files, f)
		}
		var refused *azure.Error
		if err == nil || !errors.As(err, &refused) || !refused.Expired() || try == pullTries {
			return nothingIn(err, from)
		}
		o.say("%s: the links to the report have expired: it is asked for again", d)
		if err := client.Pause(ctx, try); err != nil {
			return err
		}
	}
}

// nothingIn is errNoDetails where all parts are empty.
func nothingIn(err error, from *Provenance) error {
	for _, f := range from.Files {
		if f.Bytes > 0 {
			return err
		}
	}
	if err == nil {
		return errNoDetails
	}
	return err
}

// ask has a report made, waits for it, and gives its parts.
func (d Details) ask(ctx context.Context, client *azure.Client) (blobs []detailsBlob, packed bool, err error) {
	none := false
	_, err = client.Whole(ctx, func(ctx context.Context) (*azure.Response, error) {
		return client.Post(ctx, d.path(), detailsQuery(), d.body())
	}, func(body []byte) (again bool, err error) {
		blobs, packed, again, err = d.read(body)
		if none = errors.Is(err, errNoDetails); none {
			return false, nil
		}
		return again, err
	})
	var answer *azure.Error
	if none || errors.As(err, &answer) && answer.Status == http.StatusNoContent {
		return nil, false, errNoDetails
	}
	for _, b := range blobs {
		if u, err := url.Parse(b.BlobLink); err == nil && u.RawQuery != "" {
			secret.Keep(u.RawQuery)
			secret.Keep(u.Query().Get("sig"))
		}
	}
	return blobs, packed, err
}

// savePart saves one part, and holds it to the size that the report states.
func savePart(ctx context.Context, client *azure.Client, b detailsBlob, path string, o PullOptions) (PulledFile, error) {
	want := int64(-1)
	if b.ByteCount != nil {
		want = *b.ByteCount
	}
	return saveBlob(ctx, path, want, o, client.Pause, func(ctx context.Context) (*azure.Response, error) { return client.Fetch(ctx, b.BlobLink) })
}

// pulledRun is the manifest of a report, with the keys of an export's.
type pulledRun struct {
	ExportConfig struct {
		ExportName string `json:"exportName"`
		ResourceID string `json:"resourceId"`
		Type       string `json:"type"`
	} `json:"exportConfig"`
	RunInfo struct {
		SubmittedTime string `json:"submittedTime,omitempty"`
		StartDate     string `json:"startDate,omitempty"`
		EndDate       string `json:"endDate,omitempty"`
	} `json:"runInfo"`
	Blobs []pulledBlob `json:"blobs"`
}

type pulledBlob struct {
	BlobName     string `json:"blobName"`
	ByteCount    int64  `json:"byteCount"`
	DataRowCount *int64 `json:"dataRowCount,omitempty"`
}

// manifest says what files a report has, and which days it is of.
func (d Details) manifest(from *Provenance) (m pulledRun) {
	m.ExportConfig.ExportName, m.ExportConfig.ResourceID, m.ExportConfig.Type = "cost details, "+d.String(), d.Scope, d.Metric
	m.RunInfo.SubmittedTime, m.RunInfo.StartDate, m.RunInfo.EndDate = from.Fetched.Format(time.RFC3339), d.From, d.To
	for _, f := range from.Files {
		m.Blobs = append(m.Blobs, pulledBlob{BlobName: f.Name, ByteCount: f.Bytes})
	}
	return m
}

// PullFolder refuses what cannot be a folder to pull into.
func PullFolder(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return fmt.Errorf("--dir %s is not a folder", dir)
	}
	if err == nil {
		return nil
	}
	if parent, err := os.Stat(filepath.Dir(dir)); err != nil || !parent.IsDir() {
		return fmt.Errorf("--dir %s: there is no folder %s to make it in", dir, filepath.Dir(dir))
	}
	return nil
}

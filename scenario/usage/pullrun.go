package usage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/internal/terminal"
	"azwhatif/ratebook/azure"
)

// Folder is the name of the folder that the run is saved in.
func (r StoredRun) Folder() string {
	sum := sha256.Sum256([]byte(r.place.Account + "\x00" + r.place.Container + "\x00" + r.series))
	name := "export-" + plainName(r.Export) + "-" + hex.EncodeToString(sum[:3])
	if r.manifest.from != "" {
		return name + "-" + r.manifest.from + "_" + r.manifest.to
	}
	sum = sha256.Sum256([]byte(r.from))
	return name + "-" + hex.EncodeToString(sum[:6])
}

const exportSource = "storage-export"

// errIncomplete is a run that is not whole in the storage.
var errIncomplete = errors.New("the run is not whole in the storage: nothing of it is saved")

// provenance is where the run is from, as far as it is known before it is read.
func (r StoredRun) provenance() *Provenance {
	return &Provenance{
		Version: 1, Source: exportSource, APIVersion: azure.StorageVersion(), Scope: scopeOf(r.resource), Metric: r.Metric,
		Series: strings.Join([]string{r.place.Account + "/" + r.place.Container, r.Export, strings.ToLower(r.resource)}, " "),
		From:   r.manifest.from, To: r.manifest.to, Of: r.String(), Run: r.from, Submitted: r.manifest.submitted,
	}
}

// among is Provenance.among: a run stands for itself, unless it is asked for again, and
// for one that was submitted before it, which newer tells.
func (r StoredRun) among(dir string, earlier map[string]*Provenance, again bool, whole func(*Provenance, string) bool) (replaces []string, had string, newer bool, err error) {
	p := r.provenance()
	replaces, had, err = p.among(dir, r.Folder(), earlier, func(at string, was *Provenance) bool {
		same := was.Run == p.Run && was.Submitted.Equal(p.Submitted)
		return (was.Submitted.After(p.Submitted) || same && !again) && whole(was, at)
	})
	return replaces, had, had != "" && earlier[had].Submitted.After(p.Submitted), err
}

// CheckRuns says what would be there twice, before any of the runs is pulled.
func CheckRuns(dir string, all []StoredRun, o PullOptions) error {
	earlier, err := pulls(dir)
	if err != nil {
		return err
	}
	for i, r := range all {
		if _, _, _, err := r.among(dir, earlier, o.Again, taken); err != nil {
			return err
		}
		for _, other := range all[:i] {
			if err := r.provenance().clash(other.provenance(), "the export "+terminal.Clean(other.Export)); err != nil {
				return err
			}
		}
	}
	return nil
}

// PullRun saves a run in a folder of its own below dir, whole or not at all. One that is
// there is not asked for; files of one that was broken off are kept for the next pull.
func PullRun(ctx context.Context, client *azure.Client, r StoredRun, dir string, o PullOptions) (Pulled, error) {
	p := Pulled{Folder: r.Folder()}
	if r.lacks != "" {
		return p, fmt.Errorf("%w: %s", errIncomplete, r.lacks)
	}
	earlier, err := pulls(dir)
	if err != nil {
		return p, err
	}
	replaces, had, newer, err := r.among(dir, earlier, o.Again, o.asSaved)
	if err != nil {
		return p, err
	}
	if had != "" {
		p.Had, p.Folder = true, had
		if newer {
			o.say("%s: what is there is newer: the run of %s is kept; to have the older one, remove %s", r, earlier[had].Submitted.UTC().Format("2006-01-02 15:04"), filepath.Join(dir, had))
		}
		return p, nil
	}
	from := r.provenance()
	from.URL, from.Fetched = client.URL(r.place.Container+"/"+r.from, nil), o.Now().UTC().Truncate(time.Second)
	stage, kept, err := staging(dir, r)
	if err != nil {
		return p, err
	}
	for i, part := range r.parts {
		name := localName(r.parts, i)
		f, have := kept[name]
		if !have || f.Blob != part.blob.Name || f.ETag != part.blob.ETag || f.Bytes != part.blob.Size || !f.unchanged(stage) {
			if f, err = r.savePart(ctx, client, part, filepath.Join(stage, name), o); err != nil {
				return p, err
			}
			have = false
		}
		from.Files = append(from.Files, f)
		p.Files, p.Bytes = p.Files+1, p.Bytes+f.Bytes
		if !have { // for the next pull, should this one be broken off
			if err := writeDocument(ctx, filepath.Join(stage, pulledProvenance), from); err != nil {
				return p, err
			}
		}
	}
	if err := r.describe(ctx, stage, from); err != nil {
		return p, err
	}
	if err := ctx.Err(); err != nil {
		return p, context.Cause(ctx)
	}
	return p, swap(dir, stage, p.Folder, replaces)
}

// savePart saves one file of a run, as the list had it.
func (r StoredRun) savePart(ctx context.Context, client *azure.Client, part storedPart, at string, o PullOptions) (f PulledFile, err error) {
	f, err = saveBlob(ctx, at, part.blob.Size, o, client.Pause, func(ctx context.Context) (*azure.Response, error) {
		return client.Blob(ctx, r.place.Container, part.blob)
	})
	if err != nil {
		return f, err
	}
	f.Blob, f.ETag = part.blob.Name, part.blob.ETag
	if part.listed.bytes > 0 && part.listed.bytes != part.blob.Size { // packed: the manifest may count what is in it
		if size := unpackedSize(at); size != part.listed.bytes {
			return f, fmt.Errorf("%w: %s has %d bytes, unpacked %d, and the manifest says %d", errIncomplete, terminal.Clean(part.blob.Name), part.blob.Size, size, part.listed.bytes)
		}
	}
	return f, nil
}

// unpackedSize is how many bytes are in a packed file; 0 where it is damaged.
func unpackedSize(at string) int64 {
	f := &file{name: at, path: at, gzip: true}
	in, err := f.open()
	if err != nil {
		return 0
	}
	defer func() { _ = in.Close() }()
	n, err := io.Copy(io.Discard, io.LimitReader(in, maxUnpacked))
	if err != nil {
		return 0
	}
	return n
}

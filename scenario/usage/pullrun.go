package usage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
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
	var replaces []string
	if was := earlier[p.Folder]; was != nil {
		if was.Run == r.from && was.Submitted.Equal(r.manifest.submitted) && was.whole(filepath.Join(dir, p.Folder)) && !o.Again {
			p.Had = true
			return p, nil
		}
		replaces = []string{p.Folder}
	}
	from := &Provenance{
		Version: 1, Source: exportSource, URL: client.URL(r.place.Container+"/"+r.from, nil), APIVersion: azure.StorageVersion(), Fetched: o.Now().UTC().Truncate(time.Second),
		Metric: r.Metric, From: r.manifest.from, To: r.manifest.to, Of: r.String(), Run: r.from, Submitted: r.manifest.submitted,
	}
	stage, err := staging(dir, r)
	if err != nil {
		return p, err
	}
	for i, part := range r.parts {
		f, err := r.savePart(ctx, client, part, filepath.Join(stage, localName(r.parts, i)), o)
		if err != nil {
			return p, err
		}
		from.Files = append(from.Files, f)
		p.Files, p.Bytes = p.Files+1, p.Bytes+f.Bytes
	}
	if err := r.describe(ctx, stage, from); err != nil {
		return p, err
	}
	if err := ctx.Err(); err != nil {
		return p, context.Cause(ctx)
	}
	return p, swap(dir, stage, p.Folder, replaces)
}

// savePart saves one file of a run, unless it is there from a pull that was broken off.
func (r StoredRun) savePart(ctx context.Context, client *azure.Client, part storedPart, at string, o PullOptions) (f PulledFile, err error) {
	if size, ok := onDisk(at); ok && size == part.blob.Size {
		sum, err := hashOf(at)
		f = PulledFile{Name: filepath.Base(at), Bytes: size, SHA256: hex.EncodeToString(sum[:])}
		if err != nil {
			return f, err
		}
	} else {
		f, err = saveBlob(ctx, at, part.blob.Size, o, client.Pause, func(ctx context.Context) (*azure.Response, error) {
			return client.Blob(ctx, r.place.Container, part.blob.Name)
		})
		if err != nil {
			return f, err
		}
	}
	f.Blob = part.blob.Name
	if part.listed.bytes > part.blob.Size { // packed: the manifest may count what is in it
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

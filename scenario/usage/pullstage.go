package usage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"azwhatif/internal/atomicfile"
)

// unfinishedRun begins the names of folders that runs of exports are put together in:
// what came before a pull was broken off is there for the next one, for a day.
const unfinishedRun = ".pulling-"

// staging is the folder that a run is put together in, with no other files in it than
// the run's own; kept are those that an earlier pull saved there, by their names.
func staging(dir string, r StoredRun) (folder string, kept map[string]PulledFile, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		return "", nil, err
	}
	sum := sha256.Sum256([]byte(r.Folder() + "\x00" + r.from + "\x00" + r.manifest.submitted.UTC().Format(time.RFC3339Nano)))
	folder = filepath.Join(dir, unfinishedRun+hex.EncodeToString(sum[:12]))
	for _, e := range entries {
		if at := filepath.Join(dir, e.Name()); strings.HasPrefix(e.Name(), unfinishedRun) && at != folder {
			atomicfile.Sweep(at)
		}
	}
	sweepPulls(dir)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return "", nil, err
	}
	kept = map[string]PulledFile{}
	if was := readProvenance(folder); was != nil {
		for _, f := range was.Files {
			kept[f.Name] = f
		}
	}
	mine := map[string]bool{pulledProvenance: true}
	for i := range r.parts {
		mine[localName(r.parts, i)] = true
	}
	entries, err = os.ReadDir(folder)
	for _, e := range entries {
		if !mine[e.Name()] {
			if err := os.RemoveAll(filepath.Join(folder, e.Name())); err != nil {
				return "", nil, err
			}
		}
	}
	return folder, kept, err
}

var safeName = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$`)

// localName is what a file of a run is called here: as its blob, where that is a plain
// name that no other of them has. No name in the storage is a path on this computer.
func localName(parts []storedPart, i int) string {
	base := func(p storedPart) string { return path.Base(p.blob.Name) }
	name := base(parts[i])
	same := func(p storedPart) bool { return strings.EqualFold(base(p), name) }
	once := slices.IndexFunc(parts, same) == i && !slices.ContainsFunc(parts[i+1:], same)
	if once && safeName.MatchString(name) && !isManifestName(name) && !reserved.MatchString(name) {
		return name
	}
	ending := ""
	for _, e := range []string{".csv", ".csv.gz", ".parquet", ".csv.zip"} {
		if strings.HasSuffix(strings.ToLower(name), e) {
			ending = e
		}
	}
	sum := sha256.Sum256([]byte(parts[i].blob.Name))
	return "file-" + hex.EncodeToString(sum[:6]) + ending
}

// reserved are names that Windows has for devices, and those of localName itself.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d|file-[0-9a-f]+)(\.|$)`)

// describe writes the run's manifest, with the names that its files have here, and beside
// it that of the storage, and where all of it is from.
func (r StoredRun) describe(ctx context.Context, folder string, from *Provenance) error {
	config := exportOf(r.raw)
	var m pulledRun
	m.ExportConfig.ExportName, m.ExportConfig.ResourceID, m.ExportConfig.Type = config.ExportName, config.ResourceID, config.Type
	m.RunInfo.StartDate, m.RunInfo.EndDate = r.manifest.from, r.manifest.to
	if r.manifest.said {
		m.RunInfo.SubmittedTime = r.manifest.submitted.UTC().Format(time.RFC3339Nano)
	}
	for i, part := range r.parts {
		b := pulledBlob{BlobName: from.Files[i].Name, ByteCount: from.Files[i].Bytes}
		if part.listed.known {
			b.DataRowCount = &part.listed.rows
		}
		m.Blobs = append(m.Blobs, b)
	}
	if err := writeDocument(ctx, filepath.Join(folder, pulledManifest), m); err != nil {
		return err
	}
	if err := writeDocument(ctx, filepath.Join(folder, pulledProvenance), from); err != nil {
		return err
	}
	return atomicfile.SyncFolder(folder)
}

package usage

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"
)

// manifest is the manifest.json that Cost Management writes beside each run of
// an export.
type manifest struct {
	path string

	ExportConfig struct {
		ExportName string `json:"exportName"`
		ResourceID string `json:"resourceId"`
		Type       string `json:"type"`
	} `json:"exportConfig"`
	RunInfo struct {
		SubmittedTime string `json:"submittedTime"`
		StartDate     string `json:"startDate"`
		EndDate       string `json:"endDate"`
	} `json:"runInfo"`
	Blobs []struct {
		BlobName     string `json:"blobName"`
		DataRowCount int64  `json:"dataRowCount"`
	} `json:"blobs"`
}

// readManifest reads a manifest, known by what is in it; nil where the file is
// none.
func readManifest(path string, size int64) *manifest {
	if size > 4<<20 || size < 2 {
		return nil
	}
	text, err := os.ReadFile(path)
	if err != nil || len(text) == 0 || text[0] != '{' && text[0] != 0xef && text[0] > ' ' {
		return nil
	}
	if len(text) > 3 && string(text[:3]) == "\ufeff" {
		text = text[3:]
	}
	m := &manifest{path: path}
	if json.Unmarshal(text, m) != nil || len(m.Blobs) == 0 || m.Blobs[0].BlobName == "" {
		return nil
	}
	return m
}

// local finds a blob on disk: beside the manifest, or under one of the folders
// above it by the blob's own path; "" where it is not there.
func (m *manifest) local(blob string) string {
	dir := filepath.Dir(m.path)
	candidates := []string{filepath.Join(dir, path.Base(blob))}
	for above := dir; ; above = filepath.Dir(above) {
		candidates = append(candidates, filepath.Join(above, filepath.FromSlash(path.Clean("/"+blob))))
		if filepath.Dir(above) == above {
			break
		}
	}
	for _, c := range candidates {
		if info, err := os.Stat(c); err == nil && !info.IsDir() {
			return c
		}
	}
	return ""
}

// inputs are the blobs that are there.
func (m *manifest) inputs(name string) ([]input, error) {
	var out []input
	for _, b := range m.Blobs {
		p := m.local(b.BlobName)
		if p == "" {
			continue
		}
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		shown := path.Join(path.Dir(filepath.ToSlash(name)), path.Base(b.BlobName))
		out = append(out, input{name: shown, path: p, size: info.Size(), rows: b.DataRowCount})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s lists %d files, and none of them is here; %s should stand beside it", name, len(m.Blobs), path.Base(m.Blobs[0].BlobName))
	}
	return out, nil
}

// superseded are the files of runs that a later run of the same export and
// period replaces, and the rows that the manifests say each file has.
func superseded(manifests []*manifest) (old map[string]bool, rows map[string]int64) {
	old, rows = map[string]bool{}, map[string]int64{}
	latest := map[string]*manifest{}
	period := func(m *manifest) string {
		return m.ExportConfig.ResourceID + "\x00" + m.ExportConfig.ExportName + "\x00" + m.ExportConfig.Type + "\x00" + m.RunInfo.StartDate + "\x00" + m.RunInfo.EndDate
	}
	for _, m := range manifests {
		if m.RunInfo.StartDate == "" {
			continue
		}
		if l := latest[period(m)]; l == nil || m.submitted().After(l.submitted()) {
			latest[period(m)] = m
		}
	}
	for _, m := range manifests {
		l := latest[period(m)]
		for _, b := range m.Blobs {
			p := m.local(b.BlobName)
			if p == "" {
				continue
			}
			rows[p] = b.DataRowCount
			old[p] = l != nil && l != m
		}
	}
	for _, m := range latest { // a file that both runs list is current
		for _, b := range m.Blobs {
			delete(old, m.local(b.BlobName))
		}
	}
	return old, rows
}

func (m *manifest) submitted() time.Time {
	t, err := time.Parse(time.RFC3339Nano, m.RunInfo.SubmittedTime)
	if err != nil {
		t, _ = time.Parse("2006-01-02T15:04:05.999999999", m.RunInfo.SubmittedTime)
	}
	return t
}

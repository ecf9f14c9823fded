package usage

import (
	"strings"
	"testing"

	"azwhatif/ratebook/azure"
)

// TestParsePlace: the address of a container, or of a folder in it, and nothing with a secret.
func TestParsePlace(t *testing.T) {
	for s, want := range map[string]Place{
		"https://a.blob.core.windows.net/costs":           {"https://a.blob.core.windows.net", "costs", ""},
		"https://a.blob.core.windows.net/costs/x/y%20z/":  {"https://a.blob.core.windows.net", "costs", "x/y z"},
		"https://a.blob.core.windows.net":                 {},
		"http://a.blob.core.windows.net/costs":            {},
		"https://u:p@a.blob.core.windows.net/costs":       {},
		"https://a.blob.core.windows.net/costs?sig=x":     {},
		"https://a.dfs.core.windows.net/costs":            {},
		"https://a.blob.core.windows.net/../costs":        {},
		"a.blob.core.windows.net/costs":                   {},
		"https://a.blob.core.chinacloudapi.cn:443/$web/x": {"https://a.blob.core.chinacloudapi.cn:443", "$web", "x"},
	} {
		if got, err := ParsePlace(s); err == nil && got != want || (err == nil) != (want != Place{}) {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
}

// FuzzStoredManifest: a run in a storage account that is taken for whole has each file that its
// manifest lists, and each file a name of its own that is no path.
func FuzzStoredManifest(f *testing.F) {
	for _, s := range []string{
		`{"exportConfig":{"exportName":"daily","resourceId":"/x","type":"ActualCost"},"runInfo":{"submittedTime":"2026-04-02T00:00:00Z","startDate":"2026-03-01T00:00:00","endDate":"2026-03-31T00:00:00"},"blobs":[{"blobName":"a/part.csv","byteCount":3,"dataRowCount":1},{"blobName":"b/part.csv"}]}`,
		`{"blobs":[{"blobName":"../../etc/passwd","dataRowCount":0},{"blobName":"a\\..\\part.csv"}]}`, `{"blobs":[{"blobLink":"https://x/a/part.csv?sig=1"}]}`, `{"blobs":[{"blobName":"/"}]}`, `{}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		m := parseManifest("root/manifest.json", blobPath("root/manifest.json"), text)
		if m == nil {
			return
		}
		var inputs []input
		stored := map[string]azure.StoredBlob{}
		for i, name := range []string{"root/part.csv", "root/PART.csv", "root/a/part.csv", "a/part.csv", "b/part.csv", "root/passwd", "root/CON"} {
			b := azure.StoredBlob{Name: name, Size: int64(i)}
			stored[blobPath(name)] = b
			inputs = append(inputs, input{name: name, path: blobPath(name), size: b.Size, found: true})
		}
		var e Exports
		e.choose(Place{}, inputs, []*manifest{m}, stored, map[*manifest][]byte{m: text})
		for _, r := range e.Runs {
			if r.lacks != "" {
				continue
			}
			if len(r.parts) == 0 {
				t.Error("a whole run has no files")
			}
			seen := map[string]bool{}
			for i := range r.parts {
				name := localName(r.parts, i)
				if seen[strings.ToLower(name)] || !safeName.MatchString(name) || isManifestName(name) {
					t.Errorf("%q is called %q", r.parts[i].blob.Name, name)
				}
				seen[strings.ToLower(name)] = true
			}
			if folder := r.Folder(); strings.ContainsAny(folder, `/\:.`) {
				t.Error(folder)
			}
		}
	})
}

package usage

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"azwhatif/internal/parallel"
	"azwhatif/internal/terminal"
	"azwhatif/ratebook/azure"
	"azwhatif/scenario"
)

// Place is a container of a storage account, or a folder in it, that exports are in.
type Place struct {
	Account   string // "https://account.blob.core.windows.net"
	Container string
	Prefix    string // "costs/daily"; "" for all of the container
}

var containerName = regexp.MustCompile(`^[a-z0-9$][a-z0-9-]{2,62}$`)

// ParsePlace reads the address of a container, or of a folder in it.
func ParsePlace(s string) (p Place, err error) {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https":
		return p, fmt.Errorf("%q is not the address of a container, or of a folder in one, such as https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER", clip(withoutQuery(s)))
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return p, fmt.Errorf("the address of %s: leave out what follows the path, such as a signature (SAS): the sign-in is that of --credential", clip(u.Host))
	case strings.Contains(u.Host, ".dfs."):
		return p, fmt.Errorf("%s is the account's other address: give that which has .blob. where this has .dfs. in its name", clip(u.Host))
	}
	p.Account = "https://" + u.Host
	p.Container, p.Prefix, _ = strings.Cut(strings.Trim(u.Path, "/"), "/")
	if !containerName.MatchString(p.Container) {
		return p, fmt.Errorf("%q has no container: write it as https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER", clip(s))
	}
	return p, nil
}

func withoutQuery(s string) string {
	s, _, _ = strings.Cut(s, "?")
	return s
}

// StoredRun is a run of an export as it stands in a storage account: the one that counts
// for its days.
type StoredRun struct {
	Export string // its name
	Metric string // ActualCost, AmortizedCost, FocusCost, Usage; "" where the manifest does not say

	resource string // the export's resource id; "" where the manifest does not say
	place    Place
	manifest *manifest
	raw      []byte // the manifest as it is stored
	from     string // its blob
	parts    []storedPart
	series   string
	lacks    string // what is missing of it; "" for nothing
}

// storedPart is a blob of a run, and what the manifest says of it.
type storedPart struct {
	blob   azure.StoredBlob
	listed listedFile
}

// String is the run for people: "daily, 2026-03-01 to 2026-03-31, run of 2026-04-02 03:07".
func (r StoredRun) String() string {
	s := terminal.Clean(r.Export)
	if m := r.manifest; m.from != "" {
		s += ", " + m.from + " to " + m.to
	}
	if r.manifest.said {
		s += ", run of " + r.manifest.submitted.UTC().Format("2006-01-02 15:04")
	}
	return s
}

// Exports are the exports under a place, as far as they are of days that are asked for.
type Exports struct {
	Runs  []StoredRun // of each export and period the one that counts, in their order
	Notes []string    // what is left out, with the reason
}

// Names are the exports, sorted, for people: each by its name, and where several have one
// name, by their metrics and resource ids, too.
func (e Exports) Names() (names []string) {
	bySeries, count := map[string]StoredRun{}, map[string]int{}
	for _, r := range e.Runs {
		if _, seen := bySeries[r.series]; !seen {
			bySeries[r.series] = r
			count[strings.ToLower(r.Export)]++
		}
	}
	for _, r := range bySeries {
		name := r.Export
		if count[strings.ToLower(name)] > 1 {
			name += fmt.Sprintf(" (%s, %s)", cmp.Or(r.Metric, "of costs that are not said"), cmp.Or(r.resource, "without a resource id"))
		}
		names = append(names, terminal.Clean(name))
	}
	slices.Sort(names)
	return names
}

// Only keeps the exports that are named, by their names or resource ids, of which each
// must be that of one export.
func (e *Exports) Only(names []string) error {
	kept := map[string]bool{}
	for _, want := range names {
		named := Exports{Runs: slices.DeleteFunc(slices.Clone(e.Runs), func(r StoredRun) bool {
			return !strings.EqualFold(r.Export, want) && !strings.EqualFold(strings.Trim(r.resource, "/"), strings.Trim(want, "/"))
		})}
		switch found := named.Names(); len(found) {
		case 0:
			return fmt.Errorf("--export %q is none of the exports that are there: %s", clip(want), strings.Join(e.Names(), ", "))
		case 1:
			kept[named.Runs[0].series] = true
		default:
			return fmt.Errorf("--export %q is the name of %d exports: %s; each may have all usage, so give --export the resource id of one, or the address of its folder", clip(want), len(found), strings.Join(found, ", "))
		}
	}
	e.Runs = slices.DeleteFunc(e.Runs, func(r StoredRun) bool { return !kept[r.series] })
	return nil
}

const mostManifest = 4 << 20

// FindExports lists a place, reads the manifests of days from to to, both included, and
// tells which run of each export counts: by the rule of imports (runs), the newest whole one.
func FindExports(ctx context.Context, client *azure.Client, p Place, from, to string) (e Exports, err error) {
	prefix := p.Prefix
	if prefix != "" {
		prefix += "/"
	}
	blobs, err := client.Blobs(ctx, p.Container, prefix)
	if err != nil {
		return e, err
	}
	var wanted []azure.StoredBlob // manifests of days that are asked for, as far as their folders tell
	var inputs []input
	sizes := map[string]azure.StoredBlob{}
	unread := map[string]bool{} // folders whose manifests are of other days
	for _, b := range blobs {
		base := path.Base(b.Name)
		switch {
		case path.Clean("/"+b.Name) != "/"+b.Name: // it could stand for another
			e.Notes = append(e.Notes, fmt.Sprintf("%q is not a plain name: it is passed by", clip(terminal.Clean(b.Name))))
		case !isManifestName(base):
			at := blobPath(b.Name)
			sizes[at] = b
			inputs = append(inputs, input{name: b.Name, path: at, size: b.Size, found: true})
		case b.Size > mostManifest:
			e.Notes = append(e.Notes, fmt.Sprintf("%s is larger than %d MB, which no manifest is: it is passed by", terminal.Clean(b.Name), mostManifest>>20))
		case otherDays(b.Name, from, to):
			unread[path.Dir(b.Name)] = true
		default:
			wanted = append(wanted, b)
		}
	}
	manifests, raw, err := readManifests(ctx, client, p, wanted)
	if err != nil {
		return e, err
	}
	for i, m := range manifests {
		if m == nil {
			e.Notes = append(e.Notes, terminal.Clean(wanted[i].Name)+" is not the manifest of an export: it is passed by")
			continue
		}
		if m.submitted.IsZero() { // as of a file on disk
			m.submitted = wanted[i].Modified
		}
	}
	other := func(m *manifest) bool { return m != nil && (m.from > to || m.to != "" && m.to < from) }
	loose := e.choose(p, inputs, slices.DeleteFunc(slices.Clone(manifests), func(m *manifest) bool { return m == nil || other(m) }), sizes, raw)
	all := slices.Clone(e.Runs)
	e.Runs = slices.DeleteFunc(e.Runs, func(r StoredRun) bool { return slices.ContainsFunc(all, r.within) })
	there := func(at string) (int64, bool) { b, ok := sizes[at]; return b.Size, ok }
	for _, m := range manifests {
		if other(m) {
			loose = m.others(loose, there)
		}
	}
	loose = slices.DeleteFunc(loose, func(at string) bool { return below(sizes[at].Name, unread) })
	if len(loose) > 0 {
		e.Notes = append(e.Notes, fmt.Sprintf("%s, such as %s: no manifest says whether they are whole, and of which days: they are not pulled; have the export partition its files, which writes one",
			countFiles(len(loose)), terminal.Clean(sizes[loose[0]].Name)))
	}
	slices.Sort(e.Notes)
	return e, nil
}

// within tells whether a later run of the export, which is whole, has all days of this one
// and more: as of a month to date, whose runs each end with another day.
func (r StoredRun) within(later StoredRun) bool {
	m, l := r.manifest, later.manifest
	return r.series == later.series && later.lacks == "" && l.submitted.After(m.submitted) && m.from != "" && m.to != "" && l.from != "" && l.from <= m.from && m.to <= l.to
}

// others are the files that the manifest does not list.
func (m *manifest) others(files []string, there func(path string) (int64, bool)) []string {
	listed := map[string]bool{}
	for _, l := range m.parts {
		for _, p := range m.places(l.blob, there) {
			listed[p.path] = true
		}
	}
	return slices.DeleteFunc(files, func(at string) bool { return listed[at] })
}

// below tells whether a blob is in one of these folders, or in a folder below it.
func below(name string, folders map[string]bool) bool {
	for name != "." && name != "/" {
		if name = path.Dir(name); folders[name] {
			return true
		}
	}
	return false
}

func countFiles(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}

func isManifestName(base string) bool { return base == "manifest.json" || base == "_manifest.json" }

// blobPath is a path for a blob's name, below no folder of this computer.
func blobPath(name string) string { return filepath.Clean("/" + filepath.FromSlash(name)) }

var periodFolder = regexp.MustCompile(`(?:^|/)(\d{4})(\d{2})(\d{2})-(\d{4})(\d{2})(\d{2})/`)

// otherDays tells whether a blob is in a folder of days that are not asked for, as Cost
// Management names them: 20260301-20260331.
func otherDays(name, from, to string) bool {
	m := periodFolder.FindStringSubmatch(name)
	return m != nil && (strings.Join(m[1:4], "-") > to || strings.Join(m[4:7], "-") < from)
}

// readManifests reads manifests, several at a time; nil for what is none.
func readManifests(ctx context.Context, client *azure.Client, p Place, wanted []azure.StoredBlob) ([]*manifest, map[*manifest][]byte, error) {
	manifests := make([]*manifest, len(wanted))
	raw := map[*manifest][]byte{}
	var mu sync.Mutex
	err := parallel.Do(ctx, len(wanted), func(i int) error {
		b := wanted[i]
		body, err := client.Whole(ctx, func(ctx context.Context) (*azure.Response, error) { return client.Blob(ctx, p.Container, b) }, func(body []byte) (bool, error) {
			if int64(len(body)) != b.Size {
				return true, fmt.Errorf("it has %d bytes, and the list says %d", len(body), b.Size)
			}
			return false, nil
		})
		if err != nil {
			return err
		}
		if m := parseManifest(b.Name, blobPath(b.Name), body); m != nil {
			mu.Lock()
			defer mu.Unlock()
			manifests[i], raw[m] = m, body
		}
		return nil
	})
	return manifests, raw, err
}

// choose keeps the runs that count, and says what is left out; loose are the files that
// these manifests do not list.
func (e *Exports) choose(p Place, inputs []input, manifests []*manifest, stored map[string]azure.StoredBlob, raw map[*manifest][]byte) (loose []string) {
	there := func(at string) (int64, bool) { b, ok := stored[at]; return b.Size, ok }
	left, skipped, lost := runs(inputs, manifests, there)
	byRun := map[*manifest][]storedPart{}
	for _, in := range left {
		switch b := stored[in.path]; {
		case in.run != nil:
			byRun[in.run] = append(byRun[in.run], storedPart{b, in.listed})
		case mayBeUsage(path.Base(b.Name)):
			loose = append(loose, in.path)
		}
	}
	for _, s := range skipped {
		if len(s.Assumed) > 0 { // a run that is not whole, and not a part of one
			e.Notes = append(e.Notes, terminal.Clean(s.Name)+": "+s.Notes[0])
		}
	}
	others := map[string]bool{}
	counts := map[*manifest]bool{}
	for _, m := range manifests {
		_, has := byRun[m]
		missing := slices.ContainsFunc(lost, func(l scenario.Lost) bool { return strings.HasPrefix(l.Text, m.name+": ") })
		counts[m] = has || missing
		if !m.usage {
			others[exportOf(raw[m]).ExportName] = true
		}
	}
	for name := range others {
		e.Notes = append(e.Notes, fmt.Sprintf("the export %s has no costs: it is passed by", terminal.Clean(name)))
	}
	for _, m := range manifests {
		if !counts[m] || !m.usage {
			continue
		}
		config := exportOf(raw[m])
		r := StoredRun{Export: cmp.Or(config.ExportName, path.Dir(m.name)), Metric: config.Type, resource: config.ResourceID, place: p, manifest: m, raw: raw[m], from: m.name, parts: byRun[m],
			series: strings.ToLower(config.ResourceID + "\x00" + config.ExportName + "\x00" + config.Type)}
		r.lacks = r.incomplete()
		e.Runs = append(e.Runs, r)
	}
	slices.SortFunc(e.Runs, func(a, b StoredRun) int {
		return cmp.Or(cmp.Compare(a.series, b.series), cmp.Compare(a.manifest.from, b.manifest.from), a.manifest.submitted.Compare(b.manifest.submitted))
	})
	return loose
}

func exportOf(raw []byte) (config struct{ ExportName, ResourceID, Type string }) {
	var j manifestJSON
	_ = json.Unmarshal(trimMark(raw), &j) // it was read before
	return j.ExportConfig
}

// incomplete says what a run lacks, as the list has it.
func (r StoredRun) incomplete() string {
	found := map[string]bool{}
	for _, p := range r.parts {
		found[p.listed.blob] = true
		if p.listed.bytes > 0 && p.blob.Size != p.listed.bytes && !packed(p.blob.Name) {
			return fmt.Sprintf("%s has %d bytes, and the manifest says %d", terminal.Clean(p.blob.Name), p.blob.Size, p.listed.bytes)
		}
	}
	for _, l := range r.manifest.parts {
		if !found[l.blob] && (!l.known || l.rows > 0) {
			return fmt.Sprintf("%s is not there", terminal.Clean(l.blob))
		}
	}
	if len(r.parts) == 0 {
		return "it has no files"
	}
	return ""
}

func packed(name string) bool { return slices.Contains(packings, strings.ToLower(path.Ext(name))) }

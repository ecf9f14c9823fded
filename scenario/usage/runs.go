package usage

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"azwhatif/scenario"
)

// runOf is one run of an export, as far as its files are here.
type runOf struct {
	*manifest
	found   [][]place // of each part
	missing []listedFile
}

func (r *runOf) whole() bool { return len(r.missing) == 0 }
func (r *runOf) empty() bool { return len(r.missing) == len(r.parts) }

// better tells whether a run stands for the export in the place of another: a
// whole one does, then one of which something is here, then the later one.
func (r *runOf) better(than *runOf) bool {
	switch {
	case r.whole() != than.whole():
		return r.whole()
	case r.empty() != than.empty():
		return than.empty()
	}
	if r.current != than.current {
		return r.current
	}
	return r.submitted.After(than.submitted)
}

// runs settles what the manifests say of the files: of an export's runs for one
// period, each of which repeats the earlier ones, one counts. It gives the files
// that are left, those that are left out, and what is missing.
func runs(inputs []input, manifests []*manifest, there func(path string) (int64, bool)) (left []input, skipped []scenario.ImportSource, lost []scenario.Lost) {
	at := map[string]int{}
	for i, in := range inputs {
		at[filepath.Clean(in.path)] = i
	}
	var all []*runOf
	chosen := map[string]*runOf{}
	for _, m := range manifests {
		r := &runOf{manifest: m}
		for _, l := range m.parts {
			found := m.places(l.blob, there)
			if len(found) == 0 && (!l.known || l.rows > 0) {
				r.missing = append(r.missing, l)
			}
			// A file that was cut off while it was copied is not here either.
			if len(found) > 0 && found[0].size == 0 && l.rows > 0 {
				r.missing = append(r.missing, l)
			}
			r.found = append(r.found, found)
		}
		all = append(all, r)
		if m.series == "" {
			continue
		}
		if c := chosen[m.series]; c == nil || r.better(c) {
			chosen[m.series] = r
		}
	}
	why := map[int]string{} // what is left out
	keep := map[int]bool{}
	for _, r := range all {
		c := chosen[r.series]
		if c == nil || c == r {
			lost = append(lost, r.settle(inputs, at, why, keep)...)
			continue
		}
		reason := "left out: a later run of the export has the same period"
		if r.submitted.After(c.submitted) {
			reason = fmt.Sprintf("left out: this run of %s is not whole, since %s; the whole run of %s stands for it, and later usage may be missing",
				r.submitted.Format("2006-01-02 15:04"), r.lacks(r.missing), c.submitted.Format("2006-01-02 15:04"))
			skipped = append(skipped, scenario.ImportSource{Name: r.name, Notes: []string{reason}, Assumed: []string{reason}})
			reason = "left out: its run of the export is not whole"
		}
		for _, found := range r.found {
			for _, p := range found {
				if i, ok := at[p.path]; ok && why[i] == "" {
					why[i] = reason
				}
			}
		}
	}
	for i, in := range inputs {
		if why[i] == "" || keep[i] {
			left = append(left, in)
		} else {
			skipped = append(skipped, scenario.ImportSource{Name: in.name, Notes: []string{why[i]}})
		}
	}
	return left, skipped, lost
}

// wanted leaves out the files of runs that are of other days than those asked for.
//
// Note: of Azure's exports only, which ask for usage by its date. A report of AWS has
// rows of other months, such as taxes and late usage.
func (s Spec) wanted(inputs []input) (left []input, outside []scenario.ImportSource) {
	for _, in := range inputs {
		m := in.run
		if m == nil || !m.usage || m.byMonth || m.from == "" || m.to == "" || (s.From == "" || s.From <= m.to) && (s.To == "" || m.from <= s.To) {
			left = append(left, in)
			continue
		}
		rows := "an unknown number of rows"
		if in.listed.known {
			rows = countRows(in.listed.rows)
		}
		outside = append(outside, scenario.ImportSource{Name: in.name, Outside: in.listed.rows, Notes: []string{
			fmt.Sprintf("left out, and not read: it is of %s, as its manifest says, and other days are asked for: %s", scenario.Gap{From: m.from, To: m.to}, rows)}})
	}
	return left, outside
}

// settle holds the files of a run that counts to its manifest.
func (r *runOf) settle(inputs []input, at map[string]int, why map[int]string, keep map[int]bool) (lost []scenario.Lost) {
	r.manifest.whole = r.whole()
	for n, l := range r.parts {
		first := -1
		for _, p := range r.found[n] {
			i, ok := at[p.path]
			switch {
			case !ok:
			case first >= 0:
				why[i] = "left out: it is " + inputs[first].name + ", packed or unpacked"
			default:
				first, keep[i] = i, true
				in := &inputs[i]
				in.run, in.listed = r.manifest, l
				if p.repacked {
					in.listed.bytes = 0
				}
			}
		}
		if first < 0 && (!l.known || l.rows > 0) {
			r.manifest.whole = false // it is not asked for
		}
	}
	if !r.whole() && r.usage {
		lost = append(lost, r.lost(r.lacks(r.missing)))
	}
	return lost
}

// lost is something that the run should have.
func (m *manifest) lost(text string) scenario.Lost {
	return scenario.Lost{Text: m.name + ": " + text, From: m.from, To: m.to}
}

// hold holds a file that was read to what its run's manifest says of it.
func (r *run) hold(src *scenario.ImportSource, in input) {
	if in.run == nil || src.Name != in.name { // a member of an archive has other rows
		return
	}
	lost := len(r.lost)
	defer func() {
		if len(r.lost) == lost {
			src.Period = in.run.period()
		}
	}()
	switch rows := src.Rows + src.Outside; {
	case in.listed.known && rows < in.listed.rows:
		src.Notes = append(src.Notes, fmt.Sprintf("has %s; the export's manifest says %d", countRows(rows), in.listed.rows))
		r.lost = append(r.lost, in.run.lost(fmt.Sprintf("%s has %s, and the manifest says %d: %d are missing", in.name, countRows(rows), in.listed.rows, in.listed.rows-rows)))
	case in.listed.known && rows > in.listed.rows:
		assume(src, fmt.Sprintf("has %s; the export's manifest says %d: some may be there twice", countRows(rows), in.listed.rows))
	case !in.listed.known && in.size < in.listed.bytes:
		r.lost = append(r.lost, in.run.lost(fmt.Sprintf("%s has %d bytes, and the manifest says %d: its end may be missing", in.name, in.size, in.listed.bytes)))
	}
}

// unread keeps that a file which a manifest lists is no usage.
func (r *run) unread(in input, why error) {
	if in.run != nil && in.run.usage && in.listed.rows > 0 && in.size > 0 {
		r.lost = append(r.lost, in.run.lost(fmt.Sprintf("the manifest lists %s, which cannot be read: %v", in.name, why)))
	}
}

// archive settles what manifests in an archive say of its members.
func (r *run) archive(files []*file, in input) (left []*file, ins map[string]input) {
	var inputs []input
	var manifests []*manifest
	byName, sizes := map[string]*file{}, map[string]int64{}
	for _, f := range files {
		path := filepath.FromSlash(strings.Replace(f.name, "!", "/", 1)) // as if the archive were a folder
		info, err := os.Stat(f.path)
		if err != nil {
			continue
		}
		if m := readManifest(f.name, f.path, info.Size()); m != nil {
			m.path = path
			manifests = append(manifests, m)
			continue
		}
		byName[f.name], sizes[path] = f, info.Size()
		inputs = append(inputs, input{name: f.name, path: path, size: info.Size(), found: in.found})
	}
	inputs, skipped, lost := runs(inputs, manifests, func(path string) (int64, bool) { size, ok := sizes[path]; return size, ok })
	r.skipped, r.lost = append(r.skipped, skipped...), append(r.lost, lost...)
	ins = map[string]input{}
	for _, i := range inputs {
		left, ins[i.name] = append(left, byName[i.name]), i
	}
	return left, ins
}

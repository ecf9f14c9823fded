package web

import (
	"crypto/rand"
	"slices"
	"sync"
	"sync/atomic"

	"azwhatif/scenario/edit"
)

// mostDrafts are kept; beyond that the one that was not used for longest goes, those
// without changes first. mostEdited bounds the text of one.
const (
	mostDrafts = 32
	mostEdited = 1 << 20
)

// A draft is a scenario as one tab edits it. Nothing of it is in the file until it is
// saved.
type draft struct {
	id string
	of atomic.Value // the name of its file; changes when it is saved as another

	mu      sync.Mutex // held by each request that uses it
	base    File       // as it was opened, or last saved
	history edit.History
	names   names
	note    string // what to say on the page that comes next
}

// dirty tells whether something is not saved.
func (d *draft) dirty() bool { return edit.Hash(d.history.Text()) != edit.Hash(d.base.Data) }

// file is the draft's text, as pages that show a scenario take it.
func (d *draft) file(text []byte) File {
	return File{Name: d.base.Name, Data: text, ETag: etag(text), Modified: d.base.Modified}
}

// drafts are those of all tabs.
type drafts struct {
	mu  sync.Mutex
	all []*draft // the latest used last
}

// open makes a draft of a file.
func (d *drafts) open(f File) *draft {
	one := &draft{id: rand.Text(), base: f, names: names{}}
	one.of.Store(f.Name)
	one.history.Push(f.Data)
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.all) >= mostDrafts {
		i := slices.IndexFunc(d.all, func(one *draft) bool {
			if !one.mu.TryLock() { // in use
				return false
			}
			defer one.mu.Unlock()
			return !one.dirty()
		})
		d.all = slices.Delete(d.all, max(i, 0), max(i, 0)+1)
	}
	d.all = append(d.all, one)
	return one
}

// find gives the draft of an id and a file; nil where it is no longer kept, or is of
// another file.
func (d *drafts) find(id, name string) *draft {
	d.mu.Lock()
	defer d.mu.Unlock()
	i := slices.IndexFunc(d.all, func(one *draft) bool { return one.id == id })
	if i < 0 {
		return nil
	}
	one := d.all[i]
	if one.of.Load() != name {
		return nil
	}
	d.all = append(slices.Delete(d.all, i, i+1), one)
	return one
}

// has tells whether a draft is kept here.
func (d *drafts) has(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.ContainsFunc(d.all, func(one *draft) bool { return one.id == id })
}

// close lets a draft go.
func (d *drafts) close(id string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.all = slices.DeleteFunc(d.all, func(one *draft) bool { return one.id == id })
}

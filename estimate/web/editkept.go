package web

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"azwhatif/internal/atomicfile"
	"azwhatif/scenario/edit"
)

// keptFor is how long a draft that was never saved is kept.
const keptFor = 14 * 24 * time.Hour

// keeper keeps the drafts that are not saved in a folder of the user's own, so that they
// outlive the program. Of "" it keeps none.
type keeper string

// keptDraft is a draft on disk.
type keptDraft struct {
	Folder string    `json:"folder"`
	Name   string    `json:"name"`
	Base   string    `json:"base"` // the file's text as the draft was opened or last saved
	Text   string    `json:"text"`
	At     time.Time `json:"-"` // when it was last changed
	id     string
}

func (k keeper) path(id string) string { return filepath.Join(string(k), id+".json") }

// keep puts a draft of a folder on disk as it is now, or takes it away where all of it is
// saved.
func (k keeper) keep(ctx context.Context, folder string, d *draft) error {
	if k == "" {
		return nil
	}
	if !d.dirty() {
		k.drop(d.id)
		return nil
	}
	if err := os.MkdirAll(string(k), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(context.WithoutCancel(ctx), k.path(d.id), func(w io.Writer) error {
		return json.NewEncoder(w).Encode(keptDraft{Folder: folder, Name: d.base.Name, Base: string(d.base.Data), Text: string(d.history.Text())})
	})
}

// drop forgets a draft.
func (k keeper) drop(id string) {
	if k != "" {
		_ = os.Remove(k.path(id)) // it need not be there
	}
}

// last is the draft of a scenario that was changed last, of those that no tab of this
// run has. What is too old, or cannot be read, is taken away.
func (k keeper) last(folder, name string, open func(id string) bool) (found *keptDraft) {
	entries, err := os.ReadDir(string(k))
	if k == "" || err != nil {
		return nil
	}
	for _, e := range entries {
		id, is := strings.CutSuffix(e.Name(), ".json")
		info, err := e.Info()
		if !is || err != nil || !info.Mode().IsRegular() || open(id) {
			continue
		}
		one := keptDraft{At: info.ModTime(), id: id}
		data, err := os.ReadFile(k.path(id))
		if err != nil || time.Since(one.At) > keptFor || json.Unmarshal(data, &one) != nil {
			k.drop(id)
			continue
		}
		if one.Folder == folder && one.Name == name && (found == nil || one.At.After(found.At)) {
			found = &one
		}
	}
	return found
}

// resume opens a draft of a file: with what was changed and not saved when the program
// last ended, where there is something.
func (s *Server) resume(ctx context.Context, file File) *draft {
	kept := s.keeper.last(s.o.Folder.Name(), file.Name, s.drafts.has)
	if kept == nil {
		return s.drafts.open(file)
	}
	if _, err := edit.Open(file.Name, []byte(kept.Text)); err != nil || kept.Text == string(file.Data) {
		s.keeper.drop(kept.id)
		return s.drafts.open(file)
	}
	base := []byte(kept.Base)
	d := s.drafts.open(File{Name: file.Name, Data: base, ETag: etag(base), Modified: kept.At})
	d.mu.Lock()
	defer d.mu.Unlock()
	d.history.Push([]byte(kept.Text))
	d.note = "Changes of " + kept.At.UTC().Format("2006-01-02 15:04 UTC") + " are here again, which were not saved when the program ended. To be without them, give the changes up."
	if s.keep(ctx, d) {
		s.keeper.drop(kept.id)
	}
	return d
}

// keep is that of the keeper; what keeps it from being done is logged, and said.
func (s *Server) keep(ctx context.Context, d *draft) bool {
	if err := s.keeper.keep(ctx, s.o.Folder.Name(), d); err != nil {
		s.o.Log.Warn("a draft is not kept", "error", err)
		d.note = strings.TrimSpace(d.note + " This draft is lost when the program ends: " + err.Error() + ".")
		return false
	}
	return true
}

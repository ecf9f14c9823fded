package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strings"

	"azwhatif/scenario"
	"azwhatif/scenario/edit"
)

// editPage is the page that a scenario is edited on.
type editPage struct {
	page
	Name    string // the file's
	Draft   string
	Shown   string // the hash of the text that the page shows
	Dirty   bool
	Undo    bool
	Redo    bool
	Note    string // what was done
	Moved   bool   // the file was changed on disk meanwhile
	Fault   *faultAt
	Totals  totalsPart
	Main    part
	Cases   []part
	NewCase []field
	Loads   []part
	NewLoad []field
	Open    opened
	More    []part
	Lists   choices
}

// edit is the page of a draft; without one, a draft is made of the file.
func (s *Server) edit(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if given := r.URL.Query().Get("draft"); given != "" {
		d := s.drafts.find(given, name)
		if d == nil {
			s.noDraft(w, r, name)
			return
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		s.editView(w, r, http.StatusOK, d, nil, nil)
		return
	}
	file, err := s.o.Folder.Read(name)
	switch {
	case err != nil:
		s.missing(w, r, name, err)
		return
	case len(file.Data) > mostEdited:
		s.fault(w, r, http.StatusRequestEntityTooLarge, "The scenario is too long to be edited here", fmt.Errorf("%s is longer than %d MB; edit it in an editor", name, mostEdited>>20))
		return
	}
	if _, err := edit.Open(name, file.Data); err != nil {
		s.fault(w, r, http.StatusUnprocessableEntity, "The scenario cannot be edited here", err)
		return
	}
	http.Redirect(w, r, draftAddress(name, s.resume(r.Context(), file).id, opened{}), http.StatusSeeOther)
}

// opened is the case and the workload whose forms the page has; the others are listed.
type opened struct{ Case, Load int }

// openedBy reads which ones a request means.
func openedBy(q url.Values) opened {
	return opened{indexOf(q.Get("case"), 0), indexOf(q.Get("workload"), 0)}
}

// draftAddress is that of the page of a draft.
func draftAddress(name, id string, open opened) string {
	return fmt.Sprintf("%s?draft=%s&case=%d&workload=%d", scenarioAddress(name, "edit"), url.QueryEscape(id), open.Case, open.Load)
}

// At is the address of the page with other forms.
func (p *editPage) At(list string, i int) string {
	open := p.Open
	if list == "cases" {
		open.Case = i
	} else {
		open.Load = i
	}
	return draftAddress(p.Name, p.Draft, open)
}

// noDraft says that a draft is no longer kept.
func (s *Server) noDraft(w http.ResponseWriter, r *http.Request, name string) {
	s.view(w, r, http.StatusGone, "fault", &faulty{
		page{Title: "This draft is no longer kept"},
		"It was saved, given up, or left while many others were opened. The file is as it was last saved.", scenarioAddress(name, "edit"),
	})
}

// applyEdit does what a form of the page asks for, and shows the page anew.
func (s *Server) applyEdit(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	r.Body = http.MaxBytesReader(w, r.Body, 4*mostEdited)
	if err := r.ParseForm(); err != nil {
		s.fault(w, r, http.StatusBadRequest, "The form cannot be read", err)
		return
	}
	d := s.drafts.find(r.PostForm.Get("draft"), name)
	if d == nil {
		s.noDraft(w, r, name)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.PostForm.Get("shown") != edit.Hash(d.history.Text()) {
		s.editView(w, r, http.StatusConflict, d, nil, errors.New("the page that this came from showed an older state of the draft, such as by the browser's way back; nothing was changed. This is the draft as it is now"))
		return
	}
	word, rest, _ := strings.Cut(r.PostForm.Get("do"), " ")
	switch word {
	case "undo":
		d.history.Undo()
		d.note = "Undone."
		s.keep(r.Context(), d)
	case "redo":
		d.history.Redo()
		d.note = "Done again."
		s.keep(r.Context(), d)
	case "discard":
		s.drafts.close(d.id)
		s.keeper.drop(d.id)
		http.Redirect(w, r, scenarioAddress(name), http.StatusSeeOther)
		return
	default:
		if err := s.change(d, r.PostForm, word, rest); err != nil {
			s.editView(w, r, http.StatusUnprocessableEntity, d, r.PostForm, err)
			return
		}
		if word == "save" || word == "save-as" {
			s.save(w, r, d, word == "save-as")
			return
		}
		s.keep(r.Context(), d)
	}
	at := draftAddress(name, d.id, openedBy(r.PostForm).after(word, rest))
	if part := r.PostForm.Get("part"); part != "" {
		at += "#" + url.PathEscape(part)
	}
	http.Redirect(w, r, at, http.StatusSeeOther)
}

// refused is the error of an edit that was not made, with the text that it would have
// given.
type refused struct {
	error
	text []byte
}

func (e *refused) Unwrap() error { return e.error }

// change makes the edits of a form, and what its button asks for.
func (s *Server) change(d *draft, form url.Values, word, rest string) error {
	f, err := edit.Open(d.base.Name, d.history.Text())
	if err != nil {
		return err
	}
	edits, err := editsOf(f, form)
	if err != nil {
		return err
	}
	path := edit.ParsePath(rest)
	switch word {
	case "clone":
		name := ""
		if old, ok := f.Get(path.With("name")); ok {
			name = freeName(f, path[:len(path)-1], old)
		}
		edits = append(edits, edit.Clone(path, name))
	case "like":
		old, _ := f.Get(path.With("name"))
		edits = append(edits, edit.Insert(edit.Path{"cases"}, edit.Pairs("name", freeName(f, edit.Path{"cases"}, old), "like", old)))
	case "delete":
		edits = append(edits, edit.Delete(path))
	}
	g, err := f.Do(edits...)
	if err != nil {
		return err
	}
	if _, err := g.Scenario(); err != nil && len(edits) > 0 {
		return &refused{err, g.Text()}
	}
	if err := s.insideText(g); err != nil {
		return err
	}
	d.names.step(f.Text(), g.Text(), casesRenamed(f, form))
	d.history.Push(g.Text())
	return nil
}

// insideText refuses a draft that names files outside the folder.
func (s *Server) insideText(f *edit.File) error {
	plain, err := f.Scenario()
	if err != nil {
		return nil // said on the page
	}
	return s.inside(plain)
}

// freeName is a name that no entry of the list has yet, made of another.
func freeName(f *edit.File, list edit.Path, name string) string {
	taken := map[string]bool{}
	for i := range f.Len(list) {
		n, _ := f.Get(list.At(i).With("name"))
		taken[n] = true
	}
	for n := 2; ; n++ {
		if try := fmt.Sprintf("%s (%d)", name, n); !taken[try] {
			return try
		}
	}
}

// editView shows a draft: with typed, what was typed and refused stays in its fields.
func (s *Server) editView(w http.ResponseWriter, r *http.Request, status int, d *draft, typed url.Values, fault error) {
	f, err := edit.Open(d.base.Name, d.history.Text())
	if err != nil {
		s.fault(w, r, http.StatusUnprocessableEntity, "The scenario cannot be edited here", err)
		return
	}
	p := &editPage{
		page: page{Title: "Edit " + d.base.Name}, Name: d.base.Name, Draft: d.id, Shown: f.Hash(), Dirty: d.dirty(),
		Undo: d.history.CanUndo(), Redo: d.history.CanRedo(), Note: d.note, Open: openedBy(r.Form),
	}
	d.note = ""
	if now, err := s.o.Folder.Read(d.base.Name); err != nil || now.ETag != d.base.ETag {
		p.Moved = true
	}
	if fault != nil {
		p.Fault = s.faultOf(fault, f)
	}
	plain, _ := f.Scenario()
	p.Lists = s.choicesOf(r.Context(), f, plain)
	p.Totals = s.totals(r.Context(), d, d.history.Before())
	if p.Totals.Pending {
		p.To, p.Refresh = draftAddress(d.base.Name, d.id, p.Open), 2
	}
	p.parts(&editor{f, p.Lists, typed})
	s.view(w, r, status, "edit", p)
}

// faultOf is an error of an edit, with the lines of the text that it is about.
func (s *Server) faultOf(err error, f *edit.File) *faultAt {
	text := f.Text()
	var r *refused
	if errors.As(err, &r) {
		text = r.text
	}
	var at *scenario.Error
	if !errors.As(err, &at) {
		return &faultAt{Text: s.o.Folder.Tidy(err.Error())}
	}
	return s.faultAt(&Shown{File: File{Name: f.Name, Data: text}, Err: err})
}

// parts fills in the forms.
func (p *editPage) parts(e *editor) {
	p.Main = e.partOf(nil, "The scenario")
	cases, loads := edit.Path{"cases"}, edit.Path{"workloads"}
	for _, t := range p.Main.Tables {
		p.More = append(p.More, part{Title: t.Title, ID: t.ID, Tables: []table{t}})
	}
	p.More = append(p.More, p.Main.Parts...)
	p.Main.Parts, p.Main.Tables = nil, []table{e.tableOf(edit.Path{"exchange"}, "Exchange rates")}
	p.Open.Case, p.Open.Load = min(p.Open.Case, e.file.Len(cases)-1), min(p.Open.Load, e.file.Len(loads)-1)
	for i := range e.file.Len(cases) {
		p.Cases = append(p.Cases, e.named(cases.At(i), i == p.Open.Case))
	}
	for i := range e.file.Len(loads) {
		p.Loads = append(p.Loads, e.named(loads.At(i), i == p.Open.Load))
	}
	p.NewCase = e.newFields(cases, "name", "like", "offer", "currency", "market", "region")
	p.NewLoad = e.newFields(loads, "name", "region", "subscription", "usage/0/meter/category", "usage/0/meter/name", "usage/0/count", "usage/0/hours", "usage/0/quantity", "machines/0/size", "machines/0/count")
}

// named is the part of a case or a workload, with its forms where it is open.
func (e *editor) named(path edit.Path, open bool) (p part) {
	name, _ := e.file.Get(path.With("name"))
	if open {
		p = e.partOf(path, name)
	}
	p.Path, p.ID, p.Title, p.Open = path.String(), id("part"+path.String()), name, open
	var about []string
	if like, ok := e.file.Get(path.With("like")); ok {
		about = append(about, "starts from "+like)
	}
	for _, key := range []string{"offer", "currency", "market", "region"} {
		if value, ok := e.file.Get(path.With(key)); ok {
			about = append(about, value)
		}
	}
	switch n := e.file.Len(path.With("usage")) + e.file.Len(path.With("machines")); {
	case n == 1:
		about = append(about, "one line")
	case n > 1:
		about = append(about, fmt.Sprintf("%d lines", n))
	}
	p.Summary = strings.Join(about, ", ")
	return p
}

// after is what is open after a button was pressed: what it added.
func (o opened) after(word, rest string) opened {
	path := edit.ParsePath(rest)
	switch {
	case len(path) == 2 && word == "clone" && path[0] == "cases":
		o.Case = indexOf(path[1], 0) + 1
	case len(path) == 2 && word == "clone" && path[0] == "workloads":
		o.Load = indexOf(path[1], 0) + 1
	case word == "like", word == "add" && rest == "cases":
		o.Case = scenario.MaxCases // the last one
	case word == "add" && rest == "workloads":
		o.Load = math.MaxInt32
	}
	return o
}

// newFields are those of a new entry of a list.
func (e *editor) newFields(list edit.Path, columns ...string) []field {
	t := table{}
	e.newRow(&t, list, columns, false)
	if list[0] == "cases" {
		for i, f := range t.New {
			if columns[i] == "like" {
				t.New[i].Words = append([]choice{{}}, e.cases(nil)...)
				if f.Value == "" && len(t.New[i].Words) > 1 {
					t.New[i].Value = t.New[i].Words[1].Value
				}
			}
		}
	}
	return t.New
}

package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"

	"azwhatif/scenario/edit"
)

// save puts a draft into its file, or into a new one. What another has saved meanwhile
// stays: then both are shown.
func (s *Server) save(w http.ResponseWriter, r *http.Request, d *draft, as bool) {
	text := d.history.Text()
	if !as {
		file, err := s.o.Folder.Save(r.Context(), d.base.Name, text, d.base.ETag)
		switch {
		case errors.Is(err, ErrChanged):
			s.conflict(w, r, d)
			return
		case err != nil:
			s.editView(w, r, http.StatusInternalServerError, d, nil, err)
			return
		}
		d.base, d.note = file, "Saved."
		s.keep(r.Context(), d)
		http.Redirect(w, r, draftAddress(d.base.Name, d.id, openedBy(r.PostForm)), http.StatusSeeOther)
		return
	}
	name := strings.TrimSpace(r.PostForm.Get("as"))
	if ending := strings.ToLower(filepath.Ext(name)); name != "" && ending != ".yaml" && ending != ".yml" {
		name += ".yaml"
	}
	if !IsScenario(name) {
		s.editView(w, r, http.StatusUnprocessableEntity, d, nil, fmt.Errorf("%q cannot be the name of a scenario file: give a name without folders, such as plan.yaml", name))
		return
	}
	file, err := s.o.Folder.Create(r.Context(), name, text)
	switch {
	case errors.Is(err, fs.ErrExist):
		s.editView(w, r, http.StatusConflict, d, nil, fmt.Errorf("%s is there already, and is left as it is; give another name", name))
		return
	case err != nil:
		s.editView(w, r, http.StatusInternalServerError, d, nil, err)
		return
	}
	d.base, d.note = file, "Saved as "+file.Name+"."
	d.of.Store(file.Name)
	s.keep(r.Context(), d)
	http.Redirect(w, r, draftAddress(file.Name, d.id, openedBy(r.PostForm)), http.StatusSeeOther)
}

// conflictPage shows a draft beside what another has saved meanwhile.
type conflictPage struct {
	page
	Name, Draft, Shown string
	Gone               bool // the file is no longer there
	Lines              []changedLine
	More               int // lines that are not shown
}

// conflict says that the file was changed meanwhile: nothing of it is overwritten.
func (s *Server) conflict(w http.ResponseWriter, r *http.Request, d *draft) {
	p := &conflictPage{page: page{Title: "The file was changed meanwhile"}, Name: d.base.Name, Draft: d.id, Shown: edit.Hash(d.history.Text())}
	now, err := s.o.Folder.Read(d.base.Name)
	if err != nil {
		p.Gone = true
	} else {
		p.Lines, p.More = difference(string(now.Data), string(d.history.Text()))
	}
	s.view(w, r, http.StatusPreconditionFailed, "conflict", p)
}

// changedLine is a line of a text that another one does not have, or one beside such.
type changedLine struct {
	Sign, Text string // "-" of the file, "+" of the draft, " " of both
}

// mostCompared bounds the lines of each text that are compared one by one, mostLines
// those that are shown.
const (
	mostCompared = 1500
	mostLines    = 200
)

// difference is what two texts do not have in common, by lines.
func difference(theirs, mine string) (lines []changedLine, more int) {
	a, b := strings.Split(theirs, "\n"), strings.Split(mine, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > mostCompared || len(b) > mostCompared {
		for _, line := range a {
			lines = append(lines, changedLine{"-", line})
		}
		for _, line := range b {
			lines = append(lines, changedLine{"+", line})
		}
	} else {
		lines = aligned(a, b)
	}
	if len(lines) > mostLines {
		return lines[:mostLines], len(lines) - mostLines
	}
	return lines, 0
}

// aligned puts two lists of lines side by side with the most in common.
func aligned(a, b []string) (lines []changedLine) {
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for k := len(b) - 1; k >= 0; k-- {
			if common[i][k] = max(common[i+1][k], common[i][k+1]); a[i] == b[k] {
				common[i][k] = common[i+1][k+1] + 1
			}
		}
	}
	for i, k := 0, 0; i < len(a) || k < len(b); {
		switch {
		case i < len(a) && k < len(b) && a[i] == b[k]:
			lines = append(lines, changedLine{" ", a[i]})
			i, k = i+1, k+1
		case i < len(a) && (k == len(b) || common[i+1][k] >= common[i][k+1]):
			lines = append(lines, changedLine{"-", a[i]})
			i++
		default:
			lines = append(lines, changedLine{"+", b[k]})
			k++
		}
	}
	return lines
}

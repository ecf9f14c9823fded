package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
)

// newPage offers ways to start a scenario.
type newPage struct {
	page
	Examples []Example
}

// newScenario is the page to start a scenario from.
func (s *Server) newScenario(w http.ResponseWriter, r *http.Request) {
	s.view(w, r, http.StatusOK, "new", &newPage{page{Title: "Start a scenario", Here: "new"}, s.o.Program.Examples})
}

// newFromExample copies an example into the folder.
func (s *Server) newFromExample(w http.ResponseWriter, r *http.Request) {
	i := slices.IndexFunc(s.o.Program.Examples, func(e Example) bool { return e.File == r.FormValue("example") })
	if i < 0 {
		s.fault(w, r, http.StatusBadRequest, "There is no such example", fmt.Errorf("%q is none of the examples", r.FormValue("example")))
		return
	}
	e := s.o.Program.Examples[i]
	s.started(w, r, e.File, e.Text)
}

// started puts a new scenario into the folder, under its name or the next that is free,
// and goes to its page.
func (s *Server) started(w http.ResponseWriter, r *http.Request, name string, text []byte) {
	stem, ending := strings.TrimSuffix(name, filepath.Ext(name)), filepath.Ext(name)
	for n := 1; n < 1000; n++ {
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", stem, n, ending)
		}
		_, err := s.o.Folder.Create(r.Context(), name, text)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			s.fault(w, r, http.StatusInternalServerError, "The scenario cannot be saved", err)
			return
		}
		http.Redirect(w, r, scenarioAddress(name), http.StatusSeeOther)
		return
	}
	s.fault(w, r, http.StatusConflict, "The scenario cannot be saved", fmt.Errorf("there are too many scenarios named %s", name))
}

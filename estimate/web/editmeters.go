package web

import (
	"net/http"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/scenario/edit"
)

// mostMeters are shown of those that a search finds.
const mostMeters = 50

// metersPage finds meters on the base case's card, for a workload of a draft.
type metersPage struct {
	page
	Name, Draft, Shown string
	To                 string // the path of the list of lines
	Workload           string
	Query              string
	Card               string
	Found              []ratebook.Meter
	More               int
	Err                string
}

// editMeters is the page to look for a meter.
func (s *Server) editMeters(w http.ResponseWriter, r *http.Request) {
	name, q := r.PathValue("name"), r.URL.Query()
	d := s.drafts.find(q.Get("draft"), name)
	if d == nil {
		s.noDraft(w, r, name)
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	f, err := edit.Open(name, d.history.Text())
	if err != nil {
		s.fault(w, r, http.StatusUnprocessableEntity, "The scenario cannot be edited here", err)
		return
	}
	to := edit.ParsePath(q.Get("to"))
	if len(to) != 3 || to[0] != "workloads" || to[2] != "usage" {
		s.missing(w, r, name, http.ErrNoLocation)
		return
	}
	load, _ := f.Get(to[:2].With("name"))
	p := &metersPage{page: page{Title: "Find a meter"}, Name: name, Draft: d.id, Shown: f.Hash(), To: to.String(), Workload: load, Query: strings.TrimSpace(q.Get("q"))}
	if region, ok := f.Get(to[:2].With("region")); ok && !q.Has("q") {
		p.Query = region + " "
	}
	if q.Has("q") && s.o.Program.Meters != nil {
		if plain, err := f.Scenario(); err != nil || len(plain.Cases) == 0 {
			p.Err = "The scenario has no case yet whose card could be searched."
		} else {
			plain.File = s.o.Folder.Path(name)
			p.Card = plain.Cases[0].Terms.String()
			if p.Found, err = s.o.Program.Meters(r.Context(), plain, plain.Cases[0].Terms, p.Query); err != nil {
				p.Err = s.o.Folder.Tidy(err.Error())
			}
		}
	}
	if p.More = len(p.Found) - mostMeters; p.More > 0 {
		p.Found = p.Found[:mostMeters]
	}
	s.view(w, r, http.StatusOK, "meters", p)
}

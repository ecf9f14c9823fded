package web

import (
	"net/http"
	"strings"
	"sync"

	"azwhatif/ratebook/money"
)

// frontPage lists the scenarios of the folder.
type frontPage struct {
	page
	Folder    string
	Scenarios []listed
	Examples  []Example
	Pending   bool // some are still being priced
}

// listed is a scenario in the list.
type listed struct {
	File    string
	Title   string
	Verdict []string
	Base    money.Amount // of the base case
	Case    string       // its name
	Cases   int
	Months  int
	Gaps    bool   // a total is incomplete
	Note    string // why there is no verdict
	Pending bool
}

// front is the first page.
func (s *Server) front(w http.ResponseWriter, r *http.Request) {
	names, err := s.o.Folder.Scenarios()
	if err != nil {
		s.fault(w, r, http.StatusInternalServerError, "The folder cannot be read", err)
		return
	}
	p := &frontPage{page: page{Title: "What would it cost in Azure?", Here: "front"}, Folder: s.o.Folder.Name(), Examples: s.o.Program.Examples, Scenarios: make([]listed, len(names))}
	var all sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i, name := range names {
		all.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			p.Scenarios[i] = s.listed(r, name)
		})
	}
	all.Wait()
	for _, one := range p.Scenarios {
		p.Pending = p.Pending || one.Pending
	}
	if p.Pending {
		p.To, p.Refresh = "/", 3
	}
	s.view(w, r, http.StatusOK, "front", p)
}

// listed is what the list says of a scenario.
func (s *Server) listed(r *http.Request, name string) listed {
	out := listed{File: name, Title: name}
	shown, t, err := s.show(r.Context(), name, With{})
	if err != nil {
		out.Note = s.o.Folder.Tidy(err.Error())
		return out
	}
	if shown.Scenario != nil {
		out.Title = shown.Scenario.Name
		out.Months = shown.Scenario.Months
	}
	c := shown.Comparison
	switch {
	case t != nil:
		out.Pending = true
	case shown.Err != nil:
		out.Note, _, _ = strings.Cut(s.o.Folder.Tidy(shown.Err.Error()), "\n")
	default:
		out.Cases, out.Base, out.Case, out.Gaps = len(c.Estimates), c.Base().Total(), c.Base().Case.Name, !c.Complete()
		if len(c.Estimates) > 1 {
			out.Verdict = c.Words(c.Verdict())
		}
	}
	return out
}

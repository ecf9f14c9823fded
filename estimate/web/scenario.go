package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"azwhatif/estimate/report"
	"azwhatif/scenario"
)

// scenarioPage shows a scenario: what it costs, and where it can be edited.
type scenarioPage struct {
	page
	*Shown
	Name     string // the file's
	About    string
	With     With
	Has      Has
	Cases    report.Section   // the table of the cases, the verdict and the charts
	Before   []report.Section // what is to be known before it
	Sections []section        // all else
	Fault    *faultAt         // of the scenario or its cards

	ManyCases bool // too many to show each month
}

// mostMonths is how many cases are shown month by month.
const mostMonths = 24

// Has tells what a scenario could be looked at with.
type Has struct{ Spread, Cases bool }

// section is a part of the page; a long one is opened by who wants to see it.
type section struct {
	report.Section
	Long bool
}

// faultAt is an error, with the lines of the file that it is about.
type faultAt struct {
	Text  string
	Lines []codeLine
}

type codeLine struct {
	Number int
	Text   string
	Here   bool
}

// scenario is a scenario's page.
func (s *Server) scenario(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	with := withOf(r.URL.Query())
	shown, t, err := s.show(r.Context(), name, with)
	switch {
	case err != nil:
		s.missing(w, r, name, err)
		return
	case t != nil:
		s.wait(w, r, t)
		return
	}
	p := &scenarioPage{page: page{Title: name}, Shown: shown, Name: name, With: with}
	if shown.Scenario != nil {
		p.Title = shown.Scenario.Name
		p.Has = Has{Cases: len(shown.Scenario.Cases) > 1}
		for _, load := range shown.Scenario.Workloads {
			p.Has.Spread = p.Has.Spread || load.Spread != nil
		}
	}
	if shown.Err != nil {
		p.Fault = s.faultAt(shown)
	} else {
		p.sections()
	}
	w.Header().Set("ETag", shown.File.ETag)
	s.view(w, r, http.StatusOK, "scenario", p)
}

// withOf reads what is wanted beside the cases.
func withOf(q url.Values) With {
	return With{BreakEven: q.Get("breakeven") != "", Bridge: q.Get("bridge") != "", Ranges: q.Get("ranges") != "", Regions: q.Get("regions") != ""}
}

// sections puts the parts of the comparison into their places.
func (p *scenarioPage) sections() {
	detail := report.DetailMonths
	if p.ManyCases = len(p.Comparison.Estimates) > mostMonths; p.ManyCases {
		detail = report.DetailCases
	}
	for _, part := range report.Sections(p.Comparison, report.Options{Detail: detail, Link: p.explained}) {
		switch {
		case part.Name == "Totals" && p.Cases.HTML == nil:
			p.Cases = part
		case p.Cases.HTML == nil:
			p.Before = append(p.Before, part)
		default:
			p.Sections = append(p.Sections, section{part, strings.HasPrefix(part.Name, "Lines: ")})
		}
	}
}

// explained is where a figure is explained.
func (p *scenarioPage) explained(f report.Figure) string {
	q := url.Values{"case": {f.Case}}
	if f.Workload != "" {
		q.Set("workload", f.Workload)
	}
	if f.Meter != "" {
		q.Set("meter", string(f.Meter))
	}
	if !f.Month.IsZero() {
		q.Set("month", f.Month.String())
	}
	return scenarioAddress(p.Name, "explain") + "?" + q.Encode()
}

// faultAt is what is wrong with a scenario, and where.
func (s *Server) faultAt(shown *Shown) *faultAt {
	out := &faultAt{Text: s.o.Folder.Tidy(shown.Err.Error())}
	var at *scenario.Error
	if !errors.As(shown.Err, &at) || at.Pos.Line == 0 {
		return out
	}
	const around = 2
	for i, line := range strings.Split(string(shown.File.Data), "\n") {
		if n := i + 1; n >= at.Pos.Line-around && n <= at.Pos.Line+around {
			out.Lines = append(out.Lines, codeLine{n, line, n == at.Pos.Line})
		}
	}
	return out
}

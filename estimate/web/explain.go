package web

import (
	"bytes"
	"net/http"
	"net/url"

	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/scenario"
)

// explainPage shows how a figure comes about.
type explainPage struct {
	page
	Name  string
	Case  string
	Of    string // what of the case: a month, a workload
	Steps []byte
}

// explain is the page of a figure: down to tiers, the card, and the hash of the answer.
func (s *Server) explain(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	shown, t, err := s.show(r.Context(), name, With{})
	switch {
	case err != nil:
		s.missing(w, r, name, err)
		return
	case t != nil:
		s.wait(w, r, t)
		return
	case shown.Err != nil:
		s.fault(w, r, http.StatusUnprocessableEntity, "The scenario cannot be priced", shown.Err)
		return
	}
	q := r.URL.Query()
	filter, err := explainFilter(q)
	if err != nil {
		s.fault(w, r, http.StatusBadRequest, "There is no such figure", err)
		return
	}
	p := &explainPage{page: page{Title: "Where a figure comes from"}, Name: name, Case: q.Get("case"), Of: filter.Month.String()}
	if p.Case == "" {
		p.Case = shown.Comparison.Base().Case.Name
	}
	if filter.Month.IsZero() {
		p.Of = "all months"
	}
	var b bytes.Buffer
	if err := report.ExplainHTML(&b, shown.Comparison, p.Case, filter); err != nil {
		s.fault(w, r, http.StatusNotFound, "There is no such figure", err)
		return
	}
	p.Steps = []byte(s.o.Folder.Tidy(b.String()))
	s.view(w, r, http.StatusOK, "explain", p)
}

// explainFilter reads which of a case's figures is asked for.
func explainFilter(q url.Values) (f report.ExplainFilter, err error) {
	f.Workload = q.Get("workload")
	if meter := q.Get("meter"); meter != "" {
		if f.Meter, err = ratebook.ParseMeterID(meter); err != nil {
			return f, err
		}
	}
	if month := q.Get("month"); month != "" {
		f.Month, err = scenario.ParseMonth(month)
	}
	return f, err
}

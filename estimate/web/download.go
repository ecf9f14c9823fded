package web

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/estimate/workbook"
)

// A downloaded is a file that a scenario can be had as.
type downloaded struct {
	ending, kind string
	write        func(s *Server, r *http.Request, w io.Writer, c *compare.Comparison) error // nil for the scenario file itself
}

var downloads = map[string]downloaded{
	"scenario": {".yaml", "application/yaml", nil},
	"workbook": {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", func(s *Server, r *http.Request, w io.Writer, c *compare.Comparison) error {
		return workbook.Write(w, c, workbook.Options{Version: s.o.Program.Version})
	}},
	"one-page": {".html", "text/html; charset=utf-8", func(_ *Server, _ *http.Request, w io.Writer, c *compare.Comparison) error {
		return report.OnePage(w, c, report.Options{})
	}},
	"json": {".json", "application/json", func(_ *Server, _ *http.Request, w io.Writer, c *compare.Comparison) error {
		return report.JSON(w, c, report.Options{})
	}},
}

// download gives a scenario as a file: the YAML, a workbook, one page for a customer, JSON.
func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	as, ok := downloads[r.PathValue("what")]
	if !ok {
		s.fault(w, r, http.StatusNotFound, "There is no such file", errors.New("a scenario can be had as scenario, workbook, one-page or json"))
		return
	}
	file := strings.TrimSuffix(name, filepath.Ext(name)) + as.ending
	if as.write == nil {
		f, err := s.o.Folder.Read(name)
		if err != nil {
			s.missing(w, r, name, err)
			return
		}
		send(w, name, as.kind, f.Data)
		return
	}
	shown, t, err := s.show(r.Context(), name, withOf(r.URL.Query()))
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
	var b bytes.Buffer
	if err := as.write(s, r, &b, shown.Comparison); err != nil {
		s.fault(w, r, http.StatusInternalServerError, "The file cannot be written", err)
		return
	}
	send(w, file, as.kind, b.Bytes())
}

// send sends a file to be kept, not shown.
func send(w http.ResponseWriter, name, kind string, data []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", attachment(name))
	_, _ = w.Write(data) // the reader is gone
}

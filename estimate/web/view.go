package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"azwhatif/estimate/report"
)

//go:embed templates static
var files embed.FS

// page is what the layout needs of each page; a page's own type embeds it.
type page struct {
	Title   string
	Here    string // which of the links at the top the page belongs to
	To      string // where it goes by itself, after Refresh seconds; "" for nowhere
	Refresh int
	Version string
}

func (p *page) base() *page { return p }

// templates are the pages, each with the layout and the parts, by the file's name.
// They are parsed when the first page is asked for: no other command waits for them.
var templates = sync.OnceValue(func() map[string]*template.Template {
	base := template.Must(template.New("layout.html").Funcs(functions).ParseFS(files, "templates/layout.html", "templates/parts/*.html"))
	pages, err := fs.Glob(files, "templates/pages/*.html")
	if err != nil {
		panic(err)
	}
	all := map[string]*template.Template{}
	for _, file := range pages {
		all[strings.TrimSuffix(path.Base(file), ".html")] = template.Must(template.Must(base.Clone()).ParseFS(files, file))
	}
	return all
})

// functions are what templates may call.
var functions = template.FuncMap{
	"scenario": scenarioAddress,
	"systems":  func() []string { return []string{"linux", "windows", "rhel", "sles"} },
	"disks":    func() []string { return []string{"standard-ssd", "premium-ssd", "standard-hdd"} },
	"minute":   func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
	"written":  func(b []byte) template.HTML { return template.HTML(b) }, // of package report, which escapes
}

// scenarioAddress is that of a scenario's page, or of one below it.
func scenarioAddress(name string, below ...string) string {
	to := "/scenario/" + url.PathEscape(name)
	for _, b := range below {
		to += "/" + b
	}
	return to
}

// view writes a page.
func (s *Server) view(w http.ResponseWriter, r *http.Request, status int, name string, data interface{ base() *page }) {
	data.base().Version = s.o.Program.Version
	var b bytes.Buffer
	if err := templates()[name].ExecuteTemplate(&b, "layout.html", data); err != nil {
		s.o.Log.Error("page "+name, "error", err)
		http.Error(w, "the page cannot be shown", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the reader is gone
}

// faulty is the page of what cannot be done.
type faulty struct {
	page
	Text string
	Back string
}

// fault says what cannot be done, and why.
func (s *Server) fault(w http.ResponseWriter, r *http.Request, status int, title string, err error) {
	s.view(w, r, status, "fault", &faulty{page{Title: title}, s.o.Folder.Tidy(err.Error()), "/"})
}

// missing says that a scenario is not there, or why it cannot be read.
func (s *Server) missing(w http.ResponseWriter, r *http.Request, name string, err error) {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		s.fault(w, r, http.StatusNotFound, "There is no such scenario", fmt.Errorf("the folder has no scenario %q", name))
		return
	}
	s.fault(w, r, http.StatusForbidden, "The scenario cannot be read", err)
}

// static are the looks and the scripts.
func static(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	file := path.Base(r.PathValue("file"))
	if file == "charts.css" { // charts are the report's
		http.ServeContent(w, r, file, time.Time{}, strings.NewReader(report.ChartStyle))
		return
	}
	http.ServeFileFS(w, r, files, "static/"+file)
}

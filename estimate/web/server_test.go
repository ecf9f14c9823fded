package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/web"
	"azwhatif/ratebook"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

const (
	address = "127.0.0.1:4711"
	token   = "a-token-of-the-tests"
)

// shop is a scenario of two cases on the sample cards.
const shop = `version: 1
name: A shop
ratebook: sample
start: 2026-09
months: 12
workloads:
  - name: web
    region: westeurope
    usage: [{meter: {category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5}, count: 4, hours: 24x7}]
cases:
  - {name: Pay-As-You-Go, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Sweden, like: Pay-As-You-Go, region: swedencentral}
`

// program is what the page needs, on the sample cards.
func program() web.Program {
	return web.Program{
		Version: "test",
		Read: func(_ context.Context, path string, data []byte) (*scenario.Scenario, []string, error) {
			s, err := scenario.Read(path, data)
			return s, nil, err
		},
		Price: func(ctx context.Context, s *scenario.Scenario, _ web.With) (*compare.Comparison, error) {
			return compare.Cases(ctx, sample.Open(), s, time.Time{})
		},
		State: func(context.Context, *scenario.Scenario) string { return "" },
		Cards: func(ctx context.Context) ([]ratebook.Header, []error, string) {
			headers, damaged := sample.Open().Cards(ctx)
			return headers, damaged, "sample"
		},
		Examples: []web.Example{{File: "shop.yaml", Title: "A shop", About: "Two cases.", Text: []byte(shop)}},
	}
}

// site is a server on a folder of its own.
type site struct {
	http.Handler
	folder, drafts string
}

func newSite(t testing.TB, files map[string]string) site {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return site{folder: dir, drafts: filepath.Join(t.TempDir(), "drafts")}.restarted(t)
}

// restarted is a site of the same folder and the same drafts, as when the program is
// started anew.
func (s site) restarted(t testing.TB) site {
	t.Helper()
	folder, err := web.OpenFolder(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = folder.Close() })
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	server := web.New(ctx, web.Options{Folder: folder, Program: program(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Address: address, Token: token, Drafts: s.drafts})
	s.Handler = server.Handler()
	return s
}

// request is one of a browser that has the token.
func request(method, target string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Host = address
	r.AddCookie(&http.Cookie{Name: "azwhatif-4711", Value: token})
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

func (s site) answer(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func (s site) get(t testing.TB, target string) string {
	t.Helper()
	w := s.answer(request("GET", target, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", target, w.Code, w.Body)
	}
	return w.Body.String()
}

// The pages are there, and say what they are for.
func TestPages(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop, "mapping.yaml": "a: b\n"})
	for target, want := range map[string][]string{
		"/":                   {"What would it cost in Azure?", "A shop", "Sweden is cheapest", "/scenario/shop.yaml"},
		"/new":                {"Two cases."},
		"/ratebook":           {"MS-AZR-0003P", "sample"},
		"/scenario/shop.yaml": {"<h1>A shop</h1>", `<data value="`, "Sweden is cheapest", "Months", "/scenario/shop.yaml/download/workbook"},
		"/scenario/shop.yaml/explain?case=Sweden&month=2026-10": {"sha-256", "D4s v5", "2026-10"},
	} {
		page := s.get(t, target)
		for _, part := range want {
			if !strings.Contains(page, part) {
				t.Errorf("%s: no %q in\n%s", target, part, page)
			}
		}
	}
	if page := s.get(t, "/"); strings.Contains(page, "mapping.yaml") {
		t.Error("a file that is no scenario is listed")
	}
}

// A folder without scenarios says what to do, and an example is one click away.
func TestEmptyFolder(t *testing.T) {
	s := newSite(t, nil)
	if page := s.get(t, "/"); !strings.Contains(page, "There is no scenario in") || !strings.Contains(page, "A shop") {
		t.Error(page)
	}
	for _, want := range []string{"/scenario/shop.yaml", "/scenario/shop-2.yaml"} {
		w := s.answer(request("POST", "/new/example", url.Values{"example": {"shop.yaml"}}))
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != want {
			t.Errorf("%d to %s, want %s", w.Code, w.Header().Get("Location"), want)
		}
	}
	if data, err := os.ReadFile(filepath.Join(s.folder, "shop-2.yaml")); string(data) != shop {
		t.Error(string(data), err)
	}
}

// What is wrong with a scenario is shown with the line of the file.
func TestFaultyScenario(t *testing.T) {
	s := newSite(t, map[string]string{"bad.yaml": strings.Replace(shop, "region: swedencentral", "regoin: swedencentral", 1)})
	page := s.get(t, "/scenario/bad.yaml")
	for _, part := range []string{"bad.yaml:12: ", `<li value="12" class="here"`, "did you mean region?"} {
		if !strings.Contains(page, part) {
			t.Errorf("no %q in\n%s", part, page)
		}
	}
	if strings.Contains(page, s.folder+"/bad.yaml") {
		t.Error("the page has the folder in its messages")
	}
}

// Downloads have the bytes of the scenario, and a name that cannot break the header.
func TestDownloads(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop, "a\"b;c%0d ü.yaml": shop})
	w := s.answer(request("GET", "/scenario/shop.yaml/download/scenario", nil))
	if w.Body.String() != shop {
		t.Error(w.Body)
	}
	w = s.answer(request("GET", "/scenario/"+url.PathEscape("a\"b;c%0d ü.yaml")+"/download/scenario", nil))
	if got, want := w.Header().Get("Content-Disposition"), `attachment; filename="a_b_c_0d _.yaml"; filename*=UTF-8''a%22b%3Bc%250d%20%C3%BC.yaml`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for what, begin := range map[string]string{"workbook": "PK", "one-page": "<!DOCTYPE html>", "json": "{"} {
		w := s.answer(request("GET", "/scenario/shop.yaml/download/"+what, nil))
		if !strings.HasPrefix(w.Body.String(), begin) || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Error(what, w.Code, w.Header())
		}
	}
}

// A fault in the work for one page is that page's error; the others go on.
func TestFaultOfOnePage(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"shop.yaml": shop, "faulty.yaml": strings.Replace(shop, "A shop", "Faulty", 1)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	folder, err := web.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	p := program()
	price := p.Price
	p.Price = func(ctx context.Context, s *scenario.Scenario, with web.With) (*compare.Comparison, error) {
		if s.Name == "Faulty" {
			panic("a fault of the test")
		}
		return price(ctx, s, with)
	}
	s := site{Handler: web.New(t.Context(), web.Options{Folder: folder, Program: p, Log: slog.New(slog.DiscardHandler), Address: address, Token: token}).Handler()}
	if w := s.answer(request("GET", "/scenario/faulty.yaml", nil)); !strings.Contains(w.Body.String(), "a fault of the test") {
		t.Error(w.Code, w.Body)
	}
	for _, page := range []string{s.get(t, "/"), s.get(t, "/scenario/shop.yaml")} {
		if !strings.Contains(page, "Sweden is cheapest") {
			t.Error(page)
		}
	}
}

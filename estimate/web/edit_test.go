package web_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tab is a browser's tab that edits a scenario, without script.
type tab struct {
	site
	t    testing.TB
	name string
	page string
	code int
}

func (s site) edits(t testing.TB, name string) *tab {
	t.Helper()
	one := &tab{site: s, t: t, name: name}
	one.follow(s.answer(request("GET", "/scenario/"+url.PathEscape(name)+"/edit", nil)))
	if one.code != http.StatusOK {
		t.Fatalf("%d %s", one.code, one.page)
	}
	return one
}

func (b *tab) follow(w *httptest.ResponseRecorder) {
	if w.Code == http.StatusSeeOther {
		to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
		w = b.answer(request("GET", to, nil))
	}
	b.code, b.page = w.Code, w.Body.String()
}

// hidden is what the page's form sends along.
func (b *tab) hidden(name string) string {
	b.t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(b.page)
	if m == nil {
		b.t.Fatalf("the page has no %s:\n%s", name, b.page)
	}
	return html.UnescapeString(m[1])
}

// press sends the form with some values, by a button.
func (b *tab) press(button string, values ...string) {
	b.t.Helper()
	form := url.Values{"draft": {b.hidden("draft")}, "shown": {b.hidden("shown")}, "do": {button}}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	b.follow(b.answer(request("POST", "/scenario/"+url.PathEscape(b.name)+"/edit", form)))
}

func (b *tab) want(code int, parts ...string) {
	b.t.Helper()
	if b.code != code {
		b.t.Fatalf("%d, want %d:\n%s", b.code, code, b.page)
	}
	for _, part := range parts {
		if !strings.Contains(b.page, part) {
			b.t.Errorf("no %q in\n%s", part, b.page)
		}
	}
}

func (s site) file(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(s.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

const count = "v/workloads/0/usage/0/count"

// An edit is priced at once, and is in the file when it is saved: there and nowhere else.
func TestEdit(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	b := s.edits(t, "shop.yaml")
	b.want(200, `name="`+count+`" value="4"`, "All is saved.")
	b.press("apply", count, "8")
	b.want(200, `name="`+count+`" value="8"`, "+100.0%", "As saved", "not saved yet")
	if got := s.file(t, "shop.yaml"); got != shop {
		t.Errorf("the file was changed before it was saved:\n%s", got)
	}
	b.press("undo")
	b.want(200, `name="`+count+`" value="4"`, "All is saved.")
	b.press("redo")
	b.press("apply", "v/cases/1/commitment/kind", "macc", "v/cases/1/commitment/amount", "1000", "v/cases/1/commitment/months", "12")
	b.press("save")
	b.want(200, "Saved.")
	want := strings.Replace(strings.Replace(shop, "count: 4", "count: 8", 1), "region: swedencentral}", "region: swedencentral, commitment: {amount: 1000, kind: macc, months: 12}}", 1)
	if got := s.file(t, "shop.yaml"); got != want {
		t.Errorf("saved is\n%swant\n%s", got, want)
	}
}

// Cases, workloads and lines are added, copied, renamed and taken away.
func TestEditEntries(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	b := s.edits(t, "shop.yaml")
	b.press("like /cases/1")
	b.want(200, "Sweden (2)")
	b.press("apply", "v/cases/1/name", "Nordic")
	b.press("delete /cases/1")
	b.want(422, "is named elsewhere", "Nordic")
	b.press("delete /cases/2")
	b.press("clone /workloads/0")
	b.press("add", "n/workloads/1/usage!meter/category", "Storage", "n/workloads/1/usage!meter/name", "P10 LRS Disk", "n/workloads/1/usage!count", "3")
	b.press("add cases", "n/cases!name", "America", "n/cases!like", "Pay-As-You-Go", "n/cases!region", "eastus")
	b.press("delete /workloads/0")
	b.press("save-as", "as", "other")
	b.want(200, "Saved as other.yaml")
	if got := s.file(t, "shop.yaml"); got != shop {
		t.Errorf("the first file was changed:\n%s", got)
	}
	got := s.file(t, "other.yaml")
	for _, part := range []string{"name: web (2)", "name: P10 LRS Disk}, count: 3}", "{name: Nordic, like: Pay-As-You-Go", "{name: America, like: Pay-As-You-Go, region: eastus}"} {
		if !strings.Contains(got, part) {
			t.Errorf("no %q in\n%s", part, got)
		}
	}
}

// What is wrong is refused with its line, and what was typed stays in its field.
func TestEditRefused(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	b := s.edits(t, "shop.yaml")
	b.press("apply", count, "many")
	b.want(422, "shop.yaml:9: ", "This was not changed", `value="many"`)
	b.press("apply", count, "")
	b.want(422, "hours are given without a count")
	stale := b.hidden("shown")
	b.press("apply", count, "5")
	b.page = strings.Replace(b.page, b.hidden("shown"), stale, 1)
	b.press("apply", count, "6")
	b.want(409, "older state", `name="`+count+`" value="5"`)
	b.press("save-as", "as", "../out.yaml")
	b.want(422, "cannot be the name")
	b.press("save-as", "as", "shop.yaml")
	b.want(409, "is there already")
}

// Two tabs, and a file that is changed on disk: nothing is overwritten, both are shown.
func TestEditConflict(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	one, two := s.edits(t, "shop.yaml"), s.edits(t, "shop.yaml")
	one.press("apply", count, "5")
	two.press("apply", count, "6")
	one.press("save")
	one.want(200, "Saved.")
	saved := s.file(t, "shop.yaml")
	two.press("save")
	two.want(412, "count: 5", "count: 6", "Save as")
	if got := s.file(t, "shop.yaml"); got != saved {
		t.Errorf("overwritten:\n%s", got)
	}
	two.press("save-as", "as", "mine.yaml")
	two.want(200, "Saved as mine.yaml")
	if got := s.file(t, "mine.yaml"); !strings.Contains(got, "count: 6") {
		t.Error(got)
	}
	if err := os.WriteFile(filepath.Join(s.folder, "shop.yaml"), []byte(saved+"# by hand\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	one.press("apply", count, "7")
	one.want(200, "was changed on disk")
	one.press("save")
	one.want(412, "# by hand")
}

// Script in a text field is text, in each place that shows it.
func TestEditHostile(t *testing.T) {
	const hostile = `</option><script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	s := newSite(t, map[string]string{"shop.yaml": shop})
	b := s.edits(t, "shop.yaml")
	for _, field := range []string{"v/name", "v/cases/0/name", "v/cases/1/name", "v/workloads/0/name", "v/workloads/0/subscription", "v/cases/0/offer", count, "v/workloads/0/usage/0/meter/name"} {
		b.press("apply", field, hostile)
		if strings.Contains(b.page, "<script>alert") || strings.Contains(b.page, "<img") {
			t.Fatalf("%s runs:\n%s", field, b.page)
		}
	}
	b.press("save")
	if page := s.get(t, "/scenario/shop.yaml"); strings.Contains(page, "<script>alert") || strings.Contains(page, "<img") {
		t.Error(page)
	}
}

// What stands behind anchors is shown, and not edited.
func TestEditAnchors(t *testing.T) {
	text := strings.Replace(shop, "name: web\n", "name: &n web\n", 1)
	s := newSite(t, map[string]string{"shop.yaml": text})
	b := s.edits(t, "shop.yaml")
	b.want(200, "anchor &amp;n")
	if strings.Contains(b.page, `name="v/workloads/0/name"`) {
		t.Error("what has an anchor can be edited")
	}
	b.press("apply", "v/workloads/0/name", "other")
	b.want(422, "anchor &amp;n")
}

// BenchmarkEdit is an edit of 200 lines and 6 cases, with the page that comes back.
func BenchmarkEdit(b *testing.B) {
	var text strings.Builder
	text.WriteString("version: 1\nname: Large\nratebook: sample\nstart: 2026-09\nmonths: 12\nworkloads:\n")
	for range 20 {
		text.WriteString("  - name: w" + strings.Repeat("x", text.Len()%1000) + "\n    region: westeurope\n    growth: 1%\n    usage:\n")
		for range 10 {
			text.WriteString("      - {meter: {category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5}, count: 4, hours: 24x7}\n")
		}
	}
	text.WriteString("cases:\n  - {name: a, offer: MS-AZR-0003P, currency: EUR, market: NL}\n")
	for _, name := range []string{"b", "c", "d", "e", "f"} {
		text.WriteString("  - {name: " + name + ", like: a, region: swedencentral}\n")
	}
	s := newSite(b, map[string]string{"large.yaml": text.String()})
	one := s.edits(b, "large.yaml")
	value := []string{"5", "6"}
	for i := 0; b.Loop(); i++ {
		if one.press("apply", count, value[i%2]); one.code != 200 {
			b.Fatal(one.code, one.page)
		}
	}
}

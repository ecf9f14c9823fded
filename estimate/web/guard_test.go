package web_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/estimate/web"
)

// What others may try: each is answered with what it deserves, and changes nothing.
func TestAttacks(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	outside := filepath.Join(filepath.Dir(s.folder), "outside.yaml")
	if err := os.WriteFile(outside, []byte(shop), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(s.folder, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	post := func(change func(*http.Request)) *http.Request {
		r := request("POST", "/new/example", url.Values{"example": {"shop.yaml"}})
		change(r)
		return r
	}
	get := func(target string, change func(*http.Request)) *http.Request {
		r := request("GET", target, nil)
		if change != nil {
			change(r)
		}
		return r
	}
	noCookie := func(r *http.Request) { r.Header.Del("Cookie") }
	for name, try := range map[string]struct {
		r    *http.Request
		want int
	}{
		"a name bound to this machine":    {get("/", func(r *http.Request) { r.Host = "evil.example:4711" }), http.StatusMisdirectedRequest},
		"the same without a port":         {get("/", func(r *http.Request) { r.Host = "127.0.0.1" }), http.StatusMisdirectedRequest},
		"another port":                    {get("/", func(r *http.Request) { r.Host = "127.0.0.1:80" }), http.StatusMisdirectedRequest},
		"no name":                         {get("/", func(r *http.Request) { r.Host = "" }), http.StatusMisdirectedRequest},
		"this machine by another name":    {get("/", func(r *http.Request) { r.Host = "localhost:4711" }), http.StatusOK},
		"a form of another site":          {post(func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }), http.StatusForbidden},
		"a form of another port":          {post(func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }), http.StatusForbidden},
		"an old browser's form elsewhere": {post(func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }), http.StatusForbidden},
		"a form without an origin":        {post(func(r *http.Request) { r.Header.Set("Origin", "null") }), http.StatusForbidden},
		"no token":                        {get("/", noCookie), http.StatusForbidden},
		"no token, a form":                {post(noCookie), http.StatusForbidden},
		"a wrong token":                   {get("/?token=guess", noCookie), http.StatusForbidden},
		"a token elsewhere":               {get("/new?token="+token, noCookie), http.StatusForbidden},
		"the token":                       {get("/?token="+token, noCookie), http.StatusOK},
		"a folder above":                  {get("/scenario/..%2Foutside.yaml", nil), http.StatusNotFound},
		"a folder above, in Windows":      {get("/scenario/..%5Coutside.yaml", nil), http.StatusNotFound},
		"a whole path":                    {get("/scenario/%2Fetc%2Fpasswd", nil), http.StatusNotFound},
		"another kind of file":            {get("/scenario/.netrc", nil), http.StatusNotFound},
		"a null byte":                     {get("/scenario/shop.yaml%00.yaml", nil), http.StatusNotFound},
		"a link out of the folder":        {get("/scenario/link.yaml", nil), http.StatusForbidden},
		"the same, to keep":               {get("/scenario/link.yaml/download/scenario", nil), http.StatusForbidden},
		"a template":                      {get("/static/..%2Ftemplates%2Flayout.html", nil), http.StatusBadRequest},
		"a way to change by reading":      {get("/new/example?example=shop.yaml", nil), http.StatusNotFound},
		"another method":                  {request("DELETE", "/scenario/shop.yaml", nil), http.StatusNotFound},
		"a task that is not there":        {request("POST", "/task/x/stop", url.Values{"back": {"//evil.example"}}), http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.answer(try.r)
			if w.Code != try.want {
				t.Errorf("%d, want %d: %s", w.Code, try.want, w.Body)
			}
			h := w.Header()
			if csp := h.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
				t.Errorf("the policy is %q", csp)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
				t.Error(h)
			}
			if c := h.Get("Set-Cookie"); (c != "") != (name == "the token") || c != "" && !strings.Contains(c, "HttpOnly; SameSite=Strict") {
				t.Errorf("the cookie is %q", c)
			}
			if strings.Contains(w.Body.String(), token) {
				t.Error("the page has the token")
			}
		})
	}
	entries, err := os.ReadDir(s.folder)
	if err != nil || len(entries) != 2 {
		t.Error("something was written", entries, err)
	}
}

// A scenario on disk cannot have the page read files outside of the folder.
func TestFilesOutside(t *testing.T) {
	for _, files := range []string{"../x.csv", "/etc/passwd", "sub/../../x.csv", "../*.csv", "link/x.csv"} {
		s := newSite(t, map[string]string{"a.yaml": strings.Replace(shop, "cases:", "imports:\n  - {files: ['"+files+"'], as: typical-month}\ncases:", 1)})
		if err := os.Symlink(filepath.Dir(s.folder), filepath.Join(s.folder, "link")); err != nil {
			t.Fatal(err)
		}
		if page := s.get(t, "/scenario/a.yaml"); !strings.Contains(page, "is outside the folder") {
			t.Errorf("%s is read: %s", files, page)
		}
	}
}

// Texts of a file are shown as they are, wherever they stand, and nothing of them runs.
func TestHostileTexts(t *testing.T) {
	evil := `"><script>alert(1)</script><img src=x onerror=alert(2)>{{.}}`
	quoted := `'` + evil + `'`
	name := `'"><img src=x onerror=alert(3)>&#x.yaml`
	text := strings.NewReplacer("A shop", quoted, "name: web\n", "name: "+quoted+"\n    tags: {t: "+quoted+"}\n    subscription: "+quoted+"\n", "Sweden", quoted).Replace(shop)
	s := newSite(t, map[string]string{name: text, "b.yaml": "cases: " + quoted + "\n"})
	at := "/scenario/" + url.PathEscape(name)
	for _, target := range []string{"/", at, at + "/explain?case=" + url.QueryEscape(evil), at + "/explain?case=" + url.QueryEscape("<script>"), "/scenario/b.yaml", "/scenario/" + url.PathEscape("<script>.yaml"), "/task/%3Cscript%3E"} {
		page := s.answer(request("GET", target, nil)).Body.String()
		for _, bad := range []string{"<script>", "<img", "onerror=alert(1)\"", "href=\"javascript"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s has %s:\n%s", target, bad, page)
			}
		}
	}
	if page := s.get(t, at); !strings.Contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the text is not shown as it is:", page)
	}
}

// Saving replaces only what was read, and a link is not followed.
func TestSave(t *testing.T) {
	s := newSite(t, map[string]string{"shop.yaml": shop})
	f, err := web.OpenFolder(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	first, err := f.Read("shop.yaml")
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.Save(t.Context(), "shop.yaml", []byte("cases: 2\n"), first.ETag)
	if err != nil || string(second.Data) != "cases: 2\n" || second.ETag == first.ETag {
		t.Fatal(second, err)
	}
	if _, err := f.Save(t.Context(), "shop.yaml", []byte("cases: 3\n"), first.ETag); err != web.ErrChanged {
		t.Error("another's edit is overwritten:", err)
	}
	if _, err := f.Save(t.Context(), "gone.yaml", nil, first.ETag); err != web.ErrChanged {
		t.Error(err)
	}
	if now, _ := f.Read("shop.yaml"); string(now.Data) != "cases: 2\n" {
		t.Error(string(now.Data))
	}
	if err := os.Symlink("shop.yaml", filepath.Join(s.folder, "link.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Save(t.Context(), "link.yaml", []byte("cases: 3\n"), second.ETag); err == nil {
		t.Error("a link is written through")
	}
	for _, name := range []string{"../a.yaml", ".a.yaml", "a/b.yaml", `a\b.yaml`, "", "a\nb.yaml", strings.Repeat("a", 300) + ".yaml"} {
		if _, err := f.Create(t.Context(), name, nil); err == nil {
			t.Errorf("%q is created", name)
		}
	}
}

package report_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// checkPage holds a page to what all are: well formed, with nothing that reaches
// out or runs, and each table's cells under heads.
func checkPage(t *testing.T, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	allowed := map[string]string{
		"html": "", "head": "", "meta": "", "title": "", "style": "", "body": "", "main": "", "h1": "", "h2": "", "p": "", "div": "", "ul": "", "li": "",
		"strong": "", "small": "", "br": "", "table": "", "thead": "", "tbody": "", "tfoot": "", "tr": "", "th": "", "td": "", "figure": "",
		"svg": "", "desc": "", "text": "", "rect": "", "line": "", "polyline": "", "polygon": "", "circle": "",
	}
	heads, cells, pictures, described := 0, 0, 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if _, known := allowed[e.Name.Local]; !known {
			t.Errorf("the page has an element %q", e.Name.Local)
		}
		for _, a := range e.Attr {
			if n := strings.ToLower(a.Name.Local); n == "src" || n == "href" || n == "style" || strings.HasPrefix(n, "on") {
				t.Errorf("%s has an attribute %q", e.Name.Local, n)
			}
			if a.Name.Local == "aria-labelledby" {
				described++
			}
		}
		switch e.Name.Local {
		case "tr":
			if cells > heads {
				t.Errorf("a row of %d cells beneath %d heads", cells, heads)
			}
			cells = 0
		case "thead":
			heads, cells = 0, 0
		case "th":
			if e.Attr[0].Name.Local != "scope" {
				t.Error("a head without a scope")
			} else if e.Attr[0].Value == "col" {
				heads++
			} else {
				cells++
			}
		case "td":
			cells++
		case "svg":
			pictures++
		}
	}
	if pictures != described {
		t.Errorf("%d pictures, and %d have a description", pictures, described)
	}
	if rest := bytes.ReplaceAll(data, []byte("http://www.w3.org/2000/svg"), nil); bytes.Contains(rest, []byte("url(")) || bytes.Contains(rest, []byte("@import")) {
		t.Error("the page reaches out")
	}
}

// FuzzHTML has names of any kind in a page.
func FuzzHTML(f *testing.F) {
	for _, s := range []string{"web", "<script>alert(1)</script>", "a\"b'c&d", "]]>", "\x00\x1b[31m", "=1+1", "</style>", "ﷺ\u202e", "\xff"} {
		f.Add(s, s)
	}
	s, err := scenario.Read("x.yaml", []byte(`
version: 1
name: Page
ratebook: sample
start: 2026-09
months: 3
workloads:
  - {name: web, region: westeurope, usage: [{meter: {category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5}, count: 4, hours: 24x7}]}
cases:
  - {name: A, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: B, like: A, region: swedencentral}
`))
	if err != nil {
		f.Fatal(err)
	}
	c, err := compare.Cases(context.Background(), sample.Open(), s, time.Time{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, name, other string) {
		c.Scenario.Name = name
		c.Estimates[0].Case.Name, c.Estimates[1].Lines[0].Workload = other, name
		checkPage(t, write(t, c, "html tiers"))
	})
}

package workbook

import (
	"bytes"
	"fmt"
	"testing"
)

// Links stand where a sheet has them, wherever its part is cut into pieces.
func TestLinks(t *testing.T) {
	s := sheet{b: &book{}, name: "a", links: &links{}}
	s.link("B2", "'O''Brien & Co'!A1", `to "it"`)
	const part = `<sheetData><t>&lt;pageMargins</t></sheetData><pageMargins left="1"></pageMargins><pageSetup></pageSetup>`
	const want = `<sheetData><t>&lt;pageMargins</t></sheetData><hyperlinks><hyperlink ref="B2" location="&#39;O&#39;&#39;Brien &amp; Co&#39;!A1" tooltip="to &#34;it&#34;"></hyperlink></hyperlinks><pageMargins left="1"></pageMargins><pageSetup></pageSetup>`
	for size := 1; size <= len(part); size++ {
		var out bytes.Buffer
		w := linked{to: &out, links: s.links}
		for rest := []byte(part); len(rest) > 0; {
			n, err := w.Write(rest[:min(size, len(rest))])
			if err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if out.String() != want {
			t.Fatalf("in pieces of %d: %s", size, out.String())
		}
	}
}

// Beyond what a sheet takes cells have no link, and Guide says from which on.
func TestManyLinks(t *testing.T) {
	s := sheet{b: &book{}, name: "a", links: &links{}}
	for i := range maxLinks + 10 {
		s.link(fmt.Sprintf("A%d", i+1), "'b'!A1", "there")
	}
	if n := bytes.Count(s.links.xml.Bytes(), []byte("<hyperlink ")); n != maxLinks {
		t.Errorf("%d links", n)
	}
	if len(s.b.unlinked) != 1 || s.b.unlinked[0] != [2]string{"a", fmt.Sprintf("A%d", maxLinks+1)} {
		t.Errorf("without a link: %v", s.b.unlinked)
	}
}

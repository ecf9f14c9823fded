package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"azwhatif/estimate/workbook"
)

// sheetOrder is the order of a worksheet's elements in ECMA-376, part 1, 18.3.1.99
// (CT_Worksheet): Excel offers to repair a file that has another.
var sheetOrder = strings.Fields(`sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
	protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
	conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks
	customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture
	oleObjects controls webPublishItems tableParts extLst`)

// bookOrder is that of a workbook's (CT_Workbook, 18.2.27).
var bookOrder = strings.Fields(`fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups
	externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing
	fileRecoveryPr webPublishObjects extLst`)

// part is what the schema says of a part, as far as it is tested here.
type part struct {
	children []string // in order, each run of the same once
	styles   []int
	cells    []string
	links    []string
	types    map[string]bool
}

// Each sheet's elements stand in the schema's order; its rows and cells rise; its
// styles exist; no two links are of one cell; all but values are there.
func TestSchemaOrder(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	for name, c := range scenarios(t) {
		var out bytes.Buffer
		if err := workbook.Write(&out, c, workbook.Options{Version: "1"}); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, out.Bytes())
		z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{}
		for _, f := range z.File {
			if _, twice := files[f.Name]; twice {
				t.Errorf("%s: %s stands twice in the file", name, f.Name)
			}
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if files[f.Name], err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		var styles struct {
			Xfs struct {
				Xf []struct{} `xml:"xf"`
			} `xml:"cellXfs"`
		}
		if err := xml.Unmarshal(files["xl/styles.xml"], &styles); err != nil {
			t.Fatal(err)
		}
		if p := readPart(t, files["xl/workbook.xml"]); !inOrder(p.children, bookOrder) {
			t.Errorf("%s: the workbook has %v", name, p.children)
		}
		sheets := 0
		for file, data := range files {
			if strings.HasPrefix(file, "xl/") && !strings.Contains(file, "_rels/") && !bytes.Contains(files["[Content_Types].xml"], []byte(`PartName="/`+file+`"`)) {
				t.Errorf("%s: %s has no type of content", name, file)
			}
			if !strings.HasPrefix(file, "xl/worksheets/sheet") {
				continue
			}
			sheets++
			p := readPart(t, data)
			if !inOrder(p.children, sheetOrder) {
				t.Errorf("%s: %s has %v", name, file, p.children)
			}
			for _, s := range p.styles {
				if s >= len(styles.Xfs.Xf) {
					t.Errorf("%s: %s has the style %d of %d", name, file, s, len(styles.Xfs.Xf))
					break
				}
			}
			if slices.Sort(p.links); len(slices.Compact(p.links)) != len(p.links) {
				t.Errorf("%s: %s has two links of one cell", name, file)
			}
			for i := 1; i < len(p.cells); i++ {
				if !before(p.cells[i-1], p.cells[i]) {
					t.Errorf("%s: %s has %s behind %s", name, file, p.cells[i], p.cells[i-1])
					break
				}
			}
			for k := range p.types {
				if !slices.Contains([]string{"", "n", "b", "str", "inlineStr", "d"}, k) {
					t.Errorf("%s: %s has cells of the type %q", name, file, k)
				}
			}
		}
		if sheets < 10 {
			t.Errorf("%s: %d sheets", name, sheets)
		}
	}
}

func readPart(t *testing.T, data []byte) part {
	t.Helper()
	p := part{types: map[string]bool{}}
	depth := 0
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return p
		} else if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.EndElement:
			depth--
		case xml.StartElement:
			if depth++; depth == 2 && (len(p.children) == 0 || p.children[len(p.children)-1] != e.Name.Local) {
				p.children = append(p.children, e.Name.Local)
			}
			attr := func(name string) string {
				for _, a := range e.Attr {
					if a.Name.Local == name {
						return a.Value
					}
				}
				return ""
			}
			switch e.Name.Local {
			case "c":
				p.cells = append(p.cells, attr("r"))
				p.types[attr("t")] = true
				if s := attr("s"); s != "" {
					n, err := strconv.Atoi(s)
					if err != nil {
						t.Fatal(err)
					}
					p.styles = append(p.styles, n)
				}
			case "hyperlink":
				p.links = append(p.links, attr("ref"))
			}
		}
	}
}

// inOrder tells whether the elements stand in the schema's order, each once, and
// all are known.
func inOrder(have, order []string) bool {
	last := -1
	for _, h := range have {
		at := slices.Index(order, h)
		if at <= last {
			return false
		}
		last = at
	}
	return true
}

var address = regexp.MustCompile(`^([A-Z]+)([0-9]+)$`)

// before tells whether a cell stands before another: in an earlier row, or on its
// left.
func before(a, b string) bool {
	x, y := address.FindStringSubmatch(a), address.FindStringSubmatch(b)
	if x == nil || y == nil {
		return false
	}
	i, _ := strconv.Atoi(x[2])
	k, _ := strconv.Atoi(y[2])
	return i < k || i == k && (len(x[1]) < len(y[1]) || len(x[1]) == len(y[1]) && x[1] < y[1])
}

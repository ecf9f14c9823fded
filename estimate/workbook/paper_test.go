package workbook_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"azwhatif/estimate/workbook/recalc"
)

// smallestText is what no text on paper is smaller than, in points.
const smallestText = 7.0

// TestPaper prints workbooks and measures every text of their pages.
func TestPaper(t *testing.T) {
	t.Parallel()
	notUnderRace(t)
	recalc.Need(t)
	pdftohtml, err := exec.LookPath("pdftohtml")
	if err != nil {
		if os.Getenv("AZWHATIF_REQUIRE_REAL") == "1" {
			t.Fatal("pdftohtml is not installed; on Debian: apt-get install poppler-utils")
		}
		t.Skip("pdftohtml is not installed; on Debian: apt-get install poppler-utils")
	}
	const few = `
workloads:
  - name: web
    region: westeurope
    usage:
      - {meter: {name: vm}, count: 4, hours: 24x7}
`
	two := "cases:\n  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}\n  - {name: prepaid, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 15000, months: 12}}\n"
	many := ""
	for n := range 22 {
		many += fmt.Sprintf("  - {name: \"a discount of %d percent, negotiated\", like: payg, discount: %d%%}\n", n+1, n+1)
	}
	dir := t.TempDir()
	pdfs, err := recalc.Print(dir,
		write(t, dir, "24 cases", compared(t, everyTerm(), top+few+two+many)),
		write(t, dir, "36 months", compared(t, everyTerm(), strings.Replace(top, "months: 12", "months: 36", 1)+allUsage+two)))
	if err != nil {
		t.Fatal(err)
	}
	for _, pdf := range pdfs {
		name, pages := filepath.Base(pdf), printed(t, pdftohtml, pdf)
		for n, p := range pages {
			for _, text := range p {
				if text.points < smallestText {
					t.Errorf("%s: page %d: %q is of %.2f points", name, n+1, text.text, text.points)
					break
				}
			}
		}
		if len(pages) < 10 {
			t.Fatalf("%s: %d pages", name, len(pages))
		}
		if strings.HasPrefix(name, "36 months") { // its months, which would take 100 pages more, are not printed, and it says so
			if len(pages) > 70 {
				t.Errorf("%s: %d pages", name, len(pages))
			}
			if !slices.ContainsFunc(pages, func(p []onPage) bool { return says(p, "2026-01 to") }) {
				t.Errorf("%s: no years", name)
			}
		}
		t.Logf("%s: %d pages", name, len(pages))
		if !says(pages[0], "Sources") || !says(pages[1], "Guide") {
			t.Errorf("%s: Summary is not on one page", name)
		}
	}
}

// onPage is a text of a page, and its size.
type onPage struct {
	text   string
	points float64
}

func says(page []onPage, text string) bool {
	for _, p := range page {
		if p.text == text {
			return true
		}
	}
	return false
}

var (
	fontOf = regexp.MustCompile(`<fontspec id="(\d+)" size="(-?\d+)"`)
	textOf = regexp.MustCompile(`<text .*font="(\d+)">(.*)</text>`)
	tagOf  = regexp.MustCompile(`<[^>]*>`)
)

// printed reads the texts of a PDF by page. The program gives sizes as whole numbers, of
// pages that are three times as large: up to a third of a point less than they are.
func printed(t *testing.T, program, pdf string) (pages [][]onPage) {
	t.Helper()
	out, err := exec.Command(program, "-xml", "-zoom", "3", "-i", "-stdout", pdf).Output()
	if err != nil {
		t.Fatal(err)
	}
	fonts := map[string]float64{}
	for _, line := range strings.Split(string(out), "\n") {
		if strings.Contains(line, "<page ") {
			pages = append(pages, nil)
		}
		if m := fontOf.FindStringSubmatch(line); m != nil {
			n, _ := strconv.Atoi(m[2])
			fonts[m[1]] = float64(n) / 3
		}
		if m := textOf.FindStringSubmatch(line); m != nil && len(pages) > 0 {
			last := len(pages) - 1
			pages[last] = append(pages[last], onPage{strings.TrimSpace(tagOf.ReplaceAllString(m[2], "")), fonts[m[1]]})
		}
	}
	return pages
}

package report_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/internal/race"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"
)

// offered is a comparison of so many cases, one of them incomplete.
func offered(t testing.TB, cases int) *compare.Comparison {
	t.Helper()
	text := `
version: 1
name: An offer <to> "you" & them
ratebook: sample
start: 2026-09
months: 12
workloads:
  - {name: web, region: westeurope, usage: [{meter: {category: Virtual Machines, subcategory: Dsv5 Series Windows, name: D4s v5}, count: 4, hours: 24x7}]}
cases:
  - {name: Pay-As-You-Go, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: Own licences, like: Pay-As-You-Go, hybrid_benefit: windows}
  - {name: Sweden, like: Pay-As-You-Go, region: swedencentral}
`
	for n := 3; n < cases; n++ {
		text += fmt.Sprintf("  - {name: \"A discount of %d percent, negotiated\", like: Pay-As-You-Go, discount: %d%%}\n", n, n)
	}
	s, err := scenario.Read("x.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	c, err := compare.Cases(t.Context(), sample.Open(), s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func onePage(t testing.TB, c *compare.Comparison) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.OnePage(&b, c, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A customer's page has the parts that it is for, in order, and none of the program's
// own words.
func TestOnePage(t *testing.T) {
	page := onePage(t, offered(t, 3))
	checkPage(t, page)
	text := string(page)
	at := 0
	for _, part := range []string{
		"<h1>An offer &lt;to&gt; &#34;you&#34; &amp; them</h1>", "What does it cost in Azure, 2026-09 to 2027-08 (12 months)? 3 options side by side.",
		"<h2>Verdict</h2>", "Own licences is cheapest", "<h2>Options</h2>", "MS-AZR-0003P, EUR, NL, swedencentral", "<svg",
		"<h2>What is not in it</h2>", "Taxes, Azure support plans", "(Azure Hybrid Benefit) are taken to cost nothing more: Own licences.",
		"<h2>Sources</h2>", "Prices of Pay-As-You-Go (MS-AZR-0003P) in EUR, bought in NL",
	} {
		i := strings.Index(text[at:], part)
		if i < 0 {
			t.Fatalf("no %q behind %q", part, text[max(0, at-40):at])
		}
		at += i
	}
	for _, word := range []string{"ratebook", "card ", "cards", "meter", "base case", "workload", "scenario"} {
		shown := regexp.MustCompile(`(?s)<style>.*</style>|<[^>]*>`).ReplaceAllString(text, "")
		if strings.Contains(strings.ReplaceAll(shown, "rate card of the offer", ""), word) {
			t.Errorf("the page says %q", word)
		}
	}
}

// The page is one A4 on paper with 2, 7 and 24 cases, its letters are of 7 points and
// more, and axe finds nothing in it nor in the whole page, on a wide screen, on a phone and in the dark.
func TestOnePageInBrowser(t *testing.T) {
	if race.On {
		t.Skip("the run without the race detector has this")
	}
	browser := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil && browser == "" {
			browser = path
		}
	}
	if browser == "" {
		if os.Getenv("AZWHATIF_REQUIRE_REAL") == "1" {
			t.Fatal("chromium is not installed; on Debian: apt-get install chromium")
		}
		t.Skip("chromium is not installed; on Debian: apt-get install chromium")
	}
	dir := t.TempDir()
	run := func(args ...string) string {
		t.Helper()
		args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + filepath.Join(dir, "profile")}, args...)
		out, err := exec.Command(browser, args...).Output()
		if err != nil {
			t.Fatalf("%s: %v", browser, err)
		}
		return string(out)
	}
	for _, cases := range []int{3, 7, 24} {
		path, pdf := filepath.Join(dir, "page.html"), filepath.Join(dir, fmt.Sprint(cases, ".pdf"))
		if err := os.WriteFile(path, onePage(t, offered(t, cases)), 0o600); err != nil {
			t.Fatal(err)
		}
		run("--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+path)
		data, err := os.ReadFile(pdf)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(data, -1)); n != 1 {
			t.Errorf("%d cases print on %d pages", cases, n)
		}
	}
	axe := os.Getenv("AZWHATIF_AXE")
	if axe == "" {
		t.Log("AZWHATIF_AXE does not name axe.min.js: the page is not checked with it")
		return
	}
	script, err := os.ReadFile(axe)
	if err != nil {
		t.Fatal(err)
	}
	var whole bytes.Buffer
	if err := report.HTML(&whole, offered(t, 7), report.Options{}); err != nil {
		t.Fatal(err)
	}
	for _, text := range [][]byte{onePage(t, offered(t, 7)), whole.Bytes()} {
		page := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`).ReplaceAllString(string(text), "")
		page = strings.Replace(page, "</body>", "<script>"+string(script)+`</script><script>axe.run().then(function(r){var p=document.createElement("pre");p.textContent="FOUND "+r.violations.map(function(v){return v.id+": "+v.nodes[0].html}).join("; ")+" OF "+r.passes.length+" PASSED";document.body.appendChild(p)})</script></body>`, 1)
		path := filepath.Join(dir, "axe.html")
		if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, screen := range [][]string{{"--window-size=1200,900"}, {"--window-size=500,900"}, {"--window-size=1200,900", "--blink-settings=preferredColorScheme=0"}} {
			dom := run(append(screen, "--virtual-time-budget=8000", "--dump-dom", "file://"+path)...)
			m := regexp.MustCompile(`(?s)<pre>FOUND (.*) OF (\d+) PASSED</pre>`).FindStringSubmatch(dom)
			if m == nil || m[2] == "0" {
				t.Fatalf("axe did not run with %v", screen)
			}
			if m[1] != "" {
				t.Errorf("%v: axe finds %s", screen, m[1])
			}
		}
	}
}

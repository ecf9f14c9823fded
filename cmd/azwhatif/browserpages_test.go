package main

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// tab opens another tab of the same browser.
func (b *browser) tab() *browser {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	b.t.Cleanup(cancel)
	other := &browser{t: b.t, ctx: ctx, base: b.base, folder: b.folder}
	if err := chromedp.Listen(ctx, other.hear); err != nil {
		b.t.Fatal(err)
	}
	other.do(chromedp.EmulateViewport(1280, 900))
	return other
}

// put writes a file into the folder.
func (b *browser) put(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.folder, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// has holds the page to some texts.
func (b *browser) has(parts ...string) {
	b.t.Helper()
	text := b.text()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			b.t.Errorf("no %q in\n%s", part, text)
		}
	}
}

// quiet holds the console to have said nothing that is wrong.
func (b *browser) quiet(name string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.said {
		b.t.Errorf("%s: the console has %s", name, s)
	}
	b.said = nil
}

const countField = `[name="v/workloads/0/usage/0/count"]`

// typeCount types another count of machines on the form, and leaves the field.
func (b *browser) typeCount(count string) {
	b.t.Helper()
	ask(b, chromedp.Evaluate[bool](`document.querySelector('`+countField+`').select() ?? true`))
	b.do(chromedp.KeyEvent(count+"\t"), chromedp.WaitVisible(`#edit[data-dirty="true"]`))
}

// Two tabs edit the same scenario, and both save: the second is shown what both have, and
// nothing of either is lost.
func TestTwoTabsInBrowser(t *testing.T) {
	b := open(t, t.TempDir())
	b.put("shop.yaml", smallShop)
	other := b.tab()
	b.goTo("/scenario/shop.yaml/edit")
	other.goTo("/scenario/shop.yaml/edit")
	b.typeCount("5")
	other.typeCount("6")
	b.do(chromedp.Click(`#edit button[value="save"]`), chromedp.WaitVisible(`#edit[data-dirty="false"]`))
	other.do(chromedp.Click(`#edit button[value="save"]`), chromedp.WaitVisible(`pre.diff`))
	other.has("Another page or program has saved shop.yaml", "count: 5", "count: 6", "your draft is kept")
	if data, _ := os.ReadFile(filepath.Join(b.folder, "shop.yaml")); !strings.Contains(string(data), "count: 5") {
		t.Errorf("overwritten: %s", data)
	}
	other.mu.Lock()
	other.said = nil // the answer that something was changed is an error on the console
	other.mu.Unlock()
	other.look("conflict")
	other.do(chromedp.SendKeys("#as", "mine.yaml"))
	other.do(chromedp.Click(`button[value="save-as"]`), chromedp.WaitVisible(`#edit[data-dirty="false"]`))
	for name, want := range map[string]string{"shop.yaml": "count: 5", "mine.yaml": "count: 6"} {
		if data, _ := os.ReadFile(filepath.Join(b.folder, name)); !strings.Contains(string(data), want) {
			t.Errorf("%s has no %q: %s", name, want, data)
		}
	}
	// A third writes the file meanwhile, in an editor.
	b.put("shop.yaml", strings.Replace(smallShop, "count: 4", "count: 40", 1))
	b.typeCount("7")
	b.has("was changed on disk")
}

// Script in each text of a scenario, in its file's name, and in addresses is shown, and
// does not run: on no page, in no chart, in no download that is opened.
func TestHostileTextsInBrowser(t *testing.T) {
	b := open(t, t.TempDir())
	evil := `"'></title></text></option><script>top.hit=1</script><img src=x onerror=top.hit=2><svg onload=top.hit=3>{{.}}javascript:top.hit=4`
	q := func(more string) string { return "'" + strings.ReplaceAll(evil+more, "'", "''") + "'" }
	file := `'"><img src=x onerror=top.hit=5>&#x.yaml`
	b.put(file, `version: 1
name: `+q("")+`
ratebook: sample
start: 2026-09
months: 3
report_in: EUR
exchange: {USD: {rate: "0.9", as_of: 2026-08-03, source: `+q("")+`}}
workloads:
  - name: `+q(" w")+`
    region: westeurope
    subscription: `+q("")+`
    tags: {`+q(" tag")+`: `+q("")+`}
    usage: [{meter: {category: Virtual Machines, subcategory: Dsv5 Series, name: D4s v5}, count: 4, hours: 24x7}]
    machines: [{name: `+q(" m")+`, size: Standard_D4s_v5, os: linux}]
cases:
  - {name: `+q(" a")+`, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: `+q(" b")+`, like: `+q(" a")+`, region: swedencentral, commitment: {kind: macc, amount: 100, months: 3}}
marketplace: [{name: `+q(" offer")+`, monthly: 5, currency: EUR, eligible: true}]
`)
	at := "/scenario/" + url.PathEscape(file)
	for _, path := range []string{"/", at, at + "?bridge=1&breakeven=1&regions=1", at + "/explain?case=" + url.QueryEscape(evil+" a"), at + "/edit", "/new"} {
		b.goTo(path)
		if got := ask(b, chromedp.Evaluate[string](`String(top.hit) + document.querySelectorAll("main script, main img, main [onload], main [onerror], main a[href^=javascript]").length`)); got != "undefined0" {
			t.Errorf("%s: %s", path, got)
		}
		b.quiet(path)
	}
	b.goTo(at)
	b.has("top.hit=1", "Total by case")
	kept := filepath.Join(t.TempDir(), "kept.html")
	if err := os.WriteFile(kept, b.fetch(at+"/download/one-page"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate("file://" + kept))
	if got := ask(b, chromedp.Evaluate[string](`String(window.hit) + document.querySelectorAll("script, img, [onload], [onerror]").length`)); got != "undefined0" {
		t.Errorf("one page for a customer runs something: %s", got)
	}
}

// Without script all is there: a scenario is read, edited, saved and downloaded.
func TestWithoutScriptInBrowser(t *testing.T) {
	b := open(t, t.TempDir())
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	b.goTo("/")
	b.click(`form:has([value="commitment.yaml"]) button`)
	b.has("Prepay 43000 is cheapest")
	b.same("commitment.yaml")
	b.click(`a[href$="/edit"]`)
	b.do(chromedp.SetValue(countField, "9"))
	b.click(`.bar button[value="apply"]`)
	b.has("not saved yet", "As saved")
	b.click(`.bar button[value="save"]`)
	b.has("Saved.")
	data, err := os.ReadFile(filepath.Join(b.folder, "commitment.yaml"))
	if err != nil || !bytes.Contains(data, []byte("count: 9")) {
		t.Errorf("not saved: %v %s", err, data)
	}
	b.goTo("/scenario/commitment.yaml")
	b.same("commitment.yaml")
	folder := t.TempDir()
	if _, err := chromedp.Call(b.ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Click(`a[href$="/download/workbook"]`))
	for range 100 {
		if files, _ := filepath.Glob(filepath.Join(folder, "*.xlsx")); len(files) == 1 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the workbook is not downloaded")
}

// With the keys alone each control of a page is reached, in order, and seen to be; the
// first one leads past the head.
func TestKeysInBrowser(t *testing.T) {
	b := open(t, t.TempDir())
	b.put("shop.yaml", smallShop)
	for _, path := range []string{"/", "/new", "/scenario/shop.yaml", "/scenario/shop.yaml/edit", "/ratebook"} {
		b.goTo(path)
		b.do(chromedp.KeyEvent("\t"))
		if at := ask(b, chromedp.Evaluate[string](`document.activeElement.className + getComputedStyle(document.activeElement).left`)); at != "skip8px" {
			t.Errorf("%s: first comes %q", path, at)
		}
		b.do(chromedp.KeyEvent("\r"))
		if at := ask(b, chromedp.Evaluate[string](`document.activeElement.id`)); at != "main" {
			t.Errorf("%s: the skip link leads to %q", path, at)
		}
		want := ask(b, chromedp.Evaluate[int](`(window.left = new Set([...document.querySelectorAll("main a[href], main button, main input, main select, main summary, main [tabindex='0']")]
			.filter((e) => !e.disabled && e.tabIndex >= 0 && e.type != "hidden" && e.checkVisibility() && !(e.type == "radio" && !e.checked)))).size`))
		for range want + 5 {
			b.do(chromedp.KeyEvent("\t"))
			state := ask(b, chromedp.Evaluate[string](`((e) => { const s = getComputedStyle(e); window.left.delete(e); return document.activeElement == document.body || !e.closest("main") || s.outlineStyle != "none" && parseFloat(s.outlineWidth) >= 2 ? "" : e.outerHTML; })(document.activeElement)`))
			if state != "" {
				t.Errorf("%s: nothing shows that %s is reached", path, state)
			}
		}
		if lost := ask(b, chromedp.Evaluate[[]string](`[...window.left].map((e) => e.outerHTML.slice(0, 200))`)); len(lost) > 0 {
			t.Errorf("%s: %d of %d are not reached by the keys: %s", path, len(lost), want, lost)
		}
	}
}

// print holds a page to what it is on paper: a few pages. With -shots it keeps them.
func (b *browser) print(name string) {
	b.t.Helper()
	own := true
	got, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &own})
	if err != nil {
		b.t.Fatal(err)
	}
	pdf := got.Data
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); !bytes.HasPrefix(pdf, []byte("%PDF-")) || n == 0 || n > 9 {
		b.t.Errorf("%d pages, %.20q", n, pdf)
	}
	if *shots != "" {
		if err := os.WriteFile(filepath.Join(*shots, name+".pdf"), pdf, 0o644); err != nil {
			b.t.Fatal(err)
		}
	}
}

// A card is fetched from the page, with what the fetch says meanwhile; one that hangs is
// stopped; and what goes wrong is said with what to do.
func TestFetchInBrowser(t *testing.T) {
	azure := azuretest.Start(t, azuretest.Options{})
	for _, v := range azure.Env() {
		name, value, _ := strings.Cut(v, "=")
		t.Setenv(name, value)
	}
	b := open(t, t.TempDir())
	b.goTo("/ratebook")
	b.has("There is no card yet", "sign in by env")
	b.do(chromedp.SetValue("#source", "ratecard"))
	b.click(`form[action="/ratebook/fetch"] button`)
	b.has("MS-AZR-0003P", "EUR", "ratecard")
	azure.Fault(azuretest.RateCard, azuretest.Answer(403, `{"error":{"code":"AuthorizationFailed","message":"<img src=x> does not have authorization"}}`))
	b.do(chromedp.SetValue("#source", "ratecard"), chromedp.SetValue("#currency", "USD"))
	b.click(`form[action="/ratebook/fetch"] button`)
	b.has("does not have authorization")
	if v := ask(b, chromedp.Evaluate[string](`document.getElementById("currency").value`)); v != "USD" {
		t.Errorf("what was asked for is gone: %q", v)
	}
	azure.Fault(azuretest.RateCard, azuretest.Hang())
	b.do(chromedp.SetValue("#source", "ratecard"), chromedp.Click(`form[action="/ratebook/fetch"] button`), chromedp.WaitVisible(`[data-task]`))
	b.has("Fetching MS-AZR-0003P, USD, NL")
	b.look("fetching")
	b.click(`form[action^="/task/"] button`)
	b.has("was stopped")
}

package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/internal/race"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// shots is a folder for pictures of the pages that the tests look at.
var shots = flag.String("shots", "", "where the browser's tests put pictures of the pages; none by default")

// browser is Chromium with the page of a folder open.
type browser struct {
	t      *testing.T
	ctx    context.Context
	base   string // http://127.0.0.1:port
	folder string

	mu   sync.Mutex
	said []string // errors of the console: refused by the policy, thrown by a script, not found
}

// served starts "azwhatif serve" on a folder, in this process, and gives the address that
// it prints.
func served(t *testing.T, folder string) (address string) {
	t.Helper()
	home := t.TempDir()
	for _, v := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		t.Setenv(v, home)
	}
	ctx, cancel := context.WithCancel(context.Background())
	out, to := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx, []string{"serve", folder}, strings.NewReader(""), to, io.Discard)
		_ = to.Close()
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	line := make([]byte, 200)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return strings.TrimSpace(string(line[:n]))
}

// open opens the page of a folder in a browser.
func open(t *testing.T, folder string) *browser {
	t.Helper()
	if race.On {
		t.Skip("the run without the race detector has this")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("AZWHATIF_REQUIRE_REAL") == "1" {
			t.Fatal("chromium is not installed; on Debian: apt-get install chromium")
		}
		t.Skip("chromium is not installed; on Debian: apt-get install chromium")
	}
	address := served(t, folder)
	base, _, _ := strings.Cut(address, "/?")
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.Headless, chromedp.NoFirstRun, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, base: base, folder: folder}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address), chromedp.WaitVisible(`a[aria-current]`))
	b.settle()
	return b
}

// hear keeps what the console says is wrong.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			b.said = append(b.said, e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		b.said = append(b.said, e.ExceptionDetails.Text)
	}
}

// step is one of what a person does, without an answer.
type step = chromedp.Action[chromedp.Void]

// patient is how long a page may take.
const patient = time.Minute

// do does what a person does, and fails the test where it cannot be done.
func (b *browser) do(steps ...step) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patient)
	defer cancel()
	for _, s := range steps {
		if err := attempt(func() error { return chromedp.Do(ctx, s) }); err != nil {
			page, _ := chromedp.Run(b.ctx, chromedp.Text("body"))
			b.t.Fatalf("%v, on\n%s", err, page)
		}
	}
}

// attempt does a step again where the document changed between finding what it is about and
// doing it: nothing was done then.
func attempt(step func() error) error {
	for n := 0; ; n++ {
		err := step()
		if err == nil || n == 5 || !strings.Contains(err.Error(), "(-32000)") {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// ask is do of what has an answer.
func ask[T any](b *browser, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patient)
	defer cancel()
	var answer T
	err := attempt(func() (err error) {
		answer, err = chromedp.Run(ctx, action)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return answer
}

// click clicks, and waits for the page that it leads to.
func (b *browser) click(selector string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patient)
	defer cancel()
	var answer *network.Response
	err := attempt(func() (err error) {
		answer, err = chromedp.RunResponse(ctx, chromedp.Click(selector, chromedp.NodeVisible))
		return err
	})
	if err != nil || answer == nil || answer.Status != 200 {
		page, _ := chromedp.Run(b.ctx, chromedp.Text("body"))
		b.t.Fatalf("%s: %v %v, on\n%s", selector, answer, err, page)
	}
	b.settle()
}

// settle waits until no task goes on.
func (b *browser) settle() {
	b.t.Helper()
	for range 100 {
		if ask(b, chromedp.Evaluate[bool](`document.readyState == "complete" && !document.querySelector("[data-task]")`)) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.t.Fatal("a task does not end")
}

// goTo opens an address of the page.
func (b *browser) goTo(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
	b.settle()
}

// text is that of the page.
func (b *browser) text() string {
	b.t.Helper()
	return ask(b, chromedp.Text("main"))
}

// shown is a figure of the page.
type shown struct{ Value, Text, Link string }

// figures are all of the page, in order.
func (b *browser) figures() []shown {
	b.t.Helper()
	return ask(b, chromedp.Evaluate[[]shown](`[...document.querySelectorAll("main data")].map((d) => ({Value: d.value, Text: d.textContent, Link: d.closest("a")?.getAttribute("href") ?? ""}))`))
}

// fetch gets an address as the page's own links do, and gives the bytes.
func (b *browser) fetch(path string) []byte {
	b.t.Helper()
	text := ask(b, chromedp.Evaluate[string](`fetch("`+path+`").then((r) => r.arrayBuffer()).then((a) => btoa(Array.from(new Uint8Array(a), (n) => String.fromCharCode(n)).join("")))`, chromedp.EvalAwaitPromise))
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}

// screen sets how the page is seen.
func (b *browser) screen(width int64, scheme string) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, 900))
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
		b.t.Fatal(err)
	}
}

// look holds a page to what all have to have: nothing on the console, axe finds nothing
// on a phone and in the dark, and nothing is wider than the screen. With -shots it takes
// pictures.
func (b *browser) look(name string) {
	b.t.Helper()
	b.mu.Lock()
	for _, s := range b.said {
		b.t.Errorf("%s: the console has %s", name, s)
	}
	b.said = nil
	b.mu.Unlock()
	for _, screen := range []struct {
		name, scheme string
		width        int64
	}{{"", "light", 1280}, {"-phone", "light", 390}, {"-dark", "dark", 1280}} {
		b.screen(screen.width, screen.scheme)
		if wide := ask(b, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`)); wide > screen.width {
			b.t.Errorf("%s%s is %d px wide", name, screen.name, wide)
		}
		if screen.name != "" {
			b.axe(name + screen.name)
		}
		if *shots != "" {
			if err := os.WriteFile(filepath.Join(*shots, name+screen.name+".png"), ask(b, chromedp.FullScreenshot(100)), 0o644); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	b.screen(1280, "light")
}

// axe looks for what keeps people from reading the page, where AZWHATIF_AXE names it.
func (b *browser) axe(name string) {
	b.t.Helper()
	path := os.Getenv("AZWHATIF_AXE")
	if path == "" {
		return
	}
	script, err := os.ReadFile(path)
	if err != nil {
		b.t.Fatal(err)
	}
	ask(b, chromedp.Evaluate[int](string(script)+";0"))
	found := ask(b, chromedp.Evaluate[struct {
		Passed int
		Wrong  []string
	}](`axe.run().then((r) => ({Passed: r.passes.length, Wrong: r.violations.map((v) => v.id + ": " + v.nodes[0].html)}))`, chromedp.EvalAwaitPromise))
	if found.Passed == 0 {
		b.t.Errorf("%s: axe did not run", name)
	}
	for _, w := range found.Wrong {
		b.t.Errorf("%s: axe finds %s", name, w)
	}
}

// printed is what a command prints.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out, log bytes.Buffer
	if code := run(context.Background(), args, strings.NewReader(""), &out, &log); code != 0 {
		t.Fatalf("%s: %d %s", args, code, &log)
	}
	return out.String()
}

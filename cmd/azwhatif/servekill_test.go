package main

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"azwhatif/scenario/edit"
)

// serving is "azwhatif serve" in a process of its own, and a browser's part of talking to
// it: the token, and no redirect that is followed by itself.
type serving struct {
	t            testing.TB
	cmd          *exec.Cmd
	folder, home string
	base         string // http://127.0.0.1:port
	token        string
	client       http.Client
	stderr       bytes.Buffer
}

// startServing starts the page of a folder; what it keeps elsewhere is below home.
func startServing(t testing.TB, folder, home string, flags ...string) *serving {
	t.Helper()
	s := &serving{t: t, folder: folder, home: home}
	s.cmd = exec.Command("azwhatif", append([]string{"serve", folder}, flags...)...)
	s.cmd.Env = append(os.Environ(), "TMPDIR="+home)
	for _, v := range []string{"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "AppData", "LocalAppData"} {
		s.cmd.Env = append(s.cmd.Env, v+"="+home)
	}
	s.cmd.Stderr = &s.stderr
	out, err := s.cmd.StdoutPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		if err := s.cmd.Wait(); t.Failed() {
			t.Logf("serve: %v: %s", err, s.stderr.String())
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, s.stderr.String())
	}
	at, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	s.base, s.token = at.Scheme+"://"+at.Host, at.Query().Get("token")
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return s
}

// ask sends a request with the token; the error is that of a connection that ended.
func (s *serving) ask(method, path, kind string, body io.Reader) (code int, to, page string, err error) {
	r, err := http.NewRequest(method, s.base+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	_, port, _ := strings.Cut(r.URL.Host, ":")
	r.AddCookie(&http.Cookie{Name: "azwhatif-" + port, Value: s.token})
	w, err := s.client.Do(r)
	if err != nil {
		return 0, "", "", err
	}
	defer w.Body.Close()
	all, err := io.ReadAll(w.Body)
	return w.StatusCode, w.Header.Get("Location"), string(all), err
}

// get gives a page, once no task goes on.
func (s *serving) get(path string) (code int, page string) {
	s.t.Helper()
	for range 300 {
		code, to, page, err := s.ask("GET", path, "", nil)
		switch {
		case err != nil:
			s.t.Fatal(path, err)
		case code == http.StatusSeeOther:
			path, _, _ = strings.Cut(to, "#")
		case !strings.Contains(page, "data-task"):
			return code, page
		default:
			time.Sleep(100 * time.Millisecond)
		}
	}
	s.t.Fatal(path, "does not end")
	return 0, ""
}

// upload uploads a file, and gives the page about it.
func (s *serving) upload(name string, data []byte) (code int, page, at string) {
	s.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	part, err := form.CreateFormFile("files", name)
	if err != nil {
		s.t.Fatal(err)
	}
	_, _ = part.Write(data)
	_ = form.Close()
	code, at, page, err = s.ask("POST", "/new/upload", form.FormDataContentType(), &b)
	if err != nil {
		s.t.Fatal(name, err)
	}
	if code == http.StatusSeeOther {
		code, page = s.get(at)
	}
	return code, page, at
}

// hiddenIn is what a page's form sends along.
func hiddenIn(t testing.TB, page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatalf("the page has no %s:\n%.3000s", name, page)
	}
	return html.UnescapeString(m[1])
}

// smallShop is a scenario of two cases on the sample cards.
const smallShop = `version: 1
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

// TestKillsOfPage stops the page while it saves, one save after another, by a signal that
// cannot be caught or by Ctrl-C. The file is then as it was last said to be saved, or as
// the save that was not answered was to make it, whole; and Ctrl-C leaves nothing else.
//
//	go test ./cmd/azwhatif -run TestKillsOfPage -kills 600
func TestKillsOfPage(t *testing.T) {
	apart(t)
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted by another here")
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 2))
	folder, home := t.TempDir(), t.TempDir()
	file := filepath.Join(folder, "shop.yaml")
	long := smallShop + strings.Repeat("# what a person has written beside it\n", 1_500)
	version := func(n int) string { return strings.Replace(long, "name: A shop", fmt.Sprintf("name: Shop %d", n), 1) }
	if err := os.WriteFile(file, []byte(version(0)), 0o600); err != nil {
		t.Fatal(err)
	}
	n, saved, inFlight := 0, 0, 0
	for i := range max(*kills/3, 4) {
		s := startServing(t, folder, home)
		_, page := s.get("/scenario/shop.yaml/edit")
		draft := hiddenIn(t, page, "draft")
		var answered atomic.Int64
		answered.Store(int64(n))
		over := make(chan struct{})
		go func() {
			defer close(over)
			for k := n + 1; ; k++ {
				form := url.Values{"draft": {draft}, "shown": {edit.Hash([]byte(version(k - 1)))}, "do": {"save"}, "v/name": {fmt.Sprintf("Shop %d", k)}}
				code, _, page, err := s.ask("POST", "/scenario/shop.yaml/edit", "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
				if err != nil {
					return
				}
				if code != http.StatusSeeOther {
					t.Errorf("save %d: %d %.2000s", k, code, page)
					return
				}
				answered.Store(int64(k))
			}
		}()
		signal := []os.Signal{syscall.SIGKILL, os.Interrupt}[i%2]
		time.Sleep(time.Duration(r.Float64() * float64(300*time.Millisecond)))
		_ = s.cmd.Process.Signal(signal)
		asked := time.Now()
		_ = s.cmd.Wait()
		if took := time.Since(asked); took > 5*time.Second {
			t.Errorf("%v: it stopped after %s", signal, took)
		}
		<-over
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		at := int(answered.Load())
		switch string(data) {
		case version(at):
		case version(at + 1):
			at++
			inFlight++
		default:
			t.Fatalf("%v: after save %d the file has %d bytes that are neither it nor the next: %.60q", signal, at, len(data), data)
		}
		saved += at - n
		n = at
		if left, _ := filepath.Glob(filepath.Join(folder, ".azwhatif-*")); signal == os.Interrupt && len(left) > 0 {
			t.Errorf("Ctrl-C left %v", left)
		} else {
			for _, one := range left {
				_ = os.Remove(one)
			}
		}
	}
	if saved == 0 {
		t.Error("nothing was saved")
	}
	t.Logf("%d saves, %d of them whole though they were not answered", saved, inFlight)
}

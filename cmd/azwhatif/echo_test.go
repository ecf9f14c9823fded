package main

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"azwhatif/ratebook/azure/azuretest"
)

// TestEchoedSecrets has servers send back the secrets that they were sent, in
// words that look like nothing: none of them is printed.
func TestEchoedSecrets(t *testing.T) {
	for _, at := range []azuretest.Place{azuretest.Token, azuretest.RateCard, azuretest.Blob} {
		var mu sync.Mutex // the servers answer in goroutines of their own
		var secret, bearer string
		echo := func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				if got := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "); got != "" {
					bearer = got
				}
				w.WriteHeader(http.StatusBadRequest)
				fmt.Fprintf(w, `{"error":{"code":"Bad %[1]s","message":"you said %[1]s and %[2]s to us, at length %[3]s%[1]s"}}`, secret, bearer, strings.Repeat("x", 360))
			})
		}
		p := newProcess(t, always(at, echo))
		mu.Lock()
		secret = p.azure.ClientSecret
		mu.Unlock()
		stdout, stderr, code := p.run(t, "fetch", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL", "--log-level", "debug")
		if code != exitFailure || !strings.Contains(stderr, "you said REDACTED") {
			t.Errorf("%s: it ends with %d: %s", at, code, stderr)
		}
		for _, s := range append(p.azure.Tokens(), p.azure.ClientSecret, p.azure.ClientSecret[:12]) {
			if strings.Contains(stdout+stderr, s) {
				t.Errorf("%s: a secret is printed: %s", at, stderr)
			}
		}
	}

	// A webhook's address, in the status of its answer.
	const path = "/services/T0123456789/B0123456789"
	hook := startReceiver(t, func(w http.ResponseWriter, r *http.Request) {
		conn, out, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		fmt.Fprintf(out, "HTTP/1.1 400 no https://%s%s or T0123456789\r\nContent-Length: 0\r\n\r\n", r.Host, path)
		_ = out.Flush()
	})
	cmd := exec.Command("azwhatif", "alert", filepath.Join(hook.home, "watch.yaml"), "--as-of", "2026-09-10")
	cmd.Env = append(os.Environ(), "HOME="+hook.home, "XDG_CONFIG_HOME="+hook.home, "AZWHATIF_WEBHOOK="+hook.URL+path, "AZWHATIF_AZURE_CA_FILE="+filepath.Join(hook.home, "ca.pem"))
	out, _ := cmd.CombinedOutput()
	if s := string(out); !strings.Contains(s, "400 no REDACTED or REDACTED") {
		t.Errorf("the webhook: %s", s)
	}
}

// TestModes: new files have what the umask leaves, replaced ones keep their mode,
// and a symbolic link stays one, in every command that writes.
func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	p := newProcess(t, invoiced(azuretest.Options{Usage: manyUsage(), UsagePage: 1000}))
	dir := t.TempDir()
	program, err := exec.LookPath("azwhatif")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../../scenarios")
	if err != nil {
		t.Fatal(err)
	}
	for name, command := range map[string]string{
		"book.xlsx":                          "compare " + root + "/web-shop.yaml -o book.xlsx",
		"page.html":                          "compare " + root + "/web-shop.yaml -o page.html",
		"pulled.json":                        "usage pull --from 2026-03-01 --to 2026-04-05 -o pulled.json",
		"new.yaml":                           "init new.yaml",
		"2026-01-01_2026-01-31_E0600JAN.pdf": "invoices download E0600JAN",
		"plots/totals.png":                   "compare " + root + "/web-shop.yaml --plots plots",
	} {
		for _, c := range []struct {
			umask string
			want  os.FileMode
		}{{"077", 0o600}, {"022", 0o644}, {"027", 0o640}} {
			_ = os.Remove(filepath.Join(dir, name))
			cmd := p.command()
			cmd = &exec.Cmd{Path: "/bin/sh", Args: []string{"sh", "-c", "umask " + c.umask + "; " + program + " " + command}, Env: cmd.Env, Dir: dir}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v: %s", command, err, out)
			}
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode() != c.want {
				t.Errorf("%s with umask %s: %v, %v, want %v", name, c.umask, info.Mode(), err, c.want)
			}
		}
		if strings.HasSuffix(name, ".pdf") || name == "new.yaml" {
			continue // which are never replaced
		}
		path, target := filepath.Join(dir, name), filepath.Join(dir, "target")
		if err := os.Rename(path, target); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(target, 0o604); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, path); err != nil {
			t.Fatal(err)
		}
		cmd := p.command()
		cmd = &exec.Cmd{Path: program, Args: append([]string{"azwhatif"}, strings.Fields(command)...), Env: cmd.Env, Dir: dir}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", command, err, out)
		}
		link, _ := os.Lstat(path)
		info, err := os.Stat(target)
		if link.Mode()&os.ModeSymlink == 0 || err != nil || info.Mode() != 0o604 {
			t.Errorf("%s: the link is %v, its target %v, %v", name, link.Mode(), info.Mode(), err)
		}
	}
}

package main

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"azwhatif/internal/trust"
	"azwhatif/internal/trust/trusttest"
)

// TestListenRefused holds serve to listening for others only where it is said how the
// way is made safe.
func TestListenRefused(t *testing.T) {
	cert, key := trusttest.Certificate(t, t.TempDir(), "prices.example.com")
	for _, try := range []struct {
		flags []string
		says  string
	}{
		{[]string{"--listen", "0.0.0.0:0"}, "lets other machines in, without encryption"},
		{[]string{"--listen", "[::]:0"}, "lets other machines in"},
		{[]string{"--listen", ":0"}, "lets other machines in"},
		{[]string{"--listen", "192.0.2.1:80"}, "lets other machines in"},
		{[]string{"--listen", "example.com:80"}, "lets other machines in"},
		{[]string{"--listen", "8080"}, "is not a host and a port"},
		{[]string{"--listen", "0.0.0.0:0", "--tls-cert", cert}, "go together"},
		{[]string{"--listen", "0.0.0.0:0", "--tls-cert", key, "--tls-key", cert}, "--tls-cert: "},
		{[]string{"--listen", "0.0.0.0:0", "--tls-cert", cert + "x", "--tls-key", key}, "no such file"},
		{[]string{"--listen", "0.0.0.0:0", "--proxy", "prices.example.com"}, "is not an address"},
		{[]string{"--listen", "0.0.0.0:0", "--proxy", "https://a@prices.example.com"}, "is not an address"},
		{[]string{"--listen", "0.0.0.0:0", "--proxy", "https://prices.example.com/path"}, "is not an address"},
	} {
		var out, said bytes.Buffer
		if code := run(t.Context(), append([]string{"serve", t.TempDir()}, try.flags...), strings.NewReader(""), &out, &said); code != exitBadInput || !strings.Contains(said.String(), try.says) {
			t.Errorf("%s: %d, without %q: %s", try.flags, code, try.says, &said)
		}
	}
}

// TestListenForOthers lets others in, with a certificate and behind a proxy: by the names
// that were said, with the token and not without, and with a cookie that is sent over
// TLS alone. What a proxy says in X-Forwarded-Host changes nothing.
func TestListenForOthers(t *testing.T) {
	apart(t)
	home := t.TempDir()
	cert, key := trusttest.Certificate(t, home, "prices.example.com")
	pool, err := trust.Roots("--tls-cert", cert)
	if err != nil {
		t.Fatal(err)
	}
	for _, way := range []struct {
		flags []string
		at    string
	}{
		{[]string{"--listen", "0.0.0.0:0", "--tls-cert", cert, "--tls-key", key}, "https"},
		{[]string{"--listen", "127.0.0.1:0", "--proxy", "https://prices.example.com"}, "http"},
	} {
		listen := freePort(t)
		way.flags[1] = strings.Replace(way.flags[1], ":0", ":"+listen, 1)
		s := startServing(t, t.TempDir(), home, way.flags...)
		said, err := url.Parse(s.base)
		if err != nil || said.Hostname() != "prices.example.com" || said.Scheme != "https" {
			t.Errorf("%s: it says to open %s", way.flags, s.base)
		}
		client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "prices.example.com"}}}
		ask := func(host, path, forwarded string) (int, http.Header) {
			r, err := http.NewRequest("GET", way.at+"://127.0.0.1:"+listen+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = host
			if forwarded != "" {
				r.Header.Set("X-Forwarded-Host", forwarded)
				r.Header.Set("X-Forwarded-Proto", "https")
			}
			w, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Body.Close()
			_, _ = io.Copy(io.Discard, w.Body)
			return w.StatusCode, w.Header
		}
		for _, try := range []struct {
			host, path, forwarded string
			want                  int
		}{
			{said.Host, "/", "", http.StatusForbidden},
			{said.Host, "/?token=" + s.token, "", http.StatusOK},
			{"evil.example", "/?token=" + s.token, "", http.StatusMisdirectedRequest},
			{"evil.example", "/?token=" + s.token, said.Host, http.StatusMisdirectedRequest},
			{said.Host, "/?token=" + s.token, "evil.example", http.StatusOK},
		} {
			code, header := ask(try.host, try.path, try.forwarded)
			if code != try.want {
				t.Errorf("%s: %s%s: %d, want %d", way.flags, try.host, try.path, code, try.want)
			}
			if c := header.Get("Set-Cookie"); code == http.StatusOK && !strings.Contains(c, "Secure") {
				t.Errorf("%s: the cookie is %q", way.flags, c)
			}
		}
	}
}

// freePort is a port that nothing listens at.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

package notify

import (
	"context"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/alert"
	"azwhatif/ratebook/money"
)

// TestNew refuses what may not be sent to, and does not quote it.
func TestNew(t *testing.T) {
	for address, want := range map[string]string{
		"http://example.com/secret":         "the webhook at example.com is not https",
		"ftp://example.com/secret":          "is not https",
		"https://me:secret@example.com/x":   "leave user and password out",
		"example.com/secret":                "is not an address",
		"https:///secret":                   "is not an address",
		"https://example.com/%zz?k=secret ": "is not an address",
	} {
		_, err := New(address)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if w, err := New("https://example.com/secret#x"); err != nil || w.Host() != "example.com" {
		t.Errorf("%v %v", w, err)
	}
}

// TestUntrusted is not tried again, and says what to do.
func TestUntrusted(t *testing.T) {
	asked := 0
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	w, err := New(s.URL + "/secret")
	if err != nil {
		t.Fatal(err)
	}
	w.RetryDelay = time.Millisecond
	err = w.Send(context.Background(), []byte("{}"))
	if err == nil || !strings.Contains(err.Error(), "set azure.ca_file") || strings.Contains(err.Error(), "secret") || asked != 0 {
		t.Errorf("%v, asked %d times", err, asked)
	}
}

// TestSendStops with its context, between two tries.
func TestSendStops(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }))
	defer s.Close()
	w, err := New(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	w.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(w.CAFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o644); err != nil {
		t.Fatal(err)
	}
	w.RetryDelay = time.Hour
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := w.Send(ctx, nil); err == nil || ctx.Err() == nil {
		t.Error(err)
	}
}

// TestSign is a value that a receiver can check by other means:
// printf '1700000000.{}' | openssl dgst -sha256 -hmac key
func TestSign(t *testing.T) {
	const want = "sha256=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae"
	if got := Sign([]byte("key"), "1700000000", []byte("{}")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestState is read as it was written.
func TestState(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	if m, damage, err := ReadState(path); m != nil || damage != "" || err != nil {
		t.Errorf("%v %q %v", m, damage, err)
	}
	want := alert.Memory{{Scenario: "s", Alert: "a", Period: "2026-03", Extent: money.MustParse("0.1000000000000000000000000001")}}
	if err := WriteState(t.Context(), path, want); err != nil {
		t.Fatal(err)
	}
	m, damage, err := ReadState(path)
	if err != nil || damage != "" || len(m) != 1 || m[0].Alert != "a" || !m[0].Extent.Equal(want[0].Extent) {
		t.Errorf("%v %q %v", m, damage, err)
	}
	if _, _, err := ReadState(filepath.Dir(path)); err == nil {
		t.Error("a folder is read")
	}
}

// FuzzState: what is read has alerts and periods, and can be written again.
func FuzzState(f *testing.F) {
	f.Add([]byte(`{"version": 1, "sent": [{"scenario": "s", "alert": "a", "period": "2026-03", "extent": "200"}]}`))
	f.Add([]byte(`{"version": 1, "sent": []}`))
	f.Add([]byte(`{"version": 1`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := decodeState(data)
		if err != nil {
			return
		}
		path := filepath.Join(dir, "state.json")
		if err := WriteState(t.Context(), path, s.Sent); err != nil {
			t.Fatal(err)
		}
		again, damage, err := ReadState(path)
		if err != nil || damage != "" || len(again) != len(s.Sent) {
			t.Errorf("%v %q: %d of %d", err, damage, len(again), len(s.Sent))
		}
		_ = os.Remove(path)
	})
}

package azure

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

type fixedToken struct{}

func (fixedToken) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "token", ExpiresOn: time.Now().Add(24 * time.Hour)}, nil
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestRetryAfter: the clock is a made-up one, so that a wait of minutes takes
// no time; Azure's answers are, too, since time stands still for a real connection.
func TestRetryAfter(t *testing.T) {
	for _, c := range []struct {
		name    string
		header  func(now time.Time) (name, value string)
		ceiling time.Duration
		waited  time.Duration // 0 for an error
		want    string
	}{
		{"90 seconds", func(time.Time) (string, string) { return "Retry-After", "90" }, 0, 90 * time.Second, ""},
		{"4 minutes, as a date", func(now time.Time) (string, string) {
			return "Retry-After", now.Add(4 * time.Minute).UTC().Format(http.TimeFormat)
		}, 0, 4 * time.Minute, ""},
		{"the ceiling itself", func(time.Time) (string, string) { return "Retry-After", "300" }, 0, 5 * time.Minute, ""},
		{"above it", func(time.Time) (string, string) { return "Retry-After", "301" }, 0, 0, "try again in 5m1s; what is waited for by itself is at most 5m0s (azure.max_retry_after)"},
		{"a lower ceiling", func(time.Time) (string, string) { return "Retry-After", "11" }, 10 * time.Second, 0, "try again in 11s; what is waited for by itself is at most 10s"},
		{"milliseconds", func(time.Time) (string, string) { return "x-ms-retry-after-ms", "61500" }, 0, 61500 * time.Millisecond, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, asked := time.Now(), 0
				trip := roundTrip(func(r *http.Request) (*http.Response, error) {
					res := &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("{}")), Request: r}
					if asked++; asked == 1 {
						name, value := c.header(began)
						res.StatusCode, res.Body = 429, io.NopCloser(strings.NewReader(`{"error":{"code":"TooManyRequests","message":"slow down"}}`))
						res.Header.Set(name, value)
					}
					return res, nil
				})
				var log lines
				cfg := Config{MaxRetryAfter: c.ceiling}.withDefaults()
				client, err := newClientOn(cfg, "https://management.azure.com", "https://management.azure.com", fixedToken{}, Options{Log: slog.New(slog.NewTextHandler(&log, nil))}, &transport{trip: trip, quiet: cfg.TryTimeout})
				if err != nil {
					t.Fatal(err)
				}
				res, err := client.Get(t.Context(), "/x", nil)
				if c.waited == 0 {
					if err == nil || !strings.Contains(err.Error(), c.want) || asked != 1 || time.Since(began) > time.Second {
						t.Errorf("%d requests in %s: %v", asked, time.Since(began), err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				_ = res.Body.Close()
				if waited := time.Since(began).Round(time.Second / 2); waited != c.waited || asked != 2 {
					t.Errorf("%d requests, waited %s", asked, waited)
				}
				if !strings.Contains(log.String(), "level=WARN") || !strings.Contains(log.String(), "asks to wait") {
					t.Errorf("log %s", log.String())
				}
			})
		})
	}
}

// TestLongBlob: a blob may take longer than azure.timeout, as long as it does not fall
// silent; the clock is a made-up one.
func TestLongBlob(t *testing.T) {
	for pause, want := range map[time.Duration]string{time.Minute: "", 3 * time.Minute: "nothing arrived for 2m0s"} {
		synctest.Test(t, func(t *testing.T) {
			began := time.Now()
			trip := roundTrip(func(r *http.Request) (*http.Response, error) {
				body, w := io.Pipe()
				context.AfterFunc(r.Context(), func() { _ = w.CloseWithError(r.Context().Err()) })
				go func() {
					for range 40 {
						time.Sleep(pause)
						if _, err := w.Write([]byte("x")); err != nil {
							return
						}
					}
					_ = w.Close()
				}()
				return &http.Response{StatusCode: 200, Header: http.Header{}, Body: body, Request: r}, nil
			})
			cfg := Config{}.withDefaults()
			client, err := newClientOn(cfg, "https://a.blob.core.windows.net", storageAudience, fixedToken{}, Options{}, &transport{trip: trip, quiet: cfg.TryTimeout})
			if err != nil {
				t.Fatal(err)
			}
			for _, ask := range []Ask{
				func(ctx context.Context) (*Response, error) { return client.Blob(ctx, "costs", StoredBlob{Name: "x"}) },
				func(ctx context.Context) (*Response, error) {
					return client.Fetch(ctx, "https://b.blob.core.windows.net/x?sig=x")
				},
			} {
				res, err := ask(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(res.Body)
				_ = res.Body.Close()
				time.Sleep(pause) // for who writes to see it
				if want == "" && (err != nil || len(text) != 40 || time.Since(began) < 2*cfg.TryTimeout) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
					t.Errorf("%s: %d bytes, %v", pause, len(text), err)
				}
			}
		})
	}
}

package azure

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// logged writes each try and its answer. It never looks at a body, and of the
// headers only at ids; of the query it has api-version and $filter.
type logged struct{ log *slog.Logger }

func (l *logged) Do(req *policy.Request) (*http.Response, error) {
	raw := req.Raw()
	ctx := raw.Context()
	if l.log == nil || !l.log.Enabled(ctx, slog.LevelError) {
		return req.Next()
	}
	query := raw.URL.Query()
	what := []slog.Attr{
		slog.String("method", raw.Method), slog.String("host", quote(raw.URL.Host)), slog.String("path", quote(raw.URL.Path)),
	}
	for _, p := range []struct{ name, key string }{{"api_version", "api-version"}, {"filter", "$filter"}} {
		if v := query.Get(p.key); v != "" {
			what = append(what, slog.String(p.name, quote(v)))
		}
	}
	if id := raw.Header.Get("x-ms-client-request-id"); id != "" {
		what = append(what, slog.String("client_request_id", id))
	}
	l.log.LogAttrs(ctx, slog.LevelDebug, "request", what...)
	began := time.Now()
	res, err := req.Next()
	what = append(what, slog.Duration("took", time.Since(began).Round(time.Millisecond)))
	if err != nil {
		l.log.LogAttrs(ctx, slog.LevelDebug, "no answer", append(what, slog.String("error", quote(plain(err))))...)
		return res, err
	}
	what = append(what, slog.Int("status", res.StatusCode))
	if id := requestID(res.Header); id != "" {
		what = append(what, slog.String("request_id", id))
	}
	l.log.LogAttrs(ctx, slog.LevelDebug, "answer", what...)
	if wait := retryAfter(res.Header, time.Now()); wait > 0 && shouldRetry(res, nil) {
		l.wait(ctx, raw.URL.Host, wait)
	}
	return res, nil
}

// wait tells of a long wait at a level that is seen: nothing else happens meanwhile.
func (l *logged) wait(ctx context.Context, host string, wait time.Duration) {
	level := slog.LevelInfo
	if wait > 20*time.Second {
		level = slog.LevelWarn
	}
	l.log.LogAttrs(ctx, level, "the service asks to wait", slog.String("host", quote(host)), slog.Duration("for", wait.Round(time.Second)))
}

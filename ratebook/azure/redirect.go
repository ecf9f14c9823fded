package azure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/streaming"
)

// mostHops is how many redirects are followed behind the first answer.
const mostHops = 3

// question is a request before it is sent.
type question struct {
	method string
	url    *url.URL
	body   []byte // JSON; nil for none
	match  string // the ETag that what is asked for must have; "" for any
}

// ask sends a request, follows redirects, and asks once more where a signed
// address was refused: it is good for a short time only.
func (c *Client) ask(ctx context.Context, q question) (*Response, error) {
	return c.answer(ctx, func(ctx context.Context) (*http.Response, error) {
		res, err := c.hops(ctx, q)
		var refused *Error
		if errors.As(err, &refused) && refused.Expired() {
			return c.hops(ctx, q)
		}
		return res, err
	})
}

// Within gives a context that ends when Config.Timeout is over: for one answer,
// with all tries and waits, read to its end.
func (c *Client) Within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, c.cfg.Timeout, &slowError{c.cfg.Timeout})
}

// answer gives what send brings, within the time that an answer may take.
func (c *Client) answer(parent context.Context, send func(context.Context) (*http.Response, error)) (*Response, error) {
	ctx, cancel := c.Within(parent)
	return respond(ctx, cancel, send)
}

// file gives what send brings, which may be of any size: Config.Timeout bounds the time
// until it begins, and Config.TryTimeout that between two pieces of it.
func (c *Client) file(parent context.Context, send func(context.Context) (*http.Response, error)) (*Response, error) {
	ctx, cancel := context.WithCancelCause(parent)
	late := time.AfterFunc(c.cfg.Timeout, func() { cancel(&slowError{c.cfg.Timeout}) })
	defer late.Stop()
	return respond(ctx, func() { cancel(nil) }, send)
}

// respond gives what send brings; cancel ends the context.
func respond(ctx context.Context, cancel context.CancelFunc, send func(context.Context) (*http.Response, error)) (*Response, error) {
	res, err := send(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	r := &Response{
		URL: address(res.Request.URL), Status: res.StatusCode, RequestID: requestID(res.Header),
		Body: &whole{body: res.Body, ctx: ctx, cancel: cancel}, RetryAfter: retryAfter(res.Header, time.Now()),
	}
	if r.Status == http.StatusAccepted {
		r.location = res.Header.Get("Location")
	}
	r.ContentType, _, _ = mime.ParseMediaType(res.Header.Get("Content-Type"))
	return r, nil
}

// slowError is an answer that took longer than it may in all.
type slowError struct{ after time.Duration }

func (e *slowError) Error() string {
	return fmt.Sprintf("it took longer than %s in all (azure.timeout)", e.after)
}
func (e *slowError) Timeout() bool { return true }

// whole is a body that must be read before its context ends.
type whole struct {
	body   io.ReadCloser
	ctx    context.Context
	cancel context.CancelFunc
}

func (w *whole) Read(p []byte) (int, error) {
	n, err := w.body.Read(p)
	if err != nil && err != io.EOF {
		if cause := context.Cause(w.ctx); cause != nil {
			err = cause
		}
	}
	return n, err
}

func (w *whole) Close() error {
	defer w.cancel()
	return w.body.Close()
}

// hops asks the endpoint, and whom it redirects to.
func (c *Client) hops(ctx context.Context, q question) (*http.Response, error) {
	res, err := c.send(ctx, c.arm, q, false)
	for hop := 0; err == nil && redirects(res.StatusCode); hop++ {
		_ = res.Body.Close()
		var next *url.URL
		if next, err = c.target(res, q.url, hop); err != nil {
			return nil, err
		}
		// Everything that tells who asks stays behind: this pipeline has no
		// token, and nothing of the first request is copied.
		q = question{method: http.MethodGet, url: next}
		res, err = c.send(ctx, c.blob, q, true)
	}
	return res, err
}

func redirects(status int) bool {
	return slices.Contains([]int{http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect}, status)
}

// target is where a redirect leads to, if it may be followed.
func (c *Client) target(res *http.Response, from *url.URL, hop int) (*url.URL, error) {
	refuse := func(why, hint string) error {
		return &Error{Status: res.StatusCode, URL: address(from), RequestID: requestID(res.Header), Message: why, Hint: hint}
	}
	location := res.Header.Get("Location")
	if location == "" {
		return nil, refuse("a redirect that does not say where to", "")
	}
	to, err := url.Parse(location)
	if err != nil {
		return nil, refuse("a redirect to what is not an address", "")
	}
	to = from.ResolveReference(to)
	to.Fragment = ""
	host := quote(to.Host)
	switch {
	case hop >= mostHops:
		return nil, refuse(fmt.Sprintf("more than %d redirects, the last to %s", mostHops, host), "")
	case to.Scheme != "https" || to.User != nil:
		return nil, refuse(fmt.Sprintf("a redirect to %s over %s, not https: it is not followed", host, clip(to.Scheme)), "something between here and Azure may be answering in its place")
	case !c.cfg.allows(to):
		return nil, refuse(fmt.Sprintf("a redirect to %s, which is not Azure's blob storage: it is not followed", host), "if that host is right, add it to azure.blob_hosts")
	}
	return to, nil
}

// allows says whether a redirect to u may be followed: to the cloud's blob storage,
// and to the hosts of the Config. One that begins with a dot stands for all below it.
func (c Config) allows(u *url.URL) bool {
	host, port := strings.ToLower(u.Hostname()), u.Port()
	if port == "443" {
		port = ""
	}
	if suffix := c.addresses().blobs; suffix != "" && port == "" && below(host, suffix) {
		return true
	}
	return slices.ContainsFunc(c.BlobHosts, func(allowed string) bool {
		h, p, err := splitHost(allowed)
		if p == "443" {
			p = ""
		}
		return err == nil && p == port && (h == host || strings.HasPrefix(h, ".") && below(host, h))
	})
}

func below(host, suffix string) bool {
	return len(host) > len(suffix) && strings.HasSuffix(host, suffix)
}

// send gives a success or a redirect, or an error that is ready to be shown.
func (c *Client) send(ctx context.Context, to runtime.Pipeline, q question, blob bool) (*http.Response, error) {
	u := q.url
	req, err := runtime.NewRequest(ctx, q.method, u.String())
	if err == nil && q.body != nil {
		err = req.SetBody(streaming.NopCloser(bytes.NewReader(q.body)), "application/json")
	}
	if err != nil {
		return nil, &Error{URL: address(u), Message: "not an address to ask"}
	}
	if q.match != "" {
		req.Raw().Header.Set("If-Match", q.match)
	}
	switch {
	case c.storage:
		req.Raw().Header.Set("x-ms-version", storageVersion)
		req.Raw().Header.Set("x-ms-date", time.Now().UTC().Format(http.TimeFormat))
	case !blob:
		req.Raw().Header.Set("Accept", "application/json")
	}
	runtime.SkipBodyDownload(req)
	res, err := to.Do(req)
	if err != nil {
		return nil, c.failure(ctx, u, err)
	}
	if res.StatusCode < 300 || redirects(res.StatusCode) {
		return res, nil
	}
	body, _ := runtime.Payload(res)
	_ = res.Body.Close()
	e := newError(u, res.StatusCode, res.Header, body, time.Now())
	e.blob = blob
	if e.RequestID == "" {
		e.RequestID = req.Raw().Header.Get("x-ms-client-request-id")
	}
	e.Hint = e.hint(where{path: u.Path, filter: u.Query().Get("$filter"), blob: blob, signed: c.signed, storage: c.storage, cfg: c.cfg})
	return nil, e
}

// failure is what a request without an answer gives.
func (c *Client) failure(ctx context.Context, u *url.URL, err error) error {
	if ctx.Err() != nil {
		cause := context.Cause(ctx)
		var slow *slowError
		if !errors.As(cause, &slow) {
			return cause // the user's or the caller's
		}
		err = cause
	}
	var e *Error
	if errors.As(err, &e) { // of the sign-in
		return e
	}
	hint := networkHint(err)
	var quiet *quietError
	if errors.As(err, &quiet) {
		hint = "try again later; azure.try_timeout says how long to wait"
	}
	return &Error{URL: address(u), Message: "no answer: " + quote(plain(err)), Hint: hint, cause: err}
}

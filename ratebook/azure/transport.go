package azure

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"azwhatif/internal/trust"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// transport sends one request once. It follows no redirect, keeps no cookies,
// and gives up where nothing arrives for a while.
type transport struct {
	trip  http.RoundTripper // Note: an http.Client would quote a redirect's address, signature and all, in its errors
	quiet time.Duration     // how long nothing may arrive
	most  int64             // bytes of an answer; 0 is no bound
}

func newTransport(cfg Config) (*transport, error) {
	roots, err := trust.Roots("azure.ca_file", cfg.CAFile)
	if err != nil {
		return nil, err
	}
	return &transport{
		quiet: cfg.TryTimeout,
		trip: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
			TLSHandshakeTimeout:   10 * time.Second,
			ForceAttemptHTTP2:     true,
			MaxIdleConnsPerHost:   10,
			IdleConnTimeout:       90 * time.Second,
			ExpectContinueTimeout: time.Second,
		},
	}, nil
}

// longestError is how much of an error's body is read.
const longestError = 1 << 20

// Do is azcore's policy.Transporter.
func (t *transport) Do(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(req.Context())
	alarm := time.AfterFunc(t.quiet, func() { cancel(&quietError{t.quiet}) })
	res, err := t.trip.RoundTrip(req.WithContext(ctx))
	if err != nil {
		alarm.Stop()
		defer cancel(nil)
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		return nil, err
	}
	keepLongestWait(res)
	alarm.Reset(t.quiet)
	res.Body = &watched{body: res.Body, alarm: alarm, quiet: t.quiet, ctx: ctx, cancel: cancel}
	most := t.most
	if res.StatusCode >= http.StatusBadRequest {
		most = longestError
	}
	if most > 0 {
		res.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(res.Body, most), res.Body}
	}
	return res, nil
}

// quietError is a request that nothing arrives for.
type quietError struct{ after time.Duration }

func (e *quietError) Error() string { return fmt.Sprintf("nothing arrived for %s", e.after) }
func (e *quietError) Timeout() bool { return true }

// watched is a body that must not fall silent.
type watched struct {
	body   io.ReadCloser
	alarm  *time.Timer
	quiet  time.Duration
	ctx    context.Context
	cancel context.CancelCauseFunc
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.body.Read(p)
	if err == nil {
		w.alarm.Reset(w.quiet)
		return n, nil
	}
	w.alarm.Stop()
	if err != io.EOF {
		if cause := context.Cause(w.ctx); cause != nil {
			err = cause
		}
	}
	return n, err
}

func (w *watched) Close() error {
	w.alarm.Stop()
	w.cancel(nil)
	return w.body.Close()
}

// clientOptions are what azcore's pipelines, azidentity's among them, have in common.
func clientOptions(cfg Config, opt Options, direct policy.Transporter) azcore.ClientOptions {
	retries := cfg.Retries
	if retries < 0 {
		retries = -1
	}
	return azcore.ClientOptions{
		Cloud:     cfg.cloud(),
		Transport: direct,
		Telemetry: policy.TelemetryOptions{Disabled: true}, // userAgent instead
		Retry: policy.RetryOptions{
			MaxRetries: int32(min(retries, 100)),
			RetryDelay: cfg.RetryDelay,
			// Note: azcore drops a Retry-After above this, and hands out the
			// 429 instead; its own default is a minute.
			MaxRetryDelay: cfg.MaxRetryAfter,
			ShouldRetry:   shouldRetry,
		},
		PerCallPolicies:  []policy.Policy{userAgent(opt.Version)},
		PerRetryPolicies: []policy.Policy{&logged{opt.Log}},
	}
}

// shouldRetry says whether the same request may fare better.
func shouldRetry(res *http.Response, err error) bool {
	if err != nil {
		return networkHint(err) == ""
	}
	switch res.StatusCode {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// networkHint says what to do about an error of the network that trying again
// does not mend; "" for any other.
func networkHint(err error) string {
	var untrusted *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var name *net.DNSError
	switch {
	// The library that signs in keeps the text of a cause only.
	case errors.As(err, &untrusted), errors.As(err, &unknown), strings.Contains(err.Error(), "x509: "):
		return "the server's certificate is not trusted: set azure.ca_file to the authority's certificate (PEM) if the network has one of its own"
	case errors.As(err, &record):
		return "the server does not speak https"
	case errors.As(err, &name) && name.IsNotFound:
		return fmt.Sprintf("no host %s was found: check the network, HTTPS_PROXY and azure.cloud", clip(name.Name))
	case strings.Contains(err.Error(), ": no such host"):
		return "the host was not found: check the network, HTTPS_PROXY and azure.cloud"
	}
	return ""
}

// plain is an error's text without the address that net/http puts in front.
func plain(err error) string {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err.Error()
}

type userAgent string

func (v userAgent) Do(req *policy.Request) (*http.Response, error) {
	product := "azwhatif"
	if v != "" {
		product += "/" + string(v)
	}
	req.Raw().Header.Set("User-Agent", product)
	return req.Next()
}

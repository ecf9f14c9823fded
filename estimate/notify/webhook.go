package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"azwhatif/internal/trust"
)

// Webhook is where messages are sent. New checks its address.
type Webhook struct {
	Secret     []byte        // that messages are signed with; nil for none
	UserAgent  string        // may be ""
	CAFile     string        // PEM; trusted beside the system's own; may be ""
	Timeout    time.Duration // for one try
	RetryDelay time.Duration // before the second try; it doubles
	Retries    int           // after the first try
	Now        func() time.Time

	address *url.URL
}

// New makes a webhook of an https address.
func New(address string) (*Webhook, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return nil, errors.New("the webhook is not an address such as https://example.com/hook")
	case u.Scheme != "https":
		return nil, fmt.Errorf("the webhook at %s is not https: what it is sent could be read on the way", u.Host)
	case u.User != nil:
		return nil, fmt.Errorf("the webhook at %s: leave user and password out of the address", u.Host)
	}
	u.Fragment = ""
	return &Webhook{Timeout: 30 * time.Second, RetryDelay: time.Second, Retries: 4, Now: time.Now, address: u}, nil
}

// Host is where the webhook is, for people.
func (w *Webhook) Host() string { return w.address.Host }

// mostWait bounds how long a receiver may have a sender wait.
const mostWait = 5 * time.Minute

// Send posts a JSON body. An answer of 2xx is success; 429, 5xx and a network
// that fails are tried again, longer and longer apart, or when the receiver says.
func (w *Webhook) Send(ctx context.Context, body []byte) error {
	client, err := w.client()
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	sum := sha256.Sum256(append([]byte(strconv.FormatInt(w.Now().UnixNano(), 10)), body...))
	delivery := hex.EncodeToString(sum[:16])
	wait := w.RetryDelay
	for try := 0; ; try++ {
		after, again, err := w.post(ctx, client, body, delivery)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if !again {
			return fmt.Errorf("the webhook at %s: %w", w.Host(), err)
		}
		if try >= w.Retries {
			return fmt.Errorf("the webhook at %s: %w, in the last of %d tries: try again later", w.Host(), err, try+1)
		}
		pause := time.Duration(float64(wait) * (0.8 + rand.Float64()/2))
		select {
		case <-time.After(max(pause, min(after, mostWait))):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		wait *= 2
	}
}

// post sends once; again tells that another try may fare better, not before after.
func (w *Webhook) post(ctx context.Context, client *http.Client, body []byte, delivery string) (after time.Duration, again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.address.String(), bytes.NewReader(body))
	if err != nil {
		return 0, false, errors.New("its address cannot be asked")
	}
	stamp := strconv.FormatInt(w.Now().Unix(), 10)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Azwhatif-Timestamp", stamp)
	req.Header.Set("X-Azwhatif-Delivery", delivery)
	req.Header.Set("User-Agent", w.UserAgent)
	if len(w.Secret) > 0 {
		req.Header.Set("X-Azwhatif-Signature", Sign(w.Secret, stamp, body))
	}
	res, err := client.Do(req)
	if err != nil {
		var wrapped *url.Error // its text has the address
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		var untrusted *tls.CertificateVerificationError
		if errors.As(err, &untrusted) {
			return 0, false, fmt.Errorf("%w; set azure.ca_file to the authority's certificate (PEM) if the network has one of its own", err)
		}
		return 0, true, err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 1<<16)) // so that the connection may be used again
	_ = res.Body.Close()
	switch {
	case res.StatusCode < 300:
		return 0, false, nil
	case res.StatusCode < 400:
		return 0, false, fmt.Errorf("it answers %s, a redirect, which is not followed", res.Status)
	}
	again = res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusRequestTimeout || res.StatusCode >= 500
	if seconds, bad := strconv.Atoi(res.Header.Get("Retry-After")); bad == nil && seconds > 0 {
		after = time.Duration(min(seconds, 1<<20)) * time.Second
	}
	return after, again, fmt.Errorf("it answers %s", strings.TrimSpace(res.Status))
}

// Sign is the value of X-Azwhatif-Signature.
func Sign(secret []byte, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(stamp + "."))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func (w *Webhook) client() (*http.Client, error) {
	roots, err := trust.Roots("azure.ca_file", w.CAFile)
	if err != nil {
		return nil, err
	}
	return &http.Client{
		Timeout:   w.Timeout,
		Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}, ForceAttemptHTTP2: true},
		// a signed message is for the one that it was sent to
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

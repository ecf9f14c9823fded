package azure

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Error is what Azure, or what stands before it, answered in place of what was asked for.
type Error struct {
	Status     int           // HTTP status; 0 where nothing answered
	Code       string        // Azure's own, such as AuthorizationFailed or AADSTS7000215; may be ""
	Message    string        // Azure's own words, on one line, shortened, without secrets
	RequestID  string        // what Microsoft's support asks for; may be ""
	Hint       string        // what to do; may be ""
	URL        string        // what was asked, without query; may be ""
	RetryAfter time.Duration // how long Azure asked to wait; 0 if it did not say
	cause      error
	blob       bool // of the storage that Azure redirected to
}

// Error is one line: what was asked, the status, code, message, what to do, and the request's id.
func (e *Error) Error() string {
	var b strings.Builder
	if e.URL != "" {
		b.WriteString(e.URL + ": ")
	}
	if e.Status != 0 {
		fmt.Fprintf(&b, "%d ", e.Status)
	}
	switch {
	case e.Code != "" && e.Message != "":
		fmt.Fprintf(&b, "%s: %s", e.Code, strings.TrimRight(e.Message, ". "))
	case e.Code+e.Message != "":
		b.WriteString(strings.TrimRight(e.Code+e.Message, ". "))
	default:
		b.WriteString(strings.ToLower(http.StatusText(e.Status)))
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request %s)", e.RequestID)
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Unwrap gives what stopped a request that had no answer.
func (e *Error) Unwrap() error { return e.cause }

// Expired tells that a signed address was refused, as it is when its time is over.
func (e *Error) Expired() bool { return e.blob && e.Status == http.StatusForbidden }

// newError decodes an answer that is no success.
func newError(u *url.URL, status int, header http.Header, body []byte, now time.Time) *Error {
	code, message := decodeError(body)
	e := &Error{
		Status: status, Code: quote(code), Message: quote(message),
		URL: address(u), RequestID: requestID(header), RetryAfter: retryAfter(header, now),
	}
	if e.Code == "" {
		e.Code = quote(header.Get("x-ms-error-code"))
	}
	return e
}

// address is a URL for people: without what could be secret.
func address(u *url.URL) string {
	clean := url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}
	return quote(clean.String())
}

// requestID is the service's id of a request, or else our own.
func requestID(h http.Header) string {
	for _, name := range []string{"x-ms-request-id", "x-ms-correlation-request-id"} {
		if id := h.Get(name); id != "" {
			return quote(id)
		}
	}
	return ""
}

// retryAfter reads how long to wait, as azcore does.
func retryAfter(h http.Header, now time.Time) time.Duration {
	for name, unit := range map[string]time.Duration{"retry-after-ms": time.Millisecond, "x-ms-retry-after-ms": time.Millisecond, "Retry-After": time.Second} {
		v := h.Get(name)
		if n, err := strconv.ParseInt(v, 10, 32); err == nil && n > 0 {
			return time.Duration(n) * unit
		}
		if t, err := http.ParseTime(v); err == nil && t.After(now) {
			return t.Sub(now)
		}
	}
	return 0
}

// decodeError finds the code and the message of an error in any of the shapes
// that Azure has: {"error": {"code", "message"}}, the same without "error",
// {"Message"}, {"odata.error"}, OAuth's {"error", "error_description"}, XML of blob
// storage; and the title of an HTML page, or plain text.
func decodeError(body []byte) (code, message string) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	switch {
	case len(body) == 0:
		return "", ""
	case body[0] == '{':
		if code, message, ok := decodeJSON(body, 0); ok {
			return code, message
		}
	case body[0] == '"':
		var s string
		if json.Unmarshal(body, &s) == nil {
			return "", s
		}
	case body[0] == '<':
		return decodeMarkup(body)
	}
	return "", string(body)
}

func decodeJSON(body []byte, depth int) (code, message string, ok bool) {
	var members map[string]json.RawMessage
	if depth > 3 || json.Unmarshal(body, &members) != nil {
		return "", "", false
	}
	text := func(raw json.RawMessage) string {
		var s string
		if json.Unmarshal(raw, &s) == nil {
			return s
		}
		var localised struct{ Value string }
		if json.Unmarshal(raw, &localised) == nil {
			return localised.Value
		}
		var n json.Number
		_ = json.Unmarshal(raw, &n)
		return n.String()
	}
	var inner json.RawMessage
	var short, details, described string
	for name, raw := range members {
		switch strings.ToLower(name) {
		case "code":
			code = text(raw)
		case "message", "error_description", "errormessage":
			if s := text(raw); s != "" {
				message = s
			}
		case "@message": // of Kusto, whose message does not say what is wrong
			described = text(raw)
		case "error", "odata.error":
			if len(raw) > 0 && raw[0] == '{' {
				inner = raw
			} else {
				short = text(raw)
			}
		case "details":
			var list []json.RawMessage
			if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
				_, details, _ = decodeJSON(list[0], depth+1)
			}
		}
	}
	if inner != nil {
		if c, m, ok := decodeJSON(inner, depth+1); ok && c+m != "" {
			return c, m, true
		}
	}
	if message = cmp.Or(described, message); message == "" {
		message = details
	}
	if aad := aadCode.FindString(message); aad != "" { // "AADSTS7000215: Invalid client secret …"
		return aad, strings.TrimPrefix(strings.TrimPrefix(message, aad), ": "), true
	}
	if code == "" {
		code = short
	}
	return code, message, code+message != ""
}

var (
	aadCode = regexp.MustCompile(`^AADSTS\d+`)
	title   = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
)

func decodeMarkup(body []byte) (code, message string) {
	var blob struct {
		XMLName xml.Name
		Code    string `xml:"Code"`
		Message string `xml:"Message"`
	}
	if xml.Unmarshal(body, &blob) == nil && blob.Code+blob.Message != "" {
		// the message's further lines are the request's id and the time
		first, _, _ := strings.Cut(strings.TrimSpace(blob.Message), "\n")
		return blob.Code, first
	}
	what := ""
	if m := title.FindSubmatch(body); m != nil {
		what = fmt.Sprintf(" titled %q", clip(html.UnescapeString(string(m[1]))))
	}
	return "", "an HTML or XML page" + what + " in place of an answer of Azure's"
}

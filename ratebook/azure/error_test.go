package azure

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// shapes are bodies of errors as they were seen, or are documented.
var shapes = []struct{ name, body, code, message string }{
	{"RateCard", `{"Message": "Invalid query specified. Please specify valid values for OfferDurableId, Currency, Locale and RegionInfo."}`, "", "Invalid query specified. Please specify valid values for OfferDurableId, Currency, Locale and RegionInfo."},
	{"Resource Manager", `{"error":{"code":"AuthorizationFailed","message":"The client '…' does not have authorization"}}`, "AuthorizationFailed", "The client '…' does not have authorization"},
	{"flat", `{"code":"GatewayTimeout","message":"late"}`, "GatewayTimeout", "late"},
	{"capitals", `{"Error":{"Code":"BadRequest","Message":"Invalid OData parameters supplied"}}`, "BadRequest", "Invalid OData parameters supplied"},
	{"odata", `{"odata.error":{"code":"Request_BadRequest","message":{"lang":"en","value":"bad"}}}`, "Request_BadRequest", "bad"},
	{"details only", `{"error":{"code":"BadRequest","message":"","details":[{"code":"X","message":"the reason"}]}}`, "BadRequest", "the reason"},
	{"a number for a code", `{"error":{"code":429,"message":"slow down"}}`, "429", "slow down"},
	{"Entra ID", `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided.","error_codes":[7000215]}`, "AADSTS7000215", "Invalid client secret provided."},
	{"OAuth", `{"error":"invalid_request"}`, "invalid_request", ""},
	{"managed identity", `{"error":"invalid_request","error_description":"Identity not found"}`, "invalid_request", "Identity not found"},
	{"blob", "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.\nRequestId:1\nTime:2</Message><AuthenticationErrorDetail>sig=abc</AuthenticationErrorDetail></Error>", "AuthenticationFailed", "Server failed to authenticate the request."},
	{"a page", "<!DOCTYPE html><html><head><TITLE lang=\"en\"> 502 Bad\n Gateway &amp; more </TITLE></head></html>", "", `an HTML or XML page titled "502 Bad Gateway & more" in place of an answer of Azure's`},
	{"a page without a title", "<html>", "", "an HTML or XML page in place of an answer of Azure's"},
	{"text", "upstream connect error", "", "upstream connect error"},
	{"a quoted text", `"no such thing"`, "", "no such thing"},
	{"broken JSON", `{"error":{"code":"A"`, "", `{"error":{"code":"A"`},
	{"nothing of use", `{"a":1}`, "", `{"a":1}`},
	{"deep", strings.Repeat(`{"error":`, 50) + "1" + strings.Repeat("}", 50), "", strings.Repeat(`{"error":`, 50) + "1" + strings.Repeat("}", 50)},
	{"empty", " \n", "", ""},
}

func TestDecodeError(t *testing.T) {
	for _, c := range shapes {
		if code, message := decodeError([]byte(c.body)); code != c.code || message != c.message {
			t.Errorf("%s: %q, %q", c.name, code, message)
		}
	}
}

func TestErrorText(t *testing.T) {
	u, _ := url.Parse("https://management.azure.com/subscriptions/1/RateCard?api-version=2&sig=abc")
	header := http.Header{"X-Ms-Request-Id": {"7"}}
	for _, c := range []struct {
		status     int
		body, want string
	}{
		{400, `{"error":{"code":"A","message":"b."}}`, "https://management.azure.com/subscriptions/1/RateCard: 400 A: b (request 7)"},
		{502, ``, "https://management.azure.com/subscriptions/1/RateCard: 502 bad gateway (request 7)"},
		{400, `{"code":"A"}`, "https://management.azure.com/subscriptions/1/RateCard: 400 A (request 7)"},
	} {
		if got := newError(u, c.status, header, []byte(c.body), time.Now()).Error(); got != c.want {
			t.Errorf("got %s", got)
		}
	}
}

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"see https://ratecard.blob.core.windows.net/c/1?sv=1&sig=aGk%3D&se=2 now": "see https://ratecard.blob.core.windows.net/c/1?REDACTED now",
		"sig=abc%2B/=&sp=r": "sig=REDACTED&sp=r",
		"Authorization: Bearer eyJ0eXAiOiJKV1QifQ.eyJhIjoxfQ.c2ln expired":          "Authorization: Bearer REDACTED expired",
		"token eyJ0eXAiOiJKV1QifQ.eyJhIjoxfQ.c2ln":                                  "token REDACTED",
		`{"access_token": "abc.def", "client_secret":"~x"}`:                         `{"access_token": "REDACTED", "client_secret":"REDACTED"}`,
		"client_id=1&client_secret=x~y&scope=z":                                     "client_id=1&client_secret=REDACTED&scope=z",
		"The client secret is expired":                                              "The client secret is expired",
		"Invalid query specified. Please specify valid values for OfferDurableId":   "Invalid query specified. Please specify valid values for OfferDurableId",
		"https://management.azure.com/subscriptions/1/providers/Microsoft.Commerce": "https://management.azure.com/subscriptions/1/providers/Microsoft.Commerce",
	} {
		if got := redact(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
	if got := clip("a\x1b[31mb\nc\u202e\x00 " + strings.Repeat("é", 500)); strings.ContainsAny(got, "\x1b\n\x00\u202e") || len(got) > 410 || !utf8.ValidString(got) {
		t.Errorf("%q", got)
	}
}

func FuzzError(f *testing.F) {
	for _, c := range shapes {
		f.Add(400, []byte(c.body))
	}
	f.Add(403, []byte(`{"error":{"code":"AuthorizationFailed","message":"see https://a/b?sig=SECRETSECRET and Bearer SECRETSECRET"}}`))
	f.Add(400, []byte(`{"Message":"sig=SECRETSECRET OfferDurableId"}`))
	u, _ := url.Parse("https://management.azure.com/subscriptions/1/RateCard?sig=SECRETSECRET")
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e := newError(u, status, http.Header{"Retry-After": {string(body)}}, body, time.Unix(0, 0))
		e.Hint = e.hint(where{path: u.Path, filter: string(body), signed: true, cfg: Config{}.withDefaults()})
		text := e.Error()
		if !utf8.ValidString(text) || strings.ContainsAny(e.Code+e.Message, "\x1b\n\r\x00") || len(e.Code)+len(e.Message) > 1000 {
			t.Fatalf("%q", text)
		}
		for _, secret := range []string{"sig=SECRETSECRET", "Bearer SECRETSECRET"} {
			if strings.Contains(e.Code+e.Message+e.URL, secret) {
				t.Fatalf("%s in %q", secret, text)
			}
		}
	})
}

package azure

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
)

// configOf points a Config at the fake, and the environment at its application.
func configOf(t *testing.T, s *azuretest.Server) Config {
	t.Helper()
	for _, v := range s.Env() {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "AZURE_") {
			t.Setenv(name, value)
		}
	}
	return Config{
		Cloud: custom, ResourceManager: s.ResourceManager, Audience: s.Audience, Authority: s.Authority,
		CAFile: s.CAFile, DisableInstanceDiscovery: true, BlobHosts: []string{s.BlobHost},
		Subscription: s.Subscription, Credential: "env", RetryDelay: time.Millisecond,
	}
}

// lines is a log that several goroutines write.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *lines) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func connect(t *testing.T, cfg Config, log *slog.Logger) *Client {
	t.Helper()
	opt := Options{Version: "1.2.3", Log: log}
	cred, err := NewCredential(cfg, opt)
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(cfg, cred, opt)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func cardPath(s *azuretest.Server) string {
	return "/subscriptions/" + s.Subscription + "/providers/Microsoft.Commerce/RateCard"
}

func cardQuery(offer string) url.Values {
	return url.Values{
		"api-version": {"2016-08-31-preview"},
		"$filter":     {"OfferDurableId eq '" + offer + "' and Currency eq 'EUR' and Locale eq 'en-US' and RegionInfo eq 'NL'"},
	}
}

// read asks for a card and reads it to its end.
func read(c *Client, s *azuretest.Server) (string, *Response, error) {
	res, err := c.Get(context.Background(), cardPath(s), cardQuery("MS-AZR-0003P"))
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	return string(body), res, err
}

var wanted = azuretest.CardQuery{Offer: "MS-AZR-0003P", Currency: "EUR", Locale: "en-US", Market: "NL", Version: "2016-08-31-preview"}

// secrets are all texts that must never be seen outside.
func secrets(s *azuretest.Server) (all []string) {
	for _, secret := range append(append(s.Tokens(), s.Signatures()...), s.ClientSecret) {
		all = append(all, secret, url.QueryEscape(secret))
	}
	return all
}

func checkNoSecret(t *testing.T, s *azuretest.Server, what, text string) {
	t.Helper()
	for _, secret := range secrets(s) {
		if strings.Contains(text, secret) {
			t.Errorf("%s has the secret %s:\n%s", what, secret, text)
		}
	}
	for _, mark := range []string{"sig=", "Bearer ", "eyJ", "client_secret="} {
		if strings.Contains(text, mark) {
			t.Errorf("%s has %q:\n%s", what, mark, text)
		}
	}
}

// checkBlob holds what the blob storage was sent: nothing that tells who asks.
func checkBlob(t *testing.T, s *azuretest.Server) {
	t.Helper()
	for _, r := range s.Requests(azuretest.Blob, azuretest.Retail) {
		for name, values := range r.Header {
			switch name {
			case "Accept", "Accept-Encoding", "User-Agent":
			default:
				t.Errorf("the %s storage was sent %s: %s", r.At, name, values)
			}
		}
	}
}

func TestCard(t *testing.T) {
	for name, opt := range map[string]azuretest.Options{
		"302": {}, "200": {Direct: true}, "301": {RedirectStatus: 301}, "303": {RedirectStatus: 303}, "307": {RedirectStatus: 307}, "308": {RedirectStatus: 308},
	} {
		t.Run(name, func(t *testing.T) {
			s := azuretest.Start(t, opt)
			var log lines
			c := connect(t, configOf(t, s), log.logger())
			body, res, err := read(c, s)
			if err != nil {
				t.Fatal(err)
			}
			if body != string(azuretest.Card(wanted, 3)) {
				t.Errorf("body %.100s", body)
			}
			if strings.Contains(res.URL, "?") || res.Status != 200 || res.RequestID == "" || res.ContentType != "application/json" {
				t.Errorf("response %+v", res)
			}
			checkBlob(t, s)
			checkNoSecret(t, s, "the log", log.String())
			for _, want := range []string{"method=GET", "path=" + cardPath(s), "api_version=2016-08-31-preview", "MS-AZR-0003P", "status=200", "request_id=", "took=", "host=" + s.BlobHost} {
				if opt.Direct && strings.Contains(want, "localhost") {
					continue
				}
				if !strings.Contains(log.String(), want) {
					t.Errorf("the log has no %s:\n%s", want, log.String())
				}
			}
			arm := s.Requests(azuretest.RateCard)
			if len(arm) != 1 || arm[0].Header.Get("X-Ms-Client-Request-Id") == "" || arm[0].Header.Get("User-Agent") != "azwhatif/1.2.3" {
				t.Errorf("requests %+v", arm)
			}
			// The token is asked for once.
			if _, _, err := read(c, s); err != nil {
				t.Fatal(err)
			}
			posts := 0
			for _, r := range s.Requests(azuretest.Token) {
				if r.Method == http.MethodPost {
					posts++
				}
			}
			if posts != 1 {
				t.Errorf("%d tokens were asked for", posts)
			}
		})
	}
}

// TestFaults: each fault ends in a card, after so many requests, or in this message.
func TestFaults(t *testing.T) {
	type fault = azuretest.Fault
	const arm, blob, token = azuretest.RateCard, azuretest.Blob, azuretest.Token
	elsewhere := azuretest.Redirect(302, "https://evil.example/card?sig=c2VjcmV0")
	for _, c := range []struct {
		name   string
		at     azuretest.Place
		faults []fault
		asked  int      // requests to that place
		want   []string // of the error; nil for a card
	}{
		{"throttled twice", arm, []fault{azuretest.ThrottleMilliseconds(3), azuretest.ThrottleMilliseconds(1)}, 3, nil},
		{"throttled for a second", arm, []fault{azuretest.Throttle(1)}, 2, nil},
		{"throttled for long", arm, []fault{azuretest.Throttle(7200)}, 1, []string{"429 TooManyRequests: The request is being throttled", "try again in 2h0m0s", "at most 5m0s"}},
		{"throttled until", arm, []fault{azuretest.ThrottleUntil(time.Now().Add(3 * time.Hour))}, 1, []string{"429", "try again in 2h59m"}},
		{"throttled always", arm, azuretest.Times(9, azuretest.ThrottleMilliseconds(1)), 5, []string{"429", "so in each of 5 tries: try again later, with fewer requests at a time"}},
		{"a slow provider", arm, []fault{azuretest.GatewayTimeout()}, 2, nil},
		{"a slow provider always", arm, azuretest.Times(9, azuretest.GatewayTimeout()), 5, []string{"504 GatewayTimeout: The gateway did not receive", "so in each of 5 tries: try again later"}},
		{"500, 502, 503, 408", arm, []fault{azuretest.ServerError(500), azuretest.ServerError(502), azuretest.ServerError(503), azuretest.ServerError(408)}, 5, nil},
		{"no mending", arm, []fault{azuretest.ServerError(501)}, 1, []string{"501 InternalServerError"}},
		{"reset", arm, []fault{azuretest.Reset(), azuretest.Reset()}, 3, nil},
		{"reset always", arm, azuretest.Times(9, azuretest.Reset()), 5, []string{"no answer: ", "127.0.0.1"}},
		{"hangs", arm, []fault{azuretest.Hang()}, 2, nil},
		{"hangs always", arm, azuretest.Times(9, azuretest.Hang()), 2, []string{"no answer: nothing arrived for 500ms", "azure.try_timeout"}},
		{"a partner's subscription", arm, []fault{azuretest.DisallowedProvider()}, 1, []string{"400 DisallowedProvider: The operation is not permitted", "(CSP)", "--source retail"}},
		{"an agreement", arm, []fault{azuretest.Answer(400, `{"error":{"code":"UnsupportedSubscriptionType","message":"Offer id MS-AZR-0017P is not supported."}}`)}, 1, []string{"--source pricesheet"}},
		{"not registered", arm, []fault{azuretest.Answer(409, `{"error":{"code":"MissingSubscriptionRegistration","message":"not registered"}}`)}, 1, []string{"az provider register --namespace Microsoft.Commerce"}},
		{"another tenant", arm, []fault{azuretest.Answer(401, `{"error":{"code":"InvalidAuthenticationTokenTenant","message":"wrong issuer"}}`)}, 1, []string{"another tenant", "--tenant"}},
		{"elsewhere", arm, []fault{elsewhere}, 1, []string{"302 a redirect to evil.example, which is not Azure's blob storage", "azure.blob_hosts"}},
		{"http", arm, []fault{azuretest.Redirect(307, "http://ratecard.blob.core.windows.net/x?sig=c2VjcmV0")}, 1, []string{"over http, not https"}},
		{"a user in the address", arm, []fault{azuretest.Redirect(302, "https://user:c2VjcmV0@ratecard.blob.core.windows.net/x")}, 1, []string{"not followed"}},
		{"nowhere", arm, []fault{azuretest.Redirect(302, "")}, 1, []string{"does not say where to"}},
		{"no address", arm, []fault{azuretest.Redirect(302, "https://%zz/?sig=c2VjcmV0")}, 1, []string{"to what is not an address"}},
		{"back to Resource Manager", arm, []fault{azuretest.Redirect(302, "/subscriptions")}, 1, []string{"which is not Azure's blob storage"}},
		{"expired once", blob, []fault{azuretest.ExpiredSignature()}, 2, nil},
		{"expired always", blob, azuretest.Times(9, azuretest.ExpiredSignature()), 2, []string{"403 AuthenticationFailed: Server failed to authenticate", "clock"}},
		{"blob throttled", blob, []fault{azuretest.ServerError(503)}, 2, nil},
		{"blob gone", blob, []fault{azuretest.Answer(404, `<?xml version="1.0"?><Error><Code>BlobNotFound</Code><Message>The specified blob does not exist.`+"\n"+`RequestId:1</Message></Error>`)}, 1, []string{"404 BlobNotFound: The specified blob does not exist (request"}},
		{"a header that a proxy adds", blob, []fault{azuretest.Answer(400, `<?xml version="1.0"?><Error><Code>InvalidAuthenticationInfo</Code><Message>Authentication information is not given in the correct format. Check the value of Authorization header.</Message></Error>`)}, 1, []string{"Authentication information is not given", "such as a proxy"}},
		{"round and round", blob, azuretest.Times(9, func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Location", r.URL.String())
				w.WriteHeader(302)
			})
		}), 3, []string{"more than 3 redirects"}},
		{"sign-in throttled", token, []fault{azuretest.None, azuretest.ThrottleMilliseconds(1)}, 3, nil},
		{"sign-in not available", token, append([]fault{azuretest.None}, azuretest.Times(9, azuretest.ServerError(503))...), 6, []string{"503", "the sign-in service is not available"}},
		{"wrong client", token, []fault{azuretest.None, azuretest.Answer(401, `{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired. Trace ID: 1"}`)}, 2, []string{"401 AADSTS7000222: The provided client secret keys are expired", "make a new one"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := azuretest.Start(t, azuretest.Options{})
			cfg := configOf(t, s)
			if strings.HasPrefix(c.name, "hangs") {
				cfg.TryTimeout = 500 * time.Millisecond
			}
			if c.name == "hangs always" {
				cfg.Retries = 1
			}
			var log lines
			client := connect(t, cfg, log.logger())
			s.Fault(c.at, c.faults...)
			body, _, err := read(client, s)
			if n := len(s.Requests(c.at)); n != c.asked {
				t.Errorf("%d requests, want %d", n, c.asked)
			}
			checkBlob(t, s)
			text := log.String()
			if c.want == nil {
				if err != nil || body != string(azuretest.Card(wanted, 3)) {
					t.Errorf("%.60s, %v", body, err)
				}
			} else {
				if err == nil {
					t.Fatal("no error")
				}
				for _, w := range c.want {
					if !strings.Contains(err.Error(), w) {
						t.Errorf("no %q in: %v", w, err)
					}
				}
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("more than one line: %v", err)
				}
				text += err.Error()
			}
			checkNoSecret(t, s, "what is said", text)
			if strings.Contains(text, "c2VjcmV0") {
				t.Errorf("a secret of the redirect in:\n%s", text)
			}
		})
	}
}

// TestBody: what goes wrong while a body is read is an error of the reading.
func TestBody(t *testing.T) {
	big := func(q azuretest.CardQuery) []byte { return azuretest.Card(q, 300) }
	for _, c := range []struct {
		name  string
		fault azuretest.Fault
		want  string
		is    error
	}{
		{"cut off", azuretest.CutOff(1000), "unexpected EOF", io.ErrUnexpectedEOF},
		{"reset", azuretest.ResetAfter(1000), "", nil},
		{"falls silent", azuretest.HangAfter(1000), "nothing arrived for 400ms", nil},
		{"slow, but steady", azuretest.Slow(12_000, 60*time.Millisecond), "-", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := azuretest.Start(t, azuretest.Options{Card: big})
			cfg := configOf(t, s)
			cfg.TryTimeout = 400 * time.Millisecond
			client := connect(t, cfg, nil)
			s.Fault(azuretest.Blob, c.fault)
			body, _, err := read(client, s)
			if c.want == "-" {
				if err != nil || len(body) != len(big(wanted)) {
					t.Errorf("%d bytes, %v", len(body), err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// TestTimes: the time for the whole, and the caller's own.
func TestTimes(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{Card: func(q azuretest.CardQuery) []byte { return azuretest.Card(q, 300) }})
	cfg := configOf(t, s)
	cfg.Timeout = 700 * time.Millisecond
	client := connect(t, cfg, nil)
	if _, _, err := read(client, s); err != nil { // signs in
		t.Fatal(err)
	}
	s.Fault(azuretest.RateCard, azuretest.Hang())
	if _, _, err := read(client, s); err == nil || !strings.Contains(err.Error(), "longer than 700ms in all (azure.timeout)") {
		t.Errorf("hang: %v", err)
	}
	s.Fault(azuretest.Blob, azuretest.Slow(1000, 50*time.Millisecond))
	if _, _, err := read(client, s); err == nil || !strings.Contains(err.Error(), "longer than 700ms in all") {
		t.Errorf("slow: %v", err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	stopped := errors.New("stopped by the user")
	time.AfterFunc(30*time.Millisecond, func() { cancel(stopped) })
	s.Fault(azuretest.RateCard, azuretest.Throttle(60))
	if _, err := client.Get(ctx, cardPath(s), cardQuery("MS-AZR-0003P")); !errors.Is(err, stopped) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestAccess: who may ask, and with what.
func TestAccess(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{})
	base := configOf(t, s)
	get := func(cfg Config, query url.Values) error {
		t.Helper()
		opt := Options{}
		cred, err := NewCredential(cfg, opt)
		if err != nil {
			return err
		}
		c, err := New(cfg, cred, opt)
		if err != nil {
			return err
		}
		res, err := c.Get(context.Background(), "subscriptions/"+cfg.Subscription+"/providers/microsoft.commerce/ratecard", query)
		if err == nil {
			_ = res.Body.Close()
		}
		return err
	}
	check := func(err error, status int, wants ...string) {
		t.Helper()
		var e *Error
		if !errors.As(err, &e) || e.Status != status {
			t.Errorf("want %d, got %v", status, err)
			return
		}
		for _, want := range wants {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("no %q in: %v", want, err)
			}
		}
		checkNoSecret(t, s, "the error", err.Error())
	}
	good := cardQuery("MS-AZR-0003P")
	if err := get(base, good); err != nil {
		t.Error(err)
	}

	s.SetRole(false)
	check(get(base, good), 403, "AuthorizationFailed: The client", "give the account a role with Microsoft.Commerce/RateCard/read on subscription "+s.Subscription+", such as Reader", "(request 0000")
	s.SetRole(true)

	other := base
	other.Subscription = "99999999-0000-4000-8000-000000000000"
	check(get(other, good), 404, "SubscriptionNotFound", "check --subscription")

	check(get(base, cardQuery("MS-AZR-0099P")), 400, "Invalid query specified", "check: offer MS-AZR-0099P is not known (near it: MS-AZR-0", "sure to be served: MS-AZR-0003P, ")
	check(get(base, cardQuery("MS-AZR-0017P")), 400, "MS-AZR-0017P (Enterprise Agreement) is one that the RateCard API is not known to serve")
	query := cardQuery("MS-AZR-0003P")
	query.Set("$filter", strings.Replace(query.Get("$filter"), "EUR", "XYZ", 1))
	check(get(base, query), 400, "currency XYZ is not one that Azure is known to sell in (ARS, AUD")
	query.Set("$filter", strings.Replace(strings.Replace(query.Get("$filter"), "XYZ", "EUR", 1), "'NL'", "'Netherlands'", 1))
	check(get(base, query), 400, "is not a market")
	query = cardQuery("MS-AZR-0003P")
	query.Set("$filter", `"`+query.Get("$filter")+`"`)
	check(get(base, query), 400, "each value is known by itself", "EUR for market NL")
	query.Del("api-version")
	check(get(base, query), 400, "MissingApiVersionParameter")

	t.Setenv("AZURE_CLIENT_SECRET", "wrong-client-secret")
	check(get(base, good), 401, "AADSTS7000215: Invalid client secret provided", "AZURE_CLIENT_SECRET is not the secret's value")
	t.Setenv("AZURE_CLIENT_SECRET", s.ClientSecret)
	t.Setenv("AZURE_CLIENT_ID", "77777777-0000-4000-8000-000000000000")
	check(get(base, good), 401, "AADSTS700016", "the tenant has no application AZURE_CLIENT_ID")
	t.Setenv("AZURE_CLIENT_ID", s.ClientID)

	elsewhere := base
	elsewhere.Tenant = "88888888-0000-4000-8000-000000000000"
	if err := get(elsewhere, good); err == nil || !strings.Contains(err.Error(), "sign-in") && !strings.Contains(err.Error(), "AADSTS90002") {
		t.Errorf("another tenant: %v", err)
	}
	elsewhere.Tenant = s.Tenant
	t.Setenv("AZURE_TENANT_ID", "")
	if err := get(elsewhere, good); err != nil { // the Config's tenant will do
		t.Error(err)
	}
	if err := get(base, good); err == nil || !strings.Contains(err.Error(), "AZURE_TENANT_ID") {
		t.Errorf("no tenant: %v", err)
	}
	t.Setenv("AZURE_TENANT_ID", s.Tenant)
	auto := base
	auto.Credential = "auto"
	if err := get(auto, good); err != nil {
		t.Error(err)
	}

	audience := base
	audience.Audience = "https://management.example/"
	check(get(audience, good), 400, "AADSTS500011", "azure.audience")

	untrusted := base
	untrusted.CAFile = ""
	before := len(s.Requests())
	if err := get(untrusted, good); err == nil || !strings.Contains(err.Error(), "certificate is not trusted: set azure.ca_file") {
		t.Errorf("untrusted: %v", err)
	}
	if n := len(s.Requests()); n != before {
		t.Errorf("%d requests through an untrusted connection", n-before)
	}
}

// TestExpiredToken: a 401 in the middle asks for no secret twice, and says so.
func TestExpiredToken(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{})
	client := connect(t, configOf(t, s), nil)
	if _, _, err := read(client, s); err != nil {
		t.Fatal(err)
	}
	s.ExpireTokens()
	var e *Error
	if _, _, err := read(client, s); !errors.As(err, &e) || e.Status != 401 || e.Code != "InvalidAuthenticationToken" || !strings.Contains(e.Hint, "sign in again (credential env)") {
		t.Errorf("%v", err)
	}
}

// TestFollow: the link to a next page is followed at the endpoint's own host only.
func TestFollow(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{})
	client := connect(t, configOf(t, s), nil)
	ctx := context.Background()
	link := client.URL(cardPath(s), cardQuery("MS-AZR-0003P"))
	res, err := client.Follow(ctx, link)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	before := len(s.Requests())
	for _, bad := range []string{
		"https://evil.example/x?token=1", strings.Replace(link, "https:", "http:", 1), strings.Replace(link, "127.0.0.1", "localhost", 1),
		"https://user@" + strings.TrimPrefix(link, "https://"), s.Blob + "/x", "https://%zz", "//evil.example/x",
	} {
		if _, err := client.Follow(ctx, bad); err == nil || strings.Contains(err.Error(), "token=1") {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if n := len(s.Requests()); n != before {
		t.Errorf("%d requests", n-before)
	}
}

// TestOpen: an endpoint without sign-in gets no token, and the same retries.
func TestOpen(t *testing.T) {
	s := azuretest.Start(t, azuretest.Options{})
	cfg := Config{CAFile: s.CAFile, RetryDelay: time.Millisecond}
	var log lines
	client, err := NewOpen(s.Retail, cfg, Options{Log: log.logger()})
	if err != nil {
		t.Fatal(err)
	}
	s.Fault(azuretest.Retail, azuretest.ThrottleMilliseconds(2), azuretest.ServerError(500))
	res, err := client.Get(context.Background(), "/api/retail/prices", url.Values{"$filter": {"serviceName eq 'Virtual Machines'"}})
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if !strings.Contains(string(body), `"Count":0`) || len(s.Requests(azuretest.Retail)) != 3 || len(s.Requests(azuretest.Token)) != 0 {
		t.Errorf("%s, %d requests", body, len(s.Requests()))
	}
	for _, r := range s.Requests(azuretest.Retail) {
		if r.Header.Get("Authorization") != "" {
			t.Error("it was sent a token")
		}
	}
	if _, err := client.Get(context.Background(), "/api/retail/prices", url.Values{"$filter": {"not(contains(skuName, 'x'))"}}); err == nil || !strings.Contains(err.Error(), "400 BadRequest: Invalid OData") {
		t.Error(err)
	}
	if _, err := NewOpen("http://prices.azure.com", cfg, Options{}); err == nil || !strings.Contains(err.Error(), "is not https") {
		t.Error(err)
	}
}

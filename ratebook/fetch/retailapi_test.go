package fetch

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/realdata"
)

// serveRetail is a Retail Prices API over HTTPS, an environment to ask it from,
// and what it was asked.
func serveRetail(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, n int)) (Env, *[]string) {
	t.Helper()
	var mu sync.Mutex
	var asked []string
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		query, _ := url.QueryUnescape(r.URL.RawQuery)
		asked = append(asked, r.URL.Path+"?"+query)
		n := len(asked)
		mu.Unlock()
		if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" {
			t.Errorf("a request without sign-in has %v", r.Header)
		}
		answer(w, r, n)
	}))
	t.Cleanup(server.Close)
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := azure.Config{CAFile: ca, RetryDelay: time.Millisecond, Retries: 2, TryTimeout: 5 * time.Second}
	return Env{
		RetailEndpoint: server.URL,
		Open:           func(address string) (*azure.Client, error) { return azure.NewOpen(address, cfg, azure.Options{}) },
	}, &asked
}

func spool(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func retailSource(t *testing.T) Source {
	t.Helper()
	s := SourceNamed(ratebook.Retail)
	if s.Name != ratebook.Retail || s.SignIn {
		t.Fatalf("%+v", s)
	}
	return s
}

func TestRetailRequest(t *testing.T) {
	env := Env{Filter: Filter{Regions: []ratebook.Region{"westeurope", "swedencentral"}, Services: []string{"Virtual Machines", "It's"}}}
	for _, c := range []struct {
		env   Env
		terms ratebook.Terms
		want  string
	}{
		{env, retailTerms, "https://prices.azure.com/api/retail/prices?$filter=(armRegionName eq 'westeurope' or armRegionName eq 'swedencentral')" +
			" and (serviceName eq 'Virtual Machines' or serviceName eq 'It''s') and (priceType eq 'Consumption' or priceType eq 'Reservation')" +
			"&api-version=2023-01-01-preview&currencyCode='EUR'"},
		{Env{}, devTestTerms, "https://prices.azure.com/api/retail/prices?$filter=priceType eq 'DevTestConsumption'&api-version=2023-01-01-preview&currencyCode='EUR'"},
		{Env{RetailEndpoint: "https://example.org/v1/prices", Filter: Filter{Types: []string{consumption}, Regions: []ratebook.Region{ratebook.Global}}}, retailTerms,
			"https://example.org/v1/prices?$filter=(armRegionName eq '' or armRegionName eq 'DE Zone 1' or armRegionName eq 'US Gov Zone 1' or armRegionName eq 'Zone 1' or armRegionName eq 'Zone 2' or armRegionName eq 'Zone 3' or armRegionName eq 'Global') and priceType eq 'Consumption'&api-version=2023-01-01-preview&currencyCode='EUR'"},
	} {
		got, err := retailSource(t).Request(c.env, c.terms)
		if err != nil {
			t.Fatal(err)
		}
		if plain, _ := url.QueryUnescape(got); plain != c.want {
			t.Errorf("\n got %s\nwant %s", plain, c.want)
		}
		// Note: the API answers a currency within $filter with no items and no error.
		if filter, _, _ := strings.Cut(got, "&"); strings.Contains(strings.ToLower(filter), "currency") {
			t.Errorf("the currency is in the filter: %s", got)
		}
	}
	other := retailTerms
	other.Offer = "MS-AZR-0026P"
	if _, err := retailSource(t).Request(Env{}, other); err == nil {
		t.Error("retail has no MS-AZR-0026P")
	}
}

// TestRetailFetch: pages of the real files, one after another, make the card
// that the files themselves make, and are in the spool.
func TestRetailFetch(t *testing.T) {
	var files [][]byte
	for _, name := range []string{"page1", "page2"} {
		data, err := os.ReadFile(realdata.File(t, "retail/retail_api_westeurope_vm_"+name+"_2024-02.json"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	env, asked := serveRetail(t, func(w http.ResponseWriter, r *http.Request, n int) {
		if r.URL.Query().Get("$skip") == "1000" {
			_, _ = w.Write(files[1])
			return
		}
		own := regexp.MustCompile(`https://prices.azure.com:443/api/retail/prices`).ReplaceAll(files[0], []byte("https://"+r.Host+"/api/retail/prices"))
		_, _ = w.Write(own)
	})
	env.Filter = Filter{Regions: []ratebook.Region{"westeurope"}, Services: []string{"Virtual Machines"}}
	terms := retailTerms
	terms.Currency = "USD"
	f := spool(t)
	_, _ = f.WriteString("what was there")
	card, err := retailSource(t).Fetch(t.Context(), env, terms, f)
	if err != nil {
		t.Fatal(err)
	}
	if len(*asked) != 2 || !strings.Contains((*asked)[0], "&currencyCode='USD'") {
		t.Errorf("asked %q", *asked)
	}
	if p := card.Provenance; !strings.HasPrefix(p.URL, env.RetailEndpoint+"/api/retail/prices?") || p.APIVersion != "2023-01-01-preview" || p.Warnings != nil {
		t.Errorf("%+v", p)
	}
	// the spool makes the card again
	if _, err := f.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	again, err := DecodeRetail(f, terms)
	if err != nil {
		t.Fatal(err)
	}
	direct, err := decodeRetail(append(files[0], files[1]...), terms)
	if err != nil {
		t.Fatal(err)
	}
	if showAll(again) != showAll(card.Card()) || again.Provenance.SHA256 != card.Provenance.SHA256 || showAll(direct) != showAll(card.Card()) {
		t.Error("the spool, the files and the answers make different cards")
	}
}

func TestRetailFaults(t *testing.T) {
	page := func(host, next string) string {
		if next != "" {
			next = fmt.Sprintf(`,"NextPageLink":"https://%s/api/retail/prices?$skip=%s"`, host, next)
		}
		return `{"Items":[` + retailVM + `]` + next + `}`
	}
	for _, c := range []struct {
		name   string
		answer func(w http.ResponseWriter, r *http.Request, n int)
		want   string // of the error; "" where there is a card
		asked  int
	}{
		{"throttled, then served", func(w http.ResponseWriter, r *http.Request, n int) {
			if n == 1 {
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			_, _ = w.Write([]byte(page(r.Host, "")))
		}, "", 2},
		{"an error of the server's, then served", func(w http.ResponseWriter, r *http.Request, n int) {
			if n == 1 {
				w.WriteHeader(http.StatusBadGateway)
				return
			}
			_, _ = w.Write([]byte(page(r.Host, "")))
		}, "", 2},
		{"the second page broken off, then whole", func(w http.ResponseWriter, r *http.Request, n int) {
			switch n {
			case 1:
				_, _ = w.Write([]byte(page(r.Host, "1")))
			case 2:
				w.Header().Set("Content-Length", "1000")
				_, _ = w.Write([]byte(`{"Items":[`))
			default:
				_, _ = w.Write([]byte(page(r.Host, "")))
			}
		}, "", 3},
		{"always broken off", func(w http.ResponseWriter, r *http.Request, n int) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"Items":[`))
		}, "page 1 of the retail prices breaks off after 10 bytes", bodyTries},
		{"half a page that claims to be whole", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(page(r.Host, "")[:60]))
		}, "page 1 of the retail prices is not whole", bodyTries},
		{"a link to another host", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(page("example.org", "1")))
		}, "https://example.org", 1},
		{"a link to another port", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(page("127.0.0.1:443", "1")))
		}, "it is not followed", 1},
		{"a link without TLS", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(strings.Replace(page(r.Host, "1"), "https://", "http://", 1)))
		}, "it is not followed", 1},
		{"a link in a circle", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(page(r.Host, "1")))
		}, "leads back to an earlier page", 2},
		{"a sign-in page", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(`<html><body>Sign in</body></html>`))
		}, "HTML, not JSON", 1},
		{"a bad filter", func(w http.ResponseWriter, r *http.Request, n int) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"Error":{"Code":"BadRequest","Message":"Invalid OData parameters supplied"}}`))
		}, "Invalid OData parameters supplied", 1},
		{"no items", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(`{"BillingCurrency":"EUR","Items":[],"NextPageLink":null,"Count":0}`))
		}, "there are no retail prices in EUR for which armRegionName eq 'WestEurope' and (priceType eq 'Consumption' or priceType eq 'Reservation') holds", 1},
		{"another currency", func(w http.ResponseWriter, r *http.Request, n int) {
			_, _ = w.Write([]byte(strings.Replace(page(r.Host, ""), "EUR", "USD", 1)))
		}, "EUR was asked for", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			env, asked := serveRetail(t, c.answer)
			env.Filter.Regions = []ratebook.Region{"WestEurope"}
			card, err := retailSource(t).Fetch(t.Context(), env, retailTerms, spool(t))
			if (card != nil) != (c.want == "") || (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("\n got %v\nwant %s", err, c.want)
			}
			if len(*asked) != c.asked {
				t.Errorf("asked %d times, want %d: %q", len(*asked), c.asked, *asked)
			}
		})
	}
}

func TestRetailCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	env, _ := serveRetail(t, func(w http.ResponseWriter, r *http.Request, n int) {
		cancel()
		<-r.Context().Done()
	})
	if card, err := retailSource(t).Fetch(ctx, env, retailTerms, spool(t)); card != nil || !errors.Is(err, context.Canceled) {
		t.Error(card, err)
	}
}

// TestRetailPort: the API's own links state the port 443, which is the same
// place. Nothing is asked: the context is over before.
func TestRetailPort(t *testing.T) {
	client, err := azure.NewOpen(retailEndpoint, azure.Config{}, azure.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for link, followed := range map[string]bool{
		"https://prices.azure.com:443/api/retail/prices?$skip=1000": true,
		"https://prices.azure.com/api/retail/prices?$skip=1000":     true,
		"https://PRICES.azure.com:443/api/retail/prices?$skip=1000": true,
		"https://prices.azure.com:8443/api/retail/prices":           false,
		"https://prices.azure.com.example.org/api/retail/prices":    false,
		"http://prices.azure.com:443/api/retail/prices":             false,
		"https://x@prices.azure.com/api/retail/prices":              false,
	} {
		_, err := client.Follow(ctx, link)
		if got := errors.Is(err, context.Canceled); err == nil || got != followed {
			t.Errorf("%s: %v", link, err)
		}
	}
}

package azuretest

import (
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options say what the fake has. The zero value will do for most tests.
type Options struct {
	// Card gives the body of a rate card; nil for Card(q, 3).
	Card       func(q CardQuery) []byte
	Offers     []string // that RateCard has, in capitals; nil for some that Azure has
	Currencies []string // nil for those that Azure has
	Versions   []string // api-versions of RateCard; nil for both that are documented

	Direct         bool // RateCard answers 200 with the card, as before April 2018
	RedirectStatus int  // of RateCard's redirect; 0 for 302

	PartnerCard []byte // of Partner Center, for any currency and market

	RetailItems []json.RawMessage // of the Retail Prices API, in their order
	RetailPage  int               // items on a page; 0 for 1,000

	Usage     []json.RawMessage // UsageAggregates, as in "value"
	UsagePage int               // records on a page; 0 for 1,000

	SKUs []json.RawMessage // of Microsoft.Compute, as in "value", on pages of UsagePage

	Invoices    []json.RawMessage        // of the 2017 API, as in "value", newest first, without downloadUrl
	Bills       []json.RawMessage        // of the 2020 and the 2024 API, as in "value", in any order, without documents
	PDF         func(name string) []byte // of an invoice; nil for PDF
	LinkLife    time.Duration            // of the links to PDFs in a list; 0 for half an hour, below 0 for none
	BillPolls   int                      // how often it is answered that a download of the 2020 and the 2024 API is not ready
	InvoicePage int                      // invoices on a page; 0 for 100

	// Of the billing account, each as in "value".
	Lots            []json.RawMessage
	Events          []json.RawMessage
	Maccs           []json.RawMessage // applicableMaccs
	Recommendations []json.RawMessage // of the subscription, too
	AccountPage     int               // records on a page; 0 for 100

	Sheets     map[string][]byte // price sheets, zips, by "enrollment/period" or "account/profile"
	SheetPolls int               // how often it is answered that one is not ready

	// Details makes a report of cost details, its parts in CSV; nil for none of these days.
	Details      func(q DetailsQuery) [][]byte
	DetailsPolls int // how often it is answered that one is not ready

	BlobPage int // blobs on a page of a container's list; 0 for 5,000

	Kusto http.Handler // a cluster of Azure Data Explorer, that answers those who are signed in

	// Faults is asked for each request that Server.Fault has nothing for: n counts the
	// requests of that place from 0. It may be called by several goroutines.
	Faults func(at Place, n int) Fault

	TokenLife time.Duration // 0 for an hour
}

// Server is the fake. Its fields do not change once it is started.
type Server struct {
	Tenant, Subscription, ClientID, ClientSecret string

	Authority, ResourceManager, Audience string // addresses for the Config of a custom cloud
	Blob                                 string // the blob storage's address
	BlobHost                             string // its host and port
	Retail                               string // the Retail Prices API's address
	Kusto                                string // the cluster's address, and whom tokens for it are for
	CAFile                               string // the server's certificate, PEM

	opt    Options
	client *http.Client

	mu       sync.Mutex
	requests []Request
	faults   map[Place][]Fault
	counts   map[Place]int
	issued   map[string]issued // tokens
	blobs    map[string]blob
	sheets   map[string]string // operations, with the price sheets that they make
	details  map[string]DetailsQuery
	stored   map[string]map[string]storedBlob // blobs of the storage account, by container and name
	polls    map[string]int                   // operations, with the answers until they are ready
	role     bool
	sequence int
	writes   int // of blobs of the storage account
}

// Start starts the fake; it stops when the test ends.
func Start(t testing.TB, opt Options) *Server {
	t.Helper()
	s := &Server{
		Tenant: "11111111-1111-4111-8111-111111111111", Subscription: "22222222-2222-4222-8222-222222222222",
		ClientID: "33333333-3333-4333-8333-333333333333", ClientSecret: "secret~" + random(16),
		opt: opt.withDefaults(), faults: map[Place][]Fault{}, counts: map[Place]int{},
		issued: map[string]issued{}, blobs: map[string]blob{}, polls: map[string]int{}, sheets: map[string]string{},
		details: map[string]DetailsQuery{}, stored: map[string]map[string]storedBlob{}, role: true,
	}
	certificate, pool := s.certify(t)
	// Two names, since a client takes two ports of one name for the same host,
	// and would send its token to both.
	arm, startARM := serve(t, certificate, "127.0.0.1", s.record(s.armMux()))
	storage, startBlob := serve(t, certificate, "localhost", s.record(http.HandlerFunc(s.serveBlob)))
	retail, startRetail := serve(t, certificate, "localhost", s.record(http.HandlerFunc(s.serveRetail)))
	cluster, startKusto := serve(t, certificate, "localhost", s.record(http.HandlerFunc(s.serveKusto)))
	s.Kusto = cluster
	s.Authority, s.ResourceManager, s.Audience = arm+"/", arm, arm+"/"
	s.Blob, s.BlobHost, s.Retail = storage, strings.TrimPrefix(storage, "https://"), retail
	startARM()
	startBlob()
	startRetail()
	startKusto()
	s.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(s.client.CloseIdleConnections)
	return s
}

// serve prepares a server; its address is known before it starts.
func serve(t testing.TB, certificate tls.Certificate, name string, h http.Handler) (address string, start func()) {
	t.Helper()
	ts := httptest.NewUnstartedServer(h)
	ts.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	ts.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that hang up are no news
	t.Cleanup(func() {
		ts.CloseClientConnections() // those of requests that hang
		ts.Close()
	})
	_, port, err := net.SplitHostPort(ts.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return "https://" + name + ":" + port, ts.StartTLS
}

func (o Options) withDefaults() Options {
	if o.Card == nil {
		o.Card = func(q CardQuery) []byte { return Card(q, 3) }
	}
	if o.Offers == nil {
		o.Offers = strings.Fields("MS-AZR-0003P MS-AZR-0023P MS-AZR-0026P MS-AZR-0044P MS-AZR-0059P MS-AZR-0060P MS-AZR-0062P MS-AZR-0063P MS-AZR-0111P")
	}
	if o.Currencies == nil {
		o.Currencies = strings.Fields("AUD BRL CAD CHF DKK EUR GBP INR JPY KRW NOK NZD SEK TWD USD")
	}
	if o.Versions == nil {
		o.Versions = []string{"2015-06-01-preview", "2016-08-31-preview"}
	}
	if o.RedirectStatus == 0 {
		o.RedirectStatus = http.StatusFound
	}
	if o.RetailPage == 0 {
		o.RetailPage = 1000
	}
	if o.UsagePage == 0 {
		o.UsagePage = 1000
	}
	if o.PDF == nil {
		o.PDF = PDF
	}
	if o.LinkLife == 0 {
		o.LinkLife = blobLife
	}
	if o.InvoicePage == 0 {
		o.InvoicePage = 100
	}
	if o.AccountPage == 0 {
		o.AccountPage = 100
	}
	if o.BlobPage == 0 {
		o.BlobPage = 5000
	}
	if o.TokenLife == 0 {
		o.TokenLife = time.Hour
	}
	return o
}

// Env has the variables that point the program, and azidentity in it, at the
// fake, each as NAME=value.
func (s *Server) Env() []string {
	return []string{
		"AZWHATIF_AZURE_CLOUD=custom",
		"AZWHATIF_AZURE_RESOURCE_MANAGER=" + s.ResourceManager,
		"AZWHATIF_AZURE_AUDIENCE=" + s.Audience,
		"AZWHATIF_AZURE_AUTHORITY=" + s.Authority,
		"AZWHATIF_AZURE_CA_FILE=" + s.CAFile,
		"AZWHATIF_AZURE_DISABLE_INSTANCE_DISCOVERY=true",
		"AZWHATIF_AZURE_BLOB_HOSTS=" + s.BlobHost,
		"AZWHATIF_AZURE_SUBSCRIPTION=" + s.Subscription,
		"AZWHATIF_AZURE_CREDENTIAL=env",
		"AZWHATIF_AZURE_RETRY_DELAY=1ms",
		"AZWHATIF_RETAIL_ENDPOINT=" + s.Retail,
		"AZWHATIF_PARTNER_ENDPOINT=" + s.ResourceManager,
		"AZURE_TENANT_ID=" + s.Tenant,
		"AZURE_CLIENT_ID=" + s.ClientID,
		"AZURE_CLIENT_SECRET=" + s.ClientSecret,
	}
}

// Client is a plain HTTP client that trusts the fake and follows no redirect.
func (s *Server) Client() *http.Client { return s.client }

// SetRole gives the application its role on the subscription, or takes it away.
func (s *Server) SetRole(has bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.role = has
}

// ExpireTokens makes every token that was given out worth nothing.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.issued)
}

func random(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// uuid is a number as an id.
func uuid(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012x", n) }

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// armError answers in Resource Manager's shape.
func armError(w http.ResponseWriter, status int, code, format string, args ...any) {
	writeJSON(w, status, map[string]any{"error": map[string]string{"code": code, "message": fmt.Sprintf(format, args...)}})
}

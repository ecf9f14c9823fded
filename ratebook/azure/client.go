package azure

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// Options are what the program knows and the user's Config does not.
type Options struct {
	Version string       // of the program, for User-Agent
	Log     *slog.Logger // requests and answers at level debug, without secrets; nil for none
	Prompt  io.Writer    // where the device-code sign-in says what to do; nil for os.Stderr

	MostBytes int64 // of all pages of one list; 0 is 1 GB
}

// Client sends requests to one endpoint. It may be used by several goroutines.
type Client struct {
	cfg  Config
	base *url.URL
	arm  runtime.Pipeline // to base
	blob runtime.Pipeline // to where base redirects: without sign-in

	signed  bool
	storage bool  // base is a storage account
	most    int64 // Options.MostBytes
}

// New makes a client of the cloud's Resource Manager.
func New(cfg Config, cred azcore.TokenCredential, opt Options) (*Client, error) {
	return NewAt(cfg.Endpoint(), cfg.addresses().audience, cfg, cred, opt)
}

// NewAt makes a client of another https endpoint that one signs in to, such as a cluster
// of Azure Data Explorer. The token is for an audience, such as the endpoint itself.
func NewAt(address, audience string, cfg Config, cred azcore.TokenCredential, opt Options) (*Client, error) {
	if cred == nil {
		return nil, errors.New("no credential to sign in to Azure with")
	}
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	return newClient(cfg, address, audience, cred, opt)
}

// NewOpen makes a client of an https endpoint that asks for no sign-in, such as
// https://prices.azure.com. Of cfg only ca_file, the hosts and the times count.
func NewOpen(address string, cfg Config, opt Options) (*Client, error) {
	return newClient(cfg, address, "", nil, opt)
}

func newClient(cfg Config, address, audience string, cred azcore.TokenCredential, opt Options) (*Client, error) {
	cfg = cfg.withDefaults()
	direct, err := newTransport(cfg)
	if err != nil {
		return nil, err
	}
	return newClientOn(cfg, address, audience, cred, opt, direct)
}

func newClientOn(cfg Config, address, audience string, cred azcore.TokenCredential, opt Options, direct *transport) (*Client, error) {
	base, err := endpoint("the endpoint", address)
	if err != nil {
		return nil, err
	}
	options := clientOptions(cfg, opt, direct)
	signed := runtime.PipelineOptions{PerCall: []policy.Policy{runtime.NewRequestIDPolicy()}}
	if cred != nil {
		signed.PerRetry = []policy.Policy{runtime.NewBearerTokenPolicy(tokens{cred, cfg.Credential}, []string{audience + "/.default"}, nil)}
	}
	return &Client{
		cfg: cfg, base: base,
		arm:    runtime.NewPipeline("azwhatif", opt.Version, signed, &options),
		blob:   runtime.NewPipeline("azwhatif", opt.Version, runtime.PipelineOptions{}, &options),
		signed: cred != nil, most: cmp.Or(opt.MostBytes, 1<<30),
	}, nil
}

// Response is an answer of status 200 (or another 2xx).
type Response struct {
	// Body streams in; close it. Its errors name no address, and a body
	// that ends too early is io.ErrUnexpectedEOF. Read it before Config.Timeout is over,
	// unless it is a blob (Fetch, Blob): of one something must arrive within Config.TryTimeout.
	Body        io.ReadCloser
	URL         string // where it came from in the end, without query
	Status      int
	RequestID   string
	ContentType string        // without parameters, in lower case
	RetryAfter  time.Duration // with a 202: when to ask again; 0 if it is not said

	location string // with a 202: where to ask again; "" for the same. Its query may be a secret
}

// Get asks for a path below the endpoint. A redirect to blob storage is followed.
func (c *Client) Get(ctx context.Context, path string, query url.Values) (*Response, error) {
	return c.ask(ctx, question{method: http.MethodGet, url: c.below(path, query)})
}

// below is an address below the endpoint.
func (c *Client) below(path string, query url.Values) *url.URL {
	u := *c.base
	u.Path = strings.TrimRight(u.Path, "/") + "/" + strings.TrimLeft(path, "/")
	u.RawPath = ""
	u.RawQuery = encode(query)
	return &u
}

// Post sends a JSON document to a path below the endpoint.
func (c *Client) Post(ctx context.Context, path string, query url.Values, document any) (*Response, error) {
	body, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	u, err := c.own(c.URL(path, query))
	if err != nil {
		return nil, err
	}
	return c.ask(ctx, question{method: http.MethodPost, url: u, body: body})
}

// Follow asks for the nextLink of an answer, which must be at the endpoint's
// own host: it is sent the token.
func (c *Client) Follow(ctx context.Context, link string) (*Response, error) {
	u, err := c.own(link)
	if err != nil {
		return nil, err
	}
	return c.ask(ctx, question{method: http.MethodGet, url: u})
}

// Submit asks by POST, without a body, at an address of the endpoint's own host,
// or a path below it with its query.
func (c *Client) Submit(ctx context.Context, link string) (*Response, error) {
	u, err := c.own(link)
	if err != nil {
		return nil, err
	}
	return c.ask(ctx, question{method: http.MethodPost, url: u})
}

// own is an address at the endpoint's host.
func (c *Client) own(link string) (*url.URL, error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, fmt.Errorf("the link from %s is not an address", c.base.Host)
	}
	u = c.base.ResolveReference(u)
	if u.Scheme != "https" || u.User != nil || !sameHost(u, c.base) {
		return nil, fmt.Errorf("the link is to %s://%s, not to https://%s: it is not followed", u.Scheme, u.Host, c.base.Host)
	}
	u.Host, u.Fragment = c.base.Host, ""
	return u, nil
}

// Fetch asks for what a signed address in the cloud's blob storage opens, or at
// one of Config.BlobHosts. No token is sent there. Where the address is refused,
// as when it has expired, the *Error is Expired.
func (c *Client) Fetch(ctx context.Context, signed string) (*Response, error) {
	u, err := url.Parse(signed)
	switch {
	case err != nil || u.Host == "":
		return nil, fmt.Errorf("the link that %s gave is not an address", c.base.Host)
	case u.Scheme != "https" || u.User != nil:
		return nil, fmt.Errorf("the link that %s gave is to %s over %s, not https: it is not followed", c.base.Host, quote(u.Host), clip(u.Scheme))
	case !c.cfg.allows(u):
		return nil, fmt.Errorf("the link that %s gave is to %s, which is not Azure's blob storage: it is not followed; if that host is right, add it to azure.blob_hosts", c.base.Host, quote(u.Host))
	}
	u.Fragment = ""
	return c.file(ctx, func(ctx context.Context) (*http.Response, error) {
		return c.send(ctx, c.blob, question{method: http.MethodGet, url: u}, true)
	})
}

// URL is the address that Get would ask, for people to read.
func (c *Client) URL(path string, query url.Values) string {
	return Address(c.base.String(), path, query)
}

// Address is an endpoint's address for a path and a query, for people to read
// and for --dry-run.
func Address(endpoint, path string, query url.Values) string {
	s := strings.TrimRight(endpoint, "/") + "/" + strings.TrimLeft(path, "/")
	if len(query) > 0 {
		s += "?" + encode(query)
	}
	return s
}

// encode writes blanks as %20, which every one of Azure's services reads, and
// leaves the dollar of $filter.
func encode(query url.Values) string {
	s := strings.ReplaceAll(query.Encode(), "+", "%20")
	for _, name := range []string{"filter", "top", "skip", "expand", "skiptoken"} {
		s = strings.ReplaceAll("&"+s, "&%24"+name+"=", "&$"+name+"=")[1:]
	}
	return s
}

func sameHost(a, b *url.URL) bool {
	port := func(u *url.URL) string {
		if p := u.Port(); p != "" {
			return p
		}
		return "443"
	}
	return strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

// Pause waits before a further try of what Get gave and broke off while it was
// read; try is 1 behind the first.
func (c *Client) Pause(ctx context.Context, try int) error {
	wait := time.Duration(float64(c.cfg.RetryDelay) * float64(try) * (0.8 + rand.Float64()/2))
	select {
	case <-time.After(wait):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

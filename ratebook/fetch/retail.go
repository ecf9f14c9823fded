package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
)

func init() {
	register(Source{Name: ratebook.Retail, Request: requestRetail, Fetch: fetchRetail})
}

const (
	retailEndpoint = "https://prices.azure.com"
	retailPath     = "/api/retail/prices"
	retailVersion  = "2023-01-01-preview" // the only one with savings plans
)

// requestRetail is the address of the first page.
func requestRetail(env Env, terms ratebook.Terms) (string, error) {
	query, err := retailQuery(terms, env.Filter)
	if err != nil {
		return "", err
	}
	host, path := retailAddress(env.RetailEndpoint)
	return azure.Address(host, path, query), nil
}

// retailAddress takes an endpoint apart, with or without its path.
func retailAddress(endpoint string) (host, path string) {
	if endpoint == "" {
		return retailEndpoint, retailPath
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return endpoint, retailPath
	}
	path, u.Path = u.Path, ""
	return u.String(), path
}

// retailQuery is what is asked. The currency is a parameter of its own: within
// $filter it finds nothing, and is no error.
func retailQuery(terms ratebook.Terms, f Filter) (url.Values, error) {
	usage, err := retailUsage(terms)
	if err != nil {
		return nil, err
	}
	query := url.Values{"api-version": {retailVersion}, "currencyCode": {"'" + string(terms.Currency) + "'"}}
	types := f.Types
	if len(types) == 0 {
		types = []string{usage}
		if usage == consumption {
			types = append(types, reservation)
		}
	}
	var regions []string
	for _, r := range f.Regions {
		if r == ratebook.Global {
			regions = append(regions, "") // as some meters that are the same everywhere have it
			r = "Global"
		}
		regions = append(regions, string(r))
	}
	query.Set("$filter", both(anyOf("armRegionName", regions), anyOf("serviceName", f.Services), anyOf("priceType", types)))
	return query, nil
}

// anyOf is "(name eq 'a' or name eq 'b')"; "" where there is no value.
func anyOf(name string, values []string) string {
	var terms []string
	for _, v := range values {
		terms = append(terms, name+" eq '"+strings.ReplaceAll(v, "'", "''")+"'")
	}
	if s := strings.Join(terms, " or "); len(terms) > 1 {
		return "(" + s + ")"
	} else {
		return s
	}
}

func both(conditions ...string) string {
	var terms []string
	for _, c := range conditions {
		if c != "" {
			terms = append(terms, c)
		}
	}
	return strings.Join(terms, " and ")
}

func fetchRetail(ctx context.Context, env Env, terms ratebook.Terms, spool Spool) (*ratebook.Card, error) {
	query, err := retailQuery(terms, env.Filter)
	if err != nil {
		return nil, err
	}
	host, path := retailAddress(env.RetailEndpoint)
	client, err := env.Open(host)
	if err != nil {
		return nil, err
	}
	if err := rewind(spool); err != nil {
		return nil, err
	}
	p := &retailReader{ctx: ctx, client: client, spool: spool, seen: map[string]bool{}}
	p.ask = func(ctx context.Context) (*azure.Response, error) { return client.Get(ctx, path, query) }
	card, err := DecodeRetail(Bound(ctx, p, env.MostResponse), terms)
	switch {
	case p.err != nil && p.err != io.EOF:
		return nil, p.err
	case errors.Is(err, errNoItems):
		return nil, fmt.Errorf("there are no retail prices in %s for which %s holds; names of regions and services are told apart by capitals, as in westeurope and Virtual Machines",
			terms.Currency, query.Get("$filter"))
	case err != nil:
		return nil, err
	}
	card.Provenance.URL, card.Provenance.APIVersion = client.URL(path, query), retailVersion
	return card, nil
}

// retailReader reads page after page, each whole before the first byte of it is given,
// so that a page that breaks off is asked for again. What it gives is in the spool.
type retailReader struct {
	ctx    context.Context
	client *azure.Client
	spool  io.Writer
	ask    func(context.Context) (*azure.Response, error) // for the next page; nil behind the last
	seen   map[string]bool                                // links that were followed
	empty  int                                            // pages without an item, the last ones
	page   bytes.Reader
	err    error
}

func (p *retailReader) Read(b []byte) (int, error) {
	for p.page.Len() == 0 {
		if p.err == nil && p.ask == nil {
			p.err = io.EOF
		}
		if p.err != nil {
			return 0, p.err
		}
		p.err = p.next()
	}
	return p.page.Read(b)
}

// next asks for a page until it comes whole, within the time that an answer may
// take. Errors and throttling are retried by the client.
func (p *retailReader) next() error {
	ctx, cancel := p.client.Within(p.ctx)
	defer cancel()
	var data []byte
	var link string
	for try := 1; ; try++ {
		var again bool
		var err error
		if data, link, again, err = p.get(ctx); err == nil {
			break
		}
		if p.ctx.Err() != nil {
			return context.Cause(p.ctx)
		}
		if !again || try == bodyTries || ctx.Err() != nil {
			return err
		}
		if p.client.Pause(ctx, try) != nil {
			return err
		}
	}
	data = append(data, '\n')
	if _, err := p.spool.Write(data); err != nil {
		return err
	}
	p.page.Reset(data)
	p.ask = nil
	if link == "" {
		return nil
	}
	if p.seen[link] {
		return fmt.Errorf("page %d of the retail prices leads back to an earlier page: nothing of them is kept", len(p.seen)+1)
	}
	switch {
	case p.empty >= mostEmpty:
		return fmt.Errorf("the last %d pages of the retail prices have no items, and there is no end of them: nothing of them is kept", p.empty)
	case len(p.seen)+1 >= mostPages:
		return fmt.Errorf("the retail prices go on behind page %d: nothing of them is kept; ask for fewer with --region or --service", mostPages)
	}
	p.seen[link] = true
	p.ask = func(ctx context.Context) (*azure.Response, error) { return p.client.Follow(ctx, link) }
	return nil
}

// get reads one page, and the link to the next; again tells that it broke off.
func (p *retailReader) get(ctx context.Context) (data []byte, link string, again bool, err error) {
	n := len(p.seen) + 1
	res, err := p.ask(ctx)
	if err != nil {
		return nil, "", false, fmt.Errorf("page %d of the retail prices: %w", n, err)
	}
	defer func() { _ = res.Body.Close() }()
	if data, err = io.ReadAll(io.LimitReader(res.Body, mostPage+1)); err != nil {
		return nil, "", true, fmt.Errorf("page %d of the retail prices breaks off after %d bytes: %w", n, len(data), err)
	}
	if len(data) > mostPage {
		return nil, "", false, fmt.Errorf("page %d of the retail prices is larger than %s: nothing of them is kept", n, Bytes(mostPage))
	}
	var envelope struct {
		NextPageLink *string
		Items        []struct{} // to be counted
	}
	var shape *json.UnmarshalTypeError // the decoder says more of that
	if err := json.Unmarshal(data, &envelope); err != nil && !errors.As(err, &shape) {
		if _, err := openResponse(bytes.NewReader(data)); err != nil {
			return nil, "", len(data) == 0, fmt.Errorf("page %d of the retail prices: %w", n, err)
		}
		return nil, "", true, fmt.Errorf("page %d of the retail prices is not whole: %w", n, err)
	}
	if envelope.NextPageLink != nil {
		link = *envelope.NextPageLink
	}
	if len(link) > mostName {
		return nil, "", false, fmt.Errorf("page %d of the retail prices names a next one by a link of %d bytes: it is not followed", n, len(link))
	}
	if p.empty++; len(envelope.Items) > 0 {
		p.empty = 0
	}
	return data, link, false, nil
}

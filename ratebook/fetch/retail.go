package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
)

func init() {
	register(Source{Name: ratebook.Retail, Narrows: true, Request: requestRetail, Fetch: fetchRetail, Decoder: Decoder{decodeRetailParts, "item"}})
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
			regions = append(regions, zones()...)
			r = "Global"
		}
		regions = append(regions, string(r))
	}
	query.Set("$filter", both(anyOf("armRegionName", regions), anyOf("serviceName", f.Services), anyOf("priceType", types)))
	return query, nil
}

// zones are the bandwidth zones of all regions, sorted: meters of zones have no region.
func zones() (list []string) {
	for _, r := range ratebook.Regions() {
		if z := string(r.Zone()); z != "" && !slices.Contains(list, z) {
			list = append(list, z)
		}
	}
	slices.Sort(list)
	return list
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

func fetchRetail(ctx context.Context, env Env, terms ratebook.Terms, spool Spool) (*ratebook.Stream, error) {
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
	p := readPages(ctx, client, spool, func(ctx context.Context) (*azure.Response, error) { return client.Get(ctx, path, query) })
	defer p.stop()
	card, err := streamRetail(Bound(ctx, p, env.MostResponse), terms)
	switch {
	case p.err != nil && p.err != io.EOF:
		return nil, p.err
	case errors.Is(err, errNoItems):
		return nil, fmt.Errorf("there are no retail prices in %s for which %s holds; names of regions and services are told apart by capitals, as in westeurope and Virtual Machines",
			terms.Currency, query.Get("$filter"))
	case err != nil:
		return nil, err
	}
	card.Asked = env.Filter.asked()
	card.Provenance.URL, card.Provenance.APIVersion = client.URL(path, query), retailVersion
	return card, nil
}

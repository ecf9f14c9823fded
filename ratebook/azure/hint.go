package azure

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook"
)

// where is what a hint looks at, besides the error.
type where struct {
	path, filter string
	blob, signed bool
	storage      bool // of a storage account that is signed in to
	cfg          Config
}

var (
	subscriptionIn = regexp.MustCompile(`(?i)/(?:billing)?subscriptions/([^/]+)`)
	actionIn       = regexp.MustCompile(`action '([^']+)'`)
	providerIn     = regexp.MustCompile(`(?i)/providers/([A-Za-z.]+)`)
)

// hint says what to do about an error.
func (e *Error) hint(at where) string {
	if at.storage {
		if hint := e.storageHint(); hint != "" {
			return hint
		}
	}
	code := strings.ToLower(e.Code)
	subscription := "the subscription"
	if m := subscriptionIn.FindStringSubmatch(at.path); m != nil {
		subscription = "subscription " + m[1]
	}
	usage := strings.Contains(strings.ToLower(at.path), "/usageaggregates")
	account := ofAccount(at.path) && !at.blob
	if account {
		if hint := e.accountHint(at.path); hint != "" {
			return hint
		}
	}
	if ofReport(at.path) && !at.blob {
		if hint := e.reportHint(at.path); hint != "" {
			return hint
		}
	} else if ofSheet(at.path) && !at.blob {
		if hint := e.sheetHint(at.path); hint != "" {
			return hint
		}
	} else if strings.Contains(strings.ToLower(at.path), "/microsoft.billing/") && !account && !at.blob {
		if hint := e.invoiceHint(subscription, at.path); hint != "" {
			return hint
		}
	}
	if ofKusto(at.path) {
		if hint := e.kustoHint(at); hint != "" {
			return hint
		}
	}
	switch {
	case at.blob:
		return e.blobHint()
	case usage && code == "disallowedprovider":
		return "the subscription was sold by a partner (CSP), which the usage API does not serve: import an export of its cost and usage details"
	case usage && code == "unsupportedsubscriptiontype":
		return "the usage API does not serve this subscription's offer: import an export of its cost and usage details"
	case code == "disallowedprovider":
		return "the subscription was sold by a partner (CSP), which neither the RateCard nor the usage API serves: give --subscription another one to ask with, or take retail prices (--source retail) or the partner's price sheet (--source pricesheet)"
	case code == "unsupportedsubscriptiontype", strings.Contains(e.Message, "Offer id ") && strings.Contains(e.Message, "not supported"):
		return "this API serves neither Enterprise Agreements nor CSP: take their price sheet (--source pricesheet) or retail prices (--source retail)"
	case code == "missingsubscriptionregistration":
		provider := "Microsoft.Commerce"
		if m := providerIn.FindStringSubmatch(at.path); m != nil {
			provider = m[1]
		}
		return fmt.Sprintf("once, as an owner of %s: az provider register --namespace %s", subscription, provider)
	case code == "subscriptionnotfound", code == "invalidsubscriptionid":
		return "check --subscription, and that it belongs to the tenant that is signed in to (--tenant)"
	case code == "invalidauthenticationtokentenant":
		return fmt.Sprintf("%s belongs to another tenant than the one signed in to: give its own with --tenant", subscription)
	}
	tried := fmt.Sprintf("so in each of %d tries", max(0, at.cfg.Retries)+1)
	switch e.Status {
	case http.StatusBadRequest:
		if strings.Contains(e.Message, "OfferDurableId") || strings.EqualFold(e.Message, "Invalid query specified.") {
			return queryHint(at.filter)
		}
	case http.StatusUnauthorized:
		if at.signed {
			return fmt.Sprintf("sign in again (credential %s), and check that %s belongs to the tenant that is signed in to (--tenant)", at.cfg.Credential, subscription)
		}
	case http.StatusForbidden:
		if !at.signed {
			break
		}
		action := "read access"
		if _, resource, ok := strings.Cut(at.path, "/providers/"); ok {
			action = resource + "/read"
		}
		if m := actionIn.FindStringSubmatch(e.Message); m != nil {
			action = m[1]
		}
		return fmt.Sprintf("give the account a role with %s on %s, such as Reader, and wait some minutes for it to take effect", action, subscription)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if e.RetryAfter > at.cfg.MaxRetryAfter {
			return fmt.Sprintf("try again in %s; what is waited for by itself is at most %s (azure.max_retry_after)", e.RetryAfter.Round(time.Second), at.cfg.MaxRetryAfter)
		}
		if e.Status == http.StatusTooManyRequests {
			return tried + ": try again later, with fewer requests at a time"
		}
		return tried + ": try again later"
	case http.StatusGatewayTimeout, http.StatusBadGateway, http.StatusInternalServerError, http.StatusRequestTimeout:
		return tried + ": try again later"
	case http.StatusProxyAuthRequired:
		return "the proxy wants a sign-in: see HTTPS_PROXY"
	}
	return ""
}

func (e *Error) blobHint() string {
	switch {
	case e.Status == http.StatusForbidden:
		return "the signed address was refused twice, as when it has expired: check this computer's clock, and try again"
	case strings.Contains(e.Message, "Authorization header"):
		return "something between here and Azure adds an Authorization header, such as a proxy: take it out"
	case e.Status >= 500, e.Status == http.StatusTooManyRequests:
		return "the storage behind Azure's answer is not available: try again later"
	}
	return "try again"
}

// currencies are those that Azure Migrate lists; RateCard's own list is not published.
var currencies = strings.Fields("ARS AUD BRL CAD CHF CNY DKK EUR GBP HKD IDR INR JPY KRW MXN MYR NOK NZD RUB SAR SEK TRY TWD USD ZAR")

var filterTerm = regexp.MustCompile(`(\w+) eq '([^']*)'`)

// queryHint says which value of a refused RateCard query is likely wrong.
func queryHint(filter string) string {
	values := map[string]string{}
	for _, m := range filterTerm.FindAllStringSubmatch(filter, -1) {
		values[m[1]] = m[2]
	}
	var hints []string
	offer, currency, market := values["OfferDurableId"], values["Currency"], values["RegionInfo"]
	if facts, ok := ratebook.Offer(strings.ToUpper(offer)).Facts(); !ok {
		all := make([]string, 0, 100)
		for _, f := range ratebook.Offers() {
			all = append(all, string(f.Offer))
		}
		hints = append(hints, fmt.Sprintf("offer %s is not known (near it: %s; sure to be served: %s)",
			offer, strings.Join(ratebook.NearestWords(offer, all, 3), ", "), strings.Join(served(), ", ")))
	} else if !facts.RateCard {
		hints = append(hints, fmt.Sprintf("offer %s (%s) is one that the RateCard API is not known to serve (sure to be: %s)", offer, facts.Name, strings.Join(served(), ", ")))
	}
	if !slices.Contains(currencies, strings.ToUpper(currency)) {
		hints = append(hints, fmt.Sprintf("currency %s is not one that Azure is known to sell in (%s)", currency, strings.Join(currencies, ", ")))
	}
	if _, err := ratebook.ParseMarket(market); err != nil {
		hints = append(hints, err.Error())
	}
	if len(hints) == 0 {
		return fmt.Sprintf("each value is known by itself: check that %s is sold in %s for market %s, and the locale %s (currencies: %s; offers sure to be served: %s)",
			offer, currency, market, values["Locale"], strings.Join(currencies, ", "), strings.Join(served(), ", "))
	}
	return "check: " + strings.Join(hints, "; ")
}

// served are the offers that a page of Microsoft's says the RateCard API serves.
func served() (ids []string) {
	for _, f := range ratebook.Offers() {
		if f.RateCard && f.Uncertain == "" && f.Kind != ratebook.KindSupport {
			ids = append(ids, string(f.Offer))
		}
	}
	return ids
}

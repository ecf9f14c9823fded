package azuretest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

func (s *Server) armMux() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", s.discovery)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", s.token)
	mux.HandleFunc("/", s.serveARM)
	return mux
}

// serveARM finds the provider; names of paths may come in any case.
func (s *Server) serveARM(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/v1/ratecards/azure" {
		s.servePartnerCard(w, r)
		return
	}
	if !s.authenticated(w, r, s.Audience) {
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(parts) > 6 && strings.EqualFold(strings.Join(parts[:5], "/"), "providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions") {
		s.serveBilling(w, r, parts[5], parts[6:])
		return
	}
	if s.servePriceSheet(w, r) || s.serveDetails(w, r) || s.serveAccount(w, r) {
		return
	}
	if len(parts) < 5 || !strings.EqualFold(parts[0], "subscriptions") || !strings.EqualFold(parts[2], "providers") {
		armError(w, http.StatusNotFound, "NotFound", "The requested path %s does not exist.", r.URL.Path)
		return
	}
	w.Header().Set("x-ms-ratelimit-remaining-subscription-reads", "249")
	resource := strings.ToLower(strings.Join(parts[3:], "/"))
	service, action, versions := s.serveRateCard, "Microsoft.Commerce/RateCard/read", s.opt.Versions
	switch {
	case resource == "microsoft.commerce/ratecard":
	case resource == "microsoft.commerce/usageaggregates":
		service, action, versions = s.serveUsage, "Microsoft.Commerce/UsageAggregates/read", []string{"2015-06-01-preview"}
	case resource == "microsoft.compute/skus":
		service, action, versions = s.serveSKUs, "Microsoft.Compute/skus/read", []string{"2021-07-01"}
	case resource == "microsoft.costmanagement/benefitrecommendations":
		service, action, versions = s.serveRecommendations, "Microsoft.CostManagement/benefitRecommendations/read", []string{"2025-03-01"}
	case resource == "microsoft.billing/invoices" || strings.HasPrefix(resource, "microsoft.billing/invoices/"):
		service, action, versions = s.serveInvoices, "Microsoft.Billing/invoices/read", []string{"2017-04-24-preview"}
	default:
		armError(w, http.StatusNotFound, "InvalidResourceType", "The resource type could not be found in the namespace '%s' for api version '%s'.", parts[3], r.URL.Query().Get("api-version"))
		return
	}
	if r.Method != http.MethodGet {
		armError(w, http.StatusMethodNotAllowed, "HttpMethodNotSupported", "The http method '%s' is not supported.", r.Method)
		return
	}
	if !s.authorized(w, parts[1], action) || !versioned(w, r, strings.Join(parts[3:], "/"), versions) {
		return
	}
	service(w, r)
}

// authenticated checks the token, which has to be for an audience.
func (s *Server) authenticated(w http.ResponseWriter, r *http.Request, audience string) bool {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	of, known := s.issued[token]
	s.mu.Unlock()
	// Wording is ours in all three; the codes are Resource Manager's.
	code, message := "", ""
	switch {
	case !ok:
		code, message = "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."
	case !known || of.audience != audience:
		code, message = "InvalidAuthenticationToken", "The access token is invalid."
	case time.Now().After(of.expires):
		code, message = "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time."
	default:
		return true
	}
	w.Header().Set("WWW-Authenticate", fmt.Sprintf(`Bearer authorization_uri="%s%s", error="invalid_token", error_description=%q`, s.Authority, s.Tenant, message))
	armError(w, http.StatusUnauthorized, code, "%s", message)
	return false
}

// authorized checks the subscription and the role. Wording is ours.
func (s *Server) authorized(w http.ResponseWriter, subscription, action string) bool {
	if !strings.EqualFold(subscription, s.Subscription) {
		armError(w, http.StatusNotFound, "SubscriptionNotFound", "The subscription '%s' could not be found.", subscription)
		return false
	}
	s.mu.Lock()
	role := s.role
	s.mu.Unlock()
	if !role {
		armError(w, http.StatusForbidden, "AuthorizationFailed",
			"The client '%s' with object id '%s' does not have authorization to perform action '%s' over scope '/subscriptions/%s' or the scope is invalid. If access was recently granted, please refresh your credentials.",
			s.ClientID, uuid(9), action, subscription)
	}
	return role
}

func versioned(w http.ResponseWriter, r *http.Request, resource string, versions []string) bool {
	provider, kind, _ := strings.Cut(resource, "/")
	switch version := r.URL.Query().Get("api-version"); {
	case version == "":
		armError(w, http.StatusBadRequest, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.")
	case !slices.Contains(versions, version):
		armError(w, http.StatusNotFound, "NoRegisteredProviderFound",
			"No registered resource provider found for location 'global' and API version '%s' for type '%s' in '%s'. The supported api-versions are '%s'.", version, kind, provider, strings.Join(versions, ", "))
	default:
		return true
	}
	return false
}

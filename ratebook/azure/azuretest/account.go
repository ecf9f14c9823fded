package azuretest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// BillingAccount is the name of the one that the fake knows, beside the subscription.
const BillingAccount = "9a157b81-0000-4000-8000-000000000000:22222222-0000-4000-8000-000000000000_2019-05-31"

// NoAccountRole is what who has no role on a billing account gets. The wording is ours.
func NoAccountRole() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		armError(w, http.StatusForbidden, "AuthorizationFailed", "The client does not have authorization to perform action 'Microsoft.Consumption/lots/read' over the billing account.")
	})
}

// accountPath splits the path of what belongs to a billing account.
var accountPath = regexp.MustCompile(`(?i)^/providers/Microsoft\.Billing/billingAccounts/([^/]+)(?:/billingProfiles/[^/]+)?/providers/(Microsoft\.(?:Consumption/(?:lots|events)|BillingBenefits/applicableMaccs|CostManagement/benefitRecommendations))$`)

// serveAccount answers what belongs to a billing account; false where the path is
// of something else.
func (s *Server) serveAccount(w http.ResponseWriter, r *http.Request) bool {
	m := accountPath.FindStringSubmatch(r.URL.Path)
	if m == nil {
		return false
	}
	s.mu.Lock()
	role := s.role
	s.mu.Unlock()
	switch {
	case r.Method != http.MethodGet:
		armError(w, http.StatusMethodNotAllowed, "HttpMethodNotSupported", "The http method '%s' is not supported.", r.Method)
	case !strings.EqualFold(m[1], BillingAccount):
		armError(w, http.StatusNotFound, "BillingAccountNotFound", "The billing account '%s' was not found.", m[1])
	case !role:
		NoAccountRole()(nil).ServeHTTP(w, r)
	default:
		s.serveResource(w, r, m[2])
	}
	return true
}

// serveResource is one of the lists that a billing account has.
func (s *Server) serveResource(w http.ResponseWriter, r *http.Request, resource string) {
	q := r.URL.Query()
	switch kind := strings.ToLower(resource); kind {
	case "microsoft.consumption/lots":
		if versioned(w, r, resource, []string{"2021-05-01"}) {
			s.page(w, r, s.lotsOf(s.opt.Lots, "source", q.Get("$filter")), s.opt.AccountPage, "$skiptoken")
		}
	case "microsoft.consumption/events":
		if !versioned(w, r, resource, []string{"2021-05-01"}) {
			return
		}
		for _, name := range []string{"startDate", "endDate"} {
			if _, err := time.Parse(time.DateOnly, q.Get(name)); err != nil {
				armError(w, http.StatusBadRequest, "BadRequest", "The %s is missing or not valid.", name)
				return
			}
		}
		var some []json.RawMessage
		for _, raw := range s.lotsOf(s.opt.Events, "lotSource", q.Get("$filter")) {
			_, _, p := object(raw)
			date, _ := p["transactionDate"].(string)
			if day := date[:min(10, len(date))]; day >= q.Get("startDate") && day <= q.Get("endDate") {
				some = append(some, raw)
			}
		}
		s.page(w, r, some, s.opt.AccountPage, "$skiptoken")
	case "microsoft.billingbenefits/applicablemaccs":
		if versioned(w, r, resource, []string{"2025-12-01-preview"}) {
			s.page(w, r, s.opt.Maccs, s.opt.AccountPage, "$skiptoken")
		}
	case "microsoft.costmanagement/benefitrecommendations":
		s.serveRecommendations(w, r)
	}
}

// lotsOf are those whose source the filter names: lots of credits are no commitments.
func (s *Server) lotsOf(all []json.RawMessage, field, filter string) (some []json.RawMessage) {
	want := regexp.MustCompile(`(?i)^` + field + ` eq '([^']*)'$`).FindStringSubmatch(filter)
	for _, raw := range all {
		_, _, p := object(raw)
		if source, _ := p[field].(string); want == nil || source == want[1] {
			some = append(some, raw)
		}
	}
	return some
}

var (
	recommendationTerm = regexp.MustCompile(`^properties/(scope|lookBackPeriod|term) eq '([^']*)'$`)
	anyAnd             = regexp.MustCompile(`(?i) and `) // Azure's example has it in capitals
)

// serveRecommendations is benefitRecommendations of Cost Management, of a billing
// account or a subscription. Usage and candidates are there where they are asked for.
func (s *Server) serveRecommendations(w http.ResponseWriter, r *http.Request) {
	if !versioned(w, r, "Microsoft.CostManagement/benefitRecommendations", []string{"2025-03-01"}) {
		return
	}
	q := r.URL.Query()
	want := map[string]string{}
	for _, part := range anyAnd.Split(q.Get("$filter"), -1) {
		m := recommendationTerm.FindStringSubmatch(part)
		if m == nil && part != "" {
			armError(w, http.StatusBadRequest, "BadRequest", "The $filter is not valid.")
			return
		}
		if m != nil {
			want[m[1]] = m[2]
		}
	}
	var some []json.RawMessage
	for _, raw := range s.opt.Recommendations {
		record, _, p := object(raw)
		fits := true
		for name, value := range want {
			fits = fits && p[name] == value
		}
		if !fits {
			continue
		}
		for _, name := range []string{"usage", "allRecommendationDetails"} {
			if !strings.Contains(q.Get("$expand"), "properties/"+name) {
				delete(p, name)
			}
		}
		text, _ := json.Marshal(record)
		some = append(some, text)
	}
	s.page(w, r, some, s.opt.AccountPage, "$skiptoken")
}

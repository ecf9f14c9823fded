package azuretest

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

var (
	sheetPath   = regexp.MustCompile(`(?i)^/providers/Microsoft\.Billing/billingAccounts/([^/]+)/billing(?:Periods|Profiles)/([^/]+)/providers/Microsoft\.CostManagement/pricesheets/default/download$`)
	sheetResult = regexp.MustCompile(`(?i)^/providers/Microsoft\.Billing/billingAccounts/([^/]+)/providers/Microsoft\.CostManagement/operationResults/([^/]+)$`)
)

// servePriceSheet has sheets made of enrollments and billing profiles, and says what
// became of that; false where the path is another one.
func (s *Server) servePriceSheet(w http.ResponseWriter, r *http.Request) bool {
	asked, result := sheetPath.FindStringSubmatch(r.URL.Path), sheetResult.FindStringSubmatch(r.URL.Path)
	if asked == nil && result == nil {
		return false
	}
	s.mu.Lock()
	role := s.role
	s.mu.Unlock()
	switch {
	case !role:
		armError(w, http.StatusForbidden, "AuthorizationFailed", "The client '%s' is not authorized to download this price sheet.", s.ClientID)
	case !versioned(w, r, "Microsoft.CostManagement/pricesheets", []string{"2025-03-01"}):
	case asked != nil && r.Method != http.MethodPost, result != nil && r.Method != http.MethodGet:
		armError(w, http.StatusMethodNotAllowed, "HttpMethodNotSupported", "The http method '%s' is not supported.", r.Method)
	case asked != nil:
		key := asked[1] + "/" + asked[2]
		if _, ok := s.opt.Sheets[key]; !ok {
			armError(w, http.StatusNotFound, "NotFound", "Price sheet not found for %s.", key)
			return true
		}
		s.mu.Lock()
		s.sequence++
		operation := uuid(s.sequence)
		s.polls[operation], s.sheets[operation] = s.opt.SheetPolls, key
		s.mu.Unlock()
		s.sheetLater(w, r, asked[1], operation)
	default:
		s.mu.Lock()
		left, key := s.polls[result[2]], s.sheets[result[2]]
		s.polls[result[2]] = left - 1
		s.mu.Unlock()
		switch {
		case key == "":
			armError(w, http.StatusNotFound, "NotFound", "The operation '%s' was not found.", result[2])
		case left > 0:
			s.sheetLater(w, r, result[1], result[2])
		default:
			until := time.Now().Add(blobLife).UTC().Format(time.RFC3339)
			writeJSON(w, http.StatusOK, map[string]any{"status": "Completed", "properties": map[string]string{
				"downloadUrl": s.sign("/pricesheets/", s.opt.Sheets[key], "application/zip", blobLife), "validTill": until}})
		}
	}
	return true
}

// sheetLater says where to ask again, in ten milliseconds, where Azure says a minute.
func (s *Server) sheetLater(w http.ResponseWriter, r *http.Request, account, operation string) {
	w.Header().Set("Location", fmt.Sprintf("https://%s/providers/Microsoft.Billing/billingAccounts/%s/providers/Microsoft.CostManagement/operationResults/%s?api-version=2025-03-01", r.Host, strings.ToLower(account), operation))
	w.Header().Set("x-ms-retry-after-ms", "10")
	w.WriteHeader(http.StatusAccepted)
}

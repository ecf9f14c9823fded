package azuretest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// DetailsQuery is what a report of cost details is asked for.
type DetailsQuery struct {
	Scope         string `json:"-"` // without a slash in front
	Metric        string `json:"metric"`
	BillingPeriod string `json:"billingPeriod,omitempty"`
	InvoiceID     string `json:"invoiceId,omitempty"`
	TimePeriod    struct {
		Start string `json:"start"`
		End   string `json:"end"`
	} `json:"timePeriod"`
}

var (
	detailsPath   = regexp.MustCompile(`(?i)^/(.+)/providers/Microsoft\.CostManagement/generateCostDetailsReport$`)
	detailsResult = regexp.MustCompile(`(?i)^/(.+)/providers/Microsoft\.CostManagement/costDetailsOperationResults/([^/]+)$`)
)

// serveDetails has reports made, and says what became of them; false where the path is
// another one.
func (s *Server) serveDetails(w http.ResponseWriter, r *http.Request) bool {
	asked, result := detailsPath.FindStringSubmatch(r.URL.Path), detailsResult.FindStringSubmatch(r.URL.Path)
	if asked == nil && result == nil {
		return false
	}
	s.mu.Lock()
	role := s.role
	s.mu.Unlock()
	switch {
	case !role:
		armError(w, http.StatusForbidden, "AuthorizationFailed", "The client '%s' does not have authorization to perform action 'Microsoft.CostManagement/generateCostDetailsReport/action' over scope.", s.ClientID)
	case !versioned(w, r, "Microsoft.CostManagement/generateCostDetailsReport", []string{"2022-05-01", "2023-11-01", "2025-03-01"}):
	case asked != nil && r.Method != http.MethodPost, result != nil && r.Method != http.MethodGet:
		armError(w, http.StatusMethodNotAllowed, "HttpMethodNotSupported", "The http method '%s' is not supported.", r.Method)
	case asked != nil:
		s.startDetails(w, r, asked[1])
	default:
		s.endDetails(w, r, result[1], result[2])
	}
	return true
}

// startDetails checks what is asked for as it is documented: one of three, and days of no
// more than a month.
func (s *Server) startDetails(w http.ResponseWriter, r *http.Request, scope string) {
	q := DetailsQuery{Scope: scope}
	bad := func(message string) { armError(w, http.StatusBadRequest, "BadRequest", "%s", message) }
	if r.Header.Get("Content-Type") != "application/json" || json.NewDecoder(r.Body).Decode(&q) != nil {
		bad("The request body is not valid.")
		return
	}
	start, err := time.Parse(time.DateOnly, q.TimePeriod.Start)
	end, err2 := time.Parse(time.DateOnly, q.TimePeriod.End)
	days := err == nil && err2 == nil
	switch {
	case q.Metric != "ActualCost" && q.Metric != "AmortizedCost":
		bad("The metric is not valid.")
	case days && (q.InvoiceID != "" || q.BillingPeriod != "") || !days && q.InvoiceID == "" && q.BillingPeriod == "":
		bad("Only one of timePeriod, invoiceId or billingPeriod may be given.")
	case days && (end.Before(start) || end.After(start.AddDate(0, 1, -1)) || end.After(time.Now())):
		bad("The time period is not valid: it may be of one month at most.")
	case days && start.Before(time.Now().AddDate(0, -14, 0)):
		bad("The time period is older than 13 months.")
	default:
		s.mu.Lock()
		s.sequence++
		operation := uuid(s.sequence)
		s.polls[operation], s.details[operation] = s.opt.DetailsPolls, q
		s.mu.Unlock()
		s.detailsLater(w, r, scope, operation)
	}
}

// detailsLater says where to ask again, in ten milliseconds, where Azure says half a minute.
func (s *Server) detailsLater(w http.ResponseWriter, r *http.Request, scope, operation string) {
	w.Header().Set("Location", fmt.Sprintf("https://%s/%s/providers/Microsoft.CostManagement/costDetailsOperationResults/%s?api-version=2025-03-01", r.Host, scope, operation))
	w.Header().Set("x-ms-retry-after-ms", "10")
	w.WriteHeader(http.StatusAccepted)
}

// endDetails gives the manifest of a report that is made.
func (s *Server) endDetails(w http.ResponseWriter, r *http.Request, scope, operation string) {
	s.mu.Lock()
	q, known := s.details[operation]
	left := s.polls[operation]
	s.polls[operation] = left - 1
	s.mu.Unlock()
	switch {
	case !known:
		armError(w, http.StatusNotFound, "NotFound", "The operation '%s' was not found.", operation)
		return
	case left > 0:
		s.detailsLater(w, r, scope, operation)
		return
	}
	var parts [][]byte
	if s.opt.Details != nil {
		parts = s.opt.Details(q)
	}
	if parts == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	total := 0
	blobs := []map[string]any{}
	for _, part := range parts {
		total += len(part)
		blobs = append(blobs, map[string]any{"blobLink": s.sign("/armmusagedetailsdownloadcontainer/", part, "text/csv", s.opt.LinkLife), "byteCount": len(part)})
	}
	body := map[string]any{"metric": q.Metric}
	switch {
	case q.InvoiceID != "":
		body["invoiceId"] = q.InvoiceID
	case q.BillingPeriod != "":
		body["billingPeriod"] = q.BillingPeriod
	default:
		body["timePeriod"] = q.TimePeriod
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"id": strings.Trim(scope, "/") + "/providers/Microsoft.CostManagement/operationResults/" + operation, "name": operation, "status": "Completed",
		"manifest": map[string]any{
			"manifestVersion": "2025-03-01", "dataFormat": "Csv", "blobCount": len(parts), "byteCount": total, "compressData": false,
			"requestContext": map[string]any{"requestScope": scope, "requestBody": body}, "blobs": blobs,
		},
		"validTill": time.Now().Add(s.opt.LinkLife).UTC().Format(time.RFC3339),
	})
}

package azure

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
)

var billingAccountIn = regexp.MustCompile(`(?i)/billingaccounts/([^/]+)`)

// ofAccount tells whether a path asks for a billing account's commitments or
// recommendations.
func ofAccount(path string) bool {
	path = strings.ToLower(path)
	if !strings.Contains(path, "/billingaccounts/") {
		return false
	}
	for _, part := range []string{"/microsoft.consumption/lots", "/microsoft.consumption/events", "/microsoft.billingbenefits/", "/microsoft.costmanagement/benefitrecommendations"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

// accountHint says what to do about an error of what belongs to a billing account;
// "" where that is not of its own.
func (e *Error) accountHint(path string) string {
	account := "the billing account"
	if m := billingAccountIn.FindStringSubmatch(path); m != nil {
		account = "billing account " + m[1]
	}
	switch e.Status {
	case http.StatusForbidden:
		return fmt.Sprintf("have an owner of %s give the account the role billing account reader (Microsoft Customer Agreement) or enterprise administrator, read-only (Enterprise Agreement); a role on a subscription is not enough", account)
	case http.StatusNotFound:
		return "check --billing-account (\"az billing account list\" shows the names of those that you may see); only Microsoft Customer Agreements and direct Enterprise Agreements are served"
	case http.StatusBadRequest:
		return fmt.Sprintf("only Microsoft Customer Agreements and direct Enterprise Agreements are served: check that %s is one (\"az billing account list\")", account)
	}
	return ""
}

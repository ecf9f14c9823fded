package azure

import (
	"net/http"
	"strings"
)

// ofReport tells whether a path asks for a report of cost details, or for what became
// of it.
func ofReport(path string) bool {
	path = strings.ToLower(path)
	return strings.Contains(path, "/microsoft.costmanagement/generatecostdetailsreport") ||
		strings.Contains(path, "/microsoft.costmanagement/costdetailsoperation")
}

// reportHint says what to do about an error of cost details; "" where that is not of
// their own.
func (e *Error) reportHint(path string) string {
	path = strings.ToLower(path)
	account := strings.Contains(path, "/billingaccounts/")
	unserved := "only subscriptions and billing accounts of an Enterprise Agreement or a Microsoft Customer Agreement have this report; for Pay-As-You-Go and Visual Studio offers take an export"
	switch {
	case e.Status == http.StatusForbidden && strings.Contains(path, "/billingprofiles/"):
		return "have an owner of the billing profile give the account the role billing profile reader; a role on a subscription is not enough"
	case e.Status == http.StatusForbidden && account:
		return "have an enterprise administrator give the account the role enterprise administrator (read only), or an owner of a Microsoft Customer Agreement's account that of billing account reader; a role on a subscription is not enough"
	case e.Status == http.StatusForbidden:
		return "give the account the role Cost Management Reader on the subscription, and wait some minutes for it to take effect; of an Enterprise Agreement, account owners must be allowed to view charges"
	case e.Status == http.StatusNotFound && account:
		return `check --billing-account and --billing-profile ("az billing account list", "az billing profile list --account-name ACCOUNT"); ` + unserved
	case e.Status == http.StatusBadRequest, e.Status == http.StatusUnprocessableEntity:
		return "check the scope and the days (the past 13 months, one month in a report); " + unserved
	}
	return ""
}

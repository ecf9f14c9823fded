package azure

import (
	"net/http"
	"strings"
)

// ofSheet tells whether a path asks for a price sheet, or for what became of it.
func ofSheet(path string) bool {
	path = strings.ToLower(path)
	return strings.Contains(path, "/microsoft.costmanagement/pricesheets/") ||
		strings.Contains(path, "/microsoft.costmanagement/operationresults/") && strings.Contains(path, "/billingaccounts/")
}

// sheetHint says what to do about an error of price sheets; "" where that is not of
// their own.
func (e *Error) sheetHint(path string) string {
	customer := strings.Contains(strings.ToLower(path), "/billingprofiles/")
	switch e.Status {
	case http.StatusForbidden:
		if customer {
			return "have an owner of the billing profile give the account the role billing profile reader; a role on a subscription is not enough"
		}
		return "have an enterprise administrator give the account the role enterprise administrator (read only), and allow to view charges (the enrollment's policies); a role on a subscription is not enough"
	case http.StatusNotFound, http.StatusBadRequest:
		if customer {
			return `check --billing-account and --billing-profile ("az billing account list", "az billing profile list --account-name ACCOUNT"); only the current month's sheet is served`
		}
		return `check --billing-account ("az billing account list"), and give --billing-period a month of the past 13 of which there is a sheet, such as 202611`
	}
	return ""
}

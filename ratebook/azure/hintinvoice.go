package azure

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// optIn is where the account administrator lets others see invoices.
const optIn = `in the Azure portal, under Subscriptions, the subscription, Invoices, "Access to invoices"`

// invoiceHint says what to do about an error of the invoice APIs; "" where that is
// not of their own. Their codes for "not opted in" and "not the account
// administrator" are not documented: issues show 403 and 401.
func (e *Error) invoiceHint(subscription, path string) string {
	code := strings.ToLower(e.Code)
	switch {
	case code == "disallowedprovider":
		return "the subscription was sold by a partner (CSP): its invoices are the partner's, who sends them"
	case code == "unsupportedsubscriptiontype", strings.Contains(e.Message, "Offer id ") && strings.Contains(e.Message, "not supported"):
		hint := "this API has no invoices of the subscription's offer: an Enterprise Agreement's are in the Azure portal, under Cost Management + Billing; a free or sponsored subscription has none"
		if strings.HasPrefix(strings.ToLower(path), "/subscriptions/") {
			hint += "; of one with a Microsoft Customer Agreement, ask with --api 2024-04-01"
		}
		return hint
	case e.Status == http.StatusUnauthorized && !slices.Contains([]string{"invalidauthenticationtoken", "invalidauthenticationtokentenant", "authenticationfailed", "expiredauthenticationtoken"}, code):
		return fmt.Sprintf("only the account administrator of %s may list and download its invoices: sign in as them, or have them allow others to (%s) and give the account the role Billing Reader", subscription, optIn)
	case e.Status == http.StatusForbidden && code == "authorizationfailed":
		return fmt.Sprintf("give the account the role Billing Reader on %s, and wait some minutes for it to take effect; others than the account administrator see invoices only once that one has allowed it (%s)", subscription, optIn)
	case e.Status == http.StatusForbidden:
		return fmt.Sprintf("access to the invoices of %s is not opted in to: have the account administrator allow it (%s), and give the account the role Billing Reader", subscription, optIn)
	case e.Status == http.StatusNotFound && strings.Contains(strings.ToLower(path), "/invoices/"):
		return `there is no such invoice; "azwhatif invoices list" shows those that there are`
	}
	return ""
}

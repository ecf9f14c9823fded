package azure

import (
	"fmt"
	"net/http"
	"strings"
)

// ofKusto tells whether a path asks a cluster of Azure Data Explorer, or an eventhouse.
func ofKusto(path string) bool { return strings.HasSuffix(strings.ToLower(path), "/v2/rest/query") }

// kustoHint says what to do about an error of Kusto's; "" where that is not of its own.
func (e *Error) kustoHint(at where) string {
	switch e.Status {
	case http.StatusUnauthorized:
		return fmt.Sprintf("sign in again (credential %s), and check that the cluster is of the tenant that is signed in to (azure.tenant); kusto.audience says whom tokens are for, where that is not the cluster itself", at.cfg.Credential)
	case http.StatusForbidden:
		return "have an administrator of the database make the account a viewer of it (in Azure Data Explorer: .add database NAME viewers ('aadapp=…' or 'aaduser=…'); in Fabric: share the KQL database with it)"
	case http.StatusBadRequest:
		return "check the database in the address, and --table: a function such as that of FinOps hubs has parentheses, Costs()"
	}
	return ""
}

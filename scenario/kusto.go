package scenario

import (
	"errors"
	"net/url"
	"strings"
)

// Kusto is where a table of usage is in Azure Data Explorer, or in an eventhouse of Fabric.
type Kusto struct {
	Cluster  string // "https://hub.westeurope.kusto.windows.net"
	Database string
}

// ParseKusto reads https://hub.westeurope.kusto.windows.net/Hub: the address of a cluster,
// or the query address of an eventhouse, and a database. A user, a password or a query is
// refused, and no error repeats them.
func ParseKusto(text string) (Kusto, error) {
	const like = "it is like https://hub.westeurope.kusto.windows.net/Hub: a cluster, or an eventhouse's query address, and a database"
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return Kusto{}, errors.New("the address of Kusto is not an address; " + like)
	case u.User != nil || strings.Contains(text, "@"):
		return Kusto{}, errors.New("the address of Kusto has a user in it: leave that out; one signs in as the account that azure.credential (--credential) tells")
	case u.Scheme != "https":
		return Kusto{}, errors.New("the address of Kusto is not https; " + like)
	case u.RawQuery != "" || u.Fragment != "":
		return Kusto{}, errors.New("the address of Kusto has more than a database behind its host; " + like)
	}
	database := strings.TrimPrefix(u.Path, "/")
	if database == "" || strings.Contains(database, "/") {
		return Kusto{}, errors.New("the address of Kusto names no database, or more than one; " + like)
	}
	return Kusto{Cluster: "https://" + u.Host, Database: database}, nil
}

// String is the address, as ParseKusto reads it.
func (k Kusto) String() string { return k.Cluster + "/" + url.PathEscape(k.Database) }

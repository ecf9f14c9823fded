package scenario

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ClickHouse is where a table of usage is: one server, or several any of which
// will do, and a database.
type ClickHouse struct {
	Hosts    []string // "host:9000"
	Database string
	Secure   bool // over TLS
}

// clickHouseScheme begins the address of ClickHouse's native protocol.
const clickHouseScheme = "clickhouse://"

// ParseClickHouse reads clickhouse://host:9000,host2:9000/database?secure=true.
// A port that is left out is 9000, or 9440 over TLS; a database that is left out
// is default. A user or a password is refused, and no error repeats them.
func ParseClickHouse(text string) (ClickHouse, error) {
	var c ClickHouse
	rest, ok := strings.CutPrefix(text, clickHouseScheme)
	lower := strings.ToLower(text)
	switch {
	case strings.Contains(text, "@") || strings.Contains(lower, "password") || strings.Contains(lower, "username"):
		return c, errors.New("the address of ClickHouse has a user or a password in it; put them into the environment, AZWHATIF_CLICKHOUSE_USER and AZWHATIF_CLICKHOUSE_PASSWORD")
	case !ok:
		return c, errors.New("the address of ClickHouse is not like clickhouse://host:9000/database")
	}
	rest, query, _ := strings.Cut(rest, "?")
	switch query {
	case "", "secure=false":
	case "secure=true":
		c.Secure = true
	default:
		return c, errors.New(`behind the "?" of ClickHouse's address only secure=true can stand`)
	}
	hosts, database, _ := strings.Cut(rest, "/")
	if c.Database = database; database == "" {
		c.Database = "default"
	}
	if strings.ContainsAny(c.Database, "/#\x00") {
		return c, errors.New("the address of ClickHouse has more than a database behind its hosts")
	}
	port := 9000
	if c.Secure {
		port = 9440
	}
	for host := range strings.SplitSeq(hosts, ",") {
		full, err := withPort(host, port)
		if err != nil {
			return c, err
		}
		c.Hosts = append(c.Hosts, full)
	}
	return c, nil
}

// withPort checks a host, and adds the port where it has none.
func withPort(host string, port int) (string, error) {
	name, given := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		name, given = host[:i], host[i+1:]
		if n, err := strconv.Atoi(given); err != nil || n < 1 || n > 65535 {
			return "", errors.New("a host in ClickHouse's address has a port that is not 1 to 65535")
		}
	}
	bare := name
	if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") { // an address such as [::1]
		bare = strings.ReplaceAll(name[1:len(name)-1], ":", "0")
	}
	if bare == "" || strings.Trim(bare, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") != "" {
		return "", errors.New("the address of ClickHouse has a host that is no name; it is like clickhouse://host:9000,host2:9000/database")
	}
	if given == "" {
		given = strconv.Itoa(port)
	}
	return name + ":" + given, nil
}

// String is the address, as ParseClickHouse reads it.
func (c ClickHouse) String() string {
	secure := ""
	if c.Secure {
		secure = "?secure=true"
	}
	return fmt.Sprintf("%s%s/%s%s", clickHouseScheme, strings.Join(c.Hosts, ","), c.Database, secure)
}

package azure

import (
	"net/http"
	"strings"
	"time"
)

// keepLongestWait puts the longest of the waits that a throttled answer states into its
// Retry-After, which is what azcore waits by. Cost Management states one for each of its
// limits: of the tenant, of the kind of client, of the entity that is asked about.
//
// Source: headers x-ms-ratelimit-microsoft.costmanagement-{qpu,entity,tenant,clienttype}-retry-after
// and x-ms-ratelimit-microsoft.consumption-retry-after; Microsoft Learn, "Automation for
// partners" and "Manage costs with automation".
func keepLongestWait(res *http.Response) {
	if res.StatusCode != http.StatusTooManyRequests && res.StatusCode != http.StatusServiceUnavailable {
		return
	}
	now := time.Now()
	longest, stated := retryAfter(res.Header, now), ""
	for name, values := range res.Header {
		name = strings.ToLower(name)
		if !strings.HasPrefix(name, "x-ms-ratelimit-microsoft.") || !strings.HasSuffix(name, "-retry-after") || len(values) == 0 {
			continue
		}
		if wait := retryAfter(http.Header{"Retry-After": values[:1]}, now); wait > longest {
			longest, stated = wait, values[0]
		}
	}
	if stated == "" {
		return
	}
	for _, shorter := range []string{"retry-after-ms", "x-ms-retry-after-ms"} {
		res.Header.Del(shorter) // azcore looks at these first
	}
	res.Header.Set("Retry-After", stated)
}

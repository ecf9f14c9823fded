package azure

import (
	"net/http"
	"testing"
)

// TestLongestWait: of the waits that a throttled answer states, the longest counts, and
// nothing else has one.
func TestLongestWait(t *testing.T) {
	const costs = "x-ms-ratelimit-microsoft.costmanagement-"
	for name, c := range map[string]struct {
		status int
		header map[string]string
		want   string
	}{
		"none":             {429, nil, ""},
		"Retry-After":      {429, map[string]string{"Retry-After": "3"}, "3"},
		"a limit's":        {429, map[string]string{costs + "qpu-retry-after": "7"}, "7"},
		"the longest":      {429, map[string]string{"Retry-After": "3", costs + "entity-retry-after": "7", costs + "tenant-retry-after": "60", costs + "clienttype-retry-after": "5"}, "60"},
		"a shorter":        {429, map[string]string{"Retry-After": "30", costs + "entity-retry-after": "7"}, "30"},
		"milliseconds":     {503, map[string]string{"retry-after-ms": "20", "x-ms-ratelimit-microsoft.consumption-retry-after": "2"}, "2"},
		"no number":        {429, map[string]string{costs + "entity-retry-after": "soon"}, ""},
		"an error":         {500, map[string]string{costs + "entity-retry-after": "7"}, ""},
		"a count, no wait": {429, map[string]string{costs + "qpu-remaining": "7"}, ""},
	} {
		res := &http.Response{StatusCode: c.status, Header: http.Header{}}
		for k, v := range c.header {
			res.Header.Set(k, v)
		}
		keepLongestWait(res)
		if got := res.Header.Get("Retry-After"); got != c.want || c.want == "2" && res.Header.Get("retry-after-ms") != "" {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

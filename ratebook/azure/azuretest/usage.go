package azuretest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// serveUsage answers with Options.Usage, in pages, for all times
// that may be asked for.
func (s *Server) serveUsage(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	step := 24 * time.Hour
	switch strings.ToLower(orElse(q.Get("aggregationGranularity"), "Daily")) {
	case "daily":
	case "hourly":
		step = time.Hour
	default:
		armError(w, http.StatusBadRequest, "InvalidInput", "The aggregationGranularity is not Daily or Hourly.")
		return
	}
	var times [2]time.Time
	for i, name := range []string{"reportedStartTime", "reportedEndTime"} {
		t, err := time.Parse(time.RFC3339, q.Get(name))
		_, offset := t.Zone()
		// The code and the wording are ours: no page has the real ones.
		if err != nil || offset != 0 || !t.Truncate(step).Equal(t) || t.After(time.Now()) {
			armError(w, http.StatusBadRequest, "InvalidInput", "%s has to be a UTC time on the hour, or at midnight for Daily, and not in the future.", name)
			return
		}
		times[i] = t
	}
	if !times[0].Before(times[1]) {
		armError(w, http.StatusBadRequest, "InvalidInput", "reportedStartTime has to be before reportedEndTime.")
		return
	}
	s.page(w, r, s.opt.Usage, s.opt.UsagePage, "continuationToken")
}

// page answers with some of a list, and the link to the rest.
func (s *Server) page(w http.ResponseWriter, r *http.Request, all []json.RawMessage, size int, token string) {
	q := r.URL.Query()
	skip, err := strconv.Atoi(orElse(q.Get(token), "0"))
	if err != nil || skip < 0 {
		armError(w, http.StatusBadRequest, "InvalidInput", "The %s is not valid.", token)
		return
	}
	rest := append([]json.RawMessage{}, all[min(skip, len(all)):]...)
	body := map[string]any{"value": rest[:min(size, len(rest))]}
	if len(rest) > size {
		q.Set(token, strconv.Itoa(skip+size))
		next := url.URL{Scheme: "https", Host: r.Host, Path: r.URL.Path, RawQuery: q.Encode()}
		body["nextLink"] = next.String()
	}
	writeJSON(w, http.StatusOK, body)
}

// serveSKUs answers with Options.SKUs, in pages.
func (s *Server) serveSKUs(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, s.opt.SKUs, s.opt.UsagePage, "$skiptoken")
}

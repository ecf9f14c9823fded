package azuretest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// serveUsage answers with Options.Usage, in pages, whatever the times are that
// are asked for, once they are ones that may be asked for.
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

// serveInvoices is the list of the 2017 API, one invoice by its name, or the latest.
// The address of the PDF is there where it is asked for, or for one invoice.
func (s *Server) serveInvoices(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	one := ""
	if len(parts) > 5 {
		one = parts[5]
	}
	q := r.URL.Query()
	expand := one != "" || strings.EqualFold(q.Get("$expand"), "downloadUrl")
	var list []json.RawMessage
	for i, raw := range s.opt.Invoices {
		var invoice map[string]any
		if json.Unmarshal(raw, &invoice) != nil {
			continue
		}
		name, _ := invoice["name"].(string)
		if one != "" && !strings.EqualFold(one, name) && !(strings.EqualFold(one, "latest") && i == 0) {
			continue
		}
		properties, _ := invoice["properties"].(map[string]any)
		if properties == nil {
			properties = map[string]any{}
		}
		delete(properties, "downloadUrl")
		if expand {
			properties["downloadUrl"] = map[string]string{
				"expiryTime": time.Now().Add(time.Hour).UTC().Format(time.RFC3339), "url": s.SignedURL([]byte("%PDF-1.4 " + name)),
			}
		}
		invoice["properties"] = properties
		text, _ := json.Marshal(invoice)
		list = append(list, text)
	}
	if one != "" {
		if len(list) == 0 {
			armError(w, http.StatusNotFound, "NotFound", "The invoice '%s' was not found.", one)
			return
		}
		writeJSON(w, http.StatusOK, list[0])
		return
	}
	size, err := strconv.Atoi(orElse(q.Get("$top"), "100"))
	if err != nil || size < 1 || size > 100 {
		armError(w, http.StatusBadRequest, "InvalidInput", "The $top has to be from 1 to 100.")
		return
	}
	s.page(w, r, list, size, "$skiptoken")
}

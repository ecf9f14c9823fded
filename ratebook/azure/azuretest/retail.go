package azuretest

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// RetailPage takes the items out of a saved page of the Retail Prices API.
func RetailPage(page []byte) ([]json.RawMessage, error) {
	var envelope struct{ Items []json.RawMessage }
	err := json.Unmarshal(page, &envelope)
	return envelope.Items, err
}

// retailFields are the names that a filter may have, and those of an item.
var retailFields = map[string]string{
	"armregionname": "armRegionName", "location": "location", "meterid": "meterId", "metername": "meterName",
	"productid": "productId", "skuid": "skuId", "productname": "productName", "skuname": "skuName", "servicename": "serviceName",
	"serviceid": "serviceId", "servicefamily": "serviceFamily", "pricetype": "type", "armskuname": "armSkuName",
	"currencycode": "", // of no use in a filter: nothing is found, and nothing said
}

func (s *Server) serveRetail(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/api/retail/prices" {
		http.NotFound(w, r)
		return
	}
	q := r.URL.Query()
	// The wording of this 400 is ours.
	bad := func(message string) {
		writeJSON(w, http.StatusBadRequest, map[string]any{"Error": map[string]string{"Code": "BadRequest", "Message": message}})
	}
	version := q.Get("api-version")
	switch version {
	case "", "2021-10-01-preview", "2023-01-01-preview":
	default:
		bad("The api-version is not supported.")
		return
	}
	matches, err := parseFilter(q.Get("$filter"), version == "2023-01-01-preview")
	skip, skipErr := strconv.Atoi(orElse(q.Get("$skip"), "0"))
	if err != nil || skipErr != nil || skip < 0 {
		bad("Invalid OData parameters supplied")
		return
	}
	currency := strings.Trim(orElse(q.Get("currencyCode"), "USD"), "'")
	items := []json.RawMessage{}
	for _, raw := range s.opt.RetailItems {
		var item map[string]any
		if json.Unmarshal(raw, &item) != nil || item["currencyCode"] != currency || !matches(item) {
			continue
		}
		if strings.Trim(q.Get("meterRegion"), "'") == "primary" && item["isPrimaryMeterRegion"] != true {
			continue
		}
		if version != "2023-01-01-preview" && item["savingsPlan"] != nil {
			delete(item, "savingsPlan")
			raw, _ = json.Marshal(item)
		}
		items = append(items, raw)
	}
	items = items[min(skip, len(items)):]
	var next any
	if len(items) > s.opt.RetailPage {
		items = items[:s.opt.RetailPage]
		q.Set("$skip", strconv.Itoa(skip+s.opt.RetailPage))
		// the real one states its port, too, and leaves blanks and dollars as they are
		query, _ := url.QueryUnescape(q.Encode())
		next = s.Retail + r.URL.Path + "?" + strings.ReplaceAll(query, " ", "%20")
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"BillingCurrency": currency, "CustomerEntityId": "Default", "CustomerEntityType": "Retail",
		"Items": items, "NextPageLink": next, "Count": len(items),
	})
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

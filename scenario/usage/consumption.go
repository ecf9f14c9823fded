package usage

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

func init() {
	register(&format{
		Name: "azure-consumption",
		// usageDetails of the Consumption API: of 2017, with the meter in
		// meterDetails, and the later kinds "legacy" and "modern"; and what
		// "az consumption usage list" prints of them: records whose properties
		// stand in the record itself.
		Claims: func(h head) bool {
			b := h.Bytes
			if !startsJSON(b) {
				return false
			}
			b = bytes.ToLower(b)
			return !bytes.Contains(b, []byte(`"usagestarttime"`)) && bytes.Contains(b, []byte(`"meterid"`)) &&
				(bytes.Contains(b, []byte("microsoft.consumption/usagedetails")) || bytes.Contains(b, []byte(`"pretaxcost"`)) ||
					bytes.Contains(b, []byte(`"effectiveprice"`)))
		},
		Columns: consumptionColumns,
		Read:    readConsumption,
		Canonical: func(c columns, d dialect) canonical {
			return azureColumns(c)
		},
	})
}

var consumptionColumns = []string{"date", "usagestart", "usageend", "subscriptionid", "subscriptionguid", "meterid", "metercategory", "metersubcategory",
	"metername", "meterregion", "unitofmeasure", "unit", "offerid", "resourcegroup", "resourceid", "instanceid", "instancename", "tags",
	"quantity", "usagequantity", "costinbillingcurrency", "cost", "pretaxcost", "billingcurrency", "billingcurrencycode", "currency",
	"effectiveprice", "unitprice", "paygprice", "pricingcurrency", "pricingcurrencycode", "chargetype", "pricingmodel", "publishertype", "reservationid", "benefitid", "productorderid", "frequency", "term"}

// readConsumption writes a row for each record. The properties and those of
// meterDetails are named as in exports, or nearly.
func readConsumption(in io.Reader, w *rows) error {
	bare := 0
	err := readPages(in, w, func(raw json.RawMessage) ([]string, string) {
		var record struct {
			ID         string                     `json:"id"`
			Tags       json.RawMessage            `json:"tags"`
			Properties map[string]json.RawMessage `json:"properties"`
		}
		if err := json.Unmarshal(raw, &record); err != nil {
			return nil, jsonReason(err)
		}
		if record.Properties == nil {
			if err := json.Unmarshal(raw, &record.Properties); err != nil {
				return nil, jsonReason(err)
			}
			if !usageRecord(record.Properties) {
				return nil, "has neither properties nor a meter, a date and a quantity of its own"
			}
		}
		values := map[string]string{}
		if err := flatten(values, record.Properties); err != "" {
			return nil, err
		}
		if _, stated := values["meterregion"]; !stated { // "" is a meter of all regions
			if values["meterregion"] = values["meterlocation"]; values["meterregion"] == "" {
				values["meterregion"] = cmp.Or(values["resourcelocation"], values["instancelocation"])
			}
		}
		if t := bytes.TrimSpace(record.Tags); values["tags"] == "" && len(t) > 2 && t[0] == '{' {
			values["tags"] = string(t)
		}
		if values["subscriptionid"]+values["subscriptionguid"] == "" {
			values["subscriptionid"] = cmp.Or(subscriptionOf(values["resourceid"]), subscriptionOf(values["instanceid"]), subscriptionOf(record.ID))
		}
		if values["meterid"] != "" && values["metername"] == "" && values["unitofmeasure"]+values["unit"] == "" {
			bare++
		}
		row := make([]string, len(consumptionColumns))
		for i, name := range consumptionColumns {
			row[i] = values[name]
		}
		if values["resourcegroup"] == "" {
			i := slices.Index(consumptionColumns, "resourcegroup")
			row[i] = groupOf(values["resourceid"] + values["instanceid"])
		}
		return row, ""
	})
	if bare > 0 {
		w.assumed = append(w.assumed, fmt.Sprintf("records without meterDetails: %d, which have neither a meter's name nor a unit of measure; get the details with $expand=properties/meterDetails, or az's --include-meter-details", bare))
	}
	return err
}

// usageRecord tells whether a record itself has the properties of usage.
func usageRecord(properties map[string]json.RawMessage) bool {
	has := func(names ...string) bool {
		for name := range properties {
			if slices.Contains(names, evenOut(name)) {
				return true
			}
		}
		return false
	}
	return has("meterid") && has("usagestart", "date") && has("usagequantity", "quantity")
}

// flatten writes properties down as text: a number as it stands. Of
// meterDetails it keeps what the record itself does not have.
func flatten(values map[string]string, properties map[string]json.RawMessage) string {
	for name, raw := range properties {
		name = evenOut(name)
		if name == "meterdetails" {
			continue
		}
		values[name] = tagValue(raw)
		if values[name] == "null" {
			values[name] = ""
		}
	}
	for name, raw := range properties {
		if !strings.EqualFold(name, "meterDetails") || string(raw) == "null" {
			continue
		}
		var details map[string]json.RawMessage
		if err := json.Unmarshal(raw, &details); err != nil {
			return "meterDetails: " + jsonReason(err)
		}
		inner := map[string]string{}
		if reason := flatten(inner, details); reason != "" {
			return reason
		}
		for k, v := range inner {
			if values[k] == "" {
				values[k] = v
			}
		}
	}
	return ""
}

package usage

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
)

func init() {
	register(&format{
		Name: "azure-usage-aggregates",
		// Answers of the UsageAggregates API: one page, an array of pages or
		// of records, or several one behind the other.
		Claims: func(h head) bool {
			return startsJSON(h.Bytes) && bytes.Contains(h.Bytes, []byte(`"usageStartTime"`)) && bytes.Contains(h.Bytes, []byte(`"meterId"`))
		},
		Columns: []string{"subscriptionid", "usagestart", "usageend", "meterid", "metercategory", "metersubcategory", "metername", "meterregion",
			"unit", "quantity", "resourceid", "tags", "ordernumber", "resourcegroup"},
		Read: readUsageAggregates,
		Canonical: func(c columns, d dialect) canonical {
			r := azureColumns(c)
			r.Blocks = false // the quantity is counted in the unit, as rates are
			r.Kind = "CASE WHEN " + c.text("ordernumber") + " <> '' THEN 'marketplace' ELSE 'usage' END"
			return r
		},
	})
}

// usageAggregate is one record. What names the reported bucket, the id, is not
// unique; and the same usage reported in two buckets is two records, both of
// which count.
type usageAggregate struct {
	ID         string `json:"id"`
	Properties struct {
		SubscriptionID   string      `json:"subscriptionId"`
		MeterID          string      `json:"meterId"`
		UsageStartTime   string      `json:"usageStartTime"`
		UsageEndTime     string      `json:"usageEndTime"`
		Quantity         json.Number `json:"quantity"`
		Unit             string      `json:"unit"`
		MeterName        string      `json:"meterName"`
		MeterCategory    string      `json:"meterCategory"`
		MeterSubCategory string      `json:"meterSubCategory"`
		MeterRegion      string      `json:"meterRegion"`
		InstanceData     string      `json:"instanceData"`
	} `json:"properties"`
}

// instanceData is the JSON text within a record that has a resource.
type instanceData struct {
	Resources struct {
		ResourceURI string            `json:"resourceUri"`
		Location    string            `json:"location"`
		Tags        map[string]string `json:"tags"`
		OrderNumber string            `json:"orderNumber"`
	} `json:"Microsoft.Resources"`
}

// readUsageAggregates writes a row for each record. A page never repeats
// itself; pages that overlap do. So the very same record (id, window, meter,
// instance, quantity: all of its text) counts as often as the page has it that
// has it most often, and what another page repeats is counted as such.
func readUsageAggregates(in io.Reader, w *rows) error {
	return readPages(in, w, func(raw json.RawMessage) (row []string, reason string) {
		var a usageAggregate
		if err := json.Unmarshal(raw, &a); err != nil {
			return nil, jsonReason(err)
		}
		p := a.Properties
		start, err := time.Parse(time.RFC3339, p.UsageStartTime)
		if err != nil {
			return nil, fmt.Sprintf("usageStartTime %q is not a time", clip(p.UsageStartTime))
		}
		var inside instanceData
		if p.InstanceData != "" {
			if err := json.Unmarshal([]byte(p.InstanceData), &inside); err != nil {
				return nil, "instanceData is not JSON: " + jsonReason(err)
			}
		}
		r := inside.Resources
		tags := ""
		if len(r.Tags) > 0 {
			text, err := json.Marshal(r.Tags)
			if err != nil {
				return nil, err.Error()
			}
			tags = string(text)
		}
		return []string{p.SubscriptionID, start.UTC().Format("2006-01-02T15:04:05Z"), p.UsageEndTime, p.MeterID, p.MeterCategory, p.MeterSubCategory,
			p.MeterName, p.MeterRegion, p.Unit, p.Quantity.String(), r.ResourceURI, tags, r.OrderNumber, groupOf(r.ResourceURI)}, ""
	})
}

// groupOf is the resource group in a resource's id, subscriptionOf the
// subscription.
func groupOf(id string) string { return partOf(id, "resourceGroups") }

func subscriptionOf(id string) string { return partOf(id, "subscriptions") }

func partOf(id, name string) string {
	parts := strings.Split(id, "/")
	for i := 0; i+1 < len(parts); i++ {
		if strings.EqualFold(parts[i], name) {
			return parts[i+1]
		}
	}
	return ""
}

// seen tells which records of earlier pages a record repeats.
type seen struct {
	before map[[sha256.Size]byte]int // how often a page before had it, at most
	page   map[[sha256.Size]byte]int // how often this page has it so far
}

func newSeen() *seen {
	return &seen{before: map[[sha256.Size]byte]int{}, page: map[[sha256.Size]byte]int{}}
}

// repeats counts a record.
func (s *seen) repeats(raw json.RawMessage) bool {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		b.Reset()
		b.Write(raw)
	}
	h := sha256.Sum256(b.Bytes())
	s.page[h]++
	return s.page[h] <= s.before[h]
}

// turn ends a page.
func (s *seen) turn() {
	for h, n := range s.page {
		s.before[h] = max(s.before[h], n)
	}
	clear(s.page)
}

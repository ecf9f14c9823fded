package usage

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

func init() {
	register(&format{
		Name: "gcp-billing",
		// The export of Cloud Billing to BigQuery, standard and detailed, as it is saved:
		// JSON lines (or an array) and Parquet with nested fields, and CSV, where the
		// fields stand in columns such as service.description or service_description.
		// Source: cloud.google.com/billing/docs/how-to/export-data-bigquery-tables.
		Claims: func(h head) bool {
			if startsJSON(h.Bytes) {
				return gcpStart.Match(h.Bytes) && gcpSKU.Match(h.Bytes) && gcpCost.Match(h.Bytes)
			}
			cs := h.Columns
			return cs.has("usagestarttime") && cs.has("cost") && cs.has("sku", "skudescription", "skuid") && cs.has("service", "servicedescription", "serviceid")
		},
		Columns: gcpColumns,
		Read:    readGCP,
		Canonical: func(c columns, d dialect) canonical {
			return canonical{
				Provider: literal("Google Cloud"), Kind: c.text("kind"), KindText: c.text("costtype"), Day: c.text("day"), Until: c.text("until"),
				Subscription: c.text("project"), Service: c.text("service"), UsageType: c.text("sku"), Operation: c.text("machine"),
				ForeignRegion: c.text("region"), ForeignUnit: c.text("unit"), Quantity: c.text("quantity"), Cost: c.text("cost"), Currency: c.text("currency"),
				Resource: c.text("resource"), Tags: c.text("labels"), Benefit: c.text("benefit"),
			}
		},
	})
}

// gcpColumns are those of the rows that are written.
var gcpColumns = []string{"kind", "costtype", "day", "until", "project", "service", "sku", "machine", "region", "unit", "quantity", "cost", "currency", "resource", "labels", "benefit"}

// Where those stand of which a row for a promotion has values of its own.
var (
	gcpKindAt, gcpQuantityAt = slices.Index(gcpColumns, "kind"), slices.Index(gcpColumns, "quantity")
	gcpCostAt, gcpBenefitAt  = slices.Index(gcpColumns, "cost"), slices.Index(gcpColumns, "benefit")
)

// Fields that the export has in JSON.
var (
	gcpStart = regexp.MustCompile(`"usage_start_time"\s*:`)
	gcpSKU   = regexp.MustCompile(`"sku"\s*:`)
	gcpCost  = regexp.MustCompile(`"cost"\s*:`)
)

// readGCP writes a row for each record, and one more for the promotional credits of
// those that have such: like AWS's, they pay for usage and are no discount on it. All
// other credits are: free tiers, committed and sustained use, negotiated prices.
func readGCP(in io.Reader, w *rows) error {
	promoted := 0
	err := readObjects(in, w, func(r object) (reason string) {
		row, credit, reason := gcpRow(r)
		if reason != "" {
			return reason
		}
		w.add(row...)
		if !credit.IsZero() {
			promoted++
			row[gcpKindAt], row[gcpQuantityAt], row[gcpCostAt], row[gcpBenefitAt] = string(scenario.Credit), "0", credit.String(), ""
			w.add(row...)
		}
		return ""
	})
	if promoted > 0 {
		w.notes = append(w.notes, fmt.Sprintf("the promotional credits of %s are counted as rows of their own", countRows(int64(promoted))))
	}
	return err
}

// gcpRow reads a record; credit is what promotions pay of it.
func gcpRow(r object) (row []string, credit money.Decimal, reason string) {
	start, ok := gcpTime(r.text("usage_start_time"))
	if !ok {
		return nil, credit, fmt.Sprintf("usage_start_time %q is not a time", clip(r.text("usage_start_time")))
	}
	until := ""
	if end, ok := gcpTime(r.text("usage_end_time")); ok {
		until = end.Format(gcpMoment)
	}
	cost, err := plainNumber(r.text("cost"))
	if err != nil {
		return nil, credit, fmt.Sprintf("cost %q is not a number", clip(r.text("cost")))
	}
	credits, reason := gcpCredits(r)
	if reason != "" {
		return nil, credit, reason
	}
	sku, costType := r.text("sku.description", "sku.id"), strings.ToLower(cmp.Or(r.text("cost_type"), "regular"))
	quantity, unit, reason := gcpQuantity(r, start, sku)
	if reason != "" {
		return nil, credit, reason
	}
	kind, benefit := gcpKind(r, costType, sku), ""
	if quantity == "" && kind != scenario.Metered {
		quantity = "0"
	}
	net := cost.Add(credits.committed).Add(credits.other)
	if kind == scenario.Metered && credits.committed.Sign() < 0 && net.Cmp(cost.Mul(allPaid)) <= 0 {
		kind, benefit = scenario.CoveredUsage, credits.name
	}
	system := r.labels("system_labels")
	machine, cores, memory := strings.ToLower(system["compute.googleapis.com/machine_spec"]), system["compute.googleapis.com/cores"], system["compute.googleapis.com/memory"]
	if machine == "" && cores != "" && memory != "" {
		machine = "custom-" + cores + "-" + memory // as Google names machines of one's own measure
	}
	region := strings.ToLower(r.text("location.region", "location.location"))
	if region == "" {
		region = gcpZone.ReplaceAllString(strings.ToLower(r.text("location.zone")), "$1")
	}
	billed := net.String()
	if r.text("cost") == "" && net.IsZero() { // it is not stated
		billed = ""
	}
	labels := r.labels("tags")
	maps.Copy(labels, r.labels("labels"))
	text, err := json.Marshal(labels)
	if err != nil {
		return nil, credit, err.Error()
	}
	return []string{string(kind), costType, start.Format(gcpMoment), until, r.text("project.id", "project.number", "billing_account_id"), r.text("service.description", "service.id"),
		sku, machine, region, unit, quantity, billed, r.text("currency"), r.text("resource.global_name", "resource.name"), string(text), benefit}, credits.promotion, ""
}

// allPaid is the part of a cost that its credits may leave where they are to pay all of
// it: both are sums of floating point.
var allPaid = money.MustParse("0.000001")

var gcpZone = regexp.MustCompile(`^(.+[0-9])-[a-z]$`)

// gcpMoment is how moments are written for SQL, in UTC.
const gcpMoment = "2006-01-02T15:04:05Z"

// gcpTime reads a time as BigQuery, its exports and DuckDB write it.
func gcpTime(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999 UTC", "2006-01-02 15:04:05.999999999Z07", "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func gcpKind(r object, costType, sku string) scenario.RecordKind {
	switch costType {
	case "tax":
		return scenario.Tax
	case "adjustment", "rounding_error":
		return scenario.Adjustment
	case "regular":
	default:
		return ""
	}
	switch {
	case strings.HasPrefix(strings.ToUpper(r.text("transaction_type")), "THIRD_PARTY"):
		return scenario.Marketplace
	case strings.HasPrefix(sku, "Commitment ") || strings.HasPrefix(sku, "Commitment:"): // "Commitment v1: N2 Cpu in Americas for 1 Year"
		return scenario.Purchase
	}
	return scenario.Metered
}

// gcpCredit are the sums of a record's credits, below zero.
type gcpCredit struct {
	promotion, committed, other money.Decimal
	name                        string // of the committed ones
}

// gcpCredits sums credits up: of an array, or of a column that has their sum.
func gcpCredits(r object) (c gcpCredit, reason string) {
	list, err := r.list("credits")
	if err != nil {
		if c.other, err = plainNumber(r.text("credits")); err != nil {
			return c, "credits are not JSON, nor a number"
		}
		return c, ""
	}
	if sum := r.text("credits.amount", "credit_amount", "total_credits"); list == nil && sum != "" {
		if c.other, err = plainNumber(sum); err != nil {
			return c, fmt.Sprintf("the sum of credits %q is not a number", clip(sum))
		}
	}
	for _, credit := range list {
		amount, err := plainNumber(credit.text("amount"))
		if err != nil {
			return c, fmt.Sprintf("the credit's amount %q is not a number", clip(credit.text("amount")))
		}
		switch kind := strings.ToUpper(credit.text("type")); {
		case kind == "PROMOTION":
			c.promotion = c.promotion.Add(amount)
		case strings.HasPrefix(kind, "COMMITTED_USAGE_DISCOUNT"):
			c.committed, c.name = c.committed.Add(amount), cmp.Or(c.name, credit.text("full_name", "name", "id"))
		default:
			c.other = c.other.Add(amount)
		}
	}
	return c, ""
}

// gib is how many bytes a gibibyte has.
var gib = money.Int(1 << 30)

// gcpQuantity is what was used, in the unit that it is priced in. Where the export has
// the plain usage only, seconds become hours, bytes gibibytes, and byte-seconds gibibytes
// by the hour for memory, and else for the whole of their month.
func gcpQuantity(r object, start time.Time, sku string) (quantity, unit, reason string) {
	text, unit := r.text("usage.amount_in_pricing_units"), r.text("usage.pricing_unit")
	priced := text != "" && unit != ""
	if !priced {
		text, unit = r.text("usage.amount"), r.text("usage.unit")
	}
	if text == "" {
		return "", unit, ""
	}
	d, err := plainNumber(text)
	if err != nil {
		return "", "", fmt.Sprintf("the amount of usage %q is not a number", clip(text))
	}
	if priced {
		return d.String(), unit, ""
	}
	hour := money.Int(3600)
	switch strings.ToLower(unit) {
	case "seconds":
		d, unit = d.Div(hour), "hour"
	case "bytes":
		d, unit = d.Div(gib), "gibibyte"
	case "byte-seconds":
		if strings.Contains(" "+sku+" ", " Ram ") {
			d, unit = d.Div(gib).Div(hour), "gibibyte hour"
			break
		}
		month := time.Date(start.Year(), start.Month(), 1, 0, 0, 0, 0, time.UTC)
		d, unit = d.Div(gib).Div(money.Int(int64(month.AddDate(0, 1, 0).Sub(month).Seconds()))), "gibibyte month"
	case "requests":
		unit = "count"
	}
	return d.String(), unit, ""
}

//go:build ignore

// Generate writes the sample cards from meters.csv, one file for each offer, currency and market, in the
// wire format of the RateCard API; and from meters.csv and benefits.csv those of the source retail, in the wire
// format of the Retail Prices API. It runs by "go generate" in this folder; README.md tells about the figures.
package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	currencies = []string{"EUR", "USD"}
	markets    = []string{"NL", "US"} // not on the wire: the API's answer does not repeat the market it was asked for
)

// An offer is what its cards do differently from Pay-As-You-Go.
type offer struct {
	id    string
	terms func(currency string, table []row) []term

	// windowsAsLinux: a Windows machine costs what the same size costs under Linux. So says the page of
	// 0023P, so do the items of type DevTestConsumption, and so did the real card of 0062P in 2016-05.
	// Neither has a licence of SQL Server to pay.
	windowsAsLinux bool
}

var offers = []offer{
	{id: "MS-AZR-0003P", terms: noTerms},
	{id: "MS-AZR-0023P", terms: noTerms, windowsAsLinux: true},
	{id: "MS-AZR-0026P", terms: prepay},
	{id: "MS-AZR-0062P", terms: credit, windowsAsLinux: true},
}

func noTerms(string, []row) []term { return []term{} }

// Prepay: 5 percent as the offer's page has it, not on storage capacity. The page does not show how the API
// wrote it: a fraction is our reading.
func prepay(_ string, table []row) []term {
	return []term{{
		Name:           "Monetary Commitment",
		TieredDiscount: json.RawMessage(`{"0":0.05}`),
		ExcludedMeterIDs: ids(table, func(r row) bool {
			return r["category"] == "Storage" && (r["unit"] == "1 GB/Month" || r["unit"] == "1/Month")
		}),
	}}
}

// Credit: 100 USD, its date, and what it does not pay for are those of the real card of 2016-05. The 85 EUR
// are made up.
func credit(currency string, table []row) []term {
	amount := map[string]json.Number{"EUR": "85", "USD": "100.0"}
	return []term{{
		Name:   "Monetary Credit",
		Credit: amount[currency],
		ExcludedMeterIDs: ids(table, func(r row) bool {
			return r["tags"] == "Third Party" || r["category"] == "Visual Studio"
		}),
		EffectiveDate: "2013-12-23T00:00:00Z",
	}}
}

// Shapes of the wire. Numbers pass from the table to the card as text, so that none is ever a float.
type (
	term struct {
		Name             string          `json:"Name"`
		TieredDiscount   json.RawMessage `json:"TieredDiscount,omitempty"`
		Credit           json.Number     `json:"Credit,omitempty"`
		ExcludedMeterIDs []string        `json:"ExcludedMeterIds"`
		EffectiveDate    string          `json:"EffectiveDate,omitempty"`
	}
	meter struct {
		EffectiveDate    string          `json:"EffectiveDate"`
		IncludedQuantity json.Number     `json:"IncludedQuantity"`
		MeterCategory    string          `json:"MeterCategory"`
		MeterID          string          `json:"MeterId"`
		MeterName        string          `json:"MeterName"`
		MeterRates       json.RawMessage `json:"MeterRates"`
		MeterRegion      string          `json:"MeterRegion"`
		MeterStatus      string          `json:"MeterStatus"`
		MeterSubCategory string          `json:"MeterSubCategory"`
		MeterTags        []string        `json:"MeterTags"`
		Unit             string          `json:"Unit"`
	}
)

func main() {
	log.SetFlags(0)
	in := flag.String("in", "meters.csv", "the table of meters")
	benefits := flag.String("benefits", "benefits.csv", "the table of reservations' and savings plans' prices")
	out := flag.String("o", "cards", "the folder of the cards")
	flag.Parse()

	table, err := read(*in)
	if err != nil {
		log.Fatal(err)
	}
	plans, err := read(*benefits)
	if err != nil {
		log.Fatal(err)
	}
	for _, currency := range currencies {
		page, err := retail(currency, table, plans)
		if err != nil {
			log.Fatal(err)
		}
		for _, market := range markets {
			name := fmt.Sprintf("retail_MS-AZR-0003P_%s_%s.json", currency, market)
			if err := os.WriteFile(filepath.Join(*out, name), page, 0o644); err != nil {
				log.Fatal(err)
			}
		}
	}
	for _, o := range offers {
		for _, currency := range currencies {
			card, err := encode(o, currency, table)
			if err != nil {
				log.Fatal(err)
			}
			for _, market := range markets {
				name := fmt.Sprintf("%s_%s_%s.json", o.id, currency, market)
				if err := os.WriteFile(filepath.Join(*out, name), card, 0o644); err != nil {
					log.Fatal(err)
				}
			}
		}
	}
}

// A row is one line of the table by its column heads.
type row map[string]string

func read(file string) ([]row, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var table []row
	for _, line := range lines[1:] {
		r := row{}
		for i, column := range lines[0] {
			r[column] = line[i]
		}
		table = append(table, r)
	}
	return table, nil
}

// Key names the row's meter as it would be under another subcategory.
func (r row) key(subcategory string) string {
	return strings.Join([]string{r["category"], subcategory, r["name"], r["unit"], r["region"]}, "/")
}

// IDs are those of the rows that match, in lower case, also where the meter itself has capitals: the API promises no case.
func ids(table []row, match func(row) bool) []string {
	var list []string
	for _, r := range table {
		if id := strings.ToLower(r["meter_id"]); match(r) && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// Encode writes a card with one meter a line.
func encode(o offer, currency string, table []row) ([]byte, error) {
	terms, err := json.Marshal(o.terms(currency, table))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"OfferTerms\":%s,\n\"Meters\":[\n", terms)
	tiers := strings.ToLower(currency) + "_tiers"
	byKey := map[string]string{}
	for _, r := range table {
		byKey[r.key(r["subcategory"])] = r[tiers]
	}
	for i, r := range table {
		text := r[tiers]
		if sub, windows := strings.CutSuffix(r["subcategory"], " Windows"); windows && o.windowsAsLinux {
			var ok bool
			if text, ok = byKey[r.key(sub)]; !ok {
				return nil, fmt.Errorf("no Linux rate for %s %s", r["subcategory"], r["name"])
			}
		}
		if sql := strings.HasSuffix(r["subcategory"], " - SQL License") || r["category"] == "Virtual Machines Licenses" && strings.HasPrefix(r["subcategory"], "SQL Server "); sql && o.windowsAsLinux {
			text = "0:0"
		}
		rates, err := object(text)
		if err != nil {
			return nil, fmt.Errorf("%s %s %s: %w", r["category"], r["name"], r["region"], err)
		}
		line, err := json.Marshal(meter{
			EffectiveDate:    r["effective_date"],
			IncludedQuantity: json.Number(r["included"]),
			MeterCategory:    r["category"],
			MeterID:          r["meter_id"],
			MeterName:        r["name"],
			MeterRates:       rates,
			MeterRegion:      r["region"],
			MeterStatus:      r["status"],
			MeterSubCategory: r["subcategory"],
			MeterTags:        strings.FieldsFunc(r["tags"], func(c rune) bool { return c == ';' }),
			Unit:             r["unit"],
		})
		if err != nil {
			return nil, err
		}
		b.Write(line)
		if i < len(table)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "],\n\"Currency\":%q,\"Locale\":\"en-US\",\"IsTaxIncluded\":false}\n", currency)
	return b.Bytes(), nil
}

var tier = regexp.MustCompile(`^(\d+(?:\.0)?):(\d+(?:\.\d{1,8})?)$`)

// Object turns "0:0.087;10235:0.083" into {"0":0.087,"10235":0.083}, in the order given.
func object(tiers string) (json.RawMessage, error) {
	var members []string
	for t := range strings.SplitSeq(tiers, ";") {
		m := tier.FindStringSubmatch(t)
		if m == nil {
			return nil, fmt.Errorf("tier %q is not bound:price", t)
		}
		members = append(members, fmt.Sprintf("%q:%s", m[1], m[2]))
	}
	return json.RawMessage("{" + strings.Join(members, ",") + "}"), nil
}

// Shapes of the Retail Prices API's wire.
type (
	retailItem struct {
		CurrencyCode         string       `json:"currencyCode"`
		TierMinimumUnits     json.Number  `json:"tierMinimumUnits"`
		ReservationTerm      string       `json:"reservationTerm,omitempty"`
		RetailPrice          json.Number  `json:"retailPrice"`
		UnitPrice            json.Number  `json:"unitPrice"`
		Location             string       `json:"location"`
		EffectiveStartDate   string       `json:"effectiveStartDate"`
		MeterID              string       `json:"meterId"`
		MeterName            string       `json:"meterName"`
		ProductName          string       `json:"productName"`
		ServiceName          string       `json:"serviceName"`
		UnitOfMeasure        string       `json:"unitOfMeasure"`
		Type                 string       `json:"type"`
		IsPrimaryMeterRegion bool         `json:"isPrimaryMeterRegion"`
		SavingsPlan          []retailPlan `json:"savingsPlan,omitempty"`
	}
	retailPlan struct {
		UnitPrice   json.Number `json:"unitPrice"`
		RetailPrice json.Number `json:"retailPrice"`
		Term        string      `json:"term"`
	}
)

var terms = map[string]string{"12": "1 Year", "36": "3 Years"}

// Retail is one page with an item a tier and a reservation. The API knows no included quantity: what is free is a
// tier of its own, and the others' bounds count from zero.
func retail(currency string, table, plans []row) ([]byte, error) {
	price := strings.ToLower(currency)
	ofMeter := map[string][]row{}
	for _, p := range plans {
		ofMeter[p["meter_id"]] = append(ofMeter[p["meter_id"]], p)
	}
	var items []retailItem
	for _, r := range table {
		product := productOf(r["category"], r["subcategory"])
		item := retailItem{
			CurrencyCode: currency, Location: r["region"], EffectiveStartDate: r["effective_date"], MeterID: strings.ToLower(r["meter_id"]),
			MeterName: r["name"], ProductName: product, ServiceName: r["category"], UnitOfMeasure: r["unit"], IsPrimaryMeterRegion: true,
		}
		usage := item
		usage.Type = "Consumption"
		for _, p := range ofMeter[r["meter_id"]] {
			amount := json.Number(p[price])
			if p["kind"] == "reservation" {
				reserved := item
				reserved.Type, reserved.ReservationTerm = "Reservation", terms[p["months"]]
				reserved.TierMinimumUnits, reserved.RetailPrice, reserved.UnitPrice = "0.0", amount, amount
				items = append(items, reserved)
				continue
			}
			usage.SavingsPlan = append(usage.SavingsPlan, retailPlan{UnitPrice: amount, RetailPrice: amount, Term: terms[p["months"]]})
		}
		tiers, err := retailTiers(r["included"], r[price+"_tiers"])
		if err != nil {
			return nil, fmt.Errorf("%s %s %s: %w", r["category"], r["name"], r["region"], err)
		}
		for _, t := range tiers {
			usage.TierMinimumUnits, usage.RetailPrice, usage.UnitPrice = t[0], t[1], t[1]
			items = append(items, usage)
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"BillingCurrency\":%q,\"CustomerEntityId\":\"Default\",\"CustomerEntityType\":\"Retail\",\"Items\":[\n", currency)
	for i, item := range items {
		line, err := json.Marshal(item)
		if err != nil {
			return nil, err
		}
		b.Write(line)
		if i < len(items)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "],\"NextPageLink\":null,\"Count\":%d}\n", len(items))
	return b.Bytes(), nil
}

// ProductOf is what Retail Prices call a category's subcategory. It has the service's name before it, or is it.
func productOf(category, subcategory string) string {
	switch {
	case category == "Virtual Machines" && strings.Contains(subcategory, " Series"), category == "SQL Database", category == "Azure App Service":
		return category + " " + subcategory
	case category == "Load Balancer", subcategory == "":
		return category
	}
	return subcategory
}

// RetailTiers gives bound and price of each tier, the free one first.
func retailTiers(included, tiers string) ([][2]json.Number, error) {
	free, err := strconv.ParseFloat(included, 64) // a whole number
	if err != nil {
		return nil, err
	}
	var list [][2]json.Number
	if free > 0 {
		list = append(list, [2]json.Number{"0.0", "0.0"})
	}
	for t := range strings.SplitSeq(tiers, ";") {
		m := tier.FindStringSubmatch(t)
		if m == nil {
			return nil, fmt.Errorf("tier %q is not bound:price", t)
		}
		above, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			return nil, err
		}
		list = append(list, [2]json.Number{json.Number(fmt.Sprintf("%.1f", above+free)), json.Number(m[2])})
	}
	return list, nil
}

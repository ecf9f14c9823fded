package report

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"azwhatif/estimate/reconcile"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// InspectionCSV writes a row for each meter and kind of records, unrounded: each
// record that was read is in one of them.
func InspectionCSV(w io.Writer, in *reconcile.Inspection, _ Options) error {
	out := csv.NewWriter(w)
	rows := [][]string{{"kind", "matched", "provider", "meter_id", "category", "subcategory", "meter", "region", "card_meter_id", "unit", "quantity", "records", "billed", "currency", "ours", "card_currency", "reason"}}
	for _, m := range in.Meters {
		j := meterJSON(in, m)
		row := []string{string(j.Kind), string(j.Matched), j.Provider, string(j.MeterID), j.Category, j.Subcategory, j.Meter, j.Region, string(j.CardMeterID), j.Unit}
		for i := range row {
			row[i] = unformula(row[i])
		}
		ours, currency := "", ""
		if j.Ours != nil {
			ours, currency = j.Ours.String(), string(in.Pricing.Card.Terms.Currency)
		}
		rows = append(rows, append(row, m.Quantity.String(), strconv.FormatInt(m.Records, 10), exact(j.Billed), string(m.Billed.Currency), ours, currency, unformula(m.Reason)))
	}
	return out.WriteAll(rows)
}

// exact is a number in full; "" of none.
func exact(d *money.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

type jsonInspection struct {
	Version  int              `json:"version"`
	Rows     jsonRows         `json:"rows"`
	Files    []jsonFile       `json:"files"`
	Warnings []string         `json:"warnings"`
	Days     []jsonCovered    `json:"days"`
	Kinds    []jsonKind       `json:"kinds"`
	Covered  *jsonCovering    `json:"covered"` // null where benefits cover nothing
	Card     *jsonTermsCard   `json:"card"`    // null where usage is not matched
	Matches  []jsonMatch      `json:"matches"`
	Units    []jsonUnitMatch  `json:"units"`
	Meters   []jsonMeterMatch `json:"meters"`
}

type jsonRows struct {
	Rows     int64  `json:"rows"`
	Usage    int64  `json:"usage"`
	Covered  int64  `json:"covered"` // those of them that a benefit covers
	Rated    *int64 `json:"rated"`   // null where usage is not matched
	Unpriced *int64 `json:"unpriced"`
	Aside    int64  `json:"aside"`
	Refused  int64  `json:"refused"`
	Outside  int64  `json:"outside"`
	Repeated int64  `json:"repeated"`
}

type jsonFile struct {
	File     string        `json:"file"`
	Format   string        `json:"format"` // "" of one that was left out
	Rows     int64         `json:"rows"`
	Usage    int64         `json:"usage"`
	Covered  int64         `json:"covered"`
	Aside    int64         `json:"aside"`
	Refused  int64         `json:"refused"`
	Outside  int64         `json:"outside"`
	Repeated int64         `json:"repeated"`
	First    string        `json:"first"`
	Last     string        `json:"last"`
	Fault    string        `json:"fault"`    // why nothing of the file is read
	Refusals []jsonRefusal `json:"refusals"` // the first twenty
	Notes    []string      `json:"notes"`
}

type jsonRefusal struct {
	Line   int64  `json:"line"` // 0 where the format has no lines
	Reason string `json:"reason"`
	Rows   int64  `json:"rows,omitempty"` // how many, of a table
}

type jsonCovered struct {
	Subscription string    `json:"subscription"`
	First        string    `json:"first"`
	Last         string    `json:"last"`
	Days         int       `json:"days"`
	Missing      []jsonGap `json:"missing"`
}

type jsonGap struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type jsonKind struct {
	Provider string              `json:"provider"`
	Kind     scenario.RecordKind `json:"kind"`
	Records  int64               `json:"records"`
	Billed   *money.Decimal      `json:"billed"`
	Currency money.Currency      `json:"currency"`
	Hours    *money.Decimal      `json:"hours,omitempty"` // of use that they count; of reconcile none
}

type jsonTermsCard struct {
	Source   ratebook.Source `json:"source"`
	Offer    ratebook.Offer  `json:"offer"`
	Currency money.Currency  `json:"currency"`
	Market   ratebook.Market `json:"market"`
	Locale   string          `json:"locale"`
	jsonCard
}

func termsCard(h ratebook.Header) *jsonTermsCard {
	t := h.Terms
	return &jsonTermsCard{t.Source, t.Offer, t.Currency, t.Market, t.Locale, cardJSON(h)}
}

type jsonMatch struct {
	Matched  reconcile.Match `json:"matched"`
	Foreign  bool            `json:"other_cloud"`
	Meters   int             `json:"meters"`
	Records  int64           `json:"records"`
	Billed   *money.Decimal  `json:"billed"`
	Currency money.Currency  `json:"currency"`
	Hours    money.Decimal   `json:"hours"` // of use that they count
}

type jsonUnitMatch struct {
	Unit       string                            `json:"unit"`
	Quantities map[reconcile.Match]money.Decimal `json:"quantities"`
}

type jsonMeterMatch struct {
	Kind        scenario.RecordKind `json:"kind"`
	Matched     reconcile.Match     `json:"matched"`
	Provider    string              `json:"provider"`
	MeterID     ratebook.MeterID    `json:"meter_id"`
	Category    string              `json:"category"`
	Subcategory string              `json:"subcategory"`
	Meter       string              `json:"meter"`
	Region      string              `json:"region"`
	CardMeterID ratebook.MeterID    `json:"card_meter_id"`
	Unit        string              `json:"unit"`
	Quantity    money.Decimal       `json:"quantity"`
	Records     int64               `json:"records"`
	Billed      *money.Decimal      `json:"billed"` // null where the export states none
	Currency    money.Currency      `json:"currency"`
	Ours        *money.Decimal      `json:"ours"` // null where there is no price
	Reason      string              `json:"reason"`
}

func meterJSON(in *reconcile.Inspection, m reconcile.MeterSum) jsonMeterMatch {
	j := jsonMeterMatch{
		Kind: m.Kind, Matched: m.Match, Provider: m.Provider, MeterID: m.Meter.ID, Category: m.Meter.Category, Subcategory: m.Meter.Subcategory,
		Meter: m.Meter.Name, Region: string(m.Meter.Region), Unit: m.Unit, Quantity: m.Quantity, Records: m.Records,
		Billed: stated(m.Billed), Currency: m.Billed.Currency, Reason: m.Reason,
	}
	if f := m.Foreign; f != (scenario.Foreign{}) {
		j.Category, j.Subcategory, j.Meter, j.Region = f.Service, f.Operation, f.UsageType, f.Region
	}
	if m.Match.Priced() {
		j.CardMeterID, j.Ours = m.Card.ID, &m.Ours
	}
	return j
}

func stated(a money.Amount) *money.Decimal {
	if a.Currency == "" {
		return nil
	}
	return &a.Value
}

// InspectionJSON writes all that is known, for programs.
func InspectionJSON(w io.Writer, in *reconcile.Inspection, _ Options) error {
	r := in.Rows()
	out := jsonInspection{
		Version: 1, Rows: jsonRows{Rows: r.Rows, Usage: r.Metered, Covered: r.Covered, Aside: r.Aside, Refused: r.Refused, Outside: r.Outside, Repeated: r.Repeated},
		Files: []jsonFile{}, Warnings: append([]string{}, in.Got.Doubts()...), Days: []jsonCovered{}, Kinds: []jsonKind{},
		Matches: []jsonMatch{}, Units: []jsonUnitMatch{}, Meters: []jsonMeterMatch{},
	}
	if in.Pricing != nil {
		out.Card, out.Rows.Rated, out.Rows.Unpriced = termsCard(in.Pricing.Card), &r.Rated, &r.Unrated
	}
	if in.Covered != nil {
		k := coveringJSON(*in.Covered)
		out.Covered = &k
	}
	for _, f := range in.Got.Sources {
		j := jsonFile{File: f.Name, Format: f.Format, Rows: f.Rows, Usage: f.Metered, Covered: f.Covered, Aside: f.Aside, Refused: f.Refused, Outside: f.Outside, Repeated: f.Repeated,
			First: f.First, Last: f.Last, Fault: f.Fault, Refusals: []jsonRefusal{}, Notes: append([]string{}, f.Notes...)}
		for _, x := range f.Refusal {
			j.Refusals = append(j.Refusals, jsonRefusal(x))
		}
		out.Files = append(out.Files, j)
	}
	for _, c := range in.Got.Covered {
		j := jsonCovered{c.Subscription, c.First, c.Last, c.Days, []jsonGap{}}
		for _, g := range c.Missing {
			j.Missing = append(j.Missing, jsonGap(g))
		}
		out.Days = append(out.Days, j)
	}
	for _, k := range in.Kinds {
		out.Kinds = append(out.Kinds, jsonKind{k.Provider, k.Kind, k.Records, stated(k.Billed), k.Billed.Currency, &k.Hours})
	}
	for _, m := range in.Matches {
		out.Matches = append(out.Matches, jsonMatch{m.Match, m.Foreign, m.Meters, m.Records, stated(m.Billed), m.Billed.Currency, m.Hours})
	}
	for _, u := range in.Units {
		out.Units = append(out.Units, jsonUnitMatch(u))
	}
	for _, m := range in.Meters {
		out.Meters = append(out.Meters, meterJSON(in, m))
	}
	return WriteJSON(w, out)
}

// WriteJSON writes a value as all JSON of the program is written.
func WriteJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

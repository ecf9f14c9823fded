package scenario_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

func read(t testing.TB, file string) *scenario.Scenario {
	t.Helper()
	s, err := scenario.Read("x.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func d(s string) money.Decimal { return money.MustParse(s) }

func pointer[T any](v T) *T { return &v }

// TestDesign reads the example of the design, and holds every field of it.
func TestDesign(t *testing.T) {
	data, err := os.ReadFile("testdata/design.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Read("design.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	at := func(line int) scenario.Pos { return scenario.Pos{File: "design.yaml", Line: line} }
	terms := func(offer ratebook.Offer, currency money.Currency) ratebook.Terms {
		return ratebook.Terms{Source: ratebook.RateCard, Offer: offer, Currency: currency, Market: "NL", Locale: "en-US"}
	}
	march, december := scenario.Month{Year: 2026, Month: 3}, scenario.Month{Year: 2026, Month: 12}
	want := &scenario.Scenario{
		File: "design.yaml", SHA256: fmt.Sprintf("%x", sha256.Sum256(data)),
		Name: "Web shop to Azure", Ratebook: scenario.Sample,
		Start: scenario.Month{Year: 2026, Month: 1}, Months: 12, Hours: scenario.HoursPerMonth{Fixed: money.Int(730)},
		ReportIn: "EUR", Exchange: map[money.Currency]scenario.Exchange{"USD": {Rate: d("0.86"), AsOf: "2026-08-03", Source: "ECB"}},
		Ranges: scenario.DefaultRanges,
		Rules:  scenario.Rules{DiscountValue: scenario.ByMagnitude, DiscountTier: scenario.TierOfCommitment, DiscountOn: scenario.BaseTier, TierScope: scenario.TierAsListed},
		Workloads: []scenario.Workload{{
			Pos: at(12), Name: "web tier", Region: "westeurope", Subscription: "prod",
			Tags: map[string]string{"project": "shop", "env": "prod"}, From: march, Until: december,
			Growth: d("0.02"), Spread: &scenario.Spread{Distribution: scenario.Triangle, Low: d("0.8"), Likely: d("1"), High: d("1.5")},
			Usage: []scenario.Usage{
				{
					Pos:   at(20),
					Meter: ratebook.Selector{Category: "Virtual Machines", Subcategory: pointer("Dsv5 Series"), Name: "D4s v5"},
					Demand: scenario.Demand{
						Count: pointer(money.Int(4)), Hours: &scenario.Schedule{HoursADay: 24, DaysAWeek: 7},
					},
				},
				{
					Pos:    at(23),
					Meter:  ratebook.Selector{ID: "9995d93a-7d35-4d3f-9c69-7a7fea447ef4"},
					Demand: scenario.Demand{Quantity: unit.Quantity{Value: money.Int(2), Unit: unit.MustParse("TB")}},
				},
			},
		}},
		Cases: []scenario.Case{
			{Pos: at(27), Name: "Pay-As-You-Go", Terms: terms("MS-AZR-0003P", "EUR")},
			{Pos: at(28), Name: "Prepay", Terms: terms("MS-AZR-0026P", "EUR"), Commitments: []scenario.Commitment{{Amount: money.Int(60000), Months: 12}}},
			{Pos: at(29), Name: "Sweden", Terms: terms("MS-AZR-0003P", "EUR"), Region: "swedencentral"},
			{Pos: at(30), Name: "Nights off", Terms: terms("MS-AZR-0003P", "EUR"), Changes: []scenario.Change{
				{Pos: at(33), Where: scenario.Where{Tags: map[string]string{"env": "dev"}}, Hours: &scenario.Schedule{HoursADay: 12, DaysAWeek: 5}},
				{Pos: at(34), Where: scenario.Where{Tags: map[string]string{}, Meter: &ratebook.Selector{Name: "D4s v5"}}, Swap: &ratebook.Selector{Name: "D4as v5"}},
				{Pos: at(35), Scale: pointer(d("1.2"))},
			}},
		},
	}
	for _, offer := range []ratebook.Offer{"MS-AZR-0003P", "MS-AZR-0026P"} {
		for _, currency := range []money.Currency{"EUR", "USD"} {
			for _, to := range []ratebook.Region{"westeurope", "swedencentral"} {
				want.Cases = append(want.Cases, scenario.Case{
					Pos: at(36), Name: fmt.Sprintf("%s %s NL %s", offer, currency, to), Terms: terms(offer, currency), Region: to,
					Group: fmt.Sprintf("%s %s NL", offer, currency),
				})
			}
		}
	}
	if got, want := dump(s), dump(want); got != want {
		t.Errorf("read as\n%s\nwant\n%s", got, want)
	}
	if keys := s.TagKeys(); !slices.Equal(keys, []string{"env", "project"}) {
		t.Errorf("tags are %q", keys)
	}
	if p := s.Period(); len(p) != 12 || p[0] != s.Start || p[11] != december {
		t.Errorf("the period is %s", p)
	}
}

// dump shows every field of a value, numbers and units by their texts: equal
// numbers may be held in several ways.
func dump(v any) string {
	var b strings.Builder
	write(&b, reflect.ValueOf(v), "")
	return b.String()
}

func write(b *strings.Builder, v reflect.Value, path string) {
	switch x := v.Interface().(type) {
	case money.Decimal, unit.Unit:
		fmt.Fprintf(b, "%s = %s\n", path, x)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			fmt.Fprintf(b, "%s = nil\n", path)
			return
		}
		write(b, v.Elem(), path)
	case reflect.Struct:
		for i := range v.NumField() {
			write(b, v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		fmt.Fprintf(b, "%s has %d\n", path, v.Len())
		for i := range v.Len() {
			write(b, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, k := range keys {
			write(b, v.MapIndex(k), fmt.Sprintf("%s[%s]", path, k))
		}
	default:
		fmt.Fprintf(b, "%s = %v\n", path, v)
	}
}

// TestDefaults has what a file leaves out.
func TestDefaults(t *testing.T) {
	s := read(t, complete(""))
	w, c := s.Workloads[0], s.Cases[0]
	switch {
	case s.Ratebook != "" || s.ReportIn != "" || len(s.Exchange) != 0:
		t.Errorf("%q, %q, %v", s.Ratebook, s.ReportIn, s.Exchange)
	case s.Hours.String() != "730" || s.Rules != scenario.DefaultRules:
		t.Errorf("%s, %v", s.Hours, s.Rules)
	case w.Region != ratebook.Global || w.From != s.Start || w.Until != s.Start.Add(11) || !w.Growth.IsZero() || w.Spread != nil:
		t.Errorf("%+v", w)
	case c.Terms.Source != ratebook.RateCard || c.Terms.Locale != "en-US" || c.Commitments != nil || !c.Discount.IsZero() || c.Region != "":
		t.Errorf("%+v", c)
	}
}

// TestSpellings has what may be written in more than one way.
func TestSpellings(t *testing.T) {
	s := read(t, complete(`hours_per_month: calendar
report_in: eur
exchange: {usd: {rate: 0.86, as_of: "2026-08-03", source: ECB}}
rules: {discount_value: fraction, discount_tier: slab, discount_on: all-tiers, tier_scope: subscription}
workloads:
- name: "a"
  region: West Europe
  tags: {1: 2, true: yes, NO: NO, 2026-01-01: 1.50, empty: ""}
  growth: "-1.5%"
  usage:
  - meter: {id: 9995D93A-7D35-4D3F-9C69-7A7FEA447EF4}
    count: "1.5"
    hours: 0
  - {meter: {name: m, subcategory: ""}, quantity: 1.5M}
- name: 'global'
  region: Global
  usage: [{meter: {unit: 1 Hour}, count: 0, hours: 100.5}]
cases: [{name: c, offer: 0003p, currency: eur, market: nl, source: ratecard, locale: de-DE, region: SE Central, discount: 12.5%,
  changes: [{scale: 0}, {region: eastus}]}]
`))
	w := s.Workloads[0]
	if !s.Hours.Calendar() || s.ReportIn != "EUR" || !s.Exchange["USD"].Rate.Equal(d("0.86")) {
		t.Errorf("%s, %s, %v", s.Hours, s.ReportIn, s.Exchange)
	}
	if s.Rules != (scenario.Rules{DiscountValue: scenario.AsFraction, DiscountTier: scenario.PerSlab, DiscountOn: scenario.AllTiers, TierScope: scenario.TierBySubscription}) {
		t.Error(s.Rules)
	}
	if w.Region != "westeurope" || s.Workloads[1].Region != ratebook.Global || !w.Growth.Equal(d("-0.015")) {
		t.Errorf("%q, %q, %s", w.Region, s.Workloads[1].Region, w.Growth)
	}
	if want := map[string]string{"1": "2", "true": "yes", "NO": "NO", "2026-01-01": "1.50", "empty": ""}; !reflect.DeepEqual(w.Tags, want) {
		t.Errorf("tags are %q, want %q", w.Tags, want)
	}
	var demands []string
	for _, w := range s.Workloads {
		for _, u := range w.Usage {
			demands = append(demands, u.Meter.String()+" "+u.Demand.String())
		}
	}
	want := []string{
		"{id: 9995d93a-7d35-4d3f-9c69-7a7fea447ef4} 1.5, hours 0", "{subcategory: , name: m} 1500000", "{unit: 1 Hour} 0, hours 100.5",
	}
	if !slices.Equal(demands, want) {
		t.Errorf("demands are %q, want %q", demands, want)
	}
	c := s.Cases[0]
	if c.Terms != (ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: "EUR", Market: "NL", Locale: "de-DE"}) ||
		c.Region != "swedencentral" || !c.Discount.Equal(d("0.125")) || !c.Changes[0].Scale.IsZero() || c.Changes[1].Region != "eastus" {
		t.Errorf("%+v", c)
	}
}

// TestLike follows a case that is like another that is like a third: all comes
// along, later changes last, and the earlier cases stay as they are.
func TestLike(t *testing.T) {
	s := read(t, complete(`cases:
- {name: a, offer: MS-AZR-0026P, currency: EUR, market: NL, region: eastus, discount: 5%, commitment: {amount: 10, months: 3}, changes: [{scale: 2}]}
- {name: b, like: a, currency: USD, changes: [{scale: 3}]}
- {name: c, like: b, commitment: {amount: 20, months: 3}, region: westus, changes: [{scale: 5}]}
- {name: b2, like: b, discount: 0%, changes: [{scale: 7}]}
`))
	var got []string
	for _, c := range s.Cases {
		text := fmt.Sprintf("%s: %s %s, %s, %s of %d", c.Name, c.Terms, c.Region, c.Discount, c.Commitments[0].Amount, c.Commitments[0].Months)
		for _, ch := range c.Changes {
			text += fmt.Sprintf(" ×%s@%d", ch.Scale, ch.Line)
		}
		got = append(got, text)
	}
	want := []string{
		"a: MS-AZR-0026P in EUR for NL eastus, 0.05, 10 of 3 ×2@2",
		"b: MS-AZR-0026P in USD for NL eastus, 0.05, 10 of 3 ×2@2 ×3@3",
		"c: MS-AZR-0026P in USD for NL westus, 0.05, 20 of 3 ×2@2 ×3@3 ×5@4",
		"b2: MS-AZR-0026P in USD for NL eastus, 0, 10 of 3 ×2@2 ×3@3 ×7@5",
	}
	if !slices.Equal(got, want) {
		t.Errorf("cases are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestSweepNames has the names of cases that a sweep adds.
func TestSweepNames(t *testing.T) {
	s := read(t, complete("cases: []\nsweep: {offers: [MS-AZR-0003P], currencies: [EUR], markets: [NL, US]}\n"))
	if len(s.Cases) != 2 || s.Cases[0].Name != "MS-AZR-0003P EUR NL" || s.Cases[1].Name != "MS-AZR-0003P EUR US" || s.Cases[0].Region != "" {
		t.Errorf("%+v", s.Cases)
	}
	s = read(t, complete("cases: []\nsweep: {offers: [MS-AZR-0003P, MS-AZR-0026P], currencies: [EUR, USD, GBP], markets: [NL, US, DE], regions: [westeurope, eastus, westus, northeurope], limit: 72}\n"))
	if len(s.Cases) != 72 {
		t.Errorf("%d cases", len(s.Cases))
	}
}

// TestPeriods holds workloads to the scenario's months.
func TestPeriods(t *testing.T) {
	s := read(t, complete(`start: 2026-01
months: 12
workloads:
- {name: before, from: 2025-06, usage: [{meter: {name: m}, count: 1}]}
- {name: beyond, from: 2026-12, until: 2027-06, usage: [{meter: {name: m}, count: 1}]}
- {name: one, from: 2026-02, until: 2026-02, usage: [{meter: {name: m}, count: 1}]}
- {name: first, until: 2026-01, usage: [{meter: {name: m}, count: 1}]}
`))
	var got []string
	for _, w := range s.Workloads {
		got = append(got, fmt.Sprintf("%s %s %s", w.Name, w.From, w.Until))
	}
	want := []string{"before 2026-01 2026-12", "beyond 2026-12 2026-12", "one 2026-02 2026-02", "first 2026-01 2026-01"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestAliases has anchors, aliases and merges of every kind of value. What an
// alias brings has the line of its anchor.
func TestAliases(t *testing.T) {
	s := read(t, `version: 1
name: &n aliases
start: &start 2026-01
months: 12
report_in: &eur EUR
exchange:
  USD: &rate {rate: &one 1, as_of: 2026-01-01, source: *n}
  GBP: {<<: *rate, rate: 2}
workloads:
- &web
  name: web
  from: *start
  tags: &tags {env: prod}
  usage: &usage
  - meter: {name: m}
    count: *one
- <<: *web
  name: *n
  tags: {<<: *tags, tier: db}
- {name: third, usage: *usage, <<: [{region: eastus}, *web]}
cases:
- {name: a, offer: MS-AZR-0003P, currency: *eur, market: NL}
- {name: b, like: a, changes: [&twice {scale: 2}, *twice]}
`)
	if x := s.Exchange["GBP"]; !x.Rate.Equal(d("2")) || x.AsOf != "2026-01-01" || x.Source != "aliases" {
		t.Errorf("%+v", x)
	}
	if w := s.Workloads[1]; w.Name != "aliases" || w.Tags["env"] != "prod" || w.Tags["tier"] != "db" || w.From != s.Start || len(w.Usage) != 1 || w.Line != 17 || w.Usage[0].Line != 15 {
		t.Errorf("%+v", w)
	}
	if w := s.Workloads[2]; w.Name != "third" || w.Region != "eastus" || len(w.Tags) != 1 || len(w.Usage) != 1 {
		t.Errorf("%+v", w)
	}
	if ch := s.Cases[1].Changes; len(ch) != 2 || !ch[1].Scale.Equal(d("2")) || ch[1].Line != 23 {
		t.Errorf("%+v", ch)
	}
}

// TestPicks has what a change's where picks.
func TestPicks(t *testing.T) {
	w := scenario.Workload{Name: "web", Subscription: "prod", Region: "westeurope", Tags: map[string]string{"env": "prod"}}
	m := ratebook.Meter{Category: "Virtual Machines", Subcategory: "Dsv5 Series", Name: "D4s v5"}
	meter := func(s ratebook.Selector) *ratebook.Selector { return &s }
	for _, c := range []struct {
		where scenario.Where
		want  bool
	}{
		{scenario.Where{}, true},
		{scenario.Where{Workload: "web"}, true},
		{scenario.Where{Workload: "Web"}, false},
		{scenario.Where{Subscription: "test"}, false},
		{scenario.Where{Region: "westeurope"}, true},
		{scenario.Where{Region: "eastus"}, false},
		{scenario.Where{Tags: map[string]string{"env": "prod"}}, true},
		{scenario.Where{Tags: map[string]string{"env": "dev"}}, false},
		{scenario.Where{Tags: map[string]string{"env": "prod", "team": "a"}}, false},
		{scenario.Where{Tags: map[string]string{"team": ""}}, true}, // not tagged
		{scenario.Where{Meter: meter(ratebook.Selector{Name: "d4s V5"})}, true},
		{scenario.Where{Meter: meter(ratebook.Selector{Name: "D4s v5", Category: "Storage"})}, false},
		{scenario.Where{Workload: "web", Meter: meter(ratebook.Selector{Name: "D2s v5"})}, false},
		{scenario.Where{Workload: "db", Meter: meter(ratebook.Selector{Name: "D4s v5"})}, false},
	} {
		if got := c.where.Picks(w, m); got != c.want {
			t.Errorf("%+v picks it: %t, want %t", c.where, got, c.want)
		}
	}
}

package workbook_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
	"azwhatif/scenario"
)

// cards is a ratebook of cards made by a test.
type cards []*ratebook.Card

func (c cards) card(terms ratebook.Terms) (*ratebook.Card, error) {
	for _, card := range c {
		if card.Terms == terms {
			return card, nil
		}
	}
	return nil, &ratebook.NoCardError{Terms: terms}
}

func (c cards) Find(_ context.Context, terms ratebook.Terms, _ time.Time, want []ratebook.Selector) (ratebook.Header, [][]ratebook.Rate, error) {
	card, err := c.card(terms)
	if err != nil {
		return ratebook.Header{}, nil, err
	}
	return card.Header, card.Find(want), nil
}

func (c cards) FindAll(ctx context.Context, terms []ratebook.Terms, asOf time.Time, want []ratebook.Selector) ([]ratebook.Found, error) {
	return ratebook.FindEach(terms, func(t ratebook.Terms) (ratebook.Header, [][]ratebook.Rate, error) { return c.Find(ctx, t, asOf, want) })
}

func (c cards) Meters(_ context.Context, terms ratebook.Terms, _ time.Time) ([]ratebook.Meter, error) {
	card, err := c.card(terms)
	if err != nil {
		return nil, err
	}
	return card.Meters(), nil
}

func (c cards) Cards(context.Context) (headers []ratebook.Header, damaged []error) {
	for _, card := range c {
		headers = append(headers, card.Header)
	}
	return headers, nil
}

// fetched is when the test's cards were, as it were, fetched.
var fetched = time.Date(2026, 8, 3, 10, 0, 0, 0, time.UTC)

func newCard(offer, currency, market string, terms ratebook.OfferTerms, rates ...ratebook.Rate) *ratebook.Card {
	c := &ratebook.Card{Rates: rates}
	c.Terms = ratebook.Terms{Source: ratebook.RateCard, Offer: ratebook.Offer(offer), Currency: money.Currency(currency), Market: ratebook.Market(market), Locale: ratebook.DefaultLocale}
	c.OfferTerms = terms
	c.Provenance = ratebook.Provenance{URL: "file:card.json", APIVersion: "2016-08-31-preview", Fetched: fetched, SHA256: strings.Repeat("0123456789abcdef", 4)}
	c.Count()
	return c
}

func dec(s string) money.Decimal { return money.MustParse(s) }

// meterID is a meter id with a number at its end.
func meterID(n int) ratebook.MeterID {
	return ratebook.MeterID(fmt.Sprintf("00000000-0000-0000-0000-%012d", n))
}

// rate is a rate of meter n. The prices are "bound:price" pairs.
func rate(n int, name, unitText, region, effective, included, prices string) ratebook.Rate {
	u, err := unit.Parse(unitText)
	if err != nil {
		panic(err)
	}
	r := ratebook.Rate{
		Meter:    ratebook.Meter{ID: meterID(n), Category: "Things", Subcategory: "Series", Name: name, Unit: u, Region: ratebook.ParseRegion(region)},
		Included: dec(included),
	}
	if effective != "" {
		if r.Effective, err = time.Parse(time.DateOnly, effective); err != nil {
			panic(err)
		}
	}
	for _, p := range strings.Fields(prices) {
		above, price, _ := strings.Cut(p, ":")
		r.Tiers = append(r.Tiers, ratebook.Tier{Above: dec(above), UnitPrice: dec(price)})
	}
	ratebook.SortTiers(r.Tiers)
	return r
}

func thirdParty(r ratebook.Rate) ratebook.Rate {
	r.Meter.Tags = []string{"Third Party"}
	return r
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// things are rates of every kind, times a factor.
func things(by string) []ratebook.Rate {
	rates := []ratebook.Rate{
		rate(1, "vm", "1 Hour", "westeurope", "2020-01-01", "0", "0:0.2018430175"),
		rate(2, "vm", "1 Hour", "swedencentral", "2020-01-01", "0", "0:0.179"),
		rate(3, "small vm", "1 Hour", "westeurope", "2020-01-01", "0", "0:0.05"),
		rate(4, "storage", "1 GB/Month", "westeurope", "2020-01-01", "0", "0:0.0172 51200:0.0165 512000:0.0158"),
		rate(5, "storage", "1 GB/Month", "swedencentral", "2020-01-01", "0", "0:0.016 51200:0.015"),
		rate(6, "transfer", "1 GB", "Zone 1", "2020-01-01", "100", "0:0.0763 10235:0.0728 51195:0.0614 153595:0.0439"),
		rate(7, "operations", "10K", "", "2020-01-01", "100", "0:0.0043"),
		rate(8, "changing", "1/Month", "westeurope", "2020-01-01", "5", "0:1 5:2"),
		rate(8, "changing", "1/Month", "westeurope", "2026-04-01", "3", "0:1.5 5:2.5 9:0.5"),
		rate(8, "changing", "1/Month", "westeurope", "2026-07-15", "0", "0:3"),
		rate(9, "late", "1/Month", "westeurope", "2026-05-01", "0", "0:7"),
		rate(10, "no price", "1/Month", "westeurope", "2020-01-01", "0", ""),
		rate(11, "price lost", "1/Month", "westeurope", "2020-01-01", "0", "0:4"),
		rate(11, "price lost", "1/Month", "westeurope", "2026-08-01", "0", "100:4"),
		thirdParty(rate(12, "third", "1/Month", "westeurope", "2020-01-01", "0", "0:30")),
		rate(13, "excluded", "1/Month", "westeurope", "2020-01-01", "0", "0:20")}
	for i := range rates {
		for k := range rates[i].Tiers {
			rates[i].Tiers[k].UnitPrice = rates[i].Tiers[k].UnitPrice.Mul(dec(by))
		}
	}
	return rates
}

// everyTerm is a ratebook with an offer of each kind.
func everyTerm() cards {
	out := []ratebook.MeterID{meterID(13)}
	discount := ratebook.OfferTerms{Commitments: []ratebook.Discount{{Effective: day("2020-01-01"), Excluded: out,
		Tiers: []ratebook.DiscountTier{{From: dec("0"), Value: dec("0.02")}, {From: dec("1000"), Value: dec("0.05")}, {From: dec("20000"), Value: dec("0.1")}}}}}
	changing := ratebook.OfferTerms{Commitments: []ratebook.Discount{discount.Commitments[0],
		{Effective: day("2026-05-01"), Excluded: []ratebook.MeterID{meterID(1)}, Tiers: []ratebook.DiscountTier{{From: dec("500"), Value: dec("7")}}}}}
	credit := func(amount string) ratebook.OfferTerms {
		return ratebook.OfferTerms{Credits: []ratebook.Credit{{Effective: day("2020-01-01"), Amount: dec(amount), Excluded: out}}}
	}
	recurring := ratebook.OfferTerms{
		Credits:   []ratebook.Credit{{Effective: day("2020-01-01"), Amount: dec("150")}, {Effective: day("2026-06-01"), Amount: dec("50"), Excluded: out}},
		Recurring: []ratebook.Recurring{{Effective: day("2026-02-01"), Amount: dec("49.5")}},
	}
	all := discount
	all.Credits, all.Recurring = credit("100").Credits, recurring.Recurring
	return cards{
		newCard("MS-AZR-0003P", "EUR", "NL", ratebook.OfferTerms{}, things("1")...),
		newCard("MS-AZR-0003P", "USD", "US", ratebook.OfferTerms{}, things("1.1")...),
		newCard("MS-AZR-0003P", "JPY", "JP", ratebook.OfferTerms{}, things("160")...),
		newCard("MS-AZR-0026P", "EUR", "NL", discount, things("1")...),
		newCard("MS-AZR-0026P", "USD", "US", changing, things("1.1")...),
		newCard("MS-AZR-0062P", "EUR", "NL", credit("20000000"), things("1")...),
		newCard("MS-AZR-0063P", "EUR", "NL", credit("60"), things("1")...),
		newCard("MS-AZR-0059P", "EUR", "NL", recurring, things("1")...),
		newCard("MS-AZR-0111P", "EUR", "NL", all, things("1")...),
	}
}

// compare prices a scenario's text.
func compared(t testing.TB, book estimate.Ratebook, text string) *compare.Comparison {
	t.Helper()
	s, err := scenario.Read("test.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	inRegions(t, book, s)
	c, err := compare.Cases(context.Background(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// inRegions makes the cases of a sweep over all regions of its cards.
func inRegions(t testing.TB, book estimate.Ratebook, s *scenario.Scenario) {
	t.Helper()
	if err := s.InRegions(func(terms ratebook.Terms) (list []ratebook.Region, err error) {
		meters, err := book.Meters(context.Background(), terms, time.Time{})
		for _, m := range meters {
			if m.Region != ratebook.Global && !m.Region.IsZone() && !slices.Contains(list, m.Region) {
				list = append(list, m.Region)
			}
		}
		slices.Sort(list)
		return list, err
	}); err != nil {
		t.Fatal(err)
	}
}

// top is the head of a scenario of the year 2026.
const top = "version: 1\nname: Test\nstart: 2026-01\nmonths: 12\n"

// allUsage uses everything that has a price, in two subscriptions.
const allUsage = `
workloads:
  - name: web
    region: westeurope
    subscription: prod
    tags: {env: prod, "=team": "+a"}
    growth: 3.5%
    usage:
      - {meter: {name: vm}, count: 4, hours: 24x7}
      - {meter: {name: vm}, count: 2, hours: 12x5}
      - {meter: {name: vm}, count: 3, hours: 100}
      - {meter: {name: storage}, quantity: 40 TB}
      - {meter: {name: transfer}, quantity: 30 TB}
      - {meter: {name: operations}, quantity: 12M operations}
      - {meter: {name: changing}, quantity: 6}
      - {meter: {name: third}, quantity: 1}
      - {meter: {name: excluded}, quantity: 2}
  - name: batch
    region: westeurope
    subscription: prod
    from: 2026-03
    until: 2026-10
    growth: -20%
    tags: {env: test}
    usage:
      - {meter: {name: vm}, count: 10, hours: 8x6}
      - {meter: {name: storage}, quantity: 20 TB}
      - {meter: {name: changing}, quantity: 7}
      - {meter: {name: excluded}, quantity: 3}
  - name: other
    region: westeurope
    subscription: other
    from: 2026-05
    usage:
      - {meter: {name: vm}, count: 1, hours: 24x7}
      - {meter: {name: storage}, quantity: 300 GB}
      - {meter: {name: changing}, quantity: 4}
      - {meter: {name: late}, quantity: 2}
`

// random is a scenario and its cards, by a seed.
func random(seed uint64) (cards, string) {
	r := rand.New(rand.NewPCG(seed, 7))
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	var rates []ratebook.Rate
	const meters = 14
	units := []string{"1 Hour", "1 GB", "10K", "1/Month", "100 Hours"}
	for n := range meters {
		for range 1 + r.IntN(2) {
			prices, bound := "", 0.0
			for range 1 + r.IntN(4) {
				prices += fmt.Sprintf(" %.4f:%.6f", bound, r.Float64()*3)
				bound += 0.5 + r.Float64()*400
			}
			effective := fmt.Sprintf("2026-%02d-01", 1+r.IntN(9))
			if len(rates) == 0 || rates[len(rates)-1].Meter.ID != meterID(n) {
				effective = "2020-01-01"
			}
			x := rate(n, fmt.Sprintf("m%d", n), units[n%len(units)], "", effective, fmt.Sprintf("%.3f", max(0, r.Float64()*60-30)), prices)
			if r.IntN(6) == 0 {
				x = thirdParty(x)
			}
			rates = append(rates, x)
		}
	}
	terms := ratebook.OfferTerms{}
	if r.IntN(3) > 0 {
		terms.Commitments = []ratebook.Discount{{Effective: day("2020-01-01"), Excluded: []ratebook.MeterID{meterID(r.IntN(meters))},
			Tiers: []ratebook.DiscountTier{{From: dec("0"), Value: dec("0.03")}, {From: dec("900"), Value: dec("0.06")}}}}
	}
	if r.IntN(2) > 0 {
		terms.Credits = []ratebook.Credit{{Effective: day("2026-03-01"), Amount: money.Int(int64(r.IntN(500))), Excluded: []ratebook.MeterID{meterID(r.IntN(meters))}}}
	}
	if r.IntN(2) > 0 {
		terms.Recurring = []ratebook.Recurring{{Effective: day("2020-01-01"), Amount: dec("12.34")}}
	}
	book := cards{newCard("MS-AZR-0003P", "EUR", "NL", ratebook.OfferTerms{}, rates...), newCard("MS-AZR-0026P", "EUR", "NL", terms, rates...)}
	var b strings.Builder
	b.WriteString(top)
	fmt.Fprintf(&b, "hours_per_month: %s\nrules: {discount_tier: %s, discount_on: %s}\nworkloads:\n",
		pick("730", "calendar", "744"), pick("commitment", "slab"), pick("base-tier", "all-tiers"))
	for w := range 6 {
		fmt.Fprintf(&b, "  - name: w%d\n    subscription: %s\n    growth: %d%%\n    from: 2026-%02d\n    tags: {t: %s}\n    usage:\n", w, pick("a", "b", "c"), r.IntN(30)-12, 1+r.IntN(9), pick("x", "y"))
		for range 3 + r.IntN(4) {
			n := r.IntN(meters)
			if u := units[n%len(units)]; strings.Contains(u, "Hour") {
				fmt.Fprintf(&b, "      - {meter: {id: %s}, count: %d, hours: %s}\n", meterID(n), r.IntN(9), pick("24x7", "12x5", "10x6", "200"))
			} else {
				fmt.Fprintf(&b, "      - {meter: {id: %s}, quantity: %q}\n", meterID(n), map[string]string{"1 GB": fmt.Sprintf("%d GB", r.IntN(900)), "10K": fmt.Sprintf("%d units", r.IntN(9_000_000)), "1/Month": fmt.Sprint(r.IntN(40))}[u])
			}
		}
	}
	fmt.Fprintf(&b, "cases:\n  - {name: base, offer: MS-AZR-0003P, currency: EUR, market: NL}\n")
	for c := range 4 {
		fmt.Fprintf(&b, "  - {name: c%d, offer: MS-AZR-0026P, currency: EUR, market: NL, discount: %d%%", c, r.IntN(20))
		if r.IntN(3) > 0 {
			amount, months := 100+r.IntN(30000), 1+r.IntN(15)
			switch r.IntN(5) {
			case 4:
				fmt.Fprintf(&b, ", commitment: [{amount: %d, months: %d}, {kind: macc, amount: %d, months: %d, shortfall: %s, milestones: [{month: 1, amount: %d}]}]", amount/2+1, months, amount, months+1, pick("credit", "lost"), amount/3)
			case 0:
				fmt.Fprintf(&b, ", commitment: {kind: macc, amount: %d, months: %d, shortfall: %s, milestones: [{month: 1, amount: %d}]}", amount, months+1, pick("credit", "lost"), amount/3)
			case 1:
				fmt.Fprintf(&b, ", commitment: {plan: %s, pay: monthly, monthly: %d, discount: 21%%}", pick("6-month", "12-month"), amount/8+1)
			default:
				fmt.Fprintf(&b, ", commitment: {amount: %d, months: %d}", amount, months)
			}
		}
		if r.IntN(2) > 0 {
			fmt.Fprintf(&b, ", discounts: [{where: {meter: {id: %s}}, discount: %d%%}, {where: {subscription: b}, discount: 9%%}]", meterID(r.IntN(meters)), r.IntN(60))
		}
		fmt.Fprintf(&b, ", changes: [{scale: %.2f}, {where: {tags: {t: x}}, hours: %s}]}\n", 0.5+r.Float64(), pick("24x7", "9x5", "77"))
	}
	return book, b.String()
}

package ratebook

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAskedBy(t *testing.T) {
	address := func(filter string) string {
		return "https://prices.azure.com:443/api/retail/prices?" + url.Values{"$filter": {filter}, "currencyCode": {"'EUR'"}}.Encode()
	}
	for _, c := range []struct{ address, want string }{
		{address(""), "everything"},
		{address("priceType eq 'Consumption'"), "everything"},
		{address("armRegionName eq 'westeurope' and (priceType eq 'Consumption' or priceType eq 'Reservation')"), "westeurope"},
		{address("(armRegionName eq '' or armRegionName eq 'Global' or armRegionName eq 'eastus') and serviceName eq 'It''s and that'"), "global, eastus (It's and that)"},
		{address("armRegionName eq 'westeurope' and contains(productName, 'Dsv5')"), "unknown"},
		{address("armRegionName eq 'westeurope' or serviceName eq 'Storage'"), "unknown"},
		{address("armRegionName ne 'westeurope'"), "unknown"},
		{address("(armRegionName eq 'westeurope'"), "unknown"},
		{address("armRegionName eq 'westeurope' and armRegionName eq 'eastus'"), "unknown"},
		{address("armRegionName eq 'westeurope' and "), "unknown"},
		{address("skuName eq 'D4s v5'"), "unknown"},
		{address("") + "&meterRegion='primary'", "unknown"},
		{"file:page.json", "unknown"}, {"", "unknown"}, {"https://example.org/?a", "unknown"},
	} {
		got := "unknown"
		if a, known := AskedBy(c.address); known {
			got = a.String()
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.address, got, c.want)
		}
	}
}

func FuzzAskedBy(f *testing.F) {
	f.Add("https://prices.azure.com/api/retail/prices?$filter=(armRegionName%20eq%20'a'%20or%20armRegionName%20eq%20'b')%20and%20serviceName%20eq%20'It''s'")
	f.Fuzz(func(t *testing.T, address string) {
		if a, known := AskedBy(address); known && !a.Everything() && len(a.Without(a)) != 0 {
			t.Errorf("%q: %s does not cover itself", address, a)
		}
	})
}

func TestAskedWithout(t *testing.T) {
	parse := func(s string) (a Asked) { // "we,ee/VM,ST"; "" is all
		regions, services, _ := strings.Cut(s, "/")
		for r := range strings.SplitSeq(regions, ",") {
			if r != "" {
				a.Regions = append(a.Regions, Region(strings.TrimPrefix(r, "-")))
			}
		}
		for v := range strings.SplitSeq(services, ",") {
			if v != "" {
				a.Services = append(a.Services, v)
			}
		}
		return a
	}
	for _, c := range []struct {
		ask     string
		covered []string
		want    string
	}{
		{"w,e,s", nil, "[w, e, s]"},
		{"w,e,s", []string{"e"}, "[w, s]"},
		{"w,e,s", []string{"e", "w,s"}, "[]"},
		{"w,e,s", []string{"/VM"}, "[w, e, s]"},
		{"w,e/VM,ST", []string{"/VM"}, "[w, e (ST)]"},
		{"w,e/VM,ST", []string{"w/vm"}, "[w (ST) e (VM, ST)]"},
		{"", []string{"w", "e"}, "[everything]"},
		{"", []string{"w", ""}, "[]"},
		{"/VM", []string{"w"}, "[all regions (VM)]"},
		{"-,Zone 1", []string{"-"}, "[]"},
		{"-", []string{"Zone 1"}, "[global]"},
	} {
		var covered []Asked
		for _, s := range c.covered {
			covered = append(covered, parse(s))
		}
		if got := fmt.Sprint(parse(c.ask).Without(covered...)); got != c.want {
			t.Errorf("%q without %q: %s, want %s", c.ask, c.covered, got, c.want)
		}
	}
}

// joinable is a card of some meters, "id@region" each.
func joinable(day int, asked *Asked, meters ...string) *Card {
	c := &Card{}
	c.Terms = Terms{Source: Retail, Offer: "MS-AZR-0003P"}
	c.Asked, c.Provenance.Fetched = asked, time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)
	c.Provenance.SHA256 = fmt.Sprint("sum", day)
	for _, m := range meters {
		id, region, _ := strings.Cut(m, "@")
		c.Rates = append(c.Rates, Rate{Meter: Meter{ID: MeterID(id), Region: Region(region), Category: "VM"}})
	}
	return c
}

// TestJoined: each meter is the newest card's that was asked for its region, or has it;
// nothing else that was fetched is hidden.
func TestJoined(t *testing.T) {
	regions := func(r ...Region) *Asked { return &Asked{Regions: r} }
	for _, c := range []struct {
		name  string
		cards []*Card // newest first
		used  string
		want  string
	}{
		{"two regions", []*Card{joinable(3, regions("e"), "a@e"), joinable(2, regions("w"), "a@w", "b@w")}, "3 2", "a@e:3 a@w:2 b@w:2"},
		{"a meter that went", []*Card{joinable(3, regions("w"), "a@w"), joinable(2, regions("w"), "a@w", "b@w")}, "3", "a@w:3"},
		{"narrower than before", []*Card{joinable(3, regions("w"), "a@w"), joinable(2, &Asked{}, "a@w", "b@w", "c@e", "g@")}, "3 2", "a@w:3 c@e:2 g@:2"},
		{"global where it was asked for", []*Card{joinable(3, regions("w", Global), "a@w", "g@"), joinable(2, regions(Global), "g@", "h@", "z@Zone 1")}, "3", "a@w:3 g@:3"},
		{"one that does not say", []*Card{joinable(3, nil, "a@w"), joinable(2, regions("w"), "a@w", "b@w")}, "3 2", "a@w:3 b@w:2"},
		{"two that do not say", []*Card{joinable(3, nil, "a@w"), joinable(2, nil, "b@w"), joinable(1, &Asked{}, "a@w", "b@w", "c@w")}, "3 2 1", "a@w:3 b@w:2 c@w:1"},
		{"a whole one", []*Card{joinable(3, &Asked{}, "a@w"), joinable(2, nil, "b@w"), joinable(1, regions("w"), "c@w")}, "3", "a@w:3"},
	} {
		var headers []Header
		for _, card := range slices.Backward(c.cards) {
			headers = append(headers, card.Header)
		}
		var used []*Card
		var days []string
		for _, h := range InUse(headers) {
			days = append(days, fmt.Sprint(h.Provenance.Fetched.Day()))
			for _, card := range c.cards {
				if card.Provenance.Fetched.Equal(h.Provenance.Fetched) {
					used = append(used, card)
				}
			}
		}
		var got []string
		for _, r := range Joined(used).Rates {
			day := used[0].Provenance.Fetched.Day()
			if r.Card != nil {
				day = r.Card.Provenance.Fetched.Day()
			}
			got = append(got, fmt.Sprintf("%s@%s:%d", r.Meter.ID, r.Meter.Region, day))
		}
		if s := strings.Join(days, " "); s != c.used {
			t.Errorf("%s: the cards of %s are used, want %s", c.name, s, c.used)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

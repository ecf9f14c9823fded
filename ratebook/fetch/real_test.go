package fetch

import (
	"os"
	"testing"

	"azwhatif/ratebook"
	"azwhatif/ratebook/realdata"
)

func decodeFile(t *testing.T, name string) *ratebook.Card {
	t.Helper()
	f, err := os.Open(realdata.File(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	real := terms
	real.Offer = "MS-AZR-0062P"
	card, err := DecodeRateCard(f, real)
	if err != nil {
		t.Fatal(err)
	}
	return card
}

func TestReal0062P(t *testing.T) {
	card := decodeFile(t, "ratecard/ratecard_MS-AZR-0062P_USD_en-US_US_2016-05.json")
	var tiered, thirdParty, rising, noDate int
	for _, r := range card.Rates {
		if len(r.Tiers) > 1 {
			tiered++
		}
		if r.Meter.ThirdParty() {
			thirdParty++
		}
		for i := 1; i < len(r.Tiers); i++ {
			if r.Tiers[i-1].UnitPrice.Less(r.Tiers[i].UnitPrice) {
				rising++
				break
			}
		}
		if r.Effective.IsZero() {
			noDate++
		}
		if r.Meter.ID == "a4ec27b4-c834-47d0-9195-35143f8bc182" && r.Tiers[len(r.Tiers)-1].UnitPrice.String() != "0.1097999999999999712" && len(r.Tiers) == 1 {
			t.Errorf("a price of 19 places is %s", r.Tiers[0].UnitPrice)
		}
	}
	p := card.Provenance
	if p.Meters != 3817 || p.Rates != 3817 || p.Tiers != 4645 || tiered != 203 || thirdParty != 126 || rising != 2 || noDate != 31 {
		t.Errorf("%d meters, %d rates, %d tiers; %d with tiers, %d third party, %d rising, %d without a date", p.Meters, p.Rates, p.Tiers, tiered, thirdParty, rising, noDate)
	}
	credits := card.OfferTerms.Credits
	if len(credits) != 1 || credits[0].Amount.String() != "100" || len(credits[0].Excluded) != 139 {
		t.Errorf("credits %+v", credits)
	}
	if len(p.Warnings) > 0 {
		t.Errorf("warnings %q", p.Warnings)
	}
}

func TestRealBareArrays(t *testing.T) {
	for name, want := range map[string]int{
		"ratecard/azurespeed_vm_meters_2017.json":         4151,
		"ratecard/VirtualMachines_meters_US_2020-03.json": 3543,
	} {
		p := decodeFile(t, name).Provenance
		if p.Meters != want || p.Rates != want || len(p.Warnings) != 1 {
			t.Errorf("%s: %d meters, %d rates, warnings %q", name, p.Meters, p.Rates, p.Warnings)
		}
	}
}

// TestRealNames holds that what a rate card and retail prices call a machine
// finds the meter of the same id, and no other, in either direction.
func TestRealNames(t *testing.T) {
	old := decodeFile(t, "ratecard/VirtualMachines_meters_US_2020-03.json")
	same := 0
	for _, name := range []string{"retail/retail_api_eastus_vm_page1_2024-02.json", "retail/terracost_francecentral_vm_2021-12.json", "retail/retail_api_westeurope_vm_page1_2024-02.json"} {
		f, err := os.Open(realdata.File(t, name))
		if err != nil {
			t.Fatal(err)
		}
		retail, err := DecodeRetail(f, ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: "USD", Market: "US"})
		_ = f.Close()
		if err != nil {
			t.Fatal(err)
		}
		same += sameNames(t, old, retail) + sameNames(t, retail, old)
	}
	t.Logf("%d meters are found by name", same)
	if same < 200 {
		t.Errorf("only %d meters are found by name", same)
	}
}

func sameNames(t *testing.T, from, to *ratebook.Card) (same int) {
	has := map[ratebook.MeterID]bool{}
	for _, r := range to.Rates {
		has[r.Meter.ID] = true
	}
	var want []ratebook.Selector
	for _, r := range from.Rates {
		want = append(want, r.Meter.Family().In(r.Meter.Region))
	}
	for i, found := range to.Find(want) {
		m := from.Rates[i].Meter
		for _, r := range found {
			switch {
			case r.Meter.ID == m.ID:
				same++
			case has[m.ID]:
				t.Errorf("%s %s %s is found as %s %s", m.ID, m.Region, m.Title(), r.Meter.ID, r.Meter.Title())
			default:
				t.Logf("%s %s %s is found as %s %s", m.ID, m.Region, m.Title(), r.Meter.ID, r.Meter.Title())
			}
		}
	}
	return same
}

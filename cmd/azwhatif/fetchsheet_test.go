package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/ratebook/azure/azuretest"
)

// sheetZip is a price sheet in two parts, of an account.
func sheetZip(t *testing.T, account string) []byte {
	t.Helper()
	header := "enrollmentNumber,billingProfileId,meterId,meterName,meterCategory,meterSubCategory,meterRegion,unitOfMeasure,unitPrice,marketPrice,currencyCode,effectiveStartDate,effectiveEndDate,priceType,term,offerId\n"
	offer, profile := "MS-AZR-0017P", ""
	if strings.Contains(account, ":") {
		offer, profile = "", "AAAA-BBBB"
	}
	row := func(price, list, kind, term string, offer string) string {
		return strings.Join([]string{account, profile, "aaaaaaaa-0000-4000-8000-000000000001", "D2s v5", "Virtual Machines", "Dsv5 Series", "EU West", "1 Hour", price, list, "EUR", "2026-11-01", "2026-11-30", kind, term, offer}, ",") + "\n"
	}
	devTest := ""
	if profile == "" {
		devTest = row("0.05", "0.12", "Consumption", "", "MS-AZR-0148P") + row("0.06", "0.12", "Consumption", "", "MS-AZR-0149P")
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{"a.csv": header + row("0.09", "0.12", "Consumption", "", offer) + devTest, "b.csv": header + row("500", "600", "ReservedInstance", "P1Y", offer)} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestFetchPriceSheet: the sheets of an enrollment and of a billing profile are made,
// waited for and read; what goes wrong says what to do; no signature is kept or shown.
func TestFetchPriceSheet(t *testing.T) {
	const customer = "11111111-2222-3333-4444-555555555555:66666666-7777-8888-9999-000000000000_2019-05-31"
	whole := sheetZip(t, "123456")
	p := newProcess(t, azuretest.Options{SheetPolls: 2, Sheets: map[string][]byte{
		"123456/202611": whole, "123456/202610": sheetZip(t, "654321"), "123456/202609": whole[:len(whole)-40], customer + "/AAAA-BBBB": sheetZip(t, customer),
	}})
	args := func(offer, account string, more ...string) []string {
		return append([]string{"fetch", "--source", "pricesheet", "--offer", offer, "--currency", "EUR", "--market", "NL", "--billing-account", account}, more...)
	}
	if out, _ := p.mustRun(t, args("0017P", "123456", "--billing-period", "2026-11", "--dry-run")...); !strings.HasPrefix(out, "POST https://") || !strings.Contains(out, "/billingAccounts/123456/billingPeriods/202611/providers/Microsoft.CostManagement/pricesheets/default/download?api-version=2025-03-01") {
		t.Error(out)
	}
	p.azure.Fault(azuretest.Blob, azuretest.None, azuretest.CutOff(50))
	_, said := p.mustRun(t, args("0017P", "123456", "--billing-period", "202611")...)
	_, more := p.mustRun(t, args("0017G", customer, "--billing-profile", "AAAA-BBBB")...)
	said += more
	shown, _ := p.mustRun(t, "meters", "D2s v5", "--offer", "0017P")
	for _, want := range []string{"0.09", "list: 0.12, the price is 25% less", "reservation, 12 months: 500"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in\n%s", want, shown)
		}
	}
	path := filepath.Join(p.home, "a.yaml")
	if err := os.WriteFile(path, []byte("version: 1\nname: a\nstart: 2026-11\nmonths: 1\nworkloads:\n  - {name: w, region: westeurope, usage: [{meter: {name: D2s v5}, count: 1, hours: 24x7}]}\ncases:\n  - {name: EA, source: pricesheet, offer: MS-AZR-0017P, currency: EUR, market: NL}\n  - {name: MCA, like: EA, offer: MS-AZR-0017G}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	table, _ := p.mustRun(t, "compare", path) // 730 × 0.09 and 730 × 0.12
	if words := strings.Join(strings.Fields(table), " "); !strings.Contains(words, "the usage costs EUR 65.70, 25.0% less than at list prices (EUR 87.60)") {
		t.Error(table)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{args("0017P", "123456", "--billing-period", "202610"), "the price sheet is of the account 654321, and 123456 was asked for"},
		{args("0017P", "123456", "--billing-period", "202609"), "the zip is damaged or cut off: fetch it again"},
		{args("0017P", "123456", "--billing-period", "202001"), "give --billing-period a month of the past 13"},
		{args("0017P", "123456", "--billing-period", "2026-13"), "is not a month; write it as 202611"},
		{args("0017G", customer), "give --billing-profile its name"},
		{args("0017G", "123456"), "its offer is MS-AZR-0017P"},
		{args("0003P", "123456"), "price sheets are those of MS-AZR-0017P"},
		{args("0017P", ""), "give --billing-account"},
	} {
		_, stderr, code := p.run(t, c.args...)
		said += stderr
		if code == 0 || !strings.Contains(stderr, c.want) {
			t.Errorf("%v ends with %d, no %q in\n%s", c.args, code, c.want, stderr)
		}
	}
	p.azure.SetRole(false)
	_, stderr, code := p.run(t, args("0017P", "123456", "--billing-period", "202611")...)
	said += stderr
	if code == 0 || !strings.Contains(stderr, "have an enterprise administrator give the account the role") {
		t.Error(stderr)
	}
	var kept strings.Builder
	if err := filepath.WalkDir(p.home, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == "card.json" {
			data, _ := os.ReadFile(path)
			kept.Write(data)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, sig := range p.azure.Signatures() {
		if strings.Contains(said+kept.String(), sig) || strings.Contains(kept.String(), "sig=") {
			t.Error("a signature is kept or shown")
		}
	}
}

// TestSheetsBesideList: one run that signs in fetches, by the lists of the config file, the
// sheets of an enrollment, of its dev/test offer and of a billing profile, the retail prices
// and the RateCard; one comparison has them side by side.
func TestSheetsBesideList(t *testing.T) {
	const customer = "11111111-2222-3333-4444-555555555555:66666666-7777-8888-9999-000000000000_2019-05-31"
	const id = "aaaaaaaa-0000-4000-8000-000000000001"
	retail := `{"currencyCode":"EUR","tierMinimumUnits":0,"retailPrice":0.12,"unitPrice":0.12,"armRegionName":"westeurope","location":"EU West","effectiveStartDate":"2026-11-01T00:00:00Z","meterId":"` + id + `","meterName":"D2s v5","skuName":"D2s v5","productName":"Virtual Machines Dsv5 Series","serviceName":"Virtual Machines","unitOfMeasure":"1 Hour","type":"Consumption","isPrimaryMeterRegion":true,"armSkuName":"Standard_D2s_v5"}`
	p := newProcess(t, azuretest.Options{
		SheetPolls: 1, RetailItems: []json.RawMessage{json.RawMessage(retail)},
		Sheets: map[string][]byte{"123456/202611": sheetZip(t, "123456"), customer + "/AAAA-BBBB": sheetZip(t, customer)},
		Card: func(azuretest.CardQuery) []byte {
			return []byte(`{"OfferTerms":[],"Currency":"EUR","Locale":"en-US","IsTaxIncluded":false,"Meters":[{"MeterId":"` + id + `","MeterName":"D2s v5","MeterCategory":"Virtual Machines","MeterSubCategory":"Dsv5 Series","Unit":"1 Hour","MeterRegion":"EU West","MeterRates":{"0":0.11},"IncludedQuantity":0,"EffectiveDate":"2026-11-01T00:00:00Z"}]}`)
		},
	})
	config := filepath.Join(p.home, "fetch.yaml")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lists := "fetch:\n" +
		"  - {offers: [MS-AZR-0003P], currencies: [EUR], markets: [NL]}\n" +
		"  - {source: retail, offers: [MS-AZR-0003P], currencies: [EUR], markets: [NL], regions: [westeurope]}\n" +
		"  - {source: pricesheet, offers: [MS-AZR-0017P, MS-AZR-0148P, MS-AZR-0149P], currencies: [EUR], markets: [NL], billing_account: \"123456\", billing_period: 2026-11}\n" +
		"  - {source: pricesheet, offers: [MS-AZR-0017G], currencies: [EUR], markets: [NL], billing_account: \"" + customer + "\", billing_profile: AAAA-BBBB}\n"
	write(config, lists)
	p.azure.Fault(azuretest.Blob, azuretest.None, azuretest.ExpiredSignature()) // the first address after RateCard's, or that of a sheet: it is asked for again
	out, said := p.mustRun(t, "fetch", "--config", config, "--parallel", "1")
	listed, _ := p.mustRun(t, "cards", "list")
	for _, offer := range []string{"MS-AZR-0003P", "MS-AZR-0017P", "MS-AZR-0148P", "MS-AZR-0149P", "MS-AZR-0017G"} {
		if !strings.Contains(listed, offer) {
			t.Errorf("no card of %s:\n%s\n%s%s", offer, listed, out, said)
		}
	}
	path := filepath.Join(p.home, "a.yaml")
	write(path, "version: 1\nname: Side by side\nstart: 2026-11\nmonths: 1\nworkloads:\n  - {name: w, region: westeurope, usage: [{meter: {category: Virtual Machines, name: D2s v5}, count: 1, hours: 24x7}]}\ncases:\n"+
		"  - {name: RateCard, offer: MS-AZR-0003P, currency: EUR, market: NL}\n  - {name: Retail, like: RateCard, source: retail}\n"+
		"  - {name: EA, like: RateCard, source: pricesheet, offer: MS-AZR-0017P}\n  - {name: MCA, like: EA, offer: MS-AZR-0017G}\n  - {name: Dev/test, like: EA, offer: MS-AZR-0148P}\n  - {name: Other dev/test, like: EA, offer: MS-AZR-0149P}\n")
	table, _ := p.mustRun(t, "compare", path)
	words := strings.Join(strings.Fields(table), " ") // 730 × 0.11, 0.12, 0.09, 0.05 and 0.06
	for _, want := range []string{"RateCard 80.30 base", "Retail 87.60 +7.30", "EA 65.70 -14.60 -18.2%", "MCA 65.70 -14.60", "Dev/test 36.50", "Other dev/test 43.80", "25.0% less than at list prices (EUR 87.60)", "Note: retail prices in EUR are for reference"} {
		if !strings.Contains(words, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	for list, want := range map[string]string{
		"  - {source: pricesheet, offers: [MS-AZR-0017P], currencies: [EUR], markets: [NL], billing_account: \"9\"}\n":                      "of different accounts or months",
		"  - {offers: [MS-AZR-0003P], currencies: [USD], markets: [NL], billing_period: 2026-11}\n":                                         "are of price sheets",
		"  - {source: pricesheet, offers: [MS-AZR-0017G], currencies: [USD], markets: [NL], billing_account: ../1}\n":                       "is not the name of a billing account",
		"  - {source: pricesheet, offers: [MS-AZR-0017P], currencies: [USD], markets: [NL], billing_account: \"1\", billing_period: May}\n": "is not a month",
	} {
		write(config, lists+list)
		if _, stderr, code := p.run(t, "fetch", "--config", config, "--dry-run"); code == 0 || !strings.Contains(stderr, want) {
			t.Errorf("%s: no %q in %s", list, want, stderr)
		}
	}
}

package main

import (
	"archive/zip"
	"bytes"
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
	row := func(price, list, kind, term string) string {
		return strings.Join([]string{account, profile, "aaaaaaaa-0000-4000-8000-000000000001", "D2s v5", "Virtual Machines", "Dsv5 Series", "EU West", "1 Hour", price, list, "EUR", "2026-11-01", "2026-11-30", kind, term, offer}, ",") + "\n"
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{"a.csv": header + row("0.09", "0.12", "Consumption", ""), "b.csv": header + row("500", "600", "ReservedInstance", "P1Y")} {
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

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"
)

// oldInvoice is an invoice of the 2017 API; ends are those of Azure's example: the
// day behind the last.
func oldInvoice(month int) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"id":"/subscriptions/s/providers/Microsoft.Billing/invoices/2026-%02[1]d-05-1234","name":"2026-%02[1]d-05-1234","type":"Microsoft.Billing/invoices",
  "properties":{"invoicePeriodStartDate":"2026-%02[2]d-01","invoicePeriodEndDate":"2026-%02[1]d-01","billingPeriodIds":["/subscriptions/s/providers/Microsoft.Billing/billingPeriods/2026%02[2]d-1"]}}`, month, month-1))
}

// bill is an invoice of the 2020 and the 2024 API, of a month of 2026.
func bill(name string, month int, status, sums string) json.RawMessage {
	last := time.Date(2026, time.Month(month)+1, 0, 17, 32, 28, 0, time.UTC)
	return json.RawMessage(fmt.Sprintf(`{"name":%q,"type":"Microsoft.Billing/billingAccounts/billingSubscriptions/invoices",
  "properties":{"dueDate":"2026-%02[2]d-28T17:32:28Z","invoiceDate":%[3]q,"status":%[4]q,"invoicePeriodStartDate":"2026-%02[2]d-01T17:32:28Z","invoicePeriodEndDate":%[5]q,
  "invoiceType":"AzureServices","subscriptionId":"22222222-2222-4222-8222-222222222222"%[6]s}}`,
		name, month, last.AddDate(0, 0, 6).Format(time.RFC3339), status, last.Format(time.RFC3339), sums))
}

const billedSums = `,"amountDue":{"currency":"EUR","value":0.00},"billedAmount":{"currency":"EUR","value":119.50}`

func invoiced(o azuretest.Options) azuretest.Options {
	o.Invoices = []json.RawMessage{oldInvoice(4), oldInvoice(3), oldInvoice(2)}
	o.Bills = []json.RawMessage{bill("E0600JAN", 1, "Paid", billedSums), bill("E0600MAR", 3, "Due", `,"amountDue":{"currency":"EUR","value":2000.00}`), bill("E0600FEB", 2, "Paid", billedSums)}
	return o
}

var sinceJanuary = []string{"--from", "2026-01-01", "--to", "2026-06-30"}

// noSecret looks for secrets of the fake in what was printed and kept.
func (p *process) noSecret(t *testing.T, texts ...string) {
	t.Helper()
	secrets := append(p.azure.Tokens(), p.azure.ClientSecret, "DRS_secret")
	secrets = append(secrets, p.azure.Signatures()...)
	err := filepath.WalkDir(p.home, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		texts = append(texts, string(data))
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for _, s := range secrets {
		for _, text := range texts {
			if strings.Contains(text, s) {
				t.Error("a secret is in what is printed or kept")
			}
		}
	}
}

// TestInvoicesList asks each API, over several pages, and shows the newest first.
func TestInvoicesList(t *testing.T) {
	p := newProcess(t, invoiced(azuretest.Options{InvoicePage: 2}))
	out, stderr := p.mustRun(t, append([]string{"invoices", "list", "--log-level", "debug"}, sinceJanuary...)...)
	if a, b := strings.Index(out, "E0600MAR"), strings.Index(out, "E0600FEB"); a < 0 || b < a || !strings.Contains(out, "E0600FEB  2026-02-01  2026-02-28") ||
		!strings.Contains(out, "EUR 119.50") || !strings.Contains(out, "EUR 2,000.00") || !strings.Contains(stderr, "asked of the API of 2024-04-01") {
		t.Errorf("%s\n%s", out, stderr)
	}
	for line := range strings.Lines(out) {
		if len([]rune(strings.TrimRight(line, "\n"))) > 80 {
			t.Errorf("wider than 80 columns: %s", line)
		}
	}
	asked := p.azure.Requests(azuretest.Invoices)
	if len(asked) != 2 || asked[0].Path != "/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/22222222-2222-4222-8222-222222222222/invoices" ||
		asked[0].Query.Get("periodStartDate") != "2025-10-31" || asked[0].Query.Get("periodEndDate") == "" {
		t.Errorf("asked %+v", asked)
	}
	p.noSecret(t, out, stderr)

	out, _ = p.mustRun(t, append([]string{"invoices", "list", "--api", "2017", "--format", "csv"}, sinceJanuary...)...)
	want := `invoice,start,end,kind,status,date,due,subscription,sum,value,currency
2026-04-05-1234,2026-03-01,2026-03-31,,,,,,,,
2026-03-05-1234,2026-02-01,2026-02-28,,,,,,,,
2026-02-05-1234,2026-01-01,2026-01-31,,,,,,,,
`
	if out != want {
		t.Errorf("%s\nwant\n%s", out, want)
	}
	asked = p.azure.Requests(azuretest.Invoices)[2:]
	if q := asked[0].Query; q.Get("$filter") != "invoicePeriodEndDate ge 2026-01-01 and invoicePeriodEndDate le 2026-07-01" || q.Get("$expand") != "downloadUrl" || q.Get("api-version") != "2017-04-24-preview" {
		t.Errorf("asked %v", asked[0].Query)
	}
	// by the last day, not by Azure's end, which is the day behind
	out, _ = p.mustRun(t, "invoices", "list", "--api", "2017", "--from", "2026-02-28", "--to", "2026-02-28", "--format", "csv")
	if strings.Count(out, "\n") != 2 || !strings.Contains(out, "2026-03-05-1234") {
		t.Error(out)
	}
	out, _ = p.mustRun(t, append([]string{"invoices", "list", "--api", "2020", "--format", "json"}, sinceJanuary...)...)
	var list struct {
		Version  int
		Invoices []struct {
			Name, Start, End string
			Amounts          []struct{ Name, Value, Currency string }
		}
	}
	if err := json.Unmarshal([]byte(out), &list); err != nil || list.Version != 1 || len(list.Invoices) != 3 || list.Invoices[1].End != "2026-02-28" || fmt.Sprint(list.Invoices[1].Amounts) != "[{billedAmount 119.5 EUR} {amountDue 0 EUR}]" {
		t.Errorf("%v\n%s", err, out)
	}
	out, _ = p.mustRun(t, "invoices", "list", "--from", "2020-01-01", "--to", "2020-02-01")
	if out != "No invoices.\n" {
		t.Error(out)
	}
}

// TestInvoicesDownload saves PDFs whole, by every API, in spite of what goes wrong.
func TestInvoicesDownload(t *testing.T) {
	old, february := "2026-02-01_2026-02-28_2026-03-05-1234.pdf", "2026-02-01_2026-02-28_E0600FEB.pdf"
	for _, c := range []struct {
		name, api, invoice, file string
		opt                      azuretest.Options
		list, blob               []azuretest.Fault
		asked, fetched           int // requests to the API, and to the storage
	}{
		{name: "2017", api: "2017", invoice: "2026-03-05-1234", file: old, asked: 1, fetched: 1},
		{name: "2020", api: "2020", invoice: "E0600FEB", file: february, asked: 3, fetched: 1},                                                  // invoice, download, operation
		{name: "2024, not ready", api: "2024", invoice: "E0600FEB", file: february, opt: azuretest.Options{BillPolls: 3}, asked: 6, fetched: 1}, // and three times more
		{name: "2017, expired", api: "2017", invoice: "2026-03-05-1234", file: old, blob: []azuretest.Fault{azuretest.ExpiredSignature()}, asked: 2, fetched: 2},
		{name: "2024, expired", api: "2024", invoice: "E0600FEB", file: february, blob: []azuretest.Fault{azuretest.ExpiredSignature()}, asked: 5, fetched: 2},
		{name: "cut off", api: "2017", invoice: "2026-03-05-1234", file: old, blob: []azuretest.Fault{azuretest.CutOff(300), azuretest.Truncate(300)}, asked: 1, fetched: 3},
		{name: "errors", api: "2024", invoice: "E0600FEB", file: february, list: []azuretest.Fault{azuretest.ThrottleMilliseconds(2), azuretest.None, azuretest.ServerError(500), azuretest.None, azuretest.Truncate(7)},
			blob: []azuretest.Fault{azuretest.ServerError(503), azuretest.ResetAfter(100)}, asked: 6, fetched: 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, invoiced(c.opt))
			p.azure.Fault(azuretest.Invoices, c.list...)
			p.azure.Fault(azuretest.Blob, c.blob...)
			dir := t.TempDir()
			out, stderr := p.mustRun(t, "invoices", "download", c.invoice, "--api", c.api, "--dir", dir, "--log-level", "debug")
			path := filepath.Join(dir, c.file)
			data, err := os.ReadFile(path)
			if err != nil || !bytes.Equal(data, azuretest.PDF(c.invoice)) || out != path+"\n" {
				t.Errorf("%v, %d bytes, printed %s", err, len(data), out)
			}
			onlyFile(t, dir, c.file)
			if n := len(p.azure.Requests(azuretest.Invoices)); n != c.asked {
				t.Errorf("asked %d times, want %d", n, c.asked)
			}
			if n := len(p.azure.Requests(azuretest.Blob)); n != c.fetched {
				t.Errorf("fetched %d times, want %d", n, c.fetched)
			}
			for _, r := range p.azure.Requests(azuretest.Blob) {
				if r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" {
					t.Errorf("the blob storage was sent %v", r.Header)
				}
			}
			p.noSecret(t, out, stderr)
		})
	}
}

// onlyFile holds that a folder has these files, and nothing half-way.
func onlyFile(t *testing.T, dir string, names ...string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	got := ""
	for _, f := range left {
		got += f.Name() + " "
	}
	if want := strings.Join(names, " "); err != nil || strings.TrimSpace(got) != want {
		t.Errorf("the folder has %q, want %q; %v", got, want, err)
	}
}

// TestInvoicesDownloadMany: links of a list that have expired, the latest, and files
// that are there already.
func TestInvoicesDownloadMany(t *testing.T) {
	p := newProcess(t, invoiced(azuretest.Options{LinkLife: -time.Minute}))
	dir := t.TempDir()
	all := append([]string{"invoices", "download", "--api", "2017", "--dir", dir}, sinceJanuary...)
	out, _ := p.mustRun(t, all...)
	if n := strings.Count(out, ".pdf\n"); n != 3 {
		t.Errorf("%d files:\n%s", n, out)
	}
	if n := len(p.azure.Requests(azuretest.Invoices)); n != 4 {
		t.Errorf("asked %d times, want once for the list and once for each link that had expired", n)
	}
	_, stderr := p.mustRun(t, all...)
	if n := strings.Count(stderr, "is already there, and is the same"); n != 3 {
		t.Error(stderr)
	}
	before := len(p.azure.Requests(azuretest.Blob))
	_, stderr = p.mustRun(t, append(all, "--missing")...)
	if n := len(p.azure.Requests(azuretest.Blob)) - before; n != 0 || strings.Count(stderr, "have ") != 3 {
		t.Errorf("%d were fetched again: %s", n, stderr)
	}
	path := filepath.Join(dir, "2026-02-01_2026-02-28_2026-03-05-1234.pdf")
	if err := os.WriteFile(path, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, stderr, code := p.run(t, all...)
	if data, err := os.ReadFile(path); err != nil || string(data) != "mine" || code != exitFailure ||
		!strings.Contains(stderr, "it is not overwritten; move it away") || !strings.Contains(stderr, "1 of 3 invoices were not saved") || strings.Count(stderr, "already there") != 2 {
		t.Errorf("ends with %d, %q, %v: %s", code, data, err, stderr)
	}
	for api, want := range map[string]string{"2017": "2026-03-01_2026-03-31_2026-04-05-1234.pdf", "2024": "2026-03-01_2026-03-31_E0600MAR.pdf"} {
		dir := t.TempDir()
		p.mustRun(t, append([]string{"invoices", "download", "latest", "--api", api, "--dir", dir}, sinceJanuary...)...)
		onlyFile(t, dir, want)
	}
}

// TestInvoicesFail keeps nothing, and says what to do.
func TestInvoicesFail(t *testing.T) {
	const sub = "subscription 22222222-2222-4222-8222-222222222222"
	sign := `in the Azure portal, under Subscriptions, the subscription, Invoices, "Access to invoices"`
	page := azuretest.Answer(200, "<html><title>Sign in</title></html>")
	for _, c := range []struct {
		name       string
		list, blob []azuretest.Fault
		noRole     bool
		api, want  string
	}{
		{name: "not opted in", list: []azuretest.Fault{azuretest.NotOptedIn()}, want: "access to the invoices of " + sub + " is not opted in to: have the account administrator allow it (" + sign},
		{name: "not the administrator", list: []azuretest.Fault{azuretest.NotAccountAdmin()}, want: "only the account administrator of " + sub + " may list and download its invoices"},
		{name: "no role", noRole: true, want: "give the account the role Billing Reader on " + sub},
		{name: "no role, 2017", noRole: true, api: "2017", want: "give the account the role Billing Reader on " + sub},
		{name: "a partner's", list: []azuretest.Fault{azuretest.DisallowedProvider()}, want: "sold by a partner (CSP): its invoices are the partner's"},
		{name: "an offer", api: "2017", list: []azuretest.Fault{azuretest.UnsupportedOffer("MS-AZR-0017P")}, want: "an Enterprise Agreement's are in the Azure portal, under Cost Management + Billing; a free or sponsored subscription has none; of one with a Microsoft Customer Agreement, ask with --api 2024-04-01"},
		{name: "an offer, as text", list: []azuretest.Fault{azuretest.Answer(400, `{"error":{"code":"BadRequest","message":"UnsupportedSubscriptionType - Offer id MS-AZR-0017G is not supported."}}`)}, want: "this API has no invoices of the subscription's offer"},
		{name: "no such invoice", list: []azuretest.Fault{azuretest.Answer(404, `{"error":{"code":"NotFound","message":"not found"}}`)}, want: `there is no such invoice; "azwhatif invoices list" shows those that there are`},
		{name: "a guest network", list: []azuretest.Fault{azuretest.HTML()}, want: "it is not JSON, but text/html"},
		{name: "always expired", blob: azuretest.Times(9, azuretest.ExpiredSignature()), want: "the signed address was refused twice"},
		{name: "always cut off", blob: azuretest.Times(9, azuretest.CutOff(200)), want: "it breaks off after 200 bytes"},
		{name: "always half", blob: azuretest.Times(9, azuretest.Truncate(200)), want: "it is a part of a PDF, of 200 bytes: its end is missing (request "},
		{name: "a page in its place", blob: []azuretest.Fault{page}, want: "it is not a PDF"},
		{name: "empty", blob: azuretest.Times(9, azuretest.Empty()), want: "it is empty"},
		{name: "never ready", list: append([]azuretest.Fault{azuretest.None}, azuretest.Times(20, azuretest.NotReady(0))...), want: "the answer was not ready in any of 11 tries"},
		{name: "ready in an hour", list: []azuretest.Fault{azuretest.None, azuretest.NotReady(time.Hour)}, want: "try again in 1h0m0s"},
		{name: "no link", list: []azuretest.Fault{azuretest.None, azuretest.Answer(200, `{"status":"Failed"}`)}, want: "gives no link to it"},
		{name: "a link elsewhere", list: []azuretest.Fault{azuretest.None, azuretest.Answer(200, `{"url":"https://example.org/a.pdf?sig=abcdefgh"}`)}, want: "is to example.org, which is not Azure's blob storage"},
		{name: "a link in clear", list: []azuretest.Fault{azuretest.None, azuretest.Answer(200, `{"url":"http://example.org/a.pdf?sig=abcdefgh"}`)}, want: "over http, not https"},
		{name: "a document elsewhere", list: []azuretest.Fault{azuretest.Answer(200, `{"name":"E0600FEB","properties":{"documents":[{"kind":"Invoice","url":"https://example.org/x?downloadToken=DRS_secret"}]}}`)}, want: "the link is to https://example.org, not to"},
		{name: "a name for a path", list: []azuretest.Fault{azuretest.Answer(200, `{"name":"../x","properties":{}}`)}, want: "a name that is not usable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newProcess(t, invoiced(azuretest.Options{}))
			p.azure.SetRole(!c.noRole)
			p.azure.Fault(azuretest.Invoices, c.list...)
			p.azure.Fault(azuretest.Blob, c.blob...)
			dir := t.TempDir()
			api := "2024"
			if c.api != "" {
				api = c.api
			}
			out, stderr, code := p.run(t, "invoices", "download", "E0600FEB", "--api", api, "--dir", dir, "--log-level", "debug")
			if code != exitFailure || !strings.Contains(stderr, c.want) || out != "" {
				t.Errorf("ends with %d:\n%s\nwant %s", code, stderr, c.want)
			}
			if strings.Contains(stderr, "abcdefgh") {
				t.Error("a signature is printed")
			}
			onlyFile(t, dir)
			p.noSecret(t, out, stderr)
		})
	}
}

// TestInvoicesInput refuses before anything is asked.
func TestInvoicesInput(t *testing.T) {
	p := newProcess(t, invoiced(azuretest.Options{}))
	for want, args := range map[string][]string{
		`--api "2018" is not one of`:                    {"list", "--api", "2018"},
		`--format "xml" is not one of table, json, csv`: {"list", "--format", "xml"},
		`--from "1.3." is not a day`:                    {"list", "--from", "1.3."},
		"--to 2026-01-01 is before --from 2026-02-01":   {"list", "--from", "2026-02-01", "--to", "2026-01-01"},
		"which invoices? name them":                     {"download"},
		`"../x" is not an invoice's number`:             {"download", "../x"},
		"there is no folder":                            {"download", "latest", "--dir", filepath.Join(p.home, "none")},
		"give --offer, --currency and --market":         {"check", "x.csv", "--invoice", "latest"},
		"which invoice? give its number or":             {"check", "x.csv", "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"},
		"is not a subscription id":                      {"list", "--subscription", "mine"},
		"no usage is named: name files":                 {"check"},
	} {
		_, stderr, code := p.run(t, append([]string{"invoices"}, args...)...)
		if code != exitBadInput || !strings.Contains(stderr, want) {
			t.Errorf("%q ends with %d:\n%s\nwant %s", args, code, stderr, want)
		}
	}
	if n := len(p.azure.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// checkedUsage is usage of a subscription, billed and to be checked. By the sample
// card of MS-AZR-0003P in EUR:
//
//	February     500 × 0.201843 = 100.9215; (350 − 100 included) × 0.076349 = 19.08725; in all 120.00875
//	15 January to 14 February, one billing month: (60 + 70 − 100) × 0.076349 = 2.29047; 200 × 0.201843 = 40.3686
const checkedUsage = `SubscriptionId,OfferId,Date,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode,ChargeType
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-01-14,Virtual Machines,Dsv5 Series,1AB41620-5FFA-51B3-AC16-6416F9F747A9,D4s v5,EU West,1 Hour,700,1000,EUR,Usage
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-01-15,Bandwidth,,9995D93A-7D35-4D3F-9C69-7A7FEA447EF4,Standard Data Transfer Out,Zone 1,1 GB,60,4.58094,EUR,Usage
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-02-01,Virtual Machines,Dsv5 Series,1AB41620-5FFA-51B3-AC16-6416F9F747A9,D4s v5,EU West,1 Hour,200,40.3686,EUR,Usage
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-02-14,Bandwidth,,9995D93A-7D35-4D3F-9C69-7A7FEA447EF4,Standard Data Transfer Out,Zone 1,1 GB,70,5.34443,EUR,Usage
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-02-20,Bandwidth,,9995D93A-7D35-4D3F-9C69-7A7FEA447EF4,Standard Data Transfer Out,Zone 1,1 GB,280,21.37772,EUR,Usage
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-02-28,Virtual Machines,Dsv5 Series,1AB41620-5FFA-51B3-AC16-6416F9F747A9,D4s v5,EU West,1 Hour,300,60.5529,EUR,Usage
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-02-28,,,,,,,1,22.71,EUR,Tax
22222222-2222-4222-8222-222222222222,MS-AZR-0003P,2026-03-01,Virtual Machines,Dsv5 Series,1AB41620-5FFA-51B3-AC16-6416F9F747A9,D4s v5,EU West,1 Hour,900,2000,EUR,Usage
`

// TestInvoicesCheck holds invoices against their period's usage.
func TestInvoicesCheck(t *testing.T) {
	opt := invoiced(azuretest.Options{})
	opt.Bills = append(opt.Bills, json.RawMessage(`{"name":"E0600CYC","properties":{"invoicePeriodStartDate":"2026-01-15T00:00:00Z","invoicePeriodEndDate":"2026-02-14T00:00:00Z","invoiceType":"AzureServices","billedAmount":{"currency":"EUR","value":50},"subTotal":{"currency":"EUR","value":42.65907}}}`),
		bill("E0600USD", 2, "Paid", `,"billedAmount":{"currency":"USD","value":1}`), bill("E0600DEC", 12, "Paid", billedSums))
	p := newProcess(t, opt)
	files := filepath.Join(p.home, "usage.csv")
	if err := os.WriteFile(files, []byte(checkedUsage), 0o644); err != nil {
		t.Fatal(err)
	}
	args := func(more ...string) []string {
		return append([]string{"invoices", "check", files, "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL", "--ratebook", "sample"}, more...)
	}
	check := func(more ...string) string {
		t.Helper()
		out, stderr := p.mustRun(t, args(more...)...)
		p.noSecret(t, out, stderr)
		return out
	}
	want := `Invoice E0600FEB, 2026-02-01 to 2026-02-28
against the card of MS-AZR-0003P in EUR for NL, fetched 2026-08-03, SHA-256
eac649c26938
Note: sample prices of 2026-08, for trying out

Our rating                     EUR
──────────────────────────────────
usage at the card's rates   120.01
in all                      120.01
the invoice's billedAmount  119.50
──────────────────────────────────
difference                   +0.51

On the invoice
──────────────────────────
billedAmount    EUR 119.50
amountDue       EUR   0.00

In the files, and not rated  Records     Billed
───────────────────────────────────────────────
Azure tax                          1  EUR 22.71

Our figure differs by EUR +0.51 (+0.4%) from the invoice's.
- the invoice's sum is its billedAmount, with what else is billed, and tax where
  there is any; our figure is without tax
`
	if out := check("--invoice", "E0600FEB"); out != want {
		t.Errorf("%s\nwant\n%s", out, want)
	}
	// 120.00875 − 119.5 = 0.50875
	want = `invoice,side,part,value,currency
E0600FEB,invoice,billedAmount,119.5,EUR
E0600FEB,invoice,amountDue,0,EUR
E0600FEB,ours,usage,120.00875,EUR
E0600FEB,ours,discount,0,EUR
E0600FEB,ours,credit,0,EUR
E0600FEB,ours,recurring,0,EUR
E0600FEB,ours,total,120.00875,EUR
E0600FEB,difference,ours - invoice,0.50875,EUR
E0600FEB,not rated,Azure tax,22.71,EUR
`
	if out := check("--invoice", "E0600FEB", "--format", "csv"); out != want {
		t.Errorf("%s\nwant\n%s", out, want)
	}
	// before tax: 42.65907, as calculated above
	if out := check("--invoice", "E0600CYC"); !strings.Contains(out, "the invoice's subTotal     42.66") || !strings.Contains(out, "differs by EUR 0.00 (0.0%)") {
		t.Error(out)
	}
	out := check("--invoice", "2026-03-05-1234", "--api", "2017")
	if !strings.Contains(out, "in all                     120.01") || strings.Contains(out, "difference") ||
		!strings.Contains(out, "The API gives no amount of the invoice to hold our figure against.") || !strings.Contains(out, "it stands in the PDF (azwhatif\n  invoices download 2026-03-05-1234)") {
		t.Error(out)
	}
	var read struct {
		Invoice    struct{ Name, End string }
		Sum        struct{ Name, Value string }
		Rating     struct{ Offer, Total string }
		Difference string
		Percent    string          `json:"difference_percent"`
		Aside      json.RawMessage `json:"not_rated"`
	}
	if err := json.Unmarshal([]byte(check("--invoice", "E0600FEB", "--format", "json")), &read); err != nil || read.Difference != "0.50875" || read.Rating.Total != "120.00875" || read.Sum.Name != "billedAmount" || !strings.HasPrefix(read.Percent, "0.4257") {
		t.Errorf("%v %+v", err, read)
	}
	for invoice, want := range map[string]string{
		"E0600USD": "invoice E0600USD is in USD, and the terms are in EUR: give --currency USD",
	} {
		if _, stderr, code := p.run(t, args("--invoice", invoice)...); code != exitBadInput || !strings.Contains(stderr, want) {
			t.Errorf("%s ends with %d: %s", invoice, code, stderr)
		}
	}
	if out := check("--invoice", "E0600DEC"); !strings.Contains(out, "There is no usage of the period to rate") || !strings.Contains(out, "the files have no usage from 2026-12-01 to 2026-12-31") {
		t.Error(out)
	}
}

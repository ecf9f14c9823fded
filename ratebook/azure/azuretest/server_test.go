package azuretest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/realdata"
)

// ask sends a GET, with the token if it is stated, and reads the answer.
func ask(t *testing.T, s *Server, address, token string) (int, http.Header, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, string(body)
}

func TestBlobRefusesToken(t *testing.T) {
	s := Start(t, Options{})
	address := s.SignedURL([]byte("card"))
	if status, header, body := ask(t, s, address, ""); status != 200 || body != "card" || header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %s", status, body)
	}
	if status, _, body := ask(t, s, address, "a token"); status != 400 || !strings.Contains(body, "Check the value of Authorization header.") {
		t.Errorf("%d %s", status, body)
	}
	if status, _, body := ask(t, s, strings.Replace(address, "sig=", "sig=0", 1), ""); status != 403 || !strings.Contains(body, "<Code>AuthenticationFailed</Code>") {
		t.Errorf("%d %s", status, body)
	}
	if got := s.Requests(Blob); len(got) != 3 || got[1].Header.Get("Authorization") != "Bearer a token" || got[1].Status != 400 || len(s.Requests()) != 3 || len(s.Requests(ARM, Token)) != 0 {
		t.Errorf("%+v", got)
	}
}

// TestFilter: the filter of RateCard is checked as it is documented.
func TestFilter(t *testing.T) {
	s := Start(t, Options{})
	token := s.issue(s.Audience)
	for filter, want := range map[string]int{
		"OfferDurableId eq 'MS-AZR-0003p' and Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'":                       302,
		"Currency eq 'USD' and RegionInfo eq 'US' and OfferDurableId eq 'MS-AZR-0003P' and Locale eq 'de-AT'":                       302,
		`"OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'"`:                     400,
		"OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'USD' and Locale eq 'en-US' and Region eq 'US'":                           400,
		"OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'USD' and Locale eq 'en-US'":                                              400,
		"OfferDurableId eq 'MS-AZR-0003P' or Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'":                        400,
		"OfferDurableId eq 'MS-AZR-0017P' and Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'":                       400,
		"OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'XYZ' and Locale eq 'en-US' and RegionInfo eq 'US'":                       400,
		"OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'USD' and Locale eq 'english' and RegionInfo eq 'US'":                     400,
		"OfferDurableId eq 'MS-AZR-0003P' and Currency eq 'USD' and Currency eq 'USD' and Locale eq 'en-US' and RegionInfo eq 'US'": 400,
		"": 400,
	} {
		q := url.Values{"api-version": {"2015-06-01-preview"}, "$filter": {filter}}
		status, header, body := ask(t, s, s.ResourceManager+"/subscriptions/"+s.Subscription+"/providers/Microsoft.Commerce/rateCard?"+q.Encode(), token)
		if status != want || (status == 302) != strings.HasPrefix(header.Get("Location"), s.Blob+"/ratecards/") {
			t.Errorf("%s: %d %s", filter, status, body)
		}
		if status == 400 && !strings.HasPrefix(body, `{"Message":"Invalid query specified. Please specify valid values`) {
			t.Errorf("%s: %s", filter, body)
		}
	}
	if status, _, body := ask(t, s, s.ResourceManager+"/subscriptions/"+s.Subscription+"/providers/Microsoft.Commerce/RateCard", ""); status != 401 || !strings.Contains(body, "AuthenticationFailed") {
		t.Errorf("%d %s", status, body)
	}
}

// TestRetail serves saved pages of the real API.
func TestRetail(t *testing.T) {
	var items []json.RawMessage
	for _, name := range []string{"retail_api_westeurope_vm_page1_2024-02.json", "retail_api_westeurope_vm_page2_2024-02.json"} {
		data, err := os.ReadFile(realdata.File(t, "retail/"+name))
		if err != nil {
			t.Fatal(err)
		}
		page, err := RetailPage(data)
		if err != nil || len(page) == 0 {
			t.Fatal(len(page), err)
		}
		items = append(items, page...)
	}
	s := Start(t, Options{RetailItems: items, RetailPage: 300})
	count := func(filter, currency string) (n, pages int) {
		t.Helper()
		address := s.Retail + "/api/retail/prices?" + url.Values{"$filter": {filter}, "currencyCode": {currency}, "api-version": {"2023-01-01-preview"}}.Encode()
		for address != "" {
			status, _, body := ask(t, s, address, "")
			var page struct {
				Items        []struct{ Type, CurrencyCode, ArmRegionName string }
				Count        int
				NextPageLink *string
			}
			if err := json.Unmarshal([]byte(body), &page); err != nil || status != 200 || page.Count != len(page.Items) {
				t.Fatal(status, err, body)
			}
			n += len(page.Items)
			pages++
			if address = ""; page.NextPageLink != nil {
				address = *page.NextPageLink
			}
		}
		return n, pages
	}
	all, pages := count("armRegionName eq 'westeurope'", "'USD'")
	if all != len(items) || pages != (all+299)/300 {
		t.Errorf("%d of %d items on %d pages", all, len(items), pages)
	}
	consumption, _ := count("priceType eq 'Consumption'", "USD")
	rest, _ := count("(priceType eq 'Reservation' or priceType eq 'DevTestConsumption') and serviceName eq 'Virtual Machines'", "USD")
	if consumption == 0 || rest == 0 || consumption+rest != all {
		t.Errorf("%d and %d of %d", consumption, rest, all)
	}
	for filter, want := range map[string]bool{
		"contains(productName, 'Windows') and priceType eq 'Consumption'": true,
		"tolower(armRegionName) eq 'westeurope'":                          true,
		"armRegionName eq 'WestEurope'":                                   false, // values are told apart by case
		"currencyCode eq 'USD'":                                           false, // finds nothing, and is no error
	} {
		if n, _ := count(filter, "USD"); n > 0 != want {
			t.Errorf("%s: %d", filter, n)
		}
	}
	if n, _ := count("", "EUR"); n != 0 {
		t.Errorf("%d in EUR", n)
	}
	for _, bad := range []string{"not(contains(skuName, 'Spot'))", "armRegionName", "armRegionName eq", "armRegionName eq 'a' and", "(armRegionName eq 'a'", "colour eq 'a'", "contains(skuName)"} {
		if status, _, body := ask(t, s, s.Retail+"/api/retail/prices?"+url.Values{"$filter": {bad}}.Encode(), ""); status != 400 {
			t.Errorf("%s: %d %.80s", bad, status, body)
		}
	}
}

// TestUsageAndInvoices: their pages and addresses, for those who extend them.
func TestUsageAndInvoices(t *testing.T) {
	var usage, invoices []json.RawMessage
	for i := range 2500 {
		usage = append(usage, json.RawMessage(fmt.Sprintf(`{"name":"Daily_%d","properties":{"quantity":0.%d}}`, i, i)))
	}
	for i := range 3 {
		invoices = append(invoices, json.RawMessage(fmt.Sprintf(`{"name":"2017-0%d-05-1","properties":{"invoicePeriodEndDate":"2017-0%d-01"}}`, 4-i, 4-i)))
	}
	s := Start(t, Options{Usage: usage, Invoices: invoices})
	token, base := s.issue(s.Audience), s.ResourceManager+"/subscriptions/"+s.Subscription+"/providers/"
	q := url.Values{"api-version": {"2015-06-01-preview"}, "reportedStartTime": {"2026-01-01T00:00:00+00:00"}, "reportedEndTime": {"2026-02-01T00:00:00Z"}}
	n, pages := 0, 0
	for next := base + "Microsoft.Commerce/UsageAggregates?" + q.Encode(); next != ""; pages++ {
		status, _, body := ask(t, s, next, token)
		var page struct {
			Value    []struct{ Name string }
			NextLink string
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil || status != 200 || page.Value[0].Name != fmt.Sprintf("Daily_%d", n) {
			t.Fatal(status, err)
		}
		n += len(page.Value)
		next = page.NextLink
	}
	if n != 2500 || pages != 3 {
		t.Errorf("%d lines on %d pages", n, pages)
	}
	q.Set("reportedStartTime", "2026-01-01T03:00:00+00:00")
	if status, _, body := ask(t, s, base+"Microsoft.Commerce/UsageAggregates?"+q.Encode(), token); status != 400 || !strings.Contains(body, "InvalidInput") {
		t.Errorf("%d %s", status, body)
	}
	for path, want := range map[string][2]string{
		"?api-version=2017-04-24-preview":                     {"2017-03-05-1", "downloadUrl"},
		"?api-version=2017-04-24-preview&$expand=downloadUrl": {"downloadUrl", "!"},
		"?api-version=2017-04-24-preview&$top=1":              {"nextLink", "2017-03-05-1"},
		"/latest?api-version=2017-04-24-preview":              {"2017-04-05-1", "2017-03-05-1"},
		"/2017-02-05-1?api-version=2017-04-24-preview":        {s.Blob, "2017-03-05-1"},
	} {
		status, _, body := ask(t, s, base+"Microsoft.Billing/invoices"+path, token)
		if status != 200 || !strings.Contains(body, want[0]) || strings.Contains(body, want[1]) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
}

// TestFaultsInLine: those in line come first, then Options.Faults.
func TestFaultsInLine(t *testing.T) {
	s := Start(t, Options{Faults: func(at Place, n int) Fault {
		if at == Retail && n == 2 {
			return ServerError(503)
		}
		return nil
	}})
	s.Fault(Retail, Throttle(7), None)
	var got []int
	for range 4 {
		status, header, _ := ask(t, s, s.Retail+"/api/retail/prices", "")
		if status == 429 && header.Get("Retry-After") != "7" {
			t.Error(header)
		}
		got = append(got, status)
	}
	if fmt.Sprint(got) != "[429 200 503 200]" {
		t.Error(got)
	}
	s.Fault(Retail, ThrottleUntil(time.Now().Add(time.Minute)))
	if _, header, _ := ask(t, s, s.Retail+"/api/retail/prices", ""); !strings.HasSuffix(header.Get("Retry-After"), "GMT") {
		t.Error(header)
	}
}

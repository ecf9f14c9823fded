package invoice

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/reconcile"
)

func kept(t testing.TB, path string) (k Kept) {
	t.Helper()
	for _, raw := range saved(t, path) {
		if err := k.Add(raw); err != nil {
			t.Fatal(err)
		}
	}
	return k
}

// TestCommitmentDocumented reads the documented answers. Their balance is 0.29 below
// what their events lead to, which is said.
func TestCommitmentDocumented(t *testing.T) {
	k := kept(t, "testdata/account/macc-documented.json")
	all, left := reconcile.Join(k.Lots, k.Resources, k.Events)
	if len(all) != 1 || len(left) != 0 {
		t.Fatalf("%+v %+v", all, left)
	}
	c := all[0]
	counted, _ := c.Counted()
	got := fmt.Sprintf("%s %s %s, %s to %s, counted %s, %d events, first %s %s", c.ID, c.Amount, c.Status, c.Start.Format(time.DateOnly), reconcile.LastDay(c.Until).Format(time.DateOnly), counted, len(c.Events), c.Events[0].Invoice, c.Events[0].Charges)
	if want := "G2021032459206000XXXX USD 10,000.00 Active, 2021-03-01 to 2024-02-28, counted 100.58, 2 events, first T00074XXXX USD -0.29"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if len(c.Notes) != 1 || !strings.Contains(c.Notes[0], "of what counted, 0.29 is in no event that was read") {
		t.Errorf("%q", c.Notes)
	}
}

// TestCommitmentTerm: ends are those of a day's last second, of a day, or of the day
// behind the last.
func TestCommitmentTerm(t *testing.T) {
	for ends, want := range map[string]string{
		"2025-05-01T00:00:00Z 2028-05-31T23:59:59Z": "2028-05-31", "2021-03-01T00:00:00.0000000Z 2024-02-28T00:00:00.0000000Z": "2024-02-28",
		"2023-07-01T00:00:00Z 2024-07-01T00:00:00Z": "2024-06-30", "2023-07-01 2024-06-30": "2024-06-30",
	} {
		start, end, _ := strings.Cut(ends, " ")
		c, err := decodeMACC(json.RawMessage(fmt.Sprintf(`{"name":"m","properties":{"commitment":{"amount":1,"currencyCode":"EUR"},"startAt":%q,"endAt":%q}}`, start, end)))
		if got := reconcile.LastDay(c.Until).Format(time.DateOnly); err != nil || got != want {
			t.Errorf("%s ends on %s, want %s; %v", ends, got, want, err)
		}
	}
}

// TestCommitmentBad: what cannot be read is named, by its record.
func TestCommitmentBad(t *testing.T) {
	const lot, event, macc = `"type":"Microsoft.Consumption/lots"`, `"type":"Microsoft.Consumption/events"`, `"type":"Microsoft.BillingBenefits/maccs"`
	for text, want := range map[string]string{
		`{"properties":{}}`:                        `has no "type"`,
		`{"type":"Microsoft.Billing/invoices"}`:    "is none of Microsoft.Consumption/lots",
		`{` + lot + `}`:                            "it has no name",
		`{"name":"a",` + lot + `,"properties":{}}`: "lot a: it has no originalAmount",
		`{"name":"a",` + lot + `,"properties":[]}`: "a lot cannot be read",
		`{"name":"a",` + lot + `,"properties":{"originalAmount":{"currency":"EUR","value":1},"closedBalance":{"currency":"USD","value":1}}}`:                                  "its originalAmount is in EUR and its closedBalance in USD",
		`{"name":"a",` + lot + `,"properties":{"originalAmount":{"currency":"EUR","value":1},"startDate":"2026-01-01","expirationDate":"2025-01-01"}}`:                        "its expirationDate 2025-01-01 is before its startDate 2026-01-01",
		`{"name":"a",` + lot + `,"properties":{"originalAmount":{"currency":"EUR","value":1},"startDate":"soon"}}`:                                                            `its startDate "soon" is not a time`,
		`{"name":"a",` + event + `,"properties":{"transactionDate":"2026-01-01"}}`:                                                                                            "event a: it has no charges",
		`{"name":"a",` + event + `,"properties":{"charges":{"currency":"EUR","value":1}}}`:                                                                                    "event a: it has no transactionDate",
		`{"name":"a",` + macc + `,"properties":{"commitment":{"amount":1,"currencyCode":"EUR"},"milestones":[{}]}}`:                                                           "macc a: its milestone 1 has no commitment",
		`{"name":"a",` + macc + `,"properties":{"commitment":{"amount":1,"currencyCode":"EUR"},"milestones":[{"commitment":{"amount":1,"currencyCode":"USD"}}]}}`:             "its milestone 1 is in USD, and it is in EUR",
		`{"name":"a",` + macc + `,"properties":{"commitment":{"amount":1,"currencyCode":"EUR"},"milestones":[{"endAt":"x","commitment":{"amount":1,"currencyCode":"EUR"}}]}}`: `endAt "x" is not a time`,
	} {
		var k Kept
		if err := k.Add(json.RawMessage(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", text, err, want)
		}
	}
	var k Kept
	if err := k.Add(json.RawMessage(`{"name":"a",` + lot + `,"properties":{"source":"PromotionalCredit","originalAmount":{"currency":"EUR","value":1}}}`)); err != nil || len(k.Lots) != 0 || len(k.Left) != 1 {
		t.Errorf("%v %+v", err, k)
	}
}

const contractHead = "ContractCommitmentId,ContractCommitmentType,ContractCommitmentCategory,ContractCommitmentCost,ContractCommitmentQuantity,ContractCommitmentUnit,ContractCommitmentDescription,ContractCommitmentPeriodStart,ContractCommitmentPeriodEnd,ContractId,ContractPeriodStart,ContractPeriodEnd,BillingCurrency\n"

// TestContractCommitments reads FOCUS's dataset; real ones where there are some.
func TestContractCommitments(t *testing.T) {
	all, err := ContractCommitments([]byte("\ufeff" + contractHead + "r1,Reservation,Usage,2243.681280,17520.0000,Hours,1yr,2026-05-01T19:00:00Z,2027-05-01T19:00:00Z,C1,2026-01-31T19:00:00Z,2027-07-30T19:00:00Z,USD\n" +
		"m1," + reconcile.MACCInFull + ",Spend,100,NULL,,,2026-05-01T00:00:00Z,2027-05-01T00:00:00Z,,,,EUR\n"))
	if err != nil || len(all) != 2 || all[0].Quantity.String() != "17520" || all[0].Start.Hour() != 19 || all[0].Contract != "C1" || !all[1].IsMACC() || all[1].Quantity != nil {
		t.Errorf("%v %+v", err, all)
	}
	for row, want := range map[string]string{
		"a,b,Spend,x,,,,,,,,,EUR":                     "line 2: ContractCommitmentCost",
		"a,b,Spend,,,,,,,,,,EUR":                      "line 2: it has neither a ContractCommitmentCost nor",
		"a,b,Spend,1,,,,,,,,,Euro":                    "line 2: BillingCurrency",
		",b,Spend,1,,,,,,,,,EUR":                      "line 2: ContractCommitmentId is empty",
		"a,b,Spend,1,,,,2026-01-01,2026-01-01,,,,EUR": "is not behind ContractCommitmentPeriodStart",
		"a,b,Spend,1,,,,yesterday,2026-01-01,,,,EUR":  `its ContractCommitmentPeriodStart "yesterday" is not a time`,
		"a,b": "wrong number of fields",
	} {
		if _, err := ContractCommitments([]byte(contractHead + row + "\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", row, err, want)
		}
	}
	if _, err := ContractCommitments([]byte("ContractCommitmentId,x\n")); err == nil || !strings.Contains(err.Error(), "has a column ContractCommitmentType, and the header has none") {
		t.Error(err)
	}
	if folder := os.Getenv("AZWHATIF_REALDATA"); folder != "" {
		data, err := os.ReadFile(folder + "/focus/guymano_azure_1_3_contract_commitment_rows100_seed42.csv")
		if err != nil {
			t.Fatal(err)
		}
		if all, err := ContractCommitments(data); err != nil || len(all) != 10 {
			t.Errorf("%d, %v", len(all), err)
		}
	}
}

// FuzzCommitments: what is read has an id, a currency and a term that ends behind its
// start; joined, nothing is lost, and it can be checked.
func FuzzCommitments(f *testing.F) {
	for _, path := range []string{"../../scenarios/account/macc.json", "testdata/account/macc-documented.json"} {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		records, err := Records(data)
		if err != nil {
			return
		}
		var k Kept
		for _, raw := range records {
			_ = k.Add(raw) // what is not read is an error, which is another test's
		}
		all, left := reconcile.Join(k.Lots, k.Resources, k.Events)
		events := len(left)
		for _, c := range all {
			events += len(c.Events)
			if c.ID == "" || c.Currency == "" || !c.Start.IsZero() && !c.Until.IsZero() && !c.Until.After(c.Start) {
				t.Errorf("%+v", c)
			}
			for _, x := range reconcile.CheckCommitment(c, nil, time.Date(2026, 8, 17, 0, 0, 0, 0, time.UTC)).Targets {
				if x.Missing.Sign() < 0 || x.Theirs != nil && x.Theirs.Shortfall.Sign() < 0 {
					t.Errorf("%+v", x)
				}
			}
		}
		if events != len(k.Events) || len(all) > len(k.Lots)+len(k.Resources) || len(all) < len(k.Lots) {
			t.Errorf("%d of %d events, %d of %d and %d commitments", events, len(k.Events), len(all), len(k.Lots), len(k.Resources))
		}
	})
}

// FuzzContractCommitments: each row is read or refused.
func FuzzContractCommitments(f *testing.F) {
	f.Add([]byte(contractHead + "r1,Reservation,Usage,2243.681280,17520.0000,Hours,1yr,2026-05-01T19:00:00Z,2027-05-01T19:00:00Z,C1,,,USD\n"))
	f.Add([]byte(contractHead + "a,b\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := ContractCommitments(data)
		if err != nil {
			return
		}
		for _, c := range all {
			if c.ID == "" || c.Currency == "" || c.Amount == nil && c.Quantity == nil {
				t.Errorf("%+v", c)
			}
		}
	})
}

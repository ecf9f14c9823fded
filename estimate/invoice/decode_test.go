package invoice

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// examples are invoices as Azure's own specifications have them.
func examples(t testing.TB) map[string]json.RawMessage {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	all := map[string]json.RawMessage{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(p)] = data
	}
	return all
}

// TestDecode reads the published examples, the day that is none included.
func TestDecode(t *testing.T) {
	for name, want := range map[string]string{
		"2017.json": "2017-02-05-123456789; 2017-01-01 to 2017-01-31; ; ; []; link",
		"2020.json": "1383724; 2018-02-01 to 2018-02-28; AzureMarketplace; Paid; [billedAmount USD 2,000.00 amountDue USD 2,000.00]; document",
		"2024.json": "1383723; 2022-01-01 to 2022-01-15; AzureServices; Due; [amountDue USD 2,000.00]; ",
	} {
		f, err := decode(examples(t)[name])
		if err != nil {
			t.Fatal(err)
		}
		where := ""
		if f.link != "" {
			where = "link"
		}
		if f.document != "" {
			where = "document"
		}
		sums := []string{}
		for _, a := range f.Amounts {
			sums = append(sums, a.Name+" "+a.Amount.String())
		}
		if got := fmt.Sprintf("%s; %s; %s; %s; %s; %s", f.Name, f.Period(), f.Kind, f.Status, sums, where); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
	for text, want := range map[string]string{
		`{"name":"A1","properties":{"invoicePeriodStartDate":"2026-02-01","invoicePeriodEndDate":"2026-02-30T17:32:28Z"}}`:       `["the period's end \"2026-02-30T17:32:28Z\" is not a day: it is taken for the month's last"] 2026-02-01 to 2026-02-28`,
		`{"name":"A1","properties":{"invoicePeriodStartDate":"2026-01-01","invoicePeriodEndDate":"2026-02-01"}}`:                 `["Azure gives 2026-02-01 as the period's end, on the day that it started on: it is taken for the day behind the last"] 2026-01-01 to 2026-01-31`,
		`{"name":"A1","properties":{"invoicePeriodStartDate":"2026-03-01","invoicePeriodEndDate":"2026-02-01"}}`:                 `["its period ends, on 2026-02-01, before it starts, on 2026-03-01"] `,
		`{"name":"A1","properties":{"invoicePeriodStartDate":"soon","invoicePeriodEndDate":"2026-13-01"}}`:                       `["the period's start \"soon\" is not a day: it is left out" "the period's end \"2026-13-01\" is not a day: it is left out"] `,
		`{"name":"A1","properties":{"billedAmount":{"currency":"Euro","value":1},"amountDue":"1"}}`:                              `["its billedAmount is \"1\" in \"Euro\", which is no amount, and is left out" "its amountDue cannot be read, and is left out"] `,
		`{"name":"A1","properties":{"invoicePeriodStartDate":"2026-02-05","invoicePeriodEndDate":"2026-02-05","subTotal":null}}`: `[] 2026-02-05 to 2026-02-05`,
	} {
		f, err := decode(json.RawMessage(text))
		if got := fmt.Sprintf("%q %s", f.Notes, f.Period()); err != nil || got != want {
			t.Errorf("%v %s\nwant %s", err, got, want)
		}
	}
	for _, text := range []string{`{}`, `[]`, `{"name":""}`, `{"name":"../../etc/passwd"}`, `{"name":"a b"}`, `{"name":7}`, `{"name":"-rf"}`} {
		if f, err := decode(json.RawMessage(text)); err == nil {
			t.Errorf("%s is %+v", text, f)
		}
	}
}

// FuzzDecode: what is read has a name that is a file's, and no period that ends
// before it starts.
func FuzzDecode(f *testing.F) {
	for _, e := range examples(f) {
		f.Add([]byte(e))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := decode(data)
		if err != nil {
			return
		}
		if file := FileName(found.Invoice); filepath.Base(file) != file || strings.ContainsAny(file, `/\`) {
			t.Errorf("the file's name is %q", file)
		}
		if !found.Start.IsZero() && !found.End.IsZero() && found.End.Before(found.Start) {
			t.Errorf("%s to %s", found.Start, found.End)
		}
		for _, a := range found.Amounts {
			if a.Currency == "" {
				t.Errorf("%+v has no currency", a)
			}
		}
	})
}

// FuzzPDF: what passes begins as a PDF does, and ends.
func FuzzPDF(f *testing.F) {
	f.Add([]byte("%PDF-1.4\n%%EOF\n"))
	f.Add([]byte("%PDF"))
	f.Add([]byte("<html></html>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := checkPDF(data); err == nil && (!strings.HasPrefix(string(data), "%PDF-") || !strings.Contains(string(data), "%%EOF")) {
			t.Errorf("%q passes", data)
		}
	})
}

// TestReadDay: only days, in the years that invoices have.
func TestReadDay(t *testing.T) {
	for s, want := range map[string]string{
		"2026-02-28": "2026-02-28", "2026-02-28T23:59:59Z": "2026-02-28", "2026-02-31": "2026-02-28", "2024-02-30T00:00:00": "2024-02-29",
		"": "", "2026-02-28 10:00": "", "0001-01-01T00:00:00Z": "", "28.2.2026": "", "2026-2-28": "", "2026-02-32": "",
	} {
		got := ""
		if d, _ := readDay(s); !d.IsZero() {
			got = d.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}

package fetch

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
)

// parquetOf writes a CSV as Parquet, as Cost Management's exports have it.
func parquetOf(t testing.TB, csv []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	from, to := filepath.Join(dir, "a.csv"), filepath.Join(dir, "a.parquet")
	if err := os.WriteFile(from, csv, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("COPY (FROM read_csv('" + from + "', header = true)) TO '" + to + "' (FORMAT parquet)"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestPriceSheetParquet: a sheet in Parquet gives the card of its CSV, alone, in a zip, and
// beside another part.
func TestPriceSheetParquet(t *testing.T) {
	_, csv := golden(t, "testdata/pricesheet/mca.txtar")
	terms := sheetTerms("MS-AZR-0017G", "USD")
	want, err := decodeSheet(csv, terms)
	if err != nil {
		t.Fatal(err)
	}
	data := parquetOf(t, csv)
	for how, data := range map[string][]byte{"plain": data, "gzip": pack(data), "zip": zipped(t, "a/sheet.parquet", string(data)), "zip in a zip": zipped(t, "a.zip", string(zipped(t, "b.PARQUET", string(data))))} {
		card, err := decodeSheet(data, terms)
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if showAll(card) != showAll(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", how, showAll(card), showAll(want))
		}
	}
	if _, err := decodeSheet(data[:len(data)-20], terms); err == nil || !strings.Contains(err.Error(), "damaged or cut off") {
		t.Error(err)
	}
	if _, err := decodeSheet(parquetOf(t, []byte("a,b\n1,2\n")), terms); err == nil || !strings.Contains(err.Error(), "has no column meterId") {
		t.Error(err)
	}
}

// TestPriceSheetParts: files that are not of one sheet are refused, by their names.
func TestPriceSheetParts(t *testing.T) {
	const header = "enrollmentNumber,meterId,meterName,unitOfMeasure,unitPrice,currencyCode,effectiveStartDate,effectiveEndDate,offerId\n"
	row := func(account, id, currency, end string) string {
		return header + account + ",00000000-0000-0000-0000-00000000000" + id + ",M" + id + ",1 Hour,1," + currency + ",2026-08-01," + end + ",MS-AZR-0017P\n"
	}
	for _, c := range []struct{ name, second, want string }{
		{"of one sheet", row("100", "b", "EUR", "2026-08-31"), ""},
		{"another enrollment", row("200", "b", "EUR", "2026-08-31"), "b.csv: line 2 (00000000-0000-0000-0000-00000000000b, \"Mb\"): it is of the account 200, and rows before are of 100"},
		{"another currency", row("100", "b", "USD", "2026-08-31"), `b.csv: line 2 (00000000-0000-0000-0000-00000000000b, "Mb"): its price is in "USD"`},
		{"another period", row("100", "b", "EUR", "2026-09-30"), "b.csv: its period ends on 2026-09-30, and that of a.csv on 2026-08-31"},
		{"another shape", `{"properties":{"pricesheets":[{"meterId":"00000000-0000-0000-0000-00000000000a","unitOfMeasure":"1 Hour","unitPrice":1,"currencyCode":"EUR"}]}}`, "b.csv: it is JSON of the Consumption API, and a.csv is CSV or Parquet"},
		{"cut off", string(zipped(t, "a.csv", row("100", "b", "EUR", "2026-08-31"))[:60]), "b.csv: the zip is damaged or cut off"},
	} {
		parts := []Part{{"a.csv", strings.NewReader(row("100", "a", "EUR", "2026-08-31"))}, {"b.csv", strings.NewReader(c.second)}}
		card, counts, err := decodeSheetParts(parts, sheetTerms("MS-AZR-0017P", "EUR"))
		switch {
		case c.want == "" && (err != nil || card.Provenance.Rates != 2 || counts[1] != 1 || card.Provenance.Account != "100"):
			t.Errorf("%s: %v, %v", c.name, counts, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

package unit

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/realdata"
)

// otherBlocks are the units where our block is not that of the FinOps
// toolkit's PricingUnits.csv, with the reason.
var otherBlocks = map[string]string{
	"10000s":       "10000",    // the toolkit has 1; it is the rate card's "10,000s", priced per 10000
	"10000 1,000s": "10000000", // the toolkit has 10000 "Transactions in Thousands"
	"1 Million":    "1000000",  // the toolkit has 1 "Million"
}

func TestRealPricingUnits(t *testing.T) {
	f, err := os.Open(realdata.File(t, "opendata/PricingUnits.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 300 {
		t.Errorf("only %d rows", len(rows))
	}
	unseen := map[string]bool{}
	for s := range otherBlocks {
		unseen[s] = true
	}
	for _, row := range rows[1:] {
		text, block, distinct := row[0], row[2], row[3]
		u, err := Parse(text)
		if err != nil {
			t.Error(err)
			continue
		}
		if other, ok := otherBlocks[text]; ok {
			delete(unseen, text)
			block = other
		}
		if !u.Block().Equal(money.MustParse(block)) {
			t.Errorf("%q has block %s, want %s", text, u.Block(), block)
		}
		if noun := u.Noun(); noun != "" && !Known(noun) {
			t.Logf("%q: noun %q is not in the tables", text, noun)
		}
		checkPeriod(t, text, distinct, u)
	}
	if len(unseen) > 0 {
		t.Errorf("otherBlocks has units that are not in the file: %v", unseen)
	}
}

// checkPeriod compares with the toolkit's DistinctUnits: "GB/Month", "GB Hours", "Hours".
func checkPeriod(t *testing.T, text, distinct string, u Unit) {
	t.Helper()
	var want Period
	words := strings.FieldsFunc(distinct, func(r rune) bool { return r == ' ' || r == '/' })
	last := strings.ToLower(words[len(words)-1])
	for _, p := range []Period{Second, Minute, Hour, Day, Month, Year} {
		if l := strings.ToLower(string(p)); last == l || last == l+"s" {
			want = p
		}
	}
	if u.Period() != want {
		t.Errorf("%q has period %q, the toolkit has %q", text, u.Period(), distinct)
	}
	// the bytes are the toolkit's, GiB being GB
	if noun, ok := byteWords[strings.ToLower(words[0])]; ok != (u.base() == "GB") || ok && noun != u.Noun() {
		t.Errorf("%q has noun %q, the toolkit has %q", text, u.Noun(), distinct)
	}
}

func TestRealCards(t *testing.T) {
	dir := realdata.File(t, "")
	seen := map[string]int{}
	for _, folder := range []string{"ratecard", "pricesheet", "retail", "consumption", "usageaggregates"} {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".json" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			var v any
			if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &v); err != nil {
				return err
			}
			collect(v, seen)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d units found in the cards", len(seen))
	}
	for text, n := range seen {
		u, err := Parse(text)
		if err != nil {
			t.Errorf("%v (%d times)", err, n)
			continue
		}
		if noun := u.Noun(); noun != "" && !Known(noun) {
			t.Errorf("%q: noun %q is not in the tables (%d times)", text, noun, n)
		}
	}
}

// collect counts every text under a key that is a unit of measure.
func collect(v any, seen map[string]int) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if s, ok := inner.(string); ok && (strings.EqualFold(k, "unit") || strings.EqualFold(k, "unitOfMeasure")) {
				seen[s]++
			} else {
				collect(inner, seen)
			}
		}
	case []any:
		for _, inner := range v {
			collect(inner, seen)
		}
	}
}

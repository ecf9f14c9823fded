package sample

import (
	"bytes"
	"crypto/sha1"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook"
	"azwhatif/ratebook/money"
)

// Regions that every regional meter is priced in, but for the gaps.
var regions = []string{"AP Southeast", "BR South", "EU North", "EU West", "SE Central", "US East"}

// Gaps are left on purpose, so that a move there finds no equivalent. README.md tells of them.
var gaps = map[string]string{
	"Virtual Machines/FSv2 Series":              "SE Central",
	"Virtual Machines/FSv2 Series Windows":      "SE Central",
	"Azure App Service/Premium v3 Plan - Linux": "BR South",
}

func TestCardsAreGenerated(t *testing.T) {
	if _, err := os.Stat("generate.go"); err != nil { // tells the test cache what the command below reads
		t.Fatal(err)
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "generate.go", "-o", dir).CombinedOutput(); err != nil {
		t.Fatalf("go run generate.go: %v\n%s", err, out)
	}
	made, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	committed, err := fs.Glob(files, "cards/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(made) != 20 || len(committed) != len(made) {
		t.Fatalf("%d cards made, %d committed, want 20 of each", len(made), len(committed))
	}
	for _, file := range made {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := files.ReadFile("cards/" + filepath.Base(file))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("cards/%s is not what meters.csv gives; run \"go generate ./ratebook/sample\"", filepath.Base(file))
		}
	}
}

func TestTable(t *testing.T) {
	rows := table(t, "meters.csv")
	order := []string{"category", "subcategory", "name", "unit", "region", "effective_date"}
	key := func(r map[string]string) (k []string) {
		for _, c := range order {
			k = append(k, r[c])
		}
		return k
	}
	price := regexp.MustCompile(`^\d+(\.\d{1,8})?$`)
	meters := map[string]string{}
	for i, r := range rows {
		if i > 0 && slices.Compare(key(rows[i-1]), key(r)) >= 0 {
			t.Errorf("line %d: not in the order of %v, or twice there", i+2, order)
		}
		name := strings.Join(key(r)[:5], "/")
		id := strings.ToLower(r["meter_id"])
		if other, ok := meters[id]; ok && other != name {
			t.Errorf("line %d: %s is both %s and %s", i+2, id, other, name)
		}
		meters[id] = name
		if strings.Contains(r["source"], "id-made-up") && id != madeUp(name) {
			t.Errorf("line %d: made-up id %s, want %s", i+2, id, madeUp(name))
		}
		for _, column := range []string{"usd_tiers", "eur_tiers"} {
			for tier := range strings.SplitSeq(r[column], ";") {
				if _, text, _ := strings.Cut(tier, ":"); !price.MatchString(text) {
					t.Errorf("line %d: %s: price %q is not a decimal of at most 8 places", i+2, column, text)
				}
			}
		}
	}
	if len(meters) < 170 {
		t.Errorf("%d meters, want at least 170", len(meters))
	}
}

// Every row states where its price, its price in euros, its id and its date come from, in words that the
// README explains and counts.
func TestSources(t *testing.T) {
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	groups := [][]string{
		{"retail-2026-08", "retail-2024-02", "ratecard-2020-03", "ratecard-2016-05", "export-sample", "made-up"},
		{"eur-retail-2026-08", "eur-factor"},
		{"id-real", "id-made-up"},
		{"date-real", "date-made-up"},
	}
	extra := []string{"tiers-derived", "included-published"}
	known := slices.Concat(append(groups, extra)...)
	count := map[string]int{}
	for i, r := range slices.Concat(table(t, "meters.csv"), table(t, "benefits.csv")) {
		words := strings.Fields(r["source"])
		for _, w := range words {
			count[w]++
			if !slices.Contains(known, w) {
				t.Errorf("line %d: source %q is not known", i+2, w)
			}
		}
		for _, g := range groups {
			if r["kind"] != "" && strings.HasPrefix(g[0], "id-") || r["kind"] != "" && strings.HasPrefix(g[0], "date-") {
				continue // a benefit's price has its meter's id and date
			}
			n := 0
			for _, w := range words {
				if slices.Contains(g, w) {
					n++
				}
			}
			if n != 1 {
				t.Errorf("line %d: %d of the words %v, want one", i+2, n, g)
			}
		}
	}
	for _, w := range known {
		if line := fmt.Sprintf("| `%s` | %d |", w, count[w]); !bytes.Contains(page, []byte(line)) {
			t.Errorf("README.md has no line that begins %s", line)
		}
	}
}

// Every size of a virtual machine has reservations and savings plans of both terms, each below what the hours of
// its term cost; and the Retail card costs what the RateCard's does.
func TestBenefits(t *testing.T) {
	b := Open()
	for _, currency := range []money.Currency{"EUR", "USD"} {
		usual, err := b.card(ratebook.Terms{Source: ratebook.RateCard, Offer: "MS-AZR-0003P", Currency: currency, Market: "NL"}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		card, err := b.card(ratebook.Terms{Source: ratebook.Retail, Offer: "MS-AZR-0003P", Currency: currency, Market: "NL"}, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		prices, month := 0, time.Date(2026, time.September, 1, 0, 0, 0, 0, time.UTC)
		for _, r := range card.Rates {
			own := usual.Find([]ratebook.Selector{{ID: r.Meter.ID}})[0]
			for _, quantity := range []string{"3.5", "120", "700000"} {
				q := money.MustParse(quantity)
				if a, b := r.Charge(q).Amount, ratebook.InForce(own, month).Charge(q).Amount; !a.Equal(b) && r.Effective.Equal(ratebook.InForce(own, month).Effective) {
					t.Errorf("%s: %s of it cost %s in the retail card, %s in the other", r.Meter.Title(), q, a, b)
				}
			}
			for _, p := range r.Beside {
				prices++
				hours := money.One
				if p.Kind == ratebook.Reservation {
					hours = money.Int(int64(p.Months) * 730)
				}
				if whole := r.Tiers[0].UnitPrice.Mul(hours); !p.Amount.Less(whole) || p.Amount.Less(whole.Mul(money.MustParse("0.3"))) {
					t.Errorf("%s: a %s of %d months costs %s, without it %s", r.Meter.Title(), p.Kind, p.Months, p.Amount, whole)
				}
			}
		}
		if prices != len(table(t, "benefits.csv")) {
			t.Errorf("%d prices of benefits, want %d", prices, len(table(t, "benefits.csv")))
		}
	}
}

func TestEveryRegionHasEveryFamily(t *testing.T) {
	in := map[string][]string{}
	for _, r := range table(t, "meters.csv") {
		if slices.Contains(regions, r["region"]) {
			family := r["category"] + "/" + r["subcategory"] + "/" + r["name"] + "/" + r["unit"]
			in[family] = append(in[family], r["region"])
		}
	}
	for family, have := range in {
		for _, region := range regions {
			var gap bool
			for prefix, at := range gaps {
				gap = gap || at == region && strings.HasPrefix(family, prefix+"/")
			}
			if slices.Contains(have, region) == gap {
				t.Errorf("%s in %s: priced %t, want %t", family, region, gap, !gap)
			}
		}
	}
}

func TestCards(t *testing.T) {
	names, err := fs.Glob(files, "cards/MS-*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		c := decode(t, name)
		offer, _, _ := strings.Cut(filepath.Base(name), "_")
		if want := strings.Split(filepath.Base(name), "_")[1]; c.Currency != want {
			t.Errorf("%s: currency %s", name, c.Currency)
		}
		linux, thirdParty, ids := map[string]*big.Rat{}, 0, map[string]bool{}
		for _, m := range c.Meters {
			ids[strings.ToLower(m.MeterID)] = true
			thirdParty += len(m.MeterTags)
			linux[m.MeterSubCategory+m.MeterName+m.MeterRegion] = rate(t, m.MeterRates["0"])
		}
		if len(ids) < 170 || thirdParty == 0 {
			t.Errorf("%s: %d meters, %d third-party tags", name, len(ids), thirdParty)
		}
		for _, m := range c.Meters {
			sub, windows := strings.CutSuffix(m.MeterSubCategory, " Windows")
			if !windows {
				continue
			}
			same := rate(t, m.MeterRates["0"]).Cmp(linux[sub+m.MeterName+m.MeterRegion]) == 0
			if want := offer == "MS-AZR-0023P" || offer == "MS-AZR-0062P"; same != want {
				t.Errorf("%s: %s of %s in %s costs what Linux costs: %t", name, m.MeterName, m.MeterSubCategory, m.MeterRegion, same)
			}
		}
		var kinds []string
		for _, term := range c.OfferTerms {
			kinds = append(kinds, term.Name)
			if len(term.ExcludedMeterIDs) == 0 {
				t.Errorf("%s: %s excludes nothing", name, term.Name)
			}
			for _, id := range term.ExcludedMeterIDs {
				if !ids[id] {
					t.Errorf("%s: excluded meter %s is not in the card", name, id)
				}
			}
		}
		want := map[string]string{"MS-AZR-0026P": "Monetary Commitment", "MS-AZR-0062P": "Monetary Credit"}[offer]
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%s: offer terms %q, want %q", name, got, want)
		}
	}
}

type card struct {
	OfferTerms []struct {
		Name             string
		ExcludedMeterIDs []string `json:"ExcludedMeterIds"`
	}
	Meters []struct {
		MeterID                                  string `json:"MeterId"`
		MeterSubCategory, MeterName, MeterRegion string
		MeterTags                                []string
		MeterRates                               map[string]json.Number
	}
	Currency string
}

func decode(t *testing.T, name string) (c card) {
	t.Helper()
	data, err := files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return c
}

func rate(t *testing.T, n json.Number) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(n.String())
	if !ok {
		t.Fatalf("rate %q is not a decimal", n)
	}
	return r
}

func table(t *testing.T, name string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		r := map[string]string{}
		for i, column := range lines[0] {
			r[column] = line[i]
		}
		rows = append(rows, r)
	}
	return rows
}

// MadeUp is the UUID (version 5, namespace URL) that stands in where a meter's real id is not known.
func madeUp(name string) string {
	space, _ := hex.DecodeString("6ba7b8119dad11d180b400c04fd430c8")
	sum := sha1.Sum(append(space, "azwhatif:sample/"+name...))
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	h := hex.EncodeToString(sum[:16])
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

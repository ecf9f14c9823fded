package workbook_test

import (
	"archive/zip"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/internal/race"
)

// TestMain lets more tests run side by side than there are processors: many of them
// wait for the same run of LibreOffice.
func TestMain(m *testing.M) {
	flag.Parse()
	stated := false
	flag.Visit(func(f *flag.Flag) { stated = stated || f.Name == "test.parallel" })
	if !stated {
		_ = flag.Set("test.parallel", "16")
	}
	os.Exit(m.Run())
}

// made has what scenarios made, for all tests.
var made struct {
	sync.Mutex
	all map[string]*compare.Comparison
}

// scenarios are comparisons that have every feature between them. Tests do not
// change them.
func scenarios(t testing.TB) map[string]*compare.Comparison {
	t.Helper()
	made.Lock()
	defer made.Unlock()
	if made.all == nil {
		made.all = makeScenarios(t)
	}
	return made.all
}

func makeScenarios(t testing.TB) map[string]*compare.Comparison {
	book := everyTerm()
	out := map[string]*compare.Comparison{}
	add := func(name, text string) { out[name] = compared(t, book, text) }
	add("offers", top+allUsage+`
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: negotiated, like: payg, discount: 12.5%}
  - {name: sweden, like: payg, region: swedencentral}
  - {name: committed, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 60000, months: 12}}
  - {name: runs out, like: committed, discount: 3%, commitment: {amount: 15000, months: 12}}
  - {name: lost, like: committed, commitment: {amount: 600000, months: 7}}
  - {name: longer than the scenario, like: committed, commitment: {amount: 600000, months: 36}}
  - {name: nothing committed, offer: MS-AZR-0026P, currency: EUR, market: NL}
  - {name: credit above, offer: MS-AZR-0062P, currency: EUR, market: NL}
  - {name: credit below, offer: MS-AZR-0063P, currency: EUR, market: NL, discount: 5%}
  - {name: recurring, offer: MS-AZR-0059P, currency: EUR, market: NL}
  - {name: all at once, offer: MS-AZR-0111P, currency: EUR, market: NL, discount: 4%, commitment: {amount: 9000, months: 5}}
  - name: changed
    like: runs out
    changes:
      - {where: {tags: {env: test}}, hours: 12x5}
      - {where: {meter: {name: vm}}, swap: {name: small vm}}
      - {where: {workload: batch}, scale: 1.7}
      - {scale: 0.9}
`)
	add("promises", top+allUsage+`
cases:
  - {name: macc reached, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {kind: macc, amount: 9000, months: 12}}
  - {name: macc missed, like: macc reached, discount: 5%, commitment: {kind: macc, amount: 200000, months: 9, milestones: [{month: 2, amount: 20000}, {month: 5, amount: 90000}]}}
  - {name: macc for nothing, like: macc missed, commitment: {kind: macc, amount: 200000, months: 36, shortfall: lost, milestones: [{month: 2, amount: 20000}, {month: 5, amount: 90000}]}}
  - {name: macc without discount, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {kind: macc, amount: 90000, months: 12, milestones: [{month: 1, amount: 50000}]}}
  - {name: macc and credit, offer: MS-AZR-0062P, currency: EUR, market: NL, commitment: {kind: macc, amount: 90000, months: 7, milestones: [{month: 1, amount: 50000}]}}
  - {name: plan, offer: MS-AZR-0003P, currency: USD, market: US, commitment: {plan: 6-month, pay: upfront, monthly: 600}}
  - {name: large plan, offer: MS-AZR-0026P, currency: USD, market: US, discount: 3%, commitment: {plan: 12-month, pay: monthly, monthly: 16000}}
  - {name: stated plan, offer: MS-AZR-0111P, currency: EUR, market: NL, commitment: {plan: 12-month, pay: monthly, monthly: 900, discount: 24%}}
  - {name: stated, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {amount: 20000, months: 8, discount: 6.5%}}
  - {name: by meter, like: stated, discount: 4%, discounts: [{where: {meter: {name: storage}}, discount: 12%}, {where: {region: westeurope}, discount: 7%}, {where: {category: Things, meter: {name: third}}, discount: 50%}]}
  - {name: by meter and offer, offer: MS-AZR-0111P, currency: EUR, market: NL, commitment: {amount: 9000, months: 5}, discounts: [{where: {meter: {name: vm}}, discount: 12%}, {where: {subcategory: Series}, discount: 7%}]}
`)
	add("several", top+allUsage+`
cases:
  - {name: both, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: [{amount: 15000, months: 12}, {kind: macc, amount: 60000, months: 12}]}
  - {name: list price, like: both, commitment: none}
  - {name: both lost, like: both, discount: 4%, commitment: [{kind: macc, amount: 300000, months: 9, milestones: [{month: 2, amount: 50000}, {month: 5, amount: 90000}]}, {amount: 90000, months: 7, discount: 5%}]}
  - {name: both long, like: both, commitment: [{amount: 20000, months: 24}, {kind: macc, amount: 900000, months: 36, shortfall: lost, milestones: [{month: 12, amount: 200000}]}]}
  - {name: both and credit, offer: MS-AZR-0062P, currency: EUR, market: NL, commitment: [{amount: 9000, months: 5}, {kind: macc, amount: 90000, months: 10, milestones: [{month: 1, amount: 50000}]}]}
  - {name: credit below, offer: MS-AZR-0063P, currency: EUR, market: NL, discount: 5%, commitment: {kind: macc, amount: 90000, months: 12, milestones: [{month: 3, amount: 30000}]}}
  - {name: all at once, offer: MS-AZR-0111P, currency: EUR, market: NL, discount: 4%, discounts: [{where: {meter: {name: storage}}, discount: 12%}], commitment: [{amount: 9000, months: 5}, {kind: macc, amount: 90000, months: 10}]}
  - {name: plan and macc, offer: MS-AZR-0026P, currency: USD, market: US, commitment: [{plan: 12-month, pay: monthly, monthly: 900}, {kind: macc, amount: 90000, months: 10}]}
  - {name: upfront and macc, offer: MS-AZR-0026P, currency: USD, market: US, commitment: [{plan: 12-month, pay: upfront, monthly: 900}, {kind: macc, amount: 90000, months: 10}]}
`)
	add("marketplace", top+"report_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}}\n"+marketplaceText+allUsage+`
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: macc, like: payg, commitment: {kind: macc, amount: 60000, months: 9, milestones: [{month: 2, amount: 20000}, {month: 5, amount: 31000}]}}
  - {name: dollars, offer: MS-AZR-0026P, currency: USD, market: US, commitment: [{plan: 12-month, pay: upfront, monthly: 900}, {kind: macc, amount: 90000, months: 10}]}
  - {name: all at once, offer: MS-AZR-0111P, currency: EUR, market: NL, discount: 4%, commitment: [{amount: 9000, months: 5}, {kind: macc, amount: 60000, months: 10, milestones: [{month: 1, amount: 20000}]}]}
`)
	add("marketplace alone", top+"marketplace: [{name: scanner, once: 700, currency: EUR, eligible: true, from: 2026-04}]\n"+allUsage+`
cases:
  - {name: macc, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {kind: macc, amount: 60000, months: 12}}
`)
	add("payable", top+"report_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}}\n"+payableText+allUsage+payableCases)
	add("slabs", top+"hours_per_month: calendar\nrules: {discount_tier: slab, discount_on: all-tiers, discount_value: fraction}\n"+allUsage+`
cases:
  - {name: committed, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 60000, months: 12}}
  - {name: runs out, like: committed, commitment: {amount: 9000.55, months: 12}, discount: 1%}
`)
	add("terms that change", top+"hours_per_month: 744\nrules: {discount_value: by-magnitude}\n"+allUsage+`
cases:
  - {name: committed, offer: MS-AZR-0026P, currency: USD, market: US, commitment: {amount: 30000, months: 9}}
  - {name: small, like: committed, commitment: {amount: 600, months: 9}}
`)
	add("billing account", top+"rules: {tier_scope: billing-account}\n"+allUsage+`
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: by subscription, like: payg, discounts: [{where: {subscription: prod}, discount: 12%}]}
  - {name: runs out, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 15000, months: 12}, discount: 3%}
  - {name: credit, offer: MS-AZR-0062P, currency: EUR, market: NL}
`)
	add("currencies reported", top+"report_in: EUR\nexchange: {USD: {rate: \"0.86\", as_of: 2026-08-03, source: ECB}, JPY: {rate: \"0.0058\", as_of: 2026-08-03, source: ECB}}\n"+allUsage+threeCurrencies)
	add("currencies apart", top+allUsage+threeCurrencies)
	add("months without usage", top+`
workloads:
  - {name: late start, region: westeurope, subscription: s, from: 2026-04, until: 2026-06, usage: [{meter: {name: vm}, count: 1, hours: 24x7}, {meter: {name: vm}, count: 0, hours: 24x7}]}
  - {name: none, region: westeurope, subscription: empty, usage: [{meter: {name: storage}, quantity: 0 GB}]}
cases:
  - {name: recurring, offer: MS-AZR-0059P, currency: EUR, market: NL}
  - {name: nothing drawn, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 100, months: 2}}
  - {name: lost without usage, offer: MS-AZR-0026P, currency: EUR, market: NL, commitment: {amount: 1000, months: 9}}
  - {name: all at once, offer: MS-AZR-0111P, currency: EUR, market: NL, commitment: {amount: 1000, months: 9}}
  - {name: nothing counted, offer: MS-AZR-0111P, currency: EUR, market: NL, commitment: {kind: macc, amount: 1000, months: 2}}
  - {name: counted late, offer: MS-AZR-0003P, currency: EUR, market: NL, commitment: {kind: macc, amount: 1000, months: 10, milestones: [{month: 1, amount: 900}]}}
`)
	add("unpriced", top+"payable: {partner: {buy: 80%, sell: 90%}, tax: [{name: VAT, percent: 21%}]}\n"+`
workloads:
  - name: some
    region: westeurope
    subscription: s
    usage:
      - {meter: {name: vm}, count: 1, hours: 24x7}
      - {meter: {name: no price}, quantity: 3}
      - {meter: {name: late}, quantity: 2}
      - {meter: {name: price lost}, quantity: 5}
      - {meter: {id: 99999999-0000-0000-0000-000000000000}, quantity: 5}
  - {name: from may, region: westeurope, subscription: s, from: 2026-06, usage: [{meter: {name: late}, quantity: 2}]}
  - {name: until june, region: westeurope, subscription: s, until: 2026-06, usage: [{meter: {name: price lost}, quantity: 2}]}
cases:
  - {name: payg, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: sweden, like: payg, region: swedencentral}
  - {name: all at once, offer: MS-AZR-0111P, currency: EUR, market: NL, commitment: {amount: 700, months: 9}}
`)
	add("hostile", hostile)
	add("one month", "version: 1\nname: One\nstart: 2026-02\nmonths: 1\nworkloads: [{name: w, region: westeurope, growth: -100%, usage: [{meter: {name: vm}, count: 1, hours: 1x1}]}]\ncases: [{name: only, offer: MS-AZR-0003P, currency: JPY, market: JP}]\n")
	out["benefits"] = benefits(t, benefitsText)
	out["imported"] = compareImported(t, importedText, exported(recordedHours()))
	for _, name := range []string{"offers", "promises", "currencies reported", "currencies apart", "hostile"} {
		if err := out[name].FindBridges(context.Background(), book, time.Time{}); err != nil {
			t.Fatal(name, err)
		}
	}
	for seed := range uint64(4) {
		b, text := random(seed)
		out[fmt.Sprintf("random %d", seed)] = compared(t, b, text)
	}
	return out
}

const marketplaceText = `marketplace:
  - {name: Backup appliance, monthly: 450.5, currency: USD, eligible: true, tags: {env: test}}
  - {name: "=Scanner", once: 12000, currency: EUR, eligible: false, from: 2026-05, subscription: prod}
  - {name: Firewall, monthly: 333, currency: EUR, eligible: true, from: 2025-01, until: 2026-07}
`

const payableText = `payable:
  support: [{name: Standard, monthly: 100, currency: USD}, {name: "=Unified", percent: 8%}]
  tax: [{name: VAT, percent: 21%}, {name: Levy, percent: 1.5%}]
`

const payableCases = `
cases:
  - {name: direct, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: partner, like: direct, payable: {partner: {buy: 82%, sell: 95%}, support: [{name: Standard, monthly: 70, currency: EUR}], tax: [{name: VAT, percent: 19%}]}}
  - {name: dollars, offer: MS-AZR-0003P, currency: USD, market: US}
  - {name: none, like: direct, payable: {}}
  - {name: sweden, like: direct, region: swedencentral, commitment: {amount: 90000, months: 36}}
`

const threeCurrencies = `
cases:
  - {name: EUR, offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: USD, offer: MS-AZR-0003P, currency: USD, market: US}
  - {name: JPY, offer: MS-AZR-0003P, currency: JPY, market: JP}
  - {name: EUR too, like: EUR, changes: [{scale: 1.1}]}
`

// hostile has names that are formulas, or that no sheet can have.
const hostile = top + `
workloads:
  - {name: "=cmd|' /C calc'!A0", region: westeurope, subscription: "@SUM(A1)", tags: {"=1+1": "-2+3"}, usage: [{meter: {name: vm}, count: 1, hours: 24x7}]}
  - {name: "+1", region: westeurope, subscription: "-tab", tags: {"=1+1": "*"}, usage: [{meter: {name: vm}, count: 1, hours: 24x7}]}
  - {name: ">0", region: westeurope, tags: {"=1+1": "PROD"}, usage: [{meter: {name: storage}, quantity: 1 TB}]}
  - {name: "<b>&amp;", region: westeurope, tags: {"=1+1": "prod"}, usage: [{meter: {name: storage}, quantity: 1 TB}]}
cases:
  - {name: "O'Brien's [1]: a*b?/\\", offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: "=HYPERLINK(\"http://x\")", offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: "summary", offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: "History", offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: "a name that is much longer than a sheet's name can be", offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: "A NAME that is much longer than a sheet's name can be", offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: "'''", offer: MS-AZR-0003P, currency: EUR, market: NL}
  - {name: "💶💶💶💶💶💶💶💶💶💶💶💶💶💶💶💶💶💶", offer: MS-AZR-0003P, currency: EUR, market: NL}
`

// write writes a workbook into a folder.
func write(t testing.TB, dir, name string, c *compare.Comparison) string {
	t.Helper()
	path := filepath.Join(dir, name+".xlsx")
	if err := workbook.WriteFile(t.Context(), path, c, workbook.Options{Version: "1.2.3"}); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return path
}

// LibreOffice gives the engine's figure in every formula of every scenario; and
// it is seen to tell a wrong one. TestEveryInput has the examples.
func TestRecalculated(t *testing.T) {
	notUnderRace(t)
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	var files []string
	for name, c := range scenarios(t) {
		files = append(files, write(t, dir, name, c))
	}
	wrong := filepath.Join(dir, "wrong.xlsx")
	corrupt(t, files[0], wrong)

	books, n := recalculated(t, append(files, wrong)...), 0
	for i, f := range files {
		n += recalc.Hold(t, f, books[i])
	}
	t.Logf("%d formulas of %d workbooks", n, len(files))
	_, differ, err := recalc.Compare(wrong, books[len(files)])
	if err != nil {
		t.Fatal(err)
	}
	if len(differ) != 1 || differ[0].Written != "123456.789" {
		t.Errorf("a wrong value was written, and the comparison says %v", differ)
	}
}

// corrupt copies a workbook and puts a wrong value into one formula's cell.
func corrupt(t *testing.T, from, to string) {
	t.Helper()
	z, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	done := false
	value := regexp.MustCompile(`</f><v>[0-9.]+</v>`)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if at := value.FindIndex(data); at != nil && !done && strings.HasSuffix(f.Name, "sheet6.xml") {
			done = true
			data = append(append(append([]byte{}, data[:at[0]]...), "</f><v>123456.789</v>"...), data[at[1]:]...)
		}
		p, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !done {
		t.Fatal("no formula to corrupt")
	}
	if err := os.WriteFile(to, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func notUnderRace(t *testing.T) {
	t.Helper()
	if race.On {
		t.Skip("the run without the race detector has this")
	}
}

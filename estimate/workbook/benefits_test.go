package workbook_test

import (
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook/recalc"
	"azwhatif/ratebook/sample"

	"github.com/xuri/excelize/v2"
)

// benefitsText has machines of several sizes, schedules, subscriptions and a
// licence; quantities a month; and every kind of benefit.
const benefitsText = `version: 1
name: Benefits
ratebook: sample
start: 2026-09
months: 12
workloads:
  - name: web
    region: westeurope
    subscription: a
    growth: 3%
    usage:
      - {meter: {subcategory: Virtual Machines Dsv5 Series, name: D4s v5}, count: 5, hours: 24x7}
      - {meter: {subcategory: Virtual Machines Dsv5 Series, name: D4s v5}, count: 3, hours: 12x5}
      - {meter: {name: P10 LRS Disk}, quantity: 4}
  - name: windows
    region: westeurope
    subscription: b
    usage: [{meter: {subcategory: Virtual Machines Dsv5 Series Windows, name: D8s v5}, count: 2, hours: 300}]
  - name: monthly
    region: westeurope
    from: 2026-11
    usage: [{meter: {subcategory: Virtual Machines Esv5 Series, name: E4s v5}, quantity: 1100 hours}]
report_in: EUR
exchange: {USD: {rate: 0.9, as_of: 2026-09-01, source: a bank}}
owned:
  - {meter: {name: D4s v5}, region: westeurope, count: 1, from: 2025-03, until: 2027-02, monthly: 41.20, currency: EUR}
  - {meter: {name: D4s v5}, region: westeurope, count: 1, from: 2026-01, until: 2028-12, upfront: 1500, currency: USD, scope: b}
  - {hourly: 0.1, from: 2024-04, until: 2027-03, currency: USD}
cases:
  - name: reserved
    source: retail
    offer: MS-AZR-0003P
    currency: EUR
    market: NL
    discount: 5%
    reservations:
      - {meter: {name: D2s v5}, region: westeurope, count: 7, months: 12, payment: upfront, from: 2026-10}
      - {meter: {name: D4s v5}, region: westeurope, count: 2, months: 36, payment: monthly, flexibility: off, from: 2024-01}
      - {meter: {name: B2s}, region: westeurope, count: 1, months: 12, payment: monthly}
  - {name: plan, like: reserved, reservations: [], savings_plan: {hourly: 0.9, months: 36, payment: upfront}}
  - name: both
    like: reserved
    discount: 0%
    savings_plan: [{hourly: 0.25, months: 12, payment: monthly}, {hourly: 0.1, months: 36, payment: monthly, scope: a}]
  - {name: dollars, like: both, currency: USD, market: US}
`

func benefits(t testing.TB, text string) *compare.Comparison {
	t.Helper()
	return compared(t, sample.Open(), text)
}

// TestBenefitsRecalculated has LibreOffice calculate reservations and savings plans
// again, in months of one length, of their own, and with a MACC beside them.
func TestBenefitsRecalculated(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	dir := t.TempDir()
	var files []string
	for name, text := range map[string]string{
		"fixed":    benefitsText,
		"calendar": strings.Replace(benefitsText, "months: 12\n", "months: 12\nhours_per_month: calendar\n", 1),
		"macc":     strings.ReplaceAll(benefitsText, "discount: 5%", "discount: 5%\n    commitment: {kind: macc, amount: 9000, months: 6}"),
		"both":     strings.ReplaceAll(benefitsText, "discount: 5%", "discount: 5%\n    commitment: [{amount: 9000, months: 6, pays_for: benefits}, {kind: macc, amount: 20000, months: 9}]"),
		"prepaid":  strings.ReplaceAll(benefitsText, "discount: 5%", "discount: 5%\n    commitment: {amount: 90000, months: 12, pays_for: benefits, discount: 3%}"),
		"found":    benefitsText + "  - {name: found, like: both, benefits: auto}\n  - {name: none, like: found, benefits: none}\n",
		"no order": strings.Replace(benefitsText, "months: 12\n", "months: 12\nhours_per_month: calendar\n", 1) + "  - {name: other hours, like: both, changes: [{where: {workload: windows}, hours: 262}]}\n",
	} {
		files = append(files, write(t, dir, name, benefits(t, text)))
	}
	recalc.Check(t, files...)
}

// TestBenefitsChanged changes the inputs of benefits in the sheet, and holds the
// totals to the engine's for the same change.
func TestBenefitsChanged(t *testing.T) {
	t.Parallel()
	recalc.Need(t)
	replace := func(old, new string) func() *compare.Comparison {
		return func() *compare.Comparison {
			if !strings.Contains(benefitsText, old) {
				t.Fatalf("the scenario has no %q", old)
			}
			return benefits(t, strings.ReplaceAll(benefitsText, old, new))
		}
	}
	// the value that stands in the row of a case, or of what one has already, whose
	// texts have all the words
	benefitRow := func(f *typing, words ...string) string {
		rows, err := f.GetRows("Inputs")
		if err != nil {
			t.Fatal(err)
		}
		begun := false
		for i, r := range rows {
			begun = begun || len(r) > 0 && strings.HasPrefix(r[0], "Reservations and savings plans")
			text := strings.Join(r, "|")
			if begun && !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) }) {
				cell, _ := excelize.CoordinatesToCellName(3, i+1)
				return cell
			}
		}
		t.Fatalf("no benefit with %q", words)
		return ""
	}
	changes := []struct {
		name  string
		in    func(f *typing)
		again func() *compare.Comparison
	}{
		{"count", func(f *typing) {
			f.put(t, "Inputs", benefitRow(f, "|reserved", "how many", "|7 ×"), 16)
		}, replace("count: 7", "count: 16")},
		{"fewer", func(f *typing) {
			f.put(t, "Inputs", benefitRow(f, "|reserved", "how many", "|7 ×"), 1)
		}, replace("count: 7", "count: 1")},
		{"hourly", func(f *typing) { f.put(t, "Inputs", benefitRow(f, "|plan|", "plan of 0.9"), 1.7) }, replace("hourly: 0.9", "hourly: 1.7")},
		{"owned price", func(f *typing) {
			f.put(t, "Inputs", benefitRow(f, "EUR a month", "the scenario's owned"), 51.5)
		}, replace("monthly: 41.20", "monthly: 51.50")},
		{"owned count", func(f *typing) {
			f.put(t, "Inputs", benefitRow(f, "how many", "only for b", "the scenario's owned"), 2)
		}, replace("count: 1, from: 2026-01", "count: 2, from: 2026-01")},
		{"owned plan", func(f *typing) {
			f.put(t, "Inputs", benefitRow(f, "USD an hour", "the scenario's owned"), 0.3)
		}, replace("hourly: 0.1, from", "hourly: 0.3, from")},
		{"exchange", func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "USD", 1), 0.8) }, replace("rate: 0.9", "rate: 0.8")},
		{"hours", func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "Hours per month", 1), 744) },
			replace("months: 12\n", "months: 12\nhours_per_month: 744\n")},
		{"schedule", func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "12x5", 1), 13) }, replace("hours: 12x5", "hours: 13x5")},
		{"longer than the others", func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "300 hours a month", 3), 700) }, replace("hours: 300", "hours: 700")},
		{"calendar", func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "Hours per month", 1), "calendar") },
			replace("months: 12\n", "months: 12\nhours_per_month: calendar\n")},
		{"usage", func(f *typing) {
			f.put(t, "Usage", usageCell(t, f.File, "5, hours 24x7", "Amount stated"), 1)
		}, replace("count: 5, hours", "count: 1, hours")},
		{"scale", func(f *typing) { f.put(t, "Inputs", at(t, f.File, "Inputs", "Scale of all usage", 1), 0.5) },
			func() *compare.Comparison {
				c := benefits(t, benefitsText)
				half := dec("0.5")
				for i, e := range c.Estimates {
					levels, _ := c.CommonLevel("", half)
					c.Estimates[i] = e.At(levels)
				}
				return c
			}},
	}
	dir := t.TempDir()
	path := write(t, dir, "as stated", benefits(t, benefitsText))
	summary := sheetOf(t, path, "Summary")
	before := totals(t, summary)
	var inputs []func(f *typing)
	for _, c := range changes {
		inputs = append(inputs, c.in)
	}
	values := changed(t, path, totalCells(t, summary), inputs...)
	for i, c := range changes {
		got := values[i]
		changes := false
		again := c.again()
		for k, e := range again.Estimates {
			want := again.Reported(e.Total()).Value.String()
			changes = changes || !recalc.Same(want, before[k])
			if !recalc.Same(got[k], want) {
				t.Errorf("%s: the sheet %s has %s, the engine %s", c.name, e.Case.Name, got[k], want)
			}
		}
		if !changes {
			t.Errorf("%s: nothing changes", c.name)
		}
	}
}

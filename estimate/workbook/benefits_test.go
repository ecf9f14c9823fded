package workbook_test

import (
	"path/filepath"
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
    savings_plan: {hourly: 0.25, months: 12, payment: monthly}
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
	// the row of the n-th benefit of a case, from 0, counting prices as rows
	benefitRow := func(f *excelize.File, name string, n int) string {
		rows, err := f.GetRows("Inputs")
		if err != nil {
			t.Fatal(err)
		}
		begun := false
		for i, r := range rows {
			begun = begun || len(r) > 0 && r[0] == "Reservations and savings plans"
			if begun && len(r) > 1 && r[1] == name {
				if n == 0 {
					cell, _ := excelize.CoordinatesToCellName(3, i+1)
					return cell
				}
				n--
			}
		}
		t.Fatalf("no benefit of %s", name)
		return ""
	}
	changes := []struct {
		name  string
		in    func(f *excelize.File)
		again func() *compare.Comparison
	}{
		{"count", func(f *excelize.File) {
			for _, name := range []string{"reserved", "both"} {
				put(t, f, "Inputs", benefitRow(f, name, 0), 16)
			}
		}, replace("count: 7", "count: 16")},
		{"fewer", func(f *excelize.File) {
			for _, name := range []string{"reserved", "both"} {
				put(t, f, "Inputs", benefitRow(f, name, 0), 1)
			}
		}, replace("count: 7", "count: 1")},
		{"hourly", func(f *excelize.File) { put(t, f, "Inputs", benefitRow(f, "plan", 0), 1.7) }, replace("hourly: 0.9", "hourly: 1.7")},
		{"hours", func(f *excelize.File) { put(t, f, "Inputs", at(t, f, "Inputs", "Hours per month", 1), 744) },
			replace("months: 12\n", "months: 12\nhours_per_month: 744\n")},
		{"usage", func(f *excelize.File) {
			put(t, f, "Usage", usageCell(t, f, "5, hours 24x7", "Amount stated"), 1)
		}, replace("count: 5, hours", "count: 1, hours")},
		{"scale", func(f *excelize.File) { put(t, f, "Inputs", at(t, f, "Inputs", "Scale of all usage", 1), 0.5) },
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
	before := totals(t, sheetOf(t, path, "Summary"))
	var files []string
	for _, c := range changes {
		f, err := excelize.OpenFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c.in(f)
		to := filepath.Join(dir, c.name+".xlsx")
		if err := f.SaveAs(to); err != nil {
			t.Fatal(err)
		}
		files = append(files, to)
	}
	books := recalculated(t, files...)
	for i, c := range changes {
		got := totals(t, books[i]["Summary"])
		changed := false
		for k, e := range c.again().Estimates {
			want := e.Total().Value.String()
			changed = changed || !recalc.Same(want, before[k])
			if !recalc.Same(got[k], want) {
				t.Errorf("%s: the sheet %s comes to %s, the engine to %s", c.name, e.Case.Name, got[k], want)
			}
		}
		if !changed {
			t.Errorf("%s: nothing changes", c.name)
		}
	}
}

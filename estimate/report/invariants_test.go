package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/ratebook/money"
)

const seeds = 150

// decoded is the part of the JSON contract that adds up.
type decoded struct {
	Cases []struct {
		Name     string
		Total    money.Decimal
		Complete bool
		Unpriced []struct{ Reason string }
		ByMonth  []struct{ Total money.Decimal } `json:"by_month"`
		Charges  map[string]money.Decimal
		Lines    []struct {
			Workload string
			Quantity *money.Decimal
			Amount   *money.Decimal
			Priced   bool
			Months   []struct {
				Quantity, Included, Amount *money.Decimal
				Tiers                      []struct{ Quantity, Amount money.Decimal }
			}
		}
	}
}

// orZero is nothing where there is no amount: so that sums can be taken.
func orZero(d *money.Decimal) money.Decimal {
	if d == nil {
		return money.Zero
	}
	return *d
}

// TestJSONAddsUp holds generated comparisons to the contract: lines, months and
// charges add up to the total, and usage without a price has no amount.
func TestJSONAddsUp(t *testing.T) {
	unpriced := 0
	for seed := range uint64(seeds) {
		b, s := generate(seed)
		c := compared(t, b, s)
		var got decoded
		if err := json.Unmarshal(write(t, c, "json tiers"), &got); err != nil {
			t.Fatal(err)
		}
		for i, k := range got.Cases {
			lines, months, charges := money.Zero, money.Zero, money.Zero
			for _, m := range k.ByMonth {
				months = months.Add(m.Total)
			}
			for _, d := range k.Charges {
				charges = charges.Add(d)
			}
			for _, l := range k.Lines {
				lines = lines.Add(orZero(l.Amount))
				sum, quantity := money.Zero, money.Zero
				for _, m := range l.Months {
					sum, quantity = sum.Add(orZero(m.Amount)), quantity.Add(orZero(m.Quantity))
					parts := orZero(m.Included)
					for _, tc := range m.Tiers {
						parts = parts.Add(tc.Quantity)
					}
					if m.Included != nil && !parts.Equal(orZero(m.Quantity)) {
						t.Errorf("seed %d: %s, %s: included and tiers have %s of %s", seed, k.Name, l.Workload, parts, orZero(m.Quantity))
					}
				}
				if !sum.Equal(orZero(l.Amount)) || !quantity.Equal(orZero(l.Quantity)) {
					t.Errorf("seed %d: %s, %s: months are %s, the line %s", seed, k.Name, l.Workload, sum, orZero(l.Amount))
				}
				if l.Amount == nil {
					unpriced++
				}
				if l.Amount == nil && l.Priced {
					t.Errorf("seed %d: %s, %s is priced and has no amount", seed, k.Name, l.Workload)
				}
			}
			for what, sum := range map[string]money.Decimal{"lines": lines, "months": months, "charges": charges} {
				if !sum.Equal(k.Total) {
					t.Errorf("seed %d: %s: %s add up to %s, the total is %s", seed, k.Name, what, sum, k.Total)
				}
			}
			if k.Complete != (len(k.Unpriced) == 0) || k.Complete != c.Estimates[i].Complete() {
				t.Errorf("seed %d: %s: complete is %v with %d unpriced", seed, k.Name, k.Complete, len(k.Unpriced))
			}
		}
		if t.Failed() {
			return
		}
	}
	if unpriced == 0 {
		t.Error("no line is without a price: the test does not see what it is for")
	}
}

// TestUnpricedWarnings looks each warning of usage without a price up among the
// estimate's.
func TestUnpricedWarnings(t *testing.T) {
	n := 0
	for seed := range uint64(seeds) {
		b, s := generate(seed)
		for _, e := range compared(t, b, s).Estimates {
			for _, w := range e.UnpricedWarnings() {
				n++
				if !slices.Contains(e.Warnings, w) {
					t.Fatalf("seed %d: %s: %q is not among %q", seed, e.Case.Name, w, e.Warnings)
				}
			}
		}
	}
	if n == 0 {
		t.Error("no usage is without a price: the test does not see what it is for")
	}
}

// TestTiersAreTheEstimates holds the shares of tiers to Estimate.TiersOf.
func TestTiersAreTheEstimates(t *testing.T) {
	for seed := range uint64(30) {
		b, s := generate(seed)
		c := compared(t, b, s)
		var got decoded
		if err := json.Unmarshal(write(t, c, "json tiers"), &got); err != nil {
			t.Fatal(err)
		}
		for i, e := range c.Estimates {
			for k, l := range e.Lines {
				for m := range e.Months {
					month := got.Cases[i].Lines[k].Months[m]
					if month.Included == nil {
						continue
					}
					included, tiers := e.TiersOf(l, m)
					same := included.Equal(*month.Included) && len(tiers) == len(month.Tiers)
					for n := range min(len(tiers), len(month.Tiers)) {
						same = same && tiers[n].Quantity.Equal(month.Tiers[n].Quantity) && tiers[n].Amount.Equal(month.Tiers[n].Amount)
					}
					if !same {
						t.Fatalf("seed %d: %s in %s: %+v, the estimate has %s %+v", seed, l.Workload, e.Months[m], month, included, tiers)
					}
				}
			}
		}
	}
}

// TestCSVAddsUp adds the rows of each case up to its total.
func TestCSVAddsUp(t *testing.T) {
	for seed := range uint64(seeds) {
		b, s := generate(seed)
		c := compared(t, b, s)
		rows, err := csv.NewReader(bytes.NewReader(write(t, c, "csv"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := map[string]int{}
		for i, name := range rows[0] {
			at[name] = i
		}
		sums, want := map[string]money.Decimal{}, 0
		for _, row := range rows[1:] {
			amount := row[at["amount"]]
			if amount == "" {
				if row[at["reason"]] == "" {
					t.Errorf("seed %d: a row has neither an amount nor a reason: %q", seed, row)
				}
				continue
			}
			sums[row[at["case"]]] = sums[row[at["case"]]].Add(money.MustParse(amount))
		}
		for _, e := range c.Estimates {
			want += len(e.Lines) * len(e.Months)
			if sum := sums[e.Case.Name]; !sum.Equal(e.Total().Value) {
				t.Errorf("seed %d: the rows of %s add up to %s, the total is %s", seed, e.Case.Name, sum, e.Total().Value)
			}
		}
		if len(rows)-1 != want {
			t.Errorf("seed %d: %d rows, want %d", seed, len(rows)-1, want)
		}
	}
}

// TestExplainIsTrue re-computes every equation that explains generated cases.
func TestExplainIsTrue(t *testing.T) {
	n, words := 0, map[string]int{}
	for seed := range uint64(seeds) {
		b, s := generate(seed)
		c := compared(t, b, s)
		for _, e := range c.Estimates {
			text := string(write(t, c, "explain; "+e.Case.Name))
			n += checkAll(t, text)
			checkWidth(t, text, 80)
			for _, w := range explained {
				words[w] += strings.Count(text, "\n  "+w)
			}
			if t.Failed() {
				t.Fatalf("seed %d: %s", seed, e.Case.Name)
			}
		}
	}
	t.Logf("%d equations", n)
	for _, w := range explained {
		if words[w] == 0 {
			t.Errorf("nothing is explained with %q", w)
		}
	}
}

// explained are labels that the generated scenarios have to bring up.
var explained = []string{
	"quantity", "scaled", "growth", "hours", "meter's total", "less included", "above 0", "charge", "offer's",
	"negotiated", "discounts", "commitment", "covered", "overage", "lost", "credit", "recurring", "its share",
	"meter's month", "share of loss", "line's share", "line's month", "sum of months", "in all", "not priced",
	"shortfall", "paid before", "counts", "taken", "commitment's",
}

// TestSameBytes writes each report of separate runs twice.
func TestSameBytes(t *testing.T) {
	for seed := range uint64(20) {
		for _, name := range []string{"json tiers", "csv", "table tiers", "markdown tiers", "explain; case 1"} {
			run := func() []byte {
				b, s := generate(seed)
				return write(t, compared(t, b, s), name)
			}
			if !bytes.Equal(run(), run()) {
				t.Errorf("seed %d: %s differs from run to run", seed, name)
			}
		}
	}
}

func checkWidth(t *testing.T, text string, columns int) {
	t.Helper()
	for _, line := range strings.Split(text, "\n") {
		if w := displayWidth(line); w > columns {
			t.Errorf("a line is %d columns wide: %q", w, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("a line ends with blanks: %q", line)
		}
	}
}

// TestTableFits draws generated comparisons in several widths.
func TestTableFits(t *testing.T) {
	for seed := range uint64(seeds) {
		b, s := generate(seed)
		c := compared(t, b, s)
		for _, columns := range []int{60, 80, 120} {
			var out bytes.Buffer
			if err := report.Table(&out, c, report.Options{Detail: report.DetailTiers, Width: columns}); err != nil {
				t.Fatal(err)
			}
			checkWidth(t, out.String(), columns)
			if t.Failed() {
				t.Fatalf("seed %d in %d columns:\n%s", seed, columns, out.String())
			}
		}
	}
}

// TestNoRoom writes each report where there is no room for it.
func TestNoRoom(t *testing.T) {
	b, s := generate(3)
	c := compared(t, b, s)
	for name, f := range map[string]func(io.Writer, *compare.Comparison, report.Options) error{
		"json": report.JSON, "csv": report.CSV, "table": report.Table, "markdown": report.Markdown,
	} {
		r, w := io.Pipe()
		r.Close()
		if err := f(w, c, report.Options{Detail: report.DetailTiers}); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

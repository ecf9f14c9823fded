package report_test

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"azwhatif/estimate/report"
	"azwhatif/ratebook/money"
	"azwhatif/scenario"
)

// contract is the JSON of DESIGN.md, section 7: its keys in their order.
const contract = `{"version":1,"scenario":"…","start":"2026-01","months":12,
 "cases":[{"name":"…","base":true,"source":"ratecard","offer":"MS-AZR-0003P","currency":"EUR","market":"NL","region":"westeurope",
   "card":{"fetched":"…","sha256":"…"},
   "total":"…","complete":true,"unpriced":[],"difference":"…","difference_percent":"…","total_reported":"…",
   "by_month":[{"month":"2026-01","total":"…"}],
   "charges":{"usage":"…","discount":"…","commitment":"…","overage":"…","credit":"…","recurring":"…"},
   "lines":[{"workload":"…","meter_id":"…","meter":"…","category":"…","region":"…","unit":"…","quantity":"…","amount":"…",
             "months":[{"month":"2026-01","quantity":"…","included":"…","amount":"…","tiers":[{"above":"0","quantity":"…","unit_price":"…","amount":"…"}]}]}],
   "warnings":["…"]}]}`

// keys lists the keys of an object and of those in it, in their order, as
// "cases.card.fetched"; of an array's elements, those of the first.
func keys(t *testing.T, data []byte) (paths []string) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(data))
	var value func(path string)
	value = func(path string) {
		tok, err := dec.Token()
		if err != nil {
			t.Fatal(err)
		}
		switch tok {
		case json.Delim('{'):
			for dec.More() {
				key, err := dec.Token()
				if err != nil {
					t.Fatal(err)
				}
				p := strings.TrimPrefix(path+"."+key.(string), ".")
				if !slices.Contains(paths, p) {
					paths = append(paths, p)
				}
				value(p)
			}
			dec.Token()
		case json.Delim('['):
			for dec.More() {
				value(path)
			}
			dec.Token()
		}
	}
	value("")
	if _, err := dec.Token(); err != io.EOF {
		t.Error("something stands behind the object")
	}
	return paths
}

// TestContract holds each object's keys to the contract's: they come first,
// and in its order.
func TestContract(t *testing.T) {
	b, s := generate(3)
	got := keys(t, write(t, compared(t, b, s), "json tiers"))
	children := func(paths []string, parent string) (names []string) {
		for _, p := range paths {
			if rest, ok := strings.CutPrefix(p, parent); ok && rest != "" && !strings.Contains(rest, ".") {
				names = append(names, rest)
			}
		}
		return names
	}
	want := keys(t, []byte(contract))
	for _, parent := range []string{"", "cases.", "cases.card.", "cases.by_month.", "cases.charges.", "cases.lines.", "cases.lines.months.", "cases.lines.months.tiers."} {
		w, g := children(want, parent), children(got, parent)
		if len(g) < len(w) || !slices.Equal(g[:len(w)], w) {
			t.Errorf("the keys of %q are %v, and should begin with %v", parent, g, w)
		}
	}
}

// TestJSONDetail holds each level to the keys that it has.
func TestJSONDetail(t *testing.T) {
	b, s := generate(3)
	c := compared(t, b, s)
	for detail, want := range map[string][3]bool{ // lines, months, tiers
		"cases": {}, "": {true}, "lines": {true}, "months": {true, true}, "tiers": {true, true, true},
	} {
		got := keys(t, write(t, c, "json "+detail))
		for i, key := range []string{"cases.lines", "cases.lines.months", "cases.lines.months.tiers"} {
			if slices.Contains(got, key) != want[i] {
				t.Errorf("detail %q: has %s: %v", detail, key, !want[i])
			}
		}
	}
}

// TestJSONRoundTrip reads the JSON and writes it again: the same bytes, and
// every decimal reads back as the number it was.
func TestJSONRoundTrip(t *testing.T) {
	b, s := generate(5)
	c := compared(t, b, s)
	data := write(t, c, "json tiers")
	var compact, again bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		t.Fatal(err)
	}
	if err := json.Indent(&again, compact.Bytes(), "", "  "); err != nil {
		t.Fatal(err)
	}
	if got := again.String() + "\n"; got != string(data) {
		t.Errorf("read and written again, it is\n%s", got)
	}
	var got decoded
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for i, e := range c.Estimates {
		if !got.Cases[i].Total.Equal(e.Total().Value) || got.Cases[i].Name != e.Case.Name {
			t.Errorf("case %q of %s reads back as %q of %s", e.Case.Name, e.Total().Value, got.Cases[i].Name, got.Cases[i].Total)
		}
		for k, l := range e.Lines {
			for m := range e.Months {
				if a := got.Cases[i].Lines[k].Months[m].Amount; a != nil && !a.Equal(l.Amounts[m]) {
					t.Errorf("%s, %s, month %d: %s reads back as %s", e.Case.Name, l.Workload, m, l.Amounts[m], a)
				}
			}
		}
	}
}

// TestNulls holds what does not exist to null.
func TestNulls(t *testing.T) {
	b, s := generate(3)
	for seed := uint64(4); !compared(t, b, s).Base().Complete() || compared(t, b, s).Base().Open != nil; seed++ {
		b, s = generate(seed)
	}
	other := s.Cases[0]
	other.Name, other.Terms.Currency = "in dollars", "USD"
	b[other.Terms] = b[s.Cases[0].Terms]
	s.Cases = append(s.Cases, other)
	get := func() map[string]any {
		var got struct{ Cases []map[string]any }
		if err := json.Unmarshal(write(t, compared(t, b, s), "json cases"), &got); err != nil {
			t.Fatal(err)
		}
		return got.Cases[len(got.Cases)-1]
	}
	for _, key := range []string{"difference", "difference_percent", "difference_currency", "total_reported"} {
		if v, ok := get()[key]; !ok || v != nil {
			t.Errorf("%s is %v, want null", key, v)
		}
	}
	s.ReportIn = "EUR"
	s.Exchange = map[money.Currency]scenario.Exchange{"USD": {Rate: money.MustParse("0.5"), AsOf: "2026-08-03", Source: "a test"}}
	got := get()
	if got["difference_currency"] != "EUR" || got["total_reported"] == nil || got["difference"] == nil {
		t.Errorf("with an exchange rate it is %v", got)
	}
}

func TestParseDetail(t *testing.T) {
	for _, d := range []report.Detail{report.DetailCases, report.DetailLines, report.DetailMonths, report.DetailTiers} {
		if got, err := report.ParseDetail(string(d)); err != nil || got != d {
			t.Errorf("%q reads as %q, %v", d, got, err)
		}
	}
	if _, err := report.ParseDetail("all"); err == nil || err.Error() != `detail "all" is not one of cases, lines, months, tiers` {
		t.Errorf("the error is %v", err)
	}
}

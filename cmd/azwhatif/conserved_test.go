package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"azwhatif/internal/race"
	"azwhatif/ratebook/money"

	"github.com/klauspost/compress/zstd"
)

var exportsEach = flag.Int("exports", 4, "how many exports of each format TestNothingIsLostThroughTheCard invents")

// exports are as many as are asked for; few in a short run, and with the race detector,
// which looks at what runs side by side and not at figures.
func exports() int {
	if testing.Short() || race.On {
		return min(*exportsEach, 2)
	}
	return *exportsEach
}

// compared is what the test reads of compare's JSON.
type compared struct {
	Imports []struct{ Rows, Usage, Covered, Aside, Refused int64 }
	Billed  []struct {
		Currency *string
		Records  int64
		Hours    money.Decimal
		Usage    *money.Decimal
		Total    *money.Decimal
		Aside    []struct {
			What    string
			Records int64
			Billed  *money.Decimal
		}
		Cases []struct {
			Name   string
			Priced accounted
			Left   []struct {
				Reason string
				accounted
			}
		}
	}
	Cases []struct {
		Name     string
		Complete bool
		Total    money.Decimal
		Unpriced []struct {
			Meter    string
			Quantity *money.Decimal
			Reason   string
		}
		Lines []struct {
			Meter, Unit, Subscription string
			Priced                    bool
			Months                    []struct {
				Month    string
				Quantity *money.Decimal
			}
		}
	}
}

type accounted struct {
	Records int64
	Billed  *money.Decimal
	Hours   money.Decimal
}

func (a accounted) billed() money.Decimal { return stated(a.Billed) }

func stated(d *money.Decimal) money.Decimal {
	if d == nil {
		return money.Zero
	}
	return *d
}

// fileName begins a note of one file.
var fileName = regexp.MustCompile(`import: usage/[^ ]*( and \d+ more)?: `)

// bench is where generated exports are priced.
type bench struct {
	*testing.T
	dir string
}

func newBench(t *testing.T) *bench {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("XDG_DATA_HOME", dir)
	b := &bench{t, dir}
	for _, offer := range []string{"MS-AZR-0003P", "MS-AZR-0023P"} {
		for _, currency := range []string{"EUR", "USD"} {
			b.write("card.json", cardOf(currency, offer != "MS-AZR-0003P"))
			if _, stderr, code := ran(t, "fetch", "--ratebook", filepath.Join(dir, "prices"), "--from-file", filepath.Join(dir, "card.json"), "--fetched", "2026-05-01", "--offer", offer, "--currency", currency, "--market", "NL"); code != 0 {
				t.Fatal(stderr)
			}
		}
	}
	return b
}

func (b *bench) write(name, text string) {
	b.Helper()
	path := filepath.Join(b.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}

// compare prices the files of the folder "usage" as the settings of the import say,
// and gives the JSON, without the lines that name files.
func (b *bench) compare(start string, months int, currency, settings string) (*compared, string) {
	b.Helper()
	b.write("scenario.yaml", fmt.Sprintf("version: 1\nname: Generated\nratebook: prices\nstart: %s\nmonths: %d\nimports:\n  - {name: import, files: [usage]%s}\ncases:\n"+
		"  - {name: All, offer: MS-AZR-0003P, currency: %s, market: NL}\n  - {name: Less, offer: MS-AZR-0023P, currency: %[4]s, market: NL}\n", start, months, settings, currency))
	stdout, stderr, code := ran(b.T, "compare", filepath.Join(b.dir, "scenario.yaml"), "--format", "json", "--detail", "months")
	if code != 0 {
		b.Fatalf("exit %d: %s", code, stderr)
	}
	var c compared
	if err := json.Unmarshal([]byte(stdout), &c); err != nil {
		b.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(stdout) {
		if !strings.Contains(line, "cannot be read, and are in no sum") && !strings.Contains(line, "dates are taken for") { // what a file of one row leaves open
			kept = append(kept, fileName.ReplaceAllString(line, "import: "))
		}
	}
	return &c, strings.Join(kept, "")
}

// sums are records and money.
type sums struct {
	records int64
	money   money.Decimal
}

func (s *sums) add(records int64, d money.Decimal) {
	s.records, s.money = s.records+records, s.money.Add(d)
}

func (s sums) String() string { return fmt.Sprintf("%d records, %s", s.records, s.money) }

func (s sums) equal(o sums) bool { return s.records == o.records && s.money.Equal(o.money) }

// check holds what comes out of compare to the records that went in: each row and
// each amount of money is once priced, left with a reason, aside or refused.
func check(e exporter, rows []exported, c *compared, leave bool, months []string) (wrong []string) {
	fault := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	inMonths := func(r exported) bool { return months == nil || slices.Contains(months, r.day.Format("2006-01")) }
	isUsage := func(r exported) bool {
		return r.kind == usageRow || r.kind == coveredRow
	}
	// What was written.
	var refused, usage, aside int64
	all, used := map[string]sums{}, map[string]sums{}
	of := func(m map[string]sums, key string, r exported, d money.Decimal) {
		s := m[key]
		s.add(1, d)
		m[key] = s
	}
	cost := func(r exported) money.Decimal { // what the file says is billed
		switch {
		case e.noCost:
			return money.Zero
		case e.name == "amortized cost" && (r.kind == coveredRow || r.kind == unusedRow):
			return r.effective
		}
		return r.cost
	}
	for _, r := range rows {
		switch {
		case r.kind == badRow || r.kind == raggedRow:
			refused++
			continue
		case isUsage(r):
			usage++
		default:
			aside++
		}
		of(all, r.currency, r, cost(r))
		if isUsage(r) && inMonths(r) && !(leave && r.kind == coveredRow) {
			paid := cost(r)
			if r.kind == coveredRow && e.effective {
				paid = r.effective
			}
			of(used, r.currency, r, paid)
		}
	}
	// Rows.
	if n := c.Imports[0]; n.Rows != int64(len(rows)) || n.Usage != usage || n.Aside != aside || n.Refused != refused {
		fault("%+v came out of %d rows: %d usage, %d aside, %d refused", n, len(rows), usage, aside, refused)
	}
	// Records and money, by currency.
	for _, b := range c.Billed {
		currency := ""
		if b.Currency != nil {
			currency = *b.Currency
		}
		total, rated := sums{b.Records, stated(b.Usage)}, sums{b.Records, stated(b.Usage)}
		for _, a := range b.Aside {
			total.add(a.Records, stated(a.Billed))
		}
		if !total.money.Equal(stated(b.Total)) {
			fault("%s: the parts are %s, and the total %s", currency, total, stated(b.Total))
		}
		if !total.equal(all[currency]) {
			fault("%s: %s came out of %s", currency, total, all[currency])
		}
		if !e.otherCloud && !rated.equal(used[currency]) {
			fault("%s: usage of %s came out of %s", currency, rated, used[currency])
		}
		for i, k := range b.Cases {
			priced := sums{k.Priced.Records, k.Priced.billed()}
			parts, hours := priced, k.Priced.Hours
			for _, l := range k.Left {
				hours = hours.Add(l.Hours)
				if l.Reason == "" {
					fault("%s: %s: left without a reason", currency, k.Name)
				}
				parts.add(l.Records, l.billed())
			}
			if !hours.Equal(b.Hours) {
				fault("%s: %s: priced and left are %s of %s hours", currency, k.Name, hours, b.Hours)
			}
			if !parts.equal(rated) {
				fault("%s: %s: priced and left are %s of %s", currency, k.Name, parts, rated)
			}
			if e.otherCloud {
				continue
			}
			want := sums{}
			for _, r := range rows {
				if r.currency == currency && isUsage(r) && inMonths(r) && !(leave && r.kind == coveredRow) && r.priced(i > 0, e.noUnit) {
					paid := cost(r)
					if r.kind == coveredRow && e.effective {
						paid = r.effective
					}
					want.add(1, paid)
				}
			}
			if !priced.equal(want) {
				fault("%s: %s: priced are %s of %s", currency, k.Name, priced, want)
			}
		}
	}
	if len(c.Billed) != len(all) {
		fault("%d currencies came out of %v", len(c.Billed), all)
	}
	return wrong
}

// quantities holds the lines' quantities of each month to what was recorded; want
// says what a month is to have of the records of one subscription and meter.
func quantities(e exporter, rows []exported, c *compared, leave bool, want func(month string, g sold, rows []exported) money.Decimal) (wrong []string) {
	if e.otherCloud {
		return nil
	}
	type key struct{ subscription, meter string }
	recorded := map[key][]exported{}
	for _, r := range rows {
		if r.kind == usageRow || r.kind == coveredRow && !leave {
			k := key{r.sub(), r.good.name}
			recorded[k] = append(recorded[k], r)
		}
	}
	for _, k := range c.Cases {
		for _, l := range k.Lines {
			rows := recorded[key{l.Subscription, l.Meter}]
			for _, m := range l.Months {
				expected := money.Zero
				if len(rows) > 0 {
					expected = want(m.Month, rows[0].good, rows)
				}
				if d := stated(m.Quantity).Sub(expected); money.MustParse("0.00000001").Less(d) || d.Less(money.MustParse("-0.00000001")) {
					wrong = append(wrong, fmt.Sprintf("%s: %s of %s in %s: %s, want %s", k.Name, l.Meter, l.Subscription, m.Month, stated(m.Quantity), expected))
				}
			}
		}
	}
	return wrong
}

// packings write the same rows into different files.
func (b *bench) packings(e exporter, rows []exported) map[string]func() {
	third := len(rows) / 3
	parts := []string{e.file(rows[:third]), e.file(rows[third : third+1]), e.file(rows[third+1:])}
	counts := []int{third, 1, len(rows) - third - 1}
	all := map[string]func(){
		"files":       func() { b.write("usage/a", parts[0]); b.write("usage/b", parts[1]); b.write("usage/c", parts[2]) },
		"their order": func() { b.write("usage/c", parts[0]); b.write("usage/b", parts[1]); b.write("usage/a", parts[2]) },
		"folders": func() {
			b.write("usage/x=1/a", parts[2])
			b.write("usage/x=2/a", parts[1])
			b.write("usage/y/a", parts[0])
		},
		"packed": func() {
			b.write("usage/a.gz", gzipped(parts[0]))
			b.write("usage/b", zstandard(parts[1]))
			b.write("usage/c", zipFile(parts[2]))
		},
		"an archive": func() { b.write("usage/a.zip", zipFile(parts...)) },
		"rows turned round": func() {
			turned := slices.Clone(rows)
			slices.Reverse(turned)
			b.write("usage/a", e.file(turned))
		},
		"partitions": func() {
			var blobs []string
			for i, part := range parts {
				b.write(fmt.Sprintf("usage/part_%d", i), part)
				blobs = append(blobs, fmt.Sprintf(`{"blobName":"cost/daily/20260101-20260331/r/part_%d","byteCount":1,"dataRowCount":%d}`, i, counts[i]))
			}
			b.write("usage/manifest.json", `{"exportConfig":{"exportName":"daily","type":"ActualCost"},"runInfo":{"submittedTime":"2026-04-02T00:00:00Z","startDate":"2026-01-01T00:00:00","endDate":"2026-03-31T00:00:00"},"blobs":[`+strings.Join(blobs, ",")+"]}")
		},
	}
	if e.parquet && !slices.ContainsFunc(rows, func(r exported) bool { return r.kind == raggedRow }) {
		all["Parquet"] = func() {
			b.write("one.csv", e.file(rows))
			db, err := sql.Open("duckdb", "")
			if err != nil {
				b.Fatal(err)
			}
			defer db.Close()
			b.write("usage/a.parquet", "")
			if _, err := db.Exec("COPY (FROM read_csv('" + filepath.Join(b.dir, "one.csv") + "', all_varchar = true, header = true, delim = ',')) TO '" + filepath.Join(b.dir, "usage/a.parquet") + "' (FORMAT parquet)"); err != nil {
				b.Fatal(err)
			}
		}
	}
	return all
}

func (b *bench) clear() {
	if err := os.RemoveAll(filepath.Join(b.dir, "usage")); err != nil {
		b.Fatal(err)
	}
}

// TestNothingIsLostThroughTheCard is the law of imports: what went in comes out
// priced, left with a reason, set aside or refused, in rows, money and quantity; and
// how an export is split, packed and ordered changes no byte of the estimate.
//
//	go test ./cmd/azwhatif -run ThroughTheCard -exports 200
func TestNothingIsLostThroughTheCard(t *testing.T) {
	apart(t)
	b := newBench(t)
	for i, e := range exporters {
		t.Run(e.name, func(t *testing.T) {
			b := &bench{t, b.dir}
			for n := range exports() {
				seed := uint64(n)
				rnd := rand.New(rand.NewPCG(seed, uint64(i)))
				rows := generate(rnd, 20+rnd.IntN(60), e.kinds, e.currencies)
				b.clear()
				b.write("usage/one", e.file(rows))
				leave, currency, settings := rnd.IntN(3) == 0, e.currencies[0], e.settings
				if currency == "" {
					currency = "EUR"
				}
				if leave {
					settings += ", covered: leave"
				}
				months, start := []string{"2026-01", "2026-02", "2026-03"}[:2+rnd.IntN(2)], "2026-01"
				if settings += ", as: as-recorded"; n%2 == 1 {
					months, start, settings = nil, "2027-01", strings.Replace(settings, "as-recorded", "typical-month", 1)
				}
				c, want := b.compare(start, max(2, len(months)), currency, settings)
				wrong := check(e, rows, c, leave, months)
				if months != nil {
					wrong = append(wrong, quantities(e, rows, c, leave, func(month string, _ sold, rows []exported) money.Decimal {
						sum := money.Zero
						for _, r := range rows {
							if r.day.Format("2006-01") == month {
								sum = sum.Add(r.quantity)
							}
						}
						return sum
					})...)
				} else {
					wrong = append(wrong, quantities(e, rows, c, leave, typicalOf(rows))...)
				}
				for _, w := range wrong {
					t.Errorf("export %d: %s", n, w)
				}
				if n%10 != i%2 { // packed differently, one in ten
					continue
				}
				for name, write := range b.packings(e, rows) {
					b.clear()
					write()
					if _, got := b.compare(start, max(2, len(months)), currency, settings); got != want {
						t.Errorf("export %d: %s give another estimate:\n%s", n, name, firstDifference(got, want))
					}
				}
			}
		})
	}
}

// typicalOf is a typical month's quantity by the rule of docs/imports.md: the mean
// day times 730/24, and of what is held for a month the quantity by the covered part
// of months. The days are those from the subscription's first usage to 31 March.
func typicalOf(all []exported) func(string, sold, []exported) money.Decimal {
	return func(_ string, g sold, rows []exported) money.Decimal {
		begin, sum := time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), money.Zero
		for _, r := range all {
			if r.subscription == rows[0].subscription && (r.kind == usageRow || r.kind == coveredRow) && r.day.Before(begin) {
				begin = r.day
			}
		}
		for _, r := range rows {
			sum = sum.Add(r.quantity)
		}
		days := int64(time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC).Sub(begin).Hours() / 24)
		if !g.perMonth {
			return sum.Mul(money.Int(730)).Div(money.Int(24 * days))
		}
		left := int64(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC).Sub(begin).Hours() / 24) // of January
		return sum.Div(money.Int(2).Add(money.Int(left).Div(money.Int(31))))
	}
}

// TestActualAndAmortized holds that the two exports of one month give the same
// quantities and the same estimate.
func TestActualAndAmortized(t *testing.T) {
	apart(t)
	b := newBench(t)
	actual, amortized := costManagement(false), costManagement(true)
	for n := range exports() {
		rnd := rand.New(rand.NewPCG(uint64(n), 99))
		rows := generate(rnd, 60, []rowKind{coveredRow, coveredRow, unusedRow, purchaseRow, taxRow}, []string{"EUR"})
		totals := map[string]string{}
		for _, e := range []exporter{actual, amortized} {
			b.clear()
			b.write("usage/one", e.file(slices.DeleteFunc(slices.Clone(rows), func(r exported) bool {
				return r.kind == unusedRow && e.name == actual.name || r.kind == purchaseRow && e.name == amortized.name
			})))
			for _, as := range []string{"as-recorded", "typical-month"} {
				c, _ := b.compare("2026-01", 3, "EUR", ", as: "+as)
				lines, err := json.Marshal(c.Cases)
				if err != nil {
					t.Fatal(err)
				}
				if was, known := totals[as]; known && was != string(lines) {
					t.Errorf("export %d, %s: %s\nof the amortized export:\n%s", n, as, was, lines)
				}
				totals[as] = string(lines)
			}
		}
	}
}

// TestDroppedRow makes sure that a row that is lost is seen to be lost.
func TestDroppedRow(t *testing.T) {
	apart(t)
	b := newBench(t)
	e := costManagement(false)
	rows := generate(rand.New(rand.NewPCG(1, 2)), 40, e.kinds, e.currencies)
	for drop := range rows {
		if rows[drop].kind != usageRow || rows[drop].quantity.IsZero() || drop < 4 {
			continue
		}
		b.clear()
		b.write("usage/one", e.file(slices.Delete(slices.Clone(rows), drop, drop+1)))
		c, _ := b.compare("2026-01", 3, "EUR", ", as: as-recorded")
		if wrong := check(e, rows, c, false, []string{"2026-01", "2026-02", "2026-03"}); len(wrong) < 3 {
			t.Errorf("row %d is dropped, and %q is all that is seen", drop, wrong)
		}
		return
	}
}

// firstDifference are the first lines that differ.
func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return a[i] + "\nin one file:\n" + b[i]
		}
	}
	return "one of them is longer"
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text) // a Buffer takes all
	_ = w.Close()
	return b.String()
}

func zstandard(text string) string {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err) // only options are refused
	}
	return string(w.EncodeAll([]byte(text), nil))
}

func zipFile(texts ...string) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, text := range texts {
		m, err := w.Create(fmt.Sprint("m/", i))
		if err != nil {
			panic(err) // a Buffer takes all
		}
		_, _ = io.WriteString(m, text)
	}
	_ = w.Close()
	return b.String()
}

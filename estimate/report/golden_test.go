package report_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate"
	"azwhatif/estimate/compare"
	"azwhatif/estimate/report"
	"azwhatif/ratebook"
	"azwhatif/ratebook/fetch"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/sample"
	"azwhatif/scenario"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the reports of testdata anew")

// TestGolden writes the reports that each archive of testdata names, of its
// scenario, on the archive's own cards or the sample cards: "table cases", "json lines", "csv", "markdown
// months", "explain; Prepay; workload web tier; month 2026-03".
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s, err := scenario.Read("scenario.yaml", archive.Files[0].Data)
			if err != nil {
				t.Fatal(err)
			}
			control(s)
			var b estimate.Ratebook = sample.Open()
			if own := cards(t, archive); len(own) > 0 {
				b = own
			}
			c := compared(t, b, s)
			for i := range archive.Files[1:] {
				f := &archive.Files[i+1]
				if strings.HasPrefix(f.Name, "card ") {
					continue
				}
				got := write(t, c, f.Name)
				if strings.HasPrefix(f.Name, "explain") {
					checkAll(t, string(got))
				}
				if strings.HasPrefix(f.Name, "html") {
					checkPage(t, got)
				}
				if !bytes.HasPrefix(got, []byte("error")) && (strings.HasPrefix(f.Name, "explain") || strings.HasPrefix(f.Name, "table")) {
					checkWidth(t, string(got), 80)
				}
				if *update {
					f.Data = got
				} else if !bytes.Equal(f.Data, got) {
					t.Errorf("%s is\n%s\nwant\n%s", f.Name, got, f.Data)
				}
				if again := write(t, c, f.Name); !bytes.Equal(got, again) {
					t.Errorf("%s differs when it is written again", f.Name)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// control puts control characters, and one that turns the direction of writing, in the
// place of their pictures.
func control(s *scenario.Scenario) {
	pictures := strings.NewReplacer("␛", "\x1b", "␊", "\n", "␉", "\t", "⇠", "\u202e")
	s.Name = pictures.Replace(s.Name)
	for i := range s.Workloads {
		s.Workloads[i].Name = pictures.Replace(s.Workloads[i].Name)
	}
	for i := range s.Cases {
		s.Cases[i].Name = pictures.Replace(s.Cases[i].Name)
	}
}

// cards reads an archive's "card MS-AZR-0003P EUR NL": answers of the RateCard
// API.
func cards(t testing.TB, archive *txtar.Archive) book {
	t.Helper()
	b := book{}
	for _, f := range archive.Files {
		if part := strings.Fields(f.Name); part[0] == "card" {
			terms := eur(ratebook.Offer(part[1]))
			terms.Currency, terms.Market = money.Currency(part[2]), ratebook.Market(part[3])
			card, err := fetch.DecodeRateCard(bytes.NewReader(f.Data), terms)
			if err != nil {
				t.Fatal(err)
			}
			card.Provenance.Fetched = time.Date(2026, 8, 3, 12, 0, 0, 0, time.UTC)
			b[terms] = card
		}
	}
	return b
}

func compared(t testing.TB, book estimate.Ratebook, s *scenario.Scenario) *compare.Comparison {
	t.Helper()
	c, err := compare.Cases(context.Background(), book, s, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// write writes the report of a name such as "table cases".
func write(t testing.TB, c *compare.Comparison, name string) []byte {
	t.Helper()
	var out bytes.Buffer
	var err error
	if options, ok := strings.CutPrefix(name, "explain; "); ok {
		err = explain(&out, c, strings.Split(options, "; "))
	} else {
		format, detail, _ := strings.Cut(name, " ")
		opt := report.Options{Detail: report.Detail(detail)}
		switch format {
		case "table":
			err = report.Table(&out, c, opt)
		case "json":
			err = report.JSON(&out, c, opt)
		case "csv":
			err = report.CSV(&out, c, opt)
		case "markdown":
			err = report.Markdown(&out, c, opt)
		case "html":
			err = report.HTML(&out, c, opt)
		default:
			t.Fatalf("no report %q", name)
		}
	}
	if err != nil {
		out.WriteString("error:\n" + err.Error() + "\n")
	}
	return out.Bytes()
}

func explain(out *bytes.Buffer, c *compare.Comparison, options []string) (err error) {
	var f report.ExplainFilter
	for _, o := range options[1:] {
		switch key, value, _ := strings.Cut(o, " "); key {
		case "workload":
			f.Workload = value
		case "meter":
			f.Meter = ratebook.MeterID(value)
		case "month":
			if f.Month, err = scenario.ParseMonth(value); err != nil {
				return err
			}
		}
	}
	return report.Explain(out, c, options[0], f)
}

package workbook_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/estimate/estimatetest"
	"azwhatif/estimate/workbook"

	"github.com/xuri/excelize/v2"
)

// Beyond what a sheet takes there is an error, and never a cut.
func TestLimits(t *testing.T) {
	c := compared(t, everyTerm(), hostile)
	c.Estimates[0].Lines[0].Workload = strings.Repeat("x", 40_000)
	err := workbook.Write(io.Discard, c, workbook.Options{})
	if err == nil || !strings.Contains(err.Error(), "a text is longer than the 32767 signs that a cell takes: xxx") {
		t.Errorf("a long text: %v", err)
	}
	many := top + "workloads: [{name: w, region: westeurope, usage: [{meter: {name: vm}, count: 1, hours: 24x7}], tags: {"
	for i := range 16_400 {
		many += fmt.Sprintf("t%d: a, ", i)
	}
	many += "}}]\ncases: [{name: only, offer: MS-AZR-0003P, currency: EUR, market: NL}]\n"
	err = workbook.Write(io.Discard, compared(t, everyTerm(), many), workbook.Options{})
	if err == nil || !strings.Contains(err.Error(), `columns, and a sheet takes 16384; compare fewer cases, months or tags at a time`) {
		t.Errorf("many columns: %v", err)
	}
}

// TestStop ends the writing at any moment, the packing included: there is no file then.
func TestStop(t *testing.T) {
	c, path := scenarios(t)["offers"], filepath.Join(t.TempDir(), "x.xlsx")
	estimatetest.CheckStop(t, "workbook", func(ctx context.Context) (any, error) {
		err := workbook.WriteFile(ctx, path, c, workbook.Options{})
		_, missing := os.Stat(path)
		if (err == nil) != (missing == nil) {
			t.Errorf("written with the error %v, looked for with %v", err, missing)
		}
		_ = os.Remove(path)
		if err != nil {
			return (*bool)(nil), err
		}
		return new(bool), nil
	})
}

// TestLargeStops ends the writing of a large book in the middle of it.
func TestLargeStops(t *testing.T) {
	c := large(t, 2, 2000, 400)
	ctx, cancel := context.WithCancelCause(t.Context())
	var ended time.Time
	err := workbook.WriteFile(ctx, filepath.Join(t.TempDir(), "x.xlsx"), c, workbook.Options{Progress: func(done, of int) {
		if done > of/2 && ended.IsZero() {
			ended = time.Now()
			cancel(errors.New("interrupted"))
		}
	}})
	if took := time.Since(ended); err == nil || !strings.Contains(err.Error(), "interrupted") || took > 2*time.Second {
		t.Errorf("it went on for %s: %v", took, err)
	}
}

// Progress rises up to the end.
func TestProgress(t *testing.T) {
	last, total, calls := 0, 0, 0
	err := workbook.Write(io.Discard, scenarios(t)["offers"], workbook.Options{Progress: func(done, of int) {
		if done < last || done > of || total != 0 && of != total {
			t.Errorf("%d of %d after %d of %d", done, of, last, total)
		}
		last, total = done, of
		calls++
	}})
	if err != nil || calls < 2 || last != total || total < 1000 {
		t.Errorf("%d calls, the last %d of %d, %v", calls, last, total, err)
	}
}

// FuzzHostileTexts has names of any kind in a workbook: they stay texts, marked as
// such where they begin as a formula does, and the file stays well formed.
func FuzzHostileTexts(f *testing.F) {
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "=cmd|' /C calc'!A0", "<b>&amp;]]>", "\x00\x01", "\xff\xfe", "_x000D_", "\u202e=1", "", " =1", "=HYPERLINK(\"http://x\")", "{=1}", "#REF!", "TRUE", "1e5"} {
		f.Add(s, s)
	}
	c := compared(f, everyTerm(), "version: 1\nname: One\nstart: 2026-02\nmonths: 1\nworkloads: [{name: w, region: westeurope, usage: [{meter: {name: vm}, count: 1, hours: 24x7}, {meter: {name: storage}, quantity: 1 TB}]}]\ncases: [{name: only, offer: MS-AZR-0003P, currency: JPY, market: JP}]\n")
	f.Fuzz(func(t *testing.T, name, other string) {
		e := c.Estimates[0]
		c.Scenario.Name, e.Case.Name = other, name
		e.Lines[0].Workload, e.Lines[0].Subscription, e.Lines[0].Tags = name, other, map[string]string{"=1+1": name}
		e.Lines[1].Meter.Name = "m" + other
		var out bytes.Buffer
		if err := workbook.Write(&out, c, workbook.Options{}); err != nil {
			if strings.Contains(err.Error(), "longer than") {
				return
			}
			t.Fatal(err)
		}
		wellFormed(t, out.Bytes())
		book, err := excelize.OpenReader(&out)
		if err != nil {
			t.Fatal(err)
		}
		defer book.Close()
		for _, at := range [][2]string{{"Summary", "A1"}, {"Usage", "B6"}, {"Usage", "C6"}} {
			formula, err := book.GetCellFormula(at[0], at[1])
			if formula != "" || err != nil {
				t.Errorf("%s!%s has the formula %s, %v", at[0], at[1], formula, err)
			}
			value, _ := book.GetCellValue(at[0], at[1])
			id, _ := book.GetCellStyle(at[0], at[1])
			if q := book.Styles.CellXfs.Xf[id].QuotePrefix; value != "" && strings.ContainsRune("=+-@\t\r", rune(value[0])) && (q == nil || !*q) {
				t.Errorf("%s!%s is %q, and is not marked as text", at[0], at[1], value)
			}
		}
	})
}

// wellFormed holds that every part of a file is XML.
func wellFormed(t testing.TB, data []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(r); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

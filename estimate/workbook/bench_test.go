package workbook_test

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"azwhatif/estimate/compare"
	"azwhatif/estimate/workbook"
	"azwhatif/ratebook"

	"github.com/xuri/excelize/v2"
)

// large is a comparison of so many cases and lines, over 12 months.
func large(b testing.TB, cases, lines, meters int) *compare.Comparison {
	b.Helper()
	var rates []ratebook.Rate
	for n := range meters {
		prices := fmt.Sprintf("0:%d.%03d", n%7, n+1)
		if n%3 == 0 {
			prices += fmt.Sprintf(" 1000:%d.%03d 50000:0.05", n%7, n)
		}
		rates = append(rates, rate(n, fmt.Sprintf("meter %d", n), []string{"1 Hour", "1 GB", "1/Month"}[n%3], "westeurope", "2020-01-01", []string{"0", "100"}[n%2], prices))
	}
	book := cards{newCard("MS-AZR-0003P", "EUR", "NL", ratebook.OfferTerms{}, rates...)}
	var s strings.Builder
	s.WriteString(top + "workloads:\n")
	for w := range lines / 10 {
		fmt.Fprintf(&s, "  - {name: workload %d, region: westeurope, subscription: s%d, growth: 1%%, tags: {env: e%d, project: p%d}, usage: [", w, w%20, w%4, w%50)
		for k := range 10 {
			n := (w*10 + k) % meters
			if n%3 == 0 {
				fmt.Fprintf(&s, "{meter: {id: %s}, count: %d, hours: 24x7},", meterID(n), 1+k)
			} else {
				fmt.Fprintf(&s, "{meter: {id: %s}, quantity: %d},", meterID(n), 10*(1+k))
			}
		}
		s.WriteString("]}\n")
	}
	s.WriteString("cases:\n")
	for c := range cases {
		fmt.Fprintf(&s, "  - {name: case %d, offer: MS-AZR-0003P, currency: EUR, market: NL, changes: [{scale: 1.%02d}]}\n", c, c)
	}
	return compared(b, book, s.String())
}

// counter counts what is written and drops it.
type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) { c.n += int64(len(p)); return len(p), nil }

// peak runs do and gives the most memory that the heap held beyond what it held
// before, in MB.
func peak(do func()) float64 {
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var most atomic.Uint64
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	<-done
	return (float64(most.Load()) - float64(before.HeapInuse)) / 1e6
}

// BenchmarkWrite writes 24 cases of 5,000 lines over 12 months, and, to
// compare, as many cells of the same kinds with a bare StreamWriter, and with
// XlsxWriter for Python where it is installed.
func BenchmarkWrite(b *testing.B) {
	c := large(b, 24, 5000, 400)
	var cells, formulas int
	b.Run("workbook", func(b *testing.B) {
		var out counter
		var mb float64
		began := cpu()
		for b.Loop() {
			out = counter{}
			mb = peak(func() {
				n, f, err := workbook.WriteCounting(&out, c)
				if err != nil {
					b.Fatal(err)
				}
				cells, formulas = n, f
			})
		}
		b.ReportMetric((cpu()-began).Seconds()/float64(b.N), "cpu-s/op")
		b.ReportMetric(float64(cells), "cells")
		b.ReportMetric(float64(out.n)/1e6, "MB-file")
		b.ReportMetric(mb, "MB-peak")
	})
	b.Run("bare", func(b *testing.B) {
		if cells == 0 {
			b.Skip("run the workbook's first: it counts the cells")
		}
		var out counter
		var mb float64
		began := cpu()
		for b.Loop() {
			out = counter{}
			mb = peak(func() { bare(b, &out, cells, formulas) })
		}
		b.ReportMetric((cpu()-began).Seconds()/float64(b.N), "cpu-s/op")
		b.ReportMetric(float64(cells), "cells")
		b.ReportMetric(float64(out.n)/1e6, "MB-file")
		b.ReportMetric(mb, "MB-peak")
	})
	b.Run("xlsxwriter", func(b *testing.B) {
		if cells == 0 {
			b.Skip("run the workbook's first: it counts the cells")
		}
		interpreter := python(b, "xlsxwriter", "python3-xlsxwriter")
		var size int64
		var mb float64
		began := cpu()
		for b.Loop() {
			size, mb = byXlsxWriter(b, interpreter, cells, formulas)
		}
		b.ReportMetric((cpu()-began).Seconds()/float64(b.N), "cpu-s/op")
		b.ReportMetric(float64(cells), "cells")
		b.ReportMetric(float64(size)/1e6, "MB-file")
		b.ReportMetric(mb, "MB-peak")
	})
}

// BenchmarkGrow writes 8 cases over 12 months of 500 to 8,000 lines, with as many meters,
// and as many cells of the same kinds with a bare StreamWriter, in turns: times is the
// ratio of their processor times, and of-bare that of their memory.
func BenchmarkGrow(b *testing.B) {
	for _, lines := range []int{500, 1000, 2000, 4000, 8000} {
		b.Run(strconv.Itoa(lines), func(b *testing.B) {
			c := large(b, 8, lines, lines)
			var own, other time.Duration
			var mb, bareMB float64
			var cells, formulas int
			for b.Loop() {
				began := cpu()
				mb = peak(func() {
					var err error
					if cells, formulas, err = workbook.WriteCounting(&counter{}, c); err != nil {
						b.Fatal(err)
					}
				})
				own += cpu() - began
				began = cpu()
				bareMB = peak(func() { bare(b, &counter{}, cells, formulas) })
				other += cpu() - began
			}
			b.ReportMetric(own.Seconds()/float64(b.N), "cpu-s/op")
			b.ReportMetric(float64(own)/float64(other), "times")
			b.ReportMetric(float64(own.Nanoseconds())/float64(b.N)/float64(cells), "cpu-ns/cell")
			b.ReportMetric(float64(cells), "cells")
			b.ReportMetric(mb, "MB-peak")
			b.ReportMetric(mb/bareMB, "of-bare")
		})
	}
}

// byXlsxWriter writes as many cells with XlsxWriter for Python.
func byXlsxWriter(b *testing.B, interpreter string, cells, formulas int) (size int64, mb float64) {
	path := filepath.Join(b.TempDir(), "bare.xlsx")
	out, err := exec.Command(interpreter, "testdata/xlsxwriter_bare.py", path, strconv.Itoa(cells), strconv.Itoa(formulas)).Output()
	if err != nil {
		b.Fatal(err)
	}
	if mb, err = strconv.ParseFloat(strings.TrimSpace(string(out)), 64); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size(), mb
}

// bare writes cells with a StreamWriter alone, formulas with their values among
// them, on sheets of 25,000 rows.
func bare(b *testing.B, w io.Writer, cells, formulas int) {
	f := excelize.NewFile()
	defer f.Close()
	const columns, rows = 27, 25_000
	row := make([]any, columns)
	every := float64(formulas) / float64(cells)
	written := 0
	for sheet := 1; written < cells; sheet++ {
		name := fmt.Sprintf("Sheet%d", sheet)
		if _, err := f.NewSheet(name); err != nil {
			b.Fatal(err)
		}
		sw, err := f.NewStreamWriter(name)
		if err != nil {
			b.Fatal(err)
		}
		due := 0.0
		for r := 1; r <= rows && written < cells; r++ {
			for i := range row {
				if due += every; due >= 1 {
					due--
					row[i] = excelize.Cell{Formula: "Usage!T1234*$F12345", Value: float64(r*i) * 1.2345}
				} else if i%2 == 0 {
					row[i] = excelize.Cell{Value: "Virtual Machines / Dsv5"}
				} else {
					row[i] = excelize.Cell{Value: float64(i)}
				}
			}
			cell, err := excelize.CoordinatesToCellName(1, r)
			if err != nil {
				b.Fatal(err)
			}
			if err := sw.SetRow(cell, row); err != nil {
				b.Fatal(err)
			}
			written += columns
		}
		if err := sw.Flush(); err != nil {
			b.Fatal(err)
		}
	}
	if err := f.Write(w); err != nil {
		b.Fatal(err)
	}
}

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkForecast forecasts three months from daily usage of 2,000 meters over
// 13 months, through the command: as many rows as AZWHATIF_BENCH_ROWS says, or
// 200,000. The figure of memory is the most that the process had.
//
//	AZWHATIF_BENCH_ROWS=5000000 go test ./cmd/azwhatif -run xxx -bench Forecast -benchtime 1x
func BenchmarkForecast(b *testing.B) {
	rows, err := strconv.Atoi(os.Getenv("AZWHATIF_BENCH_ROWS"))
	if err != nil {
		rows = 200_000
	}
	folder := b.TempDir()
	card, export := filepath.Join(folder, "card.json"), filepath.Join(folder, "usage.csv")
	const meters = 2000
	if err := writeBenchCard(card, meters); err != nil {
		b.Fatal(err)
	}
	if err := writeBenchUsage(export, meters, 395, rows); err != nil {
		b.Fatal(err)
	}
	terms := []string{"--ratebook", filepath.Join(folder, "prices"), "--offer", "MS-AZR-0003P", "--currency", "EUR", "--market", "NL"}
	do := func(args ...string) string {
		var out, messages bytes.Buffer
		if code := run(context.Background(), append(args, terms...), strings.NewReader(""), &out, &messages); code != 0 {
			b.Fatalf("%q ends with %d: %s", args, code, messages.String())
		}
		return out.String()
	}
	do("fetch", "--from-file", card, "--fetched", "2026-01-01")
	before := cpuSeconds()
	for b.Loop() {
		if out := do("forecast", export); !strings.Contains(out, "the highest 10 of ") {
			b.Fatal(out)
		}
	}
	b.ReportMetric((cpuSeconds()-before)/float64(b.N), "cpu-s/op")
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		for line := range strings.Lines(string(status)) {
			if f := strings.Fields(line); len(f) > 1 && f[0] == "VmHWM:" {
				kb, _ := strconv.Atoi(f[1])
				b.ReportMetric(float64(kb)/1024, "peak-MB")
			}
		}
	}
}

// cpuSeconds is what the process took of all processors, where Linux says: on a
// busy machine that tells more than the clock.
func cpuSeconds() float64 {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) / 100 // ticks a second, on Linux
}

func benchMeter(i int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", i) }

func writeBenchCard(path string, meters int) error {
	var list []string
	for i := range meters {
		list = append(list, fmt.Sprintf(`{"MeterId":"%s","MeterName":"Meter %d","MeterCategory":"Bench","MeterSubCategory":"","Unit":"1 GB","MeterRegion":"EU West","MeterRates":{"0":0.5,"%d":0.4},"IncludedQuantity":%d,"EffectiveDate":"2014-01-01T00:00:00Z"}`, benchMeter(i), i, 100+i, i%3*5))
	}
	return os.WriteFile(path, []byte(`{"OfferTerms":[],"Currency":"EUR","Locale":"en-US","IsTaxIncluded":false,"Meters":[`+strings.Join(list, ",\n")+`]}`), 0o600)
}

// writeBenchUsage has each meter every day, by as many resources as the rows
// need; where they are fewer, the first meters only.
func writeBenchUsage(path string, meters, days, rows int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	w.WriteString("SubscriptionId,ResourceGroup,ResourceId,Date,MeterCategory,MeterSubCategory,MeterId,MeterName,MeterRegion,UnitOfMeasure,Quantity,CostInBillingCurrency,BillingCurrencyCode,ChargeType,OfferId,Tags\n")
	r := rand.New(rand.NewPCG(1, 2))
	first := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	written := 0
	for d := range days {
		day, due := first.AddDate(0, 0, d), rows*(d+1)/days
		for k := 0; written < due; k++ {
			m := k % meters
			q := float64(1+m%50) * (1 + 0.3*math.Sin(float64(d)/7*2*math.Pi) + 0.001*float64(d) + 0.1*r.NormFloat64())
			fmt.Fprintf(w, "%08d-0000-4000-8000-000000000000,rg-%03d,/subscriptions/x/resourceGroups/rg-%03d/providers/Microsoft.Compute/virtualMachines/vm-%06d,%s,Bench,,%s,Meter %d,EU West,1 GB,%.5f,%.8f,EUR,Usage,MS-AZR-0003P,\n",
				m%20, m%200, m%200, k, day.Format(time.DateOnly), benchMeter(m), m, max(q, 0), max(q, 0)/2)
			written++
		}
	}
	return w.Flush()
}

package usage_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"azwhatif/scenario/usage"
	"azwhatif/scenario/usage/clickhousetest"
)

// BenchmarkClickHouse is BenchmarkRollUp's import from three shards on loopback,
// and, in the same run, from the file; AZWHATIF_BENCH_DIR has the file that
// BenchmarkRollUp made.
func BenchmarkClickHouse(b *testing.B) {
	rows := os.Getenv("AZWHATIF_BENCH_ROWS")
	if rows == "" {
		rows = "200000"
	}
	file := filepath.Join(os.Getenv("AZWHATIF_BENCH_DIR"), fmt.Sprintf("export-%s.csv", rows))
	if _, err := os.Stat(file); err != nil {
		b.Skip("run BenchmarkRollUp with AZWHATIF_BENCH_DIR first")
	}
	c := clickhousetest.Start(b, 3)
	c.Load(b, "bench", nil, file)
	at := warehouse(b, c, "bench")
	for b.Loop() {
		im, err := usage.RollUp(b.Context(), usage.Spec{Warehouse: at, Tags: []string{"env"}}, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(im.Sources[0].Received), "received-B")
		start := time.Now()
		b.StopTimer()
		inFile, err := usage.RollUp(b.Context(), usage.Spec{Files: []string{file}, Tags: []string{"env"}}, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "file-s")
		b.StartTimer()
		if printUsed(im.Used) != printUsed(inFile.Used) {
			b.Fatal("the totals differ")
		}
	}
}

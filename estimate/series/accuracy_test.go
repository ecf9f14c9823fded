package series_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"azwhatif/estimate/series"
	"azwhatif/estimate/series/seriestest"
	"azwhatif/internal/parallel"
	"azwhatif/scenario/usage"
)

// TestForecastAccuracy holds forecasts against days that they have not seen, of generated
// series and of real exports, and prints the table of the manual:
//
//	AZWHATIF_SERIES=. AZWHATIF_REALDATA=… go test ./estimate/series -run ForecastAccuracy -v -timeout 30m
//
// Without AZWHATIF_SERIES it forecasts a quarter of them.
func TestForecastAccuracy(t *testing.T) {
	part := 4
	if os.Getenv("AZWHATIF_SERIES") != "" {
		part = 1
	}
	print := newTable(t)
	check := func(name string, pieces []piece, among series.Among) {
		scores := print.add(name, pieces, among)
		best, naive := scores[""], scores["seasonal naive"]
		if best.mase >= naive.mase {
			t.Errorf("%s: the chosen method has a MASE of %.3f, the seasonal naive of %.3f", name, best.mase, naive.mase)
		}
		if best.in95 < 0.90 || best.n > 100 && best.in95 > 0.99 {
			t.Errorf("%s: the range of 95%% covers %.1f%%, not between 90%% and 99%%", name, 100*best.in95)
		}
		if best.in80 < 0.75 || best.n > 100 && best.in80 > 0.90 {
			t.Errorf("%s: the range of 80%% covers %.1f%%, not between 75%% and 90%%", name, 100*best.in80)
		}
	}
	check("generated, 14 to 60 days, 14 ahead", windows(seriestest.Generate(3, 144/part, 90), 14, 1, 14, 21, 30, 60), inDays)
	check("generated, 13 months, 30 ahead", windows(seriestest.Generate(1, 72/part, 480), 30, 2, 395), inDays)
	check("generated, hours of 2 and 4 weeks, 48 ahead", windows(seriestest.Hours(1, 12/part, 900), 48, 2, 336, 672), anySteps)
	if real := realSeries(t); real != nil {
		check("real, 20 to 24 days, 7 ahead", windows(real[:len(real)/part], 7, 1, 20, 22, 24), inDays)
	}
}

// piece is a cut-out of a series: what is known, and what came.
type piece struct{ known, after []float64 }

// table prints how good methods are.
type table struct {
	t *testing.T
	w *tabwriter.Writer
}

func newTable(t *testing.T) *table {
	var out strings.Builder
	p := &table{t, tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)}
	t.Cleanup(func() {
		_ = p.w.Flush()
		t.Log("\n" + out.String())
	})
	return p
}

// add forecasts the pieces by each method, and by the one that is chosen, under "". MASE is
// the mean absolute error of a day, where repeating the last week has about 1; coverage is
// how often the sum of the days ahead, which is what a bill counts, lies within the range.
func (p *table) add(name string, pieces []piece, among series.Among) map[string]score {
	results := make([]map[string]score, len(pieces))
	_ = parallel.Do(context.Background(), len(pieces), func(i int) error {
		results[i] = map[string]score{}
		for method, f := range series.CarryBy(among, pieces[i].known, len(pieces[i].after)) {
			s := score{}
			s.add(f, pieces[i].known, pieces[i].after)
			results[i][method] = s
			if method == "" {
				results[i]["picked "+f.Method] = score{n: 1}
			}
		}
		return nil
	})
	total := map[string]score{}
	for _, r := range results {
		for method, s := range r {
			t := total[method]
			total[method] = score{t.mase + s.mase, t.smape + s.smape, t.in80 + s.in80, t.in95 + s.in95, t.n + s.n}
		}
	}
	for method, s := range total {
		total[method] = score{s.mase / s.n, s.smape / s.n, s.in80 / s.n, s.in95 / s.n, s.n}
	}
	fmt.Fprintf(p.w, "%s: %d forecasts\tMASE\tsMAPE\tin 80%%\tin 95%%\tchosen\n", name, len(pieces))
	for _, method := range append(series.Names(), "") {
		s := total[method]
		fmt.Fprintf(p.w, "%s\t%.2f\t%.2f\t%.0f%%\t%.0f%%\t%.0f\n", cmp.Or(method, "chosen by back-test"), s.mase, s.smape, 100*s.in80, 100*s.in95, total["picked "+method].n)
	}
	return total
}

// score is a method's: the mean MASE and sMAPE, and the parts of the sums that lie within
// the ranges.
type score struct {
	mase, smape, in80, in95 float64
	n                       float64 // forecasts
}

// add holds a forecast against what came. A series that never changed counts
// with the mean of its days as scale.
func (s *score) add(f series.Forecast, known, after []float64) {
	sum, wrong, scale := 0.0, 0.0, 0.0
	for h, y := range after {
		sum += y
		wrong += math.Abs(y-f.Days[h]) / float64(len(after))
		if both := math.Abs(y) + math.Abs(f.Days[h]); both > 0 {
			s.smape += 200 * math.Abs(y-f.Days[h]) / both / float64(len(after))
		}
	}
	for k := 7; k < len(known); k++ {
		scale += math.Abs(known[k]-known[k-7]) / float64(len(known)-7)
	}
	if scale == 0 {
		scale = math.Abs(known[0]) + 1e-9
	}
	s.n++
	s.mase += min(20, wrong/scale) // or one series is all
	within := func(probability float64) float64 {
		low, high := f.Range(0, len(after), probability)
		if slack := 1e-9 * (1 + math.Abs(sum)); sum < low-slack || sum > high+slack {
			return 0
		}
		return 1
	}
	s.in80 += within(0.8)
	s.in95 += within(0.95)
}

// realSeries are the daily quantities of AWS's and Azure's exports, of meters
// that were used on 25 days at least.
func realSeries(t *testing.T) [][]float64 {
	dir := os.Getenv("AZWHATIF_REALDATA")
	if dir == "" {
		return nil
	}
	var list [][]float64
	for _, file := range []string{"aws_cur/Oct2018-WorkshopCUR-00001.snappy.parquet", "consumption/usageDetails_2017-03_expand-meterDetails_641.json"} {
		got, err := usage.RollUp(context.Background(), usage.Spec{Files: []string{filepath.Join(dir, file)}, ByDay: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		byKey := map[string]map[string]float64{}
		var days []string
		for _, u := range got.Used {
			key := fmt.Sprint(u.Kind, u.Subscription, u.Meter, u.Foreign)
			if byKey[key] == nil {
				byKey[key] = map[string]float64{}
			}
			byKey[key][u.Day] += u.Quantity.Float64()
			if !slices.Contains(days, u.Day) {
				days = append(days, u.Day)
			}
		}
		slices.Sort(days)
		keys := []string{}
		for key, by := range byKey {
			if len(by) >= 25 {
				keys = append(keys, key)
			}
		}
		slices.Sort(keys)
		for _, key := range keys {
			var s []float64
			for _, day := range days {
				s = append(s, byKey[key][day])
			}
			list = append(list, s)
		}
	}
	return list
}

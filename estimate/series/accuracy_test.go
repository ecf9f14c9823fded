package series_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"

	"azwhatif/estimate/series"
	"azwhatif/estimate/series/seriestest"
	"azwhatif/scenario/usage"
)

// TestForecastAccuracy holds forecasts against days that they have not seen,
// and prints the table of the manual:
//
//	AZWHATIF_REALDATA=… go test ./estimate/series -run ForecastAccuracy -v
//
// A series is cut off at several days. What follows is forecast by each method,
// and by the one that the back-test on the days before chooses. MASE is the mean
// absolute error of a day, where repeating the last week has about 1; coverage is
// how often the sum of the days ahead, which is what a bill counts, lies within
// the range.
func TestForecastAccuracy(t *testing.T) {
	sets := []struct {
		name   string
		series [][]float64
		ahead  int
		cuts   int
	}{
		{"generated, 13 months, 30 days ahead", seriestest.Generate(1, 60, 395), 30, 4},
		{"generated, 2 months, 15 days ahead", seriestest.Generate(2, 200, 75), 15, 2},
	}
	if real := realSeries(t); real != nil {
		sets = append(sets, struct {
			name   string
			series [][]float64
			ahead  int
			cuts   int
		}{"real, 31 days, 7 ahead", real, 7, 3})
	}
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	for _, set := range sets {
		fmt.Fprintf(w, "%s: %d series\tMASE\tin 80%%\tin 95%%\n", set.name, len(set.series))
		scores := accuracy(set.series, set.ahead, set.cuts)
		for _, m := range append(series.Methods(), series.Method{}) {
			s := scores[m.Name]
			fmt.Fprintf(w, "%s\t%.3f\t%.1f%%\t%.1f%%\n", cmp.Or(m.Name, "chosen by back-test"), s.mase, 100*s.in80, 100*s.in95)
		}
		best, naive := scores[""], scores["seasonal naive"]
		if best.mase >= naive.mase {
			t.Errorf("%s: the chosen method has a MASE of %.3f, the seasonal naive of %.3f", set.name, best.mase, naive.mase)
		}
		if best.in95 < 0.90 || best.in95 > 0.98 {
			t.Errorf("%s: the range of 95%% covers %.1f%%, not between 90%% and 98%%", set.name, 100*best.in95)
		}
	}
	_ = w.Flush()
	t.Log("\n" + out.String())
}

// score is a method's: the mean MASE, and the parts of the sums that lie within
// the ranges.
type score struct {
	mase, in80, in95 float64
	n                float64 // forecasts
}

// accuracy forecasts each series from several days, the last so many days ahead
// of its end, by each method; under "" stands the one that is chosen.
func accuracy(list [][]float64, ahead, cuts int) map[string]score {
	results := make([]map[string]score, len(list))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, days := range list {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			results[i] = map[string]score{}
			for c := range cuts {
				at := len(days) - ahead - c*(ahead/3+1)
				for method, f := range series.CarryBy(days[:at], ahead) {
					s := results[i][method]
					s.add(f, days[:at], days[at:at+ahead])
					results[i][method] = s
				}
			}
		})
	}
	wg.Wait()
	total := map[string]score{}
	for _, r := range results {
		for method, s := range r {
			t := total[method]
			total[method] = score{t.mase + s.mase, t.in80 + s.in80, t.in95 + s.in95, t.n + s.n}
		}
	}
	for method, s := range total {
		total[method] = score{s.mase / s.n, s.in80 / s.n, s.in95 / s.n, s.n}
	}
	return total
}

// add holds a forecast against what came. A series that never changed counts
// with the mean of its days as scale.
func (s *score) add(f series.Forecast, known, after []float64) {
	sum, wrong, scale := 0.0, 0.0, 0.0
	for h, y := range after {
		sum += y
		wrong += math.Abs(y-f.Days[h]) / float64(len(after))
	}
	for k := 7; k < len(known); k++ {
		scale += math.Abs(known[k]-known[k-7]) / float64(len(known)-7)
	}
	if scale == 0 {
		scale = math.Abs(known[0]) + 1e-9
	}
	s.n++
	s.mase += wrong / scale
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

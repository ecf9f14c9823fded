package series_test

import (
	"math"
	"slices"
	"testing"

	"azwhatif/estimate/series"
	"azwhatif/estimate/series/seriestest"
)

// TestSeasons: the season that a series has is found, and none where it has none.
func TestSeasons(t *testing.T) {
	office := slices.Repeat([]float64{24, 25, 23, 24, 25, 3, 2}, 5)
	hours := seriestest.Hours(7, 3, 24*28)
	year := make([]float64, 72)
	for t := range year {
		year[t] = 100 + float64(t) + 30*math.Sin(2*math.Pi*float64(t)/12)
	}
	steady := seriestest.Generate(5, 1, 60)[0]
	for _, c := range []struct {
		name string
		days []float64
		want []int
	}{
		{"office hours", office, []int{7}},
		{"two weeks of them", office[:14], []int{7}},
		{"hours of offices", hours[0], []int{24, 168}},
		{"hours of shops", hours[1], []int{24, 168}},
		{"months of years", year, []int{12}},
		{"the same each day", slices.Repeat([]float64{5}, 30), nil},
	} {
		if f := series.Carry(c.days, 14); !slices.Equal(f.Seasons, c.want) {
			t.Errorf("%s: seasons %d, want %d", c.name, f.Seasons, c.want)
		}
	}
	for h, y := range series.Carry(steady, 14).Days { // what chance shows of a week is small
		if f := series.Carry(steady, 14); math.Abs(y-f.Days[0]) > 0.2*f.Days[0] {
			t.Errorf("a series without a season is carried on as %.2f on day %d, and %.2f on the first", y, h, f.Days[0])
		}
	}
}

// TestMonthEnd: a job on the last day of each month is expected on the next one, and on
// no other day.
func TestMonthEnd(t *testing.T) {
	for _, months := range []int{3, 13} {
		days, edge := seriestest.MonthEnd(1, months+1)
		known := days[:months*30+10]
		f := series.Among{Periods: []int{series.Week}, Edge: edge}.Carry(known, 20)
		if !slices.Equal(f.Edges, []int{-1}) || f.Season() != "month's end" && f.Season() != "week, month's end" {
			t.Errorf("%d months: the days %d stand out, season %q", months, f.Edges, f.Season())
		}
		for h, y := range f.Days {
			want := 10.0
			if h == 19 {
				want = 50
			}
			if math.Abs(y-want) > 3 {
				t.Errorf("%d months: day %d is expected as %.1f, want about %.0f", months, h, y, want)
			}
		}
		plain := series.Among{Periods: []int{series.Week}}.Carry(known, 20)
		if plain.Edges != nil || plain.Days[19] > 25 {
			t.Errorf("without the calendar: %.1f on the last day", plain.Days[19])
		}
	}
}

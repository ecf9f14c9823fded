package series_test

import (
	"database/sql"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"azwhatif/estimate/series"

	_ "github.com/duckdb/duckdb-go/v2"
)

// TestPublicSeries holds forecasts of public series against what came, and prints the
// table of the manual. The folder has what testdata/public.R writes, and flights-3m.parquet
// of npm's vega-datasets:
//
//	AZWHATIF_SERIES=FOLDER go test ./estimate/series -run PublicSeries -v -timeout 30m
//
// The methods were made and their numbers chosen on every other series, the first, the
// third and so on; these are the rest, but that there is one of hours of electricity.
func TestPublicSeries(t *testing.T) {
	dir := os.Getenv("AZWHATIF_SERIES")
	if dir == "" {
		t.Skip("AZWHATIF_SERIES names no folder of public series")
	}
	days, hours := flights(t, dir)
	read := func(name string) [][]float64 { return seriesIn(t, filepath.Join(dir, name+".csv")) }
	chicago := others(read("chicago-daily"))
	weeks := slices.Concat(read("deaths-weekly"), read("rotavirus-weekly"))
	print := newTable(t)
	print.add("flights, 14 to 60 days, 14 ahead", windows(days, 14, 4, 14, 21, 30, 60), inDays)
	print.add("flights, 5 months, 30 ahead", windows(days, 30, 1, 120, 150), inDays)
	print.add("rides, 14 to 60 days, 14 ahead", windows(chicago, 14, 20, 14, 21, 30, 60), inDays)
	print.add("rides, 13 months, 30 ahead", windows(chicago, 30, 20, 395), inDays)
	print.add("flights by hour, 2 and 4 weeks, 48 ahead", windows(hours, 48, 2, 336, 720), anySteps)
	print.add("electricity by hour, 2 and 4 weeks, 48 ahead", windows(read("taylor-hourly"), 48, 10, 336, 720), anySteps)
	print.add("deaths and infections by week, 3 years, 13 ahead", windows(others(weeks), 13, 4, 160, 200), anySteps)
	print.add("classics by month, 4 to 8 years, 12 ahead", windows(others(read("classics-monthly")), 12, 2, 48, 96), anySteps)
}

// others are the second series, the fourth, and so on.
func others(list [][]float64) (out [][]float64) {
	for i, s := range list {
		if i%2 == 1 {
			out = append(out, s)
		}
	}
	return out
}

// windows cuts pieces out of series, spread evenly from the end on: so many of each length.
func windows(list [][]float64, ahead, count int, lengths ...int) (out []piece) {
	for i, s := range list {
		for _, n := range lengths {
			for k := range count {
				to := len(s) - ahead - k*(len(s)-ahead-n)/count - (i*7+n)%11
				if to >= n && slices.Max(s[to-n:to]) > 0 {
					out = append(out, piece{s[to-n : to], s[to : to+ahead]})
				}
			}
		}
	}
	return out
}

// seriesIn reads a CSV file: a time in the first column, a series in each other one. An
// empty field is like the one before; before the first there is nothing.
func seriesIn(t *testing.T, file string) (out [][]float64) {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for c := 1; c < len(rows[0]); c++ {
		var s []float64
		for _, row := range rows[1:] {
			y, err := strconv.ParseFloat(row[c], 64)
			switch {
			case err == nil:
				s = append(s, y)
			case len(s) > 0:
				s = append(s, s[len(s)-1])
			}
		}
		out = append(out, s)
	}
	return out
}

// flights are the departures of 2001 by airport: by day of the 160 with most, by hour of 60.
func flights(t *testing.T, dir string) (days, hours [][]float64) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	of := func(step string, airports int) [][]float64 {
		rows, err := db.Query(`WITH f AS (SELECT date_trunc('`+step+`', date) AS step, origin FROM read_parquet(?)),
			o AS (SELECT origin FROM f GROUP BY ALL ORDER BY count(*) DESC, origin LIMIT ?),
			g AS (SELECT DISTINCT step, o.origin FROM f, o)
			SELECT g.origin, count(f.step) FROM g LEFT JOIN f ON f.step = g.step AND f.origin = g.origin GROUP BY g.origin, g.step ORDER BY g.origin, g.step`,
			filepath.Join(dir, "flights-3m.parquet"), airports)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var list [][]float64
		last := ""
		for rows.Next() {
			var origin string
			var y float64
			if err := rows.Scan(&origin, &y); err != nil {
				t.Fatal(err)
			}
			if origin != last {
				list, last = append(list, nil), origin
			}
			list[len(list)-1] = append(list[len(list)-1], y)
		}
		return others(list)
	}
	return of("day", 160), of("hour", 60)
}

var (
	inDays   = series.Among{Periods: []int{series.Week}}
	anySteps = series.Among{Periods: series.Periods}
)

package estimate

// ForecastSeriesBy is ForecastSeries by each method, and under "" by the one
// that is chosen.
func ForecastSeriesBy(days []float64, ahead int) map[string]SeriesForecast {
	out := map[string]SeriesForecast{}
	b := backtested(days, len(days), ahead)
	for _, m := range ForecastMethods() {
		out[m.Name] = b.forecast(m.Name, days, ahead)
	}
	out[""] = out[b.best()]
	return out
}

package series

// CarryBy is Carry by each method, and under "" by the one that is chosen.
func CarryBy(a Among, days []float64, ahead int) map[string]Forecast {
	out := map[string]Forecast{}
	b := a.backtested(days, ahead)
	for _, name := range Names() {
		out[name] = b.forecast(name, "", days, ahead)
	}
	method, why := b.best()
	out[""] = b.forecast(method, why, days, ahead)
	return out
}

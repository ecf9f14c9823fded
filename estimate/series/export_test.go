package series

// CarryBy is Carry by each method, and under "" by the one that is chosen.
func CarryBy(days []float64, ahead int) map[string]Forecast {
	out := map[string]Forecast{}
	b := backtested(days, len(days), ahead)
	for _, m := range Methods() {
		out[m.Name] = b.forecast(m.Name, days, ahead)
	}
	out[""] = out[b.best()]
	return out
}

package ratebook

// Meters are the card's meters, each once: the same id in two regions is two.
// Of a meter with several effective dates, the description is the latest one's.
func (c *Card) Meters() []Meter {
	type key struct {
		id     MeterID
		region Region
	}
	at := make(map[key]int, len(c.Rates))
	latest := make([]Rate, 0, len(c.Rates))
	for _, r := range c.Rates {
		k := key{r.Meter.ID, r.Meter.Region}
		if i, ok := at[k]; !ok {
			at[k] = len(latest)
			latest = append(latest, r)
		} else if r.Effective.After(latest[i].Effective) {
			latest[i] = r
		}
	}
	meters := make([]Meter, len(latest))
	for i, r := range latest {
		meters[i] = r.Meter
	}
	return meters
}

package money

// Share splits total in proportion to the weights, so that the parts add up to
// total exactly. Each part is rounded at Places decimal places; what the
// rounding leaves goes to the part with the largest weight (the first of
// equals). Without a weight other than zero there is nothing to share by: all
// parts are then 0 and ok is false.
func Share(total Decimal, weights []Decimal) (parts []Decimal, ok bool) {
	parts = make([]Decimal, len(weights))
	if total.IsZero() {
		return parts, true
	}
	sum, largest := Zero, -1
	for i, w := range weights {
		sum = sum.Add(w)
		if !w.IsZero() && (largest < 0 || weights[largest].Less(w)) {
			largest = i
		}
	}
	if sum.IsZero() {
		return parts, false
	}
	rest := total
	for i, w := range weights {
		if i == largest || w.IsZero() {
			continue
		}
		parts[i] = total.MulDiv(w, sum)
		rest = rest.Sub(parts[i])
	}
	parts[largest] = rest
	return parts, true
}

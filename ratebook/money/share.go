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
	var s Split
	for i, w := range weights {
		s.Weigh(i, w)
	}
	if !s.Share(total) {
		return parts, false
	}
	for i, w := range weights {
		parts[i] = s.Part(i, w)
	}
	at, rest := s.Rest()
	parts[at] = rest
	return parts, true
}

// A Split is Share for weights that stand in no list, such as one month's of many
// meters: each is given to Weigh; then, after Share, once more to Part. The zero Split
// has no weights.
type Split struct {
	sum, largest Decimal
	at           int // of the largest
	any          bool
	rest         Decimal
	by           ratio // the total over sum
}

// Weigh takes the i-th weight.
func (s *Split) Weigh(i int, weight Decimal) {
	if weight.IsZero() {
		return
	}
	s.sum = s.sum.Add(weight)
	if !s.any || s.largest.Less(weight) {
		s.any, s.at, s.largest = true, i, weight
	}
}

// Sum is that of the weights.
func (s *Split) Sum() Decimal { return s.sum }

// Share says what is shared. It is false where the weights are zero in all: then
// parts are 0.
func (s *Split) Share(total Decimal) bool {
	if s.sum.IsZero() {
		return false
	}
	s.rest, s.by = total, newRatio(total, s.sum)
	return true
}

// Part is that of the i-th weight; 0 for the largest, whose part is Rest.
func (s *Split) Part(i int, weight Decimal) Decimal {
	if i == s.at || weight.IsZero() || s.by.isZero() {
		return Zero
	}
	part := s.by.times(weight)
	s.rest = s.rest.Sub(part)
	return part
}

// Rest is what the other parts leave, once all are asked for, and the place of the
// largest weight, which has it.
func (s *Split) Rest() (at int, rest Decimal) { return s.at, s.rest }

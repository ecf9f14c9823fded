package ratebook

import (
	"iter"
	"slices"
)

// Stream is a card whose rates are made one after another, the same each time that they
// are ranged over, so that a large one is never all in memory.
type Stream struct {
	Header // with the counts of meters, rates and tiers
	Rates  iter.Seq[Rate]
}

// Stream gives the card's rates one after another, and counts them.
func (c *Card) Stream() *Stream {
	counted := *c
	counted.Count()
	return &Stream{counted.Header, slices.Values(c.Rates)}
}

// Card has all of the rates.
func (s *Stream) Card() *Card {
	rates := make([]Rate, 0, s.Provenance.Rates)
	return &Card{Header: s.Header, Rates: slices.AppendSeq(rates, s.Rates)}
}

package main

import (
	"testing"
	"time"

	"azwhatif/ratebook"
)

// TestNewestNotFuture: a card that says it was fetched in the future is not the
// newest of its terms.
func TestNewestNotFuture(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	card := func(currency string, fetched time.Time) ratebook.Header {
		var h ratebook.Header
		h.Terms.Currency = "EUR"
		if currency != "" {
			h.Terms.Currency = "USD"
		}
		h.Provenance.Fetched = fetched
		return h
	}
	got := newest([]ratebook.Header{card("", now.AddDate(0, 0, -2)), card("", now.AddDate(73, 0, 0)), card("", now), card("USD", now.Add(time.Hour))}, now)
	if len(got) != 1 || !got[0].Provenance.Fetched.Equal(now) {
		t.Errorf("%v", got)
	}
}

package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"azwhatif/estimate"
)

// parseAge reads an age such as 30d or 12h; "" is no limit, 0.
func parseAge(flag, s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n < 36500 {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	} else if d, err := time.ParseDuration(s); err == nil && d > 0 {
		return d, nil
	}
	return 0, fmt.Errorf("%s %q is not an age; write it as 30d or 12h", flag, s)
}

// tooOld is an error of its own exit code where a card of the comparison is
// older than age; 0 is no limit.
func tooOld(c *estimate.Comparison, age time.Duration, now time.Time) error {
	for _, card := range c.Cards() {
		if old := now.Sub(card.Provenance.Fetched); age > 0 && old > age {
			return &exitError{exitTooOld, fmt.Errorf("the card of %s was fetched on %s, %d days ago: older than --max-age; fetch it again", card.Terms, card.Provenance.Fetched.Format(time.DateOnly), int(old.Hours()/24))}
		}
	}
	return nil
}

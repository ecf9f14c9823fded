package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
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

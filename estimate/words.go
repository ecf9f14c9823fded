package estimate

import (
	"fmt"
	"strings"
)

// Plural is "1 day" or "3 days", for messages.
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// First names the first few, and counts the others, for messages.
func First(titles []string, n int) string {
	if len(titles) <= n {
		return strings.Join(titles, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(titles[:n], "; "), len(titles)-n)
}

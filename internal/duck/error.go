package duck

import (
	"regexp"
	"strings"
)

// Broken tells the errors after which the engine takes no more work: it must be
// opened anew.
func Broken(err error) bool {
	return err != nil && (strings.Contains(err.Error(), "INTERNAL Error") || strings.Contains(err.Error(), "database has been invalidated"))
}

var kind = regexp.MustCompile(`^([A-Z][A-Za-z ]* )?Error: `)

// Plain is an error of DuckDB's in one line, without its kind, its stack and its
// advice, which names settings that no user has. Any other error is as it was.
func Plain(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if !kind.MatchString(text) {
		return err
	}
	if Broken(err) {
		return &plainError{"the engine that reads tables has a fault that this file brings out", err}
	}
	var kept []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" && len(kept) > 1 || strings.HasPrefix(line, "LINE ") || strings.HasPrefix(line, "Possible") || strings.HasPrefix(line, "Original Line") ||
			strings.HasPrefix(line, "Stack Trace") || len(kept) == 3 {
			break
		}
		if line != "" {
			kept = append(kept, kind.ReplaceAllString(line, ""))
		}
	}
	return &plainError{strings.Join(kept, ": "), err}
}

// plainError says less than its cause.
type plainError struct {
	text  string
	cause error
}

func (e *plainError) Error() string { return e.text }
func (e *plainError) Unwrap() error { return e.cause }

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"

	"azwhatif/ratebook/azure"
	"azwhatif/scenario/usage"
)

// What is pulled one after the other, for messages.
const reportsPulled, runsPulled = "reports", "runs"

// pullEach pulls so many into a folder, and says what became of each; empty are those of
// which Azure has nothing. One that fails does not keep the others, unless they would end
// likewise.
func (p *program) pullEach(ctx context.Context, what string, n int, dir string, bar *pulling, pull func(i int) (fmt.Stringer, usage.Pulled, error)) (empty int, err error) {
	var failed []error
	got := 0
	for i := range n {
		one, pulled, err := pull(i)
		bar.clear()
		switch {
		case ctx.Err() != nil:
			return empty, context.Cause(ctx)
		case err != nil:
			failed = append(failed, fmt.Errorf("%s: %w", one, err))
		case pulled.Empty:
			empty++
			p.say("%s: Azure has no cost details of it; nothing is saved: it is missing, not zero", one)
		case pulled.Had:
			got++
			p.say("%s: have %s", one, filepath.Join(dir, pulled.Folder))
		default:
			got++
			p.say("%s: saved %s in %s", one, parts(pulled), filepath.Join(dir, pulled.Folder))
		}
		if hopeless(err) && i < n-1 {
			failed = append(failed, fmt.Errorf("the %s after it are not asked for: they would end likewise", what))
			break
		}
	}
	if len(failed) > 0 {
		return empty, errors.Join(append(failed, fmt.Errorf("%d of %d %s are there; the same command goes on with the rest", got, n, what))...)
	}
	return empty, nil
}

// hopeless tells errors that the next one would end with, too.
func hopeless(err error) bool {
	var e *azure.Error
	if !errors.As(err, &e) || e.Expired() {
		return false
	}
	switch e.Status {
	case 0, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		return true
	}
	return false
}

func parts(pulled usage.Pulled) string {
	s := fmt.Sprintf("%d files, %d bytes,", pulled.Files, pulled.Bytes)
	return strings.Replace(s, "1 files", "1 file", 1)
}

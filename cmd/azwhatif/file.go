package main

import (
	"io"
	"os"

	"azwhatif/internal/atomicfile"
)

// writeFile writes a file whole or not at all.
func (p *program) writeFile(path string, write func(io.Writer) error) error {
	return atomicfile.Write(p.ctx, path, write)
}

// isTerminal tells whether a person may be reading.
func isTerminal(w io.Writer) bool {
	for {
		inner, ok := w.(interface{ Unwrap() io.Writer })
		if !ok {
			break
		}
		w = inner.Unwrap()
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

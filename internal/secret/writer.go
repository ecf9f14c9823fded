package secret

import "io"

// Writer replaces the values in what is written to w, those of at least so many
// bytes: a short one could be a figure of a report. A value must be within one
// Write, as it is in a line that is printed at once.
func Writer(w io.Writer, least int) io.Writer { return &writer{w, max(least, shortest)} }

type writer struct {
	to    io.Writer
	least int
}

func (w *writer) Write(p []byte) (int, error) {
	s := string(p)
	clean := replace(s, w.least)
	if clean == s {
		return w.to.Write(p)
	}
	if _, err := io.WriteString(w.to, clean); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Unwrap is what the writer writes to.
func (w *writer) Unwrap() io.Writer { return w.to }

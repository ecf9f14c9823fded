package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"azwhatif/estimate/alert"
	"azwhatif/internal/atomicfile"
)

// state is the file's shape.
type state struct {
	Version int          `json:"version"`
	Sent    alert.Memory `json:"sent"`
}

// ReadState reads what was sent; a file that is not there is an empty memory. One
// that is cut off or damaged is taken for empty, and damage says so: an alert
// that is sent twice is better than one that is not. An error is a file that may
// not be read, or that a newer program wrote.
func ReadState(path string) (memory alert.Memory, damage string, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	s, err := decodeState(data)
	if err != nil {
		return nil, fmt.Sprintf("%s is damaged (%s): it is taken for empty, and alerts that were sent are sent again", path, err), nil
	}
	if s.Version != 1 {
		return nil, "", fmt.Errorf("%s is of version %d, which this program does not know: give another file with --state, or a newer program", path, s.Version)
	}
	return s.Sent, "", nil
}

func decodeState(data []byte) (s state, err error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&s); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return s, errors.New("it is cut off")
		}
		return s, errors.New("it is not what this program wrote")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return s, errors.New("more stands behind its end")
	}
	if s.Version == 0 {
		return s, errors.New("it has no version")
	}
	for _, m := range s.Sent {
		if m.Alert == "" || m.Period == "" {
			return s, errors.New("an entry has no alert or no period")
		}
	}
	return s, nil
}

// WriteState replaces the file, whole or not at all.
func WriteState(ctx context.Context, path string, memory alert.Memory) error {
	if memory == nil {
		memory = alert.Memory{}
	}
	data, err := json.MarshalIndent(state{1, memory}, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.Write(ctx, path, func(w io.Writer) error { _, err := w.Write(append(data, '\n')); return err })
}

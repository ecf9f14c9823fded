package usage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"

	"azwhatif/internal/atomicfile"
	"azwhatif/ratebook/azure"
)

const (
	pullTries = 3 // how often a part that is not whole is asked for, and a report whose links have expired

	mostPart = 1 << 40 // bytes of a part whose size is not said
)

// saveBlob writes what open gives to a file, whole or not at all; want is its size, -1
// where that is not said. What breaks off or has another size is asked for again.
func saveBlob(ctx context.Context, path string, want int64, o PullOptions, pause func(context.Context, int) error, open func(context.Context) (*azure.Response, error)) (PulledFile, error) {
	f := PulledFile{Name: filepath.Base(path)}
	for try := 1; ; try++ {
		res, err := open(ctx)
		if err != nil {
			return f, err
		}
		sum := sha256.New()
		var broken error
		err = atomicfile.Write(ctx, path, func(w io.Writer) error {
			var failed error
			if f.Bytes, broken, failed = copyBody(w, sum, res.Body, want, o.Progress); failed != nil {
				return failed
			}
			return broken
		})
		_ = res.Body.Close()
		switch {
		case err == nil:
			f.SHA256 = hex.EncodeToString(sum.Sum(nil))
			return f, nil
		case ctx.Err() != nil:
			return f, context.Cause(ctx)
		case broken == nil: // of the disk
			return f, err
		case try == pullTries:
			return f, fmt.Errorf("%s: %w; so in each of %d tries: try again later", res.URL, err, try)
		}
		o.say("%s: %v: it is asked for again", res.URL, err)
		if err := pause(ctx, try); err != nil {
			return f, err
		}
	}
}

// copyBody copies a body of a stated size: broken is what is wrong with the body, err what
// is wrong with the writing.
func copyBody(w, sum io.Writer, body io.Reader, want int64, progress func(int64)) (n int64, broken, err error) {
	most := want
	if want < 0 {
		most = mostPart
	}
	out := &lastError{w: io.MultiWriter(w, sum)}
	if progress != nil {
		body = io.TeeReader(body, bytesTold(progress))
	}
	n, broken = io.Copy(out, io.LimitReader(body, most+1))
	switch {
	case out.err != nil:
		return n, nil, out.err
	case broken != nil:
		return n, fmt.Errorf("it breaks off after %d bytes: %w", n, broken), nil
	case n > most:
		return n, fmt.Errorf("it has more than the %d bytes that are stated", most), nil
	case want >= 0 && n != want:
		return n, fmt.Errorf("it has %d bytes, and %d are stated", n, want), nil
	}
	return n, nil, nil
}

// lastError keeps what a writer fails with.
type lastError struct {
	w   io.Writer
	err error
}

func (l *lastError) Write(p []byte) (n int, err error) {
	n, err = l.w.Write(p)
	if err != nil {
		l.err = err
	}
	return n, err
}

// bytesTold is told of the bytes that are written to it.
type bytesTold func(int64)

func (c bytesTold) Write(p []byte) (int, error) {
	c(int64(len(p)))
	return len(p), nil
}

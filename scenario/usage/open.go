package usage

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"azwhatif/internal/terminal"
	"azwhatif/internal/wide"

	kgzip "github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/transform"
)

// maxUnpacked bounds what one file may unpack to, where a Spec does not: a few kilobytes
// can say that they are petabytes.
const maxUnpacked = 1 << 40

// open reads the file as it will be read by SQL: unpacked.
func (f *file) open() (io.ReadCloser, error) {
	in, err := os.Open(f.path)
	if err != nil {
		return nil, err
	}
	if !f.gzip {
		return in, nil
	}
	z, err := gzip.NewReader(bufio.NewReaderSize(in, 1<<16))
	if err != nil {
		_ = in.Close()
		return nil, fmt.Errorf("%s: %w", f.name, damaged(err))
	}
	return struct {
		io.Reader
		io.Closer
	}{z, in}, nil
}

// unpack gives the files in a file: itself, what it unpacks to, or the members
// of an archive. DuckDB reads gzip itself; all else is unpacked into folder, at most so
// many bytes of it.
func unpack(name, path, folder string, most int64, member bool) ([]*file, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	var first [4]byte
	n, err := io.ReadFull(in, first[:])
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	f := &file{name: name, path: path, size: info.Size()}
	switch start := first[:n]; {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")) && member:
		return nil, fmt.Errorf("%s: an archive within an archive; unpack it first", name)
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return members(f, in, info.Size(), folder, most)
	case bytes.HasPrefix(start, []byte("PK\x05\x06")):
		return nil, fmt.Errorf("%s: an archive without members", name)
	case bytes.HasPrefix(start, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(bufio.NewReader(in))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, damaged(err))
		}
		return f.unpacked(z, folder, most, true)
	case bytes.HasPrefix(start, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(in, zstd.WithDecoderMaxMemory(256<<20))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, damaged(err))
		}
		defer z.Close()
		return f.unpacked(z, folder, most, false)
	case wide.Decoder(start) != nil:
		return f.unpacked(in, folder, most, false)
	}
	return []*file{f}, nil
}

// unpacked writes what r gives into folder, as UTF-8. A gzip of a table in
// UTF-8 is left as it is: DuckDB unpacks it while reading.
func (f *file) unpacked(r io.Reader, folder string, most int64, gz bool) ([]*file, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	start, err := b.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", f.name, damaged(err))
	}
	decode := wide.Decoder(start)
	if gz && decode == nil && !bytes.HasPrefix(start, []byte("PAR1")) {
		f.gzip = true
		return []*file{f}, nil
	}
	r = b
	if decode != nil {
		r = transform.NewReader(b, decode)
		f.notes = append(f.notes, "the file is UTF-16")
	}
	out, err := os.CreateTemp(folder, "unpacked-*")
	if err != nil {
		return nil, err
	}
	n, err := io.Copy(out, io.LimitReader(r, most+1))
	if e := out.Close(); err == nil {
		err = e
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", f.name, damaged(err))
	case n > most:
		return nil, fmt.Errorf("%s: unpacks to more than %d bytes", f.name, most)
	}
	f.path = out.Name()
	return []*file{f}, nil
}

// office tells the archives that are an office program's files.
func office(z *zip.Reader) error {
	for _, m := range z.File {
		switch {
		case strings.HasPrefix(m.Name, "xl/"):
			return errWorkbook
		case strings.HasPrefix(m.Name, "word/"), strings.HasPrefix(m.Name, "ppt/"):
			return errDocument
		case m.Name == "mimetype" && m.UncompressedSize64 < 100:
			if kind, err := readAll(m); err == nil && strings.Contains(kind, "opendocument.spreadsheet") {
				return errWorkbook
			} else if err == nil && strings.Contains(kind, "opendocument") {
				return errDocument
			}
		case strings.HasPrefix(m.Name, "Index/") && strings.HasSuffix(m.Name, ".iwa"): // of Apple's Numbers
			return errWorkbook
		}
	}
	return nil
}

// readAll reads a small member.
func readAll(m *zip.File) (string, error) {
	r, err := m.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = r.Close() }()
	text, err := io.ReadAll(io.LimitReader(r, 100))
	return string(text), err
}

// check reads a compressed file to its end while DuckDB reads it, too: that
// looks neither at the checksum nor at whether the file is cut off.
func (f *file) check(ctx context.Context) {
	sound := make(chan error, 1)
	f.sound = sound
	in, err := os.Open(f.path)
	if err != nil {
		sound <- err
		return
	}
	go func() {
		defer func() { _ = in.Close() }()
		z, err := kgzip.NewReader(untilDone{ctx, in})
		if err == nil {
			_, err = io.Copy(io.Discard, z)
		}
		if err == nil || ctx.Err() != nil {
			sound <- ctx.Err()
			return
		}
		sound <- damaged(err)
	}()
}

// damage waits for what check finds.
func (f *file) damage() error {
	if f.sound == nil {
		return nil
	}
	err := <-f.sound
	if f.sound = nil; err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	return nil
}

// damaged says what unpacking ended with.
func damaged(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("is cut off: get the file anew")
	}
	for _, packer := range []string{"gzip: ", "zip: ", "flate: ", "zstd: ", "magic number mismatch"} {
		if strings.HasPrefix(err.Error(), packer) {
			return fmt.Errorf("is damaged (%s): get the file anew", strings.TrimPrefix(err.Error(), packer))
		}
	}
	return err
}

// untilDone ends a reader with its context.
type untilDone struct {
	ctx context.Context
	io.Reader
}

func (u untilDone) Read(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Reader.Read(b)
}

// members unpacks an archive. Folders and what macOS adds are no members.
func members(archive *file, in io.ReaderAt, size int64, folder string, most int64) ([]*file, error) {
	z, err := zip.NewReader(in, size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", archive.name, damaged(err))
	}
	if other := office(z); other != nil {
		return nil, fmt.Errorf("%s: %w", archive.name, other)
	}
	var out []*file
	left := most
	for _, m := range z.File {
		if m.FileInfo().IsDir() || hidden(m.Name) {
			continue
		}
		f := &file{name: archive.name + "!" + terminal.Clean(m.Name), size: int64(m.CompressedSize64)}
		r, err := m.Open()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, damaged(err))
		}
		copied, err := os.CreateTemp(folder, "member-*")
		if err != nil {
			return nil, err
		}
		n, err := io.Copy(copied, io.LimitReader(r, left+1))
		_ = r.Close()
		if e := copied.Close(); err == nil {
			err = e
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, damaged(err))
		}
		if left -= n; left < 0 {
			return nil, fmt.Errorf("%s: unpacks to more than %d bytes", archive.name, most)
		}
		inner, err := unpack(f.name, copied.Name(), folder, most, true)
		if err != nil {
			return nil, err
		}
		for _, i := range inner {
			i.size = f.size
		}
		out = append(out, inner...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: an archive without files", archive.name)
	}
	return out, nil
}

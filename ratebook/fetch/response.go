package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"azwhatif/internal/terminal"
)

// response is a JSON answer as it streams in: unpacked if it is gzip, without
// its byte order mark, its uncompressed bytes hashed and counted.
type response struct {
	*bufio.Reader
	body *hashed
	bom  int64 // bytes in front of the JSON
	size int64 // of all bytes, uncompressed; 0 where it is not known
}

// hashed counts and hashes what passes through, and keeps what stopped it.
type hashed struct {
	r    io.Reader
	ctx  context.Context
	most int64 // bytes
	sum  hash.Hash
	n    int64
	err  error
}

func (h *hashed) Read(p []byte) (int, error) {
	if h.ctx.Err() != nil {
		h.err = context.Cause(h.ctx)
	} else if h.n > h.most {
		h.err = aboveMost(h.most)
	}
	if h.err != nil {
		return 0, h.err
	}
	n, err := h.r.Read(p)
	h.sum.Write(p[:n])
	h.n += int64(n)
	if err != nil {
		h.err = err
	}
	return n, err
}

// openResponse looks at the first bytes. It is an error where they cannot be
// the beginning of JSON.
func openResponse(r io.Reader) (*response, error) {
	b, ok := r.(*bound)
	if !ok {
		b = &bound{r, context.Background(), MostResponse}
	}
	r = b.Reader
	size := min(sizeOf(r), b.most)
	packed := bufio.NewReaderSize(r, 1<<16)
	if magic, _ := packed.Peek(2); string(magic) == "\x1f\x8b" {
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return nil, &breaksOff{"the response is cut off in the header of its gzip: fetch it again"}
		}
		r, size = unpacked, 0
	} else {
		r = packed
	}
	res := &response{body: &hashed{r: r, ctx: b.ctx, most: b.most, sum: sha256.New()}, size: size}
	res.Reader = bufio.NewReaderSize(res.body, 1<<16)
	head, err := res.Peek(512)
	if len(head) == 0 && err != nil && err != io.EOF {
		return nil, res.stopped(err)
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		_, _ = res.Discard(3) // they are in the buffer
		head, res.bom = head[3:], 3
	}
	switch text := strings.TrimSpace(string(head)); {
	case text == "" && len(head) > 500:
		return nil, errors.New("the response begins with nothing but blanks: it is not an answer of Azure's")
	case text == "":
		return nil, &breaksOff{"the response is empty: fetch it again"}
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return nil, errors.New("the response is UTF-16, as PowerShell's > writes it: save it as UTF-8")
	case strings.HasPrefix(text, "<?xml"), strings.HasPrefix(text, "<Error"):
		return nil, fmt.Errorf("the response is XML, not JSON, as storage answers an error: %q", clip(text))
	case text[0] == '<':
		return nil, fmt.Errorf("the response is HTML, not JSON: a sign-in page or a proxy answered in Azure's place: %q", clip(text))
	}
	return res, nil
}

// sizeOf is how much there is to read from a file or from memory, and 0 of anything else.
func sizeOf(r io.Reader) int64 {
	switch r := r.(type) {
	case *os.File:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
			return info.Size()
		}
	case interface{ Len() int }:
		return int64(r.Len())
	}
	return 0
}

// objects is about how many objects are still to be read, each of which has the
// word once, by how many the next bytes have. It is 0 where the size is not known.
func (r *response) objects(word string) int {
	next, _ := r.Peek(1 << 15)
	left := r.size - r.body.n + int64(r.Buffered())
	if len(next) == 0 || left <= 0 {
		return 0
	}
	n := int64(bytes.Count(next, []byte(word))) * left / int64(len(next))
	return int(min(n, left/200)) * 17 / 16
}

// stopped says why the JSON ends where it should not.
func (r *response) stopped(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &breaksOff{fmt.Sprintf("the response is cut off after %d bytes; nothing of it is kept: fetch it again", r.body.n)}
	}
	var large *tooLarge
	if errors.As(err, &large) {
		return fmt.Errorf("nothing of the response is kept: %w", large)
	}
	if r.body.ctx.Err() != nil {
		return context.Cause(r.body.ctx)
	}
	return fmt.Errorf("the response cannot be read past byte %d; nothing of it is kept: %w", r.body.n, err)
}

// breaksOff is a response that ends before it should: asked for again, it may be whole.
type breaksOff struct{ text string }

func (e *breaksOff) Error() string      { return e.text }
func (*breaksOff) Is(target error) bool { return target == errBreaksOff }

var errBreaksOff = errors.New("the response breaks off")

// sha256 is the hash, in hexadecimal, of what was read.
func (r *response) sha256() string { return hex.EncodeToString(r.body.sum.Sum(nil)) }

// clip shortens what a message quotes from outside.
func clip(s string) string {
	s = strings.Join(strings.Fields(terminal.Clean(s)), " ")
	if len(s) <= 120 {
		return s
	}
	s = s[:120]
	for !utf8.ValidString(s) && len(s) > 116 {
		s = s[:len(s)-1]
	}
	return s + "…"
}

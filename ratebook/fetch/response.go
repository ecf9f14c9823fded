package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"unicode/utf8"
)

// response is a JSON answer as it streams in: unpacked if it is gzip, without
// its byte order mark, its uncompressed bytes hashed and counted.
type response struct {
	*bufio.Reader
	body *hashed
	bom  int64 // bytes in front of the JSON
}

// hashed counts and hashes what passes through, and keeps what stopped it.
type hashed struct {
	r   io.Reader
	sum hash.Hash
	n   int64
	err error
}

func (h *hashed) Read(p []byte) (int, error) {
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
	packed := bufio.NewReaderSize(r, 1<<16)
	if magic, _ := packed.Peek(2); string(magic) == "\x1f\x8b" {
		unpacked, err := gzip.NewReader(packed)
		if err != nil {
			return nil, &breaksOff{"the response is cut off in the header of its gzip: fetch it again"}
		}
		r = unpacked
	} else {
		r = packed
	}
	res := &response{body: &hashed{r: r, sum: sha256.New()}}
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

// stopped says why the JSON ends where it should not.
func (r *response) stopped(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &breaksOff{fmt.Sprintf("the response is cut off after %d bytes; nothing of it is kept: fetch it again", r.body.n)}
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
	s = strings.Join(strings.Fields(s), " ")
	if len(s) <= 120 {
		return s
	}
	s = s[:120]
	for !utf8.ValidString(s) && len(s) > 116 {
		s = s[:len(s)-1]
	}
	return s + "…"
}

package fetch

import (
	"context"
	"fmt"
	"io"
	"strconv"
)

// What is taken from outside is bounded: a few kilobytes of gzip can say that
// they are terabytes, and a server can answer without an end.
const (
	// MostResponse is how many bytes of a response are read, unpacked and all
	// pages together, where no other bound is stated. All retail prices are
	// some 400 MB.
	MostResponse = 1 << 30

	mostToken = 1 << 20 // bytes of one value, one line of a table, or the blanks before it
	mostName  = 8 << 10 // bytes of a name
	mostPages = 10_000  // of one response; all retail prices are some 1,000
	mostEmpty = 10      // pages without an item, one after another
	mostPage  = 16 << 20
)

// Bound gives a reader for the decoders, from which they read no more than most
// bytes, unpacked, and only until ctx ends. A reader that is not of Bound is
// read up to MostResponse.
func Bound(ctx context.Context, r io.Reader, most int64) io.Reader {
	if most <= 0 {
		most = MostResponse
	}
	return &bound{r, ctx, most}
}

type bound struct {
	io.Reader
	ctx  context.Context
	most int64
}

// tooLarge is a response, or a part of it, above its bound.
type tooLarge struct{ text string }

func (e *tooLarge) Error() string { return e.text }

func aboveMost(most int64) error {
	return &tooLarge{fmt.Sprintf("unpacked it is larger than %s, the most that is read of one response (fetch.max_response)", Bytes(most))}
}

// Bytes writes a bound as people state it: "1 GB", "300 MB". A GB is 2^30 bytes here.
func Bytes(n int64) string {
	for _, u := range []struct {
		name string
		size int64
	}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}} {
		if n >= u.size && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + " " + u.name
		}
	}
	return strconv.FormatInt(n, 10) + " bytes"
}

// guarded reads for a decoder, and gives up where the decoder asks for more than
// mostToken bytes without having finished with any.
type guarded struct {
	from  io.Reader
	given int64
	done  func() int64 // bytes that the decoder has finished with
}

func (g *guarded) Read(p []byte) (int, error) {
	if done := g.done(); g.given-done > mostToken+1<<17 { // the decoders' own buffers come on top
		return 0, &tooLarge{fmt.Sprintf("one value behind byte %d is longer than %s", done, Bytes(mostToken))}
	}
	n, err := g.from.Read(p)
	g.given += int64(n)
	return n, err
}

package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"azwhatif/ratebook/azure"

	"github.com/go-json-experiment/json/jsontext"
)

// pageReader reads page after page of the retail prices as one stream. While one
// page is read, the next one is asked for. What it gives is in the spool.
type pageReader struct {
	ctx    context.Context
	cancel context.CancelFunc
	pages  <-chan retailPage
	spool  io.Writer
	page   bytes.Reader
	err    error
}

// retailPage is a whole page, or what is wrong with it.
type retailPage struct {
	data []byte
	err  error
}

// readPages begins to ask for pages, the first one by first. The reader is to be
// stopped when it is no longer read.
func readPages(ctx context.Context, client *azure.Client, spool io.Writer, first func(context.Context) (*azure.Response, error)) *pageReader {
	pages := make(chan retailPage)
	ahead, cancel := context.WithCancel(ctx)
	go func() {
		defer close(pages)
		p := &pager{ctx: ahead, client: client, ask: first, seen: map[string]bool{}}
		for p.ask != nil {
			data, err := p.next()
			select {
			case pages <- retailPage{data, err}:
			case <-ahead.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return &pageReader{ctx: ctx, cancel: cancel, pages: pages, spool: spool}
}

func (r *pageReader) Read(b []byte) (int, error) {
	for r.page.Len() == 0 {
		if r.err == nil {
			r.err = r.next()
		}
		if r.err != nil {
			return 0, r.err
		}
	}
	return r.page.Read(b)
}

func (r *pageReader) next() error {
	page, more := <-r.pages
	switch {
	case !more && r.ctx.Err() != nil:
		return context.Cause(r.ctx)
	case !more:
		return io.EOF
	case page.err != nil:
		return page.err
	}
	r.page.Reset(page.data)
	_, err := r.spool.Write(page.data)
	return err
}

// stop ends what is still being asked for.
func (r *pageReader) stop() {
	r.cancel()
	for range r.pages { // until it has ended
	}
}

// pager asks for pages, each whole before the first byte of it is given, so that a
// page that breaks off is asked for again.
type pager struct {
	ctx    context.Context
	client *azure.Client
	ask    func(context.Context) (*azure.Response, error) // for the next page; nil behind the last
	seen   map[string]bool                                // links that were followed
	empty  int                                            // pages without an item, the last ones
}

// next asks for a page until it comes whole, within the time that an answer may
// take. Errors and throttling are retried by the client.
func (p *pager) next() (page []byte, err error) {
	ctx, cancel := p.client.Within(p.ctx)
	defer cancel()
	var link string
	for try := 1; ; try++ {
		var again bool
		if page, link, again, err = p.get(ctx); err == nil {
			break
		}
		if p.ctx.Err() != nil {
			return nil, context.Cause(p.ctx)
		}
		if !again || try == bodyTries || ctx.Err() != nil || p.client.Pause(ctx, try) != nil {
			return nil, err
		}
	}
	page = append(page, '\n')
	p.ask = nil
	if link == "" {
		return page, nil
	}
	if p.seen[link] {
		return nil, fmt.Errorf("page %d of the retail prices leads back to an earlier page: nothing of them is kept", len(p.seen)+1)
	}
	switch {
	case p.empty >= mostEmpty:
		return nil, fmt.Errorf("the last %d pages of the retail prices have no items, and there is no end of them: nothing of them is kept", p.empty)
	case len(p.seen)+1 >= mostPages:
		return nil, fmt.Errorf("the retail prices go on behind page %d: nothing of them is kept; ask for fewer with --region or --service", mostPages)
	}
	p.seen[link] = true
	p.ask = func(ctx context.Context) (*azure.Response, error) { return p.client.Follow(ctx, link) }
	return page, nil
}

// get reads one page, and the link to the next; again tells that it broke off.
func (p *pager) get(ctx context.Context) (data []byte, link string, again bool, err error) {
	n := len(p.seen) + 1
	res, err := p.ask(ctx)
	if err != nil {
		return nil, "", false, fmt.Errorf("page %d of the retail prices: %w", n, err)
	}
	defer func() { _ = res.Body.Close() }()
	if data, err = io.ReadAll(io.LimitReader(res.Body, mostPage+1)); err != nil {
		return nil, "", true, fmt.Errorf("page %d of the retail prices breaks off after %d bytes: %w", n, len(data), err)
	}
	if len(data) > mostPage {
		return nil, "", false, fmt.Errorf("page %d of the retail prices is larger than %s: nothing of them is kept", n, Bytes(mostPage))
	}
	link, items, err := skim(data)
	if err != nil {
		if _, err := openResponse(bytes.NewReader(data)); err != nil {
			return nil, "", len(data) == 0, fmt.Errorf("page %d of the retail prices: %w", n, err)
		}
		return nil, "", true, fmt.Errorf("page %d of the retail prices is not whole: %w", n, err)
	}
	if len(link) > mostName {
		return nil, "", false, fmt.Errorf("page %d of the retail prices names a next one by a link of %d bytes: it is not followed", n, len(link))
	}
	if p.empty++; items > 0 {
		p.empty = 0
	}
	return data, link, false, nil
}

// skim looks for a page's link and counts its items, without reading what they say:
// an error tells that the page is not whole. A page of another shape is left to the
// decoder, which says more of it.
func skim(data []byte) (link string, items int, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if d.PeekKind() != '{' {
		return "", 0, only(d, d.SkipValue())
	}
	if _, err := d.ReadToken(); err != nil {
		return "", 0, err
	}
	for d.PeekKind() != '}' {
		t, err := d.ReadToken()
		if err != nil {
			return "", 0, err
		}
		name, kind := t.String(), d.PeekKind()
		switch {
		case strings.EqualFold(name, "NextPageLink") && kind == '"':
			if t, err = d.ReadToken(); err == nil {
				link = t.String()
			}
		case strings.EqualFold(name, "Items") && kind == '[':
			items, err = count(d)
		default:
			err = d.SkipValue()
		}
		if err != nil {
			return "", 0, err
		}
	}
	_, err = d.ReadToken()
	return link, items, only(d, err)
}

// count counts the values of an array.
func count(d *jsontext.Decoder) (n int, err error) {
	for _, err = d.ReadToken(); err == nil && d.PeekKind() != ']'; n++ {
		err = d.SkipValue()
	}
	if err == nil {
		_, err = d.ReadToken()
	}
	return n, err
}

// only tells that nothing stands behind a value.
func only(d *jsontext.Decoder, err error) error {
	if err != nil {
		return err
	}
	if _, err = d.ReadToken(); err == nil {
		return errors.New("something stands behind it")
	}
	if err == io.EOF {
		return nil
	}
	return err
}

package azure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

const (
	wholeTries = 3        // how often an answer that breaks off is asked for in all
	wholeLimit = 32 << 20 // far above the size of a page of records, or of an invoice

	mostEmpty = 10      // pages without a record, one after another
	mostPages = 100_000 // of one list
	mostLink  = 8 << 10 // bytes of the address of a next page
)

// Ask sends a request, as Get and its like do.
type Ask func(context.Context) (*Response, error)

// Whole asks until the answer is ready and comes whole, and gives its body. A 202
// is waited for, and asked about at the address that it names, if any. Where check
// says so, as of a body that is half there, it is asked for again, three times in
// all. Errors and throttling are retried by Get and its like. All of it takes no
// longer than Config.Timeout.
func (c *Client) Whole(parent context.Context, ask Ask, check func(body []byte) (again bool, err error)) ([]byte, error) {
	ctx, cancel := c.Within(parent)
	defer cancel()
	for try, waits := 1, 1; ; {
		res, err := ask(ctx)
		if err != nil {
			return nil, err
		}
		if res.Status == http.StatusAccepted {
			if err := c.Await(ctx, res, waits); err != nil {
				return nil, c.slow(parent, res, err)
			}
			if res.location != "" {
				ask = func(ctx context.Context) (*Response, error) { return c.Follow(ctx, res.location) }
			}
			waits++
			continue
		}
		body, again, err := readWhole(res)
		if err == nil {
			again, err = check(body)
		}
		if err == nil {
			return body, nil
		}
		if ctx.Err() != nil {
			return nil, c.slow(parent, res, context.Cause(ctx))
		}
		if !again || try == wholeTries {
			hint := "something between here and Azure may be answering in its place"
			if again {
				hint = fmt.Sprintf("so in the last of %d tries: try again later", try)
			}
			return nil, &Error{Status: res.Status, URL: res.URL, RequestID: res.RequestID, Message: res.because(err), Hint: hint}
		}
		if err := c.Pause(ctx, try); err != nil {
			return nil, c.slow(parent, res, err)
		}
		try++
	}
}

// slow says whose answer took too long, where err says no more than that.
func (c *Client) slow(parent context.Context, res *Response, err error) error {
	var slow *slowError
	if parent.Err() != nil || !errors.As(err, &slow) {
		return err
	}
	return &Error{Status: res.Status, URL: res.URL, RequestID: res.RequestID, Message: "no whole answer: " + slow.Error(), Hint: "try again later", cause: err}
}

// readWhole reads a body before anything of it counts; again tells that it broke off.
func readWhole(res *Response) (body []byte, again bool, err error) {
	defer func() { _ = res.Body.Close() }()
	if res.Status != http.StatusOK {
		return nil, false, fmt.Errorf("nothing that was asked for, but status %d", res.Status)
	}
	body, err = io.ReadAll(io.LimitReader(res.Body, wholeLimit+1))
	switch {
	case err != nil:
		return nil, true, fmt.Errorf("it breaks off after %d bytes: %w", len(body), err)
	case len(body) > wholeLimit:
		return nil, false, fmt.Errorf("it is larger than %d MB", wholeLimit>>20)
	}
	return body, false, nil
}

// because is what is wrong with an answer, with what it says to be where that
// tells more.
func (r *Response) because(err error) string {
	if errors.Is(err, errNoJSON) && r.ContentType != "" && !strings.Contains(r.ContentType, "json") {
		return fmt.Sprintf("%s, but %s", err, quote(r.ContentType))
	}
	return quote(err.Error())
}

var errNoJSON = errors.New("it is not JSON")

// JSON asks for an answer as Whole does, and decodes it.
func (c *Client) JSON(ctx context.Context, ask Ask, into any) error {
	_, err := c.Whole(ctx, ask, func(body []byte) (again bool, err error) {
		body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
		if len(body) > 0 && body[0] != '{' && body[0] != '[' {
			return false, errNoJSON
		}
		if err := json.Unmarshal(body, into); err != nil {
			return true, fmt.Errorf("it is not whole: %s", strings.TrimPrefix(err.Error(), "json: "))
		}
		return false, nil
	})
	return err
}

// Pages goes over all pages of a list, {"value": […], "nextLink": "…"}, and gives
// the records of each to take. what names the list in errors, such as "the usage".
// A chain of pages without an end is an error: of links that come again, of pages
// without records, and of more than Options.MostBytes in all.
func (c *Client) Pages(ctx context.Context, what string, ask Ask, take func(records []json.RawMessage) error) error {
	followed := map[string]bool{}
	empty, left := 0, c.most
	for n := 1; ; n++ {
		var page struct {
			Value    *[]json.RawMessage `json:"value"`
			NextLink string             `json:"nextLink"`
		}
		if err := c.JSON(ctx, ask, &page); err != nil {
			return fmt.Errorf("page %d of %s: %w", n, what, err)
		}
		if page.Value == nil {
			return fmt.Errorf(`page %d of %s: it has no "value"; something between here and Azure may be answering in its place`, n, what)
		}
		if err := take(*page.Value); err != nil {
			return err
		}
		link := page.NextLink
		if link == "" {
			return nil
		}
		if empty++; len(*page.Value) > 0 {
			empty = 0
		}
		for _, r := range *page.Value {
			left -= int64(len(r))
		}
		switch {
		case followed[link]:
			return fmt.Errorf("page %d of %s leads back to an earlier page", n, what)
		case len(link) > mostLink:
			return fmt.Errorf("page %d of %s names a next one by a link of %d bytes: it is not followed", n, what, len(link))
		case empty >= mostEmpty:
			return fmt.Errorf("page %d of %s: the last %d pages have no records, and there is no end of them", n, what, empty)
		case n >= mostPages:
			return fmt.Errorf("page %d of %s: there is no end of them; ask for less at a time", n, what)
		case left < 0:
			return fmt.Errorf("page %d of %s: all of them are larger than %d MB, the most that is read of one answer (fetch.max_response); ask for less at a time", n, what, c.most>>20)
		}
		followed[link] = true
		ask = func(ctx context.Context) (*Response, error) { return c.Follow(ctx, link) }
	}
}

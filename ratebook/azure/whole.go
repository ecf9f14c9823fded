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
	wholeLimit = 64 << 20 // far above the size of a page of records, or of an invoice
)

// Whole asks until the answer is ready and comes whole, and gives its body. A 202
// is waited for, and asked about at the address that it names, if any. Where check
// says so, as of a body that is half there, it is asked for again, three times in
// all. Errors and throttling are retried by Get and its like.
func (c *Client) Whole(ctx context.Context, ask func() (*Response, error), check func(body []byte) (again bool, err error)) ([]byte, error) {
	for try, waits := 1, 1; ; {
		res, err := ask()
		if err != nil {
			return nil, err
		}
		if res.Status == http.StatusAccepted {
			if err := c.Await(ctx, res, waits); err != nil {
				return nil, err
			}
			if res.location != "" {
				ask = func() (*Response, error) { return c.Follow(ctx, res.location) }
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
			return nil, context.Cause(ctx)
		}
		if !again || try == wholeTries {
			hint := "something between here and Azure may be answering in its place"
			if again {
				hint = fmt.Sprintf("so in the last of %d tries: try again later", try)
			}
			return nil, &Error{Status: res.Status, URL: res.URL, RequestID: res.RequestID, Message: res.because(err), Hint: hint}
		}
		if err := c.Pause(ctx, try); err != nil {
			return nil, err
		}
		try++
	}
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
func (c *Client) JSON(ctx context.Context, ask func() (*Response, error), into any) error {
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
func (c *Client) Pages(ctx context.Context, what string, ask func() (*Response, error), take func(records []json.RawMessage) error) error {
	followed := map[string]bool{}
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
		if followed[link] {
			return fmt.Errorf("page %d of %s leads back to an earlier page", n, what)
		}
		followed[link] = true
		ask = func() (*Response, error) { return c.Follow(ctx, link) }
	}
}

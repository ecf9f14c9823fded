package azure

import (
	"context"
	"fmt"
	"io"
	"time"
)

// mostWaits is how often an answer that is not ready is waited for without a word of
// Azure's on how long: some five minutes. mostPolls is how often where Azure says it
// each time, as of a report that takes long to make; Config.Timeout may end that first.
const (
	mostWaits = 10
	mostPolls = 250
)

// Await waits until what was answered with a 202, that it is not ready yet, may
// be asked for again: as long as Azure says, else longer each time; try is 1
// behind the first. It is an *Error where Azure says longer than
// Config.MaxRetryAfter, and behind the last of mostWaits or mostPolls. The response is closed.
func (c *Client) Await(ctx context.Context, res *Response, try int) error {
	body, _ := io.ReadAll(io.LimitReader(res.Body, longestError))
	_ = res.Body.Close()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	code, message := decodeError(body)
	e := &Error{Status: res.Status, Code: quote(code), Message: quote(message), RequestID: res.RequestID, URL: res.URL, RetryAfter: res.RetryAfter}
	switch {
	case res.RetryAfter > c.cfg.MaxRetryAfter:
		e.Hint = fmt.Sprintf("the answer is not ready: try again in %s; what is waited for by itself is at most %s (azure.max_retry_after)", res.RetryAfter.Round(time.Second), c.cfg.MaxRetryAfter)
		return e
	case try > mostWaits && res.RetryAfter == 0, try > mostPolls:
		e.Hint = fmt.Sprintf("the answer was not ready in any of %d tries: try again later", try)
		return e
	case res.RetryAfter == 0:
		return c.Pause(ctx, try*try)
	}
	select {
	case <-time.After(res.RetryAfter):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

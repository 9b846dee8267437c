package api

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/studio-tui/studio-tui/model"
)

const (
	firstWait = time.Second / 2 // before the first repetition, less jitter
	maxWait   = 8 * time.Second // the cap of the client's own waits
	// waitLimit is the longest Retry-After that is waited for; a longer one is
	// shown instead.
	waitLimit = time.Minute
)

// newRetrying sets up the library that repeats GETs. Left to itself it logs to
// standard error, repeats refused redirects, and waits as long as a server likes.
func (c *Client) newRetrying(retries int, jitter func() float64) *retryablehttp.Client {
	switch {
	case retries == 0:
		retries = 3
	case retries < 0:
		retries = 0
	}
	return &retryablehttp.Client{
		HTTPClient:   c.http,
		RetryMax:     retries,
		RetryWaitMin: firstWait,
		RetryWaitMax: maxWait,
		CheckRetry:   c.checkRetry,
		Backoff: func(first, longest time.Duration, attempt int, resp *http.Response) time.Duration {
			wait := backoff(first, longest, attempt, jitter())
			if resp == nil {
				return wait
			}
			asked, said := retryAfter(resp.Header, c.now())
			wait = max(wait, asked)
			if said && resp.StatusCode == http.StatusTooManyRequests {
				model.NotifyWait(resp.Request.Context(), c.now().Add(wait))
			}
			return wait
		},
		PrepareRetry: func(req *http.Request) error { return c.budget.wait(req.Context()) },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
}

// sendRetrying sends a GET and reads its answer. The body is read while a
// repetition is still possible, so that one which breaks off is asked for again.
func (c *Client) sendRetrying(req *http.Request) (*reply, error) {
	var got *reply
	wrapped, err := retryablehttp.FromRequest(req)
	if err != nil {
		return nil, err
	}
	wrapped.SetResponseHandler(func(resp *http.Response) (err error) {
		got, err = read(resp)
		return err
	})
	resp, err := c.retrying.Do(wrapped) //nolint:bodyclose // read closes it
	if err != nil {
		return nil, err
	}
	if got == nil { // a failure that outlasted every repetition
		return read(resp)
	}
	return got, nil
}

// checkRetry decides whether a GET is repeated: for a connection that failed or
// broke off, the passing server errors, and 429 where the server says for how long:
// limits count by the minute, so that asking again at once only makes it worse. Nothing
// is repeated where the server asks for more patience than a person has.
func (c *Client) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, nil
	}
	if err != nil {
		return retryable(err), nil
	}
	wait, said := retryAfter(resp.Header, c.now())
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return said && wait <= waitLimit, nil
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return wait <= waitLimit, nil
	}
	return false, nil
}

// retryable reports whether a failure of the connection may be temporary. A timeout is not
// repeated, as the caller has waited long enough.
func retryable(err error) bool {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return false
	}
	var op *net.OpError
	var dns *net.DNSError
	switch {
	case untrusted(err):
		return false
	case errors.As(err, &op), errors.As(err, &dns), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return true
	}
	return strings.Contains(err.Error(), "http2: ") || strings.Contains(err.Error(), "server closed")
}

// backoff doubles the wait with each attempt up to the longest, and takes up to
// half of it off, by a jitter in [0, 1).
func backoff(first, longest time.Duration, attempt int, jitter float64) time.Duration {
	wait := longest
	if attempt < 16 {
		wait = min(first<<attempt, longest)
	}
	return wait - time.Duration(jitter*float64(wait)/2)
}

// retryAfter reads the header of that name, seconds or an HTTP date; ok is false where
// there is none that can be read. A date is compared with the answer's Date header, as this
// machine's clock may be years off; now replaces a missing Date. A date in the past is no
// wait.
func retryAfter(answer http.Header, now time.Time) (wait time.Duration, ok bool) {
	header := strings.TrimSpace(answer.Get("Retry-After"))
	if header == "" {
		return 0, false
	}
	if strings.Trim(header, "0123456789") == "" {
		const tooLong = 1_000_000_000 // seconds: thirty years, and far from overflow
		seconds, err := strconv.ParseInt(header, 10, 64)
		if err != nil {
			seconds = tooLong
		}
		return time.Duration(min(seconds, tooLong)) * time.Second, true
	}
	at, err := http.ParseTime(header)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(answer.Get("Date")); err == nil {
		now = date
	}
	return max(at.Sub(now), 0), true
}

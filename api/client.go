package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/studio-tui/studio-tui/model"
)

// maxBody is how much of an answer is read, after decompression.
const maxBody = 16 << 20

// errTooLarge is an answer that has more. Lists are asked for again in smaller pages.
var errTooLarge = errors.New("the answer is larger than 16 MiB")

// smallerPages are the rows of a page that is asked for again.
var smallerPages = []int{20, 5, 1}

// inSmallerPages asks for a page of limit rows, and where that is too large for smaller
// ones.
func inSmallerPages[T any](limit int, ask func(limit int) (T, error)) (page T, err error) {
	page, err = ask(limit)
	for _, fewer := range smallerPages {
		if !errors.Is(err, errTooLarge) {
			break
		}
		if limit == 0 || fewer < limit {
			page, err = ask(fewer)
		}
	}
	return page, err
}

// Options are the address of the API, the key, and the limits of the client. The zero value
// of a field means its default.
type Options struct {
	// BaseURL is the API's base, https unless it is on loopback; default
	// [model.ProductionAPI]. See [ErrBaseURL] for addresses that are refused.
	BaseURL string
	// Key is the raw API key. Without one only the device endpoints make sense.
	Key string
	// Transport carries the requests; default one of the client's own, which
	// honours HTTPS_PROXY and the timeouts below.
	Transport http.RoundTripper
	// UserAgent names the program; default "studio-tui".
	UserAgent string
	// Now is the clock for waits that a server asks for; default time.Now.
	Now func() time.Time
	// Jitter is a random number in [0, 1) for backing off; default math/rand.
	Jitter func() float64
	// Timeouts bound one attempt.
	Timeouts Timeouts
	// Retries is the maximum number of repetitions of a GET; default 3, negative for never.
	Retries int
	// Log receives a line for each attempt; default none.
	Log *slog.Logger
	// Unlimited disables the rate limit, for a server that has none, such as the sandbox.
	Unlimited bool
}

// Timeouts are the time limits of one attempt of a call. Waits between attempts are not
// counted.
type Timeouts struct {
	Connect time.Duration // for connecting and for TLS, each; default 5 s; not with Options.Transport
	Header  time.Duration // from the request to the answer's header; default 15 s; not with Options.Transport
	Call    time.Duration // for the whole attempt, including the body; default 20 s
}

// Client is a client of one API host with one key. It is safe for concurrent use.
type Client struct {
	base   *url.URL
	origin string
	// key is a pointer so that printing a client, however deep, never prints it.
	key       *string
	userAgent string
	now       func() time.Time
	http      *http.Client
	retrying  *retryablehttp.Client
	budget    *budget
	server    *serverClock
	leftOut   *leftOut
	// alwaysTooLarge says that the last list of generations was too large whatever was
	// asked for.
	alwaysTooLarge *atomic.Bool
}

// New checks the options and returns a client. It does not connect.
func New(o Options) (*Client, error) {
	if o.BaseURL == "" {
		o.BaseURL = model.ProductionAPI
	}
	base, err := parseBase(o.BaseURL)
	if err != nil {
		return nil, err
	}
	if !printable(o.Key) {
		return nil, errors.New("the API key has characters that a key cannot have")
	}
	c := &Client{base: base, origin: originOf(base), key: &o.Key, userAgent: o.UserAgent, now: o.Now, budget: newBudget(o.Unlimited), server: &serverClock{}, leftOut: &leftOut{}, alwaysTooLarge: &atomic.Bool{}}
	if c.userAgent == "" {
		c.userAgent = "studio-tui"
	}
	if c.now == nil {
		c.now = func() time.Time { return time.Now().Round(0) } // it counts while a laptop sleeps
	}
	if o.Transport == nil {
		o.Transport = newTransport(o.Timeouts)
	}
	if o.Log != nil {
		o.Transport = logged{o.Transport, o.Log, c.now}
	}
	c.http = &http.Client{
		Transport:     o.Transport,
		CheckRedirect: c.checkRedirect,
		Timeout:       orDefault(o.Timeouts.Call, 20*time.Second),
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	c.retrying = c.newRetrying(o.Retries, o.Jitter)
	return c, nil
}

// Origin is the scheme, host and port that the key is sent to.
func (c *Client) Origin() string { return c.origin }

// Close closes idle connections. The client can still be used.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// call is one request to make.
type call struct {
	method string
	path   []string // segments, escaped when they are joined
	query  url.Values
	header map[string]string
	body   any  // sent as JSON; nil for none
	noKey  bool // sent without the key
	// optional marks an endpoint that a server may lack, and say so.
	optional bool
}

func get(path ...string) call  { return call{method: http.MethodGet, path: path} }
func post(path ...string) call { return call{method: http.MethodPost, path: path} }

func (k call) String() string {
	name := k.method + " "
	for _, segment := range k.path {
		name += "/" + segment
	}
	return name
}

// reply is an answer, read in full.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// fetch makes a call and decodes a successful answer.
func fetch[T any](ctx context.Context, c *Client, k call) (T, error) {
	value, _, err := fetchList[T](ctx, c, k)
	return value, err
}

// fetchList is fetch for an answer with lists in it. It also gives the entries that
// could not be read and are left out.
func fetchList[T any](ctx context.Context, c *Client, k call) (T, []model.Unreadable, error) {
	var none T
	r, err := c.send(ctx, k)
	if err != nil {
		return none, nil, err
	}
	if r.status < 200 || r.status > 299 {
		return none, nil, c.errorFromResponse(k, r)
	}
	value, skipped, err := decode[T](r.body)
	switch {
	case err == nil:
		c.server.learn(r.header.Get("Date"), c.now())
		return value, c.unreadable(skipped), nil
	case r.isPage():
		return none, nil, c.captivePortal(k, r)
	}
	return none, nil, c.badResponse(k, err)
}

// send makes a call and reads its answer, whatever its status. GETs are repeated
// where that may help; a POST is sent once, as only its caller knows whether it
// may be sent twice.
func (c *Client) send(ctx context.Context, k call) (*reply, error) {
	req, err := c.request(ctx, k)
	if err != nil {
		return nil, err
	}
	if k.method != http.MethodGet {
		resp, err := c.http.Do(req) //nolint:bodyclose // read closes it
		if err != nil {
			return nil, c.wrapError(ctx, k, err)
		}
		r, err := read(resp)
		return r, c.wrapError(ctx, k, err)
	}
	if until := c.backoffUntil(); isBackground(ctx) && !until.IsZero() {
		return nil, &model.Error{Kind: model.RateLimited, Detail: k.String() + ": not sent, as the server asked to wait", Until: until, At: c.now()}
	}
	if err := c.budget.wait(ctx); err != nil {
		return nil, c.wrapError(ctx, k, err)
	}
	r, err := c.sendRetrying(req)
	if err == nil && r.status == http.StatusTooManyRequests {
		c.setBackoff(r)
	}
	return r, c.wrapError(ctx, k, err)
}

func (c *Client) request(ctx context.Context, k call) (*http.Request, error) {
	target := *c.base
	for _, segment := range k.path {
		if segment == "" || segment == "." || segment == ".." {
			return nil, &model.Error{Kind: model.NotFound, Detail: fmt.Sprintf("%q cannot be the name of a thing", segment)}
		}
		target.RawPath = target.EscapedPath() + "/" + url.PathEscape(segment)
		target.Path += "/" + segment
	}
	target.RawQuery = k.query.Encode()
	var body io.Reader
	if k.body != nil {
		text, err := json.Marshal(k.body)
		if err != nil {
			return nil, &model.Error{Kind: model.Invalid, Detail: c.clip(err.Error())}
		}
		body = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, k.method, target.String(), body)
	if err != nil {
		return nil, &model.Error{Kind: model.Invalid, Detail: c.clip(err.Error())}
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range k.header {
		req.Header.Set(name, value)
	}
	if !k.noKey && *c.key != "" {
		req.Header.Set("Authorization", *c.key) // the raw key, no Bearer (public-api: Authentication)
	}
	return req, nil
}

// read reads a whole answer and closes it.
func read(resp *http.Response) (*reply, error) {
	defer func() { _ = resp.Body.Close() }() // read to the end or given up: its error says nothing more
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxBody {
		return nil, &model.Error{Kind: model.BadResponse, Detail: errTooLarge.Error(), Cause: errTooLarge}
	}
	return &reply{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

func orDefault(d, otherwise time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return otherwise
}

// printable reports whether s is printable ASCII without spaces, as a key is.
func printable(s string) bool {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

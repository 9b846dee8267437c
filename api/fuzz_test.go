package api

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// answering is a transport that answers every request with one body.
type answering struct {
	status int
	header http.Header
	body   string
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	header := http.Header{"Content-Type": {"application/json"}}
	for name, values := range a.header {
		header[name] = values
	}
	return &http.Response{
		Status: http.StatusText(a.status), StatusCode: a.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(strings.NewReader(a.body)), ContentLength: int64(len(a.body)), Request: r,
	}, nil
}

func clientOf(t *testing.T, transport http.RoundTripper) *Client {
	t.Helper()
	c, err := New(Options{BaseURL: "http://127.0.0.1:1", Key: "prod_0123456789abcdef", Transport: transport, Unlimited: true, Retries: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// FuzzServerTime feeds the headers in which a server tells times. A wait is never
// negative, and the server's clock stays one that can be added to another.
func FuzzServerTime(f *testing.F) {
	now := time.Date(2026, 11, 22, 13, 4, 0, 0, time.UTC)
	for _, seed := range [][2]string{
		{"120", "Sun, 22 Nov 2026 13:04:00 GMT"},
		{"Sun, 22 Nov 2026 14:00:00 GMT", ""},
		{"99999999999999999999", "x"},
		{"-1", "Sunday, 22-Nov-26 13:04:00 GMT"},
		{" 0 ", "Thu, 01 Jan 0001 00:00:00 GMT"},
		{"Fri, 31 Dec 9999 23:59:59 GMT", "Sat Jan  1 00:00:00 0000"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, wait, date string) {
		d, ok := retryAfter(http.Header{"Retry-After": {wait}, "Date": {date}}, now)
		if d < 0 || (!ok && d != 0) {
			t.Errorf("Retry-After %q, Date %q: %v, %t", wait, date, d, ok)
		}
		var clock serverClock
		clock.learn(date, now)
		if ahead := time.Duration(clock.ahead.Load()); !clock.told.Load() && ahead != 0 || ahead.Abs() > farthestClock {
			t.Errorf("Date %q: the clock is %v ahead", date, ahead)
		}
	})
}

// FuzzDevice feeds the answers of a sign-in from the browser. A code that comes out can be
// shown, a key can be sent in a header, and waits have bounds.
func FuzzDevice(f *testing.F) {
	f.Add(200, `{"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"https://app.artificialstudio.ai/device","expires_in":900,"interval":5}`)
	f.Add(200, `{"access_token":"prod_0123456789abcdef"}`)
	f.Add(200, `{"access_token":"a\nb"}`)
	f.Add(400, `{"error":"authorization_pending"}`)
	f.Add(429, `{"error":7,"expires_in":1e99}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 || (status >= 300 && status < 400) {
			return
		}
		c := clientOf(t, answering{status: status, body: body})
		if device, err := c.StartDevice(context.Background()); err == nil {
			if device.ExpiresIn <= 0 || device.Interval <= 0 || device.ExpiresIn > 15*time.Minute || device.Interval > 15*time.Minute {
				t.Errorf("it expires in %v and is asked for every %v", device.ExpiresIn, device.Interval)
			}
		}
		if key, err := c.PollDevice(context.Background(), "d"); err == nil && (key == "" || !printable(key)) {
			t.Errorf("the key is %q", key)
		}
	})
}

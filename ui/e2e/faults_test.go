//go:build !windows && !darwin

package e2e

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// faults is a proxy handler between the program and the sandbox that can inject
// failures.
type faults struct {
	mu   sync.Mutex
	held func(*http.Request) bool
	over chan struct{}
}

func (f *faults) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		held, over := f.held, f.over
		f.mu.Unlock()
		if held != nil && held(r) {
			select {
			case <-over:
			case <-r.Context().Done():
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// hold delays requests of a kind from now on, until they are released.
func (f *faults) hold(kind func(*http.Request) bool) (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	over := make(chan struct{})
	f.held, f.over = kind, over
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.held = nil
		close(over)
	}
}

// looksAtSession reports whether a request reads the state of a session.
func looksAtSession(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/api/checkout/")
}

// makesSession reports whether a request creates a session, which must not be counted
// twice.
func makesSession(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/api/checkout"
}

// cut loses the first request for a session, or its response: it signals its arrival,
// waits until the client has gone, and does not respond.
type cut struct {
	answer bool // the sandbox receives the request, and its response is lost
	once   sync.Once
	has    chan struct{}
}

func (c *cut) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first := false
		if makesSession(r) {
			c.once.Do(func() { first = true })
		}
		if !first {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body) // otherwise the server does not notice that the client has gone
		if err == nil && c.answer {
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(httptest.NewRecorder(), r)
		}
		close(c.has)
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
}

// meeting delays the first two requests for sessions until both have arrived.
type meeting struct {
	mu    sync.Mutex
	count int
	both  chan struct{}
}

func (m *meeting) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if makesSession(r) {
			m.mu.Lock()
			if m.count++; m.count == 2 {
				close(m.both)
			}
			m.mu.Unlock()
			select {
			case <-m.both:
			case <-r.Context().Done():
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

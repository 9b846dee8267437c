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

// faults stand between the program and the sandbox, and let everything through
// until they are told otherwise.
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

// hold keeps requests of a kind waiting from now on, until they are released.
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

// looksAtSession is the question how a session stands.
func looksAtSession(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, "/api/checkout/")
}

// makesSession is the one request that must not count twice.
func makesSession(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/api/checkout"
}

// cut loses the first request for a session, or its answer: it says that it has it,
// waits until who asked is gone, and answers nothing.
type cut struct {
	answer bool // the sandbox gets the request, and nobody its answer
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
		body, err := io.ReadAll(r.Body) // or the server does not notice that they are gone
		if err == nil && c.answer {
			r.Body = io.NopCloser(bytes.NewReader(body))
			next.ServeHTTP(httptest.NewRecorder(), r)
		}
		close(c.has)
		<-r.Context().Done()
		panic(http.ErrAbortHandler)
	})
}

// meeting keeps the first two requests for sessions until both are there.
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

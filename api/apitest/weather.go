package apitest

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// Weather is a middleware that records requests and injects faults. It is safe for
// concurrent use. [Server] has its own; other handlers can be wrapped.
type Weather struct {
	now func() time.Time

	mu     sync.Mutex
	faults []fault
	asked  []Request
}

// NewWeather returns a Weather without faults that uses a clock.
func NewWeather(now func() time.Time) *Weather { return &Weather{now: now} }

// Fault is a faulty answer to a request. next is the handler that would answer it
// correctly.
type Fault func(w http.ResponseWriter, r *http.Request, next http.Handler)

type fault struct {
	path  string
	until time.Time // zero: until it is mended
	do    Fault
}

// Wrap puts the Weather before a handler.
func (x *Weather) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", x.now().UTC().Format(http.TimeFormat)) // net/http would take the machine's clock
		seen := &seen{ResponseWriter: w}
		number := x.note(r)
		defer func() { x.noteStatus(number, seen.status) }()
		if broken := x.faultFor(r); broken != nil {
			broken(seen, r, next)
			return
		}
		next.ServeHTTP(seen, r)
	})
}

// Break injects a fault for requests whose path has a prefix, for all of them with "". The
// fault that was set last counts.
func (x *Weather) Break(path string, f Fault) { x.BreakFor(path, 0, f) }

// BreakFor is Break for a duration of the server's clock.
func (x *Weather) BreakFor(path string, d time.Duration, f Fault) {
	x.mu.Lock()
	defer x.mu.Unlock()
	broken := fault{path: path, do: f}
	if d > 0 {
		broken.until = x.now().Add(d)
	}
	x.faults = append(x.faults, broken)
}

// Mend ends all faults.
func (x *Weather) Mend() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.faults = nil
}

func (x *Weather) faultFor(r *http.Request) Fault {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := len(x.faults) - 1; i >= 0; i-- {
		f := x.faults[i]
		if strings.HasPrefix(r.URL.Path, f.path) && (f.until.IsZero() || x.now().Before(f.until)) {
			return f.do
		}
	}
	return nil
}

// Request is a recorded request with the status of its answer.
type Request struct {
	At     time.Time // by the server's clock
	Method string
	Path   string
	Query  string
	Status int // 0 if there was no answer
}

// Requests returns the requests since the start or [Weather.Forget].
func (x *Weather) Requests() []Request {
	x.mu.Lock()
	defer x.mu.Unlock()
	return append([]Request(nil), x.asked...)
}

// Forget clears the recorded requests.
func (x *Weather) Forget() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.asked = nil
}

// Busiest is the largest number of GETs within any minute.
func Busiest(requests []Request) int {
	most := 0
	var recent window
	for _, r := range requests {
		if r.Method == http.MethodGet {
			recent.add(r.At)
			most = max(most, len(recent))
		}
	}
	return most
}

func (x *Weather) note(r *http.Request) (number int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.asked = append(x.asked, Request{At: x.now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery})
	return len(x.asked) - 1
}

func (x *Weather) noteStatus(number, status int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if number < len(x.asked) { // else it was forgotten meanwhile
		x.asked[number].Status = status
	}
}

// seen remembers the status of an answer.
type seen struct {
	http.ResponseWriter
	status int
}

func (s *seen) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *seen) Write(p []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return s.ResponseWriter.Write(p)
}

// Unwrap returns the underlying writer, for http.ResponseController.
func (s *seen) Unwrap() http.ResponseWriter { return s.ResponseWriter }

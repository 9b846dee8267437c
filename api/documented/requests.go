package documented

import (
	"net/http"
	"time"
)

// Request is one that arrived, whatever became of it.
type Request struct {
	At     time.Time // by the server's clock
	Method string
	Path   string
	Query  string
	Status int // 0 where nothing was answered
}

// Requests are those that have arrived since the start or [Server.Forget].
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request(nil), s.asked...)
}

// Forget begins to count anew.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = nil
}

// Busiest is the largest number of GETs that arrived within any minute.
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

func (s *Server) note(r *http.Request) (number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, Request{At: s.options.Now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery})
	return len(s.asked) - 1
}

func (s *Server) noteStatus(number, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if number < len(s.asked) { // else it was forgotten meanwhile
		s.asked[number].Status = status
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

// Unwrap gives the writer below, for http.ResponseController.
func (s *seen) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// window is when requests came within the last minute.
type window []time.Time

func (w *window) add(now time.Time) {
	for len(*w) > 0 && now.Sub((*w)[0]) >= time.Minute {
		*w = (*w)[1:]
	}
	*w = append(*w, now)
}

// within counts a request against the documented limits, which are per key and
// minute: over any minute, which is the strictest way to read that. An unknown plan
// counts as free. The reference promises no Retry-After, so there is none.
func (s *Server) within(r *http.Request) bool {
	gets, runs := 60, 20
	if s.account.plan == "pro" {
		gets, runs = 200, 60
	}
	recent, most := &s.gets, gets
	switch {
	case s.options.NoLimits:
		return true
	case r.Method == http.MethodPost && r.URL.Path == "/api/run":
		recent, most = &s.runs, runs
	case r.Method != http.MethodGet:
		return true
	}
	recent.add(s.options.Now())
	return len(*recent) <= most
}

package apitest

import (
	"net/http"
	"time"
)

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

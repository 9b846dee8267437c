package api

import (
	"log/slog"
	"net/http"
	"strings"
	"time"
)

// logged writes each attempt of a request to a log: the request and the status, never the
// key or a body, and at debug level alone ids and what a person typed.
type logged struct {
	http.RoundTripper
	log *slog.Logger
	now func() time.Time
}

// RoundTrip sends a request.
func (l logged) RoundTrip(r *http.Request) (*http.Response, error) {
	begin := l.now()
	l.log.DebugContext(r.Context(), "request sent", "method", r.Method, "uri", r.URL.RequestURI())
	answer, err := l.RoundTripper.RoundTrip(r)
	log := l.log.With("method", r.Method, "path", endpoint(r.URL.Path), "took", l.now().Sub(begin).Round(time.Millisecond))
	switch {
	case err != nil:
		log.WarnContext(r.Context(), "request failed", "error", err)
	case answer.StatusCode >= http.StatusBadRequest:
		log.WarnContext(r.Context(), "request refused", "status", answer.StatusCode)
	default:
		log.InfoContext(r.Context(), "request", "status", answer.StatusCode)
	}
	return answer, err
}

// CloseIdleConnections closes idle connections if the transport supports it.
func (l logged) CloseIdleConnections() {
	if transport, ok := l.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		transport.CloseIdleConnections()
	}
}

// endpoint is a path with a star for what is not of the API itself: ids, and what a person
// typed as one.
func endpoint(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if strings.Trim(segment, "abcdefghijklmnopqrstuvwxyz-") != "" {
			segments[i] = "*"
		}
	}
	return strings.Join(segments, "/")
}

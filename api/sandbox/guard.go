package sandbox

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// guard keeps the pages that a browser has open elsewhere away from the sandbox:
// it answers to its own names only, so that a foreign name that was made to point
// here reaches nothing, and refuses what another origin sends.
func (s *Server) guard(next http.Handler) http.Handler {
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		deny(w, r, http.StatusForbidden, "This request came from another website. Nothing was changed.")
	}))
	next = origins.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "+
			"base-uri 'none'; frame-ancestors 'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("X-Frame-Options", "DENY")
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Cross-Origin-Opener-Policy", "same-origin")
		head.Set("Referrer-Policy", "same-origin")
		head.Set("Cache-Control", "no-store")
		if !slices.Contains(s.names(), strings.ToLower(r.Host)) {
			deny(w, r, http.StatusMisdirectedRequest, "The sandbox does not answer to this name.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// names are the hosts that the sandbox answers to: the address that it listens
// on, and localhost where that is the same.
func (s *Server) names() []string {
	address := s.listener.Addr().String()
	names := []string{address}
	at, err := netip.ParseAddrPort(address)
	if err == nil && at.Addr().IsLoopback() {
		_, port, _ := net.SplitHostPort(address)
		names = append(names, "localhost:"+port)
	}
	return names
}

// deny answers with a page for a browser, and with the API's JSON for all others.
func deny(w http.ResponseWriter, r *http.Request, status int, message string) {
	if strings.Contains(r.Header.Get("Accept"), "text/html") {
		writePage(w, status, "message", messagePage{Title: http.StatusText(status), Text: message})
		return
	}
	if strings.HasPrefix(r.URL.Path, "/auth/") {
		writeJSON(w, status, deviceError{message})
		return
	}
	writeJSON(w, status, refuse(status, "%s", message))
}

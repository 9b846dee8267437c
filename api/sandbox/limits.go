package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

// limits remembers when the last minute's requests came, as the documented limits
// count: GETs, and runs, each by themselves.
type limits struct{ gets, runs []time.Time }

// perMinute are the documented limits. A plan that the documentation does not
// name counts as free.
func perMinute(plan string) (gets, runs int) {
	if plan == "pro" {
		return 200, 60
	}
	return 60, 20
}

// limited counts a request, or refuses it and says after how many seconds there
// is room for one more.
func (s *Server) limited(a *account, r *http.Request, now time.Time) (wait string, limited bool) {
	if !s.options.RateLimits {
		return "", false
	}
	gets, runs := perMinute(a.planSlug())
	switch {
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		return count(&s.limits.gets, gets, now)
	case r.URL.Path == "/api/run":
		return count(&s.limits.runs, runs, now)
	}
	return "", false
}

func count(times *[]time.Time, most int, now time.Time) (wait string, limited bool) {
	for len(*times) > 0 && !now.Before((*times)[0].Add(time.Minute)) {
		*times = (*times)[1:]
	}
	if len(*times) < most {
		*times = append(*times, now)
		return "", false
	}
	left := (*times)[0].Add(time.Minute).Sub(now)
	return strconv.Itoa(int((left + time.Second - 1) / time.Second)), true
}

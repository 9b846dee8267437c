package retry

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// The waits of a schedule after a failure.
const (
	firstWait   = 30 * time.Second
	slowestWait = 5 * time.Minute
	limitedWait = time.Minute // at the least after too many requests: limits count by the minute
)

// Schedule is the state of a dashboard's periodic refresh: at its interval, later while
// something is wrong, and as late as the server asks. The zero value has not begun; it
// needs its interval.
type Schedule struct {
	Every time.Duration // between refreshes while nothing is wrong
	At    time.Time     // of the next refresh
	Open  bool          // a refresh is under way
	// Before is when the last refresh but one began.
	Before time.Time

	began    time.Time     // the last refresh
	planned  bool          // the refresh under way is the one that was waited for, and nobody's wish
	failures int           // refreshes in a row that did not succeed
	wait     time.Duration // from the last refresh to the next
	err      error         // of the last refresh
}

// Failing reports whether the last refresh has failed.
func (s Schedule) Failing() bool { return s.failures > 0 }

// Next returns the state after an event and the effects to carry out.
func (s Schedule) Next(now time.Time, event Event) (Schedule, []Effect) {
	switch e := event.(type) {
	case Begin:
		return s.begin(now)
	case Done:
		return s.done(now, e.Err)
	case Due:
		switch {
		case e.Away: // coming back refreshes
			return s, nil
		case !s.due(now):
			return s, s.waitOn(now)
		}
		s.planned = true
		return s.begin(now)
	case Returned:
		due := s.due(now)
		// While something is wrong, coming and going does not add tries.
		if s.Failing() && !due && now.Sub(s.began).Abs() < firstWait {
			return s, s.waitOn(now)
		}
		s.planned = s.planned || due
		return s.begin(now)
	}
	return s, nil
}

func (s Schedule) begin(now time.Time) (Schedule, []Effect) {
	s.Open = true
	s.Before, s.began = s.began, now
	s, effects := s.plan(now)
	return s, append([]Effect{Request{}}, effects...)
}

// done plans the next refresh.
func (s Schedule) done(now time.Time, err error) (Schedule, []Effect) {
	if !s.Open {
		return s, nil
	}
	s.Open, s.err = false, err
	switch {
	case err == nil:
		s.failures = 0
	case s.failures == 0 || s.planned: // a person's tries do not make the next one later
		s.failures++
	}
	s.planned = false
	return s.plan(now)
}

// plan says when the next refresh is.
func (s Schedule) plan(now time.Time) (Schedule, []Effect) {
	s.wait = s.Every
	if s.Failing() {
		s.wait = s.afterFailure(now)
	}
	s.At = now.Add(s.wait)
	return s, s.waitOn(now)
}

// afterFailure is the wait after failures in a row: longer each time, and as long as the
// server asks, where it asks.
func (s Schedule) afterFailure(now time.Time) time.Duration {
	slowest := max(slowestWait, s.Every)
	wait := slowest
	if doublings := s.failures - 1; doublings < 8 {
		wait = min(min(firstWait, s.Every)<<doublings, slowest)
	}
	if model.KindOf(s.err) == model.RateLimited {
		wait = max(wait, limitedWait)
	}
	if until := model.AskAgain(s.err); !until.IsZero() {
		wait = max(wait, min(until.Sub(now), model.MaxAskWait))
	}
	return wait
}

// waitOn waits for the planned refresh a minute at a time at the most. A timer does not
// count the time for which a laptop sleeps, and the clock may be set: the clock is asked
// each time.
func (s Schedule) waitOn(now time.Time) []Effect {
	return []Effect{Wait{max(min(s.At.Sub(now), time.Minute), 0)}}
}

// due reports whether the planned refresh is due: its time has come, or the clock was set
// back and it would never come.
func (s Schedule) due(now time.Time) bool {
	left := s.At.Sub(now)
	return left <= 0 || left > s.wait
}

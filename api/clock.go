package api

import (
	"net/http"
	"sync/atomic"
	"time"
)

// sameClock is by how much two clocks may differ and still count as one: answers have whole
// seconds, and take a moment to arrive.
const sameClock = 2 * time.Second

// farthestClock is by how much they may differ: a machine whose clock begins in 1970 is
// within it, a placeholder date is not.
const farthestClock = 100 * 365 * 24 * time.Hour

// serverClock is by how much the server's clock is ahead of this machine's, in nanoseconds,
// and whether it is known. It is safe for concurrent use.
type serverClock struct {
	ahead atomic.Int64
	told  atomic.Bool
}

// learn takes the time from an answer of the API itself, a refusal included: a gateway
// or a network's sign-in page has a clock of its own.
func (s *serverClock) learn(date string, now time.Time) {
	at, err := http.ParseTime(date)
	if err != nil {
		return
	}
	ahead := at.Sub(now)
	if ahead.Abs() > farthestClock {
		return
	}
	if ahead.Abs() <= sameClock {
		ahead = 0
	}
	s.ahead.Store(int64(ahead))
	s.told.Store(true)
}

// Now is the present by the server's clock, from the Date of its last answer: times that
// the server sends are compared with it. Before the first answer it is this machine's.
func (c *Client) Now() time.Time { return c.now().Add(c.ServerAhead()) }

// ServerAhead is by how much the server's clock is ahead of this machine's, from its last
// answer; zero before the first one.
func (c *Client) ServerAhead() time.Duration { return time.Duration(c.server.ahead.Load()) }

// TellsTime reports whether an answer had the server's time, so that [Client.Now] is the
// server's clock and not this machine's.
func (c *Client) TellsTime() bool { return c.server.told.Load() }

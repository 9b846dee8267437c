package model

import "time"

// The bounds of a sign-in from the browser (public-api: Authentication; RFC 8628).
const (
	DeviceInterval = 5 * time.Second   // between two questions, where the server says none
	DeviceSlower   = 5 * time.Second   // what "slow_down" adds, for good
	DeviceTimeout  = 900 * time.Second // after which a code is given up, whatever the server says
)

// deviceMax is the longest wait after failures in a row.
const deviceMax = 30 * time.Second

// DeviceAnswer is the server's answer to a poll of a device sign-in.
type DeviceAnswer int

// The answers.
const (
	DevicePending  DeviceAnswer = iota // ask again after the interval
	DeviceSlowDown                     // ask again, and less often from now on
	DeviceApproved                     // the person said yes
	DeviceExpired                      // the code is too old
	DeviceDenied                       // the person said no
)

// DeviceCode is the public part of a device sign-in that waits for the browser. The code
// that the program polls with is not part of it: that one is a secret.
type DeviceCode struct {
	UserCode string        // what the page asks for, or shows to be compared
	Address  URL           // of the page, checked; with the code in it where the server has that
	Expires  time.Time     // until when the code holds
	Interval time.Duration // between two questions
	failures int           // in a row, since an answer came
}

// On is the sign-in after an answer.
func (c DeviceCode) On(answer DeviceAnswer) DeviceCode {
	c.failures = 0
	if answer == DeviceSlowDown {
		c.Interval += DeviceSlower
	}
	return c
}

// Failed is the sign-in after a question that got no answer.
func (c DeviceCode) Failed() DeviceCode {
	c.failures = min(c.failures+1, 8)
	return c
}

// Over reports whether the code has expired and is not polled any more.
func (c DeviceCode) Over(now time.Time) bool { return !now.Before(c.Expires) }

// Next is how long to wait before the next question: the interval, longer after
// failures, as long as the server asks (until; zero where it does not), and no longer
// than the code holds.
func (c DeviceCode) Next(now, until time.Time) time.Duration {
	wait := c.Interval
	for range c.failures {
		wait = min(2*wait, max(deviceMax, c.Interval))
	}
	return max(min(max(wait, until.Sub(now)), c.Expires.Sub(now)), 0)
}

// Retryable reports whether an error may be temporary, so that the same request may be
// repeated.
func Retryable(err error) bool {
	switch KindOf(err) {
	case NoNetwork, NoProxy, ConnectionReset, TimedOut, ServerFailed, BadResponse, CaptivePortal, RateLimited, Untrusted:
		return true
	}
	return false
}

// The pace of checking a key that a sign-in from the browser was given, while that
// fails. It is given once, so giving up means another way through the browser.
const (
	keyFirst   = 5 * time.Second
	keyMax     = time.Minute
	keyTimeout = 15 * time.Minute
)

// KeyCheck is the state of checking a key from a device sign-in over several tries. The
// zero value has not been tried.
type KeyCheck struct {
	end  time.Time
	last time.Duration
}

// Failed is the check after one more try that failed, and how long to wait before the
// next: double the last wait up to a minute, or as long as the server asks (until; zero
// where it does not). over reports that there is no next try, as it would come more
// than a quarter of an hour after the first one.
func (k KeyCheck) Failed(now, until time.Time) (next KeyCheck, wait time.Duration, over bool) {
	if k.end.IsZero() {
		k.end = now.Add(keyTimeout)
	}
	k.last = min(max(2*k.last, keyFirst), keyMax)
	wait = max(k.last, until.Sub(now))
	return k, wait, now.Add(wait).After(k.end)
}

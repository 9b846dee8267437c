package model

import "time"

// PollPolicy is the intervals at which an order is polled until it ends.
type PollPolicy struct {
	Initial time.Duration // before the first poll
	Max     time.Duration // between polls, at most
	Timeout time.Duration // see [PollPolicy.Deadline]
}

// OrderPolling is the policy of orders.
var OrderPolling = PollPolicy{Initial: time.Second, Max: 10 * time.Second, Timeout: 10 * time.Minute}

// WebsitePolling is the policy of an account while its owner uses the website, which takes
// minutes.
var WebsitePolling = PollPolicy{Initial: 3 * time.Second, Max: 15 * time.Second, Timeout: 30 * time.Minute}

// Next is the interval before the next poll, from the last interval: each a little longer.
func (p PollPolicy) Next(last time.Duration) time.Duration {
	return min(max(last, p.Initial)*3/2, p.Max)
}

// The pace of looks that fail.
const (
	// MaxFailingWait is the longest interval while the server does not answer, unless the
	// policy's own is longer.
	MaxFailingWait = time.Minute
	// MaxAskWait is the longest time that a server's request to wait is respected.
	MaxAskWait = time.Hour
)

// After returns the interval after a poll with this result: each a little longer, much
// longer while the server does not answer. wait is the pace, or as long as the server wants
// not to be asked.
func (p PollPolicy) After(last time.Duration, failed error, now time.Time) (next, wait time.Duration) {
	if failed == nil {
		next = p.Next(last)
		return next, next
	}
	next = min(max(last, p.Initial)*2, max(MaxFailingWait, p.Max))
	wait = next
	if until := AskAgain(failed); !until.IsZero() {
		wait = max(wait, min(until.Sub(now), MaxAskWait))
	}
	return next, wait
}

// GiveUpAfter is how long a watch with failing polls continues after its end.
const GiveUpAfter = 10 * time.Minute

// HasStatus reports whether a poll had an answer: the status, or that the server does not
// know the object any more.
func HasStatus(err error) bool { return err == nil || KindOf(err) == NotFound }

// Deadline determines when a watch ends. A successful poll has to come last: a machine that
// slept may have no network at first. The zero value is ready.
type Deadline struct {
	late time.Time // when a poll failed first after the end
}

// Passed reports whether a watch that lasts until a time is over after a poll with this
// result. A zero until is never reached.
func (e *Deadline) Passed(until, now time.Time, failed error) bool {
	late := !until.IsZero() && now.After(until)
	if !late || HasStatus(failed) {
		e.late = time.Time{}
		return late
	}
	if e.late.IsZero() {
		e.late = now
	}
	return now.Sub(e.late) >= GiveUpAfter
}

// Deadline is when the payment of an order begins to count as not seen: its session was
// seen complete longer ago than the patience and the account has no row of it, or it is
// past its end by the patience, without an outcome. It is zero while that is not known. All
// of it is by the server's clock.
func (p PollPolicy) Deadline(order Order, complete time.Time) time.Time {
	since := order.ExpiresAt.Time
	if order.Complete || order.Paid {
		since = complete
	}
	if since.IsZero() {
		return time.Time{}
	}
	return since.Add(p.Timeout)
}

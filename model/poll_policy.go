package model

import "time"

// PollPolicy is how often an order is polled until it ends.
type PollPolicy struct {
	Initial time.Duration // before the first look
	Max     time.Duration // between looks, at the most
	Timeout time.Duration // see [PollPolicy.Deadline]
}

// OrderPolling is the policy of orders.
var OrderPolling = PollPolicy{Initial: time.Second, Max: 10 * time.Second, Timeout: 10 * time.Minute}

// WebsitePolling is the policy of an account whose owner is on
// the website: a person takes minutes there.
var WebsitePolling = PollPolicy{Initial: 3 * time.Second, Max: 15 * time.Second, Timeout: 30 * time.Minute}

// Next is the time before the next look, from that before the last one: each time
// a little longer.
func (p PollPolicy) Next(last time.Duration) time.Duration {
	return min(max(last, p.Initial)*3/2, p.Max)
}

// The pace of looks that fail.
const (
	// MaxFailingWait is between looks while the server does not answer, where they are
	// not as rare anyway.
	MaxFailingWait = time.Minute
	// MaxAskWait is how long a server that wants to be left alone is left alone at
	// the most.
	MaxAskWait = time.Hour
)

// After is the pace after a look that went so: each time a little slower, much slower
// while the server does not answer. wait is the pace, or as long as the server wants
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

// GiveUpAfter is how long after its end a watch goes on whose looks fail.
const GiveUpAfter = 10 * time.Minute

// HasStatus reports whether a look had an answer: what was looked for, or that the
// server does not know it any more.
func HasStatus(err error) bool { return err == nil || KindOf(err) == NotFound }

// Deadline is how a watch finds its end. The last word is a look's that worked: a machine
// that slept may have no network at first. The zero value is ready.
type Deadline struct {
	late time.Time // when a look failed first after the end
}

// Passed reports whether a watch that lasts until a time is over after a look that went
// so. A zero until does not come.
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
// past its end by the patience, and there is no word of it. It is zero while that is
// not known. All of it is by the server's clock.
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

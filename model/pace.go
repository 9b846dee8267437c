package model

import "time"

// Pace is how an order is looked after until it ends.
type Pace struct {
	First    time.Duration // before the first look
	Slowest  time.Duration // between looks, at the most
	Patience time.Duration // see [Pace.Until]
}

// OrderPace is the pace at which orders are looked after.
var OrderPace = Pace{First: time.Second, Slowest: 10 * time.Second, Patience: 10 * time.Minute}

// WebsitePace is the pace at which an account is looked after while its owner is on
// the website: a person takes minutes there.
var WebsitePace = Pace{First: 3 * time.Second, Slowest: 15 * time.Second, Patience: 30 * time.Minute}

// Next is the time before the next look, from that before the last one: each time
// a little longer.
func (p Pace) Next(last time.Duration) time.Duration {
	return min(max(last, p.First)*3/2, p.Slowest)
}

// The pace of looks that fail.
const (
	// SlowestFailing is between looks while the server does not answer, where they are
	// not as rare anyway.
	SlowestFailing = time.Minute
	// LongestAsked is how long a server that wants to be left alone is left alone at
	// the most.
	LongestAsked = time.Hour
)

// After is the pace after a look that went so: each time a little slower, much slower
// while the server does not answer. wait is the pace, or as long as the server wants
// not to be asked.
func (p Pace) After(last time.Duration, failed error, now time.Time) (next, wait time.Duration) {
	if failed == nil {
		next = p.Next(last)
		return next, next
	}
	next = min(max(last, p.First)*2, max(SlowestFailing, p.Slowest))
	wait = next
	if until := AskAgain(failed); !until.IsZero() {
		wait = max(wait, min(until.Sub(now), LongestAsked))
	}
	return next, wait
}

// StopFailing is how long after its end a watch goes on whose looks fail.
const StopFailing = 10 * time.Minute

// Answered reports whether a look had an answer: what was looked for, or that the
// server does not know it any more.
func Answered(err error) bool { return err == nil || KindOf(err) == NotFound }

// Ending is how a watch finds its end. The last word is a look's that worked: a machine
// that slept may have no network at first. The zero value is ready.
type Ending struct {
	late time.Time // when a look failed first after the end
}

// Over reports whether a watch that lasts until a time is over after a look that went
// so. A zero until does not come.
func (e *Ending) Over(until, now time.Time, failed error) bool {
	late := !until.IsZero() && now.After(until)
	if !late || Answered(failed) {
		e.late = time.Time{}
		return late
	}
	if e.late.IsZero() {
		e.late = now
	}
	return now.Sub(e.late) >= StopFailing
}

// Until is when the payment of an order begins to count as not seen: its session was
// seen complete longer ago than the patience and the account has no row of it, or it is
// past its end by the patience, and there is no word of it. It is zero while that is
// not known. All of it is by the server's clock.
func (p Pace) Until(order Order, complete time.Time) time.Time {
	since := order.ExpiresAt.Time
	if order.Complete || order.Paid {
		since = complete
	}
	if since.IsZero() {
		return time.Time{}
	}
	return since.Add(p.Patience)
}

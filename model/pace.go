package model

import "time"

// Pace is how an order is looked after until it ends.
type Pace struct {
	First    time.Duration // before the first look
	Slowest  time.Duration // between looks, at the most
	Patience time.Duration // see [Pace.Enough]
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

// Enough reports whether the payment of an order counts as not seen: its session
// was seen paid longer ago than the patience and the account has no row of it, or
// it is past its end by the patience, and there is no word of it.
func (p Pace) Enough(order Order, paidSeen, now time.Time) bool {
	if order.Paid {
		return !paidSeen.IsZero() && now.Sub(paidSeen) > p.Patience
	}
	return order.Overdue(now, p.Patience)
}

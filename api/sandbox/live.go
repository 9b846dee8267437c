package sandbox

import (
	"math/rand/v2"
	"time"
)

// traffic is the customer at work while the sandbox runs: a generation every 5 to 20
// seconds. It is a function of the clock as everything else is: generations due since the
// last request are started by the next, at their own times.
type traffic struct {
	random *rand.Rand
	next   int64 // Unix milliseconds
}

func newTraffic(seed uint64, now time.Time) *traffic {
	t := &traffic{random: rand.New(rand.NewPCG(seed, mulB+2))}
	t.plan(now.UnixMilli() - 3000) // the first one soon, so that something moves
	return t
}

func (t *traffic) plan(after int64) { t.next = after + 5000 + t.random.Int64N(15000) }

// runByItself starts the customer's next generation, if there are the credits.
func (a *account) runByItself() {
	t := a.live
	at := time.UnixMilli(t.next)
	t.plan(t.next)
	o := a.pickOffer(t.random, ordinary, a.ledger.balance())
	if t.random.IntN(4) > 0 { // most of what one tries out while looking is cheap
		o = a.pickOffer(t.random, cheap, a.ledger.balance())
	}
	if o == nil {
		return
	}
	// Failures come more often than in the history, so that a refund is seen
	// within minutes.
	seed := t.random.Uint32()
	_, err := a.start(o, o.imagined(seed, a.ledger.balance(), a.varied), seed, t.random.IntN(12) == 0, nil, at)
	a.must(err)
}

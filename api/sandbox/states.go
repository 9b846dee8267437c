package sandbox

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// The accounts that the sandbox can open (Options.State).
const (
	StateDemo             = ""         // a Creator in the middle of a period
	StateFree             = "free"     // no plan, some of the welcome credits left
	StateLow              = "low"      // a plan, and fewer than 50 credits
	StateOut              = "out"      // a plan, and no credits
	StatePastDue          = "past-due" // the last renewal was not paid
	StateCancelled        = "cancelled"
	StatePendingDowngrade = "pending-downgrade"
	StateTrialing         = "trialing"        // a trial of a plan: nothing is due before its end
	StateUnpaid           = "unpaid"          // a renewal was not paid, and is not tried again
	StateIncomplete       = "incomplete"      // the first payment of a plan was not made
	StatePaused           = "paused"          // a plan that is paused
	StatePaymentPending   = "payment-pending" // payments take a while, and then succeed
	StatePaymentFailed    = "payment-failed"  // payments take a while, and then fail
	StateEmpty            = "empty"           // a new account, nothing in it
	// StateDocumented is the demo account on a server with only the documented endpoints.
	// Its customer also runs models with prices that depend on inputs.
	StateDocumented = "documented"
	// StateDocumentedBare is StateDocumented with lists of generations that omit the
	// payload, as in the documentation of the list.
	StateDocumentedBare = "documented-bare"
)

// States are the values of Options.State besides the demo account's.
var States = []string{
	StateFree, StateLow, StateOut, StatePastDue, StateCancelled, StatePendingDowngrade, StateEmpty, StateDocumented, StateDocumentedBare,
	StateTrialing, StateUnpaid, StateIncomplete, StatePaused, StatePaymentPending, StatePaymentFailed,
}

// LongestSession is the longest time that a checkout session can be open (billing-api).
const LongestSession = 24 * time.Hour

// asyncPayment is how long a payment takes that is not made at once.
const asyncPayment = 2 * time.Minute

const (
	demoRows    = 4018
	demoMonths  = 14
	welcome     = 100 * model.Credit
	demoCredits = 12_000 * model.Credit
)

// newAccount makes the account of a state with its past up to now.
func newAccount(o Options, now time.Time) (*account, error) {
	now = now.Truncate(time.Millisecond)
	a := &account{
		ids: idMaker{key: o.Seed*mulA + mulB}, email: "mia@example.com", life: o.SessionLife,
		random: rand.New(rand.NewPCG(o.Seed, mulA)),
		asked:  map[int32]runInput{}, bare: o.NoPayloads || o.State == StateDocumentedBare,
		varied: o.PricesByInput || documentedOnly(o.State), byKey: map[string]order{}, sub: subscription{status: model.StatusNone},
	}
	h := &history{a: a, r: rand.New(rand.NewPCG(o.Seed, mulB)), loc: o.Location, to: now.Add(-3 * time.Minute)}
	h.script = script{rows: demoRows, target: demoCredits, topUp: "pack-m"}
	if o.State == StateDemo && o.Events {
		h.script.events = worthSeeing(h.to, o.Location)
	}
	if o.Transactions > 0 {
		h.script.rows = o.Transactions
		a.ledger.rows = make([]row, 0, o.Transactions+o.Transactions/100)
		a.gens = make([]generation, 0, o.Transactions)
	}
	if h.script.rows > 5*demoRows { // nobody buys that much in small packs
		h.script.topUp, h.script.target = "pack-xl", 4*demoCredits
	}
	switch o.State {
	case StateEmpty:
		a.createdAt = now.Add(-3 * time.Minute)
	case StateFree, StateTrialing, StateIncomplete:
		h.script = script{rows: 26, target: 40 * model.Credit}
		h.signUp(h.to.AddDate(0, 0, -19))
		h.lay(time.Time{})
		h.live()
	case StateDemo, StateLow, StateOut, StatePastDue, StateCancelled, StatePendingDowngrade, StateUnpaid, StatePaused, StateDocumented,
		StateDocumentedBare, StatePaymentPending, StatePaymentFailed:
		h.subscriber(o.State)
	default:
		return nil, fmt.Errorf("no such state of the sandbox: %q (there are %s)", o.State, strings.Join(States, ", "))
	}
	a.standing(o.State, now)
	a.id = a.ids.make(spaceAccount, 0, a.createdAt.UnixMilli())
	if o.Live {
		h.goOn(o, now)
	}
	a.advance(now)
	if o.State == StateDemo && o.Transactions == 0 {
		a.forgetRefund(now.Add(-26 * time.Hour))
	}
	a.stats = Stats{}
	return a, nil
}

// forgetRefund makes the last generation before a time that cost something worth telling
// one that failed and was not given back: an audit has something to find. The ledger stays
// as it is.
func (a *account) forgetRefund(before time.Time) {
	const worth = 40 * model.Credit
	for number := int32(len(a.gens) - 1); number >= 0; number-- {
		g := &a.gens[number]
		debit := a.ledger.rows[g.debit]
		if debit.at >= before.UnixMilli() || g.fails || -debit.amount < worth {
			continue
		}
		g.fails = true
		at, _ := slices.BinarySearch(a.failing, number)
		a.failing = slices.Insert(a.failing, at, number)
		return
	}
}

// standing is how the subscription and the payments of a state stand now.
func (a *account) standing(state string, now time.Time) {
	switch state {
	case StateTrialing:
		a.sub = trying("creator", model.Monthly, now.Add(-5*24*time.Hour))
	case StateIncomplete:
		a.sub = subscribe("creator", model.Monthly, now.Add(-2*time.Hour))
		a.sub.status = model.StatusIncomplete
	case StateUnpaid:
		a.sub.status = model.StatusUnpaid
	case StatePaused:
		a.sub.status = model.StatusPaused
	case StatePaymentPending:
		a.later = laterPayment{after: asyncPayment}
	case StatePaymentFailed:
		a.later = laterPayment{after: asyncPayment, fails: true}
	}
}

// signUp begins the account with its welcome credits (billing-api, rule 5).
func (h *history) signUp(at time.Time) {
	h.from, h.a.createdAt = at, at
	h.a.grant(rowBonus, at.UnixMilli(), welcome, note{description: "Welcome credits", session: -1})
}

// subscriber lives the past of an account with a plan.
func (h *history) subscriber(state string) {
	periodAge := 21 * 24 * time.Hour
	if state == StatePastDue {
		periodAge = 4 * 24 * time.Hour // the payment failed four days ago
	}
	months := min(max(h.script.rows*demoMonths/demoRows, 1), demoMonths)
	if state == StatePastDue {
		months = max(months, 2) // there has to be a renewal that was not paid
	}
	first := addMonths(h.to.Add(-periodAge).UTC(), 1-months)
	h.signUp(first.Add(-4*24*time.Hour - 3*time.Hour))
	burst := h.from.Add(h.to.Sub(h.from) / 100 * 58)
	h.lay(burst)

	h.plan(first, 1, func(at time.Time) {
		h.buy(model.Item{Kind: model.KindPlan, Slug: "creator", Interval: model.Monthly}, at)
	})
	if h.script.rows >= 500 {
		for _, p := range []struct {
			permille time.Duration
			slug     string
		}{{120, "pack-s"}, {270, "pack-m"}, {590, "pack-l"}, {612, "pack-m"}, {810, "pack-m"}, {996, "pack-m"}} {
			if p.permille == 996 && (state == StateLow || state == StateOut) {
				continue
			}
			h.plan(h.office(h.from.Add(h.to.Sub(h.from)/1000*p.permille)), 1, func(at time.Time) {
				h.buy(model.Item{Kind: model.KindPack, Slug: p.slug}, at)
			})
		}
	}
	switch state {
	case StateLow, StateOut:
		h.script.wane, h.script.topUp = true, ""
	case StatePastDue:
		h.before(5*24*time.Hour, func(time.Time) { h.a.sub.declines = true })
	case StateCancelled:
		h.before(3*24*time.Hour, func(time.Time) { h.a.sub.cancel = true })
	case StatePendingDowngrade:
		h.before(2*24*time.Hour, func(time.Time) { h.a.sub.pending = "starter" })
	}
	h.live()
	switch state {
	case StateLow:
		h.exhaust(31*model.Credit+model.Credit/2, h.to)
	case StateOut:
		h.exhaust(0, h.to)
	}
}

// office moves a time to the working hours of its day, or of the day before where
// that is still to come.
func (h *history) office(at time.Time) time.Time {
	day := at.In(h.loc)
	at = time.Date(day.Year(), day.Month(), day.Day(), 10+h.r.IntN(6), h.r.IntN(60), h.r.IntN(60), 0, h.loc)
	if at.After(h.to) {
		return at.AddDate(0, 0, -1)
	}
	return at
}

// plan adds a task, in the order of time.
func (h *history) plan(at time.Time, rows int, do func(at time.Time)) {
	i := len(h.tasks)
	for i > 0 && h.tasks[i-1].at.After(at) {
		i--
	}
	h.tasks = append(h.tasks[:i], append([]task{{at, rows, do}}, h.tasks[i:]...)...)
}

func (h *history) before(age time.Duration, do func(at time.Time)) {
	h.plan(h.to.Add(-age), 0, do)
}

// goOn leaves the customer at work: something is running now, and more will be.
func (h *history) goOn(o Options, now time.Time) {
	switch o.State {
	case StateFree, StateLow, StateOut, StateEmpty, StateTrialing, StateIncomplete:
		return // the few credits would soon be gone, and the state with them
	}
	for _, running := range []struct {
		age  time.Duration
		slug string
	}{{14 * time.Second, "create-video"}, {5 * time.Second, "create-image"}} {
		at := now.Add(-running.age)
		h.a.advance(at)
		if offer := toolOffer(running.slug); offer.price(offer.units, 0) <= h.a.ledger.balance() {
			_, err := h.a.start(offer, asked{units: offer.units}, h.slow(), false, nil, at)
			h.a.must(err)
		}
	}
	h.a.live = newTraffic(o.Seed, now)
}

// slow draws the seed of a generation that takes half a minute, so that it is still running
// when it is displayed.
func (h *history) slow() uint32 {
	for {
		seed := h.r.Uint32()
		if (generation{seed: seed}).lasts() > 30_000 {
			return seed
		}
	}
}

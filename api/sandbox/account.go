package sandbox

import (
	"math/rand/v2"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// note is what a row says that is not about a generation.
type note struct {
	description string
	paid        *model.Money
	session     int32 // number of the checkout session, −1 for none
}

// account is everything that the sandbox knows of its one customer. Its methods
// are given the time; what is due by then is done first, by [account.advance], so
// that the account is a function of its seed, the clock and what was asked of it.
// It is not safe for concurrent use: the server's lock guards it.
type account struct {
	ids       idMaker
	id        model.ID
	email     string
	createdAt time.Time
	random    *rand.Rand

	ledger  ledger
	notes   []note
	gens    []generation
	asked   map[int32]runInput // generations that came through POST /api/run
	varied  bool               // prices depend on inputs
	bare    bool               // lists do not say what generations were asked for
	failing []int32            // those that fail or will, ascending
	running endings

	sub        subscription
	sessions   []*session
	byKey      map[string]order
	deliveries []delivery // paid, and the credits not there yet
	delay      time.Duration
	life       time.Duration // of a checkout session
	settling   []delivery    // complete, and the payment under way
	later      laterPayment
	credit     model.Money // that the account has with the service; given back by changes of plan
	portals    []portal
	files      int32    // uploaded so far
	live       *traffic // nil when nothing runs by itself
	stats      Stats
}

// due is what falls due by itself.
type due uint8

const (
	dueNothing  due = iota
	dueEnding       // a generation ends
	duePlan         // the subscription changes by itself
	dueDelivery     // credits that were paid for arrive
	dueSettling     // a payment that was under way succeeds or fails
	dueTraffic      // the customer starts a generation, in live mode
)

// nextDue is what falls due first, and when in Unix milliseconds.
func (a *account) nextDue() (at int64, what due) {
	at = 1 << 62
	earliest := func(t int64, kind due) {
		if t < at {
			at, what = t, kind
		}
	}
	if len(a.running) > 0 {
		earliest(a.running[0].at, dueEnding)
	}
	if next, ok := a.sub.next(); ok {
		earliest(next.UnixMilli(), duePlan)
	}
	if len(a.deliveries) > 0 {
		earliest(a.deliveries[0].at, dueDelivery)
	}
	if len(a.settling) > 0 {
		earliest(a.settling[0].at, dueSettling)
	}
	if a.live != nil {
		earliest(a.live.next, dueTraffic)
	}
	return at, what
}

// advance does what has fallen due, in the order of time.
func (a *account) advance(now time.Time) {
	for {
		at, what := a.nextDue()
		if at > now.UnixMilli() {
			return
		}
		switch what {
		case dueNothing:
			return
		case dueEnding:
			a.must(a.finish())
		case duePlan:
			a.stepSubscription()
		case dueDelivery:
			a.deliver()
		case dueSettling:
			a.settle()
		case dueTraffic:
			a.runByItself()
		}
	}
}

// must is for rows that only add credits and so cannot be refused, but for a sum
// beyond all credits there are; the sandbox stops rather than lose one.
func (a *account) must(err error) {
	if err != nil {
		panic("sandbox: the ledger refused credits: " + err.Error())
	}
}

// grant adds credits with a note and returns the index of the row.
func (a *account) grant(kind rowKind, at int64, amount model.Credits, n note) int32 {
	link := int32(len(a.notes))
	a.notes = append(a.notes, n)
	index, err := a.ledger.add(kind, at, amount, link)
	a.must(err)
	return index
}

func (a *account) stepSubscription() {
	var done change
	a.sub, done = a.sub.step()
	a.grantMonth(done)
}

// grantMonth writes the row of a plan's monthly credits.
func (a *account) grantMonth(done change) {
	if !done.credits {
		return
	}
	n := note{description: model.PlanName(done.plan) + ", monthly credits", session: -1}
	if done.charged {
		price := priceOf(done.plan, a.sub.interval)
		n.paid = &price
	}
	a.grant(rowSubscription, done.at.UnixMilli(), monthly(done.plan), n)
}

// planSlug is the account's plan as GET /api/account has it.
func (a *account) planSlug() string {
	if a.sub.plan == "" || a.sub.status == model.StatusIncomplete {
		return model.FreePlan
	}
	return a.sub.plan
}

func (a *account) describe() model.Account {
	return model.Account{ID: a.id, Email: a.email, Credits: a.ledger.balance(), Plan: a.planSlug(), CreatedAt: model.At(a.createdAt)}
}

// subscription answers GET /api/subscription.
func (a *account) subscription() model.Subscription {
	s := a.sub
	answer := model.Subscription{Plan: model.OptionalString(s.plan), Status: s.status, Interval: s.interval}
	if !s.active() && !s.stalled() {
		return answer
	}
	answer.CurrentPeriodStart, answer.CurrentPeriodEnd = model.At(s.periodStart()), model.At(s.periodEnd())
	answer.CancelAtPeriodEnd, answer.PendingPlan = s.cancel, model.OptionalString(s.pending)
	next, ok := s.next()
	if !ok { // nothing comes by itself: these are the dates of what was not paid
		next = s.periodEnd()
	}
	if !s.cancel || s.granted < s.length() {
		answer.NextCreditsAt = model.At(next)
	}
	if !s.cancel {
		charge := s.periodEnd()
		if s.status == model.StatusPastDue {
			charge = next
		}
		answer.NextCharge = &model.Charge{Money: priceOf(s.due(), s.interval), At: model.At(charge)}
	}
	return answer
}

// rowID is the id of a row by its index.
func (a *account) rowID(index int32) model.ID {
	return a.ids.make(spaceRow, index, a.ledger.rows[index].at)
}

func (a *account) findRow(id model.ID) (int32, bool) {
	index, ok := a.ids.find(spaceRow, id)
	if !ok || index < 0 || int(index) >= len(a.ledger.rows) || a.rowID(index) != id {
		return 0, false
	}
	return index, true
}

// transaction answers one row as the API has it.
func (a *account) transaction(index int32, base string) model.Transaction {
	r := a.ledger.rows[index]
	answer := model.Transaction{
		ID: a.rowID(index), Seq: int64(index) + 1, Type: rowTypes[r.kind], Amount: r.amount, Balance: r.balance,
		CreatedAt: model.At(time.UnixMilli(r.at)),
	}
	if r.kind == rowGeneration || r.kind == rowRefund {
		o := offers[a.gens[r.link].offer]
		answer.Tool, answer.Model = model.OptionalString(o.tool.slug), model.OptionalString(o.slug)
		answer.GenerationID = a.generationID(r.link)
		_, prompt := a.payload(r.link)
		answer.Description = short(prompt, 60)
		if r.kind == rowRefund {
			answer.RefundOf = a.rowID(a.gens[r.link].debit)
			answer.Description = "Refund: " + a.gens[r.link].whyFailed()
		}
		return answer
	}
	n := a.notes[r.link]
	answer.Description = n.description
	if n.session >= 0 {
		answer.CheckoutID = model.OptionalString(a.sessions[n.session].id)
	}
	if n.paid != nil {
		answer.Payment = &model.Payment{Money: *n.paid, ReceiptURL: model.URL(base + "/receipt/" + string(answer.ID))}
	}
	return answer
}

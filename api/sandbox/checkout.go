package sandbox

import (
	"net/http"
	"slices"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// session is a checkout session. What it is worth is settled when it is made;
// whether it may still be paid is asked again when it is.
type session struct {
	number   int32
	id       string
	item     model.Item
	price    model.Money
	expires  time.Time
	canceled bool
	paid     time.Time // zero until then
	row      int32     // index of the row that brought the credits, −1 until then
}

// order is what an idempotency key stands for.
type order struct {
	item    model.Item
	session int32
}

// delivery is a payment whose credits are on their way.
type delivery struct {
	at      int64 // Unix milliseconds
	session int32
}

func (s *session) status(now time.Time) model.CheckoutStatus {
	switch {
	case !s.paid.IsZero():
		return model.CheckoutComplete
	case s.canceled:
		return model.CheckoutCanceled
	case !now.Before(s.expires):
		return model.CheckoutExpired
	}
	return model.CheckoutOpen
}

// describe is the session as the API has it.
func (a *account) checkout(s *session, base string, now time.Time) model.Checkout {
	answer := model.Checkout{
		ID: s.id, URL: model.Address(base + "/checkout/" + s.id), Status: s.status(now), ExpiresAt: model.At(s.expires), Item: s.item,
	}
	answer.PaymentStatus = model.PaymentUnpaid
	if !s.paid.IsZero() {
		answer.PaymentStatus = model.PaymentPaid
	}
	if s.row >= 0 {
		answer.TransactionID = a.rowID(s.row)
	}
	return answer
}

func (a *account) findSession(id string) (*session, bool) {
	i := slices.IndexFunc(a.sessions, func(s *session) bool { return s.id == id })
	if i < 0 {
		return nil, false
	}
	return a.sessions[i], true
}

// quote says what buying an item would mean now. Nothing is prorated: an upgrade
// or a change of interval begins a new period at its full price, brings a month
// of the new plan's credits at once, and leaves what is left of the old ones. A
// downgrade costs nothing now and waits for the next cycle (billing-api, rule 6).
func (a *account) quote(item model.Item, now time.Time) (model.Quote, *refusal) {
	if item.Kind == model.KindPack {
		return a.quotePack(item, now)
	}
	if item.Kind != model.KindPlan {
		return model.Quote{}, invalid("kind", "invalid_enum_value", "kind must be plan or pack")
	}
	plan, ok := model.FindPlan(plans, item.Slug)
	if !ok {
		return model.Quote{}, invalid("slug", "unknown_slug", "there is no plan %q", short(item.Slug, 40))
	}
	if plan.ByContact() {
		return model.Quote{}, invalid("slug", "contact_sales", "%s is sold by contact", plan.Name)
	}
	price, ok := plan.Price(item.Interval)
	if !ok {
		return model.Quote{}, invalid("interval", "invalid_enum_value", "interval must be month or year")
	}
	if plan.Slug == a.sub.plan && item.Interval == a.sub.interval {
		return model.Quote{}, refuse(http.StatusConflict, "The account has %s by the %s already.", plan.Name, item.Interval)
	}
	item.Name, item.Credits = plan.Name, plan.CreditsPerMonth
	begun := subscribe(plan.Slug, item.Interval, now)
	quote := model.Quote{
		Item: item, DueNow: price, Tax: model.TaxIncluded, Effective: model.EffectiveNow, EffectiveAt: model.At(now),
		NextCharge: &model.Charge{Money: price, At: model.At(begun.periodEnd())}, CreditsNow: *plan.CreditsPerMonth,
	}
	if a.downgrades(plan) {
		quote.DueNow.Amount, quote.CreditsNow, quote.Item.Credits = 0, 0, credits(0)
		quote.Effective, quote.EffectiveAt = model.EffectivePeriodEnd, model.At(a.sub.periodEnd())
		quote.NextCharge.At = quote.EffectiveAt
	}
	return quote, nil
}

func (a *account) quotePack(item model.Item, now time.Time) (model.Quote, *refusal) {
	pack, ok := packNamed(item.Slug)
	if !ok {
		return model.Quote{}, invalid("slug", "unknown_slug", "there is no pack %q", short(item.Slug, 40))
	}
	if item.Interval != "" {
		return model.Quote{}, invalid("interval", "unexpected", "a pack has no interval")
	}
	item.Name, item.Credits = pack.Name, &pack.Credits
	return model.Quote{
		Item: item, DueNow: pack.Price, Tax: model.TaxIncluded, Effective: model.EffectiveNow,
		EffectiveAt: model.At(now), CreditsNow: pack.Credits,
	}, nil
}

// downgrades reports whether a plan is below the one that the account has.
func (a *account) downgrades(plan model.Plan) bool {
	return a.sub.active() && plan.Rank < planNamed(a.sub.plan).Rank
}

// mayBuy says whether a session may be made for the item, or paid, and what it
// would mean.
func (a *account) mayBuy(item model.Item, now time.Time) (model.Quote, *refusal) {
	quote, no := a.quote(item, now)
	switch {
	case no != nil:
		return quote, no
	case item.Kind == model.KindPack:
		return quote, nil
	case a.downgrades(planNamed(item.Slug)):
		return quote, refuse(http.StatusConflict, "A downgrade takes effect at the next cycle: use the billing portal.")
	case a.sub.status == model.StatusPastDue:
		return quote, refuse(http.StatusConflict, "The last payment failed: pay it in the billing portal first.")
	case slices.ContainsFunc(a.deliveries, func(d delivery) bool { return a.sessions[d.session].item.Kind == model.KindPlan }):
		return quote, refuse(http.StatusConflict, "A change of plan has been paid and is on its way.")
	}
	return quote, nil
}

// open makes a checkout session. The same key and item give back the session
// that they made before, whatever became of it (billing-api: Idempotency-Key).
func (a *account) open(item model.Item, key string, now time.Time) (*session, *refusal) {
	if before, ok := a.byKey[key]; ok {
		if before.item != item {
			return nil, refuse(http.StatusConflict, "This Idempotency-Key was used for another order.")
		}
		return a.sessions[before.session], nil
	}
	quote, no := a.mayBuy(item, now)
	if no != nil {
		return nil, no
	}
	number := int32(len(a.sessions))
	s := &session{
		number: number, id: "cs_sandbox_" + string(a.ids.make(spaceCheckout, number, now.UnixMilli())),
		item: quote.Item, price: quote.DueNow, expires: now.Add(a.life), row: -1,
	}
	a.sessions = append(a.sessions, s)
	a.byKey[key] = order{item, number}
	a.stats.SessionsCreated++
	return s, nil
}

// cancel ends an open session. One that was paid first stays complete.
func (s *session) cancel(now time.Time) {
	if s.status(now) == model.CheckoutOpen {
		s.canceled = true
	}
}

// pay takes the payment of a session, once: paying again changes nothing. A
// session that cannot be paid any more, or no longer makes sense, is refused and
// nothing is charged.
func (a *account) pay(s *session, now time.Time) *refusal {
	switch s.status(now) {
	case model.CheckoutComplete:
		return nil
	case model.CheckoutCanceled:
		return refuse(http.StatusConflict, "This session was canceled.")
	case model.CheckoutExpired:
		return refuse(http.StatusConflict, "This session has expired.")
	}
	if _, no := a.mayBuy(model.Item{Kind: s.item.Kind, Slug: s.item.Slug, Interval: s.item.Interval}, now); no != nil {
		return no
	}
	s.paid = now
	a.stats.Payments++
	a.deliveries = append(a.deliveries, delivery{now.Add(a.delay).UnixMilli(), s.number})
	slices.SortStableFunc(a.deliveries, func(x, y delivery) int { return int(x.at - y.at) })
	a.advance(now)
	return nil
}

// deliver writes the credits of the payment that is due first, and for a plan
// changes the one subscription.
func (a *account) deliver() {
	due := a.deliveries[0]
	a.deliveries = a.deliveries[1:]
	s := a.sessions[due.session]
	n := note{description: s.item.Name, paid: &s.price, session: s.number}
	if s.item.Kind == model.KindPack {
		s.row = a.grant(rowPurchase, due.at, *s.item.Credits, n)
		return
	}
	a.sub = subscribe(s.item.Slug, s.item.Interval, time.UnixMilli(due.at))
	n.description += ", first credits"
	s.row = a.grant(rowSubscription, due.at, *s.item.Credits, n)
}

package sandbox

import (
	"fmt"
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
	used     model.Money // of the account's credit, that the price is less by
	rest     model.Money // that a change of plan gives back as credit
	paid     time.Time   // when the page was completed; zero until then
	settled  bool        // the payment has succeeded; before, it is under way
	failed   bool        // the payment has failed
	row      int32       // index of the row that brought the credits, −1 until then
}

// order is the record of an idempotency key.
type order struct {
	item    model.Item
	session int32
	at      time.Time
}

// keyLife is for how long an idempotency key is known (billing-api).
const keyLife = 24 * time.Hour

// laterPayment is how the payments of an account go that are not by card at once.
type laterPayment struct {
	after time.Duration // the page's completion; zero: at once
	fails bool
}

// delivery is a payment whose credits are on their way, or that is under way itself.
type delivery struct {
	at      int64 // Unix milliseconds
	session int32
}

func (s *session) status(now time.Time) model.CheckoutStatus {
	switch {
	case s.failed:
		return model.CheckoutFailed
	case !s.paid.IsZero():
		return model.CheckoutComplete
	case s.canceled:
		return model.CheckoutCanceled
	case !now.Before(s.expires):
		return model.CheckoutExpired
	}
	return model.CheckoutOpen
}

// checkout is the session as the API sends it.
func (a *account) checkout(s *session, base string, now time.Time) model.Checkout {
	answer := model.Checkout{
		ID: s.id, URL: model.URL(base + "/checkout/" + s.id), Status: s.status(now), ExpiresAt: model.At(s.expires), Item: s.item,
	}
	answer.PaymentStatus = model.PaymentUnpaid
	switch {
	case s.settled && s.price.Amount == 0:
		answer.PaymentStatus = model.PaymentNone
	case s.settled:
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

// quote says what buying an item would mean now. An upgrade or a change of interval
// begins a new period, brings a month of the new plan's credits at once, and gives back
// in the price what is left of the old period. During a trial nothing is due, and nothing
// comes, before its end. A downgrade costs nothing now and waits for the next cycle
// (billing-api, rule 6).
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
	if plan.Slug == a.sub.plan && item.Interval == a.sub.interval && !a.sub.stalled() {
		return model.Quote{}, conflict(model.AlreadySubscribed, "The account has %s by the %s already.", plan.Name, item.Interval)
	}
	item.Name, item.Credits = plan.Name, plan.CreditsPerMonth
	begun := subscribe(plan.Slug, item.Interval, now)
	quote := model.Quote{
		Item: item, DueNow: price, Tax: model.TaxIncluded, Effective: model.EffectiveNow, EffectiveAt: model.At(now),
		NextCharge: &model.Charge{Money: price, At: model.At(begun.periodEnd())}, CreditsNow: *plan.CreditsPerMonth,
	}
	none := func() { quote.DueNow.Amount, quote.CreditsNow, quote.Item.Credits = 0, 0, credits(0) }
	switch {
	case a.sub.status == model.StatusTrialing:
		none()
		quote.NextCharge.At = model.At(a.sub.trial)
	case a.downgrades(plan):
		none()
		quote.Effective, quote.EffectiveAt = model.EffectivePeriodEnd, model.At(a.sub.periodEnd())
		quote.NextCharge.At = quote.EffectiveAt
	case a.sub.status == model.StatusActive:
		a.prorate(&quote, now)
	}
	a.useCredit(&quote)
	return quote, nil
}

// prorate takes off a quote what is left of the period that is paid, by whole days. What
// would be less than nothing becomes credit of the account.
func (a *account) prorate(quote *model.Quote, now time.Time) {
	const day = 24 * time.Hour
	whole, left := a.sub.periodEnd().Sub(a.sub.periodStart()), a.sub.periodEnd().Sub(now)
	days, of := int64(left/day), max(int64(whole/day), 1)
	old := priceOf(a.sub.plan, a.sub.interval)
	unused := model.Money{Amount: -old.Amount * days / of, Currency: old.Currency}
	quote.Lines = []model.QuoteLine{
		{Description: quote.Item.Name + ", paid by the " + string(quote.Item.Interval), Money: quote.DueNow},
		{Description: fmt.Sprintf("Unused time of %s, %d of %d days", model.PlanName(a.sub.plan), days, of), Money: unused},
	}
	quote.DueNow.Amount += unused.Amount
	if over := -quote.DueNow.Amount; over > 0 {
		rest := model.Money{Amount: over, Currency: old.Currency}
		quote.Lines = append(quote.Lines, model.QuoteLine{Description: "Kept as credit for what you buy next", Money: rest})
		quote.DueNow.Amount = 0
	}
}

// useCredit takes off a quote what the account has with the service.
func (a *account) useCredit(quote *model.Quote) {
	used := min(a.credit.Amount, quote.DueNow.Amount)
	if used <= 0 || !a.credit.Same(quote.DueNow) {
		return
	}
	if quote.Lines == nil {
		quote.Lines = []model.QuoteLine{{Description: quote.Item.Name, Money: quote.DueNow}}
	}
	quote.AccountCredit = &model.Money{Amount: used, Currency: a.credit.Currency}
	quote.DueNow.Amount -= used
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
	quote := model.Quote{
		Item: item, DueNow: pack.Price, Tax: model.TaxIncluded, Effective: model.EffectiveNow,
		EffectiveAt: model.At(now), CreditsNow: pack.Credits,
	}
	a.useCredit(&quote)
	return quote, nil
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
	case a.sub.stalled():
		return quote, refuse(http.StatusConflict, "The subscription is %s: settle that in the billing portal first.", a.sub.status)
	case slices.ContainsFunc(slices.Concat(a.deliveries, a.settling), func(d delivery) bool { return a.sessions[d.session].item.Kind == model.KindPlan }):
		return quote, refuse(http.StatusConflict, "A change of plan has been paid and is on its way.")
	}
	return quote, nil
}

// open makes a checkout session. The same key and item return the session that they made
// before, whatever its status (billing-api: Idempotency-Key).
func (a *account) open(item model.Item, key string, now time.Time) (*session, *refusal) {
	if before, ok := a.keyed(key, now); ok {
		if before.item != item {
			return nil, conflict(model.IdempotencyMismatch, "This Idempotency-Key was used for another order.")
		}
		return a.sessions[before.session], nil
	}
	quote, no := a.mayBuy(item, now)
	if no != nil {
		return nil, no
	}
	if item.Kind == model.KindPlan {
		a.endOpenPlan(now)
	}
	number := int32(len(a.sessions))
	s := &session{
		number: number, id: "cs_sandbox_" + string(a.ids.make(spaceCheckout, number, now.UnixMilli())),
		item: quote.Item, price: quote.DueNow, expires: now.Add(a.life), row: -1,
	}
	if quote.AccountCredit != nil {
		s.used = *quote.AccountCredit
	}
	if len(quote.Lines) > 2 {
		s.rest = quote.Lines[2].Money
	}
	a.sessions = append(a.sessions, s)
	a.byKey[key] = order{item, number, now}
	a.stats.SessionsCreated++
	return s, nil
}

// keyed returns the order of an idempotency key; ok is false for one that was not used
// within a day.
func (a *account) keyed(key string, now time.Time) (before order, ok bool) {
	before, ok = a.byKey[key]
	return before, ok && now.Sub(before.at) < keyLife
}

// endOpenPlan ends the open session for a plan: an account has one at the most
// (billing-api).
func (a *account) endOpenPlan(now time.Time) {
	for _, s := range a.sessions {
		if s.item.Kind == model.KindPlan && s.status(now) == model.CheckoutOpen {
			s.expires = now
		}
	}
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
	case model.CheckoutFailed:
		return refuse(http.StatusConflict, "The payment of this session has failed.")
	}
	if _, no := a.mayBuy(model.Item{Kind: s.item.Kind, Slug: s.item.Slug, Interval: s.item.Interval}, now); no != nil {
		return no
	}
	s.paid = now
	if a.later.after > 0 && s.price.Amount > 0 {
		a.settling = append(a.settling, delivery{now.Add(a.later.after).UnixMilli(), s.number})
		return nil
	}
	a.receive(s, now)
	a.advance(now)
	return nil
}

// receive takes a payment that has succeeded: its credits come after the delay.
func (a *account) receive(s *session, at time.Time) {
	s.settled = true
	a.stats.Payments++
	a.credit.Amount -= s.used.Amount
	a.deliveries = append(a.deliveries, delivery{at.Add(a.delay).UnixMilli(), s.number})
	slices.SortStableFunc(a.deliveries, func(x, y delivery) int { return int(x.at - y.at) })
}

// settle ends the payment that was under way the longest.
func (a *account) settle() {
	due := a.settling[0]
	a.settling = a.settling[1:]
	s := a.sessions[due.session]
	if a.later.fails {
		s.failed = true
		return
	}
	a.receive(s, time.UnixMilli(due.at))
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
	at := time.UnixMilli(due.at)
	if a.sub.status == model.StatusTrialing {
		trial := a.sub.trial
		a.sub = trying(s.item.Slug, s.item.Interval, a.sub.anchor)
		a.sub.trial = trial
		return // nothing comes before the trial's end, and so there is no row
	}
	a.credit = model.Money{Amount: a.credit.Amount + s.rest.Amount, Currency: s.price.Currency}
	a.sub = subscribe(s.item.Slug, s.item.Interval, at)
	n.description += ", first credits"
	s.row = a.grant(rowSubscription, due.at, *s.item.Credits, n)
}

package purchase

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

var (
	noon    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	account = model.Account{ID: "64f0c0ffee0000000000a11c", Credits: 1000 * model.Credit}

	packM   = item(model.KindPack, "pack-m", "", "Pack M", 2000)
	packS   = item(model.KindPack, "pack-s", "", "Pack S", 500)
	proPlan = item(model.KindPlan, "pro", model.Monthly, "Pro", 12_000)
	creator = item(model.KindPlan, "creator", model.Yearly, "Creator", 4000)

	dollars19 = model.Money{Amount: 1900, Currency: "USD"}
	dollars79 = model.Money{Amount: 7900, Currency: "USD"}
)

func item(kind model.ItemKind, slug string, interval model.Interval, name string, credits int64) model.Item {
	brings := model.Credits(credits) * model.Credit
	return model.Item{Kind: kind, Slug: slug, Interval: interval, Name: name, Credits: &brings}
}

// Errors of every sort that the rules tell apart.
var (
	errGone    = &model.Error{Kind: model.ServerFailed}
	errTaken   = &model.Error{Kind: model.Conflict}
	errInUse   = &model.Error{Kind: model.Conflict, Code: model.IdempotencyKeyInUse}
	errOther   = &model.Error{Kind: model.Conflict, Code: model.IdempotencyMismatch}
	errMoved   = &model.Error{Kind: model.Untrusted} // a redirect
	errUnknown = &model.Error{Kind: model.NotFound}
	errNotSold = &model.Error{Kind: model.NotSupported}
	errLocked  = &model.Error{Kind: model.NotSignedIn}
)

func offer(of model.Item, due model.Money) Quoted {
	return Quoted{Quote: model.Quote{Item: of, DueNow: due, Tax: model.TaxIncluded, Effective: model.EffectiveNow, CreditsNow: *of.Credits}}
}

func session(of model.Item, status model.CheckoutStatus) model.Checkout {
	s := model.Checkout{ID: "cs_1", URL: "https://checkout.stripe.com/c/cs_1", Status: status, ExpiresAt: model.At(noon.Add(time.Hour)), Item: of}
	if status == model.CheckoutComplete {
		s.PaymentStatus = model.PaymentPaid
	}
	return s
}

func row(of model.Item) model.Transaction {
	return model.Transaction{
		ID: "row", Type: model.TypePurchase, Amount: *of.Credits, Balance: account.Credits + *of.Credits, CheckoutID: "cs_1",
		Payment: &model.Payment{Money: dollars19, ReceiptURL: "https://pay.stripe.com/receipt"},
	}
}

// run is a purchase that is driven by hand.
type run struct {
	t       testing.TB
	p       Purchase
	now     time.Time
	ahead   time.Duration // of the server's clock
	effects []Effect      // of the last event
}

var person = Terms{Policy: model.OrderPolling, Tries: 1}

func begin(t testing.TB, terms Terms) *run {
	return &run{t: t, p: Purchase{Terms: terms}, now: noon}
}

func (r *run) on(events ...Event) *run {
	r.t.Helper()
	for _, event := range events {
		r.p, r.effects = r.p.Next(Clock{Here: r.now, Server: r.now.Add(r.ahead)}, event)
	}
	return r
}

func (r *run) after(d time.Duration) *run { r.now = r.now.Add(d); return r }

// wants checks stage, order and effects; effects are named as [names] does.
func (r *run) wants(stage Stage, state model.OrderState, effects string) *run {
	r.t.Helper()
	if r.p.Stage != stage || r.p.State != state || names(r.effects) != effects {
		r.t.Fatalf("%q, order %q, %s (%v)\nwant %q, order %q, %s", r.p.Stage, r.p.State, names(r.effects), r.p.Err, stage, state, effects)
	}
	return r
}

// names are effects in short.
func names(effects []Effect) string {
	var list []string
	for _, effect := range effects {
		name := strings.TrimPrefix(fmt.Sprintf("%T", effect), "purchase.")
		switch e := effect.(type) {
		case Notify:
			name += "(" + string(e.News) + ")"
		case Stop:
			name += "(" + string(e.Reason) + ")"
		case Save:
			name += "(" + string(e.Order.State) + ")"
		case Finish:
			name += "(" + string(e.Order.State) + ")"
		case Wait:
			name += "(" + e.For.String() + ")"
		}
		list = append(list, name)
	}
	if list == nil {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

// chosen has chosen an item, with nothing in the way.
func (r *run) chosen(of model.Item, price model.Money) *run {
	return r.on(Choose{Account: account, Item: of, Price: price}, Checked{})
}

// opened has its page open.
func (r *run) opened(of model.Item, price model.Money) *run {
	r.chosen(of, price).on(offer(of, price), Confirmed{Key: "key-1"})
	return r.written().on(SessionCreated{Session: session(of, model.CheckoutOpen)}, PageOpened{})
}

// written has written the order down.
func (r *run) written() *run { return r.on(Written{Order: r.p.Order}) }

func kept(of model.Item, state model.OrderState) model.Order {
	order := model.Order{
		Key: "key-0", AccountID: account.ID, Item: of, State: state, At: model.At(noon.Add(-time.Hour)), SessionID: "cs_1",
		URL: "https://checkout.stripe.com/c/cs_1", ExpiresAt: model.At(noon.Add(time.Hour)),
	}
	if state == model.OrderConfirmed {
		order.SessionID, order.URL, order.ExpiresAt = "", "", model.Time{}
	}
	return order
}

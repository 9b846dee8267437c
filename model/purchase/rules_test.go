package purchase

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
)

var script = Terms{Policy: model.OrderPolling, Tries: 5, Unattended: true, Stops: true}

// Deadlines are by the server's clock: a machine whose clock is off by hours ends no
// order early, and none late.
func TestServersClock(t *testing.T) {
	for _, ahead := range []time.Duration{-40 * time.Minute, 40 * time.Minute, -9 * time.Hour, 9 * time.Hour} {
		t.Run(fmt.Sprint(ahead), func(t *testing.T) {
			r := begin(t, person)
			r.ahead = -ahead // of the server, as the machine is ahead
			r.now = noon.Add(ahead)
			r.opened(packM, dollars19)
			if want := model.At(noon); r.p.At != want {
				t.Errorf("confirmed at %s by the server's clock, want %s", r.p.At, want)
			}
			forgets := SessionPolled{Err: errUnknown}
			r.after(30*time.Minute).on(Due{}, forgets)
			if r.p.Done() {
				t.Fatalf("it ended as %s while its session can be paid", r.p.State)
			}
			r.after(30*time.Minute+model.OrderPolling.Timeout+time.Second).on(Due{}, forgets)
			if r.p.State != model.OrderUnconfirmed {
				t.Fatalf("long after the session's end it is %s", r.p.State)
			}
		})
	}
}

// An order whose session the server calls open is never ended, however late it is, by any
// program.
func TestOpenSessionNeverEnds(t *testing.T) {
	open := SessionPolled{Session: session(packM, model.CheckoutOpen)}
	r := begin(t, person).opened(packM, dollars19)
	for range 50 {
		r.after(time.Hour).on(Due{}, open)
	}
	if r.p.Done() || r.p.Stage != Watching {
		t.Errorf("it is %s at the stage %s", r.p.State, r.p.Stage)
	}
	begin(t, Terms{Policy: model.OrderPolling, Tries: 5, Stops: true}).opened(packM, dollars19).after(9*time.Hour).
		on(Due{}, open).wants(Watching, model.OrderOpened, "Stop(still open)")
	now := Clock{Here: noon.Add(9 * time.Hour), Server: noon.Add(9 * time.Hour)}
	if got := Recheck(now, model.OrderPolling, kept(packM, model.OrderOpened), open); got.Done() {
		t.Errorf("listed, it is %s", got.State)
	}
	if got := Recheck(now, model.OrderPolling, kept(packM, model.OrderOpened), SessionPolled{Err: errUnknown}); got.State != model.OrderUnconfirmed {
		t.Errorf("listed, without a word of it, it is %s", got.State)
	}
	// One that was given up before is open again where the server says so.
	if got := Recheck(now, model.OrderPolling, kept(packM, model.OrderUnconfirmed), open); got.State != model.OrderUnpaid {
		t.Errorf("not seen, and open: %s", got.State)
	}
}

// Whatever is open already is asked about before a new key is made; a script is
// refused, as there is nobody to ask.
func TestAskedBeforeANewKey(t *testing.T) {
	unseen, pending := kept(packM, model.OrderUnconfirmed), kept(packM, model.OrderPending)
	elsewhere := session(packM, model.CheckoutOpen)
	otherPlan := session(creator, model.CheckoutOpen)
	for name, test := range map[string]struct {
		of       model.Item
		checked  Checked
		look     *SessionPolled
		question QuestionKind
		choices  string
		script   string // what a script gets
	}{
		"a page made elsewhere": {packM, Checked{Open: []model.Checkout{elsewhere}}, nil, OpenSession, "[go on new nothing]", "Stop(refused)"},
		"another plan's page":   {proPlan, Checked{Open: []model.Checkout{otherPlan}}, nil, OpenSession, "[go on cancel it nothing]", "Stop(refused)"},
		"another plan's order": {
			proPlan,
			Checked{Orders: []model.Order{kept(creator, model.OrderOpened)}},
			&SessionPolled{Session: session(creator, model.CheckoutOpen)}, OtherPlan, "[go on cancel it nothing]", "Stop(refused)",
		},
		"an order not seen": {
			packM, Checked{Orders: []model.Order{unseen}}, &SessionPolled{Err: errUnknown}, UnseenOrder, "[go on new nothing]", "Stop(failed)",
		},
		"a payment under way": {
			packM,
			Checked{Orders: []model.Order{pending}},
			&SessionPolled{Session: unpaid(packM)}, PendingOrder, "[go on new nothing]",
			"Save(pending), Notify(going on), Notify(pending), Wait(1s)",
		},
		"lost orders":                   {packM, Checked{Lost: errGone}, nil, LostOrders, "[new nothing]", "Stop(refused)"},
		"lost orders, no list of pages": {packM, Checked{Lost: errGone, OpenErr: errUnknown}, nil, LostOrders, "[new nothing]", "Stop(refused)"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, terms := range []Terms{person, script} {
				r := begin(t, terms).on(Choose{Account: account, Item: test.of, Price: dollars19}, test.checked)
				if test.look != nil {
					r.on(*test.look)
				}
				if terms.Unattended {
					if got := names(r.effects); got != test.script {
						t.Errorf("a script gets %s, want %s", got, test.script)
					}
					continue
				}
				if r.p.Stage != Asking || r.p.Question.Kind != test.question || fmt.Sprint(r.p.Question.Choices()) != test.choices {
					t.Errorf("%s asks %q: %v", r.p.Stage, r.p.Question.Kind, r.p.Question.Choices())
				}
				for _, choice := range r.p.Question.Choices() {
					next := (&run{t: t, p: r.p, now: r.now}).on(Answer{Choice: choice, Key: "key-9"})
					if choice != New && choice != CancelIt && next.p.Stage == Quoting {
						t.Errorf("%s leads to a new order", choice)
					}
				}
			}
		})
	}
	// What is of another item stands in nobody's way.
	begin(t, script).on(Choose{Account: account, Item: packS, Price: dollars19}, Checked{
		Open: []model.Checkout{session(packM, model.CheckoutOpen)}, Orders: []model.Order{kept(packM, model.OrderOpened), kept(packM, model.OrderUnconfirmed)},
	}).wants(Quoting, model.OrderDrafted, "Notify(other open), FetchQuote")
	// A page of an order of this machine is that order's.
	begin(t, person).on(Choose{Account: account, Item: packM, Price: dollars19}, Checked{
		Open: []model.Checkout{session(packM, model.CheckoutOpen)}, Orders: []model.Order{kept(packM, model.OrderOpened)},
	}, SessionPolled{Session: session(packM, model.CheckoutOpen)}).wants(Watching, model.OrderOpened, "Notify(going on), OpenPage, Notify(waiting), Wait(1s)")
}

// unpaid is a session that is complete, whose payment is under way.
func unpaid(of model.Item) model.Checkout {
	s := session(of, model.CheckoutComplete)
	s.PaymentStatus = model.PaymentUnpaid
	return s
}

// Going on with a page that was opened elsewhere makes no session: it is written down,
// opened and followed.
func TestAdoptSession(t *testing.T) {
	r := begin(t, person).on(Choose{Account: account, Item: packM, Price: dollars19}, Checked{Open: []model.Checkout{session(packM, model.CheckoutOpen)}})
	r.on(Answer{Choice: GoOn, Key: "key-1"}).wants(Writing, model.OrderCreated, "Write")
	r.written().wants(Watching, model.OrderCreated, "OpenPage, Notify(waiting), Wait(1s)")
	if r.p.Key != "key-1" || r.p.SessionID != "cs_1" || r.p.Price != dollars19 || r.p.AccountID != account.ID {
		t.Errorf("adopted as %+v", r.p.Order)
	}
	nowhere := session(packM, model.CheckoutOpen)
	nowhere.URL = ""
	begin(t, person).on(Choose{Account: account, Item: packM}, Checked{Open: []model.Checkout{nowhere}}, Answer{Choice: GoOn, Key: "key-1"}).
		wants(Stuck, model.OrderDrafted, "Stop(refused)")
}

// A plan's page makes room for another one only once it is cancelled; paid meanwhile,
// nothing more is bought.
func TestCancelTheOtherPlan(t *testing.T) {
	canceling := func() *run {
		return begin(t, person).on(Choose{Account: account, Item: proPlan, Price: dollars79},
			Checked{Open: []model.Checkout{session(creator, model.CheckoutOpen)}}, Answer{Choice: CancelIt})
	}
	canceling().wants(Canceling, model.OrderDrafted, "CancelSession")
	canceling().on(SessionPolled{Session: session(creator, model.CheckoutCanceled)}).wants(Quoting, model.OrderDrafted, "FetchQuote")
	canceling().on(SessionPolled{Session: session(creator, model.CheckoutComplete)}).wants(Stuck, model.OrderDrafted, "Stop(refused)")
	canceling().on(SessionPolled{Err: errGone}).wants(Stuck, model.OrderDrafted, "Stop(failed)")

	own := begin(t, person).on(Choose{Account: account, Item: proPlan, Price: dollars79},
		Checked{Orders: []model.Order{kept(creator, model.OrderOpened)}}, SessionPolled{Session: session(creator, model.CheckoutOpen)}, Answer{Choice: CancelIt})
	own.on(SessionPolled{Session: session(creator, model.CheckoutCanceled)}).
		wants(Quoting, model.OrderDrafted, "Save(canceled), Notify(was ended), FetchQuote")
}

// A check that is older than the quote may be is made again before a new key is used.
func TestCheckedAgain(t *testing.T) {
	r := begin(t, person).chosen(packM, dollars19).on(offer(packM, dollars19)).after(2 * time.Minute)
	r.on(Confirmed{Key: "key-1"}).wants(Quoting, model.OrderDrafted, "FetchQuote")
	r.on(offer(packM, dollars19)).wants(Checking, model.OrderDrafted, "Check")
	r.on(Checked{Open: []model.Checkout{session(packM, model.CheckoutOpen)}}).wants(Asking, model.OrderDrafted, "Ask")
	r.on(Answer{Choice: New}).wants(Writing, model.OrderConfirmed, "Write")
	if r.p.Key != "key-1" {
		t.Errorf("the key is %q", r.p.Key)
	}
}

// A quote or a session is for exactly what was chosen, and for a script as it is listed:
// else nothing is created or opened.
func TestOnlyWhatWasChosen(t *testing.T) {
	euros := offer(packM, model.Money{Amount: 1900, Currency: "EUR"})
	dearer := offer(packM, model.Money{Amount: 1901, Currency: "USD"})
	cheaper := offer(packM, model.Money{Amount: 1000, Currency: "USD"})
	prorated := offer(proPlan, model.Money{Amount: 5000, Currency: "USD"})
	prorated.Quote.Lines = []model.QuoteLine{{Description: "Pro", Money: dollars79}, {Description: "Unused time", Money: model.Money{Amount: -2900, Currency: "USD"}}}
	fewer := offer(packM, dollars19)
	fewer.Quote.CreditsNow = 1999 * model.Credit
	for name, test := range map[string]struct {
		of             model.Item
		price          model.Money
		quote          Quoted
		person, script bool // it is shown to a person, and bought by a script
	}{
		"as listed":          {packM, dollars19, offer(packM, dollars19), true, true},
		"another item":       {packM, dollars19, offer(packS, dollars19), false, false},
		"another interval":   {creator, dollars19, offer(item(model.KindPlan, "creator", model.Monthly, "Creator", 4000), dollars19), false, false},
		"another currency":   {packM, dollars19, euros, false, false},
		"a higher price":     {packM, dollars19, dearer, true, false},
		"a lower price":      {packM, dollars19, cheaper, true, false},
		"a price explained":  {proPlan, dollars79, prorated, true, true},
		"fewer credits":      {packM, dollars19, fewer, true, false},
		"nothing told":       {packM, dollars19, Quoted{Err: errUnknown}, true, true},
		"no price is listed": {packM, model.Money{}, offer(packM, dollars19), true, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, terms := range []Terms{person, script} {
				want := test.person
				if terms.Unattended {
					want = test.script
				}
				r := begin(t, terms).chosen(test.of, test.price).on(test.quote)
				if got := r.p.Stage == Confirming; got != want {
					t.Errorf("%+v: confirmed %t, want %t (%v)", terms, got, want, r.p.Err)
				}
				if r.on(Confirmed{Key: "key-1"}); !want && r.p.Stage == Writing {
					t.Error("it is bought all the same")
				}
			}
		})
	}
	for name, sold := range map[string]model.Checkout{
		"another item":  session(packS, model.CheckoutOpen),
		"fewer credits": session(item(model.KindPack, "pack-m", "", "Pack M", 20), model.CheckoutOpen),
	} {
		t.Run("a session of "+name, func(t *testing.T) {
			r := begin(t, script).chosen(packM, dollars19).on(offer(packM, dollars19), Confirmed{Key: "key-1"}).written().on(SessionCreated{Session: sold})
			r.wants(Ended, model.OrderCanceled, "Save(canceled), Finish(canceled)")
			var mismatch *Mismatch
			if r.p.SessionID != "" || r.p.URL != "" || !errors.As(r.p.Err, &mismatch) {
				t.Errorf("%+v, %v", r.p.Order, r.p.Err)
			}
		})
	}
}

// An error that does not say for certain that nothing was made leaves the order, and the
// open sessions are looked at; a refusal of the server itself ends it.
func TestUncertainErrorsLeaveTheOrder(t *testing.T) {
	for kind := model.OtherError; kind <= model.CaptivePortal; kind++ {
		refused := map[model.ErrorKind]bool{
			model.Conflict: true, model.Invalid: true, model.NotFound: true, model.NotSupported: true, model.Forbidden: true,
			model.NotSignedIn: true, model.NoCredits: true,
		}[kind]
		r := begin(t, person).chosen(packM, dollars19).on(offer(packM, dollars19), Confirmed{Key: "key-1"}).written()
		r.on(SessionCreated{Err: &model.Error{Kind: kind}})
		if refused {
			r.wants(Ended, model.OrderCanceled, "Save(canceled), Finish(canceled)")
			continue
		}
		r.wants(Unsure, model.OrderConfirmed, "Check, Stop(failed)")
		r.on(Checked{Open: []model.Checkout{session(packM, model.CheckoutOpen)}})
		if r.p.OpenElsewhere != 1 {
			t.Errorf("%d pages are open at the server", r.p.OpenElsewhere)
		}
		// The same key again, and where the server has the one page, no second one.
		r.on(Repeat{}).wants(Claiming, model.OrderConfirmed, "Check")
		again := (&run{t: t, p: r.p, now: r.now}).on(Checked{}).wants(CreatingSession, model.OrderConfirmed, "CreateSession")
		if made := again.effects[0].(CreateSession); made.Key != "key-1" {
			t.Errorf("asked for with the key %q", made.Key)
		}
		// What is refused at a second try may have been made at the first.
		again.on(SessionCreated{Err: errTaken}).wants(Unsure, model.OrderConfirmed, "Check, Stop(failed)")
		r.on(Checked{Open: []model.Checkout{session(packM, model.CheckoutOpen)}}).
			wants(Watching, model.OrderCreated, "Save(created), OpenPage, Notify(waiting), Wait(1s)")
	}
}

// A request that is under way is asked for again, with the same key; one that stands for
// something else leaves the order.
func TestConflictCodes(t *testing.T) {
	making := func() *run {
		return begin(t, person).chosen(packM, dollars19).on(offer(packM, dollars19), Confirmed{Key: "key-1"}).written()
	}
	r := making()
	for range triesInUse - 1 {
		r.on(SessionCreated{Err: errInUse}, Due{}).wants(CreatingSession, model.OrderConfirmed, "CreateSession")
	}
	r.on(SessionCreated{Err: errInUse}).wants(Unsure, model.OrderConfirmed, "Check, Stop(failed)")
	making().on(SessionCreated{Err: errOther}).wants(Unsure, model.OrderConfirmed, "Check, Stop(failed)")
	making().on(SessionCreated{Err: &model.Error{Kind: model.Conflict, Code: model.AlreadySubscribed}}).
		wants(Ended, model.OrderCanceled, "Save(canceled), Finish(canceled)")
}

// The ledger's row ends the order whatever the session says, and by whatever way it
// comes.
func TestRowIsTheLastWord(t *testing.T) {
	rows := &LedgerRead{Rows: []model.Transaction{row(packM)}}
	for _, looked := range []SessionPolled{
		{Session: session(packM, model.CheckoutOpen), Ledger: rows},
		{Session: session(packM, model.CheckoutExpired), Ledger: rows},
		{Session: session(packM, "a word of tomorrow"), Ledger: rows},
		{Err: errUnknown, Ledger: rows},
	} {
		r := begin(t, script).opened(packM, dollars19).on(Due{}, looked).wants(Ended, model.OrderFulfilled, "Save(arrived), Finish(arrived)")
		if r.p.Charged != dollars19 || r.p.Receipt == "" || r.p.TransactionID != "row" {
			t.Errorf("arrived as %+v", r.p.Order)
		}
	}
	// While the page is open the ledger is read now and then.
	r, read := begin(t, person).opened(packM, dollars19), false
	for range ledgerEvery {
		r.on(Due{}, SessionPolled{Session: session(packM, model.CheckoutOpen)})
		for _, effect := range r.effects {
			_, is := effect.(ReadLedger)
			read = read || is
		}
	}
	if !read {
		t.Error("nobody reads the ledger while the page is open")
	}
}

// "complete" is not paid: a payment that is under way is waited for, for days, and can
// still fail; a failure, an expiry and a cancellation take "paid" back.
func TestCompleteIsNotPaid(t *testing.T) {
	pending := func() *run {
		return begin(t, person).opened(packM, dollars19).on(Due{}, SessionPolled{Session: unpaid(packM)})
	}
	r := pending().wants(Watching, model.OrderPending, "Save(pending), Notify(pending), ReadLedger, Wait(1.5s)")
	if r.p.Paid || r.p.Done() {
		t.Errorf("%+v", r.p.Order)
	}
	for range 100 { // days
		r.after(time.Hour).on(LedgerRead{}, Due{}, SessionPolled{Session: unpaid(packM)})
	}
	if r.p.State != model.OrderPending || r.effects[len(r.effects)-1].(Wait).For < SlowPace.Initial {
		t.Errorf("after days it is %s, and asked about in %v", r.p.State, r.effects)
	}
	paid := session(packM, model.CheckoutComplete)
	if r := pending().on(Due{}, SessionPolled{Session: paid}); !r.p.Paid {
		t.Error("it is not paid")
	}
	for status, state := range map[model.CheckoutStatus]model.OrderState{
		model.CheckoutFailed: model.OrderFailed, model.CheckoutExpired: model.OrderExpired, model.CheckoutCanceled: model.OrderCanceled,
	} {
		for _, r := range []*run{pending(), pending().on(Due{}, SessionPolled{Session: paid})} {
			r.on(Due{}, SessionPolled{Session: session(packM, status)})
			if r.p.State != state || r.p.Paid || r.p.Complete {
				t.Errorf("%s after that: %+v", status, r.p.Order)
			}
		}
	}
	// A command ends, and the order stays.
	late := begin(t, Terms{Policy: model.OrderPolling, Stops: true}).opened(packM, dollars19).on(Due{}, SessionPolled{Session: unpaid(packM), Ledger: &LedgerRead{}})
	late.after(model.OrderPolling.Timeout+time.Minute).on(Due{}, SessionPolled{Session: unpaid(packM), Ledger: &LedgerRead{}}).
		wants(Watching, model.OrderPending, "Stop(still open)")
	// Where the server does not say, nothing is claimed.
	silent := session(packM, model.CheckoutComplete)
	silent.PaymentStatus = ""
	if r := begin(t, person).opened(packM, dollars19).on(Due{}, SessionPolled{Session: silent}); r.p.Paid || !r.p.Complete {
		t.Errorf("%+v", r.p.Order)
	}
}

// An order for a plan whose quote promised no credits has no row: it ends by the
// subscription, once its session is complete.
func TestPlanWithoutCredits(t *testing.T) {
	quote := offer(creator, model.Money{Amount: 0, Currency: "USD"})
	quote.Quote.CreditsNow = 0
	r := begin(t, person).chosen(creator, dollars79).on(quote, Confirmed{Key: "key-1"}).written()
	if !r.p.BringsNone {
		t.Fatalf("%+v", r.p.Order)
	}
	is := SubscriptionRead{Subscription: model.Subscription{Plan: "creator", Interval: model.Yearly, Status: model.StatusActive}}
	r.on(SessionCreated{Session: session(creator, model.CheckoutOpen)}, is)
	if r.p.Done() {
		t.Fatal("it arrived while its page can be paid") // by a change elsewhere
	}
	done := session(creator, model.CheckoutComplete)
	done.PaymentStatus = model.PaymentNone
	r.on(Due{}, SessionPolled{Session: done}).wants(Watching, model.OrderCreated, "Save(created), Notify(completed), ReadLedger, ReadSubscription, Wait(1.5s)")
	for _, other := range []model.Subscription{
		{Plan: "creator", Interval: model.Monthly, Status: model.StatusActive},
		{Plan: "pro", Interval: model.Yearly, Status: model.StatusActive},
		{Plan: "creator", Interval: model.Yearly, Status: model.StatusIncomplete},
		{},
	} {
		if r.on(SubscriptionRead{Subscription: other}); r.p.Done() {
			t.Fatalf("it arrived by %+v", other)
		}
	}
	r.on(is).wants(Ended, model.OrderFulfilled, "Save(arrived), Finish(arrived)")
}

// Without confirmation of the exported key nothing is created or opened.
func TestConsent(t *testing.T) {
	r := begin(t, person).on(Choose{Account: account, Item: packM, Price: dollars19, NeedsConsent: true}, Checked{}, offer(packM, dollars19))
	r.on(Confirmed{Key: "key-1"}).wants(Confirming, model.OrderDrafted, "nothing")
	r.on(Consent{}, Confirmed{Key: "key-1"}).wants(Writing, model.OrderConfirmed, "Write")

	resumed := begin(t, person).on(Resume{Order: kept(packM, model.OrderOpened), NeedsConsent: true}, SessionPolled{Session: session(packM, model.CheckoutOpen)})
	resumed.on(Reopen{}).wants(Watching, model.OrderUnpaid, "nothing")
	resumed.on(Consent{}, Reopen{}).wants(Watching, model.OrderUnpaid, "OpenPage")

	asked := begin(t, person).on(Choose{Account: account, Item: packM, Price: dollars19, NeedsConsent: true},
		Checked{Open: []model.Checkout{session(packM, model.CheckoutOpen)}}, Answer{Choice: GoOn, Key: "key-1"})
	asked.wants(Asking, model.OrderDrafted, "nothing")
}

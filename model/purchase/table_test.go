package purchase

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/studio-tui/studio-tui/model"
)

// stages are purchases at every stage, as they come there.
func stages(t *testing.T) []*run {
	held := begin(t, person).on(Resume{Order: kept(packM, model.OrderConfirmed), NeedsConsent: true})
	asked := func(of model.Item, orders []model.Order, open ...model.Checkout) *run {
		return begin(t, person).on(Choose{Account: account, Item: of, Price: dollars19}, Checked{Orders: orders, Open: open})
	}
	confirming := func() *run { return begin(t, person).chosen(packM, dollars19).on(offer(packM, dollars19)) }
	making := func() *run { return confirming().on(Confirmed{Key: "key-1"}).written() }
	open := func() *run { return begin(t, person).opened(packM, dollars19) }
	return []*run{
		begin(t, person),
		begin(t, person).on(Choose{Account: account, Item: packM, Price: dollars19}),
		asked(packM, []model.Order{kept(packM, model.OrderOpened)}),
		asked(packM, nil, session(packM, model.CheckoutOpen)),
		asked(proPlan, nil, session(creator, model.CheckoutOpen)),
		begin(t, person).chosen(packM, dollars19),
		confirming(),
		begin(t, person).on(Choose{Account: account, Item: packM}, Checked{OpenErr: errGone}),
		confirming().on(Confirmed{Key: "key-1"}),
		making().on(SessionCreated{Err: errGone}, Repeat{}),
		making(),
		making().on(SessionCreated{Err: errInUse}),
		making().on(SessionCreated{Err: errGone}),
		held,
		open(),
		open().on(Due{}),
		open().on(Cancel{}),
		begin(t, person).chosen(packM, dollars19).on(Quoted{Err: errNotSold}),
		open().on(LedgerRead{Rows: []model.Transaction{row(packM)}}),
	}
}

// events are all that can happen, some in several ways.
func events() []Event {
	return []Event{
		Choose{Account: account, Item: packS, Price: dollars19},
		Resume{Order: kept(packM, model.OrderOpened)},
		Checked{},
		Checked{Open: []model.Checkout{session(packM, model.CheckoutOpen)}},
		Checked{OpenErr: errGone},
		Checked{OpenErr: errUnknown},
		Checked{Lost: errGone},
		Checked{Orders: []model.Order{kept(packM, model.OrderUnconfirmed)}},
		Answer{Choice: GoOn, Key: "key-2"},
		Answer{Choice: New, Key: "key-2"},
		Answer{Choice: CancelIt},
		Answer{Choice: Nothing},
		offer(packM, dollars19), offer(packS, dollars19), offer(packM, dollars79),
		Quoted{Err: errUnknown},
		Quoted{Err: errGone},
		Confirmed{Key: "key-3"},
		Consent{},
		Repeat{},
		Written{Order: kept(packM, model.OrderConfirmed)},
		Written{Err: errGone},
		SessionCreated{Session: session(packM, model.CheckoutOpen)},
		SessionCreated{Session: session(packS, model.CheckoutOpen)},
		SessionCreated{Err: errGone},
		SessionCreated{Err: errTaken},
		SessionCreated{Err: errInUse},
		SessionCreated{Err: errOther},
		SessionCreated{Err: errMoved},
		PageOpened{},
		PageOpened{Err: errGone},
		Due{},
		SessionPolled{Session: session(packM, model.CheckoutOpen)},
		SessionPolled{Session: session(packM, model.CheckoutComplete)},
		SessionPolled{Session: session(packM, model.CheckoutExpired)},
		SessionPolled{Session: session(packM, model.CheckoutCanceled)},
		SessionPolled{Session: session(packM, model.CheckoutFailed)},
		SessionPolled{Err: errGone},
		SessionPolled{Err: errUnknown},
		LedgerRead{Rows: []model.Transaction{row(packM)}},
		LedgerRead{Err: errGone},
		SubscriptionRead{},
		Reopen{},
		Returned{},
		Cancel{},
		Saved{Order: model.Order{Key: "key-1", State: model.OrderExpired}},
	}
}

// TestEveryEventAtEveryStage holds the whole table: what each event makes of each stage.
// Events that change nothing and ask for nothing are left out.
func TestEveryEventAtEveryStage(t *testing.T) {
	var b strings.Builder
	seen := map[Stage]bool{}
	for _, at := range stages(t) {
		seen[at.p.Stage] = true
		fmt.Fprintf(&b, "%s %s\n", name(string(at.p.Stage)), at.p.Question.Kind)
		for _, event := range events() {
			before := at.p
			next := (&run{t: t, p: before, now: at.now}).on(event)
			if !reflect.DeepEqual(at.p, before) {
				t.Fatalf("%T changed what it was given", event)
			}
			if reflect.DeepEqual(next.p, before) && next.effects == nil {
				continue
			}
			fmt.Fprintf(&b, "  %-60s %s, %s: %s\n", describe(event), name(string(next.p.Stage)), name(string(next.p.State)), names(next.effects))
		}
	}
	for _, stage := range []Stage{
		Idle, Checking, Recalling, Asking, Quoting, Confirming, Stuck, Writing, Claiming, CreatingSession, Pausing, Unsure, Held,
		Watching, Looking, Canceling, Elsewhere, Ended,
	} {
		if !seen[stage] {
			t.Errorf("nothing is at the stage %q", stage)
		}
	}
	golden.RequireEqual(t, b.String())
}

func name(text string) string {
	if text == "" {
		return "idle"
	}
	return text
}

// describe is an event in short.
func describe(event Event) string {
	text := strings.TrimPrefix(fmt.Sprintf("%T", event), "purchase.")
	add := func(values ...any) string {
		return strings.TrimRight(text+" "+strings.TrimSpace(fmt.Sprintln(values...)), " ")
	}
	word := func(err error) string {
		if err == nil {
			return ""
		}
		return "error " + fmt.Sprint(model.KindOf(err)) + string(model.CodeOf(err))
	}
	switch e := event.(type) {
	case Checked:
		lost := ""
		if e.Lost != nil {
			lost = "orders lost"
		}
		return add(len(e.Open), "open,", len(e.Orders), "kept", word(e.OpenErr), lost)
	case Answer:
		return add(e.Choice)
	case Quoted:
		return add(e.Quote.Item.Slug, e.Quote.DueNow.Amount, word(e.Err))
	case Written:
		return add(e.Order.Key, word(e.Err))
	case SessionCreated:
		return add(e.Session.Item.Slug, word(e.Err))
	case PageOpened:
		return add(word(e.Err))
	case SessionPolled:
		return add(string(e.Session.Status), word(e.Err))
	case LedgerRead:
		return add(len(e.Rows), "rows", word(e.Err))
	}
	return text
}

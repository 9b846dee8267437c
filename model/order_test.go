package model

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var orderStates = []OrderState{
	OrderDrafted, OrderConfirmed, OrderCreated, OrderOpened, OrderUnpaid, OrderPending, OrderFulfilled, OrderExpired, OrderCanceled, OrderFailed, OrderUnconfirmed,
}

var orderEvents = []OrderEvent{
	EventConfirm, EventCreated, EventOpened, EventReturned, EventPending, EventExpired, EventCanceled, EventFailed, EventArrived, EventTimeUp, EventOpen,
}

// TestOrderTable holds the whole table: every event in every state, "·" for one
// that changes nothing.
func TestOrderTable(t *testing.T) {
	const same OrderState = "·"
	want := map[OrderState][]OrderState{
		//              confirm         created       opened       returned     pending … open
		OrderDrafted:     {OrderConfirmed, same, same, same, same, same, same, same, same, same, same},
		OrderConfirmed:   {same, OrderCreated, same, same, OrderPending, OrderExpired, OrderCanceled, OrderFailed, OrderFulfilled, OrderUnconfirmed, same},
		OrderCreated:     {same, same, OrderOpened, OrderUnpaid, OrderPending, OrderExpired, OrderCanceled, OrderFailed, OrderFulfilled, OrderUnconfirmed, same},
		OrderOpened:      {same, same, same, OrderUnpaid, OrderPending, OrderExpired, OrderCanceled, OrderFailed, OrderFulfilled, OrderUnconfirmed, same},
		OrderUnpaid:      {same, same, OrderOpened, same, OrderPending, OrderExpired, OrderCanceled, OrderFailed, OrderFulfilled, OrderUnconfirmed, same},
		OrderPending:     {same, same, same, same, same, OrderExpired, OrderCanceled, OrderFailed, OrderFulfilled, OrderUnconfirmed, same},
		OrderFulfilled:   {same, same, same, same, same, same, same, same, same, same, same},
		OrderExpired:     {same, same, same, same, same, same, same, same, OrderFulfilled, same, same},
		OrderCanceled:    {same, same, same, same, same, same, same, same, OrderFulfilled, same, same},
		OrderFailed:      {same, same, same, same, same, same, same, same, OrderFulfilled, same, same},
		OrderUnconfirmed: {same, same, same, same, OrderPending, OrderExpired, OrderCanceled, OrderFailed, OrderFulfilled, same, OrderUnpaid},
	}
	for _, state := range orderStates {
		for i, event := range orderEvents {
			expected := want[state][i]
			if expected == same {
				expected = state
			}
			if got := state.Next(event); got != expected {
				t.Errorf("%s on %s is %s, want %s", state, event, got, expected)
			}
		}
	}
}

// TestOrderHears feeds an order what a server says of its session, in any order,
// with repeats and losses: it arrives exactly where the row was seen, never
// without, and a paid one is never called expired or canceled.
func TestOrderHears(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		order := Order{Key: "k", State: OrderDrafted}.Confirm(at)
		session := Checkout{ID: "cs_1", URL: "https://checkout.stripe.com/c", Status: CheckoutOpen, ExpiresAt: At(at.Add(time.Hour))}
		fate := rapid.SampledFrom([]CheckoutStatus{CheckoutOpen, CheckoutComplete, CheckoutExpired, CheckoutCanceled}).Draw(t, "fate")
		row := Transaction{ID: "row", Seq: 2, Type: TypePurchase, Amount: 500 * Credit, Balance: 1500 * Credit, CheckoutID: "cs_1"}
		other := Transaction{ID: "other", Seq: 1, Type: TypePurchase, Amount: 500 * Credit, Balance: 1000 * Credit, CheckoutID: "cs_2"}
		ended, seen, knew := false, false, false
		for range rapid.IntRange(0, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 6).Draw(t, "step") {
			case 0:
				ended = true
			case 1:
				told := session
				if ended {
					told.Status = fate
				}
				order = order.ApplySession(told)
				knew = true
			case 2: // news that was long on its way
				order = order.ApplySession(session)
				knew = true
			case 3:
				rows := []Transaction{other}
				if ended && fate == CheckoutComplete {
					rows = append([]Transaction{row}, rows...)
					seen = seen || knew
				}
				order = order.MatchTransaction(rows)
			case 4:
				order = order.Apply(EventOpened)
			case 5:
				order = order.Apply(EventReturned)
			case 6:
				order = order.Apply(EventTimeUp)
			}
			if (order.State == OrderFulfilled) != seen {
				t.Fatalf("state %s, row seen: %v", order.State, seen)
			}
			if order.Paid && (order.State == OrderExpired || order.State == OrderCanceled) {
				t.Fatalf("paid, and called %s", order.State)
			}
		}
		if seen && (order.Before != 1000*Credit || order.After != 1500*Credit || order.TransactionID != "row") {
			t.Fatalf("arrived as %+v", order)
		}
	})
}

// TestOrderMerge joins what two programs know: the outcome is the same whichever
// writes last, and nothing that either knows is lost.
func TestOrderMerge(t *testing.T) {
	draw := func(t *rapid.T, name string) Order {
		o := Order{Key: "k", State: rapid.SampledFrom(orderStates).Draw(t, name)}
		if o.State != OrderDrafted && o.State != OrderConfirmed {
			o.SessionID, o.URL = "cs_1", "https://checkout.stripe.com/c"
		}
		if o.State == OrderFulfilled {
			o.Paid, o.TransactionID, o.After = true, "row", 9*Credit
		}
		o.Announced = o.Done() && rapid.Bool().Draw(t, name+" told")
		return o
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		ab, ba := a.Merge(b), b.Merge(a)
		if progress[ab.State] != progress[ba.State] || progress[ab.State] != max(progress[a.State], progress[b.State]) {
			t.Fatalf("%s and %s merge to %s or %s", a.State, b.State, ab.State, ba.State)
		}
		told := a.Announced || b.Announced
		switch ahead := progress[a.State] - progress[b.State]; {
		case ahead > 0:
			told = a.Announced
		case ahead < 0:
			told = b.Announced
		}
		for _, merged := range []Order{ab, ba} {
			if merged.Announced != told || merged.Paid != (a.Paid || b.Paid) ||
				(merged.SessionID == "") != (a.SessionID == "" && b.SessionID == "") ||
				(merged.TransactionID == "") != (a.TransactionID == "" && b.TransactionID == "") {
				t.Fatalf("%+v and %+v merge to %+v", a, b, merged)
			}
		}
	})
	if got := (Order{Key: "a"}).Merge(Order{Key: "b", State: OrderFulfilled}); got.Key != "a" || got.State != "" {
		t.Errorf("orders of two keys merge to %+v", got)
	}
}

// TestOrderToldAgain makes news of an end that follows another one, once.
func TestOrderToldAgain(t *testing.T) {
	unseen := Order{Key: "k", State: OrderUnconfirmed, SessionID: "cs_1", Announced: true}
	row := Transaction{ID: "row", Amount: 500 * Credit, CheckoutID: "cs_1"}
	for _, end := range []Order{unseen.MatchTransaction([]Transaction{row}), unseen.Apply(EventExpired), unseen.Apply(EventCanceled)} {
		if end.Announced || unseen.Merge(end).Announced || end.Merge(unseen).Announced {
			t.Errorf("%s counts as told", end.State)
		}
		end.Announced = true
		if again := unseen.Apply(EventExpired); !end.Merge(unseen).Announced || (end.State == again.State && !end.Merge(again).Announced) {
			t.Errorf("%s is told twice", end.State)
		}
	}
	if same := unseen.Apply(EventTimeUp); !same.Announced {
		t.Error("nothing happened, and it is told again")
	}
}

func TestOrderForeignSession(t *testing.T) {
	order := Order{Key: "k", State: OrderConfirmed}.ApplySession(Checkout{ID: "cs_1", Status: CheckoutOpen})
	if got := order.ApplySession(Checkout{ID: "cs_2", Status: CheckoutCanceled}); got != order {
		t.Errorf("another session made it %+v", got)
	}
}

func TestOrderResume(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	order := Order{Key: "k", State: OrderConfirmed, At: At(at)}
	if got := order.Resume(at.Add(ResumeWithin)); got.State != OrderConfirmed {
		t.Errorf("within: %s", got.State)
	}
	if got := order.Resume(at.Add(ResumeWithin + time.Second)); got.State != OrderUnconfirmed {
		t.Errorf("too old: %s", got.State)
	}
	order = order.ApplySession(Checkout{ID: "cs_1", Status: CheckoutOpen, ExpiresAt: At(at.Add(time.Hour))})
	if got := order.Resume(at.Add(48 * time.Hour)); got.State != OrderCreated {
		t.Errorf("with a session: %s", got.State)
	}
}

func TestOrderStatesAreAll(t *testing.T) {
	for state := range orderTable {
		if !slices.Contains(orderStates, state) {
			t.Errorf("%s is in the table and not in the tests", state)
		}
	}
}

// An order keeps the balance of its confirmation if that before the row overflows: an order
// with an unknown one could not be read back.
func TestOrderOfAnExtremeRow(t *testing.T) {
	const most = Credits(math.MaxInt64)
	order := Order{State: OrderOpened, SessionID: "cs_1", Before: 7}.MatchTransaction([]Transaction{
		{ID: "a", CheckoutID: "cs_1", Amount: most, Balance: -most},
	})
	text, err := json.Marshal(order)
	var back Order
	if err != nil || order.State != OrderFulfilled || order.Before != 7 || json.Unmarshal(text, &back) != nil {
		t.Errorf("%+v, %v", order, err)
	}
}

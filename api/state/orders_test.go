package state_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
)

func TestOrderComesBackAsItWas(t *testing.T) {
	credits := model.Credits(2_000_000_001)
	full := model.Order{
		Key: "k", AccountID: alice, State: model.OrderFulfilled,
		Item:  model.Item{Kind: model.KindPlan, Slug: "creator", Interval: "month", Name: "Creator", Credits: &credits},
		Price: model.Money{Amount: 2900, Currency: "USD"},
		At:    model.At(noon), Before: -1, SessionID: "cs_1", URL: "https://checkout.stripe.com/c/pay/cs_1?<&>",
		ExpiresAt: model.At(noon.Add(time.Hour)), Paid: true, TransactionID: "t", Arrived: credits, After: credits - 1,
	}
	store := open(t, t.TempDir())
	for _, want := range []model.Order{full, order("a")} {
		put(t, store, host, want)
		found := ordersOf(t, store, host, alice)
		if !reflect.DeepEqual(found[0], want) && !reflect.DeepEqual(found[len(found)-1], want) {
			t.Errorf("%+v is not among %+v", want, found)
		}
	}
}

func TestOrdersBelongToTheirAccountAndHost(t *testing.T) {
	store := open(t, t.TempDir())
	put(t, store, host, order("a"))
	put(t, store, "other.example", order("a"))
	other := order("b")
	other.AccountID = bert
	put(t, store, host, other)
	for _, c := range []struct {
		host    string
		account model.ID
		want    string
	}{{host, alice, "a"}, {"other.example", alice, "a"}, {host, bert, "b"}} {
		if found := ordersOf(t, store, c.host, c.account); len(found) != 1 || found[0].Key != c.want {
			t.Errorf("%s at %s: %v", c.account, c.host, found)
		}
	}
	if found := ordersOf(t, store, "other.example", bert); len(found) != 0 {
		t.Errorf("somebody else's: %v", found)
	}
	taken := order("b")
	if err := store.PutOrder(host, taken); !errors.Is(err, state.ErrForeign) {
		t.Errorf("another account's order was replaced: %v", err)
	}
	for _, bad := range []model.Order{{}, {Key: "x"}, {AccountID: alice}} {
		if err := store.PutOrder(host, bad); !errors.Is(err, state.ErrIncomplete) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if err := store.PutOrder("", order("x")); !errors.Is(err, state.ErrIncomplete) {
		t.Errorf("without a host: %v", err)
	}
}

func TestUpdateSeesWhatOthersWrote(t *testing.T) {
	store := open(t, t.TempDir())
	if _, err := store.Update(host, "a", func(*model.Order) error { t.Error("altered nothing"); return nil }); !errors.Is(err, state.ErrNoOrder) {
		t.Errorf("without one: %v", err)
	}
	put(t, store, host, order("a"))
	kept, err := store.Update(host, "a", func(o *model.Order) error {
		*o = o.ApplySession(model.Checkout{ID: "cs_1", Status: model.CheckoutOpen})
		return nil
	})
	if err != nil || kept.SessionID != "cs_1" || kept.State != model.OrderCreated {
		t.Errorf("updated: %+v, %v", kept, err)
	}
	no := errors.New("no")
	if _, err := store.Update(host, "a", func(o *model.Order) error { o.Paid = true; return no }); !errors.Is(err, no) {
		t.Errorf("refused: %v", err)
	}
	for _, alter := range []func(*model.Order){
		func(o *model.Order) { o.Key = "b" }, func(o *model.Order) { o.AccountID = bert }, func(o *model.Order) { o.Key = "" },
	} {
		if _, err := store.Update(host, "a", func(o *model.Order) error { alter(o); return nil }); err == nil {
			t.Error("an order became another")
		}
	}
	if found := ordersOf(t, store, host, alice); len(found) != 1 || found[0].Paid || found[0].SessionID != "cs_1" {
		t.Errorf("then: %+v", found)
	}
}

func TestArrivedIsTheLastWord(t *testing.T) {
	store := open(t, t.TempDir())
	arrived := order("a")
	arrived.State, arrived.Arrived = model.OrderFulfilled, 5
	put(t, store, host, arrived)
	put(t, store, host, order("a")) // a window that knows less
	if found := ordersOf(t, store, host, alice); len(found) != 1 || !reflect.DeepEqual(found[0], arrived) {
		t.Errorf("it became %+v", found)
	}
}

func TestOneConfirmationInTwoWindowsIsOneOrder(t *testing.T) {
	dir := t.TempDir()
	first, second := order("a"), order("b")
	second.Item = first.Item
	if kept, begun, err := open(t, dir).Begin(host, first); err != nil || !begun || kept.Key != "a" {
		t.Fatalf("the first: %+v, %t, %v", kept, begun, err)
	}
	store := open(t, dir)
	if kept, begun, err := store.Begin(host, second); err != nil || begun || kept.Key != "a" {
		t.Errorf("the second: %+v, %t, %v", kept, begun, err)
	}
	other := order("c")
	if _, begun, err := store.Begin(host, other); err != nil || !begun {
		t.Errorf("another item: %t, %v", begun, err)
	}
	foreign := second
	foreign.AccountID = bert
	if _, begun, err := store.Begin(host, foreign); err != nil || !begun {
		t.Errorf("another account: %t, %v", begun, err)
	}
	if _, err := store.Update(host, "a", func(o *model.Order) error { *o = o.Apply(model.EventCanceled); return nil }); err != nil {
		t.Fatal(err)
	}
	again := second
	again.Key = "d"
	if kept, begun, err := store.Begin(host, again); err != nil || !begun || kept.Key != "d" {
		t.Errorf("after the end of the first: %+v, %t, %v", kept, begun, err)
	}
}

func TestEndedOrdersAreKeptForNinetyDays(t *testing.T) {
	dir := t.TempDir()
	at := func(now time.Time) *state.Store {
		store, err := state.Open(dir, state.Options{Now: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	ended, open := order("ended"), order("open")
	put(t, at(noon), host, ended)
	put(t, at(noon), host, open)
	ended.State = model.OrderUnconfirmed
	put(t, at(noon), host, ended)
	ended.Before++
	put(t, at(noon.Add(time.Hour)), host, ended) // written again: it ended no later
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{state.OrderAge, 2}, {state.OrderAge + time.Minute, 1}, {100 * state.OrderAge, 1}} {
		if found := ordersOf(t, at(noon.Add(c.after)), host, alice); len(found) != c.want {
			t.Errorf("after %s: %v", c.after, found)
		}
	}
	put(t, at(noon.Add(state.OrderAge+time.Minute)), host, order("new"))
	text, err := os.ReadFile(filepath.Join(dir, "orders.json"))
	if err != nil || strings.Contains(string(text), `"ended"`) || !strings.Contains(string(text), `"open"`) {
		t.Errorf("the file has %s, %v", text, err)
	}
}

func TestWhatANewerVersionAddedStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "orders.json")
	text := `{"version":1,"note":{"x":[1.50]},"orders":[
		{"host":"api.example","endedAt":null,"mark":"m","order":{"key":"a","accountId":"64f0c0ffee0000000000a11c","state":"confirmed","at":"2026-11-02T12:00:00.000Z",
		"item":{"kind":"pack","slug":"p","colour":"red"},"price":{"amount":1,"currency":"USD"},"balanceBefore":1,"url":null,"expiresAt":null,"paid":false,
		"transactionId":null,"credits":0,"balanceAfter":0,"coupon":"ten","sessionId":""}},
		{"host":"api.example","order":{"key":"b","accountId":["not","a","text"]},"mark":"whole"}
	]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	store := open(t, dir)
	if _, err := store.Update(host, "a", func(o *model.Order) error { o.SessionID, o.Item.Slug = "cs_1", "q"; return nil }); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"note":{"x":[1.50]}`, `"mark":"m"`, `"colour":"red"`, `"slug":"q"`, `"coupon":"ten"`, `"sessionId":"cs_1"`, `["not","a","text"]`, `"mark":"whole"`} {
		if strings.Count(string(after), want) != 1 {
			t.Errorf("%s is not there once: %s", want, after)
		}
	}
	var damaged *state.Damaged
	found, err := store.Orders(host, alice)
	if len(found) != 1 || found[0].SessionID != "cs_1" || !errors.As(err, &damaged) || damaged.Quarantined != "" {
		t.Errorf("read: %+v, %v", found, err)
	}
}

// Whatever is put, in whatever order, by whichever of two windows: what comes back
// is what a map of the last words has.
func TestUpsertsAgreeWithAMap(t *testing.T) {
	type name struct{ host, key string }
	accounts := map[string]model.ID{"a": alice, "b": alice, "c": bert}
	states := []model.OrderState{model.OrderConfirmed, model.OrderCreated, model.OrderUnpaid, model.OrderExpired, "of tomorrow"}
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			r.Fatal(err)
		}
		windows := []*state.Store{open(t, dir).Fleeting(), open(t, dir).Fleeting()}
		want := map[name]model.Order{}
		for range rapid.IntRange(1, 8).Draw(r, "writes") {
			store := windows[rapid.IntRange(0, 1).Draw(r, "window")]
			at := name{rapid.SampledFrom([]string{host, "127.0.0.1:8787"}).Draw(r, "host"), rapid.SampledFrom([]string{"a", "b", "c"}).Draw(r, "key")}
			o := order(at.key)
			o.AccountID = accounts[at.key]
			o.State = rapid.SampledFrom(states).Draw(r, "state")
			o.SessionID = rapid.StringMatching(`(cs_[a-z]{1,3})?`).Draw(r, "session")
			o.Before = model.Credits(rapid.Int64Min(-1<<62).Draw(r, "before"))
			if _, known := want[at]; known && rapid.Bool().Draw(r, "update") {
				_, err = store.Update(at.host, at.key, func(is *model.Order) error { *is = o; return nil })
			} else {
				err = store.PutOrder(at.host, o)
			}
			if err != nil {
				r.Fatal(err)
			}
			want[at] = o
		}
		got := map[name]model.Order{}
		for _, h := range []string{host, "127.0.0.1:8787"} {
			for _, account := range []model.ID{alice, bert} {
				found, err := windows[0].Orders(h, account)
				if err != nil {
					r.Fatal(err)
				}
				for _, o := range found {
					got[name{h, o.Key}] = o
				}
			}
		}
		if !reflect.DeepEqual(got, want) {
			r.Fatalf("%+v, want %+v", got, want)
		}
	})
}

// Whatever stands in the file, reading it ends in orders or in an error that says
// so, and an order can be kept afterwards unless the file is a newer version's.
func FuzzDocument(f *testing.F) {
	for _, text := range []string{
		"", "{}", `{"version":1}`, `{"version":1,"orders":[null,7,{"host":"api.example","order":null}]}`, `{"version":2}`,
		`{"version":1,"orders":[{"host":"api.example","order":{"key":"a","accountId":"64f0c0ffee0000000000a11c","at":null,"url":null}}]}`,
		`{"version":1,"orders":[{"host":"api.example","order":{"key":"x","accountId":"x","x":{"y":[]}},"order":{}}],"orders":[{}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "orders.json"), text, 0o600); err != nil {
			t.Fatal(err)
		}
		store := open(t, dir).Fleeting()
		var newer *state.Newer
		_, readErr := store.Orders(host, alice)
		err := store.PutOrder(host, order("fuzz"))
		if errors.As(readErr, &newer) != errors.As(err, &newer) {
			t.Fatalf("read: %v, written: %v", readErr, err)
		}
		if errors.As(err, &newer) {
			return
		}
		if err != nil && !errors.Is(err, state.ErrForeign) {
			t.Fatal(err)
		}
		written, err := os.ReadFile(filepath.Join(dir, "orders.json"))
		if err != nil || !json.Valid(written) {
			t.Fatalf("it became %q, %v", written, err)
		}
	})
}

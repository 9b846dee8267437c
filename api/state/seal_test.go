package state_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
)

// threeOrders writes three orders, all of them twice, so that the file before has them
// too.
func threeOrders(t testing.TB, dir string) (store *state.Store, want map[string]model.Order, text []byte) {
	t.Helper()
	store = open(t, dir).Fleeting()
	want = map[string]model.Order{}
	for _, key := range []string{"a", "b", "c", "a"} {
		o := order(key)
		o.SessionID, o.URL = "cs_"+key, "https://checkout.stripe.com/c/pay/cs_1?<&>"
		put(t, store, host, o)
		want[key] = o
	}
	text, err := os.ReadFile(filepath.Join(dir, "orders.json"))
	if err != nil {
		t.Fatal(err)
	}
	return store, want, text
}

// Wherever a bit flips, what is shown is what was written; what is not shown, or comes from
// the file before, is reported; and an order can be kept afterwards.
func TestFlippedBitIsNeverShown(t *testing.T) {
	dir := t.TempDir()
	store, want, text := threeOrders(t, dir)
	path := filepath.Join(dir, "orders.json")
	for at := range text {
		bit := at % 8 // another one for each byte: all of them take half a minute
		flipped := bytes.Clone(text)
		flipped[at] ^= 1 << bit
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := store.Orders(host, alice)
		if err == nil && len(found) != len(want) {
			t.Fatalf("bit %d of byte %d: %d orders, and nothing is told", bit, at, len(found))
		}
		for _, o := range found {
			if !reflect.DeepEqual(o, want[o.Key]) {
				t.Fatalf("bit %d of byte %d: %+v is shown, %+v was written", bit, at, o, want[o.Key])
			}
		}
		if len(found) != len(want) {
			t.Fatalf("bit %d of byte %d: %d orders, %v, though the file before has all", bit, at, len(found), err)
		}
	}
}

// One entry that is damaged costs that entry alone, where the file before does not have
// it either.
func TestOneDamagedEntryCostsThatEntry(t *testing.T) {
	dir := t.TempDir()
	store, _, text := threeOrders(t, dir)
	path := filepath.Join(dir, "orders.json")
	for name, damaged := range map[string]string{
		"another price":    strings.Replace(string(text), `"amount":1900`, `"amount":9900`, 1),
		"broken structure": strings.Replace(string(text), `{"accountId"`, `{{accountId"`, 1),
		"a lost end":       strings.Replace(string(text), "},\n", ",\n", 1),
	} {
		if damaged == string(text) {
			damaged = strings.Replace(string(text), `"endedAt"`, `"endedAt`, 1)
		}
		if err := errors.Join(os.WriteFile(path, []byte(damaged), 0o600), os.RemoveAll(path+".previous")); err != nil {
			t.Fatal(err)
		}
		found, err := store.Orders(host, alice)
		var told *state.Damaged
		if len(found) != 2 || !errors.As(err, &told) {
			t.Errorf("%s: %d orders, %v", name, len(found), err)
		}
		if _, err := store.Update(host, "c", func(o *model.Order) error { o.Before++; return nil }); err != nil {
			t.Errorf("%s: the others cannot be kept: %v", name, err)
		}
		if found, err := store.Orders(host, alice); len(found) != 2 || err == nil {
			t.Errorf("%s, after a write: %d orders, %v", name, len(found), err)
		}
		if err := store.AcknowledgeOrders(); err != nil {
			t.Error(err)
		}
		if found := ordersOf(t, store, host, alice); len(found) != 2 {
			t.Errorf("%s, acknowledged: %v", name, found)
		}
	}
}

// What an earlier version wrote, without checksums, is read, and has them from the next
// write on.
func TestOrdersWithoutChecksums(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "orders.json")
	text := `{"version":1,"orders":[
{"host":"api.example","endedAt":null,"order":{"key":"a","accountId":"64f0c0ffee0000000000a11c","state":"created","at":"2026-11-02T12:00:00.000Z","item":{"kind":"pack","slug":"p"},"price":{"amount":1,"currency":"USD"},"balanceBefore":1,"url":null,"expiresAt":null,"paid":false,"transactionId":null,"receiptUrl":null,"told":false}}
]}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	store := open(t, dir)
	if found := ordersOf(t, store, host, alice); len(found) != 1 || found[0].BringsNone {
		t.Fatalf("%+v", found)
	}
	put(t, store, host, order("b"))
	after, err := os.ReadFile(path)
	if err != nil || strings.Count(string(after), `"sum":"`) != 2 {
		t.Fatalf("%s, %v", after, err)
	}
	unsealed := strings.Replace(string(after), `,"sum":"`, `,"sun":"`, 1)
	if err := errors.Join(os.WriteFile(path, []byte(unsealed), 0o600), os.RemoveAll(path+".previous")); err != nil {
		t.Fatal(err)
	}
	if found, err := store.Orders(host, alice); len(found) != 1 || err == nil {
		t.Errorf("an entry whose checksum is gone: %d orders, %v", len(found), err)
	}
}

// The orders that are kept come back as they were, whatever is in them.
func TestAnyOrderComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			r.Fatal(err)
		}
		o := order(rapid.StringN(1, 20, -1).Draw(r, "key"))
		o.Item.Name, o.SessionID = rapid.String().Draw(r, "name"), rapid.String().Draw(r, "session")
		o.URL = model.URL(rapid.String().Draw(r, "url"))
		o.Price.Amount, o.Before = rapid.Int64().Draw(r, "amount"), model.Credits(rapid.Int64Min(-1<<62).Draw(r, "before"))
		o.Charged = model.Money{Amount: rapid.Int64().Draw(r, "charged"), Currency: rapid.String().Draw(r, "currency")}
		o.PaymentStatus = model.PaymentStatus(rapid.String().Draw(r, "status"))
		text, err := json.Marshal(o)
		if err != nil {
			r.Fatal(err)
		}
		var want model.Order // as JSON carries it: not every string is UTF-8
		if err := json.Unmarshal(text, &want); err != nil {
			r.Skip("no order")
		}
		store := open(t, dir).Fleeting()
		if err := store.PutOrder(host, want); err != nil {
			r.Fatal(err)
		}
		found, err := open(t, dir).Orders(host, alice)
		if err != nil || len(found) != 1 || !reflect.DeepEqual(found[0], want) {
			r.Fatalf("%+v, %v, want %+v", found, err, want)
		}
	})
}

// Whatever replaces an entry, reading returns the other orders and an error; once
// acknowledged, the entry is neither reported nor lost.
func FuzzOrderEntry(f *testing.F) {
	for _, entry := range []string{
		"", "null", "{}", "7", `{"host":"api.example","order":{"key":"x","accountId":"64f0c0ffee0000000000a11c"},"sum":"00"}`,
		`{"host":"api.example","order":{"key":"x","accountId":"64f0c0ffee0000000000a11c"}}`, `{"sum":7,"sum":"x"}`, "{\"a\":\n1}",
		`{"host":"api.example","order":{"key":"x","accountId":"64f0c0ffee0000000000a11c","price":{"amount":1e400}}}`,
	} {
		f.Add(entry)
	}
	_, want, text := threeOrders(f, f.TempDir())
	f.Fuzz(func(t *testing.T, entry string) {
		dir := t.TempDir()
		path := filepath.Join(dir, "orders.json")
		store := open(t, dir).Fleeting()
		mixed := bytes.Replace(text, []byte("},\n"), []byte("},\n"+entry+",\n"), 1)
		if err := os.WriteFile(path, mixed, 0o600); err != nil {
			t.Fatal(err)
		}
		found, err := store.Orders(host, alice)
		if err == nil || len(found) < len(want) {
			t.Fatalf("%d orders, %v", len(found), err)
		}
		if err := store.PutOrder(host, order("fuzz")); err != nil {
			t.Fatal(err)
		}
		if err := store.AcknowledgeOrders(); err != nil {
			t.Fatal(err)
		}
		if found := ordersOf(t, store, host, alice); len(found) < len(want)+1 {
			t.Fatalf("acknowledged: %d orders", len(found))
		}
	})
}

package state_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// sighting is a balance seen at one instant.
func sighting(at time.Time, balance model.Credits) derive.Sighting {
	return derive.Sighting{From: model.At(at), To: model.At(at), Balance: balance}
}

func TestBalancesAreKeptByChange(t *testing.T) {
	store := open(t, t.TempDir())
	minute := func(n int) model.Time { return model.At(noon.Add(time.Duration(n) * time.Minute)) }
	for _, seen := range []struct {
		at      int
		balance model.Credits
	}{{0, 100}, {1, 100}, {2, 100}, {2, 50}, {4, 50}, {3, 50}, {5, 100}, {-60, 100}, {-59, 100}} {
		if err := store.SawBalances(host, alice, sighting(minute(seen.at).Time, seen.balance)); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.SawBalances(host, bert, sighting(noon, 7)); err != nil {
		t.Fatal(err)
	}
	got, err := store.Balances(host, alice)
	want := []derive.Sighting{
		{From: minute(0), To: minute(2), Balance: 100},
		{From: minute(2), To: minute(4), Balance: 50},
		{From: minute(5), To: minute(5), Balance: 100},
		{From: minute(-60), To: minute(-59), Balance: 100}, // the clock was put back
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := store.Balances(host, bert); err != nil || len(got) != 1 {
		t.Errorf("of another account: %v, %v", got, err)
	}
	if got, err := store.Balances("other.example", alice); err != nil || len(got) != 0 {
		t.Errorf("at another host: %v, %v", got, err)
	}
}

func TestABalanceThatIsNotThereIsNotZero(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	if err := store.SawBalances(host, alice, sighting(noon, 100)); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "balances-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text := `{"version":1,"balances":[{"from":"2026-11-02T12:00:00Z","to":"2026-11-02T12:00:00Z"},{"balance":1},
		{"from":"2026-11-02T12:00:00Z","to":"2026-11-02T12:00:00Z","balance":0,"by":"hand"}]}`
	if err := os.WriteFile(files[0], []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Balances(host, alice); err != nil || len(got) != 1 || got[0].Balance != 0 {
		t.Errorf("%v, %v", got, err)
	}
	if err := store.SawBalances(host, alice, sighting(noon.Add(time.Hour), 0)); err != nil {
		t.Fatal(err)
	}
	after, err := store.Balances(host, alice)
	if err != nil || len(after) != 1 || !after[0].To.Equal(noon.Add(time.Hour)) {
		t.Errorf("%v, %v", after, err)
	}
}

func TestPricesAreKept(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	veo := derive.Offer{Tool: "create-video", Model: "veo"}
	first := derive.Price{Cost: 20 * model.Credit, Unit: "second", From: model.At(noon)}
	second := derive.Price{Cost: 0, From: model.At(noon.Add(time.Hour))}
	third := derive.Price{Cost: model.UnknownCredits, From: model.At(noon.Add(2 * time.Hour))} // it had none any more
	for _, price := range []derive.Price{first, second, third} {
		if err := store.SawPrices(host, alice, map[derive.Offer]derive.Price{veo: price}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := open(t, dir).Prices(host, alice)
	if want := (derive.Prices{veo: {first, second, third}}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := store.Prices(host, bert); err != nil || len(got) != 0 {
		t.Errorf("of another account: %v, %v", got, err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "prices-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	text := `{"version":1,"prices":[{"tool":"t","model":"m","from":"2026-11-02T12:00:00Z"},{"tool":"t","model":"m","cost":3},7,
		{"tool":"t","model":"m","cost":3,"unit":"","from":"2026-11-02T12:00:00Z"}]}`
	if err := os.WriteFile(files[0], []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Prices(host, alice); err != nil || len(got) != 1 || got[derive.Offer{Tool: "t", Model: "m"}][0].Cost != 3*model.Credit {
		t.Errorf("of what somebody wrote: %v, %v", got, err)
	}
}

// Two programs that look at one account at the same time note each balance once.
func TestTwoProgramsNoteEachBalanceOnce(t *testing.T) {
	store := open(t, t.TempDir())
	var seen [2][]derive.Sighting
	for n := range 50 {
		for program, off := range []time.Duration{0, 3 * time.Second} {
			at := noon.Add(time.Duration(n)*time.Minute + off)
			list := &seen[program]
			if last := len(*list) - 1; last >= 0 { // it was seen until just before
				(*list)[last].To = model.At(at.Add(-10 * time.Second))
			}
			*list = append(*list, sighting(at, model.Credits(n)))
			if err := store.SawBalances(host, alice, (*list)[max(0, len(*list)-2):]...); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := store.Balances(host, alice)
	if err != nil || len(got) != 50 {
		t.Errorf("50 balances make %d entries, %v", len(got), err)
	}
}

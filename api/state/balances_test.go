package state_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// sighting is a balance observation at one instant.
func sighting(at time.Time, balance model.Credits) derive.BalanceObservation {
	return derive.BalanceObservation{From: model.At(at), To: model.At(at), Balance: balance}
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
	want := []derive.BalanceObservation{
		{From: minute(0), To: minute(2), Balance: 100},
		{From: minute(2), To: minute(4), Balance: 50},
		{From: minute(5), To: minute(5), Balance: 100}, // and none by a clock that fell back
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

// balancesFile is the one document of balances in a folder.
func balancesFile(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "balances-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	return files[0]
}

// Notes of a server's clock that was wrong for a while are repaired as they are read,
// and on the disk with the next note.
func TestNotesThatDoNotGoTogetherAreRepaired(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	hour := func(n int) model.Time { return model.At(noon.Add(time.Duration(n) * time.Hour)) }
	if err := store.SawBalances(host, alice, sighting(noon, 1)); err != nil {
		t.Fatal(err)
	}
	good := []derive.BalanceObservation{
		{From: hour(0), To: hour(10), Balance: 100}, {From: hour(20), To: hour(30), Balance: 90}, {From: hour(80), To: hour(81), Balance: 80},
	}
	var entries []string
	for _, seen := range []derive.BalanceObservation{good[0], good[1], {From: hour(5), To: hour(79), Balance: 5181}, good[2]} {
		text, err := json.Marshal(seen)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, string(text))
	}
	text := `{"version":1,"balances":[` + strings.Join(entries, ",") + `,{"balance":1,"by":"hand"}]}`
	if err := os.WriteFile(balancesFile(t, dir), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Balances(host, alice); err != nil || !reflect.DeepEqual(got, good) {
		t.Errorf("read: %v, %v", got, err)
	}
	if err := store.SawBalances(host, alice, sighting(hour(90).Time, 70)); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(balancesFile(t, dir))
	if err != nil || strings.Contains(string(after), "0.005181") || !strings.Contains(string(after), `"by":"hand"`) {
		t.Errorf("after the next note: %s, %v", after, err)
	}
	if got, err := store.Balances(host, alice); err != nil || len(got) != 4 || got[3].Balance != 70 {
		t.Errorf("after the next note: %v, %v", got, err)
	}
}

func TestWhatAClockThatWasAheadSawIsCut(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	minute := func(n int) model.Time { return model.At(noon.Add(time.Duration(n) * time.Minute)) }
	seen := []derive.BalanceObservation{
		{From: minute(0), To: minute(5), Balance: 100}, {From: minute(6), To: minute(4000), Balance: 90}, {From: minute(4001), To: minute(4002), Balance: 80},
	}
	if err := store.SawBalances(host, alice, seen...); err != nil {
		t.Fatal(err)
	}
	if err := store.CutBalances(host, alice, minute(10).Time); err != nil {
		t.Fatal(err)
	}
	want := []derive.BalanceObservation{seen[0], {From: minute(6), To: minute(6), Balance: 90}}
	if got, err := store.Balances(host, alice); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	if err := store.CutBalances("", alice, noon); !errors.Is(err, state.ErrIncomplete) {
		t.Errorf("without a host: %v", err)
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
	var seen [2][]derive.BalanceObservation
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

// Whatever two programs note, by clocks that jump, the notes stay in order, and what
// was noted last by a clock that is with them stands at the end.
func TestNotesStayInOrderWhateverTheClocks(t *testing.T) {
	dir, rounds := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		rounds++
		opened, err := state.Open(filepath.Join(dir, strconv.Itoa(rounds)), state.Options{})
		if err != nil {
			t.Fatal(err)
		}
		store := opened.Fleeting()
		var end model.Time
		for range rapid.IntRange(1, 12).Draw(t, "notes") {
			at := noon.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "seconds")) * time.Second)
			seen := sighting(at, model.Credits(rapid.IntRange(1, 3).Draw(t, "balance")))
			seen.To = model.At(at.Add(time.Duration(rapid.IntRange(0, 900).Draw(t, "for")) * time.Second))
			if rapid.IntRange(0, 9).Draw(t, "cut") == 0 {
				if err := store.CutBalances(host, alice, seen.To.Time); err != nil {
					t.Fatal(err)
				}
			}
			if err := store.SawBalances(host, alice, seen); err != nil {
				t.Fatal(err)
			}
			got, err := store.Balances(host, alice)
			if err != nil || len(got) == 0 {
				t.Fatal(got, err)
			}
			for i := range got {
				if got[i].To.Before(got[i].From.Time) || (i > 0 && got[i].From.Before(got[i-1].To.Time)) {
					t.Fatalf("%v", got)
				}
			}
			last := got[len(got)-1]
			if seen.From.After(end.Time) && (last.Balance != seen.Balance || last.To != seen.To) {
				t.Fatalf("the last of %v is not %v", got, seen)
			}
			end = last.To
		}
	})
}

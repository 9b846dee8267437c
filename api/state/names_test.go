package state_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

func TestNamesAreKeptByAccount(t *testing.T) {
	dir := t.TempDir()
	bought := derive.Name{Type: model.TypePurchase, Money: &model.Money{Amount: 1900, Currency: "USD"}}
	renewed := derive.Name{Type: model.TypeSubscription}
	for _, step := range []struct {
		change model.ID
		name   derive.Name
		want   map[model.ID]derive.Name
	}{
		{"seen-1", bought, map[model.ID]derive.Name{"seen-1": bought}},
		{"seen-2", renewed, map[model.ID]derive.Name{"seen-1": bought, "seen-2": renewed}},
		{"seen-1", renewed, map[model.ID]derive.Name{"seen-1": renewed, "seen-2": renewed}},
		{"seen-1", derive.Name{}, map[model.ID]derive.Name{"seen-2": renewed}},
	} {
		if err := open(t, dir).NameChange(host, alice, step.change, step.name); err != nil {
			t.Fatal(err)
		}
		if got, err := open(t, dir).ChangeNames(host, alice); err != nil || !reflect.DeepEqual(got, step.want) {
			t.Errorf("after %+v: %v, %v, want %v", step, got, err, step.want)
		}
	}
	if got, err := open(t, dir).ChangeNames(host, bert); len(got) > 0 || err != nil {
		t.Errorf("of another account: %v, %v", got, err)
	}
	if err := open(t, dir).NameChange(host, alice, "", bought); !errors.Is(err, state.ErrIncomplete) {
		t.Errorf("of no change: %v", err)
	}
}

// FuzzNames reads any document: what it gives are names, and one can be kept beside them.
func FuzzNames(f *testing.F) {
	dir := f.TempDir()
	store, err := state.Open(dir, state.Options{})
	if err != nil {
		f.Fatal(err)
	}
	name := derive.Name{Type: model.TypeBonus}
	if err := store.NameChange(host, alice, "seen-1", name); err != nil {
		f.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "names-*.json"))
	if err != nil || len(files) != 1 {
		f.Fatal(files, err)
	}
	for _, text := range []string{
		`{"version":1,"names":[{"change":"seen-2","type":"purchase","money":{"amount":1900,"currency":"USD"}},{"change":"a","type":"generation"},7]}`,
		`{"version":1,"names":[{"change":"b","type":"bonus","money":{"amount":-4,"currency":""}}]}`, "{", `{"version":9}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(files[0], text, 0o600); err != nil {
			t.Fatal(err)
		}
		names, err := store.ChangeNames(host, alice)
		if err != nil {
			return
		}
		for id, name := range names {
			if !name.Valid() {
				t.Fatalf("%s is %+v", id, name)
			}
		}
		if err := store.NameChange(host, alice, "seen-1", name); err != nil {
			t.Fatal(err)
		}
		if got, err := store.ChangeNames(host, alice); err != nil || got["seen-1"] != name {
			t.Fatalf("%+v, %v", got, err)
		}
	})
}

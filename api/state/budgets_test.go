package state_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/studio-tui/studio-tui/api/state"
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/insight"
)

func TestBudgetsAreKeptByAccount(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	if got, err := store.Budget(host, alice); got != nil || err != nil {
		t.Errorf("at first: %v, %v", got, err)
	}
	for _, budget := range []insight.Budget{{Credits: 500 * model.Credit, Per: insight.PerWeek}, {Credits: 1, Per: insight.PerDay}} {
		if err := store.SetBudget(host, alice, &budget); err != nil {
			t.Fatal(err)
		}
		got, err := open(t, dir).Budget(host, alice)
		if err != nil || got == nil || *got != budget {
			t.Errorf("kept %v, %v", got, err)
		}
	}
	if got, err := store.Budget(host, bert); got != nil || err != nil {
		t.Errorf("of another account: %v, %v", got, err)
	}
	if got, err := store.Budget("other.example", alice); got != nil || err != nil {
		t.Errorf("at another host: %v, %v", got, err)
	}
	if err := store.SetBudget(host, alice, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Budget(host, alice); got != nil || err != nil {
		t.Errorf("forgotten: %v, %v", got, err)
	}
	if err := store.SetBudget(host, "", nil); !errors.Is(err, state.ErrIncomplete) {
		t.Errorf("of nobody: %v", err)
	}
}

// What is no budget is none; what is no document is set aside and said.
func TestDamagedBudget(t *testing.T) {
	dir := t.TempDir()
	store := open(t, dir)
	if err := store.SetBudget(host, alice, &insight.Budget{Credits: 5, Per: insight.PerDay}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "budgets-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	for text, damaged := range map[string]bool{
		`{"version":1,"budgets":[{"credits":-4,"per":"day"},7,{"credits":4,"per":"year"}]}`: false, "{": true,
	} {
		if err := os.WriteFile(files[0], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := store.Budget(host, alice)
		if got != nil || errors.As(err, new(*state.Damaged)) != damaged {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

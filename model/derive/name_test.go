package derive_test

import (
	"testing"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// Only an observed change of a known amount becomes what a person says, and nothing of it but
// its type, its basis and its money.
func TestNamed(t *testing.T) {
	change := model.Transaction{
		ID: "seen-1", Type: model.TypeObserved, Amount: 5e6, Balance: 9e6, Basis: model.BasisObserved,
		Description: "2026-11-22T10:00:00.000Z/2026-11-22T11:00:00.000Z",
	}
	generation := model.Transaction{ID: "g", Type: model.TypeGeneration, Basis: model.BasisPrice, Amount: -5e6}
	tooMuch := model.Transaction{ID: "seen-2", Type: model.TypeObserved, Basis: model.BasisObservedTooMuch, Amount: model.UnknownCredits}
	strange := model.Transaction{ID: "seen-3", Type: model.TypeObserved, Basis: model.BasisObserved, Amount: 1}
	rows := []model.Transaction{change, generation, tooMuch, strange}
	money := model.Money{Amount: 1900, Currency: "USD"}
	bought := derive.Name{Type: model.TypePurchase, Money: &money}
	derive.ApplyNames(rows, map[model.ID]derive.Name{
		"seen-1": bought, "g": bought, "seen-2": bought, "seen-3": {Type: model.TypeGeneration},
	})
	want := change
	want.Type, want.Basis = model.TypePurchase, model.BasisEntered
	got := rows[0]
	if got.Payment == nil || got.Payment.Money != money {
		t.Errorf("paid %+v", got.Payment)
	}
	if got.Payment = nil; got != want {
		t.Errorf("became %+v, want %+v", got, want)
	}
	if _, _, ok := derive.Window(rows[0]); !ok || !derive.CanName(rows[0]) {
		t.Error("a change with a name has no window any more, or cannot be given another")
	}
	if rows[1] != generation || rows[2] != tooMuch || rows[3] != strange {
		t.Errorf("others became %+v", rows[1:])
	}
}

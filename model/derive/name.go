package derive

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Name is a person's explanation of an observed change. The zero value is none.
type Name struct {
	Type  model.TransactionType `json:"type"`
	Money *model.Money          `json:"money"` // that was paid for it; nil if not given
}

// NameTypes are the transaction types that a person can assign to a change.
var NameTypes = []model.TransactionType{model.TypePurchase, model.TypeSubscription, model.TypeBonus, model.TypeAdjustment}

// Valid reports whether the explanation has a type that can be assigned.
func (n Name) Valid() bool {
	return slices.Contains(NameTypes, n.Type) && (n.Money == nil || n.Money.Amount >= 0 && n.Money.Currency != "")
}

// CanName reports whether a person can explain a row.
func CanName(row model.Transaction) bool { return row.Basis.Observed() && row.Amount.Known() }

// ApplyNames applies a person's explanations to observed changes, by id, in place. Their
// time and amount remain as observed.
func ApplyNames(rows []model.Transaction, names map[model.ID]Name) {
	if len(names) == 0 {
		return
	}
	for i := range rows {
		row := &rows[i]
		name, said := names[row.ID]
		if !said || !name.Valid() || row.Type != model.TypeObserved || !CanName(*row) {
			continue
		}
		row.Type, row.Basis = name.Type, model.BasisEntered
		if name.Money != nil {
			row.Payment = &model.Payment{Money: *name.Money}
		}
	}
}

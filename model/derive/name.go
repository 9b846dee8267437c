package derive

import (
	"slices"

	"github.com/studio-tui/studio-tui/model"
)

// Name is what a person says that an observed change was. The zero value says nothing.
type Name struct {
	Type  model.TransactionType `json:"type"`
	Money *model.Money          `json:"money"` // that was paid for it; nil where that is not said
}

// NameTypes are the types that a change can be said to be.
var NameTypes = []model.TransactionType{model.TypePurchase, model.TypeSubscription, model.TypeBonus, model.TypeAdjustment}

// Valid reports whether it says something.
func (n Name) Valid() bool {
	return slices.Contains(NameTypes, n.Type) && (n.Money == nil || n.Money.Amount >= 0 && n.Money.Currency != "")
}

// CanName reports whether a person can say what a row was.
func CanName(row model.Transaction) bool { return row.Basis.Observed() && row.Amount.Known() }

// ApplyNames makes of observed changes, in place, what a person says that they were, by their ids.
// Their time and amount stay those that were seen.
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

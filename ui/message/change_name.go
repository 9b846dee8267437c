package message

import (
	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/derive"
)

// ChangeType is the choice that classifies a change as a type.
func ChangeType(kind model.TransactionType) string {
	switch kind {
	case model.TypePurchase:
		return "a purchase of credits"
	case model.TypeSubscription:
		return "a renewal of the plan"
	case model.TypeBonus:
		return "a bonus"
	case "":
		return "say nothing of it"
	}
	return "something else"
}

// ChangeNamed confirms how a change is classified.
func ChangeNamed(name derive.Name) string {
	if !name.Valid() {
		return "Nothing is said of the change any more."
	}
	text := "The change counts as " + ChangeType(name.Type)
	if name.Money != nil {
		text += " for " + name.Money.String()
	}
	return text + "."
}

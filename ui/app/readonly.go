package app

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
)

// readOnlyKeys takes away the keys that could buy, change or sign out: footers, help and
// sentences offer none that is switched off.
func readOnlyKeys(keys *keymap.Map) {
	for _, binding := range []*key.Binding{
		&keys.Buy, &keys.Choose, &keys.Portal, &keys.SignOut, &keys.Confirm, &keys.ConfirmExportedKey, &keys.NewOrder,
		&keys.OpenAgain, &keys.CancelOrder, &keys.Budget, &keys.EnterPrice,
	} {
		binding.SetEnabled(false)
	}
}

// forbidden reports whether an intent could buy, change or sign out where the dashboard
// is for reading only. It stands at the one way that all intents go.
func (c *core) forbidden(intent data.Intent) bool {
	if !c.options.Settings.ReadOnly {
		return false
	}
	switch intent := intent.(type) {
	case data.Buy, data.BuyCredits, data.ConfirmOrder, data.AnswerQuestion, data.ReopenOrder, data.CancelOrder,
		data.OpenWebsite, data.ManageBilling, data.ShowPlan, data.ChangeKey, data.AcknowledgeOrders, data.ConfirmExportedKey,
		data.EditBudget, data.SetBudget, data.EnterPrice, data.SetPrices, data.NameChange, data.SetChangeName:
		return true
	case data.ShowOrder:
		return !intent.Order.Done()
	case keyCommand:
		return !intent.key.Enabled()
	}
	return false
}

package app

import (
	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
)

// readOnlyKeys disables the keys that could buy, change or sign out, so that footers,
// help and sentences leave them out.
func readOnlyKeys(keys *keymap.Map) {
	for _, binding := range []*key.Binding{
		&keys.Buy, &keys.Choose, &keys.Portal, &keys.SignOut, &keys.Confirm, &keys.ConfirmExportedKey, &keys.NewOrder,
		&keys.CancelOrder, &keys.Budget, &keys.EnterPrice, &keys.EnterKey, &keys.FromBrowser, &keys.NewCode,
	} {
		binding.SetEnabled(false)
	}
}

// forbidden reports whether an intent could buy, change or sign out in read-only mode.
// All intents pass through it.
func (c *core) forbidden(intent data.Intent) bool {
	if !c.options.Settings.ReadOnly {
		return false
	}
	switch intent := intent.(type) {
	case data.Buy, data.BuyCredits, data.ConfirmOrder, data.AnswerQuestion, data.ReopenOrder, data.CancelOrder,
		data.OpenWebsite, data.ManageBilling, data.ShowPlan, data.ChangeKey, data.AcknowledgeOrders, data.ConfirmExportedKey,
		data.EditBudget, data.SetBudget, data.EnterPrice, data.SetPrices, data.NameChange, data.SetChangeName,
		data.UseKey, data.SignInFromBrowser, data.KeepInFile:
		return true
	case data.ShowOrder:
		return !intent.Order.Done()
	case keyCommand:
		return !intent.key.Enabled()
	}
	return false
}

package app

import (
	"slices"

	"charm.land/bubbles/v2/key"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// palette lists the commands.
type palette struct{ *core }

// all is the set of commands that the palette searches.
func (p palette) all() overlay.Commands {
	return overlay.Commands{All: p.commands(), Lately: p.choices.Lately, Read: p.read}
}

// commands are all commands: first the common actions, then those that lead to other
// screens.
func (p palette) commands() []overlay.Command {
	commands := append(p.orderCommands(), p.paneCommands()...)
	commands = append(commands, p.historyCommands()...)
	commands = append(commands, p.usageCommands()...)
	commands = append(commands, overlay.Command{
		Name: "How credits work", Intent: data.ReadGuide{},
		Keywords: "guide help refund refunds deduct deducted expire roll over failed cancel pricing questions guarantee satisfaction commercial rights credit cards terms",
	})
	commands = append(commands, p.packCommands()...)
	commands = append(commands, p.planCommands()...)
	commands = append(commands, p.accountCommands()...)
	commands = append(commands, themeCommands()...)
	commands = append(commands, p.modelCommands()...)
	return slices.DeleteFunc(append(commands, pageCommands()...), func(c overlay.Command) bool { return p.forbidden(c.Intent) })
}

// inPane is the sequence of keys that reaches a binding of a pane from any pane.
func (p palette) inPane(pane int, binding key.Binding) string {
	return p.keys.PaneKey(pane) + ", " + keymap.First(binding)
}

func (p palette) orderCommands() []overlay.Command {
	commands := []overlay.Command{{
		Name: "Buy credits", Keys: p.keys.Buy.Help().Key, Intent: keyCommand{key: p.keys.Buy},
		Keywords: "packs order purchase pay payment checkout top up more",
	}}
	if order := p.state.Order; order != nil && order.State != model.OrderDrafted && !order.Done() {
		commands = append(commands, overlay.Command{
			Name: "Your open order: " + order.Name, Keys: p.keys.Buy.Help().Key, Intent: data.ShowOrder{Order: order.Order},
			Keywords: "pay payment checkout buying cancel qr",
		})
	}
	return commands
}

// paneCommands switch to panes.
func (p palette) paneCommands() []overlay.Command {
	var commands []overlay.Command
	for _, pane := range pane.Infos() {
		commands = append(commands, overlay.Command{
			Name: "Go to " + pane.Name, Keywords: pane.Keywords, Keys: p.keys.PaneKey(pane.Number), Intent: data.SwitchPane{Pane: pane.Number},
		})
	}
	return commands
}

func (p palette) historyCommands() []overlay.Command {
	return []overlay.Command{
		{
			Name: "Filter the history", Keys: p.inPane(pane.TransactionsNumber, p.keys.Filter), Intent: keyCommand{pane: pane.TransactionsNumber, key: p.keys.Filter},
			Keywords: "search find transactions refunds model tool date",
		},
		{
			Name: "Export the transactions that are shown", Keys: p.inPane(pane.TransactionsNumber, p.keys.Export), Intent: data.ExportRows{},
			Keywords: "csv json file save download history",
		},
		{
			Name: "Audit the history", Keys: p.inPane(pane.TransactionsNumber, p.keys.Audit), Intent: data.AuditHistory{},
			Keywords: "check sum add up balance transactions",
		},
	}
}

// usageCommands show the views of Usage, and ranges of days there and in Transactions.
func (p palette) usageCommands() []overlay.Command {
	var commands []overlay.Command
	keywords := map[string]string{
		"bars":     "days weeks months chart unusual spending",
		"year":     "calendar days heat map spending",
		"rhythm":   "week weekday hours times",
		"forecast": "how long lasts last run out runs out future",
	}
	for _, view := range pane.UsageViews() {
		commands = append(commands, overlay.Command{
			Name: "Show the " + view + " in Usage", Keys: p.keys.PaneKey(pane.UsageNumber), Intent: data.ShowUsage{View: view}, Typed: true,
			Keywords: keywords[view],
		})
	}
	today := model.DayOf(p.state.Now, p.state.Location)
	for days := model.AllDays + 1; days <= model.LastPeriod; days++ {
		if _, _, has := days.Days(today, p.state.Subscription.Value, p.state.Location); !has {
			continue
		}
		commands = append(commands,
			overlay.Command{Name: "Show the rows of " + days.String(), Keys: p.keys.PaneKey(pane.TransactionsNumber), Intent: data.ShowRows{All: true, Days: days}, Typed: true},
			overlay.Command{Name: "Show " + days.String() + " in Usage", Keys: p.keys.PaneKey(pane.UsageNumber), Intent: data.ShowUsage{Days: days, View: pane.UsageViews()[0]}, Typed: true})
	}
	return commands
}

// packCommands buy a pack, where the server sells packs.
func (p palette) packCommands() []overlay.Command {
	if !p.state.Packs.Available() {
		return nil
	}
	var commands []overlay.Command
	for _, pack := range p.state.Packs.Value {
		item := model.Item{Kind: model.KindPack, Slug: pack.Slug, Name: pack.Name, Credits: &pack.Credits}
		commands = append(commands, overlay.Command{
			Name: "Buy " + message.Item(item), Intent: data.Buy{Item: item}, Keywords: "packs order purchase top up",
		})
	}
	return commands
}

// planCommands show the effect of changing to another plan, or of cancelling the
// present one.
func (p palette) planCommands() []overlay.Command {
	sub := p.state.Subscription
	var commands []overlay.Command
	for _, plan := range p.state.Plans.Value {
		if plan.Slug == p.state.PlanSlug() {
			continue
		}
		interval := sub.Value.Interval
		if _, sold := plan.Price(interval); !sold && len(plan.Prices) > 0 {
			interval = plan.Prices[0].Interval
		}
		commands = append(commands, overlay.Command{
			Name: "What choosing " + plan.Name + " means", Intent: data.ShowPlan{Plan: plan, Interval: interval},
			Keywords: "buy plan plans upgrade downgrade change subscribe subscription order",
		})
	}
	if p.state.CanCancel() {
		commands = append(commands, overlay.Command{
			Name: "What cancelling the plan means", Intent: data.ShowPlan{}, Keywords: "cancel end stop unsubscribe subscription",
		})
	}
	return commands
}

func (p palette) accountCommands() []overlay.Command {
	portal := "Billing portal"
	if p.state.WithoutPortal() {
		portal = "Account page: plan and cards"
	}
	return []overlay.Command{
		{
			Name: portal, Keys: p.inPane(pane.AccountNumber, p.keys.Portal), Intent: data.ManageBilling{},
			Keywords: "manage subscription cancel invoices receipts card payment method",
		},
		{
			Name: "Set a budget", Keys: p.inPane(pane.AccountNumber, p.keys.Budget), Intent: data.EditBudget{},
			Keywords: "limit spending credits day week month clear remove",
		},
		{Name: "Refresh", Keys: p.keys.Refresh.Help().Key, Intent: data.RefreshAll{}, Keywords: "reload update again"},
		{
			Name: "Use another key", Keys: p.inPane(pane.AccountNumber, p.keys.SignOut), Intent: data.ChangeKey{},
			Keywords: "sign in sign out log in login logout api",
		},
		{
			Name: "All accounts: balances, switch profile", Keys: keymap.First(p.keys.Profiles), Intent: data.ShowProfiles{},
			Keywords: "profiles account accounts change",
		},
		{Name: "Hide or show e-mail, ids and amounts", Keys: keymap.First(p.keys.Privacy), Intent: keyCommand{key: p.keys.Privacy}, Keywords: "privacy private share screen mask"},
		{Name: "Switch the mouse on or off", Keys: keymap.First(p.keys.Mouse), Intent: keyCommand{key: p.keys.Mouse}, Keywords: "click wheel pointer"},
		{Name: "Messages", Keys: keymap.First(p.keys.Notices), Intent: keyCommand{key: p.keys.Notices}, Keywords: "log notices notifications messages history news"},
		{Name: "Keys and help", Keys: p.keys.Help.Help().Key, Intent: data.ShowHelp{}, Keywords: "shortcuts keyboard"},
		{Name: "Quit", Keys: p.keys.Quit.Help().Key, Intent: data.Quit{}, Keywords: "exit leave close"},
	}
}

// pageCommands open web pages.
func pageCommands() []overlay.Command {
	page := func(name string, address model.URL, what, also string) overlay.Command {
		return overlay.Command{Name: name, Intent: data.OpenURL{Address: address, What: what}, Keywords: also + " website browser"}
	}
	return []overlay.Command{
		page("Open the pricing page", model.PricingPage, "the pricing page", "buy prices plans packs upgrade"),
		page("Open the API keys page", model.KeysPage, "your API keys page", "sign in"),
		page("Open the account and usage page", model.AccountPage, "your account page", "settings subscription"),
		page("Open the refund policy", model.RefundPolicy, "the refund policy", "money back"),
		page("Open the guides", model.Guides, "the guides", "help documentation docs"),
		{
			Name: "Copy the support address", Intent: data.Copy{Text: model.Support, What: "the support address"},
			Keywords: "contact email mail help",
		},
	}
}

// keyCommand is a command that presses a key, in one pane or in any.
type keyCommand struct {
	data.Intent
	pane int // 0: any
	key  key.Binding
}

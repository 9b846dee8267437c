// Package keymap has every key binding of the program in one table. The footer, the help and
// the README's table are generated from it, and panes match keys with it, so that they agree.
package keymap

import (
	"strings"

	"charm.land/bubbles/v2/key"
)

// Map is the key bindings; a field is an action.
type Map struct {
	// Everywhere.
	Pane, NextPane, PreviousPane key.Binding
	Refresh, Buy, Help, Commands key.Binding
	Privacy, Notices, Mouse      key.Binding
	Back, Quit                   key.Binding
	Interrupt, Suspend           key.Binding

	// Lists.
	Up, Down, PageUp, PageDown, Home, End key.Binding
	Open, OpenInBrowser, Copy, CopyLink   key.Binding
	Filter, FilterType, RefundPolicy      key.Binding
	NextMatch, PreviousMatch              key.Binding
	Sort, ReverseSort, GroupBy            key.Binding
	EarlierRange, LaterRange, Dates       key.Binding
	Export                                key.Binding
	Audit, Budget                         key.Binding
	NotesLeft, NotesRight                 key.Binding

	// Usage. The keys of a pair go in opposite directions.
	Sideways, UsageRows, UsageRange, Zoom key.Binding
	Split, Compare, Unusual, View         key.Binding

	// Details.
	NextLink, PreviousLink key.Binding

	// Audit.
	NextFinding, PreviousFinding, MarkSeen key.Binding

	// Plans.
	Left, Right, Interval, Choose, Portal key.Binding
	UseRange, WhatIf, EnterPrice          key.Binding

	// Costs.
	Quantity key.Binding

	// Account.
	SignOut, Profiles key.Binding

	// Confirmation.
	Confirm, CancelPurchase, ConfirmExportedKey, NewOrder key.Binding

	// Payment.
	OpenAgain, CopyAddress, ShowQR, CancelOrder, LeaveOrder key.Binding

	// Text.
	Submit, CancelInput, Mode, FilterHelp key.Binding

	// Welcome.
	Demo, EnterKey, FromBrowser, KeysPage key.Binding

	// Signing in from the browser.
	CopyCode, NewCode key.Binding
}

// Default is the default keymap, with the digits of the panes.
func Default(panes ...string) Map {
	m := Map{
		Pane:         bind(span(panes), "go to a pane", panes...),
		NextPane:     bind("tab", "next pane", "tab"),
		PreviousPane: bind("shift+tab", "previous pane", "shift+tab"),
		Refresh:      bind("r", "refresh", "r"),
		Buy:          bind("b", "buy credits", "b"),
		Help:         bind("?", "help", "?"),
		Commands:     bind(": ctrl+p", "commands", ":", "ctrl+p"),
		Privacy:      bind("P", "hide e-mail, ids and amounts", "P"),
		Notices:      bind("L", "messages (log)", "L"),
		Mouse:        bind("M", "mouse", "M"),
		Back:         bind("esc", "back", "esc"),
		Quit:         bind("q", "quit", "q"),
		Interrupt:    bind("ctrl+c", "quit, from anywhere", "ctrl+c"),
		Suspend:      bind("ctrl+z", "suspend, fg comes back", "ctrl+z"),

		Up:            bind("↑ k", "up", "up", "k"),
		Down:          bind("↓ j", "down", "down", "j"),
		PageUp:        bind("pgup ctrl+u", "page up", "pgup", "ctrl+u"),
		PageDown:      bind("pgdn ctrl+d", "page down", "pgdown", "ctrl+d"),
		Home:          bind("g", "first", "g", "home"),
		End:           bind("G", "last", "G", "end"),
		Open:          bind("enter", "open", "enter"),
		OpenInBrowser: bind("o", "open in browser", "o"),
		Copy:          bind("y", "copy", "y"),
		CopyLink:      bind("Y", "copy link", "Y"),
		Filter:        bind("/", "filter", "/"),
		FilterType:    bind("t T", "type by type", "t", "T"),
		RefundPolicy:  bind("f", "refund policy", "f"),

		NextMatch:     bind("n", "next match", "n"),
		PreviousMatch: bind("N", "previous match", "N"),
		Sort:          bind("s", "sort by", "s"),
		ReverseSort:   bind("S", "reverse", "S"),
		GroupBy:       bind("v", "view by (group)", "v"),
		EarlierRange:  bind("[", "range before", "["),
		LaterRange:    bind("]", "next range", "]"),
		Dates:         bind("d", "from date to date", "d"),
		Export:        bind("e", "export", "e"),
		Audit:         bind("a", "audit", "a"),
		Budget:        bind("B", "budget", "B"),
		NotesLeft:     bind("←", "notes to the left", "left"),
		NotesRight:    bind("→", "notes to the right", "right"),

		Sideways:   bind("← →", "bar, week or hour", "left", "right", "h", "l"),
		UsageRows:  bind("enter", "its rows", "enter"),
		UsageRange: bind("[ ]", "range of days, year, how far", "[", "]"),
		Zoom:       bind("z Z", "bars by day, week, month", "z", "Z"),
		Split:      bind("v", "split by model, type, tool", "v"),
		Compare:    bind("c", "compare with before", "c"),
		Unusual:    bind("n N", "unusual days", "n", "N"),
		View:       bind("< >", "view: bars, year, rhythm, forecast", "<", ">"),

		NextLink:     bind("tab", "next link", "tab"),
		PreviousLink: bind("shift+tab", "previous link", "shift+tab"),

		NextFinding:     bind("n", "next finding", "n"),
		PreviousFinding: bind("N", "previous finding", "N"),
		MarkSeen:        bind("x", "seen, off the Overview", "x"),

		Left:     bind("← h", "plan to the left", "left", "h"),
		Right:    bind("→ l", "plan to the right", "right", "l"),
		Interval: bind("m", "month or year", "m"),
		Choose:   bind("enter", "choose", "enter"),
		Portal:   bind("p", "billing portal", "p"),
		UseRange: bind("[ ]", "days of your use", "[", "]"),
		WhatIf:   bind("w", "what if", "w"),

		EnterPrice: bind("e", "enter a price", "e"),

		Quantity: bind("#", "how many", "#"),

		SignOut:  bind("u", "use another key", "u"),
		Profiles: bind("U", "all accounts", "U"),
	}
	m.bindPanels()
	return m
}

// bindPanels sets the bindings of overlays.
func (m *Map) bindPanels() {
	m.Confirm = bind("enter", "confirm", "enter")
	m.CancelPurchase = bind("esc", "go back, buy nothing", "esc")

	m.ConfirmExportedKey = bind("E", "yes, with the exported key", "E")
	m.NewOrder = bind("n", "buy another one beside the open one", "n")

	m.OpenAgain = bind("o", "open again", "o")
	m.CopyAddress = bind("y", "copy link", "y")
	m.ShowQR = bind("Q", "QR code", "Q")
	m.CancelOrder = bind("x", "cancel the order", "x")
	m.LeaveOrder = bind("esc", "leave it, keep watching", "esc")

	m.Submit = bind("enter", "done", "enter")
	m.CancelInput = bind("esc", "leave", "esc")
	m.Mode = bind("tab", "filter or search", "tab")
	m.FilterHelp = bind("f1 ctrl+g", "what a filter can say", "f1", "ctrl+g")

	m.EnterKey = bind("k", "paste a key", "k", "enter")
	m.Demo = bind("d", "look at the demo", "d")
	m.KeysPage = bind("o", "open your API keys page", "o")

	m.FromBrowser = bind("b", "sign in from the browser", "b")
	m.CopyCode = bind("c", "copy the code", "c")
	m.NewCode = bind("n", "a new code", "n")
}

func bind(shown, help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, help))
}

// span is the first and the last of some keys, as "1–7".
func span(keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return keys[0] + "–" + keys[len(keys)-1]
}

// Context is the name of a group of keys that are active together.
type Context string

// Contexts. Keys of Everywhere are active in every pane; the others in addition.
const (
	Everywhere Context = "everywhere"
	Lists      Context = "lists"
	Overview   Context = "overview"
	History    Context = "transactions"
	Usage      Context = "usage"
	Details    Context = "details"
	Audit      Context = "audit"
	Plans      Context = "plans"
	Packs      Context = "packs"
	Costs      Context = "costs"
	Account    Context = "account"
	Confirming Context = "confirmation"
	Payment    Context = "payment"
	Typing     Context = "typing"
	Welcome    Context = "welcome"
	SigningIn  Context = "browser sign-in"
)

// Group is the keys of one context, in the order of the help.
type Group struct {
	Context Context
	Keys    []key.Binding
}

// Groups returns the whole table.
func (m Map) Groups() []Group {
	return []Group{
		{Everywhere, []key.Binding{m.Pane, m.NextPane, m.PreviousPane, m.Refresh, m.Buy, m.Help, m.Commands, m.Privacy, m.Notices, m.Mouse, m.Profiles, m.Back, m.Quit, m.Interrupt, m.Suspend}},
		{Lists, []key.Binding{m.Up, m.Down, m.PageUp, m.PageDown, m.Home, m.End, m.Open, m.OpenInBrowser, m.Copy}},
		{Overview, []key.Binding{m.Portal, m.Budget, m.Audit}},
		{History, []key.Binding{
			m.Filter, m.FilterType, m.NextMatch, m.PreviousMatch, m.Sort, m.ReverseSort, m.GroupBy, m.EarlierRange, m.LaterRange, m.Dates,
			m.Export, m.Audit, m.NotesLeft, m.NotesRight, m.RefundPolicy,
		}},
		{Usage, []key.Binding{
			m.Sideways, m.UsageRows, m.View, m.UsageRange, m.Zoom, m.Split, m.Compare, m.Unusual, m.Filter, m.Sort, m.ReverseSort, m.WhatIf, m.Export,
		}},
		{Details, []key.Binding{m.NextLink, m.PreviousLink, m.CopyLink, m.RefundPolicy}},
		{Audit, []key.Binding{m.NextFinding, m.PreviousFinding, m.MarkSeen}},
		{Plans, []key.Binding{m.Left, m.Right, m.Interval, m.UseRange, m.WhatIf, m.EnterPrice, m.Choose, m.Portal}},
		{Packs, []key.Binding{m.WhatIf, m.EnterPrice}},
		{Costs, []key.Binding{m.Filter, m.Sort, m.ReverseSort, m.Quantity, m.WhatIf}},
		{Account, []key.Binding{m.SignOut, m.Portal, m.Budget, m.CopyLink}},
		{Confirming, []key.Binding{m.Confirm, m.CancelPurchase, m.ConfirmExportedKey, m.NewOrder}},
		{Payment, []key.Binding{m.OpenAgain, m.CopyAddress, m.ShowQR, m.CancelOrder, m.ConfirmExportedKey, m.LeaveOrder}},
		{Typing, []key.Binding{m.Submit, m.CancelInput, m.Mode, m.FilterHelp}},
		{Welcome, []key.Binding{m.EnterKey, m.FromBrowser, m.Demo, m.KeysPage, m.Profiles, m.Help, m.Quit}},
		{SigningIn, []key.Binding{m.OpenAgain, m.CopyAddress, m.CopyCode, m.ShowQR, m.NewCode, m.CancelInput}},
	}
}

// Markdown returns the table of keys for the README.
func (m Map) Markdown() string {
	var b strings.Builder
	b.WriteString("| where | keys |\n| --- | --- |\n")
	for _, group := range m.Groups() {
		items := make([]string, len(group.Keys))
		for i, binding := range group.Keys {
			names := strings.Fields(binding.Help().Key)
			items[i] = "`" + strings.Join(names, "` `") + "` " + binding.Help().Desc
		}
		b.WriteString("| " + string(group.Context) + " | " + strings.Join(items, " · ") + " |\n")
	}
	return b.String()
}

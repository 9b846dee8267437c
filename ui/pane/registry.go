package pane

import (
	"strconv"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// Info is the name of a pane and how it is found.
type Info struct {
	Number   int            // the key of its tab
	Name     string         // what its tab says
	Short    string         // the same, where tabs have little room
	Keywords string         // other words for it, by which the palette finds it
	Context  keymap.Context // the group of keys that are active in it
}

// Numbers of the panes that other parts lead to.
const (
	OverviewNumber     = 1
	TransactionsNumber = 2
	UsageNumber        = 3
	PacksNumber        = 5
	CostsNumber        = 6
	AccountNumber      = 7
)

// entry is a line of the registry: a pane and its constructor.
type entry struct {
	Info
	make func(base) Pane
}

// registry is every pane, in the order of the tabs. Adding a pane is adding its line.
func registry() []entry {
	return []entry{
		{Info{OverviewNumber, "Overview", "Overview", "home start balance running", keymap.Overview}, newOverview},
		{Info{TransactionsNumber, "Transactions", "History", "history ledger refunds", keymap.History}, newTransactions},
		{Info{UsageNumber, "Usage", "Usage", "used spent spending chart bars year heat map rhythm models tools", keymap.Usage}, newUsage},
		{Info{4, "Plans", "Plans", "upgrade downgrade subscription subscribe prices", keymap.Plans}, newPlans},
		{Info{PacksNumber, "Packs", "Packs", "buy credits prices", keymap.Packs}, newPacks},
		{Info{CostsNumber, "Costs", "Costs", "prices tools models catalogue affordable how many", keymap.Costs}, newCosts},
		{Info{AccountNumber, "Account", "Account", "email profile orders sign-in settings", keymap.Account}, newAccount},
	}
}

// Infos describes every pane, in the order of the tabs.
func Infos() []Info {
	var infos []Info
	for _, entry := range registry() {
		infos = append(infos, entry.Info)
	}
	return infos
}

// All makes every pane, in the order of the tabs.
func All(keys keymap.Map, t *theme.Theme) []Pane {
	var panes []Pane
	for _, entry := range registry() {
		pane := entry.make(base{info: entry.Info, keys: keys, state: &data.State{}})
		pane.SetTheme(t)
		panes = append(panes, pane)
	}
	return panes
}

// Keys returns the default keymap with a digit for each pane.
func Keys() keymap.Map {
	var digits []string
	for _, info := range Infos() {
		digits = append(digits, strconv.Itoa(info.Number))
	}
	return keymap.Default(digits...)
}

package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
)

// Address shows an address that no browser was opened for, in full, with a key to
// copy it.
type Address struct {
	base
	open data.OpenURL
	why  string
}

// NewAddress makes the overlay. why says why there is no browser.
func NewAddress(keys keymap.Map, open data.OpenURL, why string) *Address {
	return &Address{base: newBase(keys), open: open, why: why}
}

// Help is the keys that mean something here.
func (a *Address) Help() []key.Binding {
	return []key.Binding{a.keys.CopyAddress, a.keys.OpenAgain, a.keys.Back}
}

// Key copies, tries again, or leaves.
func (a *Address) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, a.keys.Back, a.keys.Quit, a.keys.Confirm):
		return data.Close{}
	case key.Matches(msg, a.keys.CopyAddress):
		return data.Copy{Text: string(a.open.Address), What: "the address of " + a.open.What}
	case key.Matches(msg, a.keys.OpenAgain):
		return data.RunCommand{Intent: a.open}
	}
	a.scroll(msg)
	return nil
}

// View draws the address.
func (a *Address) View() (string, *tea.Cursor) {
	lines := joined(
		a.text(a.theme.Text, "No browser was opened for "+a.open.What+" ("+a.why+"). Open this address where you have one."),
		a.address(string(a.open.Address)),
	)
	return a.card("No browser", lines, a.Help()), nil
}

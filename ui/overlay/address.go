package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
)

// Address is the card of an address for which no browser was opened: the whole address, with
// keys to copy it and to show a QR code.
type Address struct {
	base
	open data.OpenURL
	why  string
	qr   bool // Q was pressed
}

// NewAddress makes the overlay; why is the reason that no browser was opened.
func NewAddress(open data.OpenURL, why string) *Address {
	return &Address{open: open, why: why}
}

// Layer returns Anywhere, as the welcome screen opens this overlay too.
func (a *Address) Layer() Layer { return Anywhere }

// Help returns the key bindings that are active here.
func (a *Address) Help() []key.Binding {
	return a.pageHelp(a.page())
}

// Key copies, tries again, shows or hides the QR code, or closes the card.
func (a *Address) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, a.keys.Back, a.keys.Quit, a.keys.Confirm):
		return data.Close{}
	case key.Matches(msg, a.keys.CopyAddress):
		return data.Copy{Text: string(a.open.Address), What: "the address of " + a.open.What, Whole: true}
	case key.Matches(msg, a.keys.OpenAgain):
		return data.RunCommand{Intent: a.open}
	case key.Matches(msg, a.keys.ShowQR):
		if a.qrPanel(a.open.Address) != nil {
			a.qr, a.scrolled = !a.qr, 0
		}
		return nil
	}
	a.scroll(msg)
	return nil
}

// View draws the address.
func (a *Address) View() (string, *tea.Cursor) { return a.pageCard(a.page()), nil }

func (a *Address) page() page {
	return page{
		title: "Open " + a.open.What, address: a.open.Address, browser: a.why, toggled: a.qr,
		keys:  []key.Binding{a.keys.OpenAgain, a.keys.CopyAddress, a.keys.ShowQR, a.keys.Back},
		words: func(base) [][]string { return [][]string{nil} },
	}
}

package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/widget"
	"github.com/studio-tui/studio-tui/ui/words"
)

// Device is a sign-in from the browser: the code to compare, where to approve it,
// and what has become of it.
type Device struct {
	base
	view data.DeviceView
	qr   bool // Q was pressed: the code for cameras shows where it does not by itself, and the other way round
}

// NewDevice makes the overlay.
func NewDevice(keys keymap.Map) *Device { return &Device{base: newBase(keys)} }

// Show takes how the sign-in stands.
func (d *Device) Show(view data.DeviceView) { d.view = view }

// waiting reports whether the address is of use now.
func (d *Device) waiting() bool { return d.view.Stage == data.DeviceWaiting }

// Help is the keys that mean something now.
func (d *Device) Help() []key.Binding {
	switch d.view.Stage {
	case data.DeviceWaiting:
		return []key.Binding{d.keys.OpenAgain, d.keys.CopyAddress, d.keys.CopyCode, d.keys.ShowQR, d.keys.Abandon}
	case data.DeviceConsent:
		yes := key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "yes, keep it there"))
		return []key.Binding{yes, d.keys.Abandon}
	case data.DeviceEnded:
		return []key.Binding{d.keys.NewCode, d.keys.Abandon}
	}
	return []key.Binding{d.keys.Abandon}
}

// Key acts on the sign-in, or gives it up.
func (d *Device) Key(msg tea.KeyPressMsg) data.Intent {
	code := d.view.Code
	switch {
	case key.Matches(msg, d.keys.Abandon, d.keys.Quit):
		return data.GiveUpDevice{}
	case d.view.Stage == data.DeviceConsent && key.Matches(msg, d.keys.Submit):
		return data.KeepInFile{}
	case d.view.Stage == data.DeviceEnded && key.Matches(msg, d.keys.NewCode, d.keys.Submit):
		return data.SignInFromBrowser{}
	case d.waiting() && key.Matches(msg, d.keys.OpenAgain):
		return data.OpenDevicePage{}
	case d.waiting() && key.Matches(msg, d.keys.CopyAddress):
		return data.Copy{Text: string(code.Address), What: "the address"}
	case d.waiting() && key.Matches(msg, d.keys.CopyCode):
		return data.Copy{Text: code.UserCode, What: "the code"}
	case d.waiting() && key.Matches(msg, d.keys.ShowQR):
		d.qr, d.scrolled = !d.qr, 0
		return nil
	}
	d.scroll(msg)
	return nil
}

// View draws the sign-in.
func (d *Device) View() (string, *tea.Cursor) {
	const title = "Sign in from the browser"
	var lines []string
	switch d.view.Stage {
	case data.DeviceStarting:
		lines = []string{d.theme.Muted.Paint("Asking for a code …")}
	case data.DeviceKeeping:
		lines = d.text(d.theme.Good, "✓ Approved. The key is checked and kept …")
		lines = append(lines, d.trouble()...)
	case data.DeviceConsent:
		lines = d.text(d.theme.Warn, d.view.Err.Error())
	case data.DeviceEnded:
		lines = d.text(d.theme.Bad, words.Sentence(d.view.Err.Error()))
	default:
		lines = d.waitingLines()
	}
	return d.card(title, lines, d.Help()), nil
}

// waitingLines are the code, what to do with it, and the address, with the code for
// cameras under them or, where there is no room for both, in their place.
func (d *Device) waitingLines() []string {
	room := d.height - 2 - len(d.keyLines(d.Help())) - 1
	asked, byItself := d.qr, d.view.Browser != ""
	prose := append(d.text(d.theme.Text, d.todo()), d.trouble()...)
	lines := d.fitted(room, prose)
	beside := d.picture(room - len(lines) - 1)
	switch {
	case beside != nil && asked != byItself:
		return append(append(lines, ""), beside...)
	case beside != nil || !asked:
		return lines
	}
	if picture := d.picture(room - 2); picture != nil {
		return joined([]string{d.theme.Strong.Paint(d.view.Code.UserCode)}, picture)
	}
	small := d.text(d.theme.Warn, "A QR code needs a larger terminal.")
	if alone := d.fitted(room, nil); len(alone)+len(small) > room { // it is to be seen, as the answer to a key
		return append(small, append(alone, prose...)...)
	}
	return d.fitted(room, append(small, prose...))
}

// fitted are code, address and words, close together where every line counts. The
// address is what is needed, so words are what is below the fold where one is.
func (d *Device) fitted(room int, words []string) []string {
	code, address := d.codeLines(), d.address(string(d.view.Code.Address))
	if lines := joined(code, address, words); len(lines) <= room {
		return lines
	}
	return append(append(code, address...), words...)
}

func (d *Device) picture(height int) []string {
	return widget.QR(string(d.view.Code.Address), d.inner(), height)
}

// codeLines is the code, large where it is of capitals and digits and has the room.
func (d *Device) codeLines() []string {
	code := d.view.Code.UserCode
	big := widget.BigCode(code, d.inner()-2)
	if big == nil {
		return d.text(d.theme.Strong, code)
	}
	for i, line := range big {
		big[i] = d.theme.Accent.Paint(line)
	}
	return big
}

// todo says what is waited for. What the page shows has to be compared: a page that
// somebody else sent asks for the same yes.
func (d *Device) todo() string {
	until := " Waiting until " + words.Clock(d.view.Code.Expires, d.state.Location) + " …"
	if d.view.Browser != "" {
		return "No browser was opened (" + d.view.Browser + "). Open this address where you have one, and approve it if it shows this code." + until
	}
	return "Approve it in your browser, if it shows this code." + until
}

// trouble says quietly what is waited out.
func (d *Device) trouble() []string {
	if d.view.Trouble == nil {
		return nil
	}
	again := " Trying again …"
	if !d.view.Next.IsZero() {
		again = " Trying again at " + words.Clock(d.view.Next, d.state.Location) + " …"
	}
	return d.text(d.theme.Muted, words.First(d.view.Trouble)+again)
}

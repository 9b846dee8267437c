package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/signin"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Device is the card of a sign-in from the browser: the code to compare, the address to approve
// it at, and the state of the sign-in.
type Device struct {
	base
	signIn signin.SignIn
	qr     bool // Q was pressed
}

// NewDevice makes the overlay.
func NewDevice() *Device { return &Device{} }

// Show sets the state of the sign-in.
func (d *Device) Show(signIn signin.SignIn) { d.signIn = signIn }

// waiting reports whether the address can be used now.
func (d *Device) waiting() bool { return d.signIn.AwaitsApproval() }

// Layer returns SigningIn, the highest: nothing hides a sign-in.
func (d *Device) Layer() Layer { return SigningIn }

// Help returns the key bindings that are active now.
func (d *Device) Help() []key.Binding {
	switch d.signIn.Stage {
	case signin.Waiting, signin.Polling:
		return d.pageHelp(d.page())
	case signin.Consenting:
		yes := keymap.As(d.keys.Submit, "yes, keep it there")
		return []key.Binding{yes, d.keys.CancelInput}
	case signin.Ended:
		return []key.Binding{d.keys.NewCode, d.keys.CancelInput}
	}
	return []key.Binding{d.keys.CancelInput}
}

// Key acts on the sign-in, or cancels it.
func (d *Device) Key(msg tea.KeyPressMsg) data.Intent {
	code := d.signIn.Code
	switch {
	case key.Matches(msg, d.keys.CancelInput, d.keys.Quit):
		return data.CancelDevice{}
	case d.signIn.Stage == signin.Consenting && key.Matches(msg, d.keys.Submit):
		return data.KeepInFile{}
	case d.signIn.Stage == signin.Ended && key.Matches(msg, d.keys.NewCode, d.keys.Submit):
		return data.SignInFromBrowser{}
	case d.waiting() && key.Matches(msg, d.keys.OpenAgain):
		return data.OpenDevicePage{}
	case d.waiting() && key.Matches(msg, d.keys.CopyAddress):
		return data.Copy{Text: string(code.Address), What: "the address", Whole: true}
	case d.waiting() && key.Matches(msg, d.keys.CopyCode):
		return data.Copy{Text: code.UserCode, What: "the code", Whole: true}
	case d.waiting() && key.Matches(msg, d.keys.ShowQR):
		if d.qrPanel(code.Address) != nil {
			d.qr, d.scrolled = !d.qr, 0
		}
		return nil
	}
	d.scroll(msg)
	return nil
}

// View draws the sign-in.
func (d *Device) View() (string, *tea.Cursor) {
	var lines []string
	switch d.signIn.Stage {
	case signin.Idle, signin.Starting:
		lines = []string{d.theme.Muted.Render("Asking for a code …")}
	case signin.Keeping, signin.Pausing:
		lines = d.text(d.theme.Good, "✓ Approved. The key is checked and kept …")
		lines = append(lines, d.trouble()...)
	case signin.Consenting:
		lines = d.text(d.theme.Warn, d.signIn.Err.Error())
	case signin.Ended:
		lines = d.text(d.theme.Bad, format.Sentence(d.signIn.Err.Error()))
	default:
		return d.pageCard(d.page()), nil
	}
	return d.card(deviceTitle, lines, d.Help()), nil
}

const deviceTitle = "Sign in from the browser"

// page is the web page where the sign-in is approved.
func (d *Device) page() page {
	in := func(b base) *Device { return &Device{base: b, signIn: d.signIn} }
	return page{
		title: deviceTitle, address: d.signIn.Code.Address, browser: d.signIn.Browser, toggled: d.qr,
		keys:  []key.Binding{d.keys.OpenAgain, d.keys.CopyAddress, d.keys.CopyCode, d.keys.ShowQR, d.keys.CancelInput},
		words: func(b base) [][]string { return in(b).words() },
		less: func(b base) [][]string {
			d := in(b)
			return [][]string{joined(d.plainCode(), d.trouble()), d.plainCode()}
		},
	}
}

// words are the code, large or not, and what to do with it.
func (d *Device) words() [][]string {
	todo := append(d.text(d.theme.Text, d.todo()), d.trouble()...)
	return [][]string{joined(d.codeLines(), todo), joined(d.plainCode(), todo)}
}

func (d *Device) plainCode() []string {
	if d.state.Mask != nil {
		return d.text(d.theme.Muted, "The code is hidden, as it lets this machine in. {privacy} shows it.")
	}
	return d.text(d.theme.Strong, d.signIn.Code.UserCode)
}

// codeLines is the code in plain letters and, where it is capitals and digits and fits, in
// large ones beside or above them, since large ones look alike.
func (d *Device) codeLines() []string {
	code := d.signIn.Code.UserCode
	big := widget.BigTextCode(code, d.inner()-2)
	if big == nil || d.state.Mask != nil {
		return d.plainCode()
	}
	beside := widget.Width(big[0])+3+widget.Width(code) <= d.inner()-2
	for i, line := range big {
		big[i] = d.theme.Accent.Render(line)
	}
	if beside {
		big[1] += "   " + d.theme.Strong.Render(code)
		return big
	}
	return append(big, d.plainCode()...)
}

// todo says what the card is waiting for. The user has to compare the code with the page's: a
// page sent by somebody else asks for the same approval.
func (d *Device) todo() string {
	until := " Waiting until " + format.Clock(d.signIn.Code.Expires, d.state.Location) + " …"
	if d.signIn.Browser != "" {
		return "Approve it on that page, if it shows this code." + until
	}
	return "Approve it in your browser, if it shows this code." + until
}

// trouble names the failure that is being waited out.
func (d *Device) trouble() []string {
	if d.signIn.Trouble == nil {
		return nil
	}
	again := " Trying again …"
	if !d.signIn.Retry.IsZero() {
		again = " Trying again at " + format.Clock(d.signIn.Retry, d.state.Location) + " …"
	}
	return d.text(d.theme.Muted, message.First(d.signIn.Trouble)+again)
}

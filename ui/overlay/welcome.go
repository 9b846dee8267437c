package overlay

import (
	"errors"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/theme"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Welcome is the screen without an account: paste a key, sign in from the browser, or open the
// demo.
type Welcome struct {
	base
	input  textinput.Model
	typing bool
	busy   bool  // the key is being checked, or a session opened
	err    error // why the last attempt failed
	reason error // why signing in is needed: no key found, or the key was rejected
}

// NewWelcome makes the screen; reason is why it is shown.
func NewWelcome(reason error) *Welcome {
	input := widget.NewTextInput("key  ", "", 512)
	input.EchoMode = textinput.EchoPassword
	input.EchoCharacter = '•'
	return &Welcome{input: input, reason: reason}
}

// SetBusy marks the last intent as running.
func (w *Welcome) SetBusy() { w.busy, w.err = true, nil }

// Failed ends the last intent with an error.
func (w *Welcome) Failed(err error) { w.busy, w.err = false, err }

// SetTheme sets the theme of the screen and its text field.
func (w *Welcome) SetTheme(t *theme.Theme) {
	w.base.SetTheme(t)
	w.input.SetStyles(t.Field())
}

// SetSize sets the space that the card may take, in cells.
func (w *Welcome) SetSize(width, height int) {
	w.base.SetSize(width, height)
	w.input.SetWidth(max(w.inner()-8, 8))
}

// consent is the open question whether the key may be stored in a file, nil for none.
func (w *Welcome) consent() *account.ConsentRequired {
	var needs *account.ConsentRequired
	if errors.As(w.err, &needs) {
		return needs
	}
	return nil
}

// Layer returns SignedOut, above everything of an account.
func (w *Welcome) Layer() Layer { return SignedOut }

// Help returns the key bindings that are active now.
func (w *Welcome) Help() []key.Binding {
	switch {
	case w.busy:
		return []key.Binding{w.keys.Interrupt}
	case w.consent() != nil:
		yes := keymap.As(w.keys.Submit, "yes, keep it there")
		return []key.Binding{yes, w.keys.CancelInput}
	case w.typing:
		return []key.Binding{w.keys.Submit, w.keys.CancelInput}
	}
	keys := []key.Binding{w.keys.EnterKey, w.keys.FromBrowser, w.keys.KeysPage, w.keys.Demo}
	if w.others() {
		keys = append(keys, w.keys.Profiles)
	}
	keys = append(keys, w.keys.Help, w.keys.Quit)
	if w.state.Account.Loaded {
		keys = append(keys, w.keys.Back)
	}
	return keys
}

// others reports whether there are profiles to choose from.
func (w *Welcome) others() bool {
	var none *account.NoKeyError
	return w.state.Identity.Profiles > 1 || errors.As(w.reason, &none) && none.Profiles > 1
}

// Key takes the choice, or edits the key.
func (w *Welcome) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case !w.typing && key.Matches(msg, w.keys.Quit):
		return data.Quit{}
	case !w.typing && key.Matches(msg, w.keys.Help):
		return data.ShowHelp{}
	case w.busy:
		w.scroll(msg)
		return nil
	case w.consent() != nil:
		return w.keyConsent(msg)
	case w.typing:
		return w.keyTyping(msg)
	case key.Matches(msg, w.keys.EnterKey):
		w.typing, w.err = true, nil
		w.input.Focus()
	case key.Matches(msg, w.keys.FromBrowser):
		w.err = nil
		return data.SignInFromBrowser{}
	case key.Matches(msg, w.keys.Profiles):
		return data.ShowProfiles{}
	case key.Matches(msg, w.keys.Demo):
		return data.OpenDemo{}
	case key.Matches(msg, w.keys.KeysPage):
		return data.OpenURL{Address: model.KeysPage, What: "your API keys page"}
	case key.Matches(msg, w.keys.Back) && w.state.Account.Loaded:
		return data.Close{}
	default:
		w.scroll(msg)
	}
	return nil
}

func (w *Welcome) keyConsent(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, w.keys.Submit):
		return data.UseKey{Key: w.input.Value(), AllowFile: true}
	case key.Matches(msg, w.keys.CancelInput):
		w.stop()
		w.err = nil
	default:
		w.scroll(msg)
	}
	return nil
}

func (w *Welcome) keyTyping(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, w.keys.CancelInput):
		w.stop()
	case key.Matches(msg, w.keys.Submit):
		if w.input.Value() != "" {
			return data.UseKey{Key: w.input.Value()}
		}
	case key.Matches(msg, w.upInText(), w.downInText()):
		w.scroll(msg)
	default:
		w.input, _ = w.input.Update(msg)
	}
	return nil
}

// stop clears the typed key.
func (w *Welcome) stop() {
	w.typing = false
	w.input.Blur()
	w.input.SetValue("")
}

// Paste takes a pasted key, also before the field is focused.
func (w *Welcome) Paste(text string) {
	if w.busy || w.consent() != nil || w.state.ReadOnly {
		return
	}
	w.typing, w.err = true, nil
	w.input.Focus()
	w.input, _ = w.input.Update(tea.PasteMsg{Content: model.Clean(text)})
}

// View draws the screen.
func (w *Welcome) View() (string, *tea.Cursor) {
	lines := joined(
		w.text(w.theme.Text, "Your credits, plans and packs at Artificial Studio, in the terminal."),
		w.refusal(),
	)
	var cursor *tea.Cursor
	switch {
	case w.busy && w.typing:
		lines = append(lines, "", w.theme.Muted.Render("Checking the key …"))
	case w.busy:
		lines = append(lines, "", w.theme.Muted.Render("One moment …"))
	case w.consent() != nil:
		lines = append(append(lines, ""), w.text(w.theme.Warn, w.consent().Error())...)
	case w.typing:
		lines = append(lines, "", w.input.View())
		if cursor = w.input.Cursor(); cursor != nil {
			cursor.X, cursor.Y, cursor.Blink = cursor.X+2, len(lines), false
		}
		lines = append(lines, w.text(w.theme.Muted, "Paste the key. It is not shown, and checked before it is kept.")...)
	case w.state.ReadOnly:
		lines = append(append(lines, ""), w.text(w.theme.Muted, "Signing in keeps a key on this machine, which read_only rules out: export ARTIFICIAL_STUDIO_API_KEY, or sign in with studio-tui login --read-only=false.")...)
		lines = joined(lines, w.noKey())
	default:
		lines = append(append(lines, ""), w.text(w.theme.Muted, "Sign in from the browser, or paste a key made here:")...)
		lines = append(lines, w.address(string(model.KeysPage))...)
		lines = joined(lines, w.noKey())
	}
	if w.err != nil && w.consent() == nil {
		lines = append(append(lines, ""), w.text(w.theme.Bad, format.Sentence(model.Clean(message.PlainError(w.err))))...)
	}
	return w.card("studio-tui", lines, w.Help()), cursor
}

// refusal says why the existing key does not work.
func (w *Welcome) refusal() []string {
	var none *account.NoKeyError
	if w.reason == nil || errors.As(w.reason, &none) {
		return nil
	}
	return w.text(w.theme.Warn, w.reason.Error())
}

// noKey says where a key was looked for. A missing key is no error, so this comes after what to
// do.
func (w *Welcome) noKey() []string {
	var none *account.NoKeyError
	if !errors.As(w.reason, &none) {
		return nil
	}
	return w.text(w.theme.Muted, none.Error())
}

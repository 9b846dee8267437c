package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/words"
)

// PortalWord asks whether the billing portal of an exported key's account is meant,
// where that key goes before a profile: plans are changed and cancelled there.
type PortalWord struct{ base }

// NewPortalWord makes the overlay.
func NewPortalWord(keys keymap.Map) *PortalWord { return &PortalWord{newBase(keys)} }

// Help is the keys that mean something here.
func (p *PortalWord) Help() []key.Binding {
	no := key.NewBinding(key.WithKeys(p.keys.Decline.Keys()...), key.WithHelp("esc", "go back, open nothing"))
	return []key.Binding{p.keys.UseExported, no}
}

// Key says yes or no, and scrolls.
func (p *PortalWord) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, p.keys.Decline, p.keys.Quit):
		return data.Close{}
	case key.Matches(msg, p.keys.UseExported):
		return data.ManageBilling{Allowed: true}
	}
	p.scroll(msg)
	return nil
}

// View draws the question.
func (p *PortalWord) View() (string, *tea.Cursor) {
	id, email := p.state.Identity, p.state.Account.Value.Email
	what := "billing portal"
	if p.state.WithoutPortal() {
		what = "account page"
	}
	lines := joined(
		p.text(p.theme.Warn, words.NotThatPortal(id, what, email)+" If that is what you want, press E."),
		p.field("Signed in", words.SignedIn(id)),
	)
	return p.card("Open the "+what+"?", lines, p.Help()), nil
}

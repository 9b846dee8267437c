package overlay

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/message"
)

// KeyConsent is the card that asks whether to open a page of the exported key's account, where
// that key takes precedence over a profile: plans are bought, changed and cancelled on that
// page.
type KeyConsent struct {
	base
	buying bool   // for the pricing page; else for the billing portal
	plan   string // the slug of the plan chosen for the portal, "" for none
}

// NewPortalConsent makes the overlay for the billing portal, with the plan chosen for it, ""
// for none.
func NewPortalConsent(plan string) *KeyConsent {
	return &KeyConsent{plan: plan}
}

// NewPricingConsent makes the overlay for the website's pricing page.
func NewPricingConsent() *KeyConsent {
	return &KeyConsent{buying: true}
}

// OnClose cancels the visit.
func (p *KeyConsent) OnClose() data.Intent { return data.LeaveWebsite{} }

// Help returns the key bindings that are active here.
func (p *KeyConsent) Help() []key.Binding {
	no := keymap.As(p.keys.CancelPurchase, "go back, open nothing")
	return []key.Binding{p.keys.ConfirmExportedKey, no}
}

// Key confirms or goes back, and scrolls.
func (p *KeyConsent) Key(msg tea.KeyPressMsg) data.Intent {
	switch {
	case key.Matches(msg, p.keys.CancelPurchase, p.keys.Quit):
		return data.Close{}
	case key.Matches(msg, p.keys.ConfirmExportedKey) && p.buying:
		return data.OpenWebsite{KeyConfirmed: true}
	case key.Matches(msg, p.keys.ConfirmExportedKey):
		return data.ManageBilling{Plan: p.plan, KeyConfirmed: true}
	}
	p.scroll(msg)
	return nil
}

// View draws the question.
func (p *KeyConsent) View() (string, *tea.Cursor) {
	id, email := p.state.Identity, p.state.Email()
	what, text := "billing portal", ""
	switch {
	case p.buying:
		what, text = "pricing page", message.NotThatPricing(id, email)
	case p.state.WithoutPortal():
		what, text = "account page", message.NotThatPortal(id, "account page", email)
	default:
		text = message.NotThatPortal(id, what, email)
	}
	lines := joined(p.text(p.theme.Warn, text+" If that is what you want, press {confirm_exported_key}."), p.field("Signed in", message.SignedIn(id)))
	return p.card("Open the "+what+"?", lines, p.Help()), nil
}

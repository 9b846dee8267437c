package pane

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Account is the pane of the account: user, sign-in, plan and subscription, budget, orders,
// links, and the page "How credits work".
type Account struct {
	base
	facts   pager
	guide   pager
	reading bool    // the page "How credits work" is open
	places  []place // things on the open page that keys act on
}

func newAccount(b base) Pane { return &Account{base: b} }

// SetState sets the state after a change.
func (a *Account) SetState(s *data.State) {
	a.base.SetState(s)
	a.layout()
}

// SetSize sets the size of the body in cells.
func (a *Account) SetSize(width, height int) {
	a.base.SetSize(width, height)
	a.layout()
}

// pager returns the scroll state of the page that is open.
func (a *Account) pager() *pager {
	if a.reading {
		return &a.guide
	}
	return &a.facts
}

// page lays out the page that is open.
func (a *Account) page(selected int) ([]string, []place) {
	if a.reading {
		return guide(a.theme, a.inner(), selected)
	}
	return accountPage(a.theme, a.keys, a.state, a.inner(), selected)
}

// layout works out the scroll state again after a change.
func (a *Account) layout() {
	lines, places := a.page(-1)
	a.places = places
	at := make([]int, len(places))
	for i, place := range places {
		at[i] = place.line
	}
	a.pager().layout(len(lines), at, a.height-a.above())
}

// above is the number of lines above the page.
func (a *Account) above() int {
	if a.reading {
		return 2
	}
	return 0
}

// Key moves the cursor and acts on the item under it.
func (a *Account) Key(msg tea.KeyPressMsg) (data.Intent, bool) {
	switch {
	case key.Matches(msg, a.keys.Back) && a.reading:
		a.reading = false
		a.layout()
		return nil, true
	case key.Matches(msg, a.keys.SignOut):
		return data.ChangeKey{}, true
	case key.Matches(msg, a.keys.Portal):
		return data.ManageBilling{}, true
	case key.Matches(msg, a.keys.Budget) && !a.reading:
		return data.EditBudget{}, true
	case a.scroll(a.pager(), msg):
		return nil, true
	}
	act, here := a.action()
	if !here {
		return nil, false
	}
	switch {
	case key.Matches(msg, a.keys.Open, a.keys.OpenInBrowser):
		if _, is := act.open.(data.ReadGuide); is {
			a.readGuide()
			return nil, true
		}
		return act.open, act.open != nil
	case key.Matches(msg, a.keys.Copy, a.keys.CopyLink) && act.copy.Text != "":
		return act.copy, true
	}
	return nil, false
}

// Receive opens the page "How credits work".
func (a *Account) Receive(intent data.Intent) (data.Intent, bool) {
	_, is := intent.(data.ReadGuide)
	if is {
		a.readGuide()
	}
	return nil, is
}

// readGuide opens the page "How credits work" at its beginning.
func (a *Account) readGuide() {
	a.reading = true
	a.layout()
	a.guide.jump(0, false)
}

// action is the action of the item under the cursor.
func (a *Account) action() (action, bool) {
	if at := a.pager().selected; at >= 0 && at < len(a.places) {
		return a.places[at].action, true
	}
	return action{}, false
}

// Help returns the key bindings for the footer.
func (a *Account) Help() []key.Binding {
	bindings := []key.Binding{keymap.Pair("move", a.keys.Up, a.keys.Down)}
	if act, here := a.action(); here {
		bindings = append(bindings, keymap.As(a.keys.Open, act.help))
		if act.copy.Text != "" && act.open != data.Intent(act.copy) {
			bindings = append(bindings, a.keys.Copy)
		}
	}
	if a.reading {
		return append(bindings, a.keys.Back)
	}
	bindings = append(bindings, portalKey(a.state, a.keys.Portal), a.keys.Budget, a.keys.SignOut)
	if a.state.Identity.Profiles > 1 {
		bindings = append(bindings, a.keys.Profiles)
	}
	return bindings
}

// View draws the pane.
func (a *Account) View() (string, *tea.Cursor) {
	p := a.pager()
	lines, _ := a.page(p.selected)
	visible := a.visible(p, lines)
	if !a.reading {
		return a.block(visible), nil
	}
	title := a.theme.Title.Render("CREDITS AND PRICING")
	if a.width >= 80 {
		title += a.theme.Muted.Render("  how it works, in the service's own words")
	}
	head := []string{widget.Justify(title, a.theme.Muted.Render(position(p)), a.inner()), ""}
	return a.block(append(head, visible...)), nil
}

// position says which lines of the page are visible.
func position(p *pager) string {
	if p.count <= p.height {
		return ""
	}
	return format.Count(p.top+1) + "–" + format.Count(min(p.top+p.height, p.count)) + " of " + format.Count(p.count)
}

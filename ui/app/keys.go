package app

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// key routes a key: ctrl+c, then the overlay on top (signing in before all else), then a pane that takes text,
// then the keys of everywhere, then the pane in front.
func (a *App) key(msg tea.KeyPressMsg) tea.Cmd {
	a.drawn.stale = true
	if key.Matches(msg, a.keys.Interrupt) {
		a.quitting = true
		return nil
	}
	if key.Matches(msg, a.keys.Suspend) {
		return requestSuspend
	}
	if a.tooSmall() {
		a.quitting = key.Matches(msg, a.keys.Quit)
		return nil
	}
	if a.device != nil {
		return a.do(a.device.over.Key(msg))
	}
	if a.welcome != nil && !a.overWelcome() {
		if key.Matches(msg, a.keys.Quit) && !a.welcome.Typing() {
			a.quitting = true
			return nil
		}
		if key.Matches(msg, a.keys.Help) && !a.welcome.Typing() {
			return a.do(data.ShowHelp{})
		}
		return a.do(a.welcome.Key(msg))
	}
	if top := a.top(); top != nil {
		return a.runCommand(top.Key(msg))
	}
	if a.activePane().CapturesText() {
		intent, _ := a.activePane().Key(msg)
		return a.do(intent)
	}
	if cmd, taken := a.globalKey(msg); taken {
		return cmd
	}
	intent, _ := a.activePane().Key(msg)
	return a.do(intent)
}

// overWelcome reports whether what is on top lies also on top of the welcome: the list of
// profiles, the address that no browser was opened for, and help.
func (a *App) overWelcome() bool {
	return a.choosing() || a.addressed() || a.helping()
}

// addressed reports whether that address is on top.
func (a *App) addressed() bool { return isOn[*overlay.Address](a) }

// helping reports whether help is on top.
func (a *App) helping() bool { return isOn[*overlay.Help](a) }

// isOn reports whether the newest overlay is of a kind.
func isOn[T overlay.Overlay](a *App) bool {
	if len(a.overlays) == 0 {
		return false
	}
	_, is := a.overlays[len(a.overlays)-1].(T)
	return is
}

// globalKey is the keys that mean the same in every pane.
func (a *App) globalKey(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	switch {
	case key.Matches(msg, a.keys.Quit):
		a.quitting = true
	case key.Matches(msg, a.keys.Help):
		return a.do(data.ShowHelp{}), true
	case key.Matches(msg, a.keys.Commands):
		a.push(overlay.NewPalette(a.keys, a.commands()))
	case key.Matches(msg, a.keys.Refresh):
		return a.do(data.RefreshAll{}), true
	case key.Matches(msg, a.keys.Buy):
		return a.buy(), true
	case key.Matches(msg, a.keys.NextPane):
		a.cyclePane(1)
	case key.Matches(msg, a.keys.PreviousPane):
		a.cyclePane(-1)
	case key.Matches(msg, a.keys.Pane):
		return a.carry(int(msg.String()[0] - '0')), true
	default:
		return nil, false
	}
	return nil, true
}

// buy goes to what is under way; else to the packs, or to the website where only that
// has them.
func (a *App) buy() tea.Cmd {
	switch s := &a.state; {
	case s.Order != nil:
		a.showPayment()
	case a.watching():
		a.showVisit()
	case s.Packs.Loaded && !s.Packs.Available():
		return a.openWebsite(data.OpenWebsite{})
	default:
		a.goTo(pane.PacksNumber)
	}
	return nil
}

// goTo shows the pane of a number, if there is one.
func (a *App) goTo(number int) {
	for i, pane := range a.panes {
		if pane.Info().Number == number {
			a.active = i
		}
	}
	a.drawn.stale = true
}

// place is the pane in front as the table of keys calls it.
func (a *App) place() keymap.Context {
	if a.welcome != nil {
		return keymap.Welcome
	}
	return a.activePane().Info().Context
}

// cyclePane shows the pane some places further on, round and round.
func (a *App) cyclePane(by int) {
	a.active = (a.active + by + len(a.panes)) % len(a.panes)
}

// paste hands pasted text to the open overlay or pane.
func (a *App) paste(text string) tea.Cmd {
	a.drawn.stale = true
	if top := a.top(); top != nil {
		top.Paste(text)
		return nil
	}
	return a.do(a.activePane().Paste(text))
}

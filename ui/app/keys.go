package app

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
)

// key routes a key press: ctrl+c first, then the top overlay (the sign-in before all
// others; the privacy key is an exception), then a pane that takes text, then the global keys, then the visible pane.
func (a *App) key(msg tea.KeyPressMsg) tea.Cmd {
	a.drawn.stale, a.touched = true, true
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
	if top := a.overlays.Top(); top != nil {
		if a.privacyOver(top, msg) {
			a.togglePrivacy()
			return a.noticeTimer()
		}
		return a.do(top.Key(msg))
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

// privacyOver reports whether a key is that of privacy mode over a card, as a screen may
// become a shared one at any time: where the card takes no text and does not name the key.
func (a *App) privacyOver(top overlay.Overlay, msg tea.KeyPressMsg) bool {
	if !key.Matches(msg, a.keys.Privacy) || key.Matches(msg, top.Help()...) {
		return false
	}
	_, cursor := top.View()
	return cursor == nil && !top.TakesText()
}

// globalKey handles the keys that work in every pane.
func (a *App) globalKey(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	switch {
	case key.Matches(msg, a.keys.Quit):
		a.quitting = true
	case key.Matches(msg, a.keys.Help):
		return a.do(data.ShowHelp{}), true
	case key.Matches(msg, a.keys.Commands):
		a.push(overlay.NewPalette(palette{a.core}.all))
	case key.Matches(msg, a.keys.Refresh):
		return a.do(data.RefreshAll{}), true
	case key.Matches(msg, a.keys.Buy):
		return a.do(data.BuyCredits{}), true
	case key.Matches(msg, a.keys.Privacy):
		a.togglePrivacy()
		return a.noticeTimer(), true
	case key.Matches(msg, a.keys.Profiles):
		return a.do(data.ShowProfiles{}), true
	case key.Matches(msg, a.keys.Mouse):
		return a.toggleMouse(), true
	case key.Matches(msg, a.keys.Notices):
		a.showNotices()
	case key.Matches(msg, a.keys.NextPane):
		a.cyclePane(1)
	case key.Matches(msg, a.keys.PreviousPane):
		a.cyclePane(-1)
	case key.Matches(msg, a.keys.Pane):
		return a.do(a.handedTo(slices.Index(a.keys.Pane.Keys(), msg.String()) + 1)), true
	default:
		return nil, false
	}
	return nil, true
}

// place is the keymap context of the visible pane.
func (a *App) place() keymap.Context {
	if a.signedOut() {
		return keymap.Welcome
	}
	return a.activePane().Info().Context
}

// handedTo is the intent that switches to the pane of a number, with the selection that
// the visible one passes on.
func (a *App) handedTo(number int) data.Intent {
	if from, hands := a.activePane().(pane.Carrier); hands {
		if intent := from.Carry(number); intent != nil {
			return intent
		}
	}
	return data.SwitchPane{Pane: number}
}

// cyclePane moves by a number of panes, wrapping around.
func (a *App) cyclePane(by int) {
	a.active = (a.active + by + len(a.panes.panes)) % len(a.panes.panes)
}

// paste hands pasted text to the open overlay or pane.
func (a *App) paste(text string) tea.Cmd {
	a.drawn.stale = true
	if top := a.overlays.Top(); top != nil {
		top.Paste(text)
		return nil
	}
	return a.do(a.activePane().Paste(text))
}

// navigate carries out the intents that concern the screen itself.
func (a *App) navigate(intent data.Intent) (cmd tea.Cmd, handled bool) {
	switch intent := intent.(type) {
	case data.Close:
		a.drawn.stale = true
		return a.do(a.overlays.Close()), true
	case data.RunCommand:
		a.pop()
		a.remember(intent.Name)
		return a.do(intent.Intent), true
	case keyCommand:
		a.goTo(intent.pane)
		return a.key(tea.KeyPressMsg{Text: intent.key.Keys()[0]}), true
	case data.ShowHelp:
		if intent.Filter {
			a.push(overlay.NewFilterHelp())
		} else {
			a.push(overlay.NewHelp(a.activePane().Info().Name, a.place()))
		}
	case data.SwitchPane:
		a.goTo(intent.Pane)
	case data.UseTheme:
		return a.useTheme(intent), true
	case data.BuyCredits: // while no order and no website visit is in progress
		a.goTo(pane.PacksNumber)
	case data.Quit:
		a.quitting = true
	default:
		return a.showReceiver(intent)
	}
	return nil, true
}

// showReceiver switches to the pane that receives an intent.
func (a *App) showReceiver(intent data.Intent) (cmd tea.Cmd, taken bool) {
	for i, p := range a.panes.each {
		receiver, is := p.(pane.Receiver)
		if !is {
			continue
		}
		if next, taken := receiver.Receive(intent); taken {
			a.active, a.drawn.stale = i, true
			return a.do(next), true
		}
	}
	return nil, false
}

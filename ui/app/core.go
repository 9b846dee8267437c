package app

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/keymap"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/pane"
	"github.com/studio-tui/studio-tui/ui/privacy"
	"github.com/studio-tui/studio-tui/ui/settings"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// core is what components share: the account's state, its session, the screen and the
// notices. It knows no component and reaches them through tell and do.
type core struct {
	options Options
	ctx     context.Context
	state   data.State
	session
	screen
	notices
	tell func(event tea.Msg) tea.Cmd      // hands an event to every component
	do   func(intent data.Intent) tea.Cmd // carries out an intent of the user or of a component
}

// session is the open account session.
type session struct {
	account.Session
	open   bool // a session is open
	orders account.Orders
	epoch  int                // of the session; results of an older one are dropped
	within context.Context    // ends with the session
	stop   context.CancelFunc // cancels the session's requests
	round  int64              // round of requests that are made together
}

// screen is the terminal and what is drawn on it.
type screen struct {
	layout
	measure   ansi.Method // width method of the terminal, as the renderer uses it
	unfocused bool
	keys      keymap.Map
	choice    theme.Choice
	onDark    bool // the terminal reported a dark background
	theme     *theme.Theme
	panes     paneList
	active    int
	overlays  overlay.Stack
	drawn     frame
	mouse     bool // mouse reports are on
	touched   bool // a key has been pressed
	choices   account.Choices
	abilities abilities // of the terminal
}

// component is a part of the program with its own state. The root offers messages and
// intents to one component after the other.
type component interface {
	// Update handles a message. handled is true where no other component needs it;
	// events go to all of them.
	Update(msg tea.Msg) (cmd tea.Cmd, handled bool)
	// Do carries out an intent. handled is false for an intent of another component.
	Do(intent data.Intent) (cmd tea.Cmd, handled bool)
}

// The events that components send each other.
type (
	sessionBegun    struct{} // another account is open; its state is still empty
	focusGained     struct{} // the window has the focus again
	accountRead     struct{}
	generationsRead struct{}
	historyRestored struct{} // the history of the session before was kept for this one
	historyChanged  struct { // rows may have been added
		err    error
		newest bool // they include the server's newest
	}
	keyRefused struct{ err error } // the server no longer accepts the key
)

// after sends a message after a delay.
func (c *core) after(d time.Duration, msg tea.Msg) tea.Cmd {
	if c.options.After != nil {
		return c.options.After(d, msg)
	}
	return tick(d, msg)
}

// afterIn is after within a context: cancelling it stops the timer.
func (c *core) afterIn(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
	if c.options.After != nil {
		return c.options.After(d, msg)
	}
	return func() tea.Msg {
		if model.Sleep(ctx, d) != nil {
			return nil
		}
		return msg
	}
}

// publishState informs panes and overlays of a new state, and marks the frame stale.
func (c *core) publishState() {
	c.panes.stateChanged()
	c.overlays.SetState(&c.state)
	c.drawn.stale = true
}

// applySettings opens the pane and the range set in the configuration.
func (c *core) applySettings() {
	c.goTo(c.options.Settings.Pane)
	c.mouse = c.options.Settings.Mouse
	if c.options.Settings.Private {
		c.state.Mask = privacy.New()
	}
	for _, p := range c.panes.each {
		if ranged, is := p.(pane.Ranged); is {
			ranged.SetRange(c.options.Settings.Range)
		}
	}
}

// resetState clears the state of the account on screen.
func (c *core) resetState(identity account.Identity) {
	shown := c.state.Account.Loaded
	c.state = data.State{
		Identity: identity, Location: c.options.Location, Now: c.options.Now(),
		Opener: model.URLPolicy{Base: identity.BaseURL}, LowBalance: c.options.Settings.LowBalance, ComparePer: c.options.Settings.ComparePer, Mask: c.state.Mask, ReadOnly: c.options.Settings.ReadOnly,
	}
	c.publishState()
	if shown {
		c.panes.update() // each clears the state of the account before
	}
}

// signedOut reports whether the welcome is shown.
func (c *core) signedOut() bool { return c.overlays.HasLayer(overlay.SignedOut) }

// push opens an overlay.
func (c *core) push(over overlay.Overlay) {
	c.overlays.Push(over)
	c.drawn.stale = true
}

// pop closes the top overlay.
func (c *core) pop() {
	c.overlays.Pop()
	c.drawn.stale = true
}

// browser is what opens addresses at present.
func (c *core) browser() account.Browser {
	if c.open && c.Browser != nil {
		return c.Browser
	}
	return c.options.Browser
}

// away reports whether the window has no focus and notifications are off: then nothing
// is refreshed.
func (c *core) away() bool {
	return c.unfocused && c.options.Settings.Notify == settings.NotifyOff
}

// online reports whether the last request to the account's server succeeded.
func (c *core) online() bool {
	state, _, _ := c.state.Connection()
	return state != data.Offline && state != data.SignedOut
}

// activePane is the visible pane.
func (c *core) activePane() pane.Pane { return c.panes.at(c.active) }

// goTo switches to the pane of a number, if there is one.
func (c *core) goTo(number int) {
	for i, pane := range c.panes.panes {
		if pane.Info().Number == number {
			c.active = i
		}
	}
	c.drawn.stale = true
}

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
	"github.com/studio-tui/studio-tui/ui/settings"
	"github.com/studio-tui/studio-tui/ui/theme"
)

// core is what components share: the account's state, its session, the screen and the
// notices. It knows no component; it reaches them through tell and do.
type core struct {
	options Options
	ctx     context.Context
	state   data.State
	session
	screen
	notices
	tell func(event tea.Msg) tea.Cmd      // hands an event to every component
	do   func(intent data.Intent) tea.Cmd // carries out what a person, or a component, asks for
}

// session is the account that is open.
type session struct {
	account.Session
	open   bool // there is one
	orders account.Orders
	epoch  int                // of the session; results of an older one are dropped
	within context.Context    // ends with the session
	stop   context.CancelFunc // ends what it has under way
	round  int64              // of requests that are asked for together
}

// screen is the terminal, and what is shown on it.
type screen struct {
	layout
	measure   ansi.Method // of the terminal, as the renderer takes it
	unfocused bool
	keys      keymap.Map
	choice    theme.Choice
	onDark    bool // the terminal's background is, as far as it said
	theme     *theme.Theme
	panes     paneList
	active    int
	overlays  overlay.Stack
	drawn     frame
	private   *privacy // nil: everything is shown
	mouse     bool     // it is switched on
	touched   bool     // a person has pressed a key
	choices   account.Choices
	abilities abilities // of the terminal
}

// component is a part of the program with a state of its own. The root asks one after the
// other.
type component interface {
	// Update takes a message. handled is true where no other component has to see it: events
	// are for all.
	Update(msg tea.Msg) (cmd tea.Cmd, handled bool)
	// Do carries out an intent. handled is false for one of another component.
	Do(intent data.Intent) (cmd tea.Cmd, handled bool)
}

// The events that components tell each other.
type (
	sessionBegun    struct{} // another account is open; its state is empty yet
	focusGained     struct{} // the person is back
	accountRead     struct{}
	generationsRead struct{}
	historyRestored struct{} // the history of the session before is that of this one
	historyChanged  struct { // rows may have come
		err    error
		newest bool // they are the newest of the server's
	}
	keyRefused struct{ err error } // the key is not accepted any more
)

// after sends a message after a while.
func (c *core) after(d time.Duration, msg tea.Msg) tea.Cmd {
	if c.options.After != nil {
		return c.options.After(d, msg)
	}
	return tick(d, msg)
}

// afterIn is after within a context: what is given up leaves no timer behind.
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

// publishState tells panes and overlays of a new state, and marks the frame stale.
func (c *core) publishState() {
	c.panes.stateChanged()
	c.overlays.SetState(&c.state)
	c.drawn.stale = true
}

// applySettings begins with the pane and the range that the person has chosen.
func (c *core) applySettings() {
	c.goTo(c.options.Settings.Pane)
	c.mouse = c.options.Settings.Mouse
	if c.options.Settings.Private {
		c.private = newPrivacy()
	}
	for _, p := range c.panes.each {
		if ranged, is := p.(pane.Ranged); is {
			ranged.SetRange(c.options.Settings.Range)
		}
	}
}

// resetState forgets the account on screen.
func (c *core) resetState(identity account.Identity) {
	shown := c.state.Account.Loaded
	c.state = data.State{
		Identity: identity, Location: c.options.Location, Now: c.options.Now(),
		Opener: model.URLPolicy{Base: identity.BaseURL}, LowBalance: c.options.Settings.LowBalance, Private: c.private != nil,
	}
	c.publishState()
	if shown {
		c.panes.update() // each leaves what it had of the account before
	}
}

// signedOut reports whether the welcome is shown.
func (c *core) signedOut() bool { return c.overlays.HasLayer(overlay.SignedOut) }

// push opens an overlay.
func (c *core) push(over overlay.Overlay) {
	c.overlays.Push(over)
	c.drawn.stale = true
}

// pop takes the overlay on top away.
func (c *core) pop() {
	c.overlays.Pop()
	c.drawn.stale = true
}

// browser is what opens addresses now.
func (c *core) browser() account.Browser {
	if c.open && c.Browser != nil {
		return c.Browser
	}
	return c.options.Browser
}

// away reports whether nobody looks and nobody wants to be told: nothing is refreshed then.
func (c *core) away() bool {
	return c.unfocused && c.options.Settings.Notify == settings.NotifyOff
}

// online reports whether the account's own server could be asked last time.
func (c *core) online() bool {
	state, _, _ := c.state.Connection()
	return state != data.Offline && state != data.SignedOut
}

// activePane is the pane in front.
func (c *core) activePane() pane.Pane { return c.panes.at(c.active) }

// goTo shows the pane of a number, if there is one.
func (c *core) goTo(number int) {
	for i, pane := range c.panes.panes {
		if pane.Info().Number == number {
			c.active = i
		}
	}
	c.drawn.stale = true
}

package app

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// accounts opens sessions: with the stored key, an entered one, a profile's or the
// demo's.
type accounts struct {
	*core
	door     account.Manager // opens the next session
	device   *deviceSignIns
	reader   *reader
	opening  int               // of the newest opening of a session; results of an older one are dropped
	welcome  *overlay.Welcome  // the last one, open or not
	profiles *overlay.Profiles // the last list, open or not
	refresh  func(priority) tea.Cmd
}

// Update handles the session that was opened, or shows that the key was rejected.
func (a *accounts) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case keyRefused:
		a.signInAgain(msg.err)
	case sessionOpened:
		return a.sessionOpened(msg), true
	}
	return nil, false
}

// Do signs in, and opens profiles and the demo.
func (a *accounts) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent := intent.(type) {
	case data.RefreshAll:
		if !a.open {
			return a.enterStored(), true
		}
		return nil, false
	case data.ChangeKey:
		a.showWelcome(nil)
	case data.UseKey:
		return a.useKey(intent), true
	case data.ShowProfiles:
		return a.showProfiles(), true
	case data.AskProfiles:
		return a.readProfiles(true), true
	case data.UseProfile:
		return a.useProfile(intent.Profile), true
	case data.CancelOpening:
		a.opening++ // what arrives later is dropped
	case data.OpenDemo:
		return a.openDemo(), true
	default:
		return nil, false
	}
	return nil, true
}

// sessionOpened is the outcome of opening a session.
type sessionOpened struct {
	number   int // of the opening
	session  account.Session
	snapshot history.Snapshot // the local copy of the account
	kept     bool             // there is a snapshot
	choices  account.Choices  // of its account
	err      error
}

// enterStored opens a session with the stored key.
func (a *accounts) enterStored() tea.Cmd { return a.openSession(a.door.OpenSession) }

func (a *accounts) openSession(open func(context.Context) (account.Session, error)) tea.Cmd {
	a.opening++
	ctx, number := a.ctx, a.opening
	return func() tea.Msg {
		session, err := open(ctx)
		result := a.enter(session, err)
		result.number = number
		return result
	}
}

// enter reads the local copy of a session's account, and the choices in it unless the
// settings forget them: then they are kept in memory alone.
func (c *core) enter(session account.Session, err error) sessionOpened {
	if !c.options.Settings.Remember {
		session.Chosen = nil
	}
	result := sessionOpened{session: session, err: err}
	if err == nil {
		result.snapshot, result.kept = session.Archive.Snapshot()
		if result.kept && session.Chosen != nil {
			result.choices, _ = session.Chosen.Choices(result.snapshot.Account.Value.ID) // a convenience only: the error is ignored
		}
	}
	return result
}

// sessionOpened begins a session, or shows why there is none. It closes the session
// where another one was requested meanwhile.
func (a *accounts) sessionOpened(msg sessionOpened) tea.Cmd {
	if msg.number != a.opening {
		if msg.err == nil && msg.session.Close != nil {
			msg.session.Close()
		}
		return nil
	}
	a.drawn.stale = true
	switch {
	case msg.err == nil:
		return a.begin(msg)
	case a.overlays.OnTop(a.profiles):
		a.profiles.Failed(msg.err)
	case a.signedOut():
		a.welcome.Failed(msg.err)
	default:
		if !a.open {
			a.resetState(account.Identity{}) // nothing of the account is left for the next user
		}
		a.showWelcome(msg.err)
	}
	return nil
}

// begin replaces the present session, if there is one. The figures on screen stay only
// where they are of the same account, which is known once the account was read: until
// then they are put aside.
func (a *accounts) begin(msg sessionOpened) tea.Cmd {
	opened, before := data.InMemory(msg.session, a.options.Now()), a.state
	a.leave()
	within, stop := context.WithCancel(a.ctx)
	a.session = session{Session: opened, open: true, orders: opened.Orders, epoch: a.epoch + 1, within: within, stop: stop, round: a.round}
	if opened.Accounts != nil {
		a.door = opened.Accounts
	}
	a.overlays.Reset()
	a.forgetNotices()
	a.resetState(opened.Identity)
	begun := a.tell(sessionBegun{})
	if msg.kept {
		a.state.Restore(a.within, msg.snapshot)
		begun = tea.Batch(begun, a.tell(choicesRead{msg.choices, a.state.Account.Value.ID, a.epoch}))
	}
	a.publishState()
	return tea.Batch(begun, a.greetAccount(opened), a.readAccount(before))
}

// leave ends the session's work and closes it.
func (a *accounts) leave() {
	a.device.end()
	a.stop()
	if a.open && a.Close != nil {
		a.Close()
	}
	a.open = false
}

// greetAccount shows the notices about the session and its key.
func (a *accounts) greetAccount(session account.Session) tea.Cmd {
	switch {
	case len(session.Warnings) > 0:
		a.notifyError(strings.Join(session.Warnings, " "))
	case session.Greeting != "":
		a.notify(session.Greeting)
	default:
		return nil
	}
	return a.noticeTimer()
}

// readAccount begins to read, and restores the figures on screen where they are of the
// same account.
func (a *accounts) readAccount(before data.State) tea.Cmd {
	if !before.Account.Loaded || before.Account.Cached || before.Identity.Sandbox || before.Identity.BaseURL != a.state.Identity.BaseURL {
		return a.refresh(interactive)
	}
	return a.reader.fetchAccount(interactive, func() tea.Cmd {
		if a.state.Account.Loaded && a.state.Account.Value.ID == before.Account.Value.ID {
			a.state.History, a.state.Plans, a.state.Packs = before.History, before.Plans, before.Packs
			a.state.Subscription = before.Subscription
			a.state.History.InFlight, a.state.Plans.InFlight, a.state.Packs.InFlight = false, false, false
			a.state.Subscription.InFlight = false
			return tea.Batch(a.tell(historyRestored{}), a.refresh(background))
		}
		return a.refresh(background)
	})
}

// signInAgain shows the welcome because the server no longer accepts the key. The
// screen stays beneath it.
func (a *accounts) signInAgain(why error) {
	if !a.signedOut() {
		a.stop()
		a.within, a.stop = context.WithCancel(a.ctx)
		a.showWelcome(why)
	}
}

func (a *accounts) showWelcome(why error) {
	var none *account.NoKeyError
	if errors.As(why, &none) && a.state.Identity.Sandbox {
		why = nil
	}
	a.welcome = overlay.NewWelcome(why)
	a.push(a.welcome)
}

// useKey signs in with a key.
func (a *accounts) useKey(intent data.UseKey) tea.Cmd {
	a.welcome.SetBusy()
	door := a.door
	return a.openSession(func(ctx context.Context) (account.Session, error) {
		return door.SignIn(ctx, intent.Key, intent.AllowFile)
	})
}

// openDemo opens the sandbox.
func (a *accounts) openDemo() tea.Cmd {
	if a.signedOut() {
		a.welcome.SetBusy()
	}
	return a.openSession(a.door.Demo)
}

package app

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/history"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// sessionOpened is the outcome of opening a session.
type sessionOpened struct {
	number   int // of the opening
	session  data.Session
	snapshot history.Snapshot // what this machine has of the account
	kept     bool             // there is a snapshot
	err      error
}

// enter opens a session with the key that is found.
func (a *App) enter() tea.Cmd { return a.openSession(a.accounts.OpenSession) }

func (a *App) openSession(open func(context.Context) (data.Session, error)) tea.Cmd {
	a.opening++
	ctx, number := a.ctx, a.opening
	return func() tea.Msg {
		session, err := open(ctx)
		result := enter(session, err)
		result.number = number
		return result
	}
}

// enter reads what this machine has of a session's account.
func enter(session data.Session, err error) sessionOpened {
	result := sessionOpened{session: session, err: err}
	if err == nil {
		result.snapshot, result.kept = session.Archive.Snapshot()
	}
	return result
}

// sessionOpened begins a session, or shows why there is none. Where a later one was asked for
// meanwhile, it is closed.
func (a *App) sessionOpened(msg sessionOpened) tea.Cmd {
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
			a.resetSession(data.Identity{}) // what was remembered is not for the next person
		}
		a.showWelcome(msg.err)
	}
	return nil
}

// begin takes the place of the present session, if there is one. The figures on
// screen stay only where they are of the same account, which is known when the
// account has been read: until then they are put aside.
func (a *App) begin(msg sessionOpened) tea.Cmd {
	session, before := msg.session, a.state
	a.leave()
	a.epoch++
	a.within, a.stop = context.WithCancel(a.ctx)
	a.session, a.open, a.archive = session, true, session.Archive
	if session.Accounts != nil {
		a.accounts = session.Accounts
	}
	if a.orderStore = session.Orders; a.orderStore == nil {
		a.orderStore = &data.MemoryOrders{}
	}
	a.overlays.Reset()
	a.visibleGenerations = nil
	a.monitor, a.news.text, a.notice.text = generationMonitor{}, "", ""
	a.websiteWatch = websiteWatch{number: a.websiteWatch.number + 1}
	a.endPortal() // what another account's portal changes is no news of this one
	a.resetSession(session.Identity)
	a.search = data.NewestFirst()
	if msg.kept {
		a.state.Restore(a.within, msg.snapshot)
		a.publishState()
	}
	a.resize(a.width, a.height)
	return tea.Batch(a.greetAccount(session), a.readAccount(before))
}

// greetAccount shows what a person should know of the session and its key.
func (a *App) greetAccount(session data.Session) tea.Cmd {
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

// readAccount begins to read, and takes over what was on screen where it is of the
// same account.
func (a *App) readAccount(before data.State) tea.Cmd {
	if !before.Account.Loaded || before.Account.Cached || before.Identity.Sandbox || before.Identity.BaseURL != a.state.Identity.BaseURL {
		return a.refresh(interactive)
	}
	return a.fetchAccount(interactive, func(a *App) tea.Cmd {
		if a.state.Account.Loaded && a.state.Account.Value.ID == before.Account.Value.ID {
			a.state.History, a.state.Plans, a.state.Packs = before.History, before.Plans, before.Packs
			a.state.Subscription = before.Subscription
			a.state.History.InFlight, a.state.Plans.InFlight, a.state.Packs.InFlight = false, false, false
			a.state.Subscription.InFlight = false
			return tea.Batch(a.runSearch(), a.refresh(background))
		}
		return a.refresh(background)
	})
}

// signInAgain shows the welcome because the key is not accepted any more. What is
// on screen stays under it.
func (a *App) signInAgain(why error) tea.Cmd {
	if !a.signedOut() {
		a.stop()
		a.within, a.stop = context.WithCancel(a.ctx)
		a.showWelcome(why)
	}
	return nil
}

func (a *App) showWelcome(why error) {
	var none *data.NoKeyError
	if errors.As(why, &none) && a.state.Identity.Sandbox {
		why = nil
	}
	a.welcome = overlay.NewWelcome(why)
	a.push(a.welcome)
}

// useKey signs in with a key.
func (a *App) useKey(intent data.UseKey) tea.Cmd {
	a.welcome.SetBusy()
	door := a.accounts
	return a.openSession(func(ctx context.Context) (data.Session, error) {
		return door.SignIn(ctx, intent.Key, intent.AllowFile)
	})
}

// openDemo opens the sandbox.
func (a *App) openDemo() tea.Cmd {
	if a.signedOut() {
		a.welcome.SetBusy()
	}
	return a.openSession(a.accounts.Demo)
}

// browser is what opens addresses now.
func (a *App) browser() data.Browser {
	if a.open && a.session.Browser != nil {
		return a.session.Browser
	}
	return a.options.Browser
}

// online reports whether the account's own server could be asked last time.
func (a *App) online() bool {
	state, _, _ := a.state.Connection()
	return state != data.Offline && state != data.SignedOut
}

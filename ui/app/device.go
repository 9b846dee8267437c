package app

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/signin"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// deviceSignIns is the browser sign-in on screen: it passes events to the step function
// of package signin, and carries out the effects that it returns.
type deviceSignIns struct {
	*core
	accounts *accounts
	current  *deviceSignIn // the sign-in in progress, nil for none
}

// Update handles the outcome of a step, also of a cancelled sign-in.
func (d *deviceSignIns) Update(msg tea.Msg) (tea.Cmd, bool) {
	if step, is := msg.(ofDevice); is {
		return d.result(step), true
	}
	return nil, false
}

// Do carries out the intents of a browser sign-in.
func (d *deviceSignIns) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent.(type) {
	case data.SignInFromBrowser:
		return d.start(), true
	case data.OpenDevicePage:
		return d.step(signin.Reopen{}), true
	case data.KeepInFile:
		return d.step(signin.Consent{}), true
	case data.CancelDevice:
		d.end()
		return nil, true
	}
	return nil, false
}

// deviceSignIn is a browser sign-in in progress. Cancelling it cancels its context, and
// all its waits.
type deviceSignIn struct {
	state   signin.SignIn
	over    *overlay.Device
	device  account.DeviceSignIn // set once there is a code
	kept    sessionOpened        // set once the key is stored
	opening int                  // number of the last opening when storing the key began
	ctx     context.Context
	stop    context.CancelFunc
}

// ofDevice is a message of a browser sign-in: it is dropped once that sign-in was
// cancelled.
type ofDevice interface{ signIn() *deviceSignIn }

type (
	deviceStarted struct {
		of     *deviceSignIn
		device account.DeviceSignIn
		err    error
	}
	deviceEvent struct {
		of    *deviceSignIn
		event signin.Event
	}
	deviceKept struct {
		of *deviceSignIn
		sessionOpened
	}
)

func (m deviceStarted) signIn() *deviceSignIn { return m.of }
func (m deviceEvent) signIn() *deviceSignIn   { return m.of }
func (m deviceKept) signIn() *deviceSignIn    { return m.of }

// start begins a browser sign-in, in place of an earlier one.
func (d *deviceSignIns) start() tea.Cmd {
	d.end()
	of := &deviceSignIn{over: overlay.NewDevice()}
	of.ctx, of.stop = context.WithCancel(d.ctx)
	d.current = of
	d.push(of.over)
	return d.step(signin.Begin{})
}

// end cancels the browser sign-in, if there is one.
func (d *deviceSignIns) end() {
	if d.current != nil {
		d.current.stop()
		d.overlays.Remove(d.current.over)
		d.current = nil
		d.drawn.stale = true
	}
}

// result handles the outcome of an effect.
func (d *deviceSignIns) result(msg ofDevice) tea.Cmd {
	of := d.current
	if of == nil || msg.signIn() != of {
		if kept, late := msg.(deviceKept); late {
			return d.keptLate(kept)
		}
		return nil
	}
	switch msg := msg.(type) {
	case deviceStarted:
		if msg.err != nil {
			return d.step(signin.CodeIssued{Err: message.DeviceUnsupported(msg.err)})
		}
		of.device = msg.device
		return d.step(signin.CodeIssued{Code: msg.device.Code()})
	case deviceEvent:
		return d.step(msg.event)
	case deviceKept:
		of.kept = msg.sessionOpened
		return d.step(signin.Kept{Err: msg.err})
	}
	return nil
}

// step passes an event to the sign-in in progress, and carries out the effects that
// follow.
func (d *deviceSignIns) step(event signin.Event) tea.Cmd {
	of := d.current
	if of == nil {
		return nil
	}
	var effects []signin.Effect
	of.state, effects = of.state.Next(d.options.Now(), event)
	of.over.Show(of.state)
	d.drawn.stale = true
	var cmds []tea.Cmd
	for _, effect := range effects {
		cmds = append(cmds, d.carryOut(of, effect))
	}
	return tea.Batch(cmds...)
}

// carryOut carries out one effect of the sign-in.
func (d *deviceSignIns) carryOut(of *deviceSignIn, effect signin.Effect) tea.Cmd {
	device := of.device
	switch effect := effect.(type) {
	case signin.RequestCode:
		door := d.accounts.door
		return func() tea.Msg {
			device, err := door.StartDevice(of.ctx)
			return deviceStarted{of, device, err}
		}
	case signin.OpenPage:
		return d.openPage(of, effect)
	case signin.Wait:
		return d.afterIn(of.ctx, effect.For, deviceEvent{of, signin.Due{}})
	case signin.Poll:
		return func() tea.Msg {
			answer, err := device.Poll(of.ctx)
			return deviceEvent{of, signin.Polled{Answer: answer, Err: err}}
		}
	case signin.KeepKey:
		of.opening = d.accounts.opening
		return func() tea.Msg {
			session, err := device.SignIn(of.ctx, effect.AllowFile)
			return deviceKept{of, d.enter(session, err)}
		}
	case signin.Finish:
		return d.finish(of, effect)
	}
	return nil // the overlay shows failures that are retried, and asks for the consent
}

// openPage opens the sign-in page in the browser.
func (d *deviceSignIns) openPage(of *deviceSignIn, page signin.OpenPage) tea.Cmd {
	browser := d.browser()
	if browser == nil {
		return nil
	}
	return func() tea.Msg {
		var opened signin.PageOpened
		if err := browser.Open(of.ctx, page.Address); err != nil {
			opened.Problem = strings.TrimSuffix(message.PlainError(err), ".")
		}
		return deviceEvent{of, opened}
	}
}

// finish shows the account, or leaves the overlay open with the error.
func (d *deviceSignIns) finish(of *deviceSignIn, finished signin.Finish) tea.Cmd {
	if finished.Err != nil {
		of.stop()
		return nil
	}
	d.end()
	d.accounts.opening++ // results of other openings are dropped
	of.kept.number = d.accounts.opening
	return d.accounts.sessionOpened(of.kept)
}

// keptLate handles a sign-in that had already completed when it was cancelled: its key
// is stored, so the account is opened, or, where something else was begun meanwhile, a
// notice says so.
func (d *deviceSignIns) keptLate(msg deviceKept) tea.Cmd {
	if msg.err != nil {
		return nil
	}
	const said = "The sign-in was complete already when you gave it up, and its key is kept."
	if d.current == nil && d.signedOut() && d.accounts.opening == msg.of.opening {
		d.accounts.opening++
		msg.number, msg.session.Greeting = d.accounts.opening, said
		return d.accounts.sessionOpened(msg.sessionOpened)
	}
	if msg.session.Close != nil {
		msg.session.Close()
	}
	d.notify(said)
	return d.noticeTimer()
}

package app

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/message"
	"github.com/studio-tui/studio-tui/ui/overlay"
)

// deviceSignIns is signing in from the browser.
type deviceSignIns struct {
	*core
	accounts *accounts
	current  *deviceSignIn // under way, nil for none
}

// Update takes the outcome of a step, also of a sign-in that was given up.
func (d *deviceSignIns) Update(msg tea.Msg) (tea.Cmd, bool) {
	if step, is := msg.(ofDevice); is {
		return d.step(step), true
	}
	return nil, false
}

// Do carries out what a person asked of a sign-in from the browser.
func (d *deviceSignIns) Do(intent data.Intent) (tea.Cmd, bool) {
	switch intent.(type) {
	case data.SignInFromBrowser:
		return d.start(), true
	case data.OpenDevicePage:
		return d.openPage(), true
	case data.KeepInFile:
		return d.keepInFile(), true
	case data.CancelDevice:
		d.end()
		return nil, true
	}
	return nil, false
}

// deviceSignIn is a sign-in from the browser that is under way. Its context ends
// with it, and with that whatever it waits for.
type deviceSignIn struct {
	over      *overlay.Device
	view      data.DeviceView
	device    account.DeviceSignIn
	allowFile bool
	keep      model.KeyCheck // the tries to check the key
	opening   int            // the number of the last opening when the key was to be kept
	ctx       context.Context
	stop      context.CancelFunc
}

// ofDevice is a message of a sign-in from the browser: it is dropped once that one
// was given up.
type ofDevice interface{ signIn() *deviceSignIn }

type (
	deviceStarted struct {
		of     *deviceSignIn
		device account.DeviceSignIn
		err    error
	}
	deviceOpened struct {
		of  *deviceSignIn
		err error
	}
	deviceDue    struct{ of *deviceSignIn }
	deviceAnswer struct {
		of     *deviceSignIn
		answer model.DeviceAnswer
		err    error
	}
	deviceKept struct {
		of *deviceSignIn
		sessionOpened
	}
)

func (m deviceStarted) signIn() *deviceSignIn { return m.of }
func (m deviceOpened) signIn() *deviceSignIn  { return m.of }
func (m deviceDue) signIn() *deviceSignIn     { return m.of }
func (m deviceAnswer) signIn() *deviceSignIn  { return m.of }
func (m deviceKept) signIn() *deviceSignIn    { return m.of }

// start begins to sign in from the browser, in place of an earlier try.
func (d *deviceSignIns) start() tea.Cmd {
	d.end()
	of := &deviceSignIn{over: overlay.NewDevice()}
	of.ctx, of.stop = context.WithCancel(d.ctx)
	d.current = of
	d.push(of.over)
	d.show()
	door := d.accounts.door
	return func() tea.Msg {
		device, err := door.StartDevice(of.ctx)
		return deviceStarted{of, device, err}
	}
}

// end gives a sign-in from the browser up, if there is one.
func (d *deviceSignIns) end() {
	if d.current != nil {
		d.current.stop()
		d.overlays.Remove(d.current.over)
		d.current = nil
		d.drawn.stale = true
	}
}

// show draws how the sign-in stands.
func (d *deviceSignIns) show() {
	d.current.over.Show(d.current.view)
	d.drawn.stale = true
}

// step takes the outcome of a step of the sign-in under way.
func (d *deviceSignIns) step(msg ofDevice) tea.Cmd {
	of := d.current
	if of == nil || msg.signIn() != of {
		if kept, late := msg.(deviceKept); late {
			return d.keptLate(kept)
		}
		return nil
	}
	defer func() {
		if d.current == of {
			d.show()
		}
	}()
	switch msg := msg.(type) {
	case deviceStarted:
		if msg.err != nil {
			return d.fail(message.DeviceUnsupported(msg.err))
		}
		of.device = msg.device
		of.view = data.DeviceView{Stage: data.DeviceWaiting, Code: msg.device.Code()}
		return tea.Batch(d.openPage(), d.wait(of.view.Code.Next(d.options.Now(), time.Time{})))
	case deviceOpened:
		of.view.Browser = ""
		if msg.err != nil {
			of.view.Browser = strings.TrimSuffix(message.PlainError(msg.err), ".")
		}
	case deviceDue:
		return d.poll()
	case deviceAnswer:
		return d.answered(msg)
	case deviceKept:
		return d.kept(msg)
	}
	return nil
}

// openPage hands the page to the browser.
func (d *deviceSignIns) openPage() tea.Cmd {
	of, browser := d.current, d.browser()
	if of == nil || browser == nil || of.view.Stage != data.DeviceWaiting {
		return nil
	}
	address := of.view.Code.Address
	return func() tea.Msg { return deviceOpened{of, browser.Open(of.ctx, address)} }
}

// wait waits for the next step.
func (d *deviceSignIns) wait(after time.Duration) tea.Cmd {
	return d.afterIn(d.current.ctx, after, deviceDue{d.current})
}

// poll asks whether the person has answered, or keeps the key once more.
func (d *deviceSignIns) poll() tea.Cmd {
	of := d.current
	switch {
	case of.view.Stage == data.DeviceKeeping:
		return d.keep()
	case of.view.Code.Over(d.options.Now()):
		return d.fail(data.ErrDeviceExpired)
	}
	device := of.device
	return func() tea.Msg {
		answer, err := device.Poll(of.ctx)
		return deviceAnswer{of, answer, err}
	}
}

func (d *deviceSignIns) answered(msg deviceAnswer) tea.Cmd {
	view := &d.current.view
	if msg.err != nil {
		if !model.Retryable(msg.err) {
			return d.fail(msg.err)
		}
		view.Trouble, view.Code = msg.err, view.Code.Failed()
		return d.wait(view.Code.Next(d.options.Now(), model.AskAgain(msg.err)))
	}
	view.Trouble, view.Code = nil, view.Code.On(msg.answer)
	switch msg.answer {
	case model.DeviceExpired:
		return d.fail(data.ErrDeviceExpired)
	case model.DeviceDenied:
		return d.fail(data.ErrDeviceDenied)
	case model.DeviceApproved:
		return d.keep()
	}
	return d.wait(view.Code.Next(d.options.Now(), time.Time{}))
}

// keep checks the key that was given and keeps it.
func (d *deviceSignIns) keep() tea.Cmd {
	of := d.current
	of.view.Stage, of.opening = data.DeviceKeeping, d.accounts.opening
	d.show()
	device, allowFile := of.device, of.allowFile
	return func() tea.Msg {
		session, err := device.SignIn(of.ctx, allowFile)
		return deviceKept{of, enter(session, err)}
	}
}

func (d *deviceSignIns) kept(msg deviceKept) tea.Cmd {
	of := d.current
	var consent *account.ConsentRequired
	switch {
	case msg.err == nil:
		d.end()
		d.accounts.opening++ // whatever else was on its way comes too late
		msg.number = d.accounts.opening
		return d.accounts.sessionOpened(msg.sessionOpened)
	case errors.As(msg.err, &consent):
		of.view.Stage, of.view.Err, of.view.Trouble = data.DeviceConsent, msg.err, nil
	case model.Retryable(msg.err): // a new code would take the person through the browser once more
		now := d.options.Now()
		keep, wait, over := of.keep.Failed(now, model.AskAgain(msg.err))
		if over {
			return d.fail(data.ErrDeviceUnchecked)
		}
		of.keep, of.view.Trouble, of.view.Next = keep, msg.err, time.Time{}
		if wait > time.Minute {
			of.view.Next = now.Add(wait)
		}
		return d.wait(wait)
	default:
		return d.fail(msg.err)
	}
	return nil
}

// keptLate takes a sign-in that was complete already when it was given up: its key is
// kept, so the account is shown, or where something else was begun meanwhile, it is said.
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

// keepInFile takes the consent to a file.
func (d *deviceSignIns) keepInFile() tea.Cmd {
	if d.current == nil || d.current.view.Stage != data.DeviceConsent {
		return nil
	}
	d.current.allowFile = true
	return d.keep()
}

// fail says why the sign-in has ended without a key.
func (d *deviceSignIns) fail(why error) tea.Cmd {
	d.current.stop()
	d.current.view = data.DeviceView{Stage: data.DeviceEnded, Err: why}
	return nil
}

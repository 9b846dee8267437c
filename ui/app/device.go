package app

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/overlay"
	"github.com/studio-tui/studio-tui/ui/words"
)

// deviceSignIn is a sign-in from the browser that is under way. Its context ends
// with it, and with that whatever it waits for.
type deviceSignIn struct {
	over      *overlay.Device
	view      data.DeviceView
	device    data.DeviceKey
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
		device data.DeviceKey
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

// startDevice begins to sign in from the browser, in place of an earlier try.
func (a *App) startDevice() tea.Cmd {
	a.endDevice()
	of := &deviceSignIn{over: overlay.NewDevice()}
	of.ctx, of.stop = context.WithCancel(a.ctx)
	a.device = of
	a.push(of.over)
	a.showDevice()
	door := a.accounts
	return func() tea.Msg {
		device, err := door.StartDevice(of.ctx)
		return deviceStarted{of, device, err}
	}
}

// endDevice gives a sign-in from the browser up, if there is one.
func (a *App) endDevice() {
	if a.device != nil {
		a.device.stop()
		a.overlays.Remove(a.device.over)
		a.device = nil
		a.drawn.stale = true
	}
}

// showDevice draws how the sign-in stands.
func (a *App) showDevice() {
	a.device.over.Show(a.device.view)
	a.drawn.stale = true
}

// deviceStep takes the outcome of a step of the sign-in under way.
func (a *App) deviceStep(msg ofDevice) tea.Cmd {
	of := a.device
	if of == nil || msg.signIn() != of {
		if kept, late := msg.(deviceKept); late {
			return a.deviceLate(kept)
		}
		return nil
	}
	defer func() {
		if a.device == of {
			a.showDevice()
		}
	}()
	switch msg := msg.(type) {
	case deviceStarted:
		if msg.err != nil {
			return a.deviceEnds(words.DeviceUnsupported(msg.err))
		}
		of.device = msg.device
		of.view = data.DeviceView{Stage: data.DeviceWaiting, Code: msg.device.Code()}
		return tea.Batch(a.openDevicePage(), a.deviceWait(of.view.Code.Next(a.options.Now(), time.Time{})))
	case deviceOpened:
		of.view.Browser = ""
		if msg.err != nil {
			of.view.Browser = strings.TrimSuffix(words.PlainError(msg.err), ".")
		}
	case deviceDue:
		return a.deviceAsk()
	case deviceAnswer:
		return a.deviceAnswered(msg)
	case deviceKept:
		return a.deviceKept(msg)
	}
	return nil
}

// openDevicePage hands the page to the browser.
func (a *App) openDevicePage() tea.Cmd {
	of, browser := a.device, a.browser()
	if of == nil || browser == nil || of.view.Stage != data.DeviceWaiting {
		return nil
	}
	address := of.view.Code.Address
	return func() tea.Msg { return deviceOpened{of, browser.Open(of.ctx, address)} }
}

// deviceWait waits for the next step.
func (a *App) deviceWait(d time.Duration) tea.Cmd {
	return a.afterIn(a.device.ctx, d, deviceDue{a.device})
}

// deviceAsk asks whether the person has answered, or keeps the key once more.
func (a *App) deviceAsk() tea.Cmd {
	of := a.device
	switch {
	case of.view.Stage == data.DeviceKeeping:
		return a.deviceKeep()
	case of.view.Code.Over(a.options.Now()):
		return a.deviceEnds(data.ErrDeviceExpired)
	}
	device := of.device
	return func() tea.Msg {
		answer, err := device.Poll(of.ctx)
		return deviceAnswer{of, answer, err}
	}
}

func (a *App) deviceAnswered(msg deviceAnswer) tea.Cmd {
	view := &a.device.view
	if msg.err != nil {
		if !model.Retryable(msg.err) {
			return a.deviceEnds(msg.err)
		}
		view.Trouble, view.Code = msg.err, view.Code.Failed()
		return a.deviceWait(view.Code.Next(a.options.Now(), model.AskAgain(msg.err)))
	}
	view.Trouble, view.Code = nil, view.Code.On(msg.answer)
	switch msg.answer {
	case model.DeviceExpired:
		return a.deviceEnds(data.ErrDeviceExpired)
	case model.DeviceDenied:
		return a.deviceEnds(data.ErrDeviceDenied)
	case model.DeviceApproved:
		return a.deviceKeep()
	}
	return a.deviceWait(view.Code.Next(a.options.Now(), time.Time{}))
}

// deviceKeep checks the key that was given and keeps it.
func (a *App) deviceKeep() tea.Cmd {
	of := a.device
	of.view.Stage, of.opening = data.DeviceKeeping, a.opening
	a.showDevice()
	device, allowFile := of.device, of.allowFile
	return func() tea.Msg {
		session, err := device.SignIn(of.ctx, allowFile)
		return deviceKept{of, enter(session, err)}
	}
}

func (a *App) deviceKept(msg deviceKept) tea.Cmd {
	of := a.device
	var consent *data.ConsentRequired
	switch {
	case msg.err == nil:
		a.endDevice()
		a.opening++ // whatever else was on its way comes too late
		msg.number = a.opening
		return a.sessionOpened(msg.sessionOpened)
	case errors.As(msg.err, &consent):
		of.view.Stage, of.view.Err, of.view.Trouble = data.DeviceConsent, msg.err, nil
	case model.Retryable(msg.err): // a new code would take the person through the browser once more
		now := a.options.Now()
		keep, wait, over := of.keep.Failed(now, model.AskAgain(msg.err))
		if over {
			return a.deviceEnds(data.ErrDeviceUnchecked)
		}
		of.keep, of.view.Trouble, of.view.Next = keep, msg.err, time.Time{}
		if wait > time.Minute {
			of.view.Next = now.Add(wait)
		}
		return a.deviceWait(wait)
	default:
		return a.deviceEnds(msg.err)
	}
	return nil
}

// deviceLate takes a sign-in that was complete already when it was given up: its key is
// kept, so the account is shown, or where something else was begun meanwhile, it is said.
func (a *App) deviceLate(msg deviceKept) tea.Cmd {
	if msg.err != nil {
		return nil
	}
	const said = "The sign-in was complete already when you gave it up, and its key is kept."
	if a.device == nil && a.signedOut() && a.opening == msg.of.opening {
		a.opening++
		msg.number, msg.session.Greeting = a.opening, said
		return a.sessionOpened(msg.sessionOpened)
	}
	if msg.session.Close != nil {
		msg.session.Close()
	}
	a.notify(said)
	return a.noticeTimer()
}

// keepInFile takes the consent to a file.
func (a *App) keepInFile() tea.Cmd {
	if a.device == nil || a.device.view.Stage != data.DeviceConsent {
		return nil
	}
	a.device.allowFile = true
	return a.deviceKeep()
}

// deviceEnds says why the sign-in has ended without a key.
func (a *App) deviceEnds(why error) tea.Cmd {
	a.device.stop()
	a.device.view = data.DeviceView{Stage: data.DeviceEnded, Err: why}
	return nil
}

// doDevice carries out what a person asked of a sign-in from the browser.
func (a *App) doDevice(intent data.Intent) (cmd tea.Cmd, taken bool) {
	switch intent.(type) {
	case data.SignInFromBrowser:
		return a.startDevice(), true
	case data.OpenDevicePage:
		return a.openDevicePage(), true
	case data.KeepInFile:
		return a.keepInFile(), true
	case data.CancelDevice:
		a.endDevice()
		return nil, true
	}
	return nil, false
}

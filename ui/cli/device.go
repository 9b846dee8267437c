package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/model/signin"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// deviceRun drives one browser sign-in on the command line: it passes events to the
// step function of package signin, and carries out the effects that it returns.
// Messages for people go to stderr.
type deviceRun struct {
	deps     Deps
	accounts Accounts
	signIn   signin.SignIn
	device   account.DeviceSignIn // set once there is a code
	said     string               // the message about storing the key
}

// deviceLogin signs in through the browser: it shows a code and an address, waits until
// the user has answered there, and stores the key. A cancelled context ends it at once,
// with nothing stored; once the key is stored it is complete, and reports that.
func deviceLogin(ctx context.Context, deps Deps, accounts Accounts, options loginOptions) error {
	if !options.allowFile && !deps.Streams.InTTY { // there is no way to ask later, and the server returns the key only once
		_, err := toldSteps(ctx, deps, func(ctx context.Context) (struct{}, error) { return struct{}{}, accounts.CanKeep(ctx) })
		if err != nil {
			return err
		}
	}
	run := &deviceRun{deps: deps, accounts: accounts, signIn: signin.SignIn{AllowFile: options.allowFile}}
	return run.drive(ctx, signin.Begin{})
}

// drive passes events to the sign-in, and carries out the effects that follow.
func (d *deviceRun) drive(ctx context.Context, event signin.Event) error {
	return drive(ctx, event, func(event signin.Event) (effects []signin.Effect) {
		d.signIn, effects = d.signIn.Next(d.deps.Now(), event)
		return effects
	}, d.carryOut)
}

// carryOut carries out one effect of the sign-in.
func (d *deviceRun) carryOut(ctx context.Context, effect signin.Effect) (signin.Event, error) {
	switch effect := effect.(type) {
	case signin.RequestCode:
		device, err := toldSteps(ctx, d.deps, d.accounts.StartDevice)
		if err != nil {
			return signin.CodeIssued{Err: message.DeviceUnsupported(err)}, nil
		}
		d.device = device
		return signin.CodeIssued{Code: device.Code()}, nil
	case signin.OpenPage:
		return d.openPage(ctx, effect), nil
	case signin.Wait:
		return signin.Due{}, model.Sleep(ctx, effect.For)
	case signin.Poll:
		answer, err := d.device.Poll(ctx)
		return signin.Polled{Answer: answer, Err: err}, nil
	case signin.KeepKey:
		signed, err := toldSteps(ctx, d.deps, func(ctx context.Context) (account.Session, error) { return d.device.SignIn(ctx, effect.AllowFile) })
		if err == nil { // complete, even if interrupted meanwhile
			return nil, over(welcome(d.deps.Streams, signed))
		}
		return signin.Kept{Err: err}, nil
	case signin.AskConsent:
		if !d.deps.Streams.InTTY {
			return nil, effect.Required
		}
		return signin.Consent{}, agreesToFile(ctx, d.deps.Streams, effect.Required)
	case signin.Notify:
		d.notify(effect.Err)
	case signin.Finish:
		return nil, d.ended(effect.Err)
	}
	return nil, nil
}

// openPage shows the code, and opens the page in the browser.
func (d *deviceRun) openPage(ctx context.Context, page signin.OpenPage) signin.Event {
	s, code := d.deps.Streams, d.signIn.Code
	s.sayUnmasked(fmt.Sprintf("Code     %s\nAddress  %s\n", code.UserCode, page.Address)) // without them nobody could sign in
	var opened signin.PageOpened
	if err := d.accounts.Browser().Open(ctx, page.Address); err != nil {
		if ctx.Err() != nil {
			return opened
		}
		opened.Problem = strings.TrimSuffix(message.PlainError(err), ".")
		s.say("No browser was opened (%s). Open the address on any machine that has one.", opened.Problem)
	} else {
		s.say("The address is open in your browser.")
	}
	s.say("Approve it there only where the page shows this code. Waiting until %s …", format.Clock(code.Expires, d.deps.Location))
	return opened
}

// notify reports a failure that is retried.
func (d *deviceRun) notify(err error) {
	if d.signIn.AwaitsApproval() {
		d.deps.Streams.say("%s Still waiting …", message.First(err))
		return
	}
	again := " Trying again …"
	if at := d.signIn.Retry; !at.IsZero() {
		again = " Trying again at " + format.Clock(at, d.deps.Location) + " …"
	}
	text := "Approved, but the key could not be checked yet. " + message.First(err) + again
	if text != d.said {
		d.deps.Streams.say("%s", text)
	}
	d.said = text
}

// ended is the reason why there is no key, with its exit code.
func (d *deviceRun) ended(err error) error {
	switch {
	case errors.Is(err, signin.ErrExpired):
		return &Outcome{ExitNotSignedIn, err.Error() + " Run the command again for a new one"}
	case errors.Is(err, signin.ErrDenied):
		return &Outcome{ExitNotSignedIn, err.Error()}
	case errors.Is(err, signin.ErrUnchecked):
		return &Outcome{ExitCode(d.signIn.Trouble), err.Error() + " " + format.Sentence(message.PlainError(d.signIn.Trouble))}
	}
	return err
}

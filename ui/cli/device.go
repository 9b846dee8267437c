package cli

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/studio-tui/studio-tui/model"
	"github.com/studio-tui/studio-tui/model/account"
	"github.com/studio-tui/studio-tui/ui/data"
	"github.com/studio-tui/studio-tui/ui/format"
	"github.com/studio-tui/studio-tui/ui/message"
)

// deviceLogin signs in from the browser: it shows a code and an address, waits until
// the person has answered there, and keeps the key. What it says meanwhile goes to
// stderr. A cancelled context ends it at once, with nothing kept; once the key is kept
// it is complete, and says so.
func deviceLogin(ctx context.Context, deps Deps, accounts Accounts, options loginOptions) error {
	if !options.allowFile && !deps.Streams.InTTY { // nobody can be asked once the key is there, and it is given once
		_, err := toldSteps(ctx, deps, func(ctx context.Context) (struct{}, error) { return struct{}{}, accounts.CanKeep(ctx) })
		if err != nil {
			return err
		}
	}
	device, err := toldSteps(ctx, deps, accounts.StartDevice)
	if err != nil {
		return message.DeviceUnsupported(err)
	}
	s, code := deps.Streams, device.Code()
	s.say("Code     %s\nAddress  %s\n", code.UserCode, code.Address)
	if err := accounts.Browser().Open(ctx, code.Address); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.say("No browser was opened (%s). Open the address on any machine that has one.", strings.TrimSuffix(message.PlainError(err), "."))
	} else {
		s.say("The address is open in your browser.")
	}
	s.say("Approve it there only where the page shows this code. Waiting until %s …", format.Clock(code.Expires, deps.Location))
	if err := awaitApproval(ctx, deps, device); err != nil {
		return err
	}
	signed, err := consented(ctx, s, options, func(allowFile bool) (account.Session, error) {
		return keepDevice(ctx, deps, device, allowFile)
	})
	if err != nil {
		return err
	}
	return welcome(s, signed)
}

// awaitApproval asks at the server's pace until there is an answer. A network that
// fails meanwhile is waited out.
func awaitApproval(ctx context.Context, deps Deps, device account.DeviceSignIn) error {
	code, failing := device.Code(), false
	var until time.Time
	for {
		if err := pause(ctx, code.Next(deps.Now(), until)); err != nil {
			return err
		}
		if code.Over(deps.Now()) {
			return deviceExpired()
		}
		answer, err := device.Poll(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && !model.Retryable(err):
			return err
		case err != nil:
			if !failing {
				deps.Streams.say("%s Still waiting …", message.First(err))
			}
			failing, until, code = true, askedUntil(err), code.Failed()
			continue
		}
		failing, until, code = false, time.Time{}, code.On(answer)
		switch answer {
		case model.DeviceApproved:
			return nil
		case model.DeviceExpired:
			return deviceExpired()
		case model.DeviceDenied:
			return &Outcome{ExitNotSignedIn, "The sign-in was denied in the browser. Nothing was kept"}
		}
	}
}

func deviceExpired() error {
	return &Outcome{ExitNotSignedIn, "The code has expired. Nothing was kept. Run the command again for a new one"}
}

// keepDevice checks the key that was given and keeps it. While the network fails it
// tries again: the key is given once, so asking anew would take the person through the
// browser for nothing.
func keepDevice(ctx context.Context, deps Deps, device account.DeviceSignIn, allowFile bool) (account.Session, error) {
	var keep model.KeyCheck
	said := ""
	for {
		signed, err := toldSteps(ctx, deps, func(ctx context.Context) (account.Session, error) { return device.SignIn(ctx, allowFile) })
		if err == nil || !model.Retryable(err) {
			return signed, err
		}
		var wait time.Duration
		var over bool
		if keep, wait, over = keep.Failed(deps.Now(), askedUntil(err)); over {
			return account.Session{}, &Outcome{ExitCode(err), data.ErrDeviceUnchecked.Error() + " " + format.Sentence(message.PlainError(err))}
		}
		text := "Approved, but the key could not be checked yet. " + message.First(err) + " Trying again …"
		if wait > time.Minute {
			text = strings.TrimSuffix(text, " …") + " at " + format.Clock(deps.Now().Add(wait), deps.Location) + " …"
		}
		if text != said {
			deps.Streams.say("%s", text)
		}
		said = text
		if err := pause(ctx, wait); err != nil {
			return account.Session{}, err
		}
	}
}

// askedUntil is when the server wants to be asked again, zero where it did not say.
func askedUntil(err error) time.Time {
	var e *model.Error
	if errors.As(err, &e) {
		return e.Until
	}
	return time.Time{}
}

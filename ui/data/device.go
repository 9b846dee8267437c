package data

import (
	"time"

	"github.com/studio-tui/studio-tui/model"
)

// DeviceStage is where a sign-in from the browser stands.
type DeviceStage int

// The stages.
const (
	DeviceStarting DeviceStage = iota // a code is asked for
	DeviceWaiting                     // the person answers in the browser
	DeviceKeeping                     // approved; the key is checked and kept
	DeviceConsent                     // approved; no keyring answered (Err)
	DeviceEnded                       // it has ended without a key (Err)
)

// DeviceView is a sign-in from the browser on screen.
type DeviceView struct {
	Stage   DeviceStage
	Code    model.DeviceCode // zero until the server has given one
	Browser string           // why no browser was opened, if so
	Trouble error            // what went wrong last and is waited out
	Next    time.Time        // when the next try is, where that is a while; zero else
	Err     error            // see Stage
}

// deviceEnd is why a sign-in from the browser ends, as a sentence.
type deviceEnd string

func (e deviceEnd) Error() string { return string(e) }

// Why a sign-in from the browser ends.
const (
	ErrDeviceExpired deviceEnd = "The code has expired. Nothing was kept."
	ErrDeviceDenied  deviceEnd = "The sign-in was denied in the browser. Nothing was kept."
	// ErrDeviceUnchecked: the key was given, but nobody knows whose it is.
	ErrDeviceUnchecked deviceEnd = "The sign-in was approved, but its key could not be checked in time, and a key is given only once. Nothing was kept. Sign in again with a new code."
)

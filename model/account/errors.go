package account

import "errors"

// NoKeyError is the error that no API key was found, or only a malformed one.
type NoKeyError struct {
	Where    string // the places that were searched, as text for people, and what failed there
	Profiles int    // number of profiles, including the default one
	Cause    error  // may be nil
}

func (e *NoKeyError) Error() string { return "No API key was found (" + e.Where + ")." }

// Unwrap gives the cause.
func (e *NoKeyError) Unwrap() error { return e.Cause }

// ConsentRequired is the error that no keyring answered, so that the key could only be
// stored in a file protected by nothing but its mode. Nothing was kept.
type ConsentRequired struct {
	Path  string // the exact file, as shown to people
	Cause error  // why the keyring did not take the key; may be nil
}

func (e *ConsentRequired) Error() string {
	return "No keyring answered. The key can be kept in " + e.Path + ", which only you can read, if you agree."
}

// Unwrap gives the keyring's error.
func (e *ConsentRequired) Unwrap() error { return e.Cause }

// TargetError is the error that the selected account cannot be opened or have a key stored:
// an unknown profile, a name that is taken or malformed, or an address that no key may be
// sent to.
type TargetError struct{ Err error }

func (e *TargetError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *TargetError) Unwrap() error { return e.Err }

// What can be wrong with the name of a profile.
var (
	ErrNoProfile error = &TargetError{errors.New("there is no such profile")}
	ErrNameTaken error = &TargetError{errors.New("the name is taken")}
	ErrBadName   error = &TargetError{errors.New("not a profile name (letters, digits, dot, hyphen and underscore, 64 at the most)")}
)

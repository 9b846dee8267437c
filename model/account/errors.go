package account

import "errors"

// NoKeyError says that no API key was found anywhere, or one that cannot be a key.
type NoKeyError struct {
	Where    string // was looked, for people, and what was in the way
	Profiles int    // that there are, the default one counted
	Cause    error  // may be nil
}

func (e *NoKeyError) Error() string { return "No API key was found (" + e.Where + ")." }

// Unwrap gives the cause.
func (e *NoKeyError) Unwrap() error { return e.Cause }

// ConsentRequired says that no keyring answered, and that keeping the key would mean
// writing it to a file that nothing but its mode protects. Nothing was kept.
type ConsentRequired struct {
	Path  string // the exact file, as people write it
	Cause error  // why the keyring did not take the key; may be nil
}

func (e *ConsentRequired) Error() string {
	return "No keyring answered. The key can be kept in " + e.Path + ", which only you can read, if you agree."
}

// Unwrap gives the keyring's error.
func (e *ConsentRequired) Unwrap() error { return e.Cause }

// TargetError says that what a person named is no account to open or to keep a key for:
// no profile, a name that is taken or is none, an address that no key may be sent to.
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

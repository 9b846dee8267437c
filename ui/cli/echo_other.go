//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package cli

// hideInput leaves it to the read itself, which shows nothing from its beginning.
func hideInput(uintptr) error { return nil }

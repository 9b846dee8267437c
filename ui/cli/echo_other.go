//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package cli

// hideInput does nothing: the read itself turns the echo off.
func hideInput(uintptr) error { return nil }

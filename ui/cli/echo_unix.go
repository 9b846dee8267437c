//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package cli

import "github.com/charmbracelet/x/termios"

// hideInput turns the terminal's echo off, and changes nothing else.
func hideInput(fd uintptr) error {
	state, err := termios.GetTermios(int(fd))
	if err != nil {
		return err
	}
	in, out := uint32(state.Ispeed), uint32(state.Ospeed) //nolint:unconvert // they have 64 bits on some systems
	return termios.SetTermios(int(fd), in, out, nil, nil, nil, nil, map[termios.L]bool{termios.ECHO: false})
}

//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package cli

import "github.com/charmbracelet/x/termios"

// hideInput makes the terminal not show what is typed, and changes nothing else.
func hideInput(fd uintptr) error {
	state, err := termios.GetTermios(int(fd))
	if err != nil {
		return err
	}
	return termios.SetTermios(int(fd), uint32(state.Ispeed), uint32(state.Ospeed), nil, nil, nil, nil,
		map[termios.L]bool{termios.ECHO: false})
}

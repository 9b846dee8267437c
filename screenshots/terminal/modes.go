package terminal

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// modes is the modes that a program has set or reset in a terminal.
type modes struct {
	on     map[string]bool // by the mode's number, "?1049"; unchanged ones are missing
	before map[string]bool // those set in a new terminal
	counts map[string]int  // depths of stacks, and levels
}

func newModes() modes {
	return modes{
		on:     map[string]bool{},
		before: map[string]bool{"?7": true, "?25": true}, // lines wrap, the cursor is shown
		counts: map[string]int{},
	}
}

func name(mode ansi.Mode) string {
	if _, private := mode.(ansi.DECMode); private {
		return fmt.Sprintf("?%d", mode.Mode())
	}
	return fmt.Sprint(mode.Mode())
}

func (m *modes) enable(mode ansi.Mode)  { m.on[name(mode)] = true }
func (m *modes) disable(mode ansi.Mode) { m.on[name(mode)] = false }

// The terminal states besides its modes.
const (
	pushedKeyboards = "enhanced keyboards on the stack"
	otherKeys       = "level of modifyOtherKeys"
)

// listen records the keyboard protocol sequences that the emulator does not support:
// CSI > 1 u and CSI < 1 u (push and pop), CSI > 4 ; 2 m (set).
func (m *modes) listen(e *vt.Emulator) {
	e.RegisterCsiHandler(ansi.Command('>', 0, 'u'), func(ansi.Params) bool {
		m.counts[pushedKeyboards]++
		return true
	})
	e.RegisterCsiHandler(ansi.Command('<', 0, 'u'), func(p ansi.Params) bool {
		count, _, _ := p.Param(0, 1)
		m.counts[pushedKeyboards] = max(m.counts[pushedKeyboards]-max(count, 1), 0)
		return true
	})
	e.RegisterCsiHandler(ansi.Command('>', 0, 'm'), func(p ansi.Params) bool {
		if what, _, _ := p.Param(0, 0); what == 4 {
			m.counts[otherKeys], _, _ = p.Param(1, 0)
		}
		return true
	})
}

// Leftovers describes the terminal's modes that the program did not restore; it is
// empty where all were.
func (s *Session) Leftovers() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []string
	for mode, on := range s.modes.on {
		if on != s.modes.before[mode] {
			left = append(left, fmt.Sprintf("mode %s is %t", mode, on))
		}
	}
	for what, count := range s.modes.counts {
		if count != 0 {
			left = append(left, fmt.Sprintf("%s: %d", what, count))
		}
	}
	slices.Sort(left)
	return append(left, s.lineLeftovers()...)
}

// lineLeftovers compares the terminal's line settings (echo, signals, raw) with those
// of a new one.
func (s *Session) lineLeftovers() []string {
	controller, terminal, err := pty.Open()
	if err != nil {
		return []string{"no terminal to compare with: " + err.Error()}
	}
	defer controller.Close()
	defer terminal.Close()
	fresh, err := lineSettings(controller)
	if err != nil {
		return []string{"the line settings of a new terminal cannot be read: " + err.Error()}
	}
	now, err := lineSettings(s.tty)
	if err != nil {
		return []string{"its line settings cannot be read: " + err.Error()}
	}
	if !reflect.DeepEqual(now, fresh) {
		return []string{fmt.Sprintf("its line settings are %v, not %v", *now, *fresh)}
	}
	return nil
}

// lineSettings reads the line settings without changing the descriptor: Fd would make
// it blocking.
func lineSettings(tty *os.File) (state *term.State, err error) {
	raw, err := tty.SyscallConn()
	if err != nil {
		return nil, err
	}
	failed := raw.Control(func(fd uintptr) { state, err = term.GetState(fd) })
	return state, errors.Join(failed, err)
}

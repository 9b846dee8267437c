package app

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// starting is the program while its App is being made. Reading what this machine
// has of the account takes about as long as the framework takes for the terminal, so
// the two go side by side.
type starting struct{ made func() *App }

// start begins to make the App of a program.
func start(ctx context.Context, o Options, shown *shown) starting {
	made := sync.OnceValue(func() *App {
		a := New(ctx, o)
		a.shown = shown
		a.enterEarly()
		return a
	})
	go ansi.StringWidthWc("─") // builds the framework's table of widths, once
	go func() {
		defer func() { _ = recover() }() // who asks for the App panics likewise, and leaves the terminal whole
		made()
	}()
	return starting{made}
}

// Init waits for the App; the framework has a frame's time left before it draws.
func (s starting) Init() tea.Cmd { return s.made().Init() }

// Update hands a message on.
func (s starting) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.made().Update(msg)
	return s, cmd
}

// View draws the App.
func (s starting) View() tea.View { return s.made().View() }

// shown is the terminal until the first frame has been written to it: what is not
// needed for that frame waits, so that it does not get in its way.
type shown struct {
	*os.File
	drawn atomic.Bool // there is a frame to be written
	once  sync.Once
	done  chan struct{}
}

func newShown(file *os.File) *shown { return &shown{File: file, done: make(chan struct{})} }

// leastFrame is more bytes than any question to the terminal has, and fewer than a
// frame has.
const leastFrame = 256

// Write writes, and notes the first frame.
func (s *shown) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	if len(p) >= leastFrame && s.drawn.Load() {
		s.once.Do(func() { close(s.done) })
	}
	return n, err
}

// patience is how long the first frame is waited for: a terminal without a size never
// has one.
const patience = 250 * time.Millisecond

// afterFirstFrame does something once the first frame is on screen; at once where
// nobody looks after that.
func (a *App) afterFirstFrame(do tea.Cmd) tea.Cmd {
	if a.shown == nil {
		return do
	}
	return func() tea.Msg {
		select {
		case <-a.shown.done:
		case <-a.ctx.Done():
		case <-time.After(patience):
		}
		if a.options.Shown != nil {
			a.options.Shown()
		}
		return do()
	}
}

package app

import (
	"context"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"github.com/studio-tui/studio-tui/ui/widget"
)

// bootModel is the program while its App is being built. Reading the local copy takes
// about as long as the framework's set-up of the terminal, so they run in parallel.
type bootModel struct {
	made  func() *App
	app   *App      // nil until it is built
	early []tea.Msg // messages that arrived before
	job   *job      // nil where the program has no terminal of its own
}

// bootDone carries the App once it is built.
type bootDone struct{ app *App }

// start begins to build the App of a program.
func start(ctx context.Context, o Options, terminal *firstFrameWriter) *bootModel {
	app := sync.OnceValue(func() *App {
		a := New(ctx, o)
		if a.firstFrame = terminal; terminal != nil {
			if width, height, err := term.GetSize(terminal.Fd()); err == nil {
				a.resize(width, height) // the framework reports the size only after it has drawn
			}
		}
		a.enterEarly()
		return a
	})
	go widget.Width("霧") // builds the framework's table of widths, once
	go func() {
		defer func() { _ = recover() }() // a panic recurs in the caller, which restores the terminal
		app()
	}()
	return &bootModel{made: app}
}

// Init waits for the App without blocking the framework, which would draw an empty
// frame meanwhile.
func (s *bootModel) Init() tea.Cmd { return func() tea.Msg { return bootDone{s.made()} } }

// Update passes messages on.
func (s *bootModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case bootDone:
		s.app = msg.app
		cmds := []tea.Cmd{s.app.Init()}
		for _, msg := range s.early {
			_, cmd := s.app.Update(msg)
			cmds = append(cmds, cmd)
		}
		return s, tea.Batch(cmds...)
	case suspendMsg:
		if s.job == nil {
			return s, nil
		}
		return s, s.job.suspend()
	case continuedMsg:
		return s, s.job.redraw()
	default:
		if s.app == nil {
			s.early = append(s.early, msg)
			return s, nil
		}
		_, cmd := s.app.Update(msg)
		return s, cmd
	}
}

// View draws the App, or an empty screen before it is built.
func (s *bootModel) View() tea.View {
	if s.app == nil {
		return viewOf("")
	}
	return s.app.View()
}

// columnWriter writes to a terminal and inserts cursor movements to the columns that
// frames mark.
type columnWriter struct{ io.Writer }

// Write writes all bytes at once, as the renderer passes them.
func (w columnWriter) Write(p []byte) (int, error) {
	if _, err := w.Writer.Write(widget.ColumnMoves(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// firstFrameWriter is a terminal that detects the first frame: work that is not needed
// for that frame waits for it.
type firstFrameWriter struct {
	*os.File
	drawn atomic.Bool // a frame is about to be written
	once  sync.Once
	done  chan struct{}
}

func newFirstFrameWriter(file *os.File) *firstFrameWriter {
	return &firstFrameWriter{File: file, done: make(chan struct{})}
}

// leastFrame is a size in bytes above any query to the terminal, and below any frame.
const leastFrame = 256

// Write writes, and detects the first frame.
func (s *firstFrameWriter) Write(p []byte) (int, error) {
	n, err := columnWriter{s.File}.Write(p)
	if len(p) >= leastFrame && s.drawn.Load() {
		s.once.Do(func() { close(s.done) })
	}
	return n, err
}

// firstFrameTimeout is the longest wait for the first frame: a terminal without a size
// never draws one.
const firstFrameTimeout = 250 * time.Millisecond

// afterFirstFrame runs a command once the first frame is on screen, or at once where
// frames are not tracked.
func (a *App) afterFirstFrame(do tea.Cmd) tea.Cmd {
	if a.firstFrame == nil {
		return do
	}
	return func() tea.Msg {
		select {
		case <-a.firstFrame.done:
		case <-a.ctx.Done():
		case <-time.After(firstFrameTimeout):
		}
		if a.options.OnFirstFrame != nil {
			a.options.OnFirstFrame()
		}
		return do()
	}
}

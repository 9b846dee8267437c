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

// bootModel is the program while its App is being made. Reading what this machine
// has of the account takes about as long as the framework takes for the terminal, so
// the two go side by side.
type bootModel struct {
	made  func() *App
	app   *App      // nil until it is made
	early []tea.Msg // that came before
	job   *job      // nil where there is no terminal of its own
}

// bootDone says that the App is.
type bootDone struct{ app *App }

// start begins to make the App of a program.
func start(ctx context.Context, o Options, terminal *firstFrameWriter) *bootModel {
	app := sync.OnceValue(func() *App {
		a := New(ctx, o)
		if a.firstFrame = terminal; terminal != nil {
			if width, height, err := term.GetSize(terminal.Fd()); err == nil {
				a.resize(width, height) // the framework tells it after it has drawn
			}
		}
		a.enterEarly()
		return a
	})
	go widget.Width("霧") // builds the framework's table of widths, once
	go func() {
		defer func() { _ = recover() }() // who asks for the App panics likewise, and leaves the terminal whole
		app()
	}()
	return &bootModel{made: app}
}

// Init waits for the App without holding the framework up, which would draw a frame
// of nothing meanwhile.
func (s *bootModel) Init() tea.Cmd { return func() tea.Msg { return bootDone{s.made()} } }

// Update hands messages on.
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

// View draws the App, or an empty screen before there is one.
func (s *bootModel) View() tea.View {
	if s.app == nil {
		return viewOf("")
	}
	return s.app.View()
}

// columnWriter writes to a terminal and makes it go to the columns that frames name.
type columnWriter struct{ io.Writer }

// Write writes all of it at once, as the renderer has it.
func (w columnWriter) Write(p []byte) (int, error) {
	if _, err := w.Writer.Write(widget.ColumnMoves(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// firstFrameWriter is the terminal until the first frame has been written to it: what is not
// needed for that frame waits, so that it does not get in its way.
type firstFrameWriter struct {
	*os.File
	drawn atomic.Bool // there is a frame to be written
	once  sync.Once
	done  chan struct{}
}

func newFirstFrameWriter(file *os.File) *firstFrameWriter {
	return &firstFrameWriter{File: file, done: make(chan struct{})}
}

// leastFrame is more bytes than any question to the terminal has, and fewer than a
// frame has.
const leastFrame = 256

// Write writes, and notes the first frame.
func (s *firstFrameWriter) Write(p []byte) (int, error) {
	n, err := columnWriter{s.File}.Write(p)
	if len(p) >= leastFrame && s.drawn.Load() {
		s.once.Do(func() { close(s.done) })
	}
	return n, err
}

// firstFrameTimeout is how long the first frame is waited for: a terminal without a size never
// has one.
const firstFrameTimeout = 250 * time.Millisecond

// afterFirstFrame does something once the first frame is on screen; at once where
// nobody looks after that.
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

// Package terminal runs a program in a pseudo-terminal and records its screen, its
// output, and the terminal modes that it left. The pictures and the end-to-end tests
// use it.
//
// It is not a terminal for interactive use: it draws nothing, and passes keys as bytes.
package terminal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Options are a program to run, with its environment.
type Options struct {
	Argv       []string
	Env        []string // on top of the clean environment of [Start]
	Home       string   // the program's home and working folder
	Cols, Rows int
	Mute       bool               // a terminal that answers no query
	Teach      func(*vt.Emulator) // sets the emulator up, may be nil
}

// Session is a program that runs in a pseudo-terminal. Its methods may be called
// from any goroutine, but only one may wait at a time.
type Session struct {
	stop    context.CancelFunc
	tty     *os.File
	command *exec.Cmd
	running sync.WaitGroup
	written chan struct{} // has room for one: signals new output
	ended   chan struct{} // closed when the output ends
	exited  chan struct{} // closed when the process has exited

	mu     sync.Mutex
	screen *vt.Emulator
	output bytes.Buffer
	title  string
	cursor bool
	modes  modes
}

// Start runs a program in a clean environment: no key, no profile, no locale of the
// user. The context ends the program.
func Start(ctx context.Context, o Options) (*Session, error) {
	ctx, stop := context.WithCancel(ctx)
	s := &Session{
		stop:    stop,
		written: make(chan struct{}, 1),
		ended:   make(chan struct{}),
		exited:  make(chan struct{}),
		screen:  vt.NewEmulator(o.Cols, o.Rows),
		cursor:  true,
		modes:   newModes(),
	}
	if o.Teach != nil {
		o.Teach(s.screen)
	}
	s.listen()
	s.command = exec.CommandContext(ctx, o.Argv[0], o.Argv[1:]...)
	s.command.Dir = o.Home
	s.command.Env = slices.Concat([]string{
		"TERM=xterm-256color", "LANG=C.UTF-8", "HOME=" + o.Home, "PATH=" + os.Getenv("PATH"),
	}, o.Env)
	tty, err := pty.StartWithSize(s.command, &pty.Winsize{Cols: uint16(o.Cols), Rows: uint16(o.Rows)})
	if err != nil {
		stop()
		return nil, fmt.Errorf("start %s: %w", o.Argv[0], err)
	}
	s.tty = tty
	answers := io.Writer(tty)
	if o.Mute {
		answers = io.Discard
	}
	s.running.Go(s.show)
	s.running.Go(func() { _, _ = io.Copy(answers, s.screen) })
	s.running.Go(func() {
		defer close(s.exited)
		_ = s.command.Wait() // [Session.Exit] returns the code
	})
	return s, nil
}

// listen records the state that the cells do not contain. The emulator calls back while
// it is written to, so the lock is held.
func (s *Session) listen() {
	s.screen.SetCallbacks(vt.Callbacks{
		Title:            func(title string) { s.title = title },
		CursorVisibility: func(visible bool) { s.cursor = visible },
		EnableMode:       s.modes.enable,
		DisableMode:      s.modes.disable,
	})
	s.modes.listen(s.screen)
}

// show passes the program's output to the emulator, until it ends.
func (s *Session) show() {
	defer close(s.ended)
	buffer := make([]byte, 64<<10)
	for {
		n, err := s.tty.Read(buffer)
		s.mu.Lock()
		_, _ = s.screen.Write(buffer[:n])
		s.output.Write(buffer[:n])
		s.mu.Unlock()
		select {
		case s.written <- struct{}{}:
		default:
		}
		if err != nil { // EIO, once the program has closed the terminal
			return
		}
	}
}

// Close ends the program and waits until nothing of the session is running.
func (s *Session) Close() {
	s.stop()
	<-s.ended
	// The emulator's own Close races with its Read; the pipe's does not.
	if replies, ok := s.screen.InputPipe().(io.Closer); ok {
		_ = replies.Close()
	}
	_ = s.tty.Close()
	s.running.Wait()
}

// Press sends keys as the bytes of a terminal.
func (s *Session) Press(keys string) error {
	_, err := s.tty.WriteString(keys)
	return err
}

// Resize gives the terminal another size, in cells.
func (s *Session) Resize(cols, rows int) error {
	s.mu.Lock()
	s.screen.Resize(cols, rows)
	s.mu.Unlock()
	return pty.Setsize(s.tty, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
}

// Signal sends the program a signal.
func (s *Session) Signal(signal os.Signal) error { return s.command.Process.Signal(signal) }

// Wait returns as soon as the screen matches a multi-line expression. Its error shows
// the actual screen.
func (s *Session) Wait(ctx context.Context, want *regexp.Regexp) error {
	return s.Settled(ctx, want, 0)
}

// Settled returns once the screen matches and the program has been quiet for a while;
// where it never is, when the context ends.
func (s *Session) Settled(ctx context.Context, want *regexp.Regexp, quiet time.Duration) error {
	for {
		var whole <-chan time.Time
		if want.MatchString(s.Screen().Text()) {
			if quiet == 0 {
				return nil
			}
			whole = time.After(quiet)
		}
		select {
		case <-whole:
			return nil
		case <-s.written:
		case <-s.ended:
			if want.MatchString(s.Screen().Text()) {
				return nil
			}
			return s.missing(want, errors.New("the program ended"))
		case <-ctx.Done():
			if whole != nil { // it matches and keeps on drawing: the present screen is good enough
				return nil
			}
			return s.missing(want, ctx.Err())
		}
	}
}

func (s *Session) missing(want *regexp.Regexp, why error) error {
	return fmt.Errorf("waiting for /%s/: %w; the screen was\n%s", want, why, s.Screen().Text())
}

// Exit waits until the program has exited and all its output is on the screen, and
// returns its exit code, −1 after a signal.
func (s *Session) Exit(ctx context.Context) (code int, err error) {
	for _, done := range []chan struct{}{s.exited, s.ended} {
		select {
		case <-done:
		case <-ctx.Done():
			return 0, fmt.Errorf("waiting for the program to end: %w; the screen was\n%s", ctx.Err(), s.Screen().Text())
		}
	}
	return s.command.ProcessState.ExitCode(), nil
}

// Output is everything that the program has written, unchanged.
func (s *Session) Output() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Clone(s.output.Bytes())
}

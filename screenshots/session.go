package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// quiet is how long a program must have written nothing for its frame to count
// as whole: several frames of the slowest renderer.
const quiet = 150 * time.Millisecond

// terminal says what runs where.
type terminal struct {
	argv       []string
	env        []string // on top of the clean environment of [start]
	home       string   // the program's home folder
	cols, rows int
	look       look
}

// session is a program that runs in a pseudo-terminal.
type session struct {
	stop    context.CancelFunc
	tty     *os.File
	running sync.WaitGroup
	written chan struct{} // has room for one: something was written since it was read
	ended   chan struct{} // closed when the program writes no more

	mu     sync.Mutex
	screen *vt.Emulator
	title  string
	cursor bool
}

// start runs a program in a truecolor terminal, with an environment that holds
// nothing of the person who takes the pictures: no key, no profile, no locale.
func start(ctx context.Context, t terminal) (*session, error) {
	ctx, stop := context.WithCancel(ctx)
	s := &session{
		stop:    stop,
		written: make(chan struct{}, 1),
		ended:   make(chan struct{}),
		screen:  vt.NewEmulator(t.cols, t.rows),
		cursor:  true,
	}
	t.look.teach(s.screen)
	s.screen.SetCallbacks(vt.Callbacks{
		Title:            func(title string) { s.title = title },
		CursorVisibility: func(visible bool) { s.cursor = visible },
	})
	command := exec.CommandContext(ctx, t.argv[0], t.argv[1:]...)
	command.Dir = t.home
	command.Env = append([]string{
		"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8",
		"HOME=" + t.home, "PATH=" + os.Getenv("PATH"), "BROWSER=true",
	}, t.env...)
	tty, err := pty.StartWithSize(command, &pty.Winsize{Cols: uint16(t.cols), Rows: uint16(t.rows)})
	if err != nil {
		stop()
		return nil, fmt.Errorf("start %s: %w", t.argv[0], err)
	}
	s.tty = tty
	s.running.Go(s.show)
	s.running.Go(func() { _, _ = io.Copy(tty, s.screen) }) // what the terminal answers
	s.running.Go(func() { _ = command.Wait() })
	return s, nil
}

// show feeds the screen with what the program writes, until it ends.
func (s *session) show() {
	defer close(s.ended)
	buffer := make([]byte, 64<<10)
	for {
		n, err := s.tty.Read(buffer)
		s.mu.Lock()
		_, _ = s.screen.Write(buffer[:n])
		s.mu.Unlock()
		select {
		case s.written <- struct{}{}:
		default:
		}
		if err != nil { // EIO, once the program has let go of the terminal
			return
		}
	}
}

// close ends the program and waits until nothing of the session runs any more.
func (s *session) close() {
	s.stop()
	<-s.ended
	// The emulator's own Close races with its Read; the pipe's does not.
	if replies, ok := s.screen.InputPipe().(io.Closer); ok {
		_ = replies.Close()
	}
	_ = s.tty.Close()
	s.running.Wait()
}

// press sends keys as a terminal does.
func (s *session) press(keys string) error {
	_, err := s.tty.WriteString(keys)
	return err
}

// wait returns once the screen matches and the program has drawn its frame to
// the end. Its error shows the screen as it was instead.
func (s *session) wait(ctx context.Context, want *regexp.Regexp, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		var whole <-chan time.Time
		if want.MatchString(s.text()) {
			whole = time.After(quiet)
		}
		select {
		case <-whole:
			return nil
		case <-s.written:
		case <-s.ended:
			if want.MatchString(s.text()) {
				return nil
			}
			return s.missing(want, errors.New("the program ended"))
		case <-ctx.Done():
			if whole != nil { // it matches and keeps on drawing: a picture of now will do
				return nil
			}
			return s.missing(want, ctx.Err())
		}
	}
}

func (s *session) missing(want *regexp.Regexp, why error) error {
	return fmt.Errorf("waiting for /%s/: %w; the screen was\n%s", want, why, s.text())
}

func (s *session) text() string { return s.snapshot().text() }

// snapshot copies the screen as it is now.
func (s *session) snapshot() screen {
	s.mu.Lock()
	defer s.mu.Unlock()
	position := s.screen.CursorPosition()
	copied := screen{title: s.title, cursor: s.cursor, cursorX: position.X, cursorY: position.Y}
	for y := range s.screen.Height() {
		row := make([]uv.Cell, s.screen.Width())
		for x := range row {
			if cell := s.screen.CellAt(x, y); cell != nil {
				row[x] = *cell
			}
		}
		copied.rows = append(copied.rows, row)
	}
	return copied
}

// screen is what a terminal shows at one moment. The second cell of a wide
// character has no content and no width.
type screen struct {
	rows             [][]uv.Cell
	title            string
	cursor           bool // it is visible
	cursorX, cursorY int
}

// text is the screen without its colours, the ends of lines trimmed.
func (s screen) text() string {
	var b strings.Builder
	for _, row := range s.rows {
		var line strings.Builder
		for _, cell := range row {
			line.WriteString(cell.Content)
		}
		b.WriteString(strings.TrimRight(line.String(), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

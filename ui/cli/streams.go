package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"
)

// Streams are what a command reads and writes, and whether a person is there.
type Streams struct {
	In    io.Reader
	Out   io.Writer // the answer
	Err   io.Writer // everything else
	InTTY bool
	// OutTTY decides between a table for people and tabs for scripts.
	OutTTY   bool
	ErrTTY   bool // somebody watches what is going on
	Width    int  // in cells, of the terminal that Out is; 0: it is none, or not known
	ErrWidth int  // likewise of Err
	// Environ says what the terminal can show (NO_COLOR, TERM and the like).
	Environ []string
	// ReadSecret shows a prompt of one line and reads a line from the terminal
	// without showing it.
	ReadSecret func(ctx context.Context, prompt string) (string, error)

	quiet   bool // nothing beside the answer
	asLines bool // no tables: each row is a line that says what its cells are
}

// SystemStreams are the process's own.
func SystemStreams(environ []string) Streams {
	s := Streams{
		In:      os.Stdin,
		Out:     os.Stdout,
		Err:     os.Stderr,
		Environ: environ,
		InTTY:   term.IsTerminal(os.Stdin.Fd()),
		OutTTY:  term.IsTerminal(os.Stdout.Fd()),
		ErrTTY:  term.IsTerminal(os.Stderr.Fd()),
		ReadSecret: func(ctx context.Context, prompt string) (string, error) {
			return readSecret(ctx, os.Stdin.Fd(), os.Stderr, prompt)
		},
	}
	if s.OutTTY {
		s.Width, _, _ = term.GetSize(os.Stdout.Fd())
	}
	if s.ErrTTY {
		s.ErrWidth, _, _ = term.GetSize(os.Stderr.Fd())
	}
	return s
}

// Interactive reports whether a person is at both ends.
func (s Streams) Interactive() bool { return s.InTTY && s.OutTTY }

// say tells a person something beside the answer.
func (s Streams) say(format string, args ...any) {
	_, _ = fmt.Fprintln(s.Err, wrap(fmt.Sprintf(format, args...), s.ErrWidth))
}

// answer writes a text that is the answer, or stands under it.
func (s Streams) answer(text string) error {
	_, err := fmt.Fprintln(s.Out, wrap(text, s.Width))
	return err
}

// readSecret reads a line without echo. The echo is off before the prompt shows:
// a key that is pasted the moment it does would be on the screen otherwise. A
// cancelled context ends it and gives the terminal its echo back; the read itself
// cannot be ended and is left behind.
func readSecret(ctx context.Context, fd uintptr, w io.Writer, prompt string) (string, error) {
	before, err := term.GetState(fd)
	if err == nil {
		err = hideInput(fd)
	}
	if err != nil {
		return "", fmt.Errorf("the terminal does not hide what is typed: %w", err)
	}
	defer func() { _ = term.Restore(fd, before) }()
	_, _ = fmt.Fprint(w, prompt)
	type line struct {
		text []byte
		err  error
	}
	read := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		read <- line{text, err}
	}()
	select {
	case got := <-read:
		if errors.Is(got.err, io.EOF) {
			return "", context.Canceled
		}
		return string(got.text), got.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

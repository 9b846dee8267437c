package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/x/term"

	"github.com/studio-tui/studio-tui/ui/privacy"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// Streams are the standard streams of a command, with the properties of its terminals.
type Streams struct {
	In    io.Reader
	Out   io.Writer // the result
	Err   io.Writer // messages
	InTTY bool
	// OutTTY selects a table for people; without it output is tab-separated for
	// scripts.
	OutTTY   bool
	ErrTTY   bool // progress is shown
	Width    int  // of Out's terminal in cells; 0: no terminal, or unknown
	ErrWidth int  // of Err's terminal, likewise
	// Environ is the environment that describes the terminal (NO_COLOR, TERM and the
	// like).
	Environ []string
	// ReadSecret shows a one-line prompt and reads a line from the terminal without
	// echo.
	ReadSecret func(ctx context.Context, prompt string) (string, error)

	quiet   bool            // only the result, no messages
	ascii   bool            // what people read is in ASCII; JSON and fields for scripts are as they are
	asLines bool            // no tables: each row is a line of labelled cells
	mask    *privacy.Masker // masks what is printed; nil: nothing is masked
}

// SystemStreams are the streams of the process.
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

// Interactive reports whether input and output are terminals.
func (s Streams) Interactive() bool { return s.InTTY && s.OutTTY }

// spelled is a text for people, in ASCII and with currencies by their codes where that was asked
// for.
func (s Streams) spelled(text string) string {
	if !s.ascii {
		return text
	}
	return widget.ASCII(widget.SpellASCII(text))
}

// say prints a message to stderr.
func (s Streams) say(format string, args ...any) {
	s.sayUnmasked(s.masked(s.spelled(fmt.Sprintf(format, args...))))
}

// sayUnmasked prints a message to stderr that is masked already, or must be read.
func (s Streams) sayUnmasked(text string) {
	_, _ = fmt.Fprintln(privacy.Unmasked(s.Err), wrap(text, s.ErrWidth))
}

// answer writes the result, or a note under it.
func (s Streams) answer(text string) error {
	_, err := fmt.Fprintln(privacy.Unmasked(s.Out), wrap(s.masked(s.spelled(text)), s.Width))
	return err
}

// readSecret reads a line without echo. The echo is turned off before the prompt is
// shown: a key pasted immediately would be visible otherwise. A cancelled context ends
// the wait and restores the echo; the read itself cannot be cancelled and is abandoned.
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

package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/studio-tui/studio-tui/ui/privacy"
)

// prompt asks questions on a terminal, with one line for each answer.
type prompt struct {
	streams Streams
	lines   *bufio.Reader // one for all questions: input typed ahead answers the next
}

func newPrompt(s Streams) *prompt { return &prompt{s, bufio.NewReader(s.In)} }

// agrees asks a yes-or-no question; any answer but yes means no.
func (p *prompt) agrees(ctx context.Context, question string) (bool, error) {
	answer, _ := p.line(ctx, question+" [y/N]")
	switch strings.ToLower(answer) {
	case "y", "yes":
		return true, nil
	}
	return false, ctx.Err()
}

// line prompts for a line. A cancelled context ends the wait; the read itself cannot be
// cancelled and is abandoned. The error is that of ctx, or of the input, beside what
// was read before it.
func (p *prompt) line(ctx context.Context, question string) (string, error) {
	_, _ = fmt.Fprint(privacy.Unmasked(p.streams.Err), wrap(p.streams.masked(p.streams.spelled(question)), p.streams.ErrWidth), " ")
	type read struct {
		text string
		err  error
	}
	answered := make(chan read, 1)
	go func() {
		text, err := p.lines.ReadString('\n')
		answered <- read{strings.TrimSpace(text), err}
	}()
	select {
	case answer := <-answered:
		if answer.err != nil { // no line end was typed
			_, _ = fmt.Fprintln(p.streams.Err)
		}
		return answer.text, answer.err
	case <-ctx.Done():
		_, _ = fmt.Fprintln(p.streams.Err)
		return "", ctx.Err()
	}
}

package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"
)

// prompt asks a person questions, one line an answer.
type prompt struct {
	streams Streams
	lines   *bufio.Reader // one for all questions: what was typed ahead answers the next
}

func newPrompt(s Streams) *prompt { return &prompt{s, bufio.NewReader(s.In)} }

// agrees asks a question of yes or no; anything but a yes is a no. A cancelled context
// ends it; the read itself cannot be ended and is left behind.
func (p *prompt) agrees(ctx context.Context, question string) (bool, error) {
	_, _ = fmt.Fprint(p.streams.Err, wrap(question+" [y/N]", p.streams.ErrWidth), " ")
	answered := make(chan string, 1)
	go func() {
		answer, _ := p.lines.ReadString('\n')
		answered <- answer
	}()
	select {
	case answer := <-answered:
		switch strings.ToLower(strings.TrimSpace(answer)) {
		case "y", "yes":
			return true, nil
		}
		return false, nil
	case <-ctx.Done():
		_, _ = fmt.Fprintln(p.streams.Err)
		return false, ctx.Err()
	}
}

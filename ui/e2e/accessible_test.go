//go:build !windows

package e2e

import (
	"strings"
	"testing"
)

// TestAccessibleOnATerminal answers wrongly, ends the input, and interrupts accessible
// mode on a terminal: at a prompt, and while a payment is awaited. Nothing is drawn
// again, and the end is told once.
func TestAccessibleOnATerminal(t *testing.T) {
	t.Parallel()
	const endOfInput = "\x04"
	for name, c := range map[string]struct {
		answers []string
		until   string
		end     string
		code    int
		told    string
	}{
		"interrupted at a prompt":     {[]string{"seven\r"}, "That is not one of the numbers", interrupt, 130, "Interrupted"},
		"interrupted while it waits":  {[]string{"5\r", "2\r", "y\r"}, "Waiting for the credits to arrive", interrupt, 130, "Interrupted"},
		"the input ends":              {[]string{"1\r"}, "plan: Creator", endOfInput, 0, "Number, 1 to 6"},
		"a generation is running":     {[]string{"2\r"}, "what: create-video · kling-1-6-pro-text-to-video, state: processing", endOfInput, 0, "10 of "},
		"the input ends in an answer": {[]string{"5\r", "2\r"}, "Buy it", endOfInput, 0, "Nothing was bought"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newMachine(t).open("--demo", "--accessible")
			w.sees(`Number, 1 to 6`)
			for _, answer := range c.answers {
				w.press(answer)
			}
			w.sees(c.until)
			if strings.HasPrefix(name, "the input ends in") {
				w.press(c.end)
				w.sees(c.told)
			}
			w.press(c.end)
			w.ends(c.code)
			output := string(w.Output())
			if c.code != 0 && strings.Count(output, c.told) != 1 || !strings.Contains(output, c.told) {
				t.Errorf("%q is not told once:\n%s", c.told, output)
			}
			for _, redrawn := range []string{"\x1b[K", "\x1b[2K", "\x1b[A", "\x1b[H"} {
				if strings.Contains(output, redrawn) {
					t.Errorf("it draws again: %q", output)
				}
			}
		})
	}
}

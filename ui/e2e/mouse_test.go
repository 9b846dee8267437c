//go:build !windows

package e2e

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/sandbox"
	"github.com/studio-tui/studio-tui/ui/widget"
)

// click waits for a text, and presses and releases the left button on its first cell, as
// terminals report it in SGR mode.
func (w *window) click(text string) {
	w.m.t.Helper()
	ctx, cancel := context.WithTimeout(w.m.t.Context(), eventually)
	defer cancel()
	check(w.m.t, w.Settled(ctx, regexp.MustCompile(regexp.QuoteMeta(text)), 300*time.Millisecond)) // nothing moves any more, and clicks count
	for y, line := range strings.Split(w.Screen().Text(), "\n") {
		if at := strings.Index(line, text); at >= 0 {
			x := widget.Width(line[:at])
			w.press(fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1))
			return
		}
	}
	w.m.t.Fatalf("%q is not on screen:\n%s", text, w.Screen().Text())
}

// TestMouse works with the mouse alone, with remapped keys and in privacy mode: tabs,
// rows, the footer, a card, an hour of the rhythm, and the payment card, also after the
// terminal was resized.
func TestMouse(t *testing.T) {
	t.Parallel()
	const remapped = `
[keys]
open = ["x"]
usage_rows = ["X"]
view = ["{", "}"]
help = ["f1"]
copy = ["ctrl+y"]
copy_address = ["Y"]
confirm = ["C"]
pane = ["A", "D", "E", "F", "H", "I", "J"]
`
	for name, config := range map[string]string{"default keys": "", "remapped": remapped, "private": "private = true"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			keys := map[string]string{"help": "? help", "view": ">", "copy": "y copy", "confirm": "enter confirm", "packs": "5 6 7"}
			if name == "remapped" {
				keys = map[string]string{"help": "f1 help", "view": "}", "copy": "Y copy", "confirm": "C confirm", "packs": "H I J"}
			}
			m, _ := signedIn(t, sandbox.Options{})
			m.write(".config/studio-tui/config.toml", "mouse = true\n"+config)
			w := m.open()
			w.sees(`(?s)credits .*live.*LATEST\n +\S`)
			w.click("Transactions")
			w.sees(`DATE +WHAT`)
			w.press("\x1b[<65;20;10M") // the wheel
			w.sees(`DATE[^\n]*\n([^\n▸]*\n){3} *▸`)
			w.click("▸ ")
			w.sees(`╭─`)
			w.click("esc back")
			w.sees(`^[^╭]*$`)
			w.click(keys["help"])
			w.sees(`─ Keys in Transactions ─`)
			w.click("esc back")
			w.sees(`^[^╭]*$`)
			w.click("Usage")
			w.sees(`by day`)
			w.press(keys["view"], keys["view"])
			w.sees(`weekday and hour`)
			check(t, w.Resize(80, 24))
			w.sees(`(?s)Mon 12:00.*─{80}\n`)
			w.click("▲") // is below the last row: nothing
			w.click("Wed")
			w.press("\x1b[<0;29;9M\x1b[<0;29;9m")
			w.sees(`(Wed|Tue|Thu|Fri|Sat|Sun) \d\d:00`)
			w.click(keys["packs"])
			w.sees(`Then it does|lasts until|is needed`) // the advice, which moves the list
			w.click("Pack M")
			w.sees(`▸ Pack M`)
			w.click("Pack M")
			w.sees("Due now")
			w.click(keys["confirm"])
			w.sees("No browser was opened")
			check(t, w.Resize(100, 40))
			w.sees(`─{100}\n`)
			w.click(keys["copy"])
			if name == "private" {
				w.sees("Not copied: masked")
			} else {
				w.sees("Copied the address of the payment page")
				w.writes(`\x1b\]52;c;`)
			}
			w.click("x cancel")
			w.sees("cancelled")
			w.press(interrupt)
			w.ends(0)
		})
	}
}

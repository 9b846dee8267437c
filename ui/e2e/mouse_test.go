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

// click clicks on a text until a pattern is seen.
func (w *window) click(text, then string) {
	w.m.t.Helper()
	w.clickAt(text, 0, then)
}

// clickAt clicks on a cell right of a text's first one until a pattern is seen: a click on
// a line that late data have just moved is ignored.
func (w *window) clickAt(text string, right int, then string) {
	w.m.t.Helper()
	want := regexp.MustCompile(then)
	for range 3 {
		x, y := w.find(text)
		w.press(leftClick(x+right, y))
		ctx, cancel := context.WithTimeout(w.m.t.Context(), eventually/4)
		err := w.Wait(ctx, want)
		cancel()
		if err == nil {
			return
		}
	}
	w.m.t.Fatalf("a click on %q does not lead to %s:\n%s", text, want, w.Screen().Text())
}

// find waits until a text is on screen and nothing moves any more, and returns its first
// cell.
func (w *window) find(text string) (x, y int) {
	w.m.t.Helper()
	ctx, cancel := context.WithTimeout(w.m.t.Context(), eventually)
	defer cancel()
	check(w.m.t, w.Settled(ctx, regexp.MustCompile(regexp.QuoteMeta(text)), 300*time.Millisecond))
	for y, line := range strings.Split(w.Screen().Text(), "\n") {
		if at := strings.Index(line, text); at >= 0 {
			return widget.Width(line[:at]), y
		}
	}
	w.m.t.Fatalf("%q is not on screen:\n%s", text, w.Screen().Text())
	return 0, 0
}

// leftClick is what a terminal in SGR mode reports of a click on a cell, counted from 0.
func leftClick(x, y int) string {
	return fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x+1, y+1, x+1, y+1)
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
			w.click("Transactions", `DATE +WHAT`)
			w.press("\x1b[<65;20;10M") // the wheel
			w.sees(`DATE[^\n]*\n([^\n▸]*\n){3} *▸`)
			w.click("▸ ", `╭─`)
			w.click("esc back", `^[^╭]*$`)
			w.click(keys["help"], `─ Keys in Transactions ─`)
			w.click("esc back", `^[^╭]*$`)
			w.click("Usage", `by day`)
			w.press(keys["view"], keys["view"])
			w.sees(`weekday and hour`)
			check(t, w.Resize(80, 24))
			w.sees(`(?s)Mon 12:00.*─{80}\n`)
			w.press(leftClick(w.find("▲"))) // is below the last row: nothing
			w.clickAt("Wed ", 25, `Wed \d\d:00`)
			w.click(keys["packs"], `Then it does|lasts until|is needed`) // the advice, which moves the list
			w.click("Pack M", `▸ Pack M`)
			w.click("Pack M", `Due now`)
			w.click(keys["confirm"], `No browser was opened`)
			check(t, w.Resize(100, 40))
			w.sees(`─{100}\n`)
			if name == "private" {
				w.click(keys["copy"], `Not copied: masked`)
			} else {
				w.click(keys["copy"], `Copied the address of the payment page`)
				w.writes(`\x1b\]52;c;`)
			}
			w.click("x cancel", `cancelled`)
			w.press(interrupt)
			w.ends(0)
		})
	}
}

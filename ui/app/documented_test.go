package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/studio-tui/studio-tui/api/apitest"
)

// onDocumented is a session of a quarter of an hour on a server of the documented API,
// with all that has to be derived or estimated: prices of several units and unknown
// ones, failures, an unexplained balance change, a changed price, and a running
// generation.
func onDocumented(w *world, width, height int) {
	w.keep()
	w.open(width, height)
	w.pass(5 * time.Minute)
	w.server.Change(2000)
	w.server.SetPrice("text-to-3d", "trellis-2", 70)
	w.pass(5 * time.Minute)
	failed := w.server.Add(apitest.Generation{
		Tool: "text-to-3d", Payload: map[string]any{"model": "trellis-2", "prompt": "A green teapot"}, Cost: 70,
	})
	w.pass(time.Minute)
	w.server.End(failed, "The model could not complete this request")
	w.pass(2 * time.Minute)
	runs := w.server.Add(apitest.Generation{
		Tool: "animate-image", Payload: map[string]any{"model": "kling-3-0-standard-image-to-video", "prompt": "Slow pan over a harbour", "duration": 5}, Cost: 40,
	})
	w.server.Progress(runs)
	w.pass(2 * time.Minute)
}

// TestDocumented compares every pane and overlay with its golden screen, on a server of
// the documented API alone.
func TestDocumented(t *testing.T) {
	t.Parallel()
	eachSize(t, func(t *testing.T, width, height int) {
		var b strings.Builder
		inWeather(t, apitest.Options{Generations: 400, Credits: 3210.7}, func(w *world) {
			onDocumented(w, width, height)
			show := func(name string, keys ...string) {
				w.press(keys...)
				fmt.Fprintf(&b, "── %s ──\n%s\n", name, w.text())
			}
			for _, key := range paneKeys {
				show("pane "+key, key)
			}
			show("a row", "2", "down", "enter")
			show("a failed generation", "esc", "down", "down", "down", "enter")
			show("in groups", "esc", "v")
			show("the palette", "v", "v", ":", "b", "u", "y")
			show("the palette on the account", "esc", ":", "c", "a", "r", "d")
			show("buy", "esc", "b")
			w.server.Change(500)
			w.pass(20 * time.Second)
			show("bought on the website")
			w.press("x")
			w.pass(9 * time.Second) // the notice is over
			show("a plan", "4", "enter")
			show("the portal", "esc", "7", "p")
		})
		goldenWithoutTabs(t, b.String())
	})
}
